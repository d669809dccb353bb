/** Brings the ledger of a booking to what the booking asks for. Asked with every turn of a booking, and before money moves. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { paymentErrors } from '../../../contract/payment/errors.ts'
import { charged } from '../../../contract/payment/events.ts'
import { lockBooking, type BookingRow } from '../../booking/repository.ts'
import { findRule } from '../../money-rule/repository.ts'
import { dayAt } from '../../rules.ts'
import {
  findBill,
  insertBill,
  insertEntries,
  listBilled,
  listEntries,
  lockBills,
  totalsColumns,
  updateBill,
  type BillRow,
  type EntryRow,
} from '../repository.ts'
import { dueOf, missingEntries, totalsOf, wantedOf } from '../rules.ts'

const fail = failOf(paymentErrors)

export const followUnpaidJob = 'bookings.followUnpaid'

export interface KeptBill {
  readonly bill: BillRow
  readonly entries: readonly EntryRow[]
}

/**
 * After facts about bookings. Those that are free and were so before cost one read together; what makes one of them cost
 * something is a fact of its own, and comes here after it.
 */
export async function keepBillsOf(scope: Scope, rows: readonly BookingRow[]): Promise<void> {
  const known = await listBilled(
    scope,
    rows.map((row) => row.id),
  )
  const paid = rows.filter((row) => !isFree(wantedOf(row)) || known.has(row.id))
  for (const { id } of paid.toSorted((a, b) => (a.id < b.id ? -1 : 1))) await keepBillOf(scope, id)
}

export async function keepBillOf(scope: Scope, bookingId: string): Promise<void> {
  const row = await lockBooking(scope, bookingId)
  if (row === undefined) return
  const wanted = wantedOf(row)
  const bill = await findBill(scope, bookingId)
  // most facts change nothing of what is owed
  const isSame =
    bill !== undefined &&
    bill.chargedYen === wanted.charge + wanted.reduction + wanted['cancellation-fee'] &&
    bill.organisationId === row.organisationId &&
    bill.usedOn === dayAt(row.startsAt.epochMilliseconds, (await requireHub(scope, row.hubId)).zone)
  if (!isSame) await keepBill(scope, row)
}

const isFree = (wanted: ReturnType<typeof wantedOf>): boolean => wanted.charge === 0 && wanted['cancellation-fee'] === 0

/** `row` is locked. Undefined: nothing was ever due. Every writer of the ledger holds the bill from here on. */
export async function keepBill(scope: Scope, row: BookingRow): Promise<KeptBill | undefined> {
  const wanted = wantedOf(row)
  if (isFree(wanted) && (await findBill(scope, row.id)) === undefined) return undefined
  const { zone } = await requireHub(scope, row.hubId)
  const now = scope.clock.now()
  const today = dayAt(now.epochMilliseconds, zone)
  const usedOn = dayAt(row.startsAt.epochMilliseconds, zone)
  await insertBill(scope, { bookingId: row.id, hubId: row.hubId, organisationId: row.organisationId, usedOn })
  const [before] = await lockBills(scope, [row.id])
  if (before === undefined) throw new Error('the bill just made is not there')
  const known = await listEntries(scope, [row.id])
  const missing = missingEntries(row, known)
  await insertEntries(scope, { hubId: row.hubId, bookingId: row.id, businessDay: today }, missing)
  const entries = missing.length === 0 ? known : await listEntries(scope, [row.id])
  const totals = totalsOf(entries)
  const firstAt = entries[0]?.at ?? now
  const isOpen = row.status === 'confirmed' && before.invoiceId === null
  const due = isOpen
    ? dueOf(
        await findRule(scope, row.hubId),
        {
          startsAt: row.startsAt.epochMilliseconds,
          usedOn,
          confirmedAt: firstAt.epochMilliseconds,
          confirmedOn: dayAt(firstAt.epochMilliseconds, zone),
        },
        zone,
      )
    : { dueAt: before.dueAt }
  // who has been warned of a deadline keeps it: only a move of the use makes it another
  const keepsDue = isOpen && before.warnedAt !== null && before.usedOn === usedOn
  // who is invoiced by the month is reminded by the office; what is not confirmed any more waits for nothing
  const isFollowed = isOpen && row.organisationId === null
  const after: BillRow = {
    ...before,
    ...totalsColumns(totals),
    organisationId: row.organisationId,
    usedOn,
    ...(keepsDue ? {} : due),
    ...(isFollowed ? {} : { warnAt: null, cancelsUnpaid: false }),
    ...(isOpen && !keepsDue && before.warnedAt !== null ? { warnedAt: null } : {}),
  }
  await updateBill(scope, row.id, {
    ...totalsColumns(totals),
    organisationId: after.organisationId,
    usedOn: after.usedOn,
    dueAt: after.dueAt,
    warnAt: after.warnAt,
    warnedAt: after.warnedAt,
    cancelsUnpaid: after.cancelsUnpaid,
  })
  if (missing.length > 0)
    scope.emit(
      charged,
      { hubId: row.hubId, paidBookingId: row.id, amountYen: missing.reduce((sum, entry) => sum + entry.amountYen, 0) },
      { subjectId: row.id },
    )
  if (after.balanceYen > 0) followWhenDue(scope, before, after)
  return { bill: after, entries }
}

/** The deadlines are the row's; the jobs only come at the right moment, and the minute's round finds what they missed. */
function followWhenDue(scope: Scope, before: BillRow, after: BillRow): void {
  const isNew = (was: Temporal.Instant | null, is: Temporal.Instant | null): boolean => is !== null && is.toString() !== was?.toString()
  const payload = { bookingId: after.bookingId }
  if (after.warnAt !== null && isNew(before.warnAt, after.warnAt)) scope.enqueue({ name: followUnpaidJob, payload, runAt: after.warnAt })
  if (after.cancelsUnpaid && after.dueAt !== null && isNew(before.dueAt, after.dueAt))
    scope.enqueue({ name: followUnpaidJob, payload, runAt: after.dueAt })
}

/**
 * Before what is due is changed: an invoice that waits to be paid holds the sum as it is. The bill is kept until the end, so
 * that no invoice takes it in meanwhile. Cancelling stays possible; the invoice is then taken back, or paid and given back.
 */
export async function refuseInvoiced(scope: Scope, bookingId: string): Promise<void> {
  const [bill] = await lockBills(scope, [bookingId])
  if (bill !== undefined && bill.invoiceId !== null) fail('bookings.fee_invoiced')
}

/** After money moved: the bill again is the sum of its entries. The bill is locked. */
export async function addUp(scope: Scope, bookingId: string): Promise<void> {
  await updateBill(scope, bookingId, totalsColumns(totalsOf(await listEntries(scope, [bookingId]))))
}
