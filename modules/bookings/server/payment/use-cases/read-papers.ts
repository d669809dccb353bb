/** Papers on request: each from the rows that hold it, so that the same paper comes out again. */
import { failOf } from '#platform/server/errors.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { paymentErrors } from '../../../contract/payment/errors.ts'
import { permitIssued, receiptPrinted } from '../../../contract/payment/events.ts'
import { fiscalYearOf } from '../../../contract/payment/rules.ts'
import { withPlace } from '../../booking/presenter.ts'
import { lockBooking, type BookingRow } from '../../booking/repository.ts'
import { takeNumber } from '../../counter/repository.ts'
import { findInvoice, type InvoiceRow } from '../../invoice/repository.ts'
import type { InvoicePaper } from '../../invoice/use-cases/issue-invoice.ts'
import { findRule } from '../../money-rule/repository.ts'
import { writeClosing } from '../../papers/closing.ts'
import { writeInvoice } from '../../papers/invoice.ts'
import { writePermit } from '../../papers/permit.ts'
import { writeReceipt } from '../../papers/receipt.ts'
import { paperLanguage, paperWords, type PaperLanguage } from '../../papers/words.ts'
import { findReduction } from '../../policy/repository.ts'
import { clockTime, dayAt } from '../../rules.ts'
import { drawerYen, presentClosings, presentReceipt, whoOf } from '../presenter.ts'
import {
  findBill,
  findClosing,
  findPermit,
  insertPermit,
  insertPrint,
  listMovements,
  listReceiptsById,
  lockReceipt,
  mostMovements,
  type ReceiptRow,
} from '../repository.ts'
import { listOwnReceipts } from './own-receipts.ts'
import { issuerOf, type MoneyPaper } from './write-receipt-paper.ts'

const fail = failOf(paymentErrors)

interface Wish {
  readonly language?: PaperLanguage | undefined
}

const pdf = (name: string, content: Uint8Array): FileAnswer => ({
  name: `${name}.pdf`,
  mediaType: 'application/pdf',
  content,
  isInline: true,
})

/** The permit of a booking that stands. Its number is given when it is first read, and stays the booking's. */
export async function readPermit(scope: Scope, given: BookingRow, wish: Wish): Promise<FileAnswer> {
  const row = (await lockBooking(scope, given.id)) ?? given
  if (row.status !== 'confirmed') fail('bookings.no_permit')
  const hub = await requireHub(scope, row.hubId)
  const rule = await findRule(scope, row.hubId)
  const now = scope.clock.now()
  const today = dayAt(now.epochMilliseconds, hub.zone)
  let permit = await findPermit(scope, row.id)
  if (permit === undefined) {
    const fiscalYear = fiscalYearOf(today)
    const number = await takeNumber(scope, { ownerId: row.hubId, series: 'permit', fiscalYear })
    permit = await insertPermit(scope, { hubId: row.hubId, bookingId: row.id, fiscalYear, number })
    scope.emit(permitIssued, { hubId: row.hubId, permittedBookingId: row.id }, { subjectId: row.id })
  }
  const { place } = await withPlace(scope, row)
  const bill = await findBill(scope, row.id)
  const language = wish.language ?? paperLanguage(row.holderLanguage)
  const reduction = row.reductionId === null ? undefined : await findReduction(scope, row.reductionId)
  const labels = new Map(place.units.map((unit) => [unit.id, unit.label]))
  const content = await writePermit({
    language,
    prefix: rule.permitPrefix,
    fiscalYear: permit.fiscalYear,
    number: permit.number,
    issuedOn: dayAt(permit.issuedAt.epochMilliseconds, hub.zone),
    madeAt: now,
    holder: row.holderName,
    isOrganisation: row.organisationId !== null,
    hub: place.hubNames,
    place: place.names,
    units: row.kind === 'space' ? [] : row.unitIds.flatMap((id) => labels.get(id) ?? []),
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    zone: hub.zone,
    partySize: row.partySize,
    purpose: row.purpose,
    listYen: row.listFeeYen ?? row.feeYen,
    feeYen: row.feeYen,
    reduction: reduction?.names,
    balanceYen: bill?.balanceYen ?? row.feeYen,
    conditions: language === 'en' && rule.permitConditionsEn !== '' ? rule.permitConditionsEn : rule.permitConditions,
    issuer: issuerOf(rule),
  })
  return pdf(`${paperWords(language).say('payment.paper.permit')}-${permit.fiscalYear}-${permit.number}`, content)
}

export async function readReceiptPaper(scope: MemberScope, receiptId: string, wish: Wish): Promise<FileAnswer> {
  const [row] = await listReceiptsById(scope, [receiptId])
  return row === undefined ? fail('platform.not_found') : printReceipt(scope, row, wish)
}

/** For the holder of the booking, by their session or the link of the mail. */
export async function readOwnReceipt(scope: Scope, booking: BookingRow, receiptId: string, wish: Wish): Promise<FileAnswer> {
  const row = (await listOwnReceipts(scope, booking)).find((receipt) => receipt.id === receiptId)
  return row === undefined ? fail('platform.not_found') : printReceipt(scope, row, wish)
}

