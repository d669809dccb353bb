import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { cancelled } from '../../../contract/events.ts'
import { tellHolder } from './tell-holder.ts'
import { whyNotCancel } from '../../rules.ts'
import { deleteOccupancies, updateBooking, type BookingRow } from '../repository.ts'
import { factOf } from './record-fact.ts'
import { isDesk, requireBooking, requireGuestBooking } from './require-booking.ts'

const fail = failOf(bookingsErrors)

/** A member's own booking, or any by the desk. */
export async function cancelBooking(scope: Scope, bookingId: string, reason: string | undefined): Promise<BookingRow> {
  return cancel(scope, await requireBooking(scope, bookingId, { forChange: true }), { reason, isDesk: isDesk(scope) })
}

export async function cancelGuestBooking(scope: Scope, bookingId: string, reason: string | undefined): Promise<BookingRow> {
  return cancel(scope, await requireGuestBooking(scope, bookingId, { forChange: true }), { reason, isDesk: false })
}

/** Frees the place at once; cancelling what is cancelled changes nothing. `row` is locked. */
export async function cancel(scope: Scope, row: BookingRow, by: { reason: string | undefined; isDesk: boolean }): Promise<BookingRow> {
  if (row.status === 'cancelled') return row
  const refusal = whyNotCancel(row, scope.clock.now().epochMilliseconds, by.isDesk)
  if (refusal !== undefined) fail(`bookings.${refusal}`)
  const after = await updateBooking(scope, row, { status: 'cancelled', holdExpiresAt: null, sequence: row.sequence + 1 })
  await deleteOccupancies(scope, row.id)
  scope.emit(cancelled, factOf(after), { subjectId: row.id, ...(by.reason === undefined || by.reason === '' ? {} : { reason: by.reason }) })
  tellHolder(scope, after, row.status === 'held' ? 'hold_cancelled' : 'cancelled')
  return after
}
