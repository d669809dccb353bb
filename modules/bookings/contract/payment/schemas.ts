/** Money of bookings on the wire: what is owed and paid, the till's day, invoices, and what a hub has decided. Whole yen; days of the hub. */
import * as z from 'zod'
import { foldInvoiceNumber } from './rules.ts'
import { day, id, instant, line, localText, optionalLine, page, pageQuery, tenantKey, yen } from '#platform/contract/schemas.ts'

const signedYen = z.int().min(-1_000_000_000).max(1_000_000_000)
const paidYen = z.int().min(1).max(10_000_000)

export const entryKinds = ['charge', 'reduction', 'cancellation-fee', 'waiver', 'payment', 'refund'] as const
export type EntryKind = (typeof entryKinds)[number]
export const payMethods = ['cash', 'transfer'] as const
export const payMethod = z.enum(payMethods)
export type PayMethod = z.output<typeof payMethod>

export const ledgerEntry = z.object({
  id,
  kind: z.enum(entryKinds),
  /** What it adds to what is owed: a payment is negative. */
  amountYen: signedYen,
  method: payMethod.nullable(),
  reason: z.string(),
  businessDay: day,
  receiptId: id.nullable(),
  invoiceId: id.nullable(),
  /** It takes back another entry, or was taken back by one. */
  isReversal: z.boolean(),
  isReversed: z.boolean(),
  /** By itself; money with a receipt or an invoice is taken back there. */
  canVoid: z.boolean(),
  /** Empty: by the program, or by somebody who has been forgotten. */
  who: z.string(),
  at: instant,
})
export type LedgerEntry = z.output<typeof ledgerEntry>

export const receipt = z.object({
  id,
  fiscalYear: z.int(),
  number: z.int(),
  businessDay: day,
  issuedAt: instant,
  method: payMethod,
  totalYen: yen,
  givenYen: yen.nullable(),
  changeYen: yen.nullable(),
  addressee: z.string(),
  isVoid: z.boolean(),
  prints: z.int(),
})
export type Receipt = z.output<typeof receipt>

/** `none`: nothing was ever due. `open`: something is due. `settled`: paid or waived. `over`: more was paid than is due. */
export const paymentState = z.enum(['none', 'open', 'settled', 'over'])
export type PaymentState = z.output<typeof paymentState>

export const payment = z.object({
  bookingId: id,
  hubId: id,
  state: paymentState,
  chargedYen: signedYen,
  paidYen: signedYen,
  /** What is still due; negative: to be given back. */
  balanceYen: signedYen,
  dueAt: instant.nullable(),
  isOverdue: z.boolean(),
  /** The booking is cancelled by the program when it is not paid until then. */
  cancelsUnpaid: z.boolean(),
  /** On an invoice to the organisation. */
  invoiceId: id.nullable(),
  entries: z.array(ledgerEntry),
  receipts: z.array(receipt),
  can: z.object({ pay: z.boolean(), refund: z.boolean(), waive: z.boolean(), permit: z.boolean() }),
})
export type Payment = z.output<typeof payment>

/** What a guest sees of the money of their booking. */
export const guestPayment = payment.pick({
  state: true,
  balanceYen: true,
  dueAt: true,
  isOverdue: true,
  cancelsUnpaid: true,
  receipts: true,
})
export type GuestPayment = z.output<typeof guestPayment>

/** A booking with money that is not settled. */
export const openBill = z.object({
  bookingId: id,
  hubId: id,
  holderName: z.string(),
  targetName: localText,
  startsAt: instant,
  endsAt: instant,
  status: z.string(),
  organisationName: z.string().nullable(),
  chargedYen: signedYen,
  paidYen: signedYen,
  balanceYen: signedYen,
  dueAt: instant.nullable(),
  isOverdue: z.boolean(),
  invoiceId: id.nullable(),
})
export type OpenBill = z.output<typeof openBill>
export const openBillPage = page(openBill)
export const openBillsQuery = pageQuery.extend({ show: z.enum(['due', 'back']).default('due') })

const addressee = optionalLine(120)

export const takePaymentBody = z
  .object({
    items: z
      .array(z.object({ bookingId: id, amountYen: paidYen }))
      .min(1)
      .max(50),
    method: payMethod,
    /** Cash put on the counter. */
    givenYen: z.int().min(1).max(10_000_000).optional(),
    /** For whom the receipt is; the holder's name where nothing is given. */
    addressee,
    isOrganisation: z.boolean().default(false),
    /** A transfer is receipted only when asked for; cash always. */
    wantsReceipt: z.boolean().default(false),
  })
  .refine((body) => new Set(body.items.map((item) => item.bookingId)).size === body.items.length, {
    message: 'each booking once',
    path: ['items'],
  })
