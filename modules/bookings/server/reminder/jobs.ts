import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { listDueReminders } from './repository.ts'
import { pushDevice, pushJob, type PushPayload } from './use-cases/push-news.ts'
import { sendReminder } from './use-cases/send-reminder.ts'

export const reminderJobs: readonly Job[] = [job(pushJob, (scope, payload: PushPayload) => pushDevice(scope, payload))]

/** At 17:00 a whole prefecture is due; other rounds wait for this one. */
const longestMs = 40_000

export const remindDue: Sweep = {
  name: 'bookings.remindDue',
  run: async (jobsDatabase, runInTenant) => {
    const failures: unknown[] = []
    const until = performance.now() + longestMs
    for (const { consortiumId, bookingId } of await listDueReminders(jobsDatabase)) {
      if (performance.now() > until) break
      await runInTenant(consortiumId, { name: 'bookings.remindDue', requestId: `remind-${bookingId}` }, (scope) =>
        sendReminder(scope, bookingId),
      )
        // one that cannot be written must not keep all others from being told
        .catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw new AggregateError(failures, 'reminders failed; they are tried again in a minute')
  },
}
