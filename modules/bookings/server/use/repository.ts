/** Days to count, days counted, and the sums of them. */
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import { usualRule, type UseOutcome, type UsePeriod, type UseRecordsQuery, type UseRule } from '../../contract/use/schemas.ts'
import type { Span } from '../../contract/rules.ts'
import { bookingsEndingAfter, type BookingRow, type Holder } from '../booking/repository.ts'
import { instantOf } from '../rules.ts'
import type { DayOfTarget, Visit } from './rules.ts'

// ---- what is to be counted

/** Counts the hub from now on; nothing where it is counted already. */
export async function insertUseHub(scope: Scope, hubId: string, from: { countedTo: string; nextAt: Temporal.Instant }): Promise<void> {
  await scope.prepared(
    'bookings_use_hub',
    'insert into bookings.use_hub (consortium_id, hub_id, counted_to, next_at) values ($1, $2, $3, $4) on conflict do nothing',
    [scope.consortiumId, hubId, from.countedTo, from.nextAt],
  )
}

/** The hub, for one worker at a time. */
export async function takeUseHub(scope: Scope, hubId: string): Promise<{ countedTo: string } | undefined> {
  const [row] = await scope.prepared<{ counted_to: string }>(
    'bookings_use_hub_take',
    'select counted_to from bookings.use_hub where consortium_id = $1 and hub_id = $2 and next_at <= $3 for update skip locked',
    [scope.consortiumId, hubId, scope.clock.now()],
  )
  return row === undefined ? undefined : { countedTo: row.counted_to }
}

export async function updateUseHub(scope: Scope, hubId: string, to: { countedTo: string; nextAt: Temporal.Instant }): Promise<void> {
  await scope.prepared(
    'bookings_use_hub_next',
    'update bookings.use_hub set counted_to = $3, next_at = $4 where consortium_id = $1 and hub_id = $2',
    [scope.consortiumId, hubId, to.countedTo, to.nextAt],
  )
}

/** A day that waits already keeps its place: many changes, one count. */
export async function insertDueDays(scope: Scope, hubId: string, days: readonly string[], dueAt: Temporal.Instant): Promise<void> {
  if (days.length === 0) return
  await scope.prepared(
    'bookings_use_due',
    `insert into bookings.use_due (consortium_id, hub_id, day, due_at) select $1, $2, d, $4 from unnest($3::date[]) as d order by d on conflict do nothing`,
    [scope.consortiumId, hubId, days, dueAt],
  )
}

/** Takes the day off the list in the transaction that counts it: a change while it is counted puts it on again. */
export async function takeDueDay(scope: Scope, hubId: string, day: string): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_use_take',
    `delete from bookings.use_due d using (
       select day from bookings.use_due where consortium_id = $1 and hub_id = $2 and day = $3 for update skip locked
     ) as due where d.consortium_id = $1 and d.hub_id = $2 and d.day = due.day returning d.day`,
    [scope.consortiumId, hubId, day],
  )
  return rows.length > 0
}

export async function listDueHubs(jobsDatabase: Database): Promise<{ consortiumId: string; hubId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; hub_id: string }>(
    'bookings_use_hubs_due',
    'select consortium_id, hub_id from bookings.use_hub where next_at <= now() order by next_at limit 1000',
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, hubId: row.hub_id }))
}

export async function listDueDays(jobsDatabase: Database): Promise<{ consortiumId: string; hubId: string; day: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; hub_id: string; day: string }>(
    'bookings_use_days_due',
    'select consortium_id, hub_id, day from bookings.use_due where due_at <= now() order by due_at limit 1000',
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, hubId: row.hub_id, day: row.day }))
}

/** All bookings that touch a day of a hub, ended ones too: begun within the 24 hours before or on it, and the few longer ones. */
export async function listBookingsTouching(scope: Scope, hubId: string, day: Span): Promise<BookingRow[]> {
  return bookingsEndingAfter(scope, hubId, instantOf(day.from))
    .where('startsAt', '<', instantOf(day.to))
    .where('status', 'in', ['confirmed', 'no-show', 'cancelled'])
    .execute()
}

export interface StoredVisit extends Visit {
  readonly personKey: string
  readonly organisationId: string | null
  readonly engagement: string | null
}

