/** What a booking sets off later: one mail for each thing the holder must know, and the end of a hold. */
import type { Scope } from '#platform/server/scope.ts'
import type { BookingRow } from '../repository.ts'
import { tellSeries } from '../../series/use-cases/tell-series.ts'

/** `hold_cancelled`: nothing was ever in the holder's calendar. */
/** `request_lapsed`: the office did not answer. `release_warning`: somebody has to check in soon. */
export const tidings = [
  'held',
  'requested',
  'booked',
  'confirmed',
  'approved',
  'declined',
  'changed',
  'cancelled',
  'hold_cancelled',
  'lapsed',
  'request_lapsed',
  'release_warning',
  'released',
] as const
export type Tiding = (typeof tidings)[number]

export const mailHolderJob = 'bookings.mailHolder'
export const lapseHoldJob = 'bookings.lapseHold'
export const mailApproversJob = 'bookings.mailApprovers'
export const releaseNoShowJob = 'bookings.releaseNoShow'

export interface MailHolderPayload {
  readonly bookingId: string
  readonly tiding: Tiding
  /** The booking as it was then; where it has gone on since, the later mail says it all. */
  readonly sequence: number
  /** It was a closure: its reason and the desk's words stand in the mail. */
  readonly closureId?: string
}

export function tellHolder(scope: Scope, row: BookingRow, tiding: Tiding): void {
  if (row.holderMail === null) return
  // a day of a series: one mail says all of its days that are not as they were
  if (row.seriesId !== null) return tellSeries(scope, row.seriesId)
  scope.enqueue({ name: mailHolderJob, payload: { bookingId: row.id, tiding, sequence: row.sequence } satisfies MailHolderPayload })
}

/** Those who may say yes have a mail with the way to the decision. */
export function tellApprovers(scope: Scope, row: BookingRow): void {
  scope.enqueue({ name: mailApproversJob, payload: { bookingId: row.id, sequence: row.sequence } })
}

/** A word half-way to the release, and the release itself; the minute's round finds what these miss. */
export function releaseWhenDue(scope: Scope, row: BookingRow): void {
  if (row.releaseAt === null) return
  const minutes = row.startsAt.until(row.releaseAt, { largestUnit: 'minutes' }).minutes
  const warnAt = row.startsAt.add({ minutes: Math.floor(minutes / 2) })
  if (row.holderMail !== null)
    scope.enqueue({
      name: mailHolderJob,
      payload: { bookingId: row.id, tiding: 'release_warning', sequence: row.sequence } satisfies MailHolderPayload,
      runAt: warnAt,
      key: `bookings.warn/${row.id}`,
    })
  scope.enqueue({ name: releaseNoShowJob, payload: { bookingId: row.id }, runAt: row.releaseAt, key: `bookings.release/${row.id}` })
}

/** The deadline is the row's; this job only comes at the right moment. The minute's round finds what it missed. */
export function lapseWhenDue(scope: Scope, row: BookingRow): void {
  if (row.holdExpiresAt !== null) scope.enqueue({ name: lapseHoldJob, payload: { bookingId: row.id }, runAt: row.holdExpiresAt })
}
