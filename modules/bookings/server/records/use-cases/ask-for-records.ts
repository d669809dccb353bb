import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { guestRecordsAsked } from '../../../contract/records/events.ts'
import { requireGuestBooking } from '../../booking/use-cases/require-booking.ts'
import { recordsHours, recordsToken } from './records-token.ts'

/** Job of `jobs.ts`. */
export const mailRecordsJob = 'bookings.mailRecords'

export interface MailRecordsPayload {
  readonly bookingId: string
  readonly hubKey: string
  readonly expiresSeconds: number
}

/**
 * The link of a booking may have been passed on to whoever comes along, and the desk can copy it from the mails. What is
 * held about an address is for whoever reads its mail, so a link of its own goes there (ADR 0012).
 */
export async function askForRecords(scope: Scope, hubKey: string, bookingId: string): Promise<{ mail: string; url: string | null }> {
  const row = await requireGuestBooking(scope, bookingId)
  if (row.holderMail === null) return fail('platform.not_found')
  const payload: MailRecordsPayload = {
    bookingId,
    hubKey,
    expiresSeconds: expiryOf(scope.clock.now()),
  }
  scope.emit(guestRecordsAsked, { bookingId }, { subjectId: bookingId })
  if (!scope.isMailConnected) return { mail: row.holderMail, url: recordsUrl(scope, { ...payload, mail: row.holderMail }) }
  scope.enqueue({ name: mailRecordsJob, payload: { ...payload } })
  return { mail: row.holderMail, url: null }
}

/** On the ten minutes: who presses again meanwhile gets the same link, and one mail. */
function expiryOf(now: Temporal.Instant): number {
  const seconds = now.add({ hours: recordsHours }).epochMilliseconds / 1000
  return Math.ceil(seconds / 600) * 600
}

export function recordsUrl(scope: Scope, { bookingId, hubKey, expiresSeconds, mail }: MailRecordsPayload & { mail: string }): string {
  return `${scope.publicUrl}/hubs/${hubKey}/records/${bookingId}#k=${recordsToken(scope, { id: bookingId, mail }, expiresSeconds)}`
}
