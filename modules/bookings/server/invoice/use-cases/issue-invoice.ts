/** Invoices to organisations, by month. An invoice is never edited: a credit with its own number takes it back whole. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { billingOf, organisationsByIds, type Billing } from '#modules/people/server/index.ts'
import { paymentErrors } from '../../../contract/payment/errors.ts'
import { invoiceCorrected, invoiceIssued, invoicePaid, invoicePaymentVoided } from '../../../contract/payment/events.ts'
import { fiscalYearOf, taxByRate } from '../../../contract/payment/rules.ts'
import type { Invoice } from '../../../contract/payment/schemas.ts'
import { listBookingsById } from '../../booking/repository.ts'
import { takeNumber } from '../../counter/repository.ts'
import { listRentDue, payRent, rentLineOf, voidRent, withRent } from '../../lease/use-cases/invoice-rent.ts'
import { findRule } from '../../money-rule/repository.ts'
import { insertEntries, listEntries, listInvoiceable, lockBills, lockTill, updateBill } from '../../payment/repository.ts'
import { businessDayOf, isVoidable, totalsOf } from '../../payment/rules.ts'
import { addUp, keepBillOf } from '../../payment/use-cases/keep-bill.ts'
import { writeReceiptPaper, type MoneyPaper } from '../../payment/use-cases/write-receipt-paper.ts'
import { addDays, dayAt, instantOf, startOfDay } from '../../rules.ts'
import { presentInvoices } from '../presenter.ts'
import * as repository from '../repository.ts'
import type { InvoiceRow } from '../repository.ts'
import { mailOut } from './mail-invoice.ts'

const fail = failOf(paymentErrors)

/** The addressee is kept with the paper: a name that changes later changes no paper. */
export interface InvoicePaper extends MoneyPaper {
  readonly organisation: {
    readonly name: string
    readonly nameEn: string | null
    /** What was issued before addresses were kept has none of these. */
    readonly postalCode?: string | null
    readonly address?: string | null
    readonly department?: string | null
    readonly contact?: string | null
  }
}

const todayAt = async (scope: MemberScope, hubId: string): Promise<{ today: string; zone: string }> => {
  const { zone } = await requireHub(scope, hubId)
  return { today: dayAt(scope.clock.now().epochMilliseconds, zone), zone }
}

const monthOf = (month: string): { from: string; until: string } => {
  const first = Temporal.PlainDate.from(`${month}-01`)
  return { from: first.toString(), until: first.add({ months: 1 }).subtract({ days: 1 }).toString() }
}

export async function listCandidates(scope: MemberScope, hubId: string, month: string) {
  await requireHub(scope, hubId)
  const bills = await listInvoiceable(scope, hubId, monthOf(month))
  const rents = await listRentDue(scope, hubId, { month })
  const due = [
    ...bills.map((bill) => ({ organisationId: bill.organisationId ?? '', balanceYen: bill.balanceYen })),
    ...rents.map(({ row, amountYen }) => ({ organisationId: row.organisationId ?? '', balanceYen: amountYen })),
  ]
  const names = await organisationsByIds(
    scope,
    due.flatMap((one) => (one.organisationId === '' ? [] : [one.organisationId])),
  )
  const byOrganisation = Map.groupBy(due, (one) => one.organisationId)
  return {
    items: [...byOrganisation]
      .map(([organisationId, own]) => ({
        organisationId,
        organisationName: names.get(organisationId)?.name ?? '',
        bookings: own.length,
        totalYen: own.reduce((sum, bill) => sum + bill.balanceYen, 0),
      }))
      .toSorted((a, b) => a.organisationName.localeCompare(b.organisationName, 'ja')),
  }
}

export async function listInvoices(
  scope: MemberScope,
  hubId: string,
  query: { limit: number; cursor?: string | undefined; show: 'all' | 'overdue' },
) {
  const { today } = await todayAt(scope, hubId)
  if (query.show === 'overdue')
    return { items: await presentInvoices(scope, await repository.listOverdue(scope, hubId, today, query.limit), today), nextCursor: null }
  const rows = await repository.listInvoices(scope, { hubId }, { limit: query.limit, before: readCursor(query.cursor) })
  return { items: await presentInvoices(scope, rows.slice(0, query.limit), today), nextCursor: cursorOf(rows, query.limit) }
}

export async function presentInvoice(scope: MemberScope, id: string): Promise<Invoice> {
  const row = await requireInvoice(scope, id)
  const { today } = await todayAt(scope, row.hubId)
  const [invoice] = await presentInvoices(scope, [row], today)
  return invoice as Invoice
}

