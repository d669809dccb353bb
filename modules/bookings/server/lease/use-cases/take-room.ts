/** What stands in the period of a lease, and how the lease takes the room: the same exclusion constraint that refuses bookings decides. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { bookablePlaces, requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { leaseChanged } from '../../../contract/lease/events.ts'
import type { LeasePreview, LeasePreviewQuery } from '../../../contract/lease/schemas.ts'
import { minuteMs, type Span } from '../../../contract/rules.ts'
import { deleteOccupancies, insertOccupancies, lockUnits, type BookingRow } from '../../booking/repository.ts'
import { keepClosuresShut } from '../../closure/use-cases/keep-shut.ts'
import { proposeFor } from '../../closure/use-cases/propose.ts'
import { listTargetPeriod } from '../../desk/repository.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { listUndrawn, lockMaking } from '../../lottery/repository.ts'
import { localName } from '../../mails/texts.ts'
import { addDays, instantOf, spanOf, startOfDay, targetOfSpace, type Target } from '../../rules.ts'
import { offerSoon } from '../../waiting/use-cases/tell-waiting.ts'
import { joinLeases, letGoOfClosures, listLeasesTouching, lockTaking, updateLease, type LeaseRow } from '../repository.ts'
import { factOf } from './tell-lease.ts'

const fail = failOf(bookingsErrors)

/** So many are shown with what they could have instead; who has more first closes the room for bookings. */
const mostHits = 100

export interface LeaseDays {
  readonly startsOn: string
  readonly endsOn: string
}

export const daysSpan = ({ startsOn, endsOn }: LeaseDays, zone: string): Span => ({
  from: startOfDay(startsOn, zone),
  to: startOfDay(addDays(endsOn, 1), zone),
})

/** The space and all that can be taken of it, also where nobody may book it. */
export async function requireLeasable(scope: Scope, hubId: string, spaceId: string): Promise<Target> {
  await requireHub(scope, hubId)
  const [space] = await bookablePlaces(scope, { hubId, spaceIds: [spaceId] })
  if (space === undefined) return fail('platform.not_found')
  const target = targetOfSpace(space)
  if (target.units.length === 0) fail('bookings.not_leasable')
  return target
}

export const unitsOf = (target: Pick<Target, 'units'>): string[] => target.units.map((unit) => unit.id).toSorted()

/** From now on: what has been is history, and in nobody's way. */
const aheadOf = (scope: Scope, span: Span): Span => {
  const now = scope.clock.now().epochMilliseconds
  return { from: Math.max(span.from, now - (now % minuteMs)), to: span.to }
}

async function listInTheWay(
  scope: Scope,
  of: { hubId: string; targetId: string; span: Span; exceptLeaseId?: string | undefined },
): Promise<{ bookings: BookingRow[]; leases: LeaseRow[] }> {
  const bookings = await listTargetPeriod(scope, of.hubId, of.targetId, of.span)
  const leases = await listLeasesTouching(scope, of.hubId, of.span, { statuses: ['offered', 'active'], targetId: of.targetId })
  return { bookings, leases: leases.filter((lease) => lease.id !== of.exceptLeaseId) }
}

