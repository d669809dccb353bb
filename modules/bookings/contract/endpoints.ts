/**
 * The calls of bookings. `/bookings` is the member's own (the desk may use the same calls on anybody's booking),
 * `/hubs/{hubKey}/guest-bookings` is a stranger's, proved by the link of the mail (`Hiroba-Link` header).
 */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { peopleErrors } from '#modules/people/contract/errors.ts'
import { bookingsErrors } from './errors.ts'
import {
  affectedBookings,
  availability,
  availabilityQuery,
  bookAsGuestBody,
  bookForSomebodyBody,
  booking,
  bookingPage,
  bookingParams,
  bookSpaceBody,
  cancelBookingBody,
  changeBookingBody,
  dayGrid,
  dayQuery,
  deskBooking,
  deskBookingPage,
  deskToday,
  freeNow,
  guestBookingParams,
  history,
  hubBookingsQuery,
  hubKeyParams,
  hubParams,
  myBookingsQuery,
  noteBookingBody,
} from './schemas.ts'

export * from './mutual-use/endpoints.ts'
export * from './payment/endpoints.ts'
export * from './registration/endpoints.ts'
export * from './series/endpoints.ts'
export * from './waiting/endpoints.ts'

export * from './calendar/endpoints.ts'
export * from './records/endpoints.ts'
export * from './reminder/endpoints.ts'
export * from './use/endpoints.ts'
export * from './closure/endpoints.ts'
export * from './desk/endpoints.ts'
export * from './kiosk/endpoints.ts'
export * from './lending/endpoints.ts'
export * from './lottery/endpoints.ts'
export * from './lease/endpoints.ts'

export * from './policy/endpoints.ts'
export * from './approval/endpoints.ts'
export * from './check-in/endpoints.ts'

const pick = pickFrom(bookingsErrors)

const wishErrors = pick(
  'bookings.space_taken',
  'bookings.outside_hours',
  'bookings.too_long',
  'bookings.too_short',
  'bookings.off_the_clock',
  'bookings.too_far_ahead',
  'bookings.in_the_past',
  'bookings.party_too_large',
  'bookings.too_many_units',
  'bookings.not_bookable',
  'bookings.members_only',
  'bookings.leaseholders_only',
  'bookings.registered_only',
  'bookings.quota_used',
  'bookings.no_such_reduction',
  'bookings.given_by_lot',
  'bookings.use_stopped',
)
const changeErrors = {
  ...wishErrors,
  ...pick(
    'bookings.not_active',
    'bookings.already_started',
    'bookings.already_over',
    'bookings.change_needs_office',
    'bookings.too_late_to_change',
  ),
}
const termsErrors = pickFrom(peopleErrors)('people.terms_changed')
const cancelErrors = pick('bookings.not_active', 'bookings.already_started', 'bookings.already_over', 'bookings.too_late_to_cancel')

// ---- what is free

export const getAvailability = endpoint({
  name: 'bookings.getAvailability',
  method: 'GET',
  path: '/hubs/{hubKey}/availability',
  way: 'guest',
  permission: 'public',
  summary: 'Marks for the days of a month, and for a chosen day and time each space with what is free and the nearest other times.',
  params: hubKeyParams,
  query: availabilityQuery,
  response: availability,
})

export const getFreeNow = endpoint({
  name: 'bookings.getFreeNow',
  method: 'GET',
  path: '/hubs/{hubKey}/free-now',
  way: 'guest',
  permission: 'public',
  summary: 'What can be taken at a hub at this moment.',
  params: hubKeyParams,
  response: freeNow,
})

// ---- a stranger, by mail and link

export const bookAsGuest = endpoint({
  name: 'bookings.bookAsGuest',
  method: 'POST',
  path: '/hubs/{hubKey}/guest-bookings',
  way: 'guest',
  permission: 'public',
  summary: 'Hold a space, seat or piece of equipment without an account; the mail brings the link that confirms it.',
  params: hubKeyParams,
  body: bookAsGuestBody,
  response: booking,
  status: 201,
  errors: {
    ...wishErrors,
    ...pick('bookings.too_many_holds', 'bookings.too_many_holds_here', 'bookings.too_many_for_guest'),
    ...termsErrors,
  },
  isIdempotent: true,
  rateLimit: { limit: 20, windowSeconds: 600, by: 'guest.mail' },
})

export const getGuestBooking = endpoint({
  name: 'bookings.getGuestBooking',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'The booking that the link belongs to.',
  params: guestBookingParams,
  response: booking,
})

export const confirmGuestBooking = endpoint({
  name: 'bookings.confirmGuestBooking',
  method: 'POST',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/confirm',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'Confirm a held booking; confirming again changes nothing.',
  params: guestBookingParams,
  response: booking,
  errors: pick('bookings.hold_lapsed', 'bookings.not_active'),
})

export const changeGuestBooking = endpoint({
  name: 'bookings.changeGuestBooking',
  method: 'PATCH',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'Move, extend or shorten the booking, or take another space.',
  params: guestBookingParams,
  body: changeBookingBody,
  response: booking,
  errors: { ...changeErrors, ...pick('bookings.too_many_for_guest', 'bookings.too_many_holds', 'bookings.too_many_holds_here') },
})

