import { bind } from '#platform/server/module.ts'
import * as api from '../../contract/mutual-use/endpoints.ts'
import { presentBooking, withPlace } from '../booking/presenter.ts'
import { writeCalendar } from '../booking/use-cases/write-calendar.ts'
import { bookAsVisitor, cancelVisitorBooking, changeVisitorBooking, requireVisitorBooking, showVisit } from './use-cases/book-as-visitor.ts'
import { listMutualUseRecords, writeMutualUseFile } from './use-cases/list-mutual-use-records.ts'
import { listMyVisits } from './use-cases/list-visits.ts'

export const mutualUseRoutes = [
  bind(api.getVisit, (scope, { params, query }) => showVisit(scope, params.hubKey, query.day)),
  bind(api.bookAsVisitor, async (scope, { params, body }) => {
    const { row } = await bookAsVisitor(scope, params.hubKey, body)
    return presentBooking(scope, await withPlace(scope, row))
  }),
  bind(api.getVisitorBooking, async (scope, { params }) =>
    presentBooking(scope, await withPlace(scope, await requireVisitorBooking(scope, params.bookingId))),
  ),
  bind(api.changeVisitorBooking, async (scope, { params, body }) =>
    presentBooking(scope, await withPlace(scope, await changeVisitorBooking(scope, params.bookingId, body))),
  ),
  bind(api.cancelVisitorBooking, async (scope, { params, body }) =>
    presentBooking(scope, await withPlace(scope, await cancelVisitorBooking(scope, params.bookingId, body.reason))),
  ),
  bind(api.getVisitorBookingCalendar, async (scope, { params }) =>
    writeCalendar(scope, await requireVisitorBooking(scope, params.bookingId)),
  ),
  bind(api.listMyVisits, (scope, { query }) => listMyVisits(scope, query)),
  bind(api.listMutualUseRecords, (scope, { query }) => listMutualUseRecords(scope, query)),
  bind(api.getMutualUseFile, (scope, { query }) => writeMutualUseFile(scope, query)),
]
