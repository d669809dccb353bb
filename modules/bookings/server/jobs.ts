import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { mailApprovers } from './mails/approvers.ts'
import { releaseNoShow } from './check-in/use-cases/check-in.ts'
import { listDueHolds, listDueReleases } from './booking/repository.ts'
import { lapseHold } from './booking/use-cases/lapse-hold.ts'
import { lapseHoldJob, mailApproversJob, mailHolderJob, releaseNoShowJob, type MailHolderPayload } from './booking/use-cases/tell-holder.ts'
import { countDue } from './use/jobs.ts'
import { remindDue, reminderJobs } from './reminder/jobs.ts'
import { closureJobs, closureSweeps } from './closure/jobs.ts'
import { lendingJobs, lendingSweeps } from './lending/jobs.ts'
import { leaseJobs, leaseSweeps } from './lease/jobs.ts'
import { mutualUseJobs } from './mutual-use/jobs.ts'
import { lotteryJobs, lotterySweeps } from './lottery/jobs.ts'
import { recordsSweeps } from './records/jobs.ts'
import { registrationJobs } from './registration/jobs.ts'
import { paymentJobs, paymentSweeps } from './payment/jobs.ts'
import { mailHolder } from './mails/tidings.ts'
import { mailRecords } from './mails/records.ts'
import { mailRecordsJob, type MailRecordsPayload } from './records/use-cases/ask-for-records.ts'
import { mailSeries } from './mails/series-tidings.ts'
import { mailWaiting } from './mails/waiting.ts'
import { mailSeriesJob, type MailSeriesPayload } from './series/use-cases/tell-series.ts'
import { offerWaiting } from './waiting/use-cases/offer-waiting.ts'
import { mailWaitingJob, offerWaitingJob, type MailWaitingPayload } from './waiting/use-cases/tell-waiting.ts'

export const jobs: readonly Job[] = [
  ...paymentJobs,
  job(mailWaitingJob, (scope, payload: MailWaitingPayload) => mailWaiting(scope, payload)),
  job(offerWaitingJob, (scope, payload: { hubId: string }) => offerWaiting(scope, payload.hubId)),
  job(mailSeriesJob, (scope, payload: MailSeriesPayload) => mailSeries(scope, payload)),
  ...closureJobs,
  ...lendingJobs,
  ...leaseJobs,
  ...lotteryJobs,
  ...mutualUseJobs,
  ...registrationJobs,
  ...reminderJobs,
  job(mailRecordsJob, (scope, payload: MailRecordsPayload) => mailRecords(scope, payload)),
  // the mail is a row; sending it is the platform's
  job(mailHolderJob, (scope, payload: MailHolderPayload) => mailHolder(scope, payload), { most: 20 }),
  job(mailApproversJob, (scope, payload: { bookingId: string; sequence: number }) => mailApprovers(scope, payload)),
  job(releaseNoShowJob, (scope, payload: { bookingId: string }) => releaseNoShow(scope, payload.bookingId)),
  job(lapseHoldJob, (scope, payload: { bookingId: string }) => lapseHold(scope, payload.bookingId)),
]

export const sweeps: readonly Sweep[] = [
  ...paymentSweeps,
  ...closureSweeps,
  ...lendingSweeps,
  ...leaseSweeps,
  ...lotterySweeps,
  ...recordsSweeps,
  remindDue,
  countDue,
  sweepEach({
    name: 'bookings.releaseNoShows',
    list: listDueReleases,
    idOf: (row) => row.id,
    run: (scope, row) => releaseNoShow(scope, row.id),
  }),
  // holds whose job did not come: the worker was down, or the row was written by hand
  sweepEach({
    name: 'bookings.lapseHolds',
    list: listDueHolds,
    idOf: (row) => row.id,
    run: (scope, row) => lapseHold(scope, row.id),
  }),
]
