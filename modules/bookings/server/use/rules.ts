/** A day counted: what was open, booked and visited. Pure; the day is whole, so the same bookings give the same figures. */
import type { Span } from '../../contract/rules.ts'
import type { UseOutcome } from '../../contract/use/schemas.ts'
import { addDays, spanOf, startOfDay } from '../rules.ts'

export interface CountedTarget {
  readonly id: string
  readonly isEquipment: boolean
  readonly unitCount: number
  /** The hours of the day, merged. */
  readonly open: readonly Span[]
}

export interface CountedBooking {
  readonly id: string
  readonly targetId: string
  readonly isEquipment: boolean
  readonly status: string
  readonly unitCount: number
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly createdAt: Temporal.Instant
  readonly partySize: number
  readonly hasCome: boolean
}

export interface CountedLease {
  readonly targetId: string
  readonly span: Span
}

export interface DayOfTarget {
  readonly targetId: string
  readonly isEquipment: boolean
  readonly unitCount: number
  /** By hour of the hub's day, in minutes of units; `people` by head. */
  readonly open: readonly number[]
  readonly booked: readonly number[]
  readonly inside: readonly number[]
  readonly people: readonly number[]
}

export interface Visit {
  readonly bookingId: string
  readonly targetId: string
  readonly isEquipment: boolean
  readonly outcome: UseOutcome
  readonly people: number
  readonly hasCome: boolean
  readonly minutes: number
  readonly leadMinutes: number
  readonly isFirst: boolean
}

const minuteMs = 60_000
export const hoursOfDay = 24

/** The 24 hours of a hub's day; where clocks change one of them is longer, or empty. */
export function hourSpans(day: string, zone: string): Span[] {
  const date = Temporal.PlainDate.from(day)
  const starts = Array.from({ length: hoursOfDay }, (_, hour) =>
    hour === 0 ? startOfDay(day, zone) : date.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds,
  )
  return starts.map((from, hour) => ({ from, to: starts[hour + 1] ?? startOfDay(addDays(day, 1), zone) }))
}

const overlap = (a: Span, b: Span): number => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
const minutesWithin = (span: Span, spans: readonly Span[]): number => spans.reduce((sum, one) => sum + overlap(span, one), 0) / minuteMs

export function countDay(input: {
  readonly day: string
  readonly zone: string
  readonly targets: readonly CountedTarget[]
  readonly bookings: readonly CountedBooking[]
  /** Rooms let whole: in use in their hours, by nobody in particular. */
  readonly leases?: readonly CountedLease[]
}): { days: DayOfTarget[]; visits: Visit[] } {
  const hours = hourSpans(input.day, input.zone)
  const whole: Span = { from: hours[0]?.from ?? 0, to: hours.at(-1)?.to ?? 0 }
  const touching = input.bookings.filter((booking) => overlap(spanOf(booking), whole) > 0)
  const used = touching.filter((booking) => outcomeOf(booking) === 'used')
  return { days: daysOf(input.targets, used, input.leases ?? [], hours), visits: touching.flatMap((booking) => visitOf(booking, whole)) }
}

function daysOf(
  targets: readonly CountedTarget[],
  used: readonly CountedBooking[],
  leases: readonly CountedLease[],
  hours: readonly Span[],
): DayOfTarget[] {
  const known = new Map(targets.map((target) => [target.id, target]))
  // a space that was retired since keeps what was booked of it
  const gone = used.filter((booking) => !known.has(booking.targetId))
  for (const booking of gone)
    known.set(booking.targetId, { id: booking.targetId, isEquipment: booking.isEquipment, unitCount: booking.unitCount, open: [] })
  return [...known.values()].map((target) => {
    const own = used.filter((booking) => booking.targetId === target.id)
    const leased = leases.filter((lease) => lease.targetId === target.id).map((lease) => lease.span)
    const letMinutes = (hour: Span): number =>
      Math.round(
        leased.reduce(
          (sum, span) => sum + minutesWithin({ from: Math.max(span.from, hour.from), to: Math.min(span.to, hour.to) }, target.open),
          0,
        ),
      ) * target.unitCount
    const sum = (hour: Span, of: (booking: CountedBooking, within: Span) => number): number =>
      Math.round(
        own.reduce((total, booking) => {
          const span = spanOf(booking)
          return overlap(span, hour) === 0
            ? total
            : total + of(booking, { from: Math.max(span.from, hour.from), to: Math.min(span.to, hour.to) })
        }, 0),
      )
    return {
      targetId: target.id,
      isEquipment: target.isEquipment,
      unitCount: target.unitCount,
      open: hours.map((hour) => Math.round(minutesWithin(hour, target.open)) * target.unitCount),
      booked: hours.map(
        (hour) => letMinutes(hour) + sum(hour, (booking, within) => ((within.to - within.from) / minuteMs) * booking.unitCount),
      ),
      inside: hours.map(
        (hour) => letMinutes(hour) + sum(hour, (booking, within) => minutesWithin(within, target.open) * booking.unitCount),
      ),
      people: hours.map((hour) => sum(hour, (booking) => booking.partySize)),
    }
  })
}

/** What became of it; undefined for what never was a booking: not confirmed, declined, lapsed. */
function outcomeOf(booking: CountedBooking): UseOutcome | undefined {
  if (booking.status === 'confirmed') return 'used'
  if (booking.status === 'no-show') return 'no-show'
  return booking.status === 'cancelled' ? 'cancelled' : undefined
}

function visitOf(booking: CountedBooking, day: Span): Visit[] {
  const outcome = outcomeOf(booking)
  const span = spanOf(booking)
  const isFirst = span.from >= day.from
  // what did not take place did so once, however long it would have been
  if (outcome === undefined || (outcome !== 'used' && !isFirst)) return []
  return [
    {
      bookingId: booking.id,
      targetId: booking.targetId,
      isEquipment: booking.isEquipment,
      outcome,
      people: booking.partySize,
      hasCome: booking.hasCome,
      minutes: outcome === 'used' ? Math.round(overlap(span, day) / minuteMs) * booking.unitCount : 0,
      leadMinutes: Math.max(0, Math.round((span.from - booking.createdAt.epochMilliseconds) / minuteMs)),
      isFirst,
    },
  ]
}
