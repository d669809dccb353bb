/** The face of bookings: what other modules ask about who has what when. */
export { bookingsOf, occupanciesBetween, type BookingRef, type OccupancyRef } from './booking/use-cases/bookings-of.ts'
export { createDemoBookings, type DemoBookingsInput } from './desk/use-cases/create-demo-bookings.ts'
export { storePolicies, type PolicyInput } from './policy/use-cases/store-policies.ts'
export { guestLinkOf } from './booking/use-cases/require-booking.ts'
export { collectBookings, forgetHolder } from './booking/use-cases/forget-holder.ts'
