import type { HolidayOf } from '#modules/hubs/contract/rules.ts'
import { minuteMs, stepsOf, type Policy, type Span } from '../../contract/rules.ts'
import type { ClosedReason, DayGrid, GridBooking } from '../../contract/schemas.ts'
import { hoursOf, isoOf, periodOf, usualKind, type Target } from '../rules.ts'
import type { DayBooking } from './repository.ts'

/** The bookings of one target on a day as the contract says them, and how much of it they take when. */
export type PresentedDay = Pick<DayGrid['rows'][number], 'bookings' | 'steps'>

export interface DayFacts {
  readonly hub: { readonly id: string; readonly zone: string }
  readonly day: string
  readonly span: Span
  readonly now: number
  readonly targets: readonly Target[]
  readonly opens: ReadonlyMap<string, readonly Span[]>
  readonly policyOf: (targetId: string) => Policy
  readonly holidayOf: HolidayOf
  readonly bookings: ReadonlyMap<string, PresentedDay>
}

const emptyDay: PresentedDay = { bookings: [], steps: [] }

export function presentDayGrid(facts: DayFacts): DayGrid {
  const { hub, day, span, targets } = facts
  // targets with the same hours share their layers
  const reasons = new Map<Target['layers'], ClosedReason>()
  const reasonOf = (target: Target): ClosedReason => {
    const reason = reasons.get(target.layers) ?? hoursOf(day, target.layers, facts.holidayOf).reason ?? 'closure'
    reasons.set(target.layers, reason)
    return reason
  }
  return {
    hubId: hub.id,
    day,
    timeZone: hub.zone,
    ...periodOf(span),
    now: isoOf(facts.now),
    rows: targets.map((target) => {
      const open = facts.opens.get(target.id) ?? []
      const policy = facts.policyOf(target.id)
      const { bookings, steps } = facts.bookings.get(target.id) ?? emptyDay
      return {
        kind: usualKind(target),
        targetId: target.id,
        name: target.names,
        type: target.type,
        units: target.units.map(({ id, label }) => ({ id, label })),
        open: open.map(periodOf),
        closedReason: open.length > 0 ? null : reasonOf(target),
        bookings,
        steps: target.takenAs === 'whole' ? [] : steps.length === 0 ? [{ at: isoOf(span.from), taken: 0 }] : steps,
        bufferBeforeMinutes: policy.bufferBeforeMinutes,
        bufferAfterMinutes: policy.bufferAfterMinutes,
      }
    }),
  }
}

export function presentTargetDay(span: Span, bookings: readonly DayBooking[]): PresentedDay {
  const taken = bookings.map((one) => ({
    span: { from: one.startsMinute * minuteMs, to: one.endsMinute * minuteMs },
    units: one.unitIds.length,
  }))
  return {
    bookings: bookings.map(presentGridBooking),
    steps: stepsOf(span, taken).map((step) => ({ at: isoOf(step.at), taken: step.taken })),
  }
}

function presentGridBooking(booking: DayBooking): GridBooking {
  return {
    id: booking.id,
    status: booking.isHeld ? 'held' : 'confirmed',
    startsAt: isoOf(booking.startsMinute * minuteMs),
    endsAt: isoOf(booking.endsMinute * minuteMs),
    holderName: booking.holderName,
    isGuest: booking.isGuest,
    partySize: booking.partySize,
    unitIds: [...booking.unitIds],
    version: booking.version,
  }
}
