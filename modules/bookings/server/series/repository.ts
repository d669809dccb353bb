/** Series, their days, and what stands in the way of days that are tried. */
import { sql, type Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { Span } from '../../contract/rules.ts'
import type { BookedKind } from '../../contract/schemas.ts'
import { seriesRule, type SeriesRuleBody } from '../../contract/series/schemas.ts'
import { bookings, type BookingRow } from '../booking/repository.ts'
import { instantOf } from '../rules.ts'

type Row = Selectable<DB['bookings.series']>
export type SeriesRow = Omit<Row, 'rule' | 'kind' | 'startsOn' | 'lastOn'> & {
  rule: SeriesRuleBody
  kind: BookedKind
  startsOn: string
  lastOn: string
}

/** A day of the rule with its booking, where there is one. */
export interface SeriesDayRow {
  readonly day: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly passed: 'left_out' | 'holiday' | null
  readonly bookingId: string | null
  readonly toldSequence: number | null
}

const seriesFrom = (row: Row): SeriesRow => ({
  ...row,
  rule: seriesRule.parse(row.rule),
  kind: row.kind as BookedKind,
  startsOn: row.startsOn,
  lastOn: row.lastOn,
})

export type NewSeries = Pick<SeriesRow, 'hubId' | 'accountId' | 'rule' | 'lastOn' | 'startTime' | 'endTime' | 'kind' | 'targetId'>

export async function insertSeries(scope: Scope, series: NewSeries): Promise<SeriesRow> {
  const now = scope.clock.now()
  const row = await scope
    .db('bookings')
    .insertInto('bookings.series')
    .values({
      consortiumId: scope.consortiumId,
      ...series,
      rule: JSON.stringify(series.rule),
      startsOn: series.rule.startsOn as never,
      lastOn: series.lastOn as never,
      createdAt: now,
      changedAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return seriesFrom(row)
}

export interface NewSeriesDay {
  readonly day: string
  readonly ruled: Span
  readonly bookingId: string | null
  readonly passed: 'left_out' | 'holiday' | null
}

export async function insertSeriesDays(scope: Scope, seriesId: string, days: readonly NewSeriesDay[]): Promise<void> {
  await scope.prepared(
    'bookings_series_days_insert',
    `insert into bookings.series_date (consortium_id, series_id, on_day, starts_at, ends_at, booking_id, passed)
     select $1, $2, d.on_day, d.starts_at, d.ends_at, d.booking_id, d.passed
     from unnest($3::date[], $4::timestamptz[], $5::timestamptz[], $6::uuid[], $7::text[]) as d (on_day, starts_at, ends_at, booking_id, passed)`,
    [
      scope.consortiumId,
      seriesId,
      days.map(({ day }) => day),
      days.map(({ ruled }) => instantOf(ruled.from).toString()),
      days.map(({ ruled }) => instantOf(ruled.to).toString()),
      days.map(({ bookingId }) => bookingId),
      days.map(({ passed }) => passed),
    ],
  )
}

export async function findSeries(scope: Scope, id: string, { forChange = false } = {}): Promise<SeriesRow | undefined> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.series')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .$if(forChange, (query) => query.forUpdate())
    .executeTakeFirst()
  return row === undefined ? undefined : seriesFrom(row)
}

/** `isTold`: a mail goes out, so calendars must take it over. */
export async function updateSeries(scope: Scope, row: SeriesRow, change: { isTold?: boolean; isChanged?: boolean }): Promise<SeriesRow> {
  if (change.isTold !== true && change.isChanged !== true) return row
  const updated = await scope
    .db('bookings')
    .updateTable('bookings.series')
    .set({
      ...(change.isTold === true ? { sequence: row.sequence + 1 } : {}),
      ...(change.isChanged === true ? { version: row.version + 1, changedAt: scope.clock.now() } : {}),
    })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return seriesFrom(updated)
}

/** Days of some series, in order; at most 366 each. */
export async function listSeriesDays(scope: Scope, seriesIds: readonly string[]): Promise<ReadonlyMap<string, readonly SeriesDayRow[]>> {
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.seriesDate')
    .select(['seriesId', 'onDay', 'startsAt', 'endsAt', 'passed', 'bookingId', 'toldSequence'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('seriesId', '=', sql<string>`any(${seriesIds}::uuid[])`)
    .orderBy('onDay')
    .execute()
  return Map.groupBy(
    rows.map(({ onDay, ...row }) => ({ ...row, day: onDay }) as SeriesDayRow & { seriesId: string }),
    (row) => row.seriesId,
  )
}

/** Bookings of some series by start; `forChange` keeps other changes out, in an order that all who take several keep. */
export async function listSeriesBookings(
  scope: Scope,
  seriesIds: readonly string[],
  { forChange = false } = {},
): Promise<ReadonlyMap<string, readonly BookingRow[]>> {
  const rows = await bookings(scope)
    .where('seriesId', '=', sql<string>`any(${seriesIds}::uuid[])`)
    .orderBy('id')
    .$if(forChange, (query) => query.forUpdate())
    .execute()
  return Map.groupBy(rows, (row) => row.seriesId ?? '')
}

export interface SeriesPageQuery {
  readonly when: 'coming' | 'past'
  readonly limit: number
  readonly after: { readonly lastOn: string; readonly id: string } | undefined
  readonly today: string
}

/** Of a hub or of an account: those with days to come by their last day, or those that are over, latest first. */
export async function listSeries(scope: Scope, of: { hubId: string } | { accountId: string }, page: SeriesPageQuery): Promise<SeriesRow[]> {
  const isComing = page.when === 'coming'
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.series')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .$if('hubId' in of, (query) => query.where('hubId', '=', (of as { hubId: string }).hubId))
    .$if('accountId' in of, (query) => query.where('accountId', '=', (of as { accountId: string }).accountId))
    .where('lastOn', isComing ? '>=' : '<', page.today as never)
    .$if(page.after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('lastOn', 'id'), isComing ? '>' : '<', eb.tuple(page.after?.lastOn as never, page.after?.id as string)),
      ),
    )
    .orderBy('lastOn', isComing ? 'asc' : 'desc')
    .orderBy('id', isComing ? 'asc' : 'desc')
    .limit(page.limit + 1)
    .execute()
  return rows.map(seriesFrom)
}

export async function noteTold(scope: Scope, seriesId: string, told: readonly { bookingId: string; sequence: number }[]): Promise<void> {
  await scope.prepared(
    'bookings_series_told',
    `update bookings.series_date d set told_sequence = t.sequence from unnest($3::uuid[], $4::int[]) as t (booking_id, sequence)
     where d.consortium_id = $1 and d.series_id = $2 and d.booking_id = t.booking_id`,
    [scope.consortiumId, seriesId, told.map(({ bookingId }) => bookingId), told.map(({ sequence }) => sequence)],
  )
}

export interface InTheWay {
  /** Of `spans`, from 0. */
  readonly index: number
  /** How many of the units are taken for a part of the span. */
  readonly units: number
  readonly kind: 'booking' | 'hold' | 'lease' | 'closure'
}

/** For each span, how many of the units something touches, and what: read for a picture, decided by the insert alone. */
export async function listInTheWay(
  scope: Scope,
  unitIds: readonly string[],
  spans: readonly Span[],
  except: readonly string[] = [],
): Promise<readonly InTheWay[]> {
  return scope.prepared<InTheWay>(
    'bookings_series_in_the_way',
    `with span as (select * from unnest($3::timestamptz[], $4::timestamptz[]) with ordinality as s (from_at, to_at, n)),
     met as (
       select s.n, o.unit_id, o.source_kind from span s join bookings.occupancy o on o.consortium_id = $1 and o.unit_id = any($2)
         and o.starts_at >= s.from_at - interval '24 hours' and o.starts_at < s.to_at and o.ends_at > s.from_at and not o.source_id = any($5)
       union all
       select s.n, o.unit_id, o.source_kind from span s join bookings.occupancy o on o.consortium_id = $1 and o.unit_id = any($2)
         and o.is_long and o.ends_at > s.from_at and o.starts_at < s.from_at - interval '24 hours' and not o.source_id = any($5)
     )
     select (n - 1)::int as index, count(distinct unit_id)::int as units,
       case when bool_or(source_kind = 'closure') then 'closure' when bool_or(source_kind = 'lease') then 'lease'
            when bool_or(source_kind = 'booking') then 'booking' else 'hold' end as kind
     from met group by n order by n`,
    [
      scope.consortiumId,
      unitIds,
      spans.map((span) => instantOf(span.from).toString()),
      spans.map((span) => instantOf(span.to).toString()),
      except,
    ],
  )
}
