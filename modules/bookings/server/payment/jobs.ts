import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { mailInvoiceJob, type MailInvoicePayload } from '../invoice/use-cases/mail-invoice.ts'
import { mailInvoiceTo } from '../mails/invoice.ts'
import { mailPayer } from '../mails/payment.ts'
import { listDueBills } from './repository.ts'
import { followUnpaid } from './use-cases/follow-unpaid.ts'
import { followUnpaidJob } from './use-cases/keep-bill.ts'
import { mailPayerJob, type MailPayerPayload } from './use-cases/tell-payer.ts'

export const paymentJobs: readonly Job[] = [
  job(followUnpaidJob, (scope, payload: { bookingId: string }) => followUnpaid(scope, payload.bookingId)),
  job(mailInvoiceJob, (scope, payload: MailInvoicePayload) => mailInvoiceTo(scope, payload)),
  job(mailPayerJob, (scope, payload: MailPayerPayload) => mailPayer(scope, payload)),
]

export const paymentSweeps: readonly Sweep[] = [
  // warnings and deadlines whose job did not come
  sweepEach({
    name: 'bookings.followUnpaid',
    list: listDueBills,
    idOf: (row) => row.bookingId,
    run: (scope, row) => followUnpaid(scope, row.bookingId),
  }),
]
