/** The face of bookings. */
export { createDemoVisit } from './mutual-use/use-cases/create-demo-visit.ts'
export { createDemoBookings, type DemoBookingsInput } from './desk/use-cases/create-demo-bookings.ts'