export const cancelGuestBooking = endpoint({
  name: 'bookings.cancelGuestBooking',
  method: 'POST',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/cancel',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'Cancel the booking; cancelling again changes nothing.',
  params: guestBookingParams,
  body: cancelBookingBody,
  response: booking,
  errors: cancelErrors,
})

export const getGuestBookingCalendar = endpoint({
  name: 'bookings.getGuestBookingCalendar',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/calendar',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'The booking as an iCalendar file.',
  params: guestBookingParams,
  kind: 'file',
})

// ---- a member

export const bookSpace = endpoint({
  name: 'bookings.bookSpace',
  method: 'POST',
  path: '/bookings',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Book a space, a seat or a piece of equipment.',
  body: bookSpaceBody,
  response: booking,
  status: 201,
  errors: wishErrors,
  isIdempotent: true,
})

export const listMyBookings = endpoint({
  name: 'bookings.listMyBookings',
  method: 'GET',
  path: '/bookings',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Your own bookings, coming or past.',
  query: myBookingsQuery,
  response: bookingPage,
})

export const getBooking = endpoint({
  name: 'bookings.getBooking',
  method: 'GET',
  path: '/bookings/{bookingId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'One of your bookings; the desk sees any.',
  params: bookingParams,
  response: booking,
})

export const changeBooking = endpoint({
  name: 'bookings.changeBooking',
  method: 'PATCH',
  path: '/bookings/{bookingId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Move, extend or shorten one of your bookings, or take another space; the desk changes any.',
  params: bookingParams,
  body: changeBookingBody,
  response: booking,
  errors: changeErrors,
})

export const cancelBooking = endpoint({
  name: 'bookings.cancelBooking',
  method: 'POST',
  path: '/bookings/{bookingId}/cancel',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Cancel one of your bookings with a reason; the desk cancels any. Cancelling again changes nothing.',
  params: bookingParams,
  body: cancelBookingBody,
  response: booking,
  errors: cancelErrors,
})

export const getBookingHistory = endpoint({
  name: 'bookings.getBookingHistory',
  method: 'GET',
  path: '/bookings/{bookingId}/history',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Who did what with the booking, and when.',
  params: bookingParams,
  response: history,
})

export const getBookingCalendar = endpoint({
  name: 'bookings.getBookingCalendar',
  method: 'GET',
  path: '/bookings/{bookingId}/calendar',
  way: 'member',
  permission: 'bookings.book',
  summary: 'The booking as an iCalendar file.',
  params: bookingParams,
  kind: 'file',
})

// ---- the desk

export const bookForSomebody = endpoint({
  name: 'bookings.bookForSomebody',
  method: 'POST',
  path: '/hubs/{hubId}/bookings',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Book at the desk for a member or for somebody by name.',
  params: hubParams,
  body: bookForSomebodyBody,
  response: deskBooking,
  status: 201,
  errors: wishErrors,
  isIdempotent: true,
})

export const listHubBookings = endpoint({
  name: 'bookings.listHubBookings',
  method: 'GET',
  path: '/hubs/{hubId}/bookings',
  way: 'member',
  permission: 'bookings.run',
  summary: 'All bookings of a hub that touch a day, also cancelled and lapsed ones, by start.',
  params: hubParams,
  query: hubBookingsQuery,
  response: deskBookingPage,
})

export const getDeskBooking = endpoint({
  name: 'bookings.getDeskBooking',
  method: 'GET',
  path: '/hubs/{hubId}/bookings/{bookingId}',
  way: 'member',
  permission: 'bookings.run',
  summary: 'One booking with what the desk sees besides.',
  params: hubParams.extend(bookingParams.shape),
  response: deskBooking,
})

export const listAffectedBookings = endpoint({
  name: 'bookings.listAffectedBookings',
  method: 'GET',
  path: '/hubs/{hubId}/affected-bookings',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Coming bookings that a closure or new hours have left outside the hours: move or cancel them, and their holders are told.',
  params: hubParams,
  response: affectedBookings,
})

export const noteBooking = endpoint({
  name: 'bookings.noteBooking',
  method: 'PUT',
  path: '/bookings/{bookingId}/note',
  way: 'member',
  permission: 'bookings.run',
  summary: "Write the desk's own note on a booking.",
  params: bookingParams,
  body: noteBookingBody,
  response: deskBooking,
})

export const getDayGrid = endpoint({
  name: 'bookings.getDayGrid',
  method: 'GET',
  path: '/hubs/{hubId}/grid',
  way: 'member',
  permission: 'bookings.run',
  summary: "A hub's day: spaces with opening hours, bookings, and how full the spaces by seats are.",
  params: hubParams,
  query: dayQuery,
  response: dayGrid,
})

export const getDeskToday = endpoint({
  name: 'bookings.getDeskToday',
  method: 'GET',
  path: '/hubs/{hubId}/desk',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Today at the desk: who is coming, who is here, which holds are about to lapse.',
  params: hubParams,
  response: deskToday,
})
