/** Money at the desk: taken, given back, waived, and taken back by a counter-entry. Each says who, when, why and how. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { paymentErrors } from '../../../contract/payment/errors.ts'
import { paid, paymentVoided, receiptIssued, refunded, waived } from '../../../contract/payment/events.ts'
import { fiscalYearOf } from '../../../contract/payment/rules.ts'
import type { PayMethod, TakePaymentBody } from '../../../contract/payment/schemas.ts'
import { lockBooking, type BookingRow } from '../../booking/repository.ts'
import { takeNumber } from '../../counter/repository.ts'
import { dayAt } from '../../rules.ts'
import {
  findEntry,
  insertEntries,
  insertReceipt,
  listEntriesOfReceipts,
  listReceiptsById,
  lockTill,
  type EntryRow,
  type ReceiptRow,
} from '../repository.ts'
import { businessDayOf, isVoidable, refundableYen, totalsOf, waivableYen } from '../rules.ts'
import { addUp, keepBill, type KeptBill } from './keep-bill.ts'
import { tellPayer } from './tell-payer.ts'
import { writeReceiptPaper } from './write-receipt-paper.ts'

const fail = failOf(paymentErrors)

/** The booking and its bill, both kept; what is not of this hub is not there. */
async function requireBill(scope: Scope, bookingId: string, hubId?: string): Promise<{ row: BookingRow; kept: KeptBill | undefined }> {
  const row = await lockBooking(scope, bookingId)
  if (row === undefined || (hubId !== undefined && row.hubId !== hubId)) return fail('platform.not_found')
  return { row, kept: await keepBill(scope, row) }
}

/** Which day money that moves now belongs to. The till is kept: a closing waits, or this goes to the day after. */
async function openBusinessDay(scope: Scope, hubId: string): Promise<string> {
  const { zone } = await requireHub(scope, hubId)
  const till = await lockTill(scope, hubId)
  return businessDayOf(dayAt(scope.clock.now().epochMilliseconds, zone), till.closedUntil)
}

export async function takePayment(
  scope: MemberScope,
  hubId: string,
  body: TakePaymentBody,
): Promise<{ receiptId: string | null; receiptNumber: number | null; totalYen: number; changeYen: number; businessDay: string }> {
  const items: { row: BookingRow; amountYen: number }[] = []
  // in the order of their ids, as everybody locks them
  for (const { bookingId, amountYen } of body.items.toSorted((a, b) => (a.bookingId < b.bookingId ? -1 : 1))) {
    const { row, kept } = await requireBill(scope, bookingId, hubId)
    if (kept?.bill.invoiceId != null) fail('bookings.on_invoice')
    const balanceYen = Math.max(0, kept?.bill.balanceYen ?? 0)
    if (amountYen > balanceYen) fail('bookings.more_than_due', { params: { balance: balanceYen.toLocaleString('en') } })
    items.push({ row, amountYen })
  }
  const totalYen = items.reduce((sum, item) => sum + item.amountYen, 0)
  const givenYen = body.method === 'cash' ? (body.givenYen ?? totalYen) : null
  if (givenYen !== null && givenYen < totalYen) fail('bookings.not_enough_given', { params: { total: totalYen.toLocaleString('en') } })
  const businessDay = await openBusinessDay(scope, hubId)
  const hasReceipt = body.method === 'cash' || body.wantsReceipt
  const receipt = hasReceipt ? await issueReceipt(scope, hubId, { body, items, totalYen, givenYen, businessDay }) : undefined
  for (const { row, amountYen } of items) {
    await insertEntries(scope, { hubId, bookingId: row.id, businessDay, method: body.method, receiptId: receipt?.id ?? null }, [
      { kind: 'payment', amountYen: -amountYen },
    ])
    await addUp(scope, row.id)
    scope.emit(paid, { hubId, paidBookingId: row.id, amountYen, method: body.method }, { subjectId: row.id })
  }
  return {
    receiptId: receipt?.id ?? null,
    receiptNumber: receipt?.number ?? null,
    totalYen,
    changeYen: givenYen === null ? 0 : givenYen - totalYen,
    businessDay,
  }
}

async function issueReceipt(
  scope: MemberScope,
  hubId: string,
  of: {
    body: TakePaymentBody
    items: readonly { row: BookingRow; amountYen: number }[]
    totalYen: number
    givenYen: number | null
    businessDay: string
  },
): Promise<ReceiptRow> {
  const [first] = of.items
  const paper = await writeReceiptPaper(scope, hubId, of.items)
  const fiscalYear = fiscalYearOf(of.businessDay)
  const number = await takeNumber(scope, { ownerId: hubId, series: 'receipt', fiscalYear })
  const typed = of.body.addressee ?? ''
  const receipt = await insertReceipt(scope, {
    hubId,
    fiscalYear,
    number,
    businessDay: of.businessDay,
    method: of.body.method,
    totalYen: of.totalYen,
    givenYen: of.givenYen,
    changeYen: of.givenYen === null ? null : of.givenYen - of.totalYen,
    addressee: typed === '' ? (first?.row.holderName ?? '') : typed,
    isOrganisation: of.body.isOrganisation,
    language: first?.row.holderLanguage === 'ja' ? 'ja' : 'en',
    paper,
  })
  scope.emit(receiptIssued, { hubId, receiptId: receipt.id, totalYen: of.totalYen }, { subjectId: receipt.id })
  return receipt
}

