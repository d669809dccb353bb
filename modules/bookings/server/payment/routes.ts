/** Endpoint to use case to presenter: a line each. */
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import { bind, type Route } from '#platform/server/module.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import * as api from '../../contract/payment/endpoints.ts'
import { requireBooking, requireGuestBooking } from '../booking/use-cases/require-booking.ts'
import * as invoices from '../invoice/use-cases/issue-invoice.ts'
import { listOwnInvoices } from '../invoice/use-cases/list-own-invoices.ts'
import { mailInvoice, readBillingAddress } from '../invoice/use-cases/mail-invoice.ts'
import { addRate, keepRule, readRates, readRule } from '../money-rule/use-cases/keep-rule.ts'
import { presentClosings, presentGuestPayment, presentPayment, presentReceipt, presentReceipts } from './presenter.ts'
import { listClosings, listReceipts } from './repository.ts'
import { closeDay, readTill } from './use-cases/close-day.ts'
import { exportClosings } from './use-cases/export-closings.ts'
import { listOpenBills } from './use-cases/list-open-bills.ts'
import {
  readClosingPaper,
  readInvoicePaper,
  readOwnInvoicePaper,
  readOwnReceipt,
  readPermit,
  readReceiptPaper,
} from './use-cases/read-papers.ts'
import { refundPayment, takePayment, voidPayment, voidReceipt, waiveFee } from './use-cases/take-payment.ts'

export const paymentRoutes: readonly Route[] = [
  bind(api.getPayment, async (scope, { params }) => presentPayment(scope, await requireBooking(scope, params.bookingId))),
  bind(api.readPermit, async (scope, { params, query }) => readPermit(scope, await requireBooking(scope, params.bookingId), query)),
  bind(api.readGuestPermit, async (scope, { params, query }) =>
    readPermit(scope, await requireGuestBooking(scope, params.bookingId), query),
  ),
  bind(api.readOwnReceipt, async (scope, { params, query }) =>
    readOwnReceipt(scope, await requireBooking(scope, params.bookingId), params.receiptId, query),
  ),
  bind(api.getGuestPayment, async (scope, { params }) => presentGuestPayment(scope, await requireGuestBooking(scope, params.bookingId))),
  bind(api.readGuestReceipt, async (scope, { params, query }) =>
    readOwnReceipt(scope, await requireGuestBooking(scope, params.bookingId), params.receiptId, query),
  ),
  bind(api.listOwnInvoices, (scope, { query }) => listOwnInvoices(scope, query)),
  bind(api.readOwnInvoicePaper, (scope, { params, query }) => readOwnInvoicePaper(scope, params.invoiceId, query)),

  bind(api.listOpenBills, (scope, { params, query }) => listOpenBills(scope, params.hubId, query)),
  bind(api.takePayment, (scope, { params, body }) => takePayment(scope, params.hubId, body)),
  bind(api.refundPayment, async (scope, { params, body }) => presentPayment(scope, await refundPayment(scope, params.bookingId, body))),
  bind(api.waiveFee, async (scope, { params, body }) => presentPayment(scope, await waiveFee(scope, params.bookingId, body))),
  bind(api.voidReceipt, async (scope, { params, body }) => presentReceipt(scope, await voidReceipt(scope, params.receiptId, body.reason))),
  bind(api.voidPayment, async (scope, { params, body }) => presentPayment(scope, await voidPayment(scope, params.entryId, body.reason))),
  bind(api.listReceipts, async (scope, { params, query }) => {
    await requireHub(scope, params.hubId)
    const rows = await listReceipts(scope, params.hubId, { day: query.day, limit: query.limit, before: readCursor(query.cursor) })
    return { items: await presentReceipts(scope, rows.slice(0, query.limit)), nextCursor: cursorOf(rows, query.limit) }
  }),
  bind(api.readReceiptPaper, (scope, { params, query }) => readReceiptPaper(scope, params.receiptId, query)),

  bind(api.getTill, (scope, { params }) => readTill(scope, params.hubId)),
  bind(api.closeDay, async (scope, { params, body }) => {
    const [closing] = await presentClosings(scope, [await closeDay(scope, params.hubId, body)])
    if (closing === undefined) throw new Error('the closing was not presented')
    return closing
  }),
  bind(api.listClosings, async (scope, { params, query }) => {
    await requireHub(scope, params.hubId)
    const rows = await listClosings(scope, params.hubId, { limit: query.limit + 1, before: readCursor(query.cursor) })
    return { items: await presentClosings(scope, rows.slice(0, query.limit)), nextCursor: cursorOf(rows, query.limit) }
  }),
  bind(api.readClosingPaper, (scope, { params, query }) => readClosingPaper(scope, params.closingId, query)),
  bind(api.exportClosings, (scope, { params, query }) => exportClosings(scope, params.hubId, query)),

  bind(api.listInvoices, (scope, { params, query }) => invoices.listInvoices(scope, params.hubId, query)),
  bind(api.listInvoiceCandidates, (scope, { params, query }) => invoices.listCandidates(scope, params.hubId, query.month)),
  bind(api.issueInvoice, (scope, { params, body }) => invoices.issueInvoice(scope, params.hubId, body)),
  bind(api.correctInvoice, (scope, { params, body }) => invoices.correctInvoice(scope, params.invoiceId, body.reason)),
  bind(api.payInvoice, (scope, { params, body }) => invoices.payInvoice(scope, params.invoiceId, body.receivedOn)),
  bind(api.voidInvoicePayment, (scope, { params, body }) => invoices.voidInvoicePayment(scope, params.invoiceId, body.reason)),
  bind(api.mailInvoice, async (scope, { params, body }) => {
    await mailInvoice(scope, params.invoiceId, body.kind)
    return invoices.presentInvoice(scope, params.invoiceId)
  }),
  bind(api.getBillingAddress, (scope, { params }) => readBillingAddress(scope, params.organisationId)),
  bind(api.readInvoicePaper, (scope, { params, query }) => readInvoicePaper(scope, params.invoiceId, query)),

  bind(api.getMoneyRule, (scope, { params }) => readRule(scope, params.hubId)),
  bind(api.setMoneyRule, (scope, { params, body }) => keepRule(scope, params.hubId, body)),
  bind(api.listTaxRates, (scope) => readRates(scope)),
  bind(api.addTaxRate, (scope, { body }) => addRate(scope, body)),
]