export async function previewLease(scope: MemberScope, hubId: string, query: LeasePreviewQuery): Promise<LeasePreview> {
  const target = await requireLeasable(scope, hubId, query.spaceId)
  const span = aheadOf(scope, daysSpan(query, target.zone))
  if (span.to <= span.from) return { hits: [], totalHits: 0, leases: [], lotteries: [] }
  const { bookings, leases } = await listInTheWay(scope, { hubId, targetId: target.id, span, exceptLeaseId: query.leaseId })
  const { targets } = await findTargets(scope, hubId)
  const lotteries = (await listUndrawn(scope, hubId)).filter(
    (one) => one.targetIds.includes(target.id) && one.useFrom <= query.endsOn && query.startsOn <= one.useUntil,
  )
  // a year of hours is not opened to find other places for bookings of its first weeks
  const shown = bookings.slice(0, mostHits)
  const last = Math.max(span.from, ...shown.map((row) => row.endsAt.epochMilliseconds))
  const near = { from: span.from, to: Math.min(span.to, last) }
  const hits = await proposeFor(scope, { hubId, spaceId: target.id, ...near }, { rows: shown, targets, closed: [target] })
  return {
    // another time of the same room is none: the lease has the room then too
    hits: hits.map((hit) => {
      const times = hit.times.filter((time) => Date.parse(time.endsAt) <= span.from)
      if (hit.proposal.to?.targetId !== target.id) return { ...hit, times }
      const [space] = hit.spaces
      const { startsAt, endsAt } = hit.booking
      const proposal =
        space === undefined ? { act: 'cancel' as const, to: null } : { act: 'move' as const, to: { ...space, startsAt, endsAt } }
      return { ...hit, times, proposal }
    }),
    totalHits: bookings.length,
    leases: leases.map(({ id, holderName, startsOn, endsOn, status }) => ({ id, holderName, startsOn, endsOn, status })),
    lotteries: lotteries.map(({ id, names, useFrom, useUntil }) => ({ id, names, useFrom, useUntil })),
  }
}

/**
 * Takes every unit of the room from now to the end, or refuses and says what is there; whoever is refused rolls back. The
 * lease's own occupancies, if it has some, are let go of first: it moves within itself.
 */
export async function takeRoom(scope: Scope, row: LeaseRow): Promise<void> {
  const span = aheadOf(scope, spanOf(row))
  await lockMaking(scope, row.hubId)
  // seats may have been added to the room since it was read, or while the lease was a draft
  const unitIds = unitsOf(await requireLeasable(scope, row.hubId, row.targetId))
  if (unitIds.join() !== row.unitIds.join()) await updateLease(scope, row, { unitIds }, { isPerson: false })
  await lockUnits(scope, unitIds)
  await deleteOccupancies(scope, row.id)
  if (span.to <= span.from) return
  for (const lottery of await listUndrawn(scope, row.hubId)) {
    if (lottery.targetIds.includes(row.targetId) && lottery.useFrom <= row.endsOn && row.startsOn <= lottery.useUntil)
      fail('bookings.lease_over_lottery', { params: { name: localName(lottery.names, scope.language) } })
  }
  await letGoOfClosures(scope, unitIds, span)
  const choice = { kind: 'space' as const, unitIds, count: unitIds.length, isExact: true }
  const taken = await insertOccupancies(scope, choice, span, { id: row.id, kind: 'lease' })
  if (taken !== undefined) return
  const { bookings, leases } = await listInTheWay(scope, { hubId: row.hubId, targetId: row.targetId, span, exceptLeaseId: row.id })
  fail('bookings.lease_conflicts', { params: { bookings: bookings.length, leases: leases.length } })
}

/** Units that were added to a room are taken by whoever has it let; from the moment on at which there are any. */
export async function takeAdded(
  scope: Scope,
  { hubId, spaceId, unitIds }: { hubId: string; spaceId: string; unitIds: readonly string[] },
): Promise<void> {
  // their rows first, as whoever changes one of them does: then no lease is made beside
  await lockTaking(scope, hubId, spaceId)
  await lockMaking(scope, hubId)
  const now = scope.clock.now().epochMilliseconds
  for (const row of await joinLeases(scope, { hubId, targetId: spaceId, unitIds, from: instantOf(now - (now % minuteMs)) }))
    scope.emit(leaseChanged, factOf(row), { subjectId: row.id })
}

/** Free at once: closures of the time keep it shut again, and whoever waits for it is asked. */
export async function freeRoom(scope: Scope, row: LeaseRow): Promise<void> {
  await lockUnits(scope, row.unitIds)
  await deleteOccupancies(scope, row.id)
  await followFreed(scope, row.hubId)
}

export async function followFreed(scope: Scope, hubId: string): Promise<void> {
  await keepClosuresShut(scope, hubId)
  offerSoon(scope, hubId)
}
