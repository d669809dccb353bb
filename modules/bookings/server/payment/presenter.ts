import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { namesOf } from '#modules/people/server/index.ts'
import { bookingsPermissions } from '../../contract/permissions.ts'
import type { Closing, GuestPayment, LedgerEntry, Payment, Receipt } from '../../contract/payment/schemas.ts'
import type { BookingRow } from '../booking/repository.ts'
import { isDesk } from '../booking/use-cases/require-booking.ts'
import {
  countPrints,
  findBill,
  listEntries,
  listEntriesOfReceipts,
  listReceiptsById,
  type ClosingRow,
  type EntryRow,
  type ReceiptRow,
} from './repository.ts'
import { listOwnReceipts } from './use-cases/own-receipts.ts'
import { isVoidable, missingEntries, refundableYen, stateOf, totalsOf, waivableYen } from './rules.ts'

const moneyRoles: readonly string[] = bookingsPermissions['bookings.money']

/** Names of those who moved money, by account. */
export async function whoOf(
  scope: Scope,
  rows: readonly { readonly accountId: string | null }[],
): Promise<(accountId: string | null) => string> {
  const names = await namesOf(
    scope,
    rows.flatMap((row) => row.accountId ?? []),
  )
  return (accountId) => (accountId === null ? '' : (names.get(accountId)?.name ?? ''))
}

/** The ledger of a booking. What the booking asks for and the ledger does not hold yet is reckoned in. */
export async function presentPayment(scope: MemberScope, row: BookingRow): Promise<Payment> {
  const bill = await findBill(scope, row.id)
  const known = await listEntries(scope, [row.id])
  const now = scope.clock.now()
  const coming = missingEntries(row, known)
  const totals = totalsOf([...known, ...coming])
  const hasEntries = known.length + coming.length > 0
  const who = await whoOf(scope, known)
  const reversed = new Set(known.map((entry) => entry.reversesId))
  const atDesk = isDesk(scope)
  const receipts = atDesk
    ? await listReceiptsById(
        scope,
        known.flatMap((entry) => entry.receiptId ?? []),
      )
    : await listOwnReceipts(scope, row)
  const isOnInvoice = bill?.invoiceId != null
  const isOpen = totals.balanceYen > 0
  const mayVoid = atDesk && !isOnInvoice && scope.actor.kind === 'person' && scope.actor.roles.some((role) => moneyRoles.includes(role))
  return {
    bookingId: row.id,
    hubId: row.hubId,
    state: stateOf(totals, hasEntries),
    ...totals,
    dueAt: isOpen ? (bill?.dueAt?.toString() ?? null) : null,
    isOverdue: isOpen && bill?.dueAt != null && Temporal.Instant.compare(bill.dueAt, now) < 0,
    cancelsUnpaid: isOpen && (bill?.cancelsUnpaid ?? false) && row.status === 'confirmed',
    invoiceId: bill?.invoiceId ?? null,
    entries: known.map((entry): LedgerEntry => ({
      id: entry.id,
      kind: entry.kind,
      amountYen: entry.amountYen,
      method: entry.method,
      reason: entry.reason,
      businessDay: entry.businessDay,
      receiptId: entry.receiptId,
      invoiceId: entry.invoiceId,
      isReversal: entry.reversesId !== null,
      isReversed: reversed.has(entry.id),
      canVoid:
        mayVoid &&
        entry.method !== null &&
        entry.receiptId === null &&
        entry.invoiceId === null &&
        entry.reversesId === null &&
        !reversed.has(entry.id) &&
        isVoidable(totals, [entry]),
      who: atDesk ? who(entry.accountId) : '',
      at: entry.at.toString(),
    })),
    receipts: await presentReceipts(scope, receipts),
    can: {
      pay: atDesk && isOpen && !isOnInvoice,
      refund: atDesk && refundableYen(totals) > 0,
      waive: atDesk && waivableYen(totals) > 0 && !isOnInvoice,
      permit: row.status === 'confirmed',
    },
  }
}

/** Without entries: who took what at the desk is for the desk and for members. */
export async function presentGuestPayment(scope: Scope, row: BookingRow): Promise<GuestPayment> {
  const bill = await findBill(scope, row.id)
  const known = await listEntries(scope, [row.id])
  const coming = missingEntries(row, known)
  const totals = totalsOf([...known, ...coming])
  const dueAt = totals.balanceYen > 0 ? (bill?.dueAt ?? null) : null
  return {
    state: stateOf(totals, known.length + coming.length > 0),
    balanceYen: totals.balanceYen,
    dueAt: dueAt?.toString() ?? null,
    isOverdue: dueAt !== null && Temporal.Instant.compare(dueAt, scope.clock.now()) < 0,
    cancelsUnpaid: totals.balanceYen > 0 && (bill?.cancelsUnpaid ?? false) && row.status === 'confirmed',
    receipts: await presentReceipts(scope, await listOwnReceipts(scope, row)),
  }
}

export async function presentReceipts(scope: Scope, rows: readonly ReceiptRow[]): Promise<Receipt[]> {
  const ids = rows.map((row) => row.id)
  const prints = await countPrints(scope, ids)
  const voided = new Set(
    (await listEntriesOfReceipts(scope, ids)).filter((entry) => entry.reversesId !== null).map((entry) => entry.receiptId),
  )
  return rows.map((row) => ({
    id: row.id,
    fiscalYear: row.fiscalYear,
    number: row.number,
    businessDay: row.businessDay,
    issuedAt: row.issuedAt.toString(),
    method: row.method,
    totalYen: row.totalYen,
    givenYen: row.givenYen,
    changeYen: row.changeYen,
    addressee: row.addressee,
    isVoid: voided.has(row.id),
    prints: prints.get(row.id) ?? 0,
  }))
}

export async function presentReceipt(scope: Scope, row: ReceiptRow): Promise<Receipt> {
  const [receipt] = await presentReceipts(scope, [row])
  return receipt as Receipt
}

export async function presentClosings(scope: Scope, rows: readonly ClosingRow[]): Promise<Closing[]> {
  const who = await whoOf(scope, rows)
  return rows.map((row) => ({
    id: row.id,
    fromDay: row.fromDay,
    businessDay: row.businessDay,
    openingYen: row.openingYen,
    cashInYen: row.cashInYen,
    cashOutYen: row.cashOutYen,
    expectedYen: row.expectedYen,
    counts: row.counts as Closing['counts'],
    countedYen: row.countedYen,
    differenceYen: row.differenceYen,
    reason: row.reason,
    carriedYen: row.carriedYen,
    depositYen: row.countedYen - row.carriedYen,
    who: who(row.accountId),
    closedAt: row.closedAt.toString(),
  }))
}

/** A movement of cash as the drawer sees it: what came in is positive. */
export const drawerYen = (entry: Pick<EntryRow, 'amountYen'>): number => 0 - entry.amountYen
