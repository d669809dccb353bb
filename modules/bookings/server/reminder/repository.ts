/** Settings, devices, deadlines and refusals of reminders. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import { usualSetting, type ReminderSetting } from '../../contract/reminder/schemas.ts'

export type DeviceRow = Omit<Selectable<DB['bookings.pushDevice']>, 'language'> & { language: Language }

// ---- what a person wants

export async function findSetting(scope: Scope, accountId: string): Promise<ReminderSetting> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.reminderSetting')
    .select(['lead', 'hasMail', 'hasPush', 'hasNews'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return (row as ReminderSetting | undefined) ?? usualSetting
}

export async function storeSetting(scope: Scope, accountId: string, setting: ReminderSetting): Promise<void> {
  const values = { ...setting, changedAt: scope.clock.now() }
  await scope
    .db('bookings')
    .insertInto('bookings.reminderSetting')
    .values({ ...values, consortiumId: scope.consortiumId, accountId })
    .onConflict((conflict) => conflict.columns(['consortiumId', 'accountId']).doUpdateSet(values))
    .execute()
}

/** Coming bookings whose reminder may have to change. */
export async function listComingOf(scope: Scope, accountId: string): Promise<string[]> {
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.booking')
    .select('id')
    .where('consortiumId', '=', scope.consortiumId)
    .where('accountId', '=', accountId)
    .where('startsAt', '>', scope.clock.now())
    .where('status', '=', 'confirmed')
    .orderBy('startsAt')
    .limit(1_000)
    .execute()
  return rows.map((row) => row.id)
}

// ---- devices

/** A person has a few; the oldest give way. */
export const mostDevices = 10

export async function listDevices(scope: Scope, accountId: string): Promise<DeviceRow[]> {
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.pushDevice')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('accountId', '=', accountId)
    .orderBy('createdAt', 'desc')
    .limit(mostDevices + 1)
    .execute()
  return rows as DeviceRow[]
}

export async function findDevice(scope: Scope, id: string): Promise<DeviceRow | undefined> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.pushDevice')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as DeviceRow | undefined
}

export type NewDevice = Pick<DeviceRow, 'accountId' | 'endpoint' | 'p256dh' | 'auth' | 'keyMark' | 'label' | 'language'>

/** A browser belongs to whoever used it last: on a shared PC nobody gets the messages of the one before. */
export async function storeDevice(scope: Scope, device: NewDevice): Promise<DeviceRow> {
  const row = await scope
    .db('bookings')
    .insertInto('bookings.pushDevice')
    .values({ ...device, consortiumId: scope.consortiumId, createdAt: scope.clock.now() })
    .onConflict((conflict) => conflict.columns(['consortiumId', 'endpoint']).doUpdateSet(device))
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as DeviceRow
}

export async function markDelivered(scope: Scope, id: string): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.pushDevice')
    .set({ deliveredAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

export async function deleteDevice(scope: Scope, id: string): Promise<void> {
  await scope.db('bookings').deleteFrom('bookings.pushDevice').where('consortiumId', '=', scope.consortiumId).where('id', '=', id).execute()
}

// ---- deadlines

export interface ReminderRow {
  readonly due_at: Temporal.Instant | null
  readonly sent_for: Temporal.Instant | null
}

/** The booking's row, held until the end: of two plans at once the later one reads the later booking. */
export async function holdReminder(scope: Scope, bookingId: string): Promise<ReminderRow> {
  const [row] = await scope.prepared<ReminderRow>(
    'bookings_reminder_hold',
    `insert into bookings.reminder (consortium_id, booking_id) values ($1, $2)
     on conflict (consortium_id, booking_id) do update set booking_id = excluded.booking_id returning due_at, sent_for`,
    [scope.consortiumId, bookingId],
  )
  return row as ReminderRow
}

export async function setReminderDue(scope: Scope, bookingId: string, dueAt: Temporal.Instant | null): Promise<void> {
  await scope.prepared('bookings_reminder_due', 'update bookings.reminder set due_at = $3 where consortium_id = $1 and booking_id = $2', [
    scope.consortiumId,
    bookingId,
    dueAt,
  ])
}

/** Takes a due reminder for itself; false: it is not due, was sent, or somebody else is sending it. */
export async function takeReminder(scope: Scope, bookingId: string): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_reminder_take',
    'select from bookings.reminder where consortium_id = $1 and booking_id = $2 and due_at <= $3 for update skip locked',
    [scope.consortiumId, bookingId, scope.clock.now()],
  )
  return rows.length > 0
}

export async function markReminded(scope: Scope, bookingId: string, startsAt: Temporal.Instant | null): Promise<void> {
  await scope.prepared(
    'bookings_reminder_mark',
    `update bookings.reminder set due_at = null, sent_for = coalesce($3, sent_for), sent_at = case when $3::timestamptz is null then sent_at else $4 end
     where consortium_id = $1 and booking_id = $2`,
    [scope.consortiumId, bookingId, startsAt, scope.clock.now()],
  )
}

/** Due ones of all tenants, by the role of jobs: it sees which booking of which tenant, and nothing else. */
export async function listDueReminders(jobsDatabase: Database): Promise<{ consortiumId: string; bookingId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; booking_id: string }>(
    'bookings_due_reminders',
    'select consortium_id, booking_id from bookings.reminder where due_at <= now() order by due_at limit 2000',
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, bookingId: row.booking_id }))
}

// ---- guests who want none

/** So that the list is no list of addresses. */
const keyOfMail = (scope: Scope, mail: string): string => scope.sign('bookings.reminders', `${scope.consortiumId}/${mail}`)

export async function isRefused(scope: Scope, mail: string): Promise<boolean> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.reminderRefusal')
    .select('mailKey')
    .where('consortiumId', '=', scope.consortiumId)
    .where('mailKey', '=', keyOfMail(scope, mail))
    .executeTakeFirst()
  return row !== undefined
}

export async function storeRefusal(scope: Scope, mail: string, isWanted: boolean): Promise<void> {
  const db = scope.db('bookings')
  const mailKey = keyOfMail(scope, mail)
  if (isWanted)
    await db
      .insertInto('bookings.reminderRefusal')
      .values({ consortiumId: scope.consortiumId, mailKey, refusedAt: scope.clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  else
    await db.deleteFrom('bookings.reminderRefusal').where('consortiumId', '=', scope.consortiumId).where('mailKey', '=', mailKey).execute()
}

export async function forgetReminders(scope: Scope, accountId: string): Promise<void> {
  const db = scope.db('bookings')
  await db.deleteFrom('bookings.pushDevice').where('consortiumId', '=', scope.consortiumId).where('accountId', '=', accountId).execute()
  await db
    .deleteFrom('bookings.reminderSetting')
    .where('consortiumId', '=', scope.consortiumId)
    .where('accountId', '=', accountId)
    .execute()
}
