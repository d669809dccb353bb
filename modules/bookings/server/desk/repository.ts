/** A hub's day as the desk sees it. */
import type { Scope } from '#platform/server/scope.ts'
import { likeAnywhere } from '#platform/server/paging.ts'
import type { Span } from '../../contract/rules.ts'
import type { BookingStatus, GridBooking } from '../../contract/schemas.ts'
import { bookings, bookingsEndingAfter, type BookingRow } from '../booking/repository.ts'
import { instantOf } from '../rules.ts'

export interface DayBooking {
  readonly id: string
  readonly status: GridBooking['status']
  readonly isGuest: boolean
  /** Minutes since 1970; bookings begin and end on minutes. */
  readonly startsMinute: number
  readonly endsMinute: number
  readonly partySize: number
  readonly version: number
  readonly unitIds: readonly string[]
  readonly holderName: string
}

/** The active bookings of one target that touch a day. */
export interface TargetDay {
  readonly targetId: string
  readonly bookings: readonly DayBooking[]
}

/** Bookings that touch a day: those of a day at most, and by another index the few longer ones. */
const touching = [
  `starts_at >= $3::timestamptz - interval '24 hours' and starts_at < $4 and ends_at > $3`,
  `is_long and ends_at > $3 and starts_at < $3::timestamptz - interval '24 hours'`,
]

const fingerprintsText = touching
  .map(
    (times, i) => `select target_id, ${i} || ' ' || count(*) || ' ' || bit_xor(uuid_hash_extended(id, version)) as fingerprint
      from bookings.booking where consortium_id = $1 and hub_id = $2 and ${times} group by target_id`,
  )
  .join(' union all ')

/**
 * What each target of a hub has on a day, in a few bytes: another text as soon as a booking comes, goes or has a new
 * version. Cancelled ones count too: asking each row for its status took a quarter more.
 */
export async function listFingerprints(scope: Scope, hubId: string, day: Span): Promise<ReadonlyMap<string, string>> {
  const rows = await scope.prepared<{ target_id: string; fingerprint: string }>('bookings_day_fingerprints', fingerprintsText, [
    scope.consortiumId,
    hubId,
    instantOf(day.from),
    instantOf(day.to),
  ])
  const byTarget = new Map<string, string>()
  for (const row of rows) byTarget.set(row.target_id, `${byTarget.get(row.target_id) ?? ''}/${row.fingerprint}`)
  return byTarget
}

const minutes = (column: string): string => `(date_part('epoch', ${column}) / 60)::int4`

/** Between fields and between bookings: control characters, which no name may hold (`booking_holder_name`). */
const fieldEnd = '\u001f'
const bookingEnd = '\u001e'

/**
 * The bookings of some targets on a day. A full day is thousands of rows, and what the driver does for each column of
 * a row costs more than the rows: one text a target takes half the time (3,000 bookings: 31 ms of processor to 18).
 */
export async function listTargetDays(scope: Scope, hubId: string, day: Span, targetIds: readonly string[]): Promise<TargetDay[]> {
  const rows = await scope.prepared<{ target_id: string; bookings: string }>(
    'bookings_day',
    `select target_id, string_agg(concat_ws($5, id, status, account_id is null, ${minutes('starts_at')}, ${minutes('ends_at')},
       party_size, version, array_to_string(unit_ids, ','), holder_name), $6) as bookings
     from (${touching
       .map(
         (times) => `select * from bookings.booking
           where consortium_id = $1 and hub_id = $2 and target_id = any($7) and status in ('requested', 'held', 'confirmed') and ${times}`,
       )
       .join(' union all ')}) as day group by target_id`,
    [scope.consortiumId, hubId, instantOf(day.from), instantOf(day.to), fieldEnd, bookingEnd, targetIds],
  )
  return rows.map((row) => ({
    targetId: row.target_id,
    bookings: row.bookings.split(bookingEnd).map(readDayBooking).toSorted(byStart),
  }))
}

function readDayBooking(text: string): DayBooking {
  const [id = '', status, guest, starts, ends, party, version, units = '', holderName = ''] = text.split(fieldEnd)
  return {
    id,
    status: status as GridBooking['status'],
    isGuest: guest === 't',
    startsMinute: Number(starts),
    endsMinute: Number(ends),
    partySize: Number(party),
    version: Number(version),
    unitIds: units.split(','),
    holderName,
  }
}

const byStart = (a: DayBooking, b: DayBooking): number => a.startsMinute - b.startsMinute || (a.id < b.id ? -1 : 1)

/** Every booking that touches the span, also cancelled and lapsed ones, a page by start. */
export async function listHubBookings(
  scope: Scope,
  hubId: string,
  day: Span,
  page: {
    limit: number
    after: { startsAt: Temporal.Instant; id: string } | undefined
    statuses?: readonly BookingStatus[] | undefined
    targetId?: string | undefined
    text?: string | undefined
  },
): Promise<BookingRow[]> {
  const like = likeAnywhere(page.text ?? '')
  return bookingsEndingAfter(scope, hubId, instantOf(day.from))
    .where('startsAt', '<', instantOf(day.to))
    .$if(page.statuses !== undefined, (query) => query.where('status', '=', (eb) => eb.fn.any(eb.val([...(page.statuses ?? [])]))))
    .$if(page.targetId !== undefined, (query) => query.where('targetId', '=', page.targetId as string))
    .$if(page.text !== undefined, (query) =>
      query.where((eb) => eb.or([eb('holderName', 'ilike', like), eb('holderMail', 'ilike', like), eb('holderPhone', 'ilike', like)])),
    )
    .$if(page.after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('startsAt', 'id'), '>', eb.tuple(page.after?.startsAt as Temporal.Instant, page.after?.id as string)),
      ),
    )
    .orderBy('startsAt')
    .orderBy('id')
    .limit(page.limit + 1)
    .execute()
}

