/** Booking at a partner's hub (`visitor`: the tenant is that of the hub in the address), and what each consortium sees of it. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { booking, cancelBookingBody, changeBookingBody, hubKeyParams, myBookingsQuery } from '../schemas.ts'
import {
  abroadBookingPage,
  bookAsVisitorBody,
  mutualUseFileQuery,
  mutualUseRecords,
  mutualUseRecordsQuery,
  visit,
  visitorBookingParams,
  visitQuery,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)
const visitErrors = pick(
  'bookings.no_mutual_use',
  'bookings.mutual_use_other_days',
  'bookings.mutual_use_other_hub',
  'bookings.mutual_use_staff_only',
)
const wishErrors = {
  ...visitErrors,
  ...pick(
    'bookings.mutual_use_month_full',
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
    'bookings.leaseholders_only',
    'bookings.quota_used',
    'bookings.no_such_reduction',
    'bookings.given_by_lot',
    'bookings.use_stopped',
  ),
}

export const getVisit = endpoint({
  name: 'bookings.getVisit',
  method: 'GET',
  path: '/hubs/{hubKey}/visit',
  way: 'visitor',
  permission: 'self',
  summary: 'By which agreement of mutual use the asker may book at this hub on a day, or why not.',
  params: hubKeyParams,
  query: visitQuery,
  response: visit,
  errors: visitErrors,
})

export const bookAsVisitor = endpoint({
  name: 'bookings.bookAsVisitor',
  method: 'POST',
  path: '/hubs/{hubKey}/visitor-bookings',
  way: 'visitor',
  permission: 'self',
  summary: 'Book at a hub of a partner consortium, by an agreement of mutual use.',
  params: hubKeyParams,
  body: bookAsVisitorBody,
  response: booking,
  status: 201,
  errors: wishErrors,
  isIdempotent: true,
  rateLimit: { limit: 60, windowSeconds: 600 },
})

export const getVisitorBooking = endpoint({
  name: 'bookings.getVisitorBooking',
  method: 'GET',
  path: '/hubs/{hubKey}/visitor-bookings/{bookingId}',
  way: 'visitor',
  permission: 'self',
  summary: 'One of your bookings at a hub of a partner.',
  params: visitorBookingParams,
  response: booking,
})

export const changeVisitorBooking = endpoint({
  name: 'bookings.changeVisitorBooking',
  method: 'PATCH',
  path: '/hubs/{hubKey}/visitor-bookings/{bookingId}',
  way: 'visitor',
  permission: 'self',
  summary: 'Move, extend or shorten it, or take another space; within the time you have, also after the agreement has ended.',
  params: visitorBookingParams,
  body: changeBookingBody,
  response: booking,
  errors: {
    ...wishErrors,
    ...pick(
      'bookings.not_active',
      'bookings.already_started',
      'bookings.already_over',
      'bookings.change_needs_office',
      'bookings.too_late_to_change',
    ),
  },
  rateLimit: { limit: 60, windowSeconds: 600 },
})

export const cancelVisitorBooking = endpoint({
  name: 'bookings.cancelVisitorBooking',
  method: 'POST',
  path: '/hubs/{hubKey}/visitor-bookings/{bookingId}/cancel',
  way: 'visitor',
  permission: 'self',
  summary: 'Cancel it; cancelling again changes nothing.',
  params: visitorBookingParams,
  body: cancelBookingBody,
  response: booking,
  errors: pick('bookings.not_active', 'bookings.already_started', 'bookings.already_over', 'bookings.too_late_to_cancel'),
  rateLimit: { limit: 60, windowSeconds: 600 },
})

export const getVisitorBookingCalendar = endpoint({
  name: 'bookings.getVisitorBookingCalendar',
  method: 'GET',
  path: '/hubs/{hubKey}/visitor-bookings/{bookingId}/calendar',
  way: 'visitor',
  permission: 'self',
  summary: 'The booking as an iCalendar file.',
  params: visitorBookingParams,
  kind: 'file',
})

export const listMyVisits = endpoint({
  name: 'bookings.listMyVisits',
  method: 'GET',
  path: '/visits',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Your bookings at hubs of partners, coming or past, as your own consortium knows them.',
  query: myBookingsQuery,
  response: abroadBookingPage,
})

export const listMutualUseRecords = endpoint({
  name: 'bookings.listMutualUseRecords',
  method: 'GET',
  path: '/mutual-use-records',
  way: 'member',
  permission: 'bookings.see-use',
  summary: 'What own members used at hubs of partners, or what people of partners used here, latest first, with totals.',
  query: mutualUseRecordsQuery,
  response: mutualUseRecords,
})

export const getMutualUseFile = endpoint({
  name: 'bookings.getMutualUseFile',
  method: 'GET',
  path: '/mutual-use-records/file',
  way: 'member',
  permission: 'bookings.see-use',
  summary: 'The same for Excel (totals and bookings), or the bookings as CSV.',
  query: mutualUseFileQuery,
  kind: 'file',
})
