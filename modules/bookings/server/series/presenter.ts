/** A series and its days as the contract says them. */
import type { Scope } from '#platform/server/scope.ts'
import { holidayLookup, placeNames, type PlaceName } from '#modules/hubs/server/index.ts'
import { isActiveStatus } from '../../contract/rules.ts'
import type { Series, SeriesDay, SeriesSummary } from '../../contract/series/schemas.ts'
import { listProvisional } from '../payment/repository.ts'
import type { BookingRow } from '../booking/repository.ts'
import { isDesk } from '../booking/use-cases/require-booking.ts'
import { spanOf, whyNotCancel, whyNotChange } from '../rules.ts'
import type { SeriesDayRow } from './repository.ts'
import { countsOf, isMoved } from './rules.ts'
import type { WholeSeries } from './use-cases/require-series.ts'

type Places = ReadonlyMap<string, PlaceName>

/** What is known of a place that is no more: its id. */
const nameOf = (places: Places, id: string): PlaceName['names'] => places.get(id)?.names ?? { ja: '' }

export async function presentSeriesList(scope: Scope, list: readonly WholeSeries[]): Promise<SeriesSummary[]> {
  const places = await placeNames(
    scope,
    list.map(({ row }) => row.targetId),
  )
  return list.map((series) => summaryOf(scope, series, places))
}

function summaryOf(scope: Scope, series: WholeSeries, places: Places): SeriesSummary {
  const { row } = series
  const now = scope.clock.now().epochMilliseconds
  const booked = bookedDays(series)
  const place = places.get(row.targetId)
  const coming = booked.filter(({ booking }) => isActiveStatus(booking.status) && spanOf(booking).to > now)
  const first = [...series.bookings.values()][0]
  return {
    id: row.id,
    hubId: row.hubId,
    hubKey: place?.hubKey ?? row.hubId,
    hubName: place?.hubNames ?? { ja: '' },
    timeZone: place?.zone ?? 'Asia/Tokyo',
    kind: row.kind,
    targetId: row.targetId,
    targetName: nameOf(places, row.targetId),
    rule: row.rule,
    start: row.startTime,
    end: row.endTime,
    lastDay: row.lastOn,
    holderName: first?.holderName ?? '',
    isGuest: row.accountId === null,
    counts: countsOf(booked, now),
    nextStartsAt:
      coming
        .map(({ booking }) => booking.startsAt)
        .toSorted(Temporal.Instant.compare)[0]
        ?.toString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toString(),
  }
}

/** Days with a booking, and where the rule had put them. */
function bookedDays({ row, days, bookings }: WholeSeries) {
  return days.flatMap((day) => {
    const booking = day.bookingId === null ? undefined : bookings.get(day.bookingId)
    return booking === undefined ? [] : [{ ruled: { startsAt: day.startsAt, endsAt: day.endsAt, targetId: row.targetId }, booking }]
  })
}

export async function presentSeries(scope: Scope, series: WholeSeries): Promise<Series> {
  const rows = [...series.bookings.values()]
  const places = await placeNames(scope, [series.row.targetId, ...rows.map(({ targetId }) => targetId)])
  const holidayOf = await holidayLookup(scope)
  const active = rows.filter(({ status }) => isActiveStatus(status))
  const first = active[0] ?? rows[0]
  const provisional = await listProvisional(
    scope,
    active.map(({ id }) => id),
  )
  return {
    ...summaryOf(scope, series, places),
    holder: {
      name: first?.holderName ?? '',
      mail: first?.holderMail ?? null,
      phone: first?.holderPhone ?? null,
      language: first?.holderLanguage ?? 'ja',
    },
    partySize: first?.partySize ?? 1,
    purpose: first?.purpose ?? '',
    feeYen: active.reduce((sum, { feeYen }) => sum + feeYen, 0),
    note: isDesk(scope) ? (nextOf(active, scope.clock.now().epochMilliseconds)?.note ?? '') : null,
    requestedCount: rows.filter(({ status }) => status === 'requested').length,
    days: series.days.map((day) => ({
      day: day.day,
      startsAt: day.startsAt.toString(),
      endsAt: day.endsAt.toString(),
      passed: day.passed,
      holiday: holidayOf(day.day) ?? null,
      booking: presentDayBooking(scope, series, day, { places, provisional }),
    })),
  }
}

const nextOf = (rows: readonly BookingRow[], now: number): BookingRow | undefined =>
  rows.filter((row) => spanOf(row).to > now).toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt))[0]

function presentDayBooking(
  scope: Scope,
  { row, bookings }: WholeSeries,
  day: SeriesDayRow,
  { places, provisional }: { places: Places; provisional: ReadonlyMap<string, Temporal.Instant> },
): SeriesDay['booking'] {
  const booking: BookingRow | undefined = day.bookingId === null ? undefined : bookings.get(day.bookingId)
  if (booking === undefined) return null
  const now = scope.clock.now().epochMilliseconds
  const labels = new Map(places.get(booking.targetId)?.units.map((unit) => [unit.id, unit.label]))
  return {
    id: booking.id,
    startsAt: booking.startsAt.toString(),
    endsAt: booking.endsAt.toString(),
    kind: booking.kind,
    targetId: booking.targetId,
    targetName: nameOf(places, booking.targetId),
    units: booking.unitIds.map((id) => ({ id, label: labels.get(id) ?? '' })),
    status: booking.status,
    provisionalUntil: booking.status === 'confirmed' ? (provisional.get(booking.id)?.toString() ?? null) : null,
    isMoved: isActiveStatus(booking.status) && isMoved({ startsAt: day.startsAt, endsAt: day.endsAt, targetId: row.targetId }, booking),
    feeYen: booking.feeYen,
    can: {
      change: whyNotChange(booking, now) === undefined,
      cancel: booking.status !== 'cancelled' && whyNotCancel(booking, now, isDesk(scope)) === undefined,
    },
    version: booking.version,
  }
}
