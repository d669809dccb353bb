/** Money of bookings: at the desk, the till's day, invoices to organisations, papers. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { paymentErrors } from './errors.ts'
import * as s from './schemas.ts'

const pick = pickFrom(paymentErrors)

// ---- a booking

export const getPayment = endpoint({
  name: 'bookings.getPayment',
  method: 'GET',
  path: '/bookings/{bookingId}/payment',
  way: 'member',
  permission: 'bookings.book',
  summary: 'What is owed and paid for one of your bookings, entry by entry; the desk reads any.',
  params: s.paidBookingParams,
  response: s.payment,
})

export const readPermit = endpoint({
  name: 'bookings.readPermit',
  method: 'GET',
  path: '/bookings/{bookingId}/permit',
  way: 'member',
  permission: 'bookings.book',
  summary: 'The permit of use as a PDF; it gets its number when it is first read.',
  params: s.paidBookingParams,
  query: s.paperQuery,
  kind: 'file',
  isLookRecorded: true,
  errors: pick('bookings.no_permit'),
})

export const readGuestPermit = endpoint({
  name: 'bookings.readGuestPermit',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/permit',
  way: 'guest',
  permission: 'bookings.link',
  summary: "The permit of use of a guest's booking as a PDF.",
  params: s.guestPermitParams,
  query: s.paperQuery,
  kind: 'file',
  isLookRecorded: true,
  errors: pick('bookings.no_permit'),
})

export const readOwnReceipt = endpoint({
  name: 'bookings.readOwnReceipt',
  method: 'GET',
  path: '/bookings/{bookingId}/receipts/{receiptId}',
  way: 'member',
  permission: 'bookings.book',
  summary:
    'A receipt of one of your bookings as a PDF, where everything on it is yours. Each print is recorded, as at the desk; every one but the first is marked as issued again.',
  params: s.ownReceiptParams,
  query: s.paperQuery,
  kind: 'file',
  isLookRecorded: true,
})

export const getGuestPayment = endpoint({
  name: 'bookings.getGuestPayment',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/payment',
  way: 'guest',
  permission: 'bookings.link',
  summary: "What is due for a guest's booking, and the receipts that are about it alone.",
  params: s.guestPermitParams,
  response: s.guestPayment,
})

export const readGuestReceipt = endpoint({
  name: 'bookings.readGuestReceipt',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/guest-receipts/{receiptId}',
  way: 'guest',
  permission: 'bookings.link',
  summary: "A receipt of a guest's booking as a PDF. One that is about other bookings too is handed out by the desk.",
  params: s.guestReceiptParams,
  query: s.paperQuery,
  kind: 'file',
  isLookRecorded: true,
})

export const listOwnInvoices = endpoint({
  name: 'bookings.listOwnInvoices',
  method: 'GET',
  path: '/own-invoices',
  way: 'member',
  permission: 'bookings.readOwnInvoices',
  summary: 'Invoices and credits to the organisation that the caller manages, the latest first.',
  query: s.receiptsQuery.omit({ day: true }),
  response: s.ownInvoicePage,
})

export const readOwnInvoicePaper = endpoint({
  name: 'bookings.readOwnInvoicePaper',
  method: 'GET',
  path: '/own-invoices/{invoiceId}/paper',
  way: 'member',
  permission: 'bookings.readOwnInvoices',
  summary: 'One of them as a PDF.',
  params: s.invoiceParams,
  query: s.paperQuery,
  kind: 'file',
})

// ---- at the desk

export const listOpenBills = endpoint({
  name: 'bookings.listOpenBills',
  method: 'GET',
  path: '/hubs/{hubId}/open-bills',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Bookings of a hub with money still due, or with money to give back, by day of use.',
  params: s.hubParams,
  query: s.openBillsQuery,
  response: s.openBillPage,
})

export const takePayment = endpoint({
  name: 'bookings.takePayment',
  method: 'POST',
  path: '/hubs/{hubId}/payments',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Take money for one or several bookings: cash with its receipt, or a bank transfer that has come in.',
  params: s.hubParams,
  body: s.takePaymentBody,
  response: s.takenPayment,
  status: 201,
  errors: pick('bookings.more_than_due', 'bookings.not_enough_given', 'bookings.on_invoice'),
  isIdempotent: true,
})

export const refundPayment = endpoint({
  name: 'bookings.refundPayment',
  method: 'POST',
  path: '/bookings/{bookingId}/refunds',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Give back what was paid beyond what is due, with the reason and how.',
  params: s.paidBookingParams,
  body: s.refundBody,
  response: s.payment,
  status: 201,
  errors: pick('bookings.more_than_paid'),
  isIdempotent: true,
})

export const waiveFee = endpoint({
  name: 'bookings.waiveFee',
  method: 'POST',
  path: '/bookings/{bookingId}/waivers',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Waive what is due, in whole or in part, with the reason.',
  params: s.paidBookingParams,
  body: s.waiveBody,
  response: s.payment,
  status: 201,
  errors: pick('bookings.more_than_due', 'bookings.on_invoice'),
  isIdempotent: true,
})

export const voidReceipt = endpoint({
  name: 'bookings.voidReceipt',
  method: 'POST',
  path: '/receipts/{receiptId}/void',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Take back a payment by a counter-entry; the receipt keeps its number.',
  params: s.receiptParams,
  body: s.voidBody,
  response: s.receipt,
  errors: pick('bookings.already_voided', 'bookings.given_back', 'bookings.fee_invoiced'),
})

export const voidPayment = endpoint({
  name: 'bookings.voidPayment',
  method: 'POST',
  path: '/ledger-entries/{entryId}/void',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Take back a payment or a refund that has no receipt, as a transfer that was noted for the wrong booking, by a counter-entry.',
  params: s.entryParams,
  body: s.voidBody,
  response: s.payment,
  status: 201,
  errors: pick('bookings.already_voided', 'bookings.given_back', 'bookings.fee_invoiced', 'bookings.void_elsewhere'),
  isIdempotent: true,
})

export const listReceipts = endpoint({
  name: 'bookings.listReceipts',
  method: 'GET',
  path: '/hubs/{hubId}/receipts',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Receipts of a hub, the latest first; of one business day where given.',
  params: s.hubParams,
  query: s.receiptsQuery,
  response: s.receiptPage,
})

export const readReceiptPaper = endpoint({
  name: 'bookings.readReceiptPaper',
  method: 'GET',
  path: '/receipts/{receiptId}/paper',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The receipt as a PDF. Each print is recorded; every one but the first is marked as issued again.',
  params: s.receiptParams,
  query: s.paperQuery,
  kind: 'file',
  isLookRecorded: true,
})

// ---- the till's day

export const getTill = endpoint({
  name: 'bookings.getTill',
  method: 'GET',
  path: '/hubs/{hubId}/till',
  way: 'member',
  permission: 'bookings.run',
  summary: 'What the drawer should hold: what the day before left, and every movement of cash since.',
  params: s.hubParams,
  response: s.till,
})

export const closeDay = endpoint({
  name: 'bookings.closeDay',
  method: 'POST',
  path: '/hubs/{hubId}/closings',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Close a business day with the count of coins and notes; money taken later belongs to the next day. It is never opened again.',
  params: s.hubParams,
  body: s.closeDayBody,
  response: s.closing,
  status: 201,
  errors: pick('bookings.day_closed', 'bookings.difference_unexplained', 'bookings.carried_too_much', 'bookings.day_not_come'),
  isIdempotent: true,
})

export const listClosings = endpoint({
  name: 'bookings.listClosings',
  method: 'GET',
  path: '/hubs/{hubId}/closings',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Closed days of a hub, the latest first.',
  params: s.hubParams,
  query: s.receiptsQuery.omit({ day: true }),
  response: s.closingPage,
})

export const readClosingPaper = endpoint({
  name: 'bookings.readClosingPaper',
  method: 'GET',
  path: '/closings/{closingId}/paper',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The sheet of a closed day as a PDF.',
  params: s.closingParams,
  query: s.paperQuery,
  kind: 'file',
  errors: pick('bookings.too_many_movements'),
})

export const exportClosings = endpoint({
  name: 'bookings.exportClosings',
  method: 'GET',
  path: '/hubs/{hubId}/closing-sheet',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Closed days and every movement of money between two days, as Excel or CSV.',
  params: s.hubParams,
  query: s.sheetQuery,
  kind: 'file',
  errors: pick('bookings.too_many_movements'),
})

// ---- invoices

export const listInvoices = endpoint({
  name: 'bookings.listInvoices',
  method: 'GET',
  path: '/hubs/{hubId}/invoices',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Invoices and credits of a hub, the latest first.',
  params: s.hubParams,
  query: s.invoicesQuery,
  response: s.invoicePage,
})

export const listInvoiceCandidates = endpoint({
  name: 'bookings.listInvoiceCandidates',
  method: 'GET',
  path: '/hubs/{hubId}/invoice-candidates',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Organisations with fees of a month that are open and on no invoice.',
  params: s.hubParams,
  query: s.monthQuery,
  response: s.invoiceCandidates,
})

export const issueInvoice = endpoint({
  name: 'bookings.issueInvoice',
  method: 'POST',
  path: '/hubs/{hubId}/invoices',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Issue the invoice of an organisation for a month that is over: all its open fees, numbered in order.',
  params: s.hubParams,
  body: s.issueInvoiceBody,
  response: s.invoice,
  status: 201,
  errors: pick('bookings.nothing_to_invoice', 'bookings.month_not_over', 'bookings.issuer_missing'),
  isIdempotent: true,
})

export const correctInvoice = endpoint({
  name: 'bookings.correctInvoice',
  method: 'POST',
  path: '/invoices/{invoiceId}/correction',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Take an unpaid invoice back by a credit with a number of its own; its bookings can be invoiced anew.',
  params: s.invoiceParams,
  body: s.correctInvoiceBody,
  response: s.invoice,
  errors: pick('bookings.invoice_paid', 'bookings.invoice_corrected'),
})

export const payInvoice = endpoint({
  name: 'bookings.payInvoice',
  method: 'POST',
  path: '/invoices/{invoiceId}/payment',
  way: 'member',
  permission: 'bookings.money',
  summary: 'The whole sum of an invoice has come in by bank transfer.',
  params: s.invoiceParams,
  body: s.payInvoiceBody,
  response: s.invoice,
  errors: pick('bookings.invoice_paid', 'bookings.invoice_corrected'),
})

export const voidInvoicePayment = endpoint({
  name: 'bookings.voidInvoicePayment',
  method: 'POST',
  path: '/invoices/{invoiceId}/payment-void',
  way: 'member',
  permission: 'bookings.money',
  summary: 'The payment of an invoice was none: it is taken back by counter-entries, and the invoice waits to be paid again.',
  params: s.invoiceParams,
  body: s.voidBody,
  response: s.invoice,
  status: 201,
  errors: pick('bookings.invoice_unpaid', 'bookings.given_back', 'bookings.fee_invoiced'),
  isIdempotent: true,
})

export const mailInvoice = endpoint({
  name: 'bookings.mailInvoice',
  method: 'POST',
  path: '/invoices/{invoiceId}/mailings',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Mail an invoice or credit as a PDF to the organisation, also once more; or ask for the payment of one that is overdue.',
  params: s.invoiceParams,
  body: s.mailInvoiceBody,
  response: s.invoice,
  status: 201,
  errors: pick('bookings.no_billing_address', 'bookings.invoice_paid', 'bookings.invoice_corrected', 'bookings.invoice_not_due'),
  isIdempotent: true,
})

export const getBillingAddress = endpoint({
  name: 'bookings.getBillingAddress',
  method: 'GET',
  path: '/organisations/{organisationId}/billing-address',
  way: 'member',
  permission: 'bookings.money',
  summary: 'To whom invoices of an organisation are addressed, and the addresses that they are mailed to.',
  params: s.organisationParams,
  response: s.billingAddress,
})

export const readInvoicePaper = endpoint({
  name: 'bookings.readInvoicePaper',
  method: 'GET',
  path: '/invoices/{invoiceId}/paper',
  way: 'member',
  permission: 'bookings.money',
  summary: 'The invoice or credit as a PDF.',
  params: s.invoiceParams,
  query: s.paperQuery,
  kind: 'file',
})

// ---- what a hub has decided

export const getMoneyRule = endpoint({
  name: 'bookings.getMoneyRule',
  method: 'GET',
  path: '/hubs/{hubId}/money-rule',
  way: 'member',
  permission: 'bookings.money',
  summary: 'When fees of a hub are due, who issues its papers, and what stands on them.',
  params: s.hubParams,
  response: s.moneyRule,
})

export const setMoneyRule = endpoint({
  name: 'bookings.setMoneyRule',
  method: 'PUT',
  path: '/hubs/{hubId}/money-rule',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Decide it. Papers that were issued stay as they are.',
  params: s.hubParams,
  body: s.moneyRuleBody,
  response: s.moneyRule,
})

export const listTaxRates = endpoint({
  name: 'bookings.listTaxRates',
  method: 'GET',
  path: '/tax-rates',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Rates of the consumption tax with their days and sources.',
  response: s.taxRates,
})

export const addTaxRate = endpoint({
  name: 'bookings.addTaxRate',
  method: 'POST',
  path: '/tax-rates',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Add a rate that the law has changed to, before the program knows it.',
  body: s.addTaxRateBody,
  response: s.taxRates,
  status: 201,
  isIdempotent: true,
  errors: pick('bookings.tax_rate_taken'),
})
