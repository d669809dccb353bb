/** What keeps a closed time shut, and the hand that deals with whoever is in it. */
import type { Scope } from '#platform/server/scope.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { occupyShut, type ClosureRow } from '../repository.ts'
import { shutTargets, type ShutTime } from './propose.ts'

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
export async function keepShut(scope: Scope, row: ClosureRow): Promise<void> {
  const { targets } = await findTargets(scope, row.hubId)
  const shut = await shutTargets(scope, shutTimeOf(row), targets)
  await occupyShut(
    scope,
    row.id,
    shut.flatMap((target) => target.units.map((unit) => unit.id)),
    row,
  )
}