/** Active bookings of a hub that are not over at `span.from` and begin before its end; for the lists of Today. */
export async function listActive(scope: Scope, hubId: string, span: Span): Promise<BookingRow[]> {
  return bookingsEndingAfter(scope, hubId, instantOf(span.from))
    .where('status', 'in', ['requested', 'held', 'confirmed'])
    .where('startsAt', '<', instantOf(span.to))
    .orderBy('startsAt')
    .orderBy('id')
    .execute()
}

/** Unconfirmed holds and unanswered requests of a hub, whatever day they are for, soonest to lapse first. */
export async function listHolds(scope: Scope, hubId: string, limit: number): Promise<BookingRow[]> {
  return bookings(scope).where('hubId', '=', hubId).where('holdExpiresAt', 'is not', null).orderBy('holdExpiresAt').limit(limit).execute()
}

/** Active bookings of a hub that end after `from`, by start, whatever day they are for; at most `limit`. */
export async function listComing(scope: Scope, hubId: string, from: Temporal.Instant, limit: number): Promise<BookingRow[]> {
  return bookingsEndingAfter(scope, hubId, from)
    .where('status', 'in', ['requested', 'held', 'confirmed'])
    .orderBy('startsAt')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Whoever came, or was counted wrongly. */
export async function insertArrival(scope: Scope, arrival: { bookingId: string; people: number; by: string | null }): Promise<void> {
  await scope.prepared(
    'bookings_arrival',
    'insert into bookings.arrival (consortium_id, booking_id, people, at, by_account_id) values ($1, $2, $3, $4, $5)',
    [scope.consortiumId, arrival.bookingId, arrival.people, scope.clock.now(), arrival.by],
  )
}

/** How many have come, by booking; absent where nobody has been counted. */
export async function listArrived(
  scope: Scope,
  bookingIds: readonly string[],
): Promise<{ bookingId: string; arrived: number; lastAt: Temporal.Instant }[]> {
  if (bookingIds.length === 0) return []
  const rows = await scope.prepared<{ booking_id: string; arrived: number; last_at: Temporal.Instant }>(
    'bookings_arrived',
    `select booking_id, sum(people) as arrived, max(at) as last_at from bookings.arrival
     where consortium_id = $1 and booking_id = any($2::uuid[]) group by booking_id`,
    [scope.consortiumId, bookingIds],
  )
  return rows.map((row) => ({ bookingId: row.booking_id, arrived: row.arrived, lastAt: row.last_at }))
}

const inPeriod = (fields: string): string => {
  const from = (times: string): string => `
    select ${fields} from bookings.booking
    where consortium_id = $1 and hub_id = $2 and status in ('requested', 'held', 'confirmed') and ${times}`
  return `${from(`starts_at >= $3::timestamptz - interval '24 hours' and starts_at < $4 and ends_at > $3`)}
    union all ${from(`is_long and ends_at > $3 and starts_at < $3::timestamptz - interval '24 hours'`)}`
}

/**
 * Minutes of units taken and bookings begun, by target and day: `<target> <day>`. A booking over midnight counts on each day
 * with its part of it. Read by booking_by_hub and booking_long, as a day is.
 */
export async function listTakenByDay(
  scope: Scope,
  hubId: string,
  range: Span,
  zone: string,
): Promise<ReadonlyMap<string, { minutes: number; bookings: number }>> {
  const rows = await scope.prepared<{ target_id: string; day: string; minutes: number; bookings: number }>(
    'bookings_taken_by_day',
    `select target_id, to_char(d.day, 'YYYY-MM-DD') as day,
       round(sum(units * extract(epoch from least(ends_at, (d.day + 1)::timestamp at time zone $5) - greatest(starts_at, d.day::timestamp at time zone $5)) / 60))::int as minutes,
       count(*)::int as bookings
     from (${inPeriod('target_id, starts_at, ends_at, cardinality(unit_ids) as units')}) as b,
     lateral (select generate_series(greatest(b.starts_at, $3) at time zone $5, (least(b.ends_at, $4) - interval '1 microsecond') at time zone $5 + interval '1 day', interval '1 day')::date as day) as d
     where (d.day::timestamp at time zone $5) < least(b.ends_at, $4) and ((d.day + 1)::timestamp at time zone $5) > greatest(b.starts_at, $3)
     group by target_id, d.day`,
    [scope.consortiumId, hubId, instantOf(range.from), instantOf(range.to), zone],
  )
  return new Map(rows.map((row) => [`${row.target_id} ${row.day}`, { minutes: row.minutes, bookings: row.bookings }]))
}

/** Active bookings of one target that touch the range, by start. */
export async function listTargetPeriod(scope: Scope, hubId: string, targetId: string, range: Span): Promise<BookingRow[]> {
  return bookingsEndingAfter(scope, hubId, instantOf(range.from))
    .where('targetId', '=', targetId)
    .where('status', 'in', ['requested', 'held', 'confirmed'])
    .where('startsAt', '<', instantOf(range.to))
    .orderBy('startsAt')
    .orderBy('id')
    .limit(2_000)
    .execute()
}

/** A point to come back to within the transaction. */
export async function beginAttempt(scope: Scope): Promise<void> {
  await scope.prepared('bookings_attempt', 'savepoint bookings_attempt', [])
}

export async function keepAttempt(scope: Scope): Promise<void> {
  await scope.prepared('bookings_attempt_keep', 'release savepoint bookings_attempt', [])
}

/** As if nothing had been done since. */
export async function undoAttempt(scope: Scope): Promise<void> {
  await scope.prepared('bookings_attempt_back', 'rollback to savepoint bookings_attempt', [])
}
