/** The till's day: what the drawer should hold, the count, and the day that is then closed for good. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { paymentErrors } from '../../../contract/payment/errors.ts'
import { dayClosed } from '../../../contract/payment/events.ts'
import { countedYen } from '../../../contract/payment/rules.ts'
import type { CloseDayBody, Till } from '../../../contract/payment/schemas.ts'
import { addDays, dayAt } from '../../rules.ts'
import { drawerYen, whoOf } from '../presenter.ts'
import { findTill, insertClosing, listLatestCash, listReceiptsById, lockTill, sumCash, updateTill, type ClosingRow } from '../repository.ts'
import { businessDayOf } from '../rules.ts'

const fail = failOf(paymentErrors)

export async function readTill(scope: MemberScope, hubId: string): Promise<Till> {
  const { zone } = await requireHub(scope, hubId)
  const till = await findTill(scope, hubId)
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  const { inYen, outYen } = await sumCash(scope, hubId, { after: till.closedUntil })
  const movements = await listLatestCash(scope, hubId, till.closedUntil)
  const who = await whoOf(scope, movements)
  const receipts = new Map(
    (
      await listReceiptsById(
        scope,
        movements.flatMap((entry) => entry.receiptId ?? []),
      )
    ).map((receipt) => [receipt.id, receipt.number]),
  )
  return {
    hubId,
    today,
    businessDay: businessDayOf(today, till.closedUntil),
    closedUntil: till.closedUntil,
    openingYen: till.floatYen,
    cashInYen: inYen,
    cashOutYen: outYen,
    expectedYen: till.floatYen + inYen - outYen,
    movements: movements.map((entry) => ({
      id: entry.id,
      at: entry.at.toString(),
      businessDay: entry.businessDay,
      amountYen: drawerYen(entry),
      kind: entry.kind === 'refund' ? 'refund' : 'payment',
      isReversal: entry.reversesId !== null,
      receiptNumber: entry.receiptId === null ? null : (receipts.get(entry.receiptId) ?? null),
      receiptId: entry.receiptId,
      bookingId: entry.bookingId,
      who: who(entry.accountId),
      reason: entry.reason,
    })),
  }
}

/** Everything since the closing before belongs to it; a payment that comes at the same moment is in it, or in the next one. */
export async function closeDay(scope: MemberScope, hubId: string, body: CloseDayBody): Promise<ClosingRow> {
  const { zone } = await requireHub(scope, hubId)
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  if (body.businessDay > today) fail('bookings.day_not_come')
  const till = await lockTill(scope, hubId)
  if (till.closedUntil !== null && body.businessDay <= till.closedUntil) fail('bookings.day_closed', { params: { day: body.businessDay } })
  const { inYen, outYen, firstDay } = await sumCash(scope, hubId, { after: till.closedUntil, until: body.businessDay })
  // what the day before left is known: another sum in the drawer is a difference, and says why
  const openingYen = till.closedUntil === null ? (body.openingYen ?? till.floatYen) : till.floatYen
  const expectedYen = openingYen + inYen - outYen
  // somebody took money while it was counted: the count would be held against another sum
  if (expectedYen !== body.expectedYen) fail('platform.changed_meanwhile')
  const counted = countedYen(body.counts)
  const differenceYen = counted - expectedYen
  const reason = body.reason ?? ''
  if (differenceYen !== 0 && reason === '')
    fail('bookings.difference_unexplained', { params: { difference: differenceYen.toLocaleString('en') } })
  if (body.carriedYen > counted) fail('bookings.carried_too_much', { params: { counted: counted.toLocaleString('en') } })
  const closing = await insertClosing(scope, {
    hubId,
    fromDay: till.closedUntil === null ? (firstDay ?? body.businessDay) : addDays(till.closedUntil, 1),
    businessDay: body.businessDay,
    openingYen,
    cashInYen: inYen,
    cashOutYen: outYen,
    expectedYen,
    counts: body.counts,
    countedYen: counted,
    differenceYen,
    reason,
    carriedYen: body.carriedYen,
  })
  await updateTill(scope, hubId, { closedUntil: body.businessDay, floatYen: body.carriedYen })
  scope.emit(
    dayClosed,
    { hubId, closingId: closing.id, businessDay: body.businessDay, differenceYen },
    { subjectId: closing.id, ...(reason === '' ? {} : { reason }) },
  )
  return closing
}
