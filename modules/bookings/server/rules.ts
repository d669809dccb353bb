/** Decisions of the server: days and wall times of the hub to spans, hours from the schedules of hubs, which units a wish means. */
import type { LocalText } from '#platform/contract/schemas.ts'
import { openPeriodsBetween, openingOn, type HolidayOf, type Schedule } from '#modules/hubs/contract/rules.ts'
import type { BookableEquipment, BookableSpace } from '#modules/hubs/server/index.ts'
import { isActiveStatus, mergeSpans, deskCheckInOpensMinutes, minuteMs, startGraceMs, type Policy, type Span } from '../contract/rules.ts'
import type { BookedKind, BookingStatus, ClosedReason, Wanted } from '../contract/schemas.ts'

/** A space or a kind of equipment, as far as booking it goes. */
export interface Target {
  readonly kind: 'space' | 'equipment'
  readonly id: string
  /** `meeting-room`, `coworking`…, of equipment `bookable` or `lendable`. */
  readonly type: string
  readonly hubId: string
  readonly hubKey: string
  readonly hubNames: LocalText
  readonly isPublished: boolean
  readonly zone: string
  readonly names: LocalText
  readonly units: readonly { readonly id: string; readonly label: string }[]
  readonly layers: readonly Schedule[]
  readonly takenAs: 'whole' | 'units' | 'both' | 'none'
  /** People it holds at most; null where nobody says. */
  readonly capacity: number | null
  /** Whether more people than `capacity` are refused: not where the number is "about" or "at least". */
  readonly isCapacityFirm: boolean
}

export function targetOfSpace(space: BookableSpace): Target {
  const { spaceId, bookableAs, capacity, kind, ...place } = space
  return {
    ...place,
    kind: 'space',
    id: spaceId,
    type: kind,
    takenAs: space.units.length === 0 ? 'none' : bookableAs === 'seats' ? 'units' : bookableAs,
    capacity: capacity?.value ?? null,
    isCapacityFirm: capacity?.is === 'exact' || capacity?.is === 'at-most',
  }
}

export function targetOfEquipment(equipment: BookableEquipment): Target {
  const { equipmentId, handling, ...place } = equipment
  return {
    ...place,
    kind: 'equipment',
    id: equipmentId,
    type: handling,
    takenAs: equipment.units.length === 0 ? 'none' : 'units',
    capacity: null,
    isCapacityFirm: false,
  }
}

/** How this target is booked where the caller leaves it open: whole rooms whole, the rest by unit. */
export function usualKind(target: Target): BookedKind {
  if (target.kind === 'equipment') return 'equipment'
  return target.takenAs === 'whole' ? 'space' : 'seat'
}

// ---- which units

/** A guest's seats or pieces in one booking: a family at a table. More would be empty seats that anybody keeps from others by a made-up mail. */
export const mostUnitsOfGuest = 4

export interface UnitChoice {
  readonly kind: BookedKind
  /** All of them (`isExact`), or `count` of them whichever are free. */
  readonly unitIds: readonly string[]
  readonly count: number
  readonly isExact: boolean
}

export type UnitRefusal = 'not_bookable' | 'too_many_units' | 'party_too_large'

/** Which units a wish means, or why it means none. */
export function chooseUnits(target: Target, wanted: Wanted, partySize: number): UnitChoice | UnitRefusal {
  const all = target.units.map((unit) => unit.id)
  if (wanted.kind === 'space') {
    if (target.takenAs !== 'whole' && target.takenAs !== 'both') return 'not_bookable'
    if (target.capacity !== null && target.isCapacityFirm && partySize > target.capacity) return 'party_too_large'
    return { kind: 'space', unitIds: all, count: all.length, isExact: true }
  }
  if (target.takenAs !== 'units' && target.takenAs !== 'both') return 'not_bookable'
  const chosen = wanted.unitIds === undefined ? undefined : [...new Set(wanted.unitIds)]
  const count = chosen?.length ?? wanted.count
  if (chosen !== undefined && !chosen.every((id) => all.includes(id))) return 'not_bookable'
  if (count > all.length) return 'too_many_units'
  if (wanted.kind === 'seat' && partySize > count) return 'party_too_large'
  return { kind: wanted.kind, unitIds: chosen ?? all, count, isExact: chosen !== undefined || count === all.length }
}

// ---- time

export const spanOf = (period: { readonly startsAt: Temporal.Instant; readonly endsAt: Temporal.Instant }): Span => ({
  from: period.startsAt.epochMilliseconds,
  to: period.endsAt.epochMilliseconds,
})

export const instantOf = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)
/** `2026-11-23T00:00:00Z`, without a fraction. */
export const isoOf = (at: number): string => instantOf(at).toString()
export const periodOf = (span: Span): { startsAt: string; endsAt: string } => ({ startsAt: isoOf(span.from), endsAt: isoOf(span.to) })

