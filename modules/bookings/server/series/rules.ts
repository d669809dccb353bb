/** Decisions about the days of a series that need the hub's clock. */
import type { Span } from '../../contract/rules.ts'
import type { DayChoice, SeriesWish } from '../../contract/series/schemas.ts'
import type { BookingStatus, Wanted } from '../../contract/schemas.ts'
import { isActiveStatus } from '../../contract/rules.ts'
import { spanOf, wishSpan } from '../rules.ts'

/** One day as it is to be booked. */
export interface PlannedDay {
  readonly day: string
  /** What the rule says. */
  readonly ruled: Span
  readonly span: Span
  readonly what: Wanted
  readonly isOther: boolean
  readonly isLeftOut: boolean
}

export function plannedDays(wish: SeriesWish, days: readonly string[], zone: string): PlannedDay[] {
  const choices = new Map<string, DayChoice>(wish.choices.map((choice) => [choice.day, choice]))
  return days.map((day) => {
    const ruled = wishSpan(day, wish.start, wish.end, zone)
    const choice = choices.get(day)
    if (choice === undefined) return { day, ruled, span: ruled, what: wish.what, isOther: false, isLeftOut: false }
    if ('isLeftOut' in choice) return { day, ruled, span: ruled, what: wish.what, isOther: false, isLeftOut: true }
    const at = (instant: string | undefined, otherwise: number): number =>
      instant === undefined ? otherwise : Temporal.Instant.from(instant).epochMilliseconds
    const span = { from: at(choice.startsAt, ruled.from), to: at(choice.endsAt, ruled.to) }
    return { day, ruled, span, what: choice.what ?? wish.what, isOther: true, isLeftOut: false }
  })
}

interface Place {
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** Stands elsewhere than the rule said: in time, or in another space. */
export function isMoved(ruled: Place & { readonly targetId: string }, booking: Place & { readonly targetId: string }): boolean {
  return !ruled.startsAt.equals(booking.startsAt) || !ruled.endsAt.equals(booking.endsAt) || ruled.targetId !== booking.targetId
}

export interface CountedBooking extends Place {
  readonly status: BookingStatus
  readonly targetId: string
}

export function countsOf(
  days: readonly { readonly ruled: Place & { readonly targetId: string }; readonly booking: CountedBooking }[],
  now: number,
): { total: number; coming: number; moved: number; gone: number } {
  const active = days.filter(({ booking }) => isActiveStatus(booking.status))
  return {
    total: days.length,
    coming: active.filter(({ booking }) => spanOf(booking).to > now).length,
    moved: active.filter(({ ruled, booking }) => isMoved(ruled, booking)).length,
    gone: days.length - active.length,
  }
}

/** The days of the rule that a change means; both ends included. */
export const isMeant = (day: string, range: { readonly from?: string | undefined; readonly to?: string | undefined }): boolean =>
  (range.from === undefined || range.from <= day) && (range.to === undefined || day <= range.to)
