import type { WrittenJson } from '#platform/server/module.ts'
import type { HolidayOf } from '#modules/hubs/contract/rules.ts'
import { minuteMs, stepsOf, type Policy, type Span } from '../../contract/rules.ts'
import type { ClosedReason, DayGrid, GridBooking, GridLease } from '../../contract/schemas.ts'
import { hoursOf, isoOf, periodOf, usualKind, type Target } from '../rules.ts'
import type { DayBooking } from './repository.ts'

type GridRow = DayGrid['rows'][number]

/** The bookings of one target on a day as the contract says them, written as JSON: `"bookings":[…],"steps":[…]`. */
export type WrittenDay = Uint8Array

export interface DayFacts {
  readonly hub: { readonly id: string; readonly zone: string }
  readonly day: string
  readonly span: Span
  readonly now: number
  readonly targets: readonly Target[]
  readonly opens: ReadonlyMap<string, readonly Span[]>
  readonly policyOf: (targetId: string) => Policy
  readonly holidayOf: HolidayOf
  readonly leases: readonly GridLease[]
  /** By target; absent where nothing is booked. */
  readonly days: ReadonlyMap<string, WrittenDay>
  /** Bookings that wait to be paid. */
  readonly provisional: readonly string[]
}

/**
 * The day as JSON, put together of what each target's bookings read as before: writing 3,000 bookings anew was the
 * largest part of an answer of which one room of a hundred had changed.
 */
export function writeDayGrid(facts: DayFacts): WrittenJson<DayGrid> {
  const { hub, day, span, targets } = facts
  // targets with the same hours share their layers
  const reasons = new Map<Target['layers'], ClosedReason>()
  const reasonOf = (target: Target): ClosedReason => {
    const reason = reasons.get(target.layers) ?? hoursOf(day, target.layers, facts.holidayOf).reason ?? 'closure'
    reasons.set(target.layers, reason)
    return reason
  }
  const head: Omit<DayGrid, 'rows'> = {
    hubId: hub.id,
    day,
    timeZone: hub.zone,
    ...periodOf(span),
    now: isoOf(facts.now),
    provisional: [...facts.provisional],
    leases: [...facts.leases],
  }
  const parts: Uint8Array[] = [encoder.encode(`${JSON.stringify(head).slice(0, -1)},"rows":[`)]
  for (const [i, target] of targets.entries()) {
    const open = facts.opens.get(target.id) ?? []
    const policy = facts.policyOf(target.id)
    const row: Omit<GridRow, 'bookings' | 'steps'> = {
      kind: usualKind(target),
      targetId: target.id,
      name: target.names,
      type: target.type,
      units: target.units.map(({ id, label }) => ({ id, label })),
      open: open.map(periodOf),
      closedReason: open.length > 0 ? null : reasonOf(target),
      bufferBeforeMinutes: policy.bufferBeforeMinutes,
      bufferAfterMinutes: policy.bufferAfterMinutes,
      granularityMinutes: policy.granularityMinutes,
    }
    parts.push(
      encoder.encode(`${i === 0 ? '' : ','}${JSON.stringify(row).slice(0, -1)},`),
      facts.days.get(target.id) ?? writeTargetDay(span, target, []),
      rowEnd,
    )
  }
  parts.push(gridEnd)
  return { writtenJson: Buffer.concat(parts) }
}

const encoder = new TextEncoder()
const rowEnd = encoder.encode('}')
const gridEnd = encoder.encode(']}')

export function writeTargetDay(span: Span, target: Pick<Target, 'takenAs'>, bookings: readonly DayBooking[]): WrittenDay {
  const taken = bookings.map((one) => ({
    span: { from: one.startsMinute * minuteMs, to: one.endsMinute * minuteMs },
    units: one.unitIds.length,
  }))
  const day: Pick<GridRow, 'bookings' | 'steps'> = {
    bookings: bookings.map(presentGridBooking),
    steps: target.takenAs === 'whole' ? [] : stepsOf(span, taken).map((step) => ({ at: isoOf(step.at), taken: step.taken })),
  }
  return encoder.encode(JSON.stringify(day).slice(1, -1))
}

function presentGridBooking(booking: DayBooking): GridBooking {
  return {
    id: booking.id,
    status: booking.status,
    startsAt: isoOf(booking.startsMinute * minuteMs),
    endsAt: isoOf(booking.endsMinute * minuteMs),
    holderName: booking.holderName,
    isGuest: booking.isGuest,
    partySize: booking.partySize,
    unitIds: [...booking.unitIds],
    version: booking.version,
  }
}