/** The whole day anew. */
export async function storeDay(
  scope: Scope,
  hubId: string,
  day: string,
  counted: { days: readonly DayOfTarget[]; visits: readonly StoredVisit[] },
): Promise<void> {
  for (const table of ['use_day', 'use_visit'] as const)
    await scope.prepared(`bookings_${table}_clear`, `delete from bookings.${table} where consortium_id = $1 and hub_id = $2 and day = $3`, [
      scope.consortiumId,
      hubId,
      day,
    ])
  await scope.prepared(
    'bookings_use_day_store',
    `insert into bookings.use_day (consortium_id, hub_id, day, target_id, is_equipment, unit_count, open_minutes, booked_minutes, inside_minutes, people, counted_at)
     select $1, $2, $3, "targetId", "isEquipment", "unitCount", open, booked, inside, people, $5
     from jsonb_to_recordset($4::jsonb) as d ("targetId" uuid, "isEquipment" boolean, "unitCount" int, open int[], booked int[], inside int[], people int[])`,
    [scope.consortiumId, hubId, day, JSON.stringify(counted.days), scope.clock.now()],
  )
  await scope.prepared(
    'bookings_use_visit_store',
    `insert into bookings.use_visit (consortium_id, hub_id, day, booking_id, target_id, is_equipment, outcome, person_key, organisation_id, engagement,
       people, has_come, minutes, lead_minutes, is_first)
     select $1, $2, $3, "bookingId", "targetId", "isEquipment", outcome, "personKey", "organisationId", engagement, people, "hasCome", minutes, "leadMinutes", "isFirst"
     from jsonb_to_recordset($4::jsonb) as v ("bookingId" uuid, "targetId" uuid, "isEquipment" boolean, outcome text, "personKey" uuid,
       "organisationId" uuid, engagement text, people int, "hasCome" boolean, minutes int, "leadMinutes" int, "isFirst" boolean)`,
    [scope.consortiumId, hubId, day, JSON.stringify(counted.visits)],
  )
}

// ---- how it is counted

export async function findRule(scope: Scope): Promise<UseRule & { version: number }> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.useRule')
    .select(['counts', 'per', 'hasCompanions', 'version'])
    .where('consortiumId', '=', scope.consortiumId)
    .executeTakeFirst()
  return (row as (UseRule & { version: number }) | undefined) ?? { ...usualRule, version: 0 }
}

/** False: somebody else was faster. */
export async function storeRule(scope: Scope, rule: UseRule, version: number): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_use_rule',
    `insert into bookings.use_rule as r (consortium_id, counts, per, has_companions, version, changed_at) values ($1, $2, $3, $4, $5::int + 1, $6)
     on conflict (consortium_id) do update set counts = excluded.counts, per = excluded.per, has_companions = excluded.has_companions,
       version = excluded.version, changed_at = excluded.changed_at where r.version = $5 returning version`,
    [scope.consortiumId, rule.counts, rule.per, rule.hasCompanions, version, scope.clock.now()],
  )
  return rows.length > 0
}

// ---- sums

export interface HeadCount {
  readonly key: string | null
  readonly visits: number
  readonly persons: number
}

export interface BookingCount {
  readonly key: string | null
  readonly bookings: number
  readonly noShows: number
  readonly cancellations: number
  readonly leadSum: number
  readonly leadCount: number
}

export interface Sums {
  readonly visits: {
    readonly total: HeadCount
    readonly months: readonly HeadCount[]
    readonly weekdays: readonly HeadCount[]
    readonly engagements: readonly HeadCount[]
    readonly organisations: readonly HeadCount[]
    readonly targets: readonly HeadCount[]
  }
  readonly bookings: { readonly total: BookingCount; readonly months: readonly BookingCount[]; readonly targets: readonly BookingCount[] }
}

const heads = `sum(people)::int as visits, count(distinct person_key)::int as persons`
const list = (of: string): string => `coalesce((select jsonb_agg(x) from (${of}) as x), '[]')`
const headsBy = (key: string, from: string): string => list(`select ${key} as key, ${heads} from ${from} group by 1 order by 1`)
const counts = `count(*) filter (where outcome = 'used')::int as bookings, count(*) filter (where outcome = 'no-show')::int as "noShows",
  count(*) filter (where outcome = 'cancelled')::int as cancellations, coalesce(sum(lead_minutes) filter (where outcome = 'used'), 0)::float8 as "leadSum",
  count(*) filter (where outcome = 'used')::int as "leadCount"`

/** $1 consortium, $2 hubs, $3 and $4 days, $5 only who came, $6 companions too. */
const wanted = `consortium_id = $1 and hub_id = any($2::uuid[]) and day between $3 and $4`
const people = 'case when $6 then people else 1 end'

