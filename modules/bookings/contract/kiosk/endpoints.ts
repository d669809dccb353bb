/** The calls of a tablet at the entrance (proved by its own code, `Hiroba-Link`), and of the desk about tablets. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { hubParams } from '../schemas.ts'
import {
  addKioskBody,
  kiosk,
  kioskBoard,
  kioskBooking,
  kioskCall,
  kioskCallParams,
  kioskCalls,
  kioskCheckInBody,
  kioskFindBody,
  kioskFound,
  kioskHubParams,
  kioskParams,
  kiosks,
  kioskWalkInBody,
  newKiosk,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)

export const listKiosks = endpoint({
  name: 'bookings.listKiosks',
  method: 'GET',
  path: '/hubs/{hubId}/kiosks',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The tablets of a hub, also those whose code was taken back.',
  params: hubParams,
  response: kiosks,
})

export const addKiosk = endpoint({
  name: 'bookings.addKiosk',
  method: 'POST',
  path: '/hubs/{hubId}/kiosks',
  way: 'member',
  permission: 'bookings.run',
  summary: 'A tablet more; its code is told this once.',
  params: hubParams,
  body: addKioskBody,
  response: newKiosk,
  status: 201,
  isIdempotent: true,
})

export const revokeKiosk = endpoint({
  name: 'bookings.revokeKiosk',
  method: 'POST',
  path: '/hubs/{hubId}/kiosks/{kioskId}/revoke',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Take the code back: the tablet shows nothing from now on.',
  params: kioskParams,
  response: kiosk,
  status: 200,
})

export const listKioskCalls = endpoint({
  name: 'bookings.listKioskCalls',
  method: 'GET',
  path: '/hubs/{hubId}/kiosk-calls',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Who calls from the entrance and waits.',
  params: hubParams,
  response: kioskCalls,
})

export const answerKioskCall = endpoint({
  name: 'bookings.answerKioskCall',
  method: 'POST',
  path: '/hubs/{hubId}/kiosk-calls/{kioskCallId}/answer',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Somebody is on the way; the tablet says so. Answering again changes nothing.',
  params: kioskCallParams,
  response: kioskCall,
  status: 200,
})

export const getKioskBoard = endpoint({
  name: 'bookings.getKioskBoard',
  method: 'GET',
  path: '/hubs/{hubKey}/kiosk',
  way: 'guest',
  permission: 'bookings.kiosk',
  summary: 'What the tablet shows: what is free now and what begins next, without names.',
  params: kioskHubParams,
  response: kioskBoard,
  rateLimit: { limit: 120, windowSeconds: 60 },
})

export const findAtKiosk = endpoint({
  name: 'bookings.findAtKiosk',
  method: 'POST',
  path: '/hubs/{hubKey}/kiosk/bookings',
  way: 'guest',
  permission: 'bookings.kiosk',
  summary: "Today's bookings of a code, or of a whole name.",
  params: kioskHubParams,
  body: kioskFindBody,
  response: kioskFound,
  status: 200,
  rateLimit: { limit: 20, windowSeconds: 60 },
})

export const checkInAtKiosk = endpoint({
  name: 'bookings.checkInAtKiosk',
  method: 'POST',
  path: '/hubs/{hubKey}/kiosk/check-ins',
  way: 'guest',
  permission: 'bookings.kiosk',
  summary: 'So many of the party are here.',
  params: kioskHubParams,
  body: kioskCheckInBody,
  response: kioskBooking,
  status: 201,
  errors: pick('bookings.not_active', 'bookings.already_over', 'bookings.too_early_to_check_in', 'bookings.released_and_taken'),
  isIdempotent: true,
  rateLimit: { limit: 20, windowSeconds: 60 },
})

export const walkInAtKiosk = endpoint({
  name: 'bookings.walkInAtKiosk',
  method: 'POST',
  path: '/hubs/{hubKey}/kiosk/walk-ins',
  way: 'guest',
  permission: 'bookings.kiosk',
  summary: 'A seat from now on, without a booking.',
  params: kioskHubParams,
  body: kioskWalkInBody,
  response: kioskBooking,
  status: 201,
  errors: pick('bookings.no_walk_ins', 'bookings.nothing_free_now', 'bookings.space_taken'),
  isIdempotent: true,
  rateLimit: { limit: 10, windowSeconds: 60 },
})

export const callDesk = endpoint({
  name: 'bookings.callDesk',
  method: 'POST',
  path: '/hubs/{hubKey}/kiosk/calls',
  way: 'guest',
  permission: 'bookings.kiosk',
  summary: 'Call the desk; a call that waits is not made twice.',
  params: kioskHubParams,
  status: 204,
  rateLimit: { limit: 6, windowSeconds: 60 },
})