export type TakePaymentBody = z.output<typeof takePaymentBody>
export const takenPayment = z.object({
  receiptId: id.nullable(),
  receiptNumber: z.int().nullable(),
  totalYen: yen,
  changeYen: yen,
  businessDay: day,
})

export const refundBody = z.object({ amountYen: paidYen, method: payMethod, reason: line(300) })
export const waiveBody = z.object({ amountYen: paidYen, reason: line(300) })
export const voidBody = z.object({ reason: line(300) })

// ---- the till

const pieces = z.int().min(0).max(100_000)
export const counts = z.object({
  '10000': pieces.optional(),
  '5000': pieces.optional(),
  '2000': pieces.optional(),
  '1000': pieces.optional(),
  '500': pieces.optional(),
  '100': pieces.optional(),
  '50': pieces.optional(),
  '10': pieces.optional(),
  '5': pieces.optional(),
  '1': pieces.optional(),
})

export const closing = z.object({
  id,
  fromDay: day,
  businessDay: day,
  openingYen: yen,
  cashInYen: yen,
  cashOutYen: yen,
  expectedYen: signedYen,
  counts,
  countedYen: yen,
  differenceYen: signedYen,
  reason: z.string(),
  carriedYen: yen,
  /** What goes to the bank. */
  depositYen: yen,
  who: z.string(),
  closedAt: instant,
})
export type Closing = z.output<typeof closing>

export const till = z.object({
  hubId: id,
  today: day,
  /** The day that money taken now belongs to: today, or tomorrow where today is closed. */
  businessDay: day,
  closedUntil: day.nullable(),
  openingYen: yen,
  cashInYen: yen,
  cashOutYen: yen,
  expectedYen: signedYen,
  movements: z.array(
    z.object({
      id,
      at: instant,
      businessDay: day,
      amountYen: signedYen,
      kind: z.enum(['payment', 'refund']),
      isReversal: z.boolean(),
      receiptNumber: z.int().nullable(),
      receiptId: id.nullable(),
      bookingId: id,
      who: z.string(),
      reason: z.string(),
    }),
  ),
})
export type Till = z.output<typeof till>

export const closeDayBody = z.object({
  businessDay: day,
  /** What was in the drawer in the morning; what the day before left where nothing is given. */
  openingYen: z.int().min(0).max(10_000_000).optional(),
  counts,
  /** What the drawer should hold as the screen said: money that moved since is refused (412). */
  expectedYen: signedYen,
  reason: optionalLine(300),
  carriedYen: z.int().min(0).max(10_000_000),
})
export type CloseDayBody = z.output<typeof closeDayBody>

export const closingPage = page(closing)
export const receiptPage = page(receipt)
export const receiptsQuery = pageQuery.extend({ day: day.optional() })
export const sheetQuery = z.object({ from: day, until: day, format: z.enum(['csv', 'xlsx']) })

// ---- what a hub has decided

export const taxKinds = ['standard', 'reduced', 'exempt'] as const
export const taxKind = z.enum(taxKinds)
export type TaxKind = z.output<typeof taxKind>

/** `T` and thirteen digits as typed: full-width, with blanks or hyphens. Empty: not registered. */
export const registrationNumber = z
  .string()
  .max(40)
  .transform((text, context) => {
    const folded = foldInvoiceNumber(text)
    if (folded === '') return null
    if (folded === undefined) {
      context.addIssue({ code: 'custom', message: 'T + 13 digits' })
      return z.NEVER
    }
    return folded
  })
  .nullable()

const text = (max: number) =>
  z
    .string()
    .transform((given) => given.normalize('NFC').trim())
    .pipe(z.string().max(max))

const rule = {
  due: z.enum(['after-confirmation', 'before-use', 'day-of-use']),
  dueDays: z.int().min(0).max(180),
  warnDays: z.int().min(0).max(60),
  cancelsUnpaid: z.boolean(),
  taxKind,
  issuerName: text(100),
  issuerTitle: text(100),
  issuerAddress: text(200),
  issuerPhone: text(40),
  invoiceNumber: registrationNumber,
  sealText: text(20),
  permitPrefix: text(20),
  permitConditions: text(4_000),
  permitConditionsEn: text(4_000),
  bankAccount: text(300),
  invoiceDueDays: z.int().min(0).max(180),
}
export const moneyRuleBody = z
  .object({ ...rule, version: z.int().min(0) })
  .refine((given) => !given.cancelsUnpaid || given.due !== 'day-of-use', {
    message: 'a day of payment before the use',
    path: ['cancelsUnpaid'],
  })
