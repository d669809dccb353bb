/** Bookings by agreement: in the hub's own records, and the home consortium's rows about its members. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { BookingStatus } from '../../contract/schemas.ts'
import { instantOf } from '../rules.ts'
import type { Span } from '../../contract/rules.ts'

/** Bookings of one person are made one after another: of several at once each would count without the others. */
export async function lockVisits(scope: Scope, accountId: string): Promise<void> {
  await scope.prepared('bookings_lock_visits', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `bookings.visits/${scope.consortiumId}/${accountId}`,
  ])
}

/** How many bookings a person has here by agreements with one consortium, that begin within the span. */
export async function countVisits(
  scope: Scope,
  of: { accountId: string; homeConsortiumId: string; span: Span; exceptBookingId?: string | undefined },
): Promise<number> {
  const [row] = await scope.prepared<{ count: number }>(
    'bookings_count_visits',
    `select count(*) as count from bookings.booking where consortium_id = $1 and account_id = $2 and home_consortium_id = $3
       and starts_at >= $4 and starts_at < $5 and status in ('requested', 'held', 'confirmed', 'no-show') and ($6::uuid is null or id <> $6)`,
    [scope.consortiumId, of.accountId, of.homeConsortiumId, instantOf(of.span.from), instantOf(of.span.to), of.exceptBookingId ?? null],
  )
  return row?.count ?? 0
}

export interface AbroadRow {
  readonly bookingId: string
  readonly ownerId: string
  readonly accountId: string | null
  readonly hubKey: string
  readonly hubNames: LocalText
  readonly placeNames: LocalText
  readonly zone: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly status: BookingStatus
  readonly partySize: number
  readonly feeYen: number
}

export interface HeardUse {
  readonly bookingId: string
  readonly ownerId: string
  readonly mutualUseId: string
  readonly accountId: string
  readonly hubKey: string
  readonly hubNames: LocalText
  readonly placeNames: LocalText
  readonly zone: string
  readonly startsAt: string
  readonly endsAt: string
  readonly status: BookingStatus
  readonly partySize: number
  readonly feeYen: number
  readonly version: number
}

const columns = `u.booking_id as "bookingId", u.owner_id as "ownerId", u.account_id as "accountId", u.hub_key as "hubKey", u.hub_names as "hubNames",
  u.place_names as "placeNames", u.zone, u.starts_at as "startsAt", u.ends_at as "endsAt", u.status, u.party_size as "partySize", u.fee_yen as "feeYen"`

/** Whether it said anything new: what is older than what is known says nothing. */
export async function upsertAbroad(scope: Scope, heard: HeardUse, organisationId: string | null): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_abroad_upsert',
    `insert into bookings.use_abroad as u (consortium_id, booking_id, owner_id, mutual_use_id, account_id, organisation_id, hub_key, hub_names, place_names,
       zone, starts_at, ends_at, status, party_size, fee_yen, version, heard_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (consortium_id, booking_id) do update set hub_key = excluded.hub_key, hub_names = excluded.hub_names, place_names = excluded.place_names,
       zone = excluded.zone, starts_at = excluded.starts_at, ends_at = excluded.ends_at, status = excluded.status, party_size = excluded.party_size,
       fee_yen = excluded.fee_yen, version = excluded.version, heard_at = excluded.heard_at
     where u.owner_id = excluded.owner_id and u.version < excluded.version
     returning booking_id`,
    [
      scope.consortiumId,
      heard.bookingId,
      heard.ownerId,
      heard.mutualUseId,
      heard.accountId,
      organisationId,
      heard.hubKey,
      JSON.stringify(heard.hubNames),
      JSON.stringify(heard.placeNames),
      heard.zone,
      heard.startsAt,
      heard.endsAt,
      heard.status,
      heard.partySize,
      heard.feeYen,
      heard.version,
      scope.clock.now(),
    ],
  )
  return rows.length === 1
}

/** Word about a person and the forgetting of them go one after the other: what is written between look and commit would stay. */
export async function lockAbroad(scope: Scope, accountId: string): Promise<void> {
  await scope.prepared('bookings_lock_abroad', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `bookings.abroad/${scope.consortiumId}/${accountId}`,
  ])
}

export async function isHeardOf(scope: Scope, bookingId: string): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_abroad_known',
    'select 1 from bookings.use_abroad where consortium_id = $1 and booking_id = $2',
    [scope.consortiumId, bookingId],
  )
  return rows.length === 1
}

