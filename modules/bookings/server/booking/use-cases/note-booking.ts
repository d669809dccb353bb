import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { noted } from '../../../contract/events.ts'
import { updateBooking, type BookingRow } from '../repository.ts'
import { factOf } from './record-fact.ts'
import { requireBooking } from './require-booking.ts'

/** The desk's own words on a booking; its holder never sees them. */
export async function noteBooking(scope: MemberScope, bookingId: string, body: { version: number; note: string }): Promise<BookingRow> {
  const row = await requireBooking(scope, bookingId, { forChange: true })
  if (row.version !== body.version) fail('platform.changed_meanwhile')
  return writeNote(scope, row, body.note)
}

/** `row` is locked. */
export async function writeNote(scope: MemberScope, row: BookingRow, note: string): Promise<BookingRow> {
  const after = await updateBooking(scope, row, { note: note.normalize('NFC').trim() })
  scope.emit(noted, factOf(after), { subjectId: row.id })
  return after
}