const visitSums = (per: UseRule['per']): string => `
with whole as materialized (
  select * from bookings.use_visit where ${wanted}
), came as (
  select * from whole where outcome = 'used' and not is_equipment and (has_come or not $5)
), visit as materialized (
  ${
    per === 'day'
      ? `select hub_id, day, person_key, max(${people}) as people, min(engagement) as engagement, min(organisation_id::text)::uuid as organisation_id
         from came group by hub_id, day, person_key`
      : `select hub_id, day, person_key, ${people} as people, engagement, organisation_id from came where is_first`
  }
), here as (
  ${
    per === 'day'
      ? `select target_id, day, person_key, max(${people}) as people from whole where outcome = 'used' and (has_come or not $5) group by target_id, day, person_key`
      : `select target_id, day, person_key, ${people} as people from whole where outcome = 'used' and (has_come or not $5) and is_first`
  }
), made as (
  select * from whole where is_first
)
select jsonb_build_object(
  'visits', jsonb_build_object(
    'total', (select jsonb_build_object('key', null, 'visits', coalesce(sum(people), 0), 'persons', count(distinct person_key)) from visit),
    'months', ${headsBy(`to_char(day, 'YYYY-MM')`, 'visit')},
    'weekdays', ${headsBy(`extract(isodow from day)::int::text`, 'visit')},
    'engagements', ${headsBy('engagement', 'visit')},
    'organisations', ${list(`select organisation_id as key, ${heads} from visit group by 1 order by 2 desc, 1 limit 200`)},
    'targets', ${headsBy('target_id', 'here')}),
  'bookings', jsonb_build_object(
    'total', (select to_jsonb(x) from (select null as key, ${counts} from made where not is_equipment) as x),
    'months', ${list(`select to_char(day, 'YYYY-MM') as key, ${counts} from made where not is_equipment group by 1 order by 1`)},
    'targets', ${list(`select target_id as key, ${counts} from made group by 1`)})) as sums`

export async function sumVisits(scope: Scope, period: Period, rule: UseRule): Promise<Sums> {
  const [row] = await scope.prepared<{ sums: Sums }>(`bookings_use_visits_${rule.per}`, visitSums(rule.per), [
    ...(await valuesOf(scope, period)),
    rule.counts === 'came',
    rule.hasCompanions,
  ])
  return (row as { sums: Sums }).sums
}

export interface Period {
  readonly hubIds: readonly string[] | null
  readonly from: string
  readonly to: string
}
/**
 * All hubs that are counted where none is named: asked for by hub and day the key is read in as many short stretches,
 * without the hub from the consortium's first day on.
 */
async function valuesOf(scope: Scope, period: Period): Promise<unknown[]> {
  const hubIds =
    period.hubIds ??
    (
      await scope.prepared<{ hub_id: string }>('bookings_use_hubs', 'select hub_id from bookings.use_hub where consortium_id = $1', [
        scope.consortiumId,
      ])
    ).map((row) => row.hub_id)
  return [scope.consortiumId, hubIds, period.from, period.to]
}

export interface Minutes {
  readonly open: readonly number[]
  readonly booked: readonly number[]
  readonly inside: readonly number[]
  readonly people: readonly number[]
}
export interface MinutesBy extends Minutes {
  readonly key: string
}
export interface MinuteSums {
  readonly months: readonly MinutesBy[]
  readonly weekdays: readonly MinutesBy[]
  readonly targets: readonly (MinutesBy & { readonly hubId: string; readonly isEquipment: boolean })[]
  readonly countedTo: string | null
}

const hours = (column: string): string => `array[${Array.from({ length: 24 }, (_, hour) => `sum(${column}[${hour + 1}])`).join(', ')}]`
const minutes = `${hours('open_minutes')} as open, ${hours('booked_minutes')} as booked, ${hours('inside_minutes')} as inside, ${hours('people')} as people`

/** One reading of the days for all three: a year of 70 hubs has 220,000 rows, and adding up the hours of each is the work. */
const minuteSums = `
with added as materialized (
  select day, is_equipment, target_id, min(hub_id::text)::uuid as "hubId", ${minutes}
  from bookings.use_day where ${wanted}
  group by grouping sets ((day, is_equipment), (target_id, is_equipment))
), of_day as (
  select day, open as open_minutes, booked as booked_minutes, inside as inside_minutes, people
  from added where day is not null and not is_equipment
)
select jsonb_build_object(
  'months', ${list(`select to_char(day, 'YYYY-MM') as key, ${minutes} from of_day group by 1 order by 1`)},
  'weekdays', ${list(`select extract(isodow from day)::int::text as key, ${minutes} from of_day group by 1 order by 1`)},
  'targets', ${list(`select target_id as key, "hubId", is_equipment as "isEquipment", open, booked, inside, people from added where target_id is not null`)},
  'countedTo', (select max(day) from added)) as sums`

export async function sumMinutes(scope: Scope, period: Period): Promise<MinuteSums> {
  const [row] = await scope.prepared<{ sums: MinuteSums }>('bookings_use_minutes', minuteSums, await valuesOf(scope, period))
  return (row as { sums: MinuteSums }).sums
}

/** Days and spaces as they were counted, for a table. */
export interface DayRow {
  readonly day: string
  readonly hub_id: string
  readonly target_id: string
  readonly is_equipment: boolean
  readonly open_minutes: number
  readonly booked_minutes: number
  readonly inside_minutes: number
  readonly bookings: number
  readonly people: number
}
/** A year of a hundred spaces. */
const mostRows = 40_000