/** A person's own, by time: those not over (earliest first), or the others (latest first). */
export async function listAbroadOfAccount(
  scope: Scope,
  accountId: string,
  page: { when: 'coming' | 'past'; limit: number; after: { startsAt: Temporal.Instant; id: string } | undefined },
): Promise<readonly AbroadRow[]> {
  const isComing = page.when === 'coming'
  const active = `u.status in ('requested', 'held', 'confirmed') and u.ends_at > $3`
  return scope.prepared<AbroadRow>(
    `bookings_abroad_of_account_${page.when}`,
    `select ${columns} from bookings.use_abroad u where u.consortium_id = $1 and u.account_id = $2 and ${isComing ? active : `not (${active})`}
       and ($4::timestamptz is null or (u.starts_at, u.booking_id) ${isComing ? '>' : '<'} ($4, $5::uuid))
     order by u.starts_at ${isComing ? 'asc' : 'desc'}, u.booking_id ${isComing ? 'asc' : 'desc'} limit $6`,
    [scope.consortiumId, accountId, scope.clock.now(), page.after?.startsAt ?? null, page.after?.id ?? null, page.limit],
  )
}

export async function listAllAbroadOf(scope: Scope, accountId: string): Promise<readonly AbroadRow[]> {
  return scope.prepared<AbroadRow>(
    'bookings_abroad_all_of_account',
    `select ${columns} from bookings.use_abroad u where u.consortium_id = $1 and u.account_id = $2 order by u.starts_at`,
    [scope.consortiumId, accountId],
  )
}

/** The consortia at whose hubs a person has something coming. */
export async function listOwnersAhead(scope: Scope, accountId: string): Promise<readonly string[]> {
  const rows = await scope.prepared<{ owner_id: string }>(
    'bookings_abroad_owners',
    `select distinct owner_id from bookings.use_abroad
     where consortium_id = $1 and account_id = $2 and ends_at > $3 and status in ('requested', 'held', 'confirmed')`,
    [scope.consortiumId, accountId, scope.clock.now()],
  )
  return rows.map((row) => row.owner_id)
}

/** Whether it said anything new; of two words the later holds. After `lockVisits`. */
export async function upsertStoppedVisitor(
  scope: Scope,
  of: { accountId: string; homeConsortiumId: string; isStopped: boolean; toldAt: Temporal.Instant },
): Promise<boolean> {
  const [was] = await scope.prepared<{ is_stopped: boolean }>(
    'bookings_stopped_visitor_was',
    'select is_stopped from bookings.stopped_visitor where consortium_id = $1 and account_id = $2 and home_consortium_id = $3',
    [scope.consortiumId, of.accountId, of.homeConsortiumId],
  )
  const rows = await scope.prepared(
    'bookings_stopped_visitor',
    `insert into bookings.stopped_visitor as v (consortium_id, account_id, home_consortium_id, is_stopped, told_at) values ($1, $2, $3, $4, $5)
     on conflict (consortium_id, account_id, home_consortium_id) do update set is_stopped = excluded.is_stopped, told_at = excluded.told_at
     where v.told_at <= excluded.told_at returning 1`,
    [scope.consortiumId, of.accountId, of.homeConsortiumId, of.isStopped, of.toldAt],
  )
  return rows.length === 1 && (was?.is_stopped ?? false) !== of.isStopped
}

/** `<home>/<account>` of those whom their home has stopped. */
export async function stoppedVisitorsAmong(scope: Scope, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set()
  const rows = await scope.prepared<{ account_id: string; home_consortium_id: string }>(
    'bookings_stopped_visitors',
    `select account_id, home_consortium_id from bookings.stopped_visitor
     where consortium_id = $1 and account_id = any($2::uuid[]) and is_stopped`,
    [scope.consortiumId, accountIds],
  )
  return new Set(rows.map((row) => `${row.home_consortium_id}/${row.account_id}`))
}

export async function deleteStoppedVisitor(scope: Scope, of: { accountId: string; homeConsortiumId: string }): Promise<void> {
  await scope.prepared(
    'bookings_stopped_visitor_gone',
    'delete from bookings.stopped_visitor where consortium_id = $1 and account_id = $2 and home_consortium_id = $3',
    [scope.consortiumId, of.accountId, of.homeConsortiumId],
  )
}

