/** An invoice goes to the organisation by mail, and so does the question for its payment; each time is on record. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { billingOf, type Billing } from '#modules/people/server/index.ts'
import { paymentErrors } from '../../../contract/payment/errors.ts'
import { invoiceMailed } from '../../../contract/payment/events.ts'
import type { InvoiceMailing } from '../../../contract/payment/schemas.ts'
import { dayAt } from '../../rules.ts'
import { findInvoice, insertMailing, lockInvoice } from '../repository.ts'

const fail = failOf(paymentErrors)

export const mailInvoiceJob = 'bookings.mailInvoice'
export interface MailInvoicePayload {
  readonly invoiceId: string
  readonly mailingId: string
  readonly kind: InvoiceMailing
}

/** Sent again as often as the office likes; a payment is asked for only while it is overdue. */
export async function mailInvoice(scope: MemberScope, invoiceId: string, kind: InvoiceMailing): Promise<void> {
  if ((await findInvoice(scope, invoiceId)) === undefined) fail('platform.not_found')
  // a payment that comes in at this moment is seen
  await lockInvoice(scope, invoiceId)
  const row = await findInvoice(scope, invoiceId)
  if (row === undefined) return fail('platform.not_found')
  if (kind === 'reminder') {
    if (row.kind === 'credit' || row.correctedById !== null) fail('bookings.invoice_corrected')
    if (row.paidOn !== null) fail('bookings.invoice_paid')
    const { zone } = await requireHub(scope, row.hubId)
    if (row.dueOn >= dayAt(scope.clock.now().epochMilliseconds, zone)) fail('bookings.invoice_not_due')
  }
  const billing = await billingOf(scope, row.organisationId)
  if (billing === undefined || billing.recipients.length === 0) return fail('bookings.no_billing_address')
  await mailOut(scope, row, billing, kind)
}

export async function mailOut(
  scope: Scope,
  invoice: { readonly id: string; readonly hubId: string },
  billing: Billing,
  kind: InvoiceMailing,
): Promise<void> {
  const recipients = billing.recipients.length
  const mailingId = await insertMailing(scope, invoice.id, { kind, recipients })
  scope.enqueue({ name: mailInvoiceJob, payload: { invoiceId: invoice.id, mailingId, kind } satisfies MailInvoicePayload })
  scope.emit(invoiceMailed, { hubId: invoice.hubId, invoiceId: invoice.id, kind, recipients }, { subjectId: invoice.id })
}

export async function readBillingAddress(scope: MemberScope, organisationId: string) {
  const billing = await billingOf(scope, organisationId)
  if (billing === undefined) return fail('platform.not_found')
  const { name, postalCode, address, department, contact } = billing
  return { name, postalCode, address, department, contact, mails: billing.recipients.map((each) => each.address) }
}
