/**
 * Somebody of a booking has come: said by the desk, or by the code that the holder shows at the entrance. What nobody
 * came for is released; who comes after all has what is left of it back, where nobody else has taken it.
 */
import { failOf } from '#platform/server/errors.ts'
import { accountIdOf, type MemberScope, type Scope } from '#platform/server/scope.ts'
import { bookablePlaces, requireHubByKey } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { checkedIn, checkInUndone, released, releaseUndone } from '../../../contract/events.ts'
import { shareOf } from '../../../contract/policy/rules.ts'
import { checkInOpensMinutes, deskCheckInOpensMinutes, minuteMs } from '../../../contract/rules.ts'
import { deleteOccupancies, insertOccupancies, keepWhole, lockBooking, updateBooking, type BookingRow } from '../../booking/repository.ts'
import { releaseAtOf } from '../../booking/use-cases/place-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { requireBooking } from '../../booking/use-cases/require-booking.ts'
import { releaseWhenDue, tellHolder } from '../../booking/use-cases/tell-holder.ts'
import { recordFee } from '../../policy/use-cases/charge-cancellation.ts'
import { findPolicy, findTariff } from '../../policy/repository.ts'
import { blockedSpan, isoOf, spanOf } from '../../rules.ts'
import { readCheckInCode } from './check-in-code.ts'

const fail = failOf(bookingsErrors)

/** Marks a locked booking as come. Coming twice is no fault: the second of a group shows the same code. */
export async function checkIn(scope: Scope, row: BookingRow, { isDesk }: { isDesk: boolean }): Promise<BookingRow> {
  const now = scope.clock.now().epochMilliseconds
  if (row.checkedInAt !== null) return row
  if (row.status === 'no-show') return restore(scope, row)
  if (row.status !== 'confirmed') fail('bookings.not_active')
  if (row.endsAt.epochMilliseconds <= now) fail('bookings.already_over')
  const opensAt = row.startsAt.epochMilliseconds - (isDesk ? deskCheckInOpensMinutes : checkInOpensMinutes) * minuteMs
  if (now < opensAt) fail('bookings.too_early_to_check_in', { params: { opensAt: isoOf(opensAt) } })
  const after = await updateBooking(scope, row, { ...come(scope), releaseAt: null })
  scope.emit(checkedIn, factOf(after), { subjectId: row.id })
  return after
}

const come = (scope: Scope): Pick<BookingRow, 'checkedInAt' | 'checkedInBy'> => ({
  checkedInAt: scope.clock.now(),
  checkedInBy: accountIdOf(scope.actor),
})

export async function checkInAtDesk(scope: MemberScope, bookingId: string): Promise<BookingRow> {
  return checkIn(scope, await requireBooking(scope, bookingId, { forChange: true }), { isDesk: true })
}

/** By the code of the QR picture, at the entrance of the booking's own hub. */
export async function checkInByCode(scope: Scope, hubKey: string, code: string): Promise<BookingRow> {
  const hub = await requireHubByKey(scope, hubKey)
  const bookingId = readCheckInCode(code)
  const row = bookingId === undefined ? undefined : await lockBooking(scope, bookingId)
  if (row === undefined || row.hubId !== hub.id || readCheckInCode(code, { scope, row }) === undefined)
    return fail('bookings.wrong_check_in_code')
  return checkIn(scope, row, { isDesk: false })
}

/**
 * A door let somebody in by the booking: they are there, and it is not released under them. From whenever the door opens to
 * it; a booking that asks nobody to check in stays as it is.
 */
export async function checkInAtDoor(scope: Scope, bookingId: string): Promise<void> {
  const row = await lockBooking(scope, bookingId)
  if (row?.status !== 'confirmed' || row.checkedInAt !== null || row.releaseAt === null) return
  if (Temporal.Instant.compare(row.endsAt, scope.clock.now()) <= 0) return
  const after = await updateBooking(scope, row, { ...come(scope), releaseAt: null })
  scope.emit(checkedIn, factOf(after), { subjectId: row.id })
}

