/** What the public pages ask for. */
import { keepPreviousData } from '@tanstack/react-query'
import { reading } from '#platform/web/client.ts'
import { getHub, listHubs } from '../contract/endpoints.ts'

/** A consortium runs one to three hubs, the country some dozens: the directory fits one answer and filters at once. */
export const hubsQuery = (search: { q: string; prefecture: string }) => ({
  ...reading(listHubs, {
    query: { ...(search.q === '' ? {} : { q: search.q }), ...(search.prefecture === '' ? {} : { prefecture: search.prefecture }), limit: 200 },
  }),
  placeholderData: keepPreviousData,
  // Hubs open and close by the clock, without an event.
  refetchInterval: 60_000,
})

export const hubQuery = (hubKey: string) => ({ ...reading(getHub, { params: { hubId: hubKey }, query: { days: 14 } }), refetchInterval: 60_000 })
