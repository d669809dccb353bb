/** Facts of money: ids and sums, never names. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { day, id } from '#platform/contract/schemas.ts'

const ofBooking = z.object({ hubId: id, paidBookingId: id, amountYen: z.int() })
const yen = z.int()

/** What a booking owes was written down, or changed with it. */
export const charged = defineEvent({ type: 'bookings.charged', payload: ofBooking, live: 'tenant' })
export const paid = defineEvent({ type: 'bookings.paid', payload: ofBooking.extend({ method: z.string() }), live: 'tenant' })
export const refunded = defineEvent({ type: 'bookings.refunded', payload: ofBooking.extend({ method: z.string() }), live: 'tenant' })
export const waived = defineEvent({ type: 'bookings.waived', payload: ofBooking, live: 'tenant' })
export const paymentVoided = defineEvent({
  type: 'bookings.paymentVoided',
  payload: ofBooking.extend({ receiptId: id.nullable() }),
  live: 'tenant',
})
export const receiptIssued = defineEvent({
  type: 'bookings.receiptIssued',
  payload: z.object({ hubId: id, receiptId: id, totalYen: yen }),
  live: 'tenant',
})
export const receiptPrinted = defineEvent({
  type: 'bookings.receiptPrinted',
  payload: z.object({ hubId: id, receiptId: id }),
  live: 'tenant',
})
export const permitIssued = defineEvent({ type: 'bookings.permitIssued', payload: z.object({ hubId: id, permittedBookingId: id }) })
export const unpaidWarned = defineEvent({ type: 'bookings.unpaidWarned', payload: ofBooking, live: 'tenant' })
export const dayClosed = defineEvent({
  type: 'bookings.dayClosed',
  payload: z.object({ hubId: id, closingId: id, businessDay: day, differenceYen: yen }),
  live: 'tenant',
})
export const moneyRuleChanged = defineEvent({
  type: 'bookings.moneyRuleChanged',
  payload: z.object({ hubId: id, fields: z.array(z.string()) }),
  live: 'tenant',
})
export const taxRateAdded = defineEvent({
  type: 'bookings.taxRateAdded',
  payload: z.object({ kind: z.string(), percent: yen, validFrom: day }),
  live: 'tenant',
})
const ofInvoice = z.object({ hubId: id, invoiceId: id, totalYen: yen })
export const invoiceIssued = defineEvent({ type: 'bookings.invoiceIssued', payload: ofInvoice, live: 'tenant' })
export const invoiceCorrected = defineEvent({ type: 'bookings.invoiceCorrected', payload: ofInvoice, live: 'tenant' })
export const invoicePaid = defineEvent({ type: 'bookings.invoicePaid', payload: ofInvoice, live: 'tenant' })
export const invoiceMailed = defineEvent({
  type: 'bookings.invoiceMailed',
  payload: z.object({ hubId: id, invoiceId: id, kind: z.string(), recipients: z.int() }),
  live: 'tenant',
})
/** Nobody was left to mail it to when its turn came. */
export const invoiceNotMailed = defineEvent({
  type: 'bookings.invoiceNotMailed',
  payload: z.object({ hubId: id, invoiceId: id, mailingId: id, kind: z.string() }),
  live: 'tenant',
})
export const invoicePaymentVoided = defineEvent({ type: 'bookings.invoicePaymentVoided', payload: ofInvoice, live: 'tenant' })

export const paymentEvents = [
  charged,
  paid,
  refunded,
  waived,
  paymentVoided,
  receiptIssued,
  receiptPrinted,
  permitIssued,
  unpaidWarned,
  dayClosed,
  moneyRuleChanged,
  taxRateAdded,
  invoiceIssued,
  invoiceCorrected,
  invoicePaid,
  invoicePaymentVoided,
  invoiceMailed,
  invoiceNotMailed,
]
