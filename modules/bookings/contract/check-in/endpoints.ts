/** Somebody of a booking has come: at the desk, or by the code of the holder's QR picture at the entrance. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { bookingParams, deskBooking, hubKeyParams } from '../schemas.ts'
import { checkInByCodeBody, checkInCard } from './schemas.ts'

const pick = pickFrom(bookingsErrors)

export const checkInAtDesk = endpoint({
  name: 'bookings.checkInAtDesk',
  method: 'POST',
  path: '/bookings/{bookingId}/check-in',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Somebody of the booking has come. One that was released has what is left of its place back, if nobody else took it.',
  params: bookingParams,
  response: deskBooking,
  errors: pick('bookings.not_active', 'bookings.already_over', 'bookings.too_early_to_check_in', 'bookings.released_and_taken'),
})

export const undoCheckIn = endpoint({
  name: 'bookings.undoCheckIn',
  method: 'POST',
  path: '/bookings/{bookingId}/undo-check-in',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Take back a check-in that was noted on the wrong booking.',
  params: bookingParams,
  response: deskBooking,
  errors: pick('bookings.already_over'),
})

export const checkInByCode = endpoint({
  name: 'bookings.checkInByCode',
  method: 'POST',
  path: '/hubs/{hubKey}/check-ins',
  way: 'guest',
  permission: 'public',
  summary: "Check in at the entrance by the code of the holder's QR picture.",
  params: hubKeyParams,
  body: checkInByCodeBody,
  response: checkInCard,
  errors: pick(
    'bookings.wrong_check_in_code',
    'bookings.not_active',
    'bookings.already_over',
    'bookings.too_early_to_check_in',
    'bookings.released_and_taken',
  ),
  rateLimit: { limit: 60, windowSeconds: 60 },
})
