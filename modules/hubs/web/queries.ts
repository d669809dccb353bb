/** What the public pages ask for. */
import { reading } from '#platform/web/client.ts'
import { getHub, listHubs } from '../contract/endpoints.ts'

/** Hubs open and close by the clock, without an event. */
const minute = 60_000

/** A consortium runs one to three hubs, the country some dozens: the directory fits one answer. */
export const hubsQuery = ({ q, prefecture }: { q: string; prefecture: string }) =>
  reading(
    listHubs,
    { query: { ...(q === '' ? {} : { q }), ...(prefecture === '' ? {} : { prefecture }), limit: 200 } },
    { againEveryMs: minute, keepsPrevious: true },
  )

export const hubQuery = (hubKey: string) => reading(getHub, { params: { hubId: hubKey }, query: { days: 14 } }, { againEveryMs: minute })