export type MoneyRuleBody = z.output<typeof moneyRuleBody>
export const moneyRule = z.object({
  ...rule,
  invoiceNumber: z.string().nullable(),
  hubId: id,
  /** 0: nothing was decided yet, and this is what holds. */
  version: z.int(),
  /** The check digit of the registration number does not fit. Individuals' numbers follow no published rule, so it is a warning. */
  isNumberDoubtful: z.boolean(),
})
export type MoneyRule = z.output<typeof moneyRule>

export const taxRate = z.object({
  kind: taxKind,
  percent: z.int(),
  validFrom: day,
  /** The last day; null: until further notice. */
  validTo: day.nullable(),
  source: z.string(),
  isOwn: z.boolean(),
})
export const taxRates = z.object({ items: z.array(taxRate) })
export const addTaxRateBody = z.object({
  kind: z.enum(['standard', 'reduced']),
  percent: z.int().min(0).max(100),
  validFrom: day,
  source: line(300),
})

// ---- invoices to organisations

/** `corrected`: taken back whole by a credit. */
export const invoiceState = z.enum(['open', 'overdue', 'paid', 'corrected', 'credit'])
export type InvoiceState = z.output<typeof invoiceState>

export const invoice = z.object({
  id,
  hubId: id,
  organisationId: id,
  organisationName: z.string(),
  kind: z.enum(['invoice', 'credit']),
  state: invoiceState,
  fiscalYear: z.int(),
  number: z.int(),
  /** `2026-11` */
  month: z.string(),
  issuedOn: day,
  dueOn: day,
  totalYen: signedYen,
  lineCount: z.int(),
  reason: z.string(),
  correctsId: id.nullable(),
  correctedById: id.nullable(),
  paidOn: day.nullable(),
  /** When it was last mailed, and when its payment was last asked for. */
  mailedAt: instant.nullable(),
  remindedAt: instant.nullable(),
  /** The last try found nobody to mail it to. */
  mailFailedAt: instant.nullable(),
})
export type Invoice = z.output<typeof invoice>
export const invoicePage = page(invoice)
export const ownInvoice = invoice.extend({ hubName: localText })
export type OwnInvoice = z.output<typeof ownInvoice>
export const ownInvoicePage = page(ownInvoice)

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
export const monthQuery = z.object({ month })
/** What could be put on an invoice of a month, by organisation. */
export const invoiceCandidates = z.object({
  items: z.array(z.object({ organisationId: id, organisationName: z.string(), bookings: z.int(), totalYen: signedYen })),
})
export const issueInvoiceBody = z.object({
  organisationId: id,
  month,
  /** Mail it at once; where nobody is known to mail it to, it is issued all the same. */
  isMailed: z.boolean().default(false),
})
/** `overdue`: unpaid after their day, and not yet asked for. */
export const invoicesQuery = pageQuery.extend({ show: z.enum(['all', 'overdue']).default('all') })
export const invoiceMailings = ['invoice', 'reminder'] as const
export type InvoiceMailing = (typeof invoiceMailings)[number]
export const mailInvoiceBody = z.object({ kind: z.enum(invoiceMailings) })
/** To whom papers of an organisation are addressed and mailed. */
export const billingAddress = z.object({
  name: z.string(),
  postalCode: z.string().nullable(),
  address: z.string().nullable(),
  department: z.string().nullable(),
  contact: z.string().nullable(),
  mails: z.array(z.string()),
})
export const organisationParams = z.object({ organisationId: id })
export const correctInvoiceBody = z.object({ reason: line(300) })
export const payInvoiceBody = z.object({ receivedOn: day })

export const hubParams = z.object({ hubId: id })
export const paidBookingParams = z.object({ bookingId: id })
export const guestPermitParams = z.object({ hubKey: tenantKey, bookingId: id })
export const ownReceiptParams = z.object({ bookingId: id, receiptId: id })
export const guestReceiptParams = guestPermitParams.extend({ receiptId: id })
export const receiptParams = z.object({ receiptId: id })
export const closingParams = z.object({ closingId: id })
export const entryParams = z.object({ entryId: id })
export const invoiceParams = z.object({ invoiceId: id })
/** The language of the paper: the reader's where nothing is given. */
export const paperQuery = z.object({ language: z.enum(['ja', 'en']).optional() })