/** The desk had the wrong line. The time for coming runs again, five minutes at least. */
export async function undoCheckIn(scope: MemberScope, bookingId: string): Promise<BookingRow> {
  const row = await requireBooking(scope, bookingId, { forChange: true })
  if (row.checkedInAt === null) return row
  const now = scope.clock.now()
  if (Temporal.Instant.compare(row.endsAt, now) <= 0) fail('bookings.already_over')
  const policy = await findPolicy(scope, { hubId: row.hubId, targetId: row.targetId })
  const releaseAt = releaseAtOf(policy, spanOf(row), now)
  const after = await updateBooking(scope, row, { checkedInAt: null, checkedInBy: null, releaseAt })
  scope.emit(checkInUndone, factOf(after), { subjectId: row.id })
  releaseWhenDue(scope, after)
  return after
}

/** Nobody came in time. Runs by its job and by the minute's round; the first one does it. */
export async function releaseNoShow(scope: Scope, bookingId: string): Promise<void> {
  const row = await lockBooking(scope, bookingId)
  const now = scope.clock.now()
  if (row?.status !== 'confirmed' || row.checkedInAt !== null || row.releaseAt === null) return
  if (Temporal.Instant.compare(row.releaseAt, now) > 0) return
  const tariff = row.tariffId === null ? undefined : await findTariff(scope, row.tariffId)
  // found long after: the program was away, and so perhaps was the way to check in
  const isFoundLate = Temporal.Instant.compare(row.releaseAt.add({ minutes: 10 }), now) < 0
  const feeYen = isFoundLate ? 0 : shareOf(row.feeYen, tariff?.terms.cancellation.noShowPercent ?? 0)
  const after = await updateBooking(scope, row, {
    status: 'no-show',
    releaseAt: null,
    cancellationFeeYen: feeYen === 0 ? null : feeYen,
    sequence: row.sequence + 1,
  })
  await deleteOccupancies(scope, row.id)
  scope.emit(released, factOf(after), { subjectId: row.id })
  if (feeYen > 0) recordFee(scope, after, { what: 'cancellation', wasYen: 0, becameYen: feeYen })
  tellHolder(scope, after, 'released')
}

/** They came after all: the place is theirs again, if nobody has it. */
async function restore(scope: Scope, row: BookingRow): Promise<BookingRow> {
  const now = scope.clock.now()
  if (Temporal.Instant.compare(row.endsAt, now) <= 0) fail('bookings.already_over')
  const policy = await findPolicy(scope, { hubId: row.hubId, targetId: row.targetId })
  const units = row.kind === 'space' ? await wholeOf(scope, row) : row.unitIds
  const choice = { kind: row.kind, unitIds: units, count: units.length, isExact: true }
  // from now on: somebody may have had it in between
  const span = { from: Math.max(now.epochMilliseconds, row.startsAt.epochMilliseconds), to: row.endsAt.epochMilliseconds }
  const blocked = { from: span.from, to: blockedSpan(span, policy).to }
  const unitIds = await insertOccupancies(scope, choice, blocked, { id: row.id, kind: 'booking' })
  if (unitIds === undefined) return fail('bookings.released_and_taken')
  const after = await updateBooking(scope, row, {
    ...come(scope),
    unitIds,
    status: 'confirmed',
    cancellationFeeYen: null,
    sequence: row.sequence + 1,
  })
  scope.emit(releaseUndone, factOf(after), { subjectId: row.id })
  if (row.cancellationFeeYen !== null) recordFee(scope, after, { what: 'cancellation', wasYen: row.cancellationFeeYen, becameYen: 0 })
  return after
}

/** All of the room as it is now: seats may have been added or taken out since it was released. */
async function wholeOf(scope: Scope, row: BookingRow): Promise<readonly string[]> {
  await keepWhole(scope, row.targetId)
  const [space] = await bookablePlaces(scope, { hubId: row.hubId, spaceIds: [row.targetId] })
  return space === undefined || space.units.length === 0 ? row.unitIds : space.units.map((unit) => unit.id).toSorted()
}
