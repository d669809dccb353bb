/** Whom a closed time hits, and for each the best that is left: no two are proposed the same seat. */
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { bookablePlaces, holidayLookup } from '#modules/hubs/server/index.ts'
import { covers, minuteMs, overlaps, subtractSpans, type Span } from '../../../contract/rules.ts'
import type { HitBooking } from '../../../contract/closure/schemas.ts'
import { presentDeskBooking, withPlaces } from '../../booking/presenter.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { listActive } from '../../desk/repository.ts'
import { wantedAt } from '../../desk/use-cases/change-many.ts'
import { listOccupied } from '../../free/repository.ts'
import { freeUnitsFor, holds, nearestOf, placeOf, type Place } from '../../free/rules.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import {
  blockedSpan,
  chooseUnits,
  hasStarted,
  instantOf,
  offsetMsAt,
  openSpansByTarget,
  periodOf,
  spanOf,
  usualKind,
  type Target,
} from '../../rules.ts'

export interface ShutTime extends Span {
  readonly hubId: string
  readonly spaceId: string | null
}

const dayMs = 24 * 60 * minuteMs
/** How far from the closed time another one is still worth offering. */
const daysBack = 3
const daysAhead = 14
const mostOffers = 4

/** The targets that are shut: all of a hub, or a space with those inside it. */
export async function shutTargets(scope: Scope, shut: ShutTime, targets: readonly Target[]): Promise<Target[]> {
  if (shut.spaceId === null) return [...targets]
  const spaces = await bookablePlaces(scope, { hubId: shut.hubId })
  const parentOf = new Map(spaces.map((space) => [space.spaceId, space.parentId]))
  const isInside = (id: string | null | undefined): boolean => id === shut.spaceId || (id != null && isInside(parentOf.get(id)))
  return targets.filter((target) => target.kind === 'space' && isInside(target.id))
}

/** Bookings in the closed time, by start. */
export async function listHit(scope: Scope, shut: ShutTime, closed: readonly Target[]): Promise<BookingRow[]> {
  const ids = new Set(closed.map((target) => target.id))
  const now = scope.clock.now().epochMilliseconds
  return (await listActive(scope, shut.hubId, shut)).filter(
    (row) => ids.has(row.targetId) && overlaps(spanOf(row), shut) && spanOf(row).to > now,
  )
}

export async function proposeFor(
  scope: MemberScope,
  shut: ShutTime,
  { rows, targets, closed }: { rows: readonly BookingRow[]; targets: readonly Target[]; closed: readonly Target[] },
): Promise<HitBooking[]> {
  if (rows.length === 0) return []
  const now = scope.clock.now().epochMilliseconds
  const range = { from: Math.max(now, shut.from - daysBack * dayMs), to: shut.to + daysAhead * dayMs }
  const opens = openSpansByTarget(targets, range, await holidayLookup(scope))
  const isClosed = new Set(closed.map((target) => target.id))
  const { policyOf } = await findTargets(scope, shut.hubId)
  const occupied = new Map(
    await listOccupied(
      scope,
      targets.flatMap((target) => target.units.map((unit) => unit.id)),
      { from: range.from - dayMs, to: range.to + dayMs },
    ),
  )
  // their own time is shut anyway: what they hold in it is in nobody's way
  const placeFor = (target: Target): Place => {
    const open = opens.get(target.id) ?? []
    return placeOf({ target, policy: policyOf(target.id), open: isClosed.has(target.id) ? subtractSpans(open, [shut]) : open, occupied })
  }
  const take = (place: Place, span: Span, count: number): void => {
    const blocked = blockedSpan(span, place.policy)
    const free = place.isWhole
      ? place.unitIds
      : place.unitIds.filter((_, index) => covers(place.freeByUnit[index] ?? [], span)).slice(0, count)
    for (const id of free) occupied.set(id, [...(occupied.get(id) ?? []), blocked])
  }
  const byId = new Map(targets.map((target) => [target.id, target]))
  const presented = await withPlaces(scope, rows)
  return presented.map(({ row, place: name }) => {
    const target = byId.get(row.targetId)
    const booking = presentDeskBooking(scope, { row, place: name })
    const none: HitBooking = { booking, spaces: [], times: [], proposal: { act: 'cancel', to: null } }
    if (target === undefined) return none
    const span = spanOf(row)
    const isRunning = hasStarted(row, now)
    const others = isRunning || target.kind === 'equipment' ? [] : otherSpaces(targets, target, row, span, placeFor)
    const own = placeFor(target)
    const times = otherTimes(own, row, { span, shut, now, isRunning })
    const [space] = others
    const [time] = times
    const isLike = space !== undefined && space.type === target.type
    const to =
      space !== undefined && (isLike || time === undefined)
        ? { place: space, span }
        : time === undefined
          ? undefined
          : { place: target, span: time }
    if (to !== undefined) take(placeFor(to.place), to.span, needOf(to.place, row))
    return {
      booking,
      spaces: others.map(placeWords),
      times: times.map(periodOf),
      proposal: to === undefined ? none.proposal : { act: 'move', to: { ...placeWords(to.place), ...periodOf(to.span) } },
    }
  })
}

const placeWords = (target: Target) => ({ kind: usualKind(target), targetId: target.id, name: target.names, type: target.type })

const needOf = (target: Target, row: BookingRow): number => {
  const choice = chooseUnits(target, wantedAt(usualKind(target), target.id, row), row.partySize)
  return typeof choice === 'string' ? Number.POSITIVE_INFINITY : target.takenAs === 'whole' ? 1 : choice.count
}

/** Open and free at the same time, those of the same kind first. */
function otherSpaces(targets: readonly Target[], own: Target, row: BookingRow, span: Span, placeFor: (target: Target) => Place): Target[] {
  return targets
    .filter((target) => target.kind === 'space' && target.id !== own.id)
    .filter((target) => {
      const place = placeFor(target)
      return holds(place, row.partySize) && freeUnitsFor(place, span) >= needOf(target, row)
    })
    .toSorted((a, b) => Number(b.type === own.type) - Number(a.type === own.type))
    .slice(0, mostOffers)
}

/** The same hour of other days, then what is nearest; of what has begun or reaches out of the closed time, its open part. */
function otherTimes(
  place: Place,
  row: BookingRow,
  { span, shut, now, isRunning }: { span: Span; shut: Span; now: number; isRunning: boolean },
): Span[] {
  const need = needOf(place.target, row)
  const fits = (wish: Span): boolean => wish.from >= now && freeUnitsFor(place, wish) >= need
  const parts =
    span.from < shut.from && shut.from - span.from >= place.policy.shortestMinutes * minuteMs ? [{ from: span.from, to: shut.from }] : []
  if (isRunning) return parts
  const days = [1, 2, 3, 4, 5, 6, 7, -1, 8, 9, 10, 11, 12, 13, -2]
  const sameHour = days.map((days) => movedByDays(span, days, place.target.zone)).filter(fits)
  const nearest = nearestOf(place, span, { need, now, offsetMs: offsetMsAt(span.from, place.target.zone) }).map((one) => one.span)
  const known = new Set<number>()
  return [...parts, ...sameHour.slice(0, 2), ...nearest, ...sameHour.slice(2)]
    .filter((one) => !known.has(one.from) && known.add(one.from) !== undefined)
    .slice(0, mostOffers)
}

/** On the hub's clock, so that 9:00 stays 9:00. */
function movedByDays(span: Span, days: number, zone: string): Span {
  const from = instantOf(span.from).toZonedDateTimeISO(zone).add({ days }).epochMilliseconds
  return { from, to: from + span.to - span.from }
}