export const dayAt = (at: number, zone: string): string => instantOf(at).toZonedDateTimeISO(zone).toPlainDate().toString()
export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()
export const startOfDay = (day: string, zone: string): number => Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds
export const daySpan = (day: string, zone: string): Span => ({ from: startOfDay(day, zone), to: startOfDay(addDays(day, 1), zone) })
export const offsetMsAt = (at: number, zone: string): number => instantOf(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6

/** `09:00` to `24:00` of a day; an end at or before the start is on the next day. */
export function wishSpan(day: string, start: string, end: string, zone: string): Span {
  const at = (on: string, time: string): number =>
    time === '24:00'
      ? startOfDay(addDays(on, 1), zone)
      : Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
  return { from: at(day, start), to: at(end <= start ? addDays(day, 1) : day, end) }
}

/** The first instant after the last day that can be booked. */
export function bookableUntil(policy: Policy, now: number, zone: string): number {
  return startOfDay(addDays(dayAt(now, zone), policy.daysAhead + 1), zone)
}

/** When the target is open within a range, merged and cut to it. */
export function openSpans(target: Pick<Target, 'layers' | 'zone'>, range: Span, holidayOf: HolidayOf): Span[] {
  if (range.to <= range.from) return []
  return mergeSpans(
    openPeriodsBetween({ startsAt: instantOf(range.from), endsAt: instantOf(range.to) }, target.layers, target.zone, holidayOf).map(spanOf),
  )
}

/**
 * The same for many targets of one hub. Most share their hours, and hubs gives those that do the same array of layers:
 * what costs is turning days into instants.
 */
export function openSpansByTarget(targets: readonly Target[], range: Span, holidayOf: HolidayOf): Map<string, Span[]> {
  const done = new Map<Target['layers'], Span[]>()
  return new Map(
    targets.map((target) => {
      const open = done.get(target.layers) ?? openSpans(target, range, holidayOf)
      done.set(target.layers, open)
      return [target.id, open]
    }),
  )
}

export interface DayHours {
  readonly reason: ClosedReason | null
  readonly note: LocalText | null
}

/** Why a day is shut, and what somebody wrote about it; `reason` null on a day with hours. */
export function hoursOf(day: string, layers: readonly Schedule[], holidayOf: HolidayOf): DayHours {
  const opening = openingOn(day, layers, holidayOf)
  return { reason: opening.periods.length > 0 ? null : closedReasonOf(opening.reason), note: opening.label }
}

function closedReasonOf(reason: ReturnType<typeof openingOn>['reason']): ClosedReason {
  if (reason === 'holiday') return 'holiday'
  if (reason === 'closure' || reason === 'yearly-closure' || reason === 'exception') return 'closure'
  return 'weekly'
}

/** What the wish blocks: itself and the buffers that belong to the space. */
export function blockedSpan(wish: Span, policy: Policy): Span {
  return { from: wish.from - policy.bufferBeforeMinutes * minuteMs, to: wish.to + policy.bufferAfterMinutes * minuteMs }
}

// ---- life of a booking

export interface BookingTimes {
  readonly status: BookingStatus
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly holdExpiresAt: Temporal.Instant | null
  readonly cancelUntil: Temporal.Instant | null
}

export type LifeRefusal = 'not_active' | 'already_started' | 'already_over' | 'too_late_to_cancel'

export function hasStarted(booking: BookingTimes, now: number): boolean {
  return booking.startsAt.epochMilliseconds <= now
}

/** The end may be moved while it runs; the desk may also shorten what is just over. */
export function whyNotChange(booking: BookingTimes, now: number): LifeRefusal | undefined {
  if (!isActiveStatus(booking.status)) return 'not_active'
  return booking.endsAt.epochMilliseconds <= now ? 'already_over' : undefined
}

/** Until the start, by anybody; while it runs, by the desk. */
export function whyNotCancel(booking: BookingTimes, now: number, isDesk: boolean): LifeRefusal | undefined {
  if (booking.status !== 'cancelled' && !isActiveStatus(booking.status)) return 'not_active'
  if (booking.endsAt.epochMilliseconds <= now) return 'already_over'
  if (isDesk) return undefined
  const isLate = booking.status === 'confirmed' && booking.cancelUntil !== null && booking.cancelUntil.epochMilliseconds <= now
  if (isLate && !hasStarted(booking, now)) return 'too_late_to_cancel'
  return booking.startsAt.epochMilliseconds + startGraceMs <= now ? 'already_started' : undefined
}

/** By the desk: on the day, until the end, also for what was released in the meantime. */
export function whyNotCheckIn(
  booking: BookingTimes & { readonly checkedInAt: Temporal.Instant | null },
  now: number,
): LifeRefusal | undefined {
  if (booking.checkedInAt !== null || (booking.status !== 'confirmed' && booking.status !== 'no-show')) return 'not_active'
  if (booking.startsAt.epochMilliseconds - deskCheckInOpensMinutes * minuteMs > now) return 'not_active'
  return booking.endsAt.epochMilliseconds <= now ? 'already_over' : undefined
}

/** A hold counts until it is lapsed by row, even when its time is over: its place is taken until then. */
export const isHoldOver = (booking: BookingTimes, now: number): boolean =>
  booking.holdExpiresAt !== null && booking.holdExpiresAt.epochMilliseconds <= now

/** `9:00–12:00, 13:00–24:00`: hours as people write them, midnight at the end of a day as 24:00. */
export function clockPeriods(spans: readonly Span[], day: string, zone: string): string {
  return spans.map((span) => `${clockTime(span.from, day, zone)}–${clockTime(span.to, day, zone)}`).join(', ')
}

export function clockTime(at: number, day: string, zone: string): string {
  const time = instantOf(at).toZonedDateTimeISO(zone)
  if (at > startOfDay(day, zone) && time.hour === 0 && time.minute === 0) return '24:00'
  return `${time.hour}:${String(time.minute).padStart(2, '0')}`
}

/** A caller's wish, with instants as spans. */
export function wishOf(body: {
  readonly what: Wanted
  readonly startsAt: string
  readonly endsAt: string
  readonly partySize: number
  readonly reductionId?: string | undefined
}): {
  what: Wanted
  span: Span
  partySize: number
  reductionId: string | undefined
} {
  return {
    what: body.what,
    span: spanOf({ startsAt: Temporal.Instant.from(body.startsAt), endsAt: Temporal.Instant.from(body.endsAt) }),
    partySize: body.partySize,
    reductionId: body.reductionId,
  }
}
