/** A booking's reminder follows the booking: planned, moved with it, dropped with it. */
import type { Scope } from '#platform/server/scope.ts'
import { withPlace } from '../../booking/presenter.ts'
import { findBooking, type BookingRow } from '../../booking/repository.ts'
import { findSetting, holdReminder, isRefused, setReminderDue } from '../repository.ts'
import { reminderDueAt } from '../rules.ts'

/** Idempotent, and right in whatever order it is called: it looks at the booking as it is now. */
export async function planReminder(scope: Scope, bookingId: string): Promise<void> {
  const before = await holdReminder(scope, bookingId)
  const row = await findBooking(scope, bookingId)
  const due = row === undefined ? undefined : await dueOf(scope, row)
  // already reminded of this very start: it is not said twice
  const isSaid = row !== undefined && before.sent_for !== null && before.sent_for.equals(row.startsAt)
  const isSame = due !== undefined && before.due_at !== null && due.equals(before.due_at)
  if (isSame && !isSaid) return
  const isOver = due === undefined || isSaid || Temporal.Instant.compare(due, scope.clock.now()) <= 0
  const next = isOver ? null : due
  if (next !== null || before.due_at !== null) await setReminderDue(scope, bookingId, next)
}

async function dueOf(scope: Scope, row: BookingRow): Promise<Temporal.Instant | undefined> {
  if (row.status !== 'confirmed' || Temporal.Instant.compare(row.startsAt, scope.clock.now()) <= 0) return undefined
  const lead = await leadOf(scope, row)
  if (lead === 'none') return undefined
  const { place } = await withPlace(scope, row)
  return reminderDueAt({ startsAt: row.startsAt, createdAt: row.createdAt, zone: place.zone }, lead)
}

/** A member's choice; guests are reminded as usual until they say no. */
async function leadOf(scope: Scope, row: BookingRow): Promise<'none' | 'usual' | 'day' | 'hour'> {
  if (row.accountId !== null) {
    const setting = await findSetting(scope, row.accountId)
    return setting.hasMail || setting.hasPush ? setting.lead : 'none'
  }
  return row.holderMail === null || (await isRefused(scope, row.holderMail)) ? 'none' : 'usual'
}
