/** Yes or no to an offer, leaving the line, and what the desk does with it. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { releaseShare } from '#platform/server/shares.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { cancelled } from '../../../contract/events.ts'
import { waitingDeclined, waitingLeft, waitingMissed, waitingMoved, waitingTaken } from '../../../contract/waiting/events.ts'
import { deleteOccupancies, lockBooking, updateBooking, type BookingRow } from '../../booking/repository.ts'
import { confirm } from '../../booking/use-cases/confirm-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { findWaitingOfOffer, listLine, lockLine, updateWaiting, type WaitingRow } from '../repository.ts'
import { offerWaiting } from './offer-waiting.ts'
import { requireHubWaiting } from './require-waiting.ts'
import { offerSoon, tellWaiting } from './tell-waiting.ts'

const fail = failOf(bookingsErrors)

/**
 * `row` is locked. While the booking says held the place is theirs, even a moment after the time ran out: only the lapse
 * frees it. Taking it twice changes nothing.
 */
export async function acceptOffer(scope: Scope, row: WaitingRow): Promise<{ row: WaitingRow; booking: BookingRow }> {
  const booking = row.bookingId === null ? undefined : await lockBooking(scope, row.bookingId)
  if (booking !== undefined && row.status === 'taken') return { row, booking }
  if (booking === undefined || row.status !== 'offered') return fail('bookings.offer_over')
  if (booking.status === 'held') return { booking: await confirm(scope, booking, { isDesk: false }), row: await take(scope, row) }
  // confirmed by the link of the booking itself, a moment ago
  if (booking.status === 'confirmed' || booking.status === 'requested') return { booking, row: await take(scope, row) }
  return fail('bookings.offer_over')
}

async function take(scope: Scope, row: WaitingRow): Promise<WaitingRow> {
  const after = await updateWaiting(scope, row, { status: 'taken' })
  scope.emit(waitingTaken, factOfWaiting(row), { subjectId: row.id })
  return after
}

const factOfWaiting = (row: WaitingRow): { hubId: string; waitingId: string; offerId: string } => ({
  hubId: row.hubId,
  waitingId: row.id,
  offerId: row.bookingId ?? row.id,
})

/** No to an offer, or out of the line; `row` is locked. Saying it again changes nothing. */
export async function declineOffer(scope: Scope, row: WaitingRow, reason?: string): Promise<WaitingRow> {
  const why = { subjectId: row.id, ...(reason === undefined ? {} : { reason }) }
  if (row.status === 'waiting') {
    const after = await updateWaiting(scope, row, { status: 'left' })
    scope.emit(waitingLeft, { hubId: row.hubId, waitingId: row.id }, why)
    return after
  }
  if (row.status !== 'offered' || row.bookingId === null) return row
  const booking = await lockBooking(scope, row.bookingId)
  if (booking?.status === 'held') {
    // no mail: who says no needs not to be told so
    const gone = await updateBooking(scope, booking, { status: 'cancelled', holdExpiresAt: null, sequence: booking.sequence + 1 })
    await deleteOccupancies(scope, booking.id)
    await releaseShare(scope, booking.id)
    scope.emit(cancelled, factOf(gone), { subjectId: booking.id, ...(reason === undefined ? {} : { reason }) })
  }
  const after = await updateWaiting(scope, row, { status: 'declined' })
  scope.emit(waitingDeclined, factOfWaiting(row), why)
  return after
}

/** What became of the booking that was offered, however it came about; then the next in line. At least once, so each time anew. */
export async function followOffer(scope: Scope, fact: { hubId: string; bookingId: string }): Promise<void> {
  const row = await findWaitingOfOffer(scope, fact.bookingId)
  if (row?.status === 'offered') {
    const booking = await lockBooking(scope, fact.bookingId)
    if (booking?.status === 'confirmed' || booking?.status === 'requested') await take(scope, row)
    else if (booking?.status === 'lapsed') {
      await updateWaiting(scope, row, { status: 'missed' })
      scope.emit(waitingMissed, factOfWaiting(row), { subjectId: row.id })
    } else if (booking !== undefined && booking.status !== 'held') {
      await updateWaiting(scope, row, { status: 'declined' })
      scope.emit(waitingDeclined, factOfWaiting(row), { subjectId: row.id })
    }
  }
  await offerWaiting(scope, fact.hubId)
}

/** Elsewhere in the line: right before somebody, or at its end. */
export async function moveInLine(
  scope: MemberScope,
  of: { hubId: string; waitingId: string },
  body: { version: number; before: string | null; reason: string },
): Promise<WaitingRow> {
  await lockLine(scope, of.hubId)
  const row = await requireHubWaiting(scope, of.hubId, of.waitingId, { forChange: true })
  if (row.version !== body.version) failPlatform('platform.changed_meanwhile')
  if (row.status !== 'waiting') fail('bookings.not_waiting')
  const others = (await listLine(scope, of.hubId)).filter(({ id }) => id !== row.id)
  const at = body.before === null ? others.length : others.findIndex(({ id }) => id === body.before)
  if (at < 0) fail('bookings.not_waiting')
  const before = others[at - 1]?.placeInLine
  const after = others[at]?.placeInLine
  const placeInLine = before === undefined ? (after ?? row.placeInLine) - 1 : after === undefined ? before + 1 : (before + after) / 2
  const moved = await updateWaiting(scope, row, { placeInLine })
  scope.emit(waitingMoved, { hubId: row.hubId, waitingId: row.id }, { subjectId: row.id, reason: body.reason })
  return moved
}

export async function removeFromLine(scope: MemberScope, of: { hubId: string; waitingId: string }, reason: string): Promise<WaitingRow> {
  const row = await requireHubWaiting(scope, of.hubId, of.waitingId, { forChange: true })
  const after = await declineOffer(scope, row, reason)
  if (after !== row) {
    tellWaiting(scope, after, 'removed')
    offerSoon(scope, of.hubId)
  }
  return after
}
