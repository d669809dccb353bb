/** One day, a range or the rest, moved or changed: all of them, or none and each that cannot be had. */
import { ExpectedError, fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { holidayLookup } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { isActiveStatus, type Span } from '../../../contract/rules.ts'
import type { Wanted } from '../../../contract/schemas.ts'
import { seriesChanged } from '../../../contract/series/events.ts'
import type { ChangeSeriesBody } from '../../../contract/series/schemas.ts'
import { lockUnits, type BookingRow } from '../../booking/repository.ts'
import { changeBooking } from '../../booking/use-cases/change-booking.ts'
import { requireTarget } from '../../booking/use-cases/decide-wish.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { clockTime, dayAt, hasStarted, isoOf, spanOf, whyNotChange, wishSpan } from '../../rules.ts'
import { updateSeries } from '../repository.ts'
import type { PlannedDay } from '../rules.ts'
import { bookingsMeant } from './cancel-series.ts'
import { requireSeries, type WholeSeries } from './require-series.ts'
import { tryDays } from './try-days.ts'

const fail = failOf(bookingsErrors)

export async function changeSeries(scope: MemberScope, seriesId: string, body: ChangeSeriesBody): Promise<WholeSeries> {
  const series = await requireSeries(scope, seriesId, { forChange: true })
  if (series.row.version !== body.version) failPlatform('platform.changed_meanwhile')
  const now = scope.clock.now().epochMilliseconds
  const staying = new Set(body.except)
  const meant = bookingsMeant(series, body).filter(
    ({ day, booking }) =>
      !staying.has(day) && isActiveStatus(booking.status) && whyNotChange(booking, now) === undefined && !hasStarted(booking, now),
  )
  if (meant.length === 0) fail('bookings.series_over')
  const target = await requireTarget(scope, body.what ?? wantedOf(series.row.kind, series.row.targetId, 1))
  if (target.hubId !== series.row.hubId) failPlatform('platform.not_found')
  // all that anybody of them has or wants, before the first lets go: two ranges never hold what the other waits for
  await lockUnits(scope, [...meant.flatMap(({ booking }) => booking.unitIds), ...target.units.map((unit) => unit.id)])
  const bookings = new Map(series.bookings)
  const refused: PlannedDay[] = []
  for (const { day, booking } of meant) {
    const span = spanFor(booking, body, target.zone)
    const after = await changeOne(scope, booking, span, body)
    if (after !== undefined) bookings.set(after.id, after)
    else refused.push({ day, ruled: span, span, what: body.what ?? wantedLike(booking), isOther: false, isLeftOut: false })
  }
  if (refused.length > 0) {
    const days = await tryDays(scope, refused, {
      each: { partySize: body.partySize ?? 1 },
      caller: { isDesk: isDesk(scope), hub: series.row.hubId },
      holidayOf: await holidayLookup(scope),
      except: meant.map(({ booking }) => booking.id),
    })
    fail('bookings.series_conflicts', { params: { count: refused.length, days } })
  }
  const row = await updateSeries(scope, series.row, { isChanged: true })
  scope.emit(
    seriesChanged,
    { hubId: row.hubId, seriesId, count: meant.length, from: body.from ?? null, to: body.to ?? null },
    { subjectId: seriesId, ...(body.reason === undefined || body.reason === '' ? {} : { reason: body.reason }) },
  )
  return { ...series, row, bookings }
}

/** The new times on the day that the booking stands on now: a day that was moved stays where it was moved to. */
function spanFor(booking: BookingRow, body: ChangeSeriesBody, zone: string): Span {
  const now = spanOf(booking)
  if (body.start === undefined && body.end === undefined) return now
  const day = dayAt(now.from, zone)
  const clock = (at: number): string => clockTime(at, day, zone).padStart(5, '0')
  return wishSpan(day, body.start ?? clock(now.from), body.end ?? clock(now.to), zone)
}

async function changeOne(scope: MemberScope, booking: BookingRow, span: Span, body: ChangeSeriesBody): Promise<BookingRow | undefined> {
  const before = spanOf(booking)
  try {
    return await changeBooking(scope, booking.id, {
      version: booking.version,
      ...(span.from === before.from ? {} : { startsAt: isoOf(span.from) }),
      ...(span.to === before.to ? {} : { endsAt: isoOf(span.to) }),
      ...(body.what === undefined ? {} : { what: body.what }),
      ...(body.partySize === undefined ? {} : { partySize: body.partySize }),
      ...(body.purpose === undefined ? {} : { purpose: body.purpose }),
      ...(body.reason === undefined ? {} : { reason: body.reason }),
    })
  } catch (error) {
    if (error instanceof ExpectedError && error.code.startsWith('bookings.')) return undefined
    throw error
  }
}

const wantedLike = (booking: BookingRow): Wanted => wantedOf(booking.kind, booking.targetId, booking.unitIds.length)

function wantedOf(kind: Wanted['kind'], targetId: string, count: number): Wanted {
  if (kind === 'space') return { kind, spaceId: targetId }
  return kind === 'seat' ? { kind, spaceId: targetId, count } : { kind, equipmentId: targetId, count }
}
