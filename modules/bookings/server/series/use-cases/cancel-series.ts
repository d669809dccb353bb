/** One day, a range or the rest: what has not begun is cancelled, all of it in one transaction. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { isActiveStatus } from '../../../contract/rules.ts'
import { seriesCancelled } from '../../../contract/series/events.ts'
import type { CancelSeriesBody } from '../../../contract/series/schemas.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { cancel } from '../../booking/use-cases/cancel-booking.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { costOfCancelling } from '../../policy/use-cases/charge-cancellation.ts'
import { whyNotCancel } from '../../rules.ts'
import { updateSeries } from '../repository.ts'
import { isMeant } from '../rules.ts'
import { requireSeries, type WholeSeries } from './require-series.ts'

const fail = failOf(bookingsErrors)

export async function cancelSeries(scope: MemberScope, seriesId: string, body: CancelSeriesBody): Promise<WholeSeries> {
  const series = await requireSeries(scope, seriesId, { forChange: true })
  if (series.row.version !== body.version) failPlatform('platform.changed_meanwhile')
  const now = scope.clock.now().epochMilliseconds
  const isOwn = series.row.accountId === scope.actor.accountId
  const by = { reason: body.reason, isDesk: isDesk(scope), chargesFee: isDesk(scope) ? (body.chargesFee ?? isOwn) : true }
  const meant = bookingsMeant(series, body).filter(
    ({ booking }) => isActiveStatus(booking.status) && whyNotCancel(booking, now, by.isDesk) === undefined,
  )
  if (meant.length === 0) fail('bookings.series_over')
  const bookings = new Map(series.bookings)
  for (const { booking } of meant) bookings.set(booking.id, await cancel(scope, booking, by))
  const row = await updateSeries(scope, series.row, { isChanged: true })
  scope.emit(
    seriesCancelled,
    { hubId: row.hubId, seriesId, count: meant.length, from: body.from ?? null, to: body.to ?? null },
    { subjectId: seriesId, ...(body.reason === undefined || body.reason === '' ? {} : { reason: body.reason }) },
  )
  return { ...series, row, bookings }
}

/** What cancelling the days of a range costs the holder at this moment. */
export async function costOfSeries(
  scope: MemberScope,
  seriesId: string,
  range: { from?: string | undefined; to?: string | undefined },
): Promise<{ count: number; feeYen: number }> {
  const now = scope.clock.now().epochMilliseconds
  const meant = bookingsMeant(await requireSeries(scope, seriesId), range).filter(
    ({ booking }) => isActiveStatus(booking.status) && whyNotCancel(booking, now, isDesk(scope)) === undefined,
  )
  let feeYen = 0
  for (const { booking } of meant) feeYen += (await costOfCancelling(scope, booking)).feeYen
  return { count: meant.length, feeYen }
}

/** The days of a range that have a booking, by start. */
export function bookingsMeant(
  { days, bookings }: WholeSeries,
  range: { from?: string | undefined; to?: string | undefined },
): { day: string; booking: BookingRow }[] {
  return days
    .filter(({ day }) => isMeant(day, range))
    .flatMap(({ day, bookingId }) => {
      const booking = bookingId === null ? undefined : bookings.get(bookingId)
      return booking === undefined ? [] : [{ day, booking }]
    })
    .toSorted((a, b) => a.booking.startsAt.epochMilliseconds - b.booking.startsAt.epochMilliseconds)
}