export async function listDays(scope: Scope, period: Period): Promise<readonly DayRow[]> {
  return scope.prepared<DayRow>(
    'bookings_use_days',
    `select d.day, d.hub_id, d.target_id, d.is_equipment, d.open_minutes, d.booked_minutes, d.inside_minutes,
       coalesce(v.bookings, 0)::int as bookings, coalesce(v.people, 0)::int as people
     from bookings.pub_bookings_use d
     left join (
       select hub_id, day, target_id, count(*) filter (where is_first) as bookings, sum(people) as people from bookings.use_visit
       where ${wanted} and outcome = 'used' group by hub_id, day, target_id
     ) as v on v.hub_id = d.hub_id and v.day = d.day and v.target_id = d.target_id
     where d.consortium_id = $1 and d.hub_id = any($2::uuid[]) and d.day between $3 and $4
     order by d.day, d.hub_id, d.target_id limit ${mostRows}`,
    await valuesOf(scope, period),
  )
}

// ---- what a figure is made of

export interface RecordRow {
  readonly day: string
  readonly booking_id: string
  readonly outcome: UseOutcome
  readonly people: number
  readonly has_come: boolean
  readonly engagement: 'A' | 'B' | 'C' | 'D' | null
  readonly organisation_id: string | null
}

export async function listRecords(
  scope: Scope,
  query: UsePeriod & Omit<UseRecordsQuery, 'cursor'>,
  { after, zone }: { after: { day: string; id: string } | undefined; zone: string },
): Promise<readonly RecordRow[]> {
  return scope.prepared<RecordRow>(
    'bookings_use_records',
    `select v.day, v.booking_id, v.outcome, v.people, v.has_come, v.engagement, v.organisation_id from bookings.use_visit v
     where ${wanted}
       and ($5::uuid is null or target_id = $5) and ($6::text is null or outcome = $6)
       and ($7::text is null or coalesce(engagement, 'none') = $7)
       and ($8::text is null or coalesce(organisation_id::text, 'none') = $8)
       and ($9::int is null or extract(isodow from day) = $9)
       and ($10::int is null or exists (
         select from bookings.booking b
         where b.consortium_id = $1 and b.id = v.booking_id
           and b.starts_at < ((v.day + make_interval(hours => $10 + 1)) at time zone $11)
           and b.ends_at > ((v.day + make_interval(hours => $10)) at time zone $11)))
       and ($12::date is null or (day, booking_id) < ($12, $13::uuid))
     order by day desc, booking_id desc limit $14`,
    [
      ...(await valuesOf(scope, { hubIds: query.hubId === undefined ? null : [query.hubId], from: query.from, to: query.to })),
      query.targetId ?? null,
      query.outcome ?? null,
      query.engagement ?? null,
      query.organisationId ?? null,
      query.weekday ?? null,
      query.hour ?? null,
      zone,
      after?.day ?? null,
      after?.id ?? null,
      query.limit + 1,
    ],
  )
}

/** A booking that is over: of the demonstration's months before today. It holds nothing any more. */
export interface PastBooking {
  readonly targetId: string
  readonly kind: BookingRow['kind']
  readonly unitIds: readonly string[]
  readonly startsAt: string
  readonly endsAt: string
  readonly createdAt: string
  readonly status: 'confirmed' | 'cancelled' | 'no-show'
  readonly hasCome: boolean
  readonly partySize: number
  readonly holder: Holder
}

export async function insertPast(
  scope: Scope,
  hubId: string,
  bookings: readonly PastBooking[],
): Promise<readonly { id: string; kind: BookingRow['kind']; target_id: string }[]> {
  return scope.prepared<{ id: string; kind: BookingRow['kind']; target_id: string }>(
    'bookings_insert_past',
    `insert into bookings.booking (consortium_id, id, hub_id, kind, target_id, unit_ids, status, starts_at, ends_at, party_size, account_id, holder_name,
       holder_mail, holder_language, fee_yen, checked_in_at, created_at, changed_at)
     select $1, uuidv7(), $2, b.kind, b."targetId", b."unitIds", b.status, b."startsAt", b."endsAt", b."partySize", (b.holder->>'accountId')::uuid,
       b.holder->>'name', b.holder->>'mail', b.holder->>'language', 0, case when b."hasCome" and b.status = 'confirmed' then b."startsAt" end,
       b."createdAt", b."startsAt"
     from jsonb_to_recordset($3::jsonb) as b (kind text, "targetId" uuid, "unitIds" uuid[], status text, "startsAt" timestamptz, "endsAt" timestamptz,
       "partySize" int, holder jsonb, "hasCome" boolean, "createdAt" timestamptz)
     returning id, kind, target_id`,
    [scope.consortiumId, hubId, JSON.stringify(bookings)],
  )
}