export async function requireInvoice(scope: MemberScope, id: string): Promise<InvoiceRow> {
  return (await repository.findInvoice(scope, id)) ?? fail('platform.not_found')
}

/** All open fees of the month, locked and read again: what was paid meanwhile at the desk is on no invoice. */
export async function issueInvoice(
  scope: MemberScope,
  hubId: string,
  body: { organisationId: string; month: string; isMailed: boolean },
): Promise<Invoice> {
  const { today, zone } = await todayAt(scope, hubId)
  const days = monthOf(body.month)
  if (days.until >= today) fail('bookings.month_not_over')
  const rule = await findRule(scope, hubId)
  if (rule.issuerName === '') fail('bookings.issuer_missing')
  const organisation = await billingOf(scope, body.organisationId)
  if (organisation === undefined) return fail('bookings.nothing_to_invoice')
  const wanted = await listInvoiceable(scope, hubId, { ...days, organisationId: body.organisationId })
  const ids = wanted.map((bill) => bill.bookingId)
  // a fee that was changed a moment ago is on the invoice as it became
  for (const bookingId of ids.toSorted()) await keepBillOf(scope, bookingId)
  const locked = ids.length === 0 ? [] : await lockBills(scope, ids)
  const bills = locked
    .filter((bill) => bill.balanceYen > 0 && bill.invoiceId === null)
    .toSorted((a, b) => ids.indexOf(a.bookingId) - ids.indexOf(b.bookingId))
  const rents = await listRentDue(scope, hubId, { month: body.month, organisationId: body.organisationId, keeps: true })
  if (bills.length + rents.length === 0) return fail('bookings.nothing_to_invoice')
  const rows = new Map((await listBookingsById(scope, ids)).map((row) => [row.id, row]))
  const items = bills.flatMap((bill) => {
    const row = rows.get(bill.bookingId)
    return row === undefined ? [] : [{ row, amountYen: bill.balanceYen }]
  })
  items.sort((a, b) => Temporal.Instant.compare(a.row.startsAt, b.row.startsAt))
  const money = await withRent(scope, hubId, await writeReceiptPaper(scope, hubId, items), rents)
  const paper: InvoicePaper = { ...money, organisation: addressOf(organisation) }
  const dueOn = addDays(today, rule.invoiceDueDays)
  const fiscalYear = fiscalYearOf(today)
  const totalYen = [...items, ...rents].reduce((sum, item) => sum + item.amountYen, 0)
  const id = await repository.insertInvoice(scope, {
    hubId,
    organisationId: body.organisationId,
    kind: 'invoice',
    correctsId: null,
    fiscalYear,
    number: await takeNumber(scope, { ownerId: hubId, series: 'invoice', fiscalYear }),
    month: days.from,
    issuedOn: today,
    dueOn,
    totalYen,
    reason: '',
    paper,
    lines: items.map(({ row, amountYen }) => ({ bookingId: row.id, amountYen })),
    rents: rents.map(rentLineOf),
  })
  for (const { row } of items) await updateBill(scope, row.id, onInvoice({ id, dueOn }, zone))
  scope.emit(invoiceIssued, { hubId, invoiceId: id, totalYen }, { subjectId: id })
  if (body.isMailed && organisation.recipients.length > 0) await mailOut(scope, { id, hubId }, organisation, 'invoice')
  return presentInvoice(scope, id)
}

const addressOf = ({ name, nameEn, postalCode, address, department, contact }: Billing): InvoicePaper['organisation'] => ({
  name,
  nameEn,
  postalCode,
  address,
  department,
  contact,
})

/** An organisation that is invoiced is reminded by the office, never cancelled by the program. */
const onInvoice = (invoice: { id: string; dueOn: string }, zone: string) => ({
  invoiceId: invoice.id,
  dueAt: instantOf(startOfDay(addDays(invoice.dueOn, 1), zone)),
  warnAt: null,
  cancelsUnpaid: false,
})

async function requireUnpaid(scope: MemberScope, id: string): Promise<InvoiceRow> {
  await requireInvoice(scope, id)
  await repository.lockInvoice(scope, id)
  const row = await requireInvoice(scope, id)
  if (row.kind === 'credit' || row.correctedById !== null) fail('bookings.invoice_corrected')
  if (row.paidOn !== null) fail('bookings.invoice_paid')
  return row
}

