import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { listDueHolds } from './booking/repository.ts'
import { lapseHold } from './booking/use-cases/lapse-hold.ts'
import { lapseHoldJob, mailHolderJob, type MailHolderPayload } from './booking/use-cases/tell-holder.ts'
import { registrationJobs } from './registration/jobs.ts'
import { mailHolder } from './mails/tidings.ts'
import { mailSeries } from './mails/series-tidings.ts'
import { mailSeriesJob, type MailSeriesPayload } from './series/use-cases/tell-series.ts'

export const jobs: readonly Job[] = [
  job(mailSeriesJob, (scope, payload: MailSeriesPayload) => mailSeries(scope, payload)),
  ...registrationJobs,
  job(mailHolderJob, (scope, payload: MailHolderPayload) => mailHolder(scope, payload)),
  job(lapseHoldJob, (scope, payload: { bookingId: string }) => lapseHold(scope, payload.bookingId)),
]

export const sweeps: readonly Sweep[] = [
  {
    // holds whose job did not come: the worker was down, or the row was written by hand
    name: 'bookings.lapseHolds',
    run: async (jobsDatabase, runInTenant) => {
      for (const { consortiumId, id } of await listDueHolds(jobsDatabase)) {
        await runInTenant(consortiumId, { name: 'bookings.lapseHolds', requestId: `sweep-${id}` }, (scope) => lapseHold(scope, id))
      }
    },
  },
]
