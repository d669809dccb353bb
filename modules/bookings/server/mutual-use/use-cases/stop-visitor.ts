/**
 * Who is stopped at home enters nowhere by what they booked as a member from there. Home sends word to each hub where the
 * person has something coming, by a job that is seated there; the bookings stay, and open doors again once home lets them.
 */
import type { Scope } from '#platform/server/scope.ts'
import { stoppedAmong } from '#modules/people/server/index.ts'
import { visitorBack, visitorStopped } from '../../../contract/mutual-use/events.ts'
import { listBookingsHeldBy } from '../../booking/repository.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { listOwnersAhead, lockAbroad, lockVisits, upsertStoppedVisitor } from '../repository.ts'

export const stopVisitorJob = 'bookings.stopVisitor'

export interface StopVisitorPayload {
  readonly accountId: string
  readonly homeConsortiumId: string
  readonly isStopped: boolean
  /** Instant of the word: of two the later holds, in whatever order they come. */
  readonly at: string
}

/** Seated at home. `ownerIds`: only these; else every partner at whose hubs the person has something coming. */
export async function tellWhetherStopped(scope: Scope, accountId: string, ownerIds?: readonly string[]): Promise<void> {
  await lockAbroad(scope, accountId)
  const isStopped = (await stoppedAmong(scope, [accountId])).has(accountId)
  for (const ownerId of ownerIds ?? (await listOwnersAhead(scope, accountId)))
    scope.enqueue({
      name: stopVisitorJob,
      payload: {
        accountId,
        homeConsortiumId: scope.consortiumId,
        isStopped,
        at: scope.clock.now().toString(),
      } satisfies StopVisitorPayload,
      inTenant: ownerId,
    })
}

/** Seated at the hub. */
export async function stopVisitor(scope: Scope, { accountId, homeConsortiumId, isStopped, at }: StopVisitorPayload): Promise<void> {
  await lockVisits(scope, accountId)
  if (!(await upsertStoppedVisitor(scope, { accountId, homeConsortiumId, isStopped, toldAt: Temporal.Instant.from(at) }))) return
  const now = scope.clock.now()
  for (const row of await listBookingsHeldBy(scope, { accountId, homeConsortiumId }))
    if (row.status === 'confirmed' && Temporal.Instant.compare(row.endsAt, now) > 0)
      scope.emit(isStopped ? visitorStopped : visitorBack, factOf(row), { subjectId: row.id })
}
