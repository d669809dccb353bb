/** What the pages ask for. */
import { keyOf, queryClient, reading } from '#platform/web/client.ts'
import { getConsortium, getHub, getOwnHub, listHubs, listOwnHubs } from '../contract/endpoints.ts'
import type { HubSettings } from '../contract/schemas.ts'

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

// ---- settings: the consortium's own people

export const ownHubsQuery = () => reading(listOwnHubs, {})
export const ownHubQuery = (hubId: string) => reading(getOwnHub, { params: { hubId } })
export const consortiumQuery = () => reading(getConsortium, {})

/** What a changing call answered is what stands: no screen waits for its own event. */
export function keepHub(hub: HubSettings): void {
  queryClient.setQueryData(keyOf(getOwnHub, { params: { hubId: hub.id } }), hub)
  void queryClient.invalidateQueries({ queryKey: keyOf(listOwnHubs) })
}

/** After a call that answers only a part of the hub. */
export const readHubAgain = (hubId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keyOf(getOwnHub, { params: { hubId } }) })
