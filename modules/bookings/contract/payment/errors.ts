/** Why money is not taken, given back or counted. */
import { defineErrors } from '#platform/contract/errors.ts'

export const paymentErrors = defineErrors({
  /** params `balance`: no more than what is due. */
  'bookings.more_than_due': { status: 409 },
  /** params `total`: less was put on the counter. */
  'bookings.not_enough_given': { status: 422 },
  /** params `most`: no more than what was paid beyond what is due. */
  'bookings.more_than_paid': { status: 409 },
  'bookings.already_voided': { status: 409 },
  /** params `day`. */
  'bookings.day_closed': { status: 409 },
  /** params `difference`: a drawer that does not agree needs a reason. */
  'bookings.difference_unexplained': { status: 422 },
  /** params `counted`: no more can stay in the drawer than is in it. */
  'bookings.carried_too_much': { status: 422 },
  'bookings.day_not_come': { status: 422 },
  /** params `most`: a file or a paper with fewer days. */
  'bookings.too_many_movements': { status: 422 },
  'bookings.tax_rate_taken': { status: 409 },
  /** Nothing of this organisation is open in this month. */
  'bookings.nothing_to_invoice': { status: 409 },
  'bookings.month_not_over': { status: 422 },
  /** An invoice needs the issuer's name: settings. */
  'bookings.issuer_missing': { status: 409 },
  'bookings.invoice_paid': { status: 409 },
  'bookings.invoice_corrected': { status: 409 },
  /** The booking is on an invoice; it is paid there. */
  'bookings.on_invoice': { status: 409 },
  /** What is due stays as it is while an invoice with it waits to be paid. */
  'bookings.fee_invoiced': { status: 409 },
  /** The money was given back already: taken back as well, it would leave the drawer twice. */
  'bookings.given_back': { status: 409 },
  /** Money with a receipt or an invoice is taken back there. */
  'bookings.void_elsewhere': { status: 409 },
  'bookings.invoice_unpaid': { status: 409 },
  /** Neither an address for invoices nor a manager: settings, organisations. */
  'bookings.no_billing_address': { status: 409 },
  /** Nobody is reminded of what is not due yet. */
  'bookings.invoice_not_due': { status: 409 },
  /** A permit is for a booking that stands. */
  'bookings.no_permit': { status: 409 },
})
