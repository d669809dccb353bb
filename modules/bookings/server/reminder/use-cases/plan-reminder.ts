/** A booking's reminder follows the booking: planned, moved with it, dropped with it. */
import type { Scope } from '#platform/server/scope.ts'
import { placeNames } from '#modules/hubs/server/index.ts'
import { usualSetting } from '../../../contract/reminder/schemas.ts'
import { listBookingsById, type BookingRow } from '../../booking/repository.ts'
import { holdReminders, listRefused, listSettings, setRemindersDue, type DueReminder } from '../repository.ts'
import { reminderDueAt } from '../rules.ts'

/** Idempotent, and right in whatever order it is called: it looks at the bookings as they are now. */
export async function planReminders(scope: Scope, bookingIds: readonly string[]): Promise<void> {
  const held = await holdReminders(scope, bookingIds)
  const rows = await listBookingsById(
    scope,
    held.map((before) => before.booking_id),
  )
  const due = await dueOf(scope, rows)
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const next = held.flatMap((before): DueReminder[] => {
    const row = rowOf.get(before.booking_id)
    const at = due.get(before.booking_id)
    // already reminded of this very start: it is not said twice
    const isSaid = row !== undefined && before.sent_for !== null && before.sent_for.equals(row.startsAt)
    const isSame = at !== undefined && before.due_at !== null && at.equals(before.due_at)
    if (isSame && !isSaid) return []
    const isOver = at === undefined || isSaid || Temporal.Instant.compare(at, scope.clock.now()) <= 0
    const dueAt = isOver ? null : at
    return dueAt === null && before.due_at === null ? [] : [{ bookingId: before.booking_id, dueAt }]
  })
  if (next.length > 0) await setRemindersDue(scope, next)
}

/** When each is to be reminded of; those that nobody is reminded of are left out. */
async function dueOf(scope: Scope, rows: readonly BookingRow[]): Promise<ReadonlyMap<string, Temporal.Instant>> {
  const coming = rows.filter((row) => row.status === 'confirmed' && Temporal.Instant.compare(row.startsAt, scope.clock.now()) > 0)
  if (coming.length === 0) return new Map()
  const leadOf = await leadsOf(scope, coming)
  const places = await placeNames(
    scope,
    coming.map((row) => row.targetId),
  )
  return new Map(
    coming.flatMap((row) => {
      const { startsAt, createdAt } = row
      const at = reminderDueAt({ startsAt, createdAt, zone: places.get(row.targetId)?.zone ?? 'Asia/Tokyo' }, leadOf(row))
      return at === undefined ? [] : [[row.id, at] as const]
    }),
  )
}

/** A member's choice; guests are reminded as usual until they say no. */
async function leadsOf(scope: Scope, rows: readonly BookingRow[]): Promise<(row: BookingRow) => 'none' | 'usual' | 'day' | 'hour'> {
  const settings = await listSettings(scope, [...new Set(rows.flatMap((row) => row.accountId ?? []))])
  const guests = rows.flatMap((row) => (row.accountId === null && row.holderMail !== null ? [row.holderMail] : []))
  const refused = guests.length === 0 ? new Set<string>() : await listRefused(scope, [...new Set(guests)])
  return ({ accountId, holderMail }) => {
    if (accountId === null) return holderMail === null || refused.has(holderMail) ? 'none' : 'usual'
    const setting = settings.get(accountId) ?? usualSetting
    return setting.hasMail || setting.hasPush ? setting.lead : 'none'
  }
}