/** Times, places and counts stay for the records; whose it was goes. */
export async function forgetAbroad(scope: Scope, accountId: string): Promise<void> {
  await scope.prepared(
    'bookings_abroad_forget',
    'update bookings.use_abroad set account_id = null where consortium_id = $1 and account_id = $2',
    [scope.consortiumId, accountId],
  )
}

export interface RecordsPage {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly limit: number
  readonly after: { startsAt: Temporal.Instant; id: string } | undefined
}

/** Own members elsewhere, latest first. */
export async function listOurs(scope: Scope, page: RecordsPage): Promise<readonly AbroadRow[]> {
  return scope.prepared<AbroadRow>(
    'bookings_abroad_records',
    `select ${columns} from bookings.use_abroad u where u.consortium_id = $1 and u.starts_at >= $2 and u.starts_at < $3
       and ($4::timestamptz is null or (u.starts_at, u.booking_id) < ($4, $5::uuid))
     order by u.starts_at desc, u.booking_id desc limit $6`,
    [scope.consortiumId, page.from, page.to, page.after?.startsAt ?? null, page.after?.id ?? null, page.limit],
  )
}

export interface VisitorRow {
  readonly bookingId: string
  readonly partnerId: string
  readonly hubId: string
  readonly targetId: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly status: BookingStatus
  readonly partySize: number
  readonly feeYen: number
  readonly name: string
}

/** People of partners here, latest first. */
export async function listTheirs(scope: Scope, page: RecordsPage): Promise<readonly VisitorRow[]> {
  return scope.prepared<VisitorRow>(
    'bookings_visitor_records',
    `select b.id as "bookingId", b.home_consortium_id as "partnerId", b.hub_id as "hubId", b.target_id as "targetId", b.starts_at as "startsAt",
            b.ends_at as "endsAt", b.status, b.party_size as "partySize", b.fee_yen as "feeYen", b.holder_name as name
     from bookings.booking b where b.consortium_id = $1 and b.home_consortium_id is not null and b.starts_at >= $2 and b.starts_at < $3
       and ($4::timestamptz is null or (b.starts_at, b.id) < ($4, $5::uuid))
     order by b.starts_at desc, b.id desc limit $6`,
    [scope.consortiumId, page.from, page.to, page.after?.startsAt ?? null, page.after?.id ?? null, page.limit],
  )
}

export interface TotalRow {
  readonly partnerId: string
  readonly hubKey: string
  readonly hubNames: LocalText | null
  /** Of an own hub. */
  readonly hubId: string | null
  readonly bookings: number
  readonly people: number
  readonly minutes: number
  readonly feeYen: number
}

/** What took place or will; a person forgotten counts as one. */
const counted = `count(*) as bookings, count(distinct account_id) + (count(*) filter (where account_id is null) > 0)::int as people,
  coalesce(sum(extract(epoch from ends_at - starts_at) / 60), 0)::int8 as minutes, coalesce(sum(fee_yen), 0)::int8 as "feeYen"`
const took = `status in ('requested', 'confirmed')`

export async function totalOurs(scope: Scope, page: Pick<RecordsPage, 'from' | 'to'>): Promise<readonly TotalRow[]> {
  return scope.prepared<TotalRow>(
    'bookings_abroad_totals',
    `select owner_id as "partnerId", hub_key as "hubKey", (array_agg(hub_names order by heard_at desc))[1] as "hubNames", null as "hubId", ${counted}
     from bookings.use_abroad where consortium_id = $1 and starts_at >= $2 and starts_at < $3 and ${took} group by 1, 2 order by 5 desc, 2`,
    [scope.consortiumId, page.from, page.to],
  )
}

export async function totalTheirs(scope: Scope, page: Pick<RecordsPage, 'from' | 'to'>): Promise<readonly TotalRow[]> {
  return scope.prepared<TotalRow>(
    'bookings_visitor_totals',
    `select home_consortium_id as "partnerId", '' as "hubKey", null as "hubNames", hub_id as "hubId", ${counted}
     from bookings.booking where consortium_id = $1 and home_consortium_id is not null and starts_at >= $2 and starts_at < $3 and ${took}
     group by 1, hub_id order by 5 desc, 4`,
    [scope.consortiumId, page.from, page.to],
  )
}
