/** The face of bookings. */
export { calendarText } from './calendar/rules.ts'
export { organizerOf, uidOf } from './mails/calendar.ts'
export { checkInAtDoor } from './check-in/use-cases/check-in.ts'
export { createDemoVisit } from './mutual-use/use-cases/create-demo-visit.ts'
export { createDemoBookings, type DemoBookingsInput } from './desk/use-cases/create-demo-bookings.ts'
export {
  bookingsForDoors,
  bookingsNaming,
  confirmedBookingsOfHub,
  leaseForDoors,
  leasesNaming,
  leasesOfHub,
  requireLinkOfBooking,
  type DoorBooking,
  type DoorLease,
} from './booking/use-cases/find-for-doors.ts'
export { namesKeptSince } from './records/use-cases/expire-guest.ts'
export { provideWayIn } from './booking/use-cases/provide-way-in.ts'
