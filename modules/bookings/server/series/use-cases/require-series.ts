/** Whose series is it? What is not yours is not there. */
import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { dayAt } from '../../rules.ts'
import { findSeries, listSeries, listSeriesBookings, listSeriesDays, type SeriesDayRow, type SeriesRow } from '../repository.ts'

/** A series with its days and what became of them. */
export interface WholeSeries {
  readonly row: SeriesRow
  readonly days: readonly SeriesDayRow[]
  readonly bookings: ReadonlyMap<string, BookingRow>
}

/** The member's own series, or any for the desk; `forChange` keeps other changes out until the end. */
export async function requireSeries(scope: MemberScope, seriesId: string, { forChange = false } = {}): Promise<WholeSeries> {
  const row = await findSeries(scope, seriesId, { forChange })
  if (row === undefined || !(row.accountId === scope.actor.accountId || isDesk(scope))) fail('platform.not_found')
  const bookings = (await listSeriesBookings(scope, [seriesId], { forChange })).get(seriesId) ?? []
  const days = (await listSeriesDays(scope, [seriesId])).get(seriesId) ?? []
  return { row, days, bookings: new Map(bookings.map((booking) => [booking.id, booking])) }
}

export interface SeriesListQuery {
  readonly when: 'coming' | 'past'
  readonly limit: number
  readonly cursor?: string | undefined
}

export async function listMySeries(
  scope: MemberScope,
  query: SeriesListQuery,
): Promise<{ items: WholeSeries[]; nextCursor: string | null }> {
  return listOf(scope, { accountId: scope.actor.accountId }, query, 'Asia/Tokyo')
}

export async function listHubSeries(
  scope: MemberScope,
  hubId: string,
  query: SeriesListQuery,
): Promise<{ items: WholeSeries[]; nextCursor: string | null }> {
  const hub = await requireHub(scope, hubId)
  return listOf(scope, { hubId }, query, hub.zone)
}

async function listOf(
  scope: MemberScope,
  of: { hubId: string } | { accountId: string },
  { when, limit, cursor }: SeriesListQuery,
  zone: string,
): Promise<{ items: WholeSeries[]; nextCursor: string | null }> {
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  const rows = await listSeries(scope, of, { when, limit, after: readCursor(cursor), today })
  const shown = rows.slice(0, limit)
  const ids = shown.map(({ id }) => id)
  const bookings = ids.length === 0 ? new Map<string, never[]>() : await listSeriesBookings(scope, ids)
  const days = ids.length === 0 ? new Map<string, never[]>() : await listSeriesDays(scope, ids)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map((row) => ({
      row,
      days: days.get(row.id) ?? [],
      bookings: new Map((bookings.get(row.id) ?? []).map((booking) => [booking.id, booking])),
    })),
    nextCursor: last === undefined ? null : `${last.lastOn}_${last.id}`,
  }
}

/** A cursor that does not read starts from the beginning. */
function readCursor(cursor: string | undefined): { lastOn: string; id: string } | undefined {
  const match = /^(\d{4}-\d\d-\d\d)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor ?? '')
  return match === null ? undefined : { lastOn: match[1] as string, id: match[2] as string }
}
