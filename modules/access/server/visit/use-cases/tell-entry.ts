/** What follows for visitors from their host's day is told a little later, once: hosts move their bookings by several steps. */
import type { Scope } from '#platform/server/scope.ts'
import type { VisitRow } from '../repository.ts'

export const tellEntryJob = 'access.tellEntry'
export interface TellEntryPayload {
  readonly visitId: string
  /** Instant before which it is not told. */
  readonly at: string
}

const waitMinutes = 10
/** Whoever is on their way has to know. */
const nearMinutes = { ahead: 60, wait: 2 }

export function tellEntryLater(scope: Scope, visit: Pick<VisitRow, 'id' | 'mail' | 'startsAt'>): void {
  if (visit.mail === null) return
  const now = scope.clock.now()
  const isNear = Temporal.Instant.compare(visit.startsAt, now.add({ minutes: nearMinutes.ahead })) < 0
  const at = now.add({ minutes: isNear ? nearMinutes.wait : waitMinutes })
  scope.enqueue({
    name: tellEntryJob,
    payload: { visitId: visit.id, at: at.toString() } satisfies TellEntryPayload,
    runAt: at,
    key: `${tellEntryJob}/${scope.consortiumId}/${visit.id}`,
  })
}
