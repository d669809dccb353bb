import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { listDueReminders } from './repository.ts'
import { pushDevice, pushJob, type PushPayload } from './use-cases/push-news.ts'
import { sendReminder } from './use-cases/send-reminder.ts'

export const reminderJobs: readonly Job[] = [job(pushJob, (scope, payload: PushPayload) => pushDevice(scope, payload))]

/** At 17:00 a whole prefecture is due; other rounds wait for this one. */
const longestMs = 40_000

export const remindDue: Sweep = sweepEach({
  name: 'bookings.remindDue',
  list: listDueReminders,
  idOf: (row) => row.bookingId,
  run: (scope, row) => sendReminder(scope, row.bookingId),
  longestMs,
})
