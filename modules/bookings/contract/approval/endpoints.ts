/** The office's yes or no to a request, and the desk's confirmation of a hold. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { bookingParams, deskBooking } from '../schemas.ts'
import { approveBody, decision, declineBody } from './schemas.ts'

const pick = pickFrom(bookingsErrors)

export const getDecision = endpoint({
  name: 'bookings.getDecision',
  method: 'GET',
  path: '/bookings/{bookingId}/decision',
  way: 'member',
  permission: 'bookings.run',
  summary:
    'What a yes or a no means: the request, who waits for the same place and time and would be refused, and what the holder has besides.',
  params: bookingParams,
  response: decision,
})

export const approveRequest = endpoint({
  name: 'bookings.approveRequest',
  method: 'POST',
  path: '/bookings/{bookingId}/approve',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Say yes to a request; of two answers the first one counts.',
  params: bookingParams,
  body: approveBody,
  response: deskBooking,
  errors: pick('bookings.not_requested'),
})

export const declineRequest = endpoint({
  name: 'bookings.declineRequest',
  method: 'POST',
  path: '/bookings/{bookingId}/decline',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Say no to a request, with the reason that the one who asked is told; the place is free at once.',
  params: bookingParams,
  body: declineBody,
  response: deskBooking,
  errors: pick('bookings.not_requested'),
})

export const confirmHold = endpoint({
  name: 'bookings.confirmHold',
  method: 'POST',
  path: '/bookings/{bookingId}/confirm',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Confirm a hold at the desk for a guest who cannot open the link; confirming again changes nothing.',
  params: bookingParams,
  response: deskBooking,
  errors: pick('bookings.hold_lapsed', 'bookings.not_active'),
})
