/** The face of bookings. */
export { createDemoBookings, type DemoBookingsInput } from './desk/use-cases/create-demo-bookings.ts'
