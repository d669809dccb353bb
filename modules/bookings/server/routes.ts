/** Endpoint to use case to presenter: a line each. */
import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../contract/endpoints.ts'
import { presentBooking, presentDeskBooking, withPlace, withPlaces } from './booking/presenter.ts'
import { bookAsGuest } from './booking/use-cases/book-as-guest.ts'
import { bookForSomebody } from './booking/use-cases/book-for-somebody.ts'
import { bookSpace } from './booking/use-cases/book-space.ts'
import { cancelBooking, cancelGuestBooking } from './booking/use-cases/cancel-booking.ts'
import { changeBooking, changeGuestBooking } from './booking/use-cases/change-booking.ts'
import { calendarRoutes } from './calendar/routes.ts'
import { recordsRoutes } from './records/routes.ts'
import { reminderRoutes } from './reminder/routes.ts'
import { useRoutes } from './use/routes.ts'
import { confirmGuestBooking } from './booking/use-cases/confirm-booking.ts'
import { listMyBookings } from './booking/use-cases/list-my-bookings.ts'
import { noteBooking } from './booking/use-cases/note-booking.ts'
import { readHistory } from './booking/use-cases/read-history.ts'
import { requireBooking, requireGuestBooking } from './booking/use-cases/require-booking.ts'
import { writeCalendar } from './booking/use-cases/write-calendar.ts'
import { closureRoutes } from './closure/routes.ts'
import { deskRoutes } from './desk/routes.ts'
import { kioskRoutes } from './kiosk/routes.ts'
import { mutualUseRoutes } from './mutual-use/routes.ts'
import { lendingRoutes } from './lending/routes.ts'
import { leaseRoutes } from './lease/routes.ts'
import { lotteryRoutes } from './lottery/routes.ts'
import { drawDay } from './desk/use-cases/draw-day.ts'
import { listAffected } from './desk/use-cases/list-affected.ts'
import { listBookingsOfDay, requireHubBooking } from './desk/use-cases/list-hub-bookings.ts'
import { showDesk } from './desk/use-cases/show-desk.ts'
import { getAvailability } from './free/use-cases/get-availability.ts'
import { getFreeNow } from './free/use-cases/get-free-now.ts'
import { approvalRoutes } from './approval/routes.ts'
import { policyRoutes } from './policy/routes.ts'
import { registrationRoutes } from './registration/routes.ts'
import { seriesRoutes } from './series/routes.ts'
import { waitingRoutes } from './waiting/routes.ts'
import { paymentRoutes } from './payment/routes.ts'
import type { BookingRow } from './booking/repository.ts'
import type { Scope } from '#platform/server/scope.ts'

const present = async (scope: Scope, row: BookingRow) => presentBooking(scope, await withPlace(scope, row))

export const routes: readonly Route[] = [
  ...closureRoutes,
  ...deskRoutes,
  ...kioskRoutes,
  ...mutualUseRoutes,
  ...lendingRoutes,
  ...leaseRoutes,
  ...lotteryRoutes,
  bind(api.getAvailability, (scope, { params, query }) => getAvailability(scope, params.hubKey, query)),
  bind(api.getFreeNow, (scope, { params }) => getFreeNow(scope, params.hubKey)),

  bind(api.bookAsGuest, async (scope, { params, body }) => presentBooking(scope, await bookAsGuest(scope, params.hubKey, body))),
  bind(api.getGuestBooking, async (scope, { params }) => present(scope, await requireGuestBooking(scope, params.bookingId))),
  bind(api.confirmGuestBooking, async (scope, { params }) => present(scope, await confirmGuestBooking(scope, params.bookingId))),
  bind(api.changeGuestBooking, async (scope, { params, body }) => present(scope, await changeGuestBooking(scope, params.bookingId, body))),
  bind(api.cancelGuestBooking, async (scope, { params, body }) =>
    present(scope, await cancelGuestBooking(scope, params.bookingId, body.reason)),
  ),
  bind(api.getGuestBookingCalendar, async (scope, { params }) => writeCalendar(scope, await requireGuestBooking(scope, params.bookingId))),

  bind(api.bookSpace, async (scope, { body }) => presentBooking(scope, await bookSpace(scope, body))),
  bind(api.listMyBookings, async (scope, { query }) => {
    const { rows, nextCursor } = await listMyBookings(scope, query)
    return { items: (await withPlaces(scope, rows)).map((placed) => presentBooking(scope, placed)), nextCursor }
  }),
  bind(api.getBooking, async (scope, { params }) => present(scope, await requireBooking(scope, params.bookingId))),
  bind(api.changeBooking, async (scope, { params, body }) => present(scope, await changeBooking(scope, params.bookingId, body))),
  bind(api.cancelBooking, async (scope, { params, body }) => present(scope, await cancelBooking(scope, params.bookingId, body))),
  bind(api.getBookingHistory, async (scope, { params }) => ({ items: await readHistory(scope, params.bookingId) })),
  bind(api.getBookingCalendar, async (scope, { params }) => writeCalendar(scope, await requireBooking(scope, params.bookingId))),

  bind(api.bookForSomebody, async (scope, { params, body }) => presentDeskBooking(scope, await bookForSomebody(scope, params.hubId, body))),
  bind(api.listHubBookings, async (scope, { params, query }) => {
    const { rows, nextCursor } = await listBookingsOfDay(scope, params.hubId, query)
    return { items: (await withPlaces(scope, rows)).map((placed) => presentDeskBooking(scope, placed)), nextCursor }
  }),
  bind(api.getDeskBooking, async (scope, { params }) =>
    presentDeskBooking(scope, await withPlace(scope, await requireHubBooking(scope, params.hubId, params.bookingId))),
  ),
  bind(api.listAffectedBookings, async (scope, { params }) => ({
    items: (await withPlaces(scope, await listAffected(scope, params.hubId))).map((placed) => presentDeskBooking(scope, placed)),
  })),
  bind(api.noteBooking, async (scope, { params, body }) =>
    presentDeskBooking(scope, await withPlace(scope, await noteBooking(scope, params.bookingId, body))),
  ),
  bind(api.getDayGrid, (scope, { params, query }) => drawDay(scope, params.hubId, query.day)),
  bind(api.getDeskToday, (scope, { params }) => showDesk(scope, params.hubId)),
  ...policyRoutes,
  ...approvalRoutes,
  ...registrationRoutes,
  ...calendarRoutes,
  ...reminderRoutes,
  ...recordsRoutes,
  ...useRoutes,
  ...seriesRoutes,
  ...waitingRoutes,
  ...paymentRoutes,
]
