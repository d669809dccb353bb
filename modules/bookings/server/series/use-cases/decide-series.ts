/** One answer of the office for a series: all days that wait for it, in one transaction. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { seriesChanged } from '../../../contract/series/events.ts'
import type { DecideSeriesBody } from '../../../contract/series/schemas.ts'
import { approveRequest, declineRequest } from '../../approval/use-cases/decide-request.ts'
import { updateSeries } from '../repository.ts'
import { requireSeries, type WholeSeries } from './require-series.ts'

const fail = failOf(bookingsErrors)

export async function decideSeries(scope: MemberScope, seriesId: string, body: DecideSeriesBody): Promise<WholeSeries> {
  const series = await requireSeries(scope, seriesId, { forChange: true })
  if (series.row.version !== body.version) failPlatform('platform.changed_meanwhile')
  const asked = [...series.bookings.values()].filter(({ status }) => status === 'requested')
  if (asked.length === 0) fail('bookings.series_over')
  const bookings = new Map(series.bookings)
  for (const { id } of asked) {
    const after = body.isApproved ? await approveRequest(scope, id, body.reason) : await declineRequest(scope, id, body.reason ?? '')
    bookings.set(id, after)
  }
  const row = await updateSeries(scope, series.row, { isChanged: true })
  scope.emit(
    seriesChanged,
    { hubId: row.hubId, seriesId, count: asked.length, from: null, to: null },
    { subjectId: seriesId, ...(body.reason === undefined || body.reason === '' ? {} : { reason: body.reason }) },
  )
  return { ...series, row, bookings }
}