/** Each print is on record, whoever asks; every one but the first says that it was issued again. */
async function printReceipt(scope: Scope, row: ReceiptRow, wish: Wish): Promise<FileAnswer> {
  await lockReceipt(scope, row.id)
  const { prints, isVoid } = await presentReceipt(scope, row)
  await insertPrint(scope, row.id)
  scope.emit(receiptPrinted, { hubId: row.hubId, receiptId: row.id }, { subjectId: row.id })
  const language = wish.language ?? (row.language === 'ja' ? 'ja' : 'en')
  const content = await writeReceipt({
    language,
    fiscalYear: row.fiscalYear,
    number: row.number,
    businessDay: row.businessDay,
    madeAt: scope.clock.now(),
    addressee: row.addressee,
    isOrganisation: row.isOrganisation,
    totalYen: row.totalYen,
    method: row.method,
    givenYen: row.givenYen,
    changeYen: row.changeYen,
    paper: row.paper as unknown as MoneyPaper,
    isAgain: prints > 0,
    isVoid,
  })
  return pdf(`${paperWords(language).say('payment.paper.receipt')}-${row.fiscalYear}-${row.number}`, content)
}

export async function readInvoicePaper(scope: MemberScope, invoiceId: string, wish: Wish): Promise<FileAnswer> {
  const row = await findInvoice(scope, invoiceId)
  return row === undefined ? fail('platform.not_found') : writeInvoicePaper(scope, row, wish)
}

/** For the manager of the organisation that it is to. */
export async function readOwnInvoicePaper(scope: MemberScope, invoiceId: string, wish: Wish): Promise<FileAnswer> {
  const row = await findInvoice(scope, invoiceId)
  return row === undefined || row.organisationId !== scope.actor.organisationId
    ? fail('platform.not_found')
    : writeInvoicePaper(scope, row, wish)
}

export async function writeInvoicePaper(scope: Scope, row: InvoiceRow, wish: Wish): Promise<FileAnswer> {
  const corrected = row.correctsId === null ? undefined : await findInvoice(scope, row.correctsId)
  const language = wish.language ?? paperLanguage(scope.language)
  const content = await writeInvoice({
    language,
    kind: row.kind,
    fiscalYear: row.fiscalYear,
    number: row.number,
    corrects: corrected,
    month: row.month.slice(0, 7),
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    madeAt: scope.clock.now(),
    totalYen: row.totalYen,
    reason: row.reason,
    paper: row.paper as unknown as InvoicePaper,
  })
  const kind = paperWords(language).say(row.kind === 'invoice' ? 'payment.paper.invoice' : 'payment.paper.credit')
  return pdf(`${kind}-${row.fiscalYear}-${row.number}`, content)
}

export async function readClosingPaper(scope: MemberScope, closingId: string, wish: Wish): Promise<FileAnswer> {
  const row = await findClosing(scope, closingId)
  if (row === undefined) return fail('platform.not_found')
  const hub = await requireHub(scope, row.hubId)
  const rule = await findRule(scope, row.hubId)
  const [closing] = await presentClosings(scope, [row])
  if (closing === undefined) return fail('platform.not_found')
  const language = wish.language ?? paperLanguage(scope.language)
  const { say, shortDay } = paperWords(language)
  const movements = await listMovements(scope, row.hubId, { from: row.fromDay, until: row.businessDay, isCashOnly: true })
  if (movements.length > mostMovements) fail('bookings.too_many_movements', { params: { most: mostMovements.toLocaleString('en') } })
  const who = await whoOf(scope, movements)
  const receipts = new Map(
    (
      await listReceiptsById(
        scope,
        movements.flatMap((entry) => entry.receiptId ?? []),
      )
    ).map((receipt) => [receipt.id, receipt]),
  )
  const timeOf = (at: Temporal.Instant): string => clockTime(at.epochMilliseconds, dayAt(at.epochMilliseconds, hub.zone), hub.zone)
  const content = await writeClosing({
    language,
    hub: hub.names,
    issuerName: rule.issuerName,
    closing,
    closedTime: timeOf(row.closedAt),
    madeAt: scope.clock.now(),
    movements: movements.map((entry) => {
      const receipt = entry.receiptId === null ? undefined : receipts.get(entry.receiptId)
      const day = dayAt(entry.at.epochMilliseconds, hub.zone)
      return {
        time: row.fromDay === row.businessDay && day === row.businessDay ? timeOf(entry.at) : `${shortDay(day)} ${timeOf(entry.at)}`,
        what: say(entry.reversesId === null ? `payment.entry.${entry.kind}` : 'payment.entry.reversal'),
        receipt: receipt === undefined ? '' : `${receipt.fiscalYear}-${String(receipt.number).padStart(5, '0')}`,
        yen: drawerYen(entry),
        who: who(entry.accountId),
        reason: entry.reason,
      }
    }),
  })
  return pdf(`${say('payment.paper.closing')}-${row.businessDay}`, content)
}
