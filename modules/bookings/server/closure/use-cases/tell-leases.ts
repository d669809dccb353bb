/** Rooms that are let when they are closed: the lease stays, whoever has the room is told, also when it opens again. */
import type { Scope } from '#platform/server/scope.ts'
import type { HitLease } from '../../../contract/closure/schemas.ts'
import { readersOf } from '../../lease/use-cases/tell-lease.ts'
import { withLeasePlaces } from '../../lease/presenter.ts'
import { listLeasesTouching, type LeaseRow } from '../../lease/repository.ts'
import type { Target } from '../../rules.ts'
import { insertClosureLeases, listClosureLeases, type ClosureRow } from '../repository.ts'
import type { ShutTime } from './propose.ts'

export const mailClosureLeasesJob = 'bookings.mailClosureLeases'
export interface MailClosureLeasesPayload {
  readonly closureId: string
  readonly tiding: 'closed' | 'lifted'
}

/** Agreed on or offered, and somebody's at a moment of the closed time that is still to come. */
export async function listHitLeases(scope: Scope, shut: ShutTime, closed: readonly Target[]): Promise<LeaseRow[]> {
  const ids = new Set(closed.map((target) => target.id))
  const span = { from: Math.max(shut.from, scope.clock.now().epochMilliseconds), to: shut.to }
  if (span.to <= span.from) return []
  return (await listLeasesTouching(scope, shut.hubId, span, { statuses: ['offered', 'active'] })).filter((row) => ids.has(row.targetId))
}

/** Written down with the closure; the mails go out by themselves. */
export async function tellLeases(scope: Scope, closure: ClosureRow, leases: readonly LeaseRow[]): Promise<void> {
  if (leases.length === 0) return
  await insertClosureLeases(
    scope,
    closure.id,
    leases.map((row) => row.id),
  )
  mailLeases(scope, closure.id, 'closed')
}

export function mailLeases(scope: Scope, closureId: string, tiding: MailClosureLeasesPayload['tiding']): void {
  scope.enqueue({ name: mailClosureLeasesJob, payload: { closureId, tiding } satisfies MailClosureLeasesPayload })
}

export async function presentHitLeases(scope: Scope, rows: readonly LeaseRow[]): Promise<HitLease[]> {
  const hits: HitLease[] = []
  for (const placed of await withLeasePlaces(scope, rows))
    hits.push({
      ...hitOf(placed.row),
      spaceNames: placed.place?.names ?? { ja: '' },
      mails: (await readersOf(scope, placed)).length,
      isTold: false,
    })
  return hits
}

/** Those that it hit when it was made, with what became of the mails. */
export async function presentToldLeases(scope: Scope, closureId: string): Promise<HitLease[]> {
  const told = await listClosureLeases(scope, closureId)
  return (
    await withLeasePlaces(
      scope,
      told.map(({ lease }) => lease),
    )
  ).map(({ row, place }, index) => {
    const mails = told[index]?.mails ?? null
    return { ...hitOf(row), spaceNames: place?.names ?? { ja: '' }, mails: mails ?? 0, isTold: mails !== null }
  })
}

const hitOf = ({ id, kind, holderName, startsOn, endsOn, contactPhone }: LeaseRow) => ({
  id,
  kind,
  holderName,
  startsOn,
  endsOn,
  contactPhone,
})
