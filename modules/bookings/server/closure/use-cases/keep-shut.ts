/** What keeps a closed time shut, and the hand that deals with whoever is in it. */
import type { Scope } from '#platform/server/scope.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { listClosures, occupyShut, type ClosureRow } from '../repository.ts'
import { shutTargets, type ShutTime } from './propose.ts'

/** Those that are not over come first. */
const mostClosures = 40

export const settleClosureJob = 'bookings.settleClosure'

export const shutTimeOf = (row: Pick<ClosureRow, 'hubId' | 'spaceId' | 'startsAt' | 'endsAt'>): ShutTime => ({
  hubId: row.hubId,
  spaceId: row.spaceId,
  from: row.startsAt.epochMilliseconds,
  to: row.endsAt.epochMilliseconds,
})

export function settleSoon(scope: Scope, row: Pick<ClosureRow, 'id'>): void {
  scope.enqueue({ name: settleClosureJob, payload: { closureId: row.id } })
}

/** Whoever read the hours of before cannot book into it: free units are taken now, the others as they are left. */
export async function keepShut(scope: Scope, row: ClosureRow, only?: readonly string[]): Promise<void> {
  const { targets } = await findTargets(scope, row.hubId)
  const shut = await shutTargets(scope, shutTimeOf(row), targets)
  await occupyShut(
    scope,
    row.id,
    shut.flatMap((target) => target.units.flatMap((unit) => (only === undefined || only.includes(unit.id) ? [unit.id] : []))),
    row,
  )
}

/** What was let go of or came new in a hub is shut where closures say so; `only`: of these units, so that nobody is waited for. */
export async function keepClosuresShut(scope: Scope, hubId: string, only?: readonly string[]): Promise<void> {
  const now = scope.clock.now()
  for (const closure of await listClosures(scope, hubId, mostClosures)) {
    if (closure.liftedAt === null && Temporal.Instant.compare(closure.endsAt, now) > 0) await keepShut(scope, closure, only)
  }
}
