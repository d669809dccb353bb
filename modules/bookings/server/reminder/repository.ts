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
  return (await listSettings(scope, [accountId])).get(accountId) ?? usualSetting
}

/** Whoever has chosen nothing is not among them. */
export async function listSettings(scope: Scope, accountIds: readonly string[]): Promise<ReadonlyMap<string, ReminderSetting>> {
  const rows = await scope.prepared<{
    account_id: string
    lead: ReminderSetting['lead']
    has_mail: boolean
    has_push: boolean
    has_news: boolean
  }>(
    'bookings_reminder_settings',
    'select account_id, lead, has_mail, has_push, has_news from bookings.reminder_setting where consortium_id = $1 and account_id = any($2)',
    [scope.consortiumId, accountIds],
  )
  return new Map(
    rows.map((row) => [row.account_id, { lead: row.lead, hasMail: row.has_mail, hasPush: row.has_push, hasNews: row.has_news }]),
  )
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
  readonly booking_id: string
  readonly due_at: Temporal.Instant | null
  readonly sent_for: Temporal.Instant | null
}

/**
 * The rows of those bookings that somebody can be reminded of, held until the end: of two plans at once the later one
 * reads the later booking. In the order of their ids, as everybody holds them.
 */
export async function holdReminders(scope: Scope, bookingIds: readonly string[]): Promise<readonly ReminderRow[]> {
  return scope.prepared<ReminderRow>(
    'bookings_reminders_hold',
    `insert into bookings.reminder (consortium_id, booking_id)
     select consortium_id, id from bookings.booking
     where consortium_id = $1 and id = any($2) and (account_id is not null or holder_mail is not null) order by id
     on conflict (consortium_id, booking_id) do update set booking_id = excluded.booking_id returning booking_id, due_at, sent_for`,
    [scope.consortiumId, bookingIds],
  )
}

export interface DueReminder {
  readonly bookingId: string
  readonly dueAt: Temporal.Instant | null
}

export async function setRemindersDue(scope: Scope, reminders: readonly DueReminder[]): Promise<void> {
  await scope.prepared(
    'bookings_reminders_due',
    `update bookings.reminder r set due_at = n.due_at from unnest($2::uuid[], $3::timestamptz[]) as n (booking_id, due_at)
     where r.consortium_id = $1 and r.booking_id = n.booking_id`,
    [scope.consortiumId, reminders.map((one) => one.bookingId), reminders.map((one) => one.dueAt?.toString() ?? null)],
  )
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
  return (await listRefused(scope, [mail])).has(mail)
}

/** Those of these addresses that want no reminder. */
export async function listRefused(scope: Scope, mails: readonly string[]): Promise<ReadonlySet<string>> {
  const mailOfKey = new Map(mails.map((mail) => [keyOfMail(scope, mail), mail]))
  const rows = await scope.prepared<{ mail_key: string }>(
    'bookings_reminder_refused',
    'select mail_key from bookings.reminder_refusal where consortium_id = $1 and mail_key = any($2)',
    [scope.consortiumId, [...mailOfKey.keys()]],
  )
  return new Set(rows.flatMap((row) => mailOfKey.get(row.mail_key) ?? []))
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
