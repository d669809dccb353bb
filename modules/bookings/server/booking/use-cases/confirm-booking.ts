import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { confirmed } from '../../../contract/events.ts'
import { tellHolder } from './tell-holder.ts'
import { markOccupanciesBooked, updateBooking, type BookingRow } from '../repository.ts'
import { factOf } from './record-fact.ts'
import { requireGuestBooking } from './require-booking.ts'

const fail = failOf(bookingsErrors)

/**
 * A guest confirms by the link. While the row says held the place is theirs, even a moment after the time ran out:
 * only the lapse frees it. Confirming twice is no fault: mail programs open links too.
 */
export async function confirmGuestBooking(scope: Scope, bookingId: string): Promise<BookingRow> {
  const row = await requireGuestBooking(scope, bookingId, { forChange: true })
  if (row.status === 'confirmed') return row
  if (row.status === 'lapsed') fail('bookings.hold_lapsed')
  if (row.status !== 'held') fail('bookings.not_active')
  const after = await updateBooking(scope, row, { status: 'confirmed', holdExpiresAt: null, sequence: row.sequence + 1 })
  await markOccupanciesBooked(scope, row.id)
  scope.emit(confirmed, factOf(after), { subjectId: row.id })
  tellHolder(scope, after, 'confirmed')
  return after
}
