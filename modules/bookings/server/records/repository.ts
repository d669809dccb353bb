/** How long guests are kept, and who is older. */
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import { longestGuestYears } from '../../contract/records/schemas.ts'

/** Three years after the last use, as long as nobody decided otherwise: accounts are kept for seven, without the name. */
export const usualGuestYears = 3

export async function findRetention(scope: Scope): Promise<{ guestYears: number; version: number }> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.retention')
    .select(['guestYears', 'version'])
    .where('consortiumId', '=', scope.consortiumId)
    .executeTakeFirst()
  return row ?? { guestYears: usualGuestYears, version: 0 }
}

/** False where somebody decided since `version`. */
export async function saveRetention(scope: Scope, guestYears: number, version: number): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_save_retention',
    `insert into bookings.retention as r (consortium_id, guest_years, version, changed_at) select $1, $2, 1, $4 where $3 = 0 or exists (
       select from bookings.retention where consortium_id = $1)
     on conflict (consortium_id) do update set guest_years = $2, version = r.version + 1, changed_at = $4 where r.version = $3
     returning consortium_id`,
    [scope.consortiumId, guestYears, version, scope.clock.now()],
  )
  return rows.length > 0
}

/**
 * How many guests there are, and how many were last here longer ago than each number of years. Whoever only borrowed
 * something or waited is one, too: by the mail, else the telephone, else the name.
 */
export async function countGuests(scope: Scope): Promise<{ guests: number; older: { years: number; guests: number }[] }> {
  const rows = await scope.prepared<{ years: number; guests: number }>(
    'bookings_count_guests',
    `with other as (
       select holder_mail as mail, coalesce(holder_mail, holder_phone, holder_name) as who, coalesce(back_at, $2) as at from bookings.loan
       where consortium_id = $1 and account_id is null and forgotten_at is null
       union all
       select mail, coalesce(mail, phone, name), to_at from bookings.waiting where consortium_id = $1 and account_id is null and forgotten_at is null
     ), named as (
       select last_at as at from bookings.guest where consortium_id = $1
       union all
       select max(at) from other where mail is null or not exists (
         select from bookings.guest_key k where k.consortium_id = $1 and k.key = lower(other.mail)) group by who
     )
     select years, count(named.at) filter (where years = 0 or named.at < $2::timestamptz - make_interval(years => years)) as guests
     from generate_series(0, $3::int) as years left join named on true
     group by years order by years`,
    [scope.consortiumId, scope.clock.now(), longestGuestYears],
  )
  const [all, ...older] = rows
  return { guests: all?.guests ?? 0, older: older.map(({ years, guests }) => ({ years, guests })) }
}

export interface ExpiringGuest {
  readonly id: string
  readonly mail: string | null
  readonly bookingIds: readonly string[]
}

export async function findGuest(scope: Scope, id: string): Promise<ExpiringGuest | undefined> {
  const [row] = await scope.prepared<{ id: string; mail: string | null; booking_ids: string[] }>(
    'bookings_find_guest',
    `select g.id, g.mail, array(select booking_id from bookings.guest_booking b where b.consortium_id = $1 and b.guest_id = $2) as booking_ids
     from bookings.guest g where g.consortium_id = $1 and g.id = $2`,
    [scope.consortiumId, id],
  )
  return row === undefined ? undefined : { id: row.id, mail: row.mail, bookingIds: row.booking_ids }
}

/** So many a minute: a shorter time that was decided today is through within the hour, and other sweeps wait for this one. */
const mostAtOnce = 200

/** Guests of all tenants whose time is over. In no order: one that money keeps must not stand in the way of the next. */
export async function listExpiredGuests(jobsDatabase: Database): Promise<{ consortiumId: string; id: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; id: string }>(
    'bookings_expired_guests',
    `select g.consortium_id, g.id from bookings.guest g left join bookings.retention r on r.consortium_id = g.consortium_id
     where g.last_at < now() - make_interval(years => 1) and g.last_at < now() - make_interval(years => coalesce(r.guest_years, ${usualGuestYears}))
     order by random() limit ${mostAtOnce}`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, id: row.id }))
}

export interface ExpiredName {
  readonly consortiumId: string
  readonly of: 'loan' | 'waiting'
  readonly id: string
}

/** Loans that came back and places in a line of before, with the name of somebody without an account; of all tenants. */
export async function listExpiredNames(jobsDatabase: Database): Promise<ExpiredName[]> {
  const years = `make_interval(years => coalesce(r.guest_years, ${usualGuestYears}))`
  const rows = await jobsDatabase.query<{ consortium_id: string; of: ExpiredName['of']; id: string }>(
    'bookings_expired_names',
    `select * from (
       select l.consortium_id, 'loan' as of, l.id from bookings.loan l left join bookings.retention r on r.consortium_id = l.consortium_id
       where l.account_id is null and l.forgotten_at is null and l.back_at < now() - make_interval(years => 1) and l.back_at < now() - ${years}
       union all
       select w.consortium_id, 'waiting', w.id from bookings.waiting w left join bookings.retention r on r.consortium_id = w.consortium_id
       where w.account_id is null and w.forgotten_at is null and w.to_at < now() - make_interval(years => 1) and w.to_at < now() - ${years}) as old
     order by random() limit ${mostAtOnce}`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, of: row.of, id: row.id }))
}
