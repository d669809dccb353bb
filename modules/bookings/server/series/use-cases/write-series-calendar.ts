/** A series for calendars: its rule, the days that are not of it, and those that stand elsewhere. */
import type { FileAnswer } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { Language } from '#platform/contract/texts.ts'
import { placeNames, requireHub, type HubRef, type PlaceName } from '#modules/hubs/server/index.ts'
import { calendarOfSeries, type SeriesFacts } from '../../mails/calendar.ts'
import type { WholeSeries } from './require-series.ts'

/** The series as a file for any calendar. */
export async function writeSeriesCalendar(scope: Scope, series: WholeSeries): Promise<FileAnswer> {
  return {
    name: 'series.ics',
    mediaType: 'text/calendar; charset=utf-8',
    content: calendarOfSeries(scope, calendarFactsOf(scope, series, await placesOfSeries(scope, series), scope.language), 'PUBLISH'),
  }
}

export interface SeriesPlaces {
  readonly hub: HubRef
  readonly places: ReadonlyMap<string, PlaceName>
}

export async function placesOfSeries(scope: Scope, { row, bookings }: WholeSeries): Promise<SeriesPlaces> {
  const hub = await requireHub(scope, row.hubId)
  return { hub, places: await placeNames(scope, [row.targetId, ...[...bookings.values()].map(({ targetId }) => targetId)]) }
}

export const seriesUrl = (scope: Scope, seriesId: string): string => `${scope.publicUrl}/me/series/${seriesId}`

export function calendarFactsOf(scope: Scope, series: WholeSeries, { hub, places }: SeriesPlaces, language: Language): SeriesFacts {
  const { row, days, bookings } = series
  const changed = [row.changedAt, ...[...bookings.values()].map(({ changedAt }) => changedAt)].toSorted(Temporal.Instant.compare)
  return {
    id: row.id,
    sequence: row.sequence,
    changedAt: changed.at(-1) ?? row.changedAt,
    rule: row.rule,
    zone: hub.zone,
    url: seriesUrl(scope, row.id),
    days: days.map((day) => {
      const booking = day.bookingId === null ? undefined : bookings.get(day.bookingId)
      const place = booking === undefined ? undefined : places.get(booking.targetId)
      const times = { startsAt: day.startsAt, endsAt: day.endsAt }
      if (booking === undefined || place === undefined) return times
      const url = row.accountId === null ? scope.publicUrl : `${scope.publicUrl}/me/bookings/${booking.id}`
      return { ...times, facts: { row: booking, place, hub, url, language } }
    }),
  }
}
