/** From the hub in an address to its tenant, for the guest's way in. Asked on each of a visitor's calls: kept for seconds. */
import type { Database } from '#platform/server/database.ts'
import { findTenant } from '../repository.ts'

type Found = { consortiumId: string; hubId: string } | undefined

const keptMilliseconds = 5_000
const mostKept = 10_000
/** By database, so that two programs in one process (tests) do not answer for each other. */
const caches = new WeakMap<Database, Map<string, { until: number; found: Promise<Found> }>>()

export function findTenantOfAddress(appDatabase: Database, key: string): Promise<Found> {
  let cache = caches.get(appDatabase)
  if (cache === undefined) caches.set(appDatabase, (cache = new Map()))
  const kept = cache.get(key)
  if (kept !== undefined && kept.until > performance.now()) return kept.found
  const found = findTenant(appDatabase, key)
  if (cache.size >= mostKept) cache.clear()
  cache.set(key, { until: performance.now() + keptMilliseconds, found })
  // neither a failure nor an absence is kept: a hub just published is there at once
  found.then(
    (there) => there === undefined && cache.delete(key),
    () => cache.delete(key),
  )
  return found
}
