import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { releaseShare } from '#platform/server/shares.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { confirmed } from '../../../contract/events.ts'
import { askOffice } from '../../approval/use-cases/ask-office.ts'
import { findPolicy } from '../../policy/repository.ts'
import { spanOf } from '../../rules.ts'
import { releaseWhenDue, tellHolder } from './tell-holder.ts'
import { markOccupanciesBooked, updateBooking, type BookingRow } from '../repository.ts'
import { answerDueAt, releaseAtOf } from './place-booking.ts'
import { factOf } from './record-fact.ts'
import { requireBooking, requireGuestBooking } from './require-booking.ts'

const fail = failOf(bookingsErrors)

/**
 * A guest confirms by the link. While the row says held the place is theirs, even a moment after the time ran out:
 * only the lapse frees it. Where the office has a say, its answer is waited for from then on. Confirming twice is no fault: mail programs open links too.
 */
export async function confirmGuestBooking(scope: Scope, bookingId: string): Promise<BookingRow> {
  return confirm(scope, await requireGuestBooking(scope, bookingId, { forChange: true }), { isDesk: false })
}

/** By the desk, for a guest who is on the telephone or at the counter; the office has then had its say too. */
export async function confirmAtDesk(scope: MemberScope, bookingId: string): Promise<BookingRow> {
  return confirm(scope, await requireBooking(scope, bookingId, { forChange: true }), { isDesk: true })
}

export async function confirm(scope: Scope, row: BookingRow, { isDesk }: { isDesk: boolean }): Promise<BookingRow> {
  if (row.status === 'confirmed' || (row.status === 'requested' && !isDesk)) return row
  if (row.status === 'lapsed') fail('bookings.hold_lapsed')
  if (row.status !== 'held') fail('bookings.not_active')
  await releaseShare(scope, row.id)
  const policy = await findPolicy(scope, { hubId: row.hubId, targetId: row.targetId })
  if (policy.needsApproval && !isDesk) {
    const asked = await updateBooking(scope, row, {
      status: 'requested',
      holdExpiresAt: answerDueAt(scope.clock.now(), { policy, span: spanOf(row) }),
      sequence: row.sequence + 1,
    })
    askOffice(scope, asked)
    return asked
  }
  const after = await updateBooking(scope, row, {
    status: 'confirmed',
    holdExpiresAt: null,
    releaseAt: releaseAtOf(policy, spanOf(row), scope.clock.now()),
    sequence: row.sequence + 1,
  })
  await markOccupanciesBooked(scope, row.id)
  scope.emit(confirmed, factOf(after), { subjectId: row.id })
  tellHolder(scope, after, 'confirmed')
  releaseWhenDue(scope, after)
  return after
}
