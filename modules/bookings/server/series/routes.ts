/** Endpoint to use case to presenter: a line each. */
import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../../contract/series/endpoints.ts'
import { presentSeries, presentSeriesList } from './presenter.ts'
import { bookSeries, bookSeriesForSomebody } from './use-cases/book-series.ts'
import { cancelSeries, costOfSeries } from './use-cases/cancel-series.ts'
import { changeSeries, previewSeriesChange } from './use-cases/change-series.ts'
import { decideSeries } from './use-cases/decide-series.ts'
import { listHubSeries, listMySeries, requireSeries } from './use-cases/require-series.ts'
import { previewSeries } from './use-cases/try-days.ts'
import { writeSeriesCalendar } from './use-cases/write-series-calendar.ts'

export const seriesRoutes: readonly Route[] = [
  bind(api.previewSeries, (scope, { body }) => previewSeries(scope, body, { isDesk: false })),
  bind(api.bookSeries, async (scope, { body }) => presentSeries(scope, await bookSeries(scope, body))),
  bind(api.listMySeries, async (scope, { query }) => {
    const { items, nextCursor } = await listMySeries(scope, query)
    return { items: await presentSeriesList(scope, items), nextCursor }
  }),
  bind(api.getSeries, async (scope, { params }) => presentSeries(scope, await requireSeries(scope, params.seriesId))),
  bind(api.changeSeries, async (scope, { params, body }) => presentSeries(scope, await changeSeries(scope, params.seriesId, body))),
  bind(api.previewSeriesChange, (scope, { params, body }) => previewSeriesChange(scope, params.seriesId, body)),
  bind(api.getSeriesCancellation, (scope, { params, query }) => costOfSeries(scope, params.seriesId, query)),
  bind(api.cancelSeries, async (scope, { params, body }) => presentSeries(scope, await cancelSeries(scope, params.seriesId, body))),
  bind(api.getSeriesCalendar, async (scope, { params }) => writeSeriesCalendar(scope, await requireSeries(scope, params.seriesId))),

  bind(api.previewSeriesForSomebody, (scope, { params, body }) => previewSeries(scope, body, { isDesk: true, hub: params.hubId })),
  bind(api.bookSeriesForSomebody, async (scope, { params, body }) =>
    presentSeries(scope, await bookSeriesForSomebody(scope, params.hubId, body)),
  ),
  bind(api.decideSeries, async (scope, { params, body }) => presentSeries(scope, await decideSeries(scope, params.seriesId, body))),
  bind(api.listHubSeries, async (scope, { params, query }) => {
    const { items, nextCursor } = await listHubSeries(scope, params.hubId, query)
    return { items: await presentSeriesList(scope, items), nextCursor }
  }),
]
