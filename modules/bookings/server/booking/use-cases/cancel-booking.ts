import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { releaseShare } from '#platform/server/shares.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { cancelled } from '../../../contract/events.ts'
import { tellHolder } from './tell-holder.ts'
import { whyNotCancel } from '../../rules.ts'
import { costOfCancelling, recordFee } from '../../policy/use-cases/charge-cancellation.ts'
import { deleteOccupancies, updateBooking, type BookingRow } from '../repository.ts'
import { factOf } from './record-fact.ts'
import { isDesk, requireBooking, requireGuestBooking } from './require-booking.ts'

const fail = failOf(bookingsErrors)

/** A member's own booking, or any by the desk. */
export async function cancelBooking(
  scope: Scope,
  bookingId: string,
  { reason, chargesFee }: { reason?: string | undefined; chargesFee?: boolean | undefined },
): Promise<BookingRow> {
  const row = await requireBooking(scope, bookingId, { forChange: true })
  const isOwn = scope.actor.kind === 'person' && row.accountId === scope.actor.accountId
  return cancel(scope, row, { reason, isDesk: isDesk(scope), chargesFee: isDesk(scope) ? (chargesFee ?? isOwn) : true })
}

export async function cancelGuestBooking(scope: Scope, bookingId: string, reason: string | undefined): Promise<BookingRow> {
  return cancel(scope, await requireGuestBooking(scope, bookingId, { forChange: true }), { reason, isDesk: false, chargesFee: true })
}

export interface CancelledBy {
  readonly reason: string | undefined
  readonly isDesk: boolean
  /** Whether the fee that was promised for a late cancellation is due; absent: it is not, as when the hub itself has to cancel. */
  readonly chargesFee?: boolean
}

/** Frees the place at once; cancelling what is cancelled changes nothing. `row` is locked. */
export async function cancel(scope: Scope, row: BookingRow, by: CancelledBy): Promise<BookingRow> {
  if (row.status === 'cancelled') return row
  const refusal = whyNotCancel(row, scope.clock.now().epochMilliseconds, by.isDesk)
  if (refusal !== undefined) fail(`bookings.${refusal}`, { params: { until: row.cancelUntil?.toString() ?? null } })
  // the holder owes what was promised; only the desk can let it be
  const { feeYen } = by.chargesFee === true ? await costOfCancelling(scope, row) : { feeYen: 0 }
  const after = await updateBooking(scope, row, {
    status: 'cancelled',
    holdExpiresAt: null,
    releaseAt: null,
    cancellationFeeYen: feeYen === 0 ? null : feeYen,
    sequence: row.sequence + 1,
  })
  await deleteOccupancies(scope, row.id)
  if (row.status === 'held') await releaseShare(scope, row.id)
  scope.emit(cancelled, factOf(after), { subjectId: row.id, ...(by.reason === undefined || by.reason === '' ? {} : { reason: by.reason }) })
  if (feeYen > 0) recordFee(scope, after, { what: 'cancellation', wasYen: 0, becameYen: feeYen, reason: by.reason })
  tellHolder(scope, after, row.status === 'held' ? 'hold_cancelled' : 'cancelled')
  return after
}
