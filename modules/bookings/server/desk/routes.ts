import { bind } from '#platform/server/module.ts'
import * as api from '../../contract/desk/endpoints.ts'
import { presentDeskBooking, withPlaces } from '../booking/presenter.ts'
import { findPeople, listPersonBookings } from '../guests/use-cases/find-people.ts'
import { changeMany } from './use-cases/change-many.ts'
import { drawPeriod } from './use-cases/draw-period.ts'
import { listArrivals, recordArrival } from './use-cases/record-arrival.ts'
import { walkIn } from './use-cases/walk-in.ts'

export const deskRoutes = [
  bind(api.findPeople, async (scope, { params, query }) => ({ items: await findPeople(scope, params.hubId, query) })),
  bind(api.listPersonBookings, async (scope, { params, query }) => ({
    items: (await withPlaces(scope, await listPersonBookings(scope, params, query.kind))).map((placed) =>
      presentDeskBooking(scope, placed),
    ),
  })),
  bind(api.walkIn, async (scope, { params, body }) => presentDeskBooking(scope, await walkIn(scope, params.hubId, body))),
  bind(api.recordArrival, (scope, { params, body }) => recordArrival(scope, params.bookingId, body.people)),
  bind(api.listArrivals, async (scope, { params }) => ({ items: await listArrivals(scope, params.hubId) })),
  bind(api.changeMany, (scope, { params, body }) => changeMany(scope, params.hubId, body)),
  bind(api.getDeskPeriod, (scope, { params, query }) => drawPeriod(scope, params.hubId, query)),
]