/** The credit holds every line with the sign turned; its bookings are free for a new invoice. */
export async function correctInvoice(scope: MemberScope, id: string, reason: string): Promise<Invoice> {
  const row = await requireUnpaid(scope, id)
  const { today } = await todayAt(scope, row.hubId)
  const lines = await repository.listLines(scope, id)
  await lockBills(
    scope,
    lines.map((line) => line.bookingId),
  )
  const old = row.paper as unknown as InvoicePaper
  const turned = old.lines.map((line) => ({ ...line, amountYen: -line.amountYen }))
  const fiscalYear = fiscalYearOf(today)
  const creditId = await repository.insertInvoice(scope, {
    hubId: row.hubId,
    organisationId: row.organisationId,
    kind: 'credit',
    correctsId: id,
    fiscalYear,
    number: await takeNumber(scope, { ownerId: row.hubId, series: 'invoice', fiscalYear }),
    month: row.month,
    issuedOn: today,
    dueOn: today,
    totalYen: -row.totalYen,
    reason,
    paper: { ...old, lines: turned, taxes: taxByRate(turned) },
    lines: lines.map((line) => ({ bookingId: line.bookingId, amountYen: -line.amountYen })),
    rents: (await repository.listRents(scope, id)).map((line) => ({ ...line, amountYen: -line.amountYen })),
  })
  for (const line of lines) await updateBill(scope, line.bookingId, { invoiceId: null })
  scope.emit(invoiceCorrected, { hubId: row.hubId, invoiceId: id, totalYen: row.totalYen }, { subjectId: id, reason })
  return presentInvoice(scope, creditId)
}

/** The whole sum has come in: every booking on it is paid by it, and what changes later is not held by this invoice any more. */
export async function payInvoice(scope: MemberScope, id: string, receivedOn: string): Promise<Invoice> {
  const row = await requireUnpaid(scope, id)
  const { today } = await todayAt(scope, row.hubId)
  if (receivedOn > today) fail('bookings.day_not_come')
  const lines = await repository.listLines(scope, id)
  await lockBills(
    scope,
    lines.map((line) => line.bookingId),
  )
  const till = await lockTill(scope, row.hubId)
  const businessDay = businessDayOf(today, till.closedUntil)
  await repository.insertInvoicePayment(scope, id, { receivedOn, amountYen: row.totalYen })
  for (const line of lines) {
    await insertEntries(scope, { hubId: row.hubId, bookingId: line.bookingId, businessDay, method: 'transfer', invoiceId: id }, [
      { kind: 'payment', amountYen: -line.amountYen },
    ])
    await addUp(scope, line.bookingId)
    await updateBill(scope, line.bookingId, { invoiceId: null })
  }
  await payRent(scope, id, await repository.listRents(scope, id), receivedOn)
  scope.emit(invoicePaid, { hubId: row.hubId, invoiceId: id, totalYen: row.totalYen }, { subjectId: id })
  return presentInvoice(scope, id)
}

/** The payment was none, or of another invoice: taken back booking by booking, and the invoice waits again. */
export async function voidInvoicePayment(scope: MemberScope, id: string, reason: string): Promise<Invoice> {
  await requireInvoice(scope, id)
  await repository.lockInvoice(scope, id)
  const row = await requireInvoice(scope, id)
  if (row.paidOn === null) fail('bookings.invoice_unpaid')
  const { today, zone } = await todayAt(scope, row.hubId)
  const bookingIds = (await repository.listLines(scope, id)).map((line) => line.bookingId)
  const bills = await lockBills(scope, bookingIds)
  if (bills.some((bill) => bill.invoiceId !== null)) fail('bookings.fee_invoiced')
  const till = await lockTill(scope, row.hubId)
  const businessDay = businessDayOf(today, till.closedUntil)
  for (const bookingId of bookingIds) {
    const entries = await listEntries(scope, [bookingId])
    const reversed = new Set(entries.map((entry) => entry.reversesId))
    const own = entries.filter((entry) => entry.invoiceId === id && entry.reversesId === null && !reversed.has(entry.id))
    if (!isVoidable(totalsOf(entries), own)) fail('bookings.given_back')
    await insertEntries(
      scope,
      { hubId: row.hubId, bookingId, businessDay, method: 'transfer', reason, invoiceId: id },
      own.map((entry) => ({ kind: entry.kind, amountYen: -entry.amountYen, reversesId: entry.id })),
    )
    await addUp(scope, bookingId)
    await updateBill(scope, bookingId, onInvoice(row, zone))
  }
  await voidRent(scope, id, await repository.listRents(scope, id), reason)
  await repository.insertInvoicePayment(scope, id, { receivedOn: today, amountYen: -row.totalYen })
  scope.emit(invoicePaymentVoided, { hubId: row.hubId, invoiceId: id, totalYen: row.totalYen }, { subjectId: id, reason })
  return presentInvoice(scope, id)
}
