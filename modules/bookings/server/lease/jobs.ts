import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { mailLease } from '../mails/lease.ts'
import { listDueLeases } from './repository.ts'
import { followLease } from './use-cases/follow-lease.ts'
import { mailLeaseJob, type MailLeasePayload } from './use-cases/tell-lease.ts'

export const leaseJobs: readonly Job[] = [job(mailLeaseJob, (scope, payload: MailLeasePayload) => mailLease(scope, payload))]

export const leaseSweeps: readonly Sweep[] = [
  // months' fees, the mail before the end, the end, offers that lapse
  sweepEach({
    name: 'bookings.followLeases',
    list: listDueLeases,
    idOf: (row) => row.id,
    run: (scope, row) => followLease(scope, row.id),
  }),
]
