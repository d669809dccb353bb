import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { lapseHold } from './booking/use-cases/lapse-hold.ts'
import { lapseHoldJob, mailHolderJob, type MailHolderPayload } from './booking/use-cases/tell-holder.ts'
import { mailHolder } from './mails/tidings.ts'

export const jobs: readonly Job[] = [
  job(mailHolderJob, (scope, payload: MailHolderPayload) => mailHolder(scope, payload)),
  job(lapseHoldJob, (scope, payload: { bookingId: string }) => lapseHold(scope, payload.bookingId)),
]

export const sweeps: readonly Sweep[] = [
  {
    // holds whose job did not come: the worker was down, or the row was written by hand
    name: 'bookings.lapseHolds',
    run: async (jobsDatabase, runInTenant) => {
      const due = await jobsDatabase.query<{ consortium_id: string; id: string }>(
        'bookings_due_holds',
        `select consortium_id, id from bookings.booking where status = 'held' and hold_expires_at < now() order by hold_expires_at limit 500`,
      )
      for (const { consortium_id: consortiumId, id } of due) {
        await runInTenant(consortiumId, { name: 'bookings.lapseHolds', requestId: `sweep-${id}` }, (scope) => lapseHold(scope, id))
      }
    },
  },
]
