/** The office's yes or no. The row is locked first: of two answers, or an answer and a lapse, the first one counts. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { approved, declined } from '../../../contract/events.ts'
import { deleteOccupancies, markOccupanciesBooked, updateBooking, type BookingRow } from '../../booking/repository.ts'
import { releaseAtOf } from '../../booking/use-cases/place-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { requireBooking } from '../../booking/use-cases/require-booking.ts'
import { releaseWhenDue, tellHolder } from '../../booking/use-cases/tell-holder.ts'
import { findPolicy } from '../../policy/repository.ts'
import { spanOf } from '../../rules.ts'

const fail = failOf(bookingsErrors)

async function requireRequest(scope: MemberScope, bookingId: string): Promise<BookingRow> {
  const row = await requireBooking(scope, bookingId, { forChange: true })
  return row.status === 'requested' ? row : fail('bookings.not_requested', { params: { status: row.status } })
}

/** While the row says requested the place is theirs, even a moment after the time for the answer ran out: only the lapse frees it. */
export async function approveRequest(scope: MemberScope, bookingId: string, reason: string | undefined): Promise<BookingRow> {
  const row = await requireRequest(scope, bookingId)
  const policy = await findPolicy(scope, { hubId: row.hubId, targetId: row.targetId })
  const after = await updateBooking(scope, row, {
    status: 'confirmed',
    holdExpiresAt: null,
    releaseAt: releaseAtOf(policy, spanOf(row), scope.clock.now()),
    sequence: row.sequence + 1,
  })
  await markOccupanciesBooked(scope, row.id)
  scope.emit(approved, factOf(after), { subjectId: row.id, ...(reason === undefined || reason === '' ? {} : { reason }) })
  tellHolder(scope, after, 'approved')
  releaseWhenDue(scope, after)
  return after
}

/** The reason goes to the one who asked. */
export async function declineRequest(scope: MemberScope, bookingId: string, reason: string): Promise<BookingRow> {
  const row = await requireRequest(scope, bookingId)
  const after = await updateBooking(scope, row, { status: 'declined', holdExpiresAt: null, releaseAt: null, sequence: row.sequence + 1 })
  await deleteOccupancies(scope, row.id)
  scope.emit(declined, factOf(after), { subjectId: row.id, reason })
  tellHolder(scope, after, 'declined')
  return after
}