/** Gives back what was paid beyond what is due. Whoever wants to give back more first lowers what is due, with its own reason. */
export async function refundPayment(
  scope: MemberScope,
  bookingId: string,
  body: { amountYen: number; method: PayMethod; reason: string },
): Promise<BookingRow> {
  const { row, kept } = await requireBill(scope, bookingId)
  const most = kept === undefined ? 0 : refundableYen(totalsOf(kept.entries))
  if (body.amountYen > most) fail('bookings.more_than_paid', { params: { most: most.toLocaleString('en') } })
  const businessDay = await openBusinessDay(scope, row.hubId)
  await insertEntries(scope, { hubId: row.hubId, bookingId, businessDay, method: body.method, reason: body.reason }, [
    { kind: 'refund', amountYen: body.amountYen },
  ])
  await addUp(scope, bookingId)
  scope.emit(
    refunded,
    { hubId: row.hubId, paidBookingId: bookingId, amountYen: body.amountYen, method: body.method },
    { subjectId: bookingId, reason: body.reason },
  )
  tellPayer(scope, row, { tiding: 'refunded', amountYen: body.amountYen, reason: body.reason })
  return row
}

export async function waiveFee(scope: MemberScope, bookingId: string, body: { amountYen: number; reason: string }): Promise<BookingRow> {
  const { row, kept } = await requireBill(scope, bookingId)
  if (kept?.bill.invoiceId != null) fail('bookings.on_invoice')
  const most = kept === undefined ? 0 : waivableYen(totalsOf(kept.entries))
  if (body.amountYen > most) fail('bookings.more_than_due', { params: { balance: most.toLocaleString('en') } })
  const { zone } = await requireHub(scope, row.hubId)
  const businessDay = dayAt(scope.clock.now().epochMilliseconds, zone)
  await insertEntries(scope, { hubId: row.hubId, bookingId, businessDay, reason: body.reason }, [
    { kind: 'waiver', amountYen: -body.amountYen },
  ])
  await addUp(scope, bookingId)
  scope.emit(
    waived,
    { hubId: row.hubId, paidBookingId: bookingId, amountYen: body.amountYen },
    { subjectId: bookingId, reason: body.reason },
  )
  return row
}

/** A payment that was none: each of its entries is taken back, today. The receipt keeps its number and says that it is void. */
export async function voidReceipt(scope: MemberScope, receiptId: string, reason: string): Promise<ReceiptRow> {
  const [receipt] = await listReceiptsById(scope, [receiptId])
  if (receipt === undefined) return fail('platform.not_found')
  const bookingIds = [...new Set((await listEntriesOfReceipts(scope, [receiptId])).map((entry) => entry.bookingId))].toSorted()
  const bills = new Map<string, KeptBill | undefined>()
  for (const bookingId of bookingIds) bills.set(bookingId, (await requireBill(scope, bookingId)).kept)
  // read again: whoever voided it meanwhile held the bookings until now
  const entries = await listEntriesOfReceipts(scope, [receiptId])
  if (entries.some((entry) => entry.reversesId !== null)) fail('bookings.already_voided')
  for (const [bookingId, kept] of bills)
    requireVoidable(
      kept,
      entries.filter((entry) => entry.bookingId === bookingId),
    )
  const businessDay = await openBusinessDay(scope, receipt.hubId)
  for (const entry of entries) await reverse(scope, entry, { businessDay, reason })
  return receipt
}

/** Money that was noted without a receipt: for the wrong booking, or twice. Taken back by itself. */
export async function voidPayment(scope: MemberScope, entryId: string, reason: string): Promise<BookingRow> {
  const found = await findEntry(scope, entryId)
  if (found === undefined || found.method === null) return fail('platform.not_found')
  const { row, kept } = await requireBill(scope, found.bookingId)
  if (found.receiptId !== null || found.invoiceId !== null) fail('bookings.void_elsewhere')
  if (found.reversesId !== null || kept?.entries.some((entry) => entry.reversesId === entryId)) fail('bookings.already_voided')
  requireVoidable(kept, [found])
  await reverse(scope, found, { businessDay: await openBusinessDay(scope, row.hubId), reason })
  return row
}

/** What was given back since is not taken back once more, and what an invoice asks for stays as it is. */
function requireVoidable(kept: KeptBill | undefined, entries: readonly EntryRow[]): void {
  if (kept?.bill.invoiceId != null) fail('bookings.fee_invoiced')
  if (!isVoidable(totalsOf(kept?.entries ?? []), entries)) fail('bookings.given_back')
}

/** The counter-entry. The bill is locked, and so is the till. */
async function reverse(scope: MemberScope, entry: EntryRow, of: { businessDay: string; reason: string }): Promise<void> {
  const { hubId, bookingId, receiptId } = entry
  const method = entry.method ?? undefined
  await insertEntries(scope, { hubId, bookingId, receiptId, ...of, ...(method === undefined ? {} : { method }) }, [
    { kind: entry.kind, amountYen: -entry.amountYen, reversesId: entry.id },
  ])
  await addUp(scope, bookingId)
  scope.emit(
    paymentVoided,
    { hubId, paidBookingId: bookingId, amountYen: -entry.amountYen, receiptId },
    { subjectId: bookingId, reason: of.reason },
  )
}
