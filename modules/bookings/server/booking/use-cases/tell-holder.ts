/** What a booking sets off later: one mail for each thing the holder must know, and the end of a hold. */
import type { Scope } from '#platform/server/scope.ts'
import type { BookingRow } from '../repository.ts'
import { tellSeries } from '../../series/use-cases/tell-series.ts'

/** `hold_cancelled`: nothing was ever in the holder's calendar. */
export const tidings = ['held', 'booked', 'confirmed', 'changed', 'cancelled', 'hold_cancelled', 'lapsed'] as const
export type Tiding = (typeof tidings)[number]

export const mailHolderJob = 'bookings.mailHolder'
export const lapseHoldJob = 'bookings.lapseHold'

export interface MailHolderPayload {
  readonly bookingId: string
  readonly tiding: Tiding
  /** The booking as it was then; where it has gone on since, the later mail says it all. */
  readonly sequence: number
}

export function tellHolder(scope: Scope, row: BookingRow, tiding: Tiding): void {
  if (row.holderMail === null) return
  // a day of a series: one mail says all of its days that are not as they were
  if (row.seriesId !== null) return tellSeries(scope, row.seriesId)
  scope.enqueue({ name: mailHolderJob, payload: { bookingId: row.id, tiding, sequence: row.sequence } satisfies MailHolderPayload })
}

/** The deadline is the row's; this job only comes at the right moment. The minute's round finds what it missed. */
export function lapseWhenDue(scope: Scope, row: BookingRow): void {
  if (row.holdExpiresAt !== null) scope.enqueue({ name: lapseHoldJob, payload: { bookingId: row.id }, runAt: row.holdExpiresAt })
}
