/** The calls of the full desk. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { bookingParams, deskBooking, hubParams } from '../schemas.ts'
import {
  arrivalBody,
  arrivalCount,
  arrivalCounts,
  changedMany,
  changeManyBody,
  deskPeople,
  deskPeriod,
  findPeopleQuery,
  periodQuery,
  personBookings,
  personBookingsQuery,
  personParams,
  walkInBody,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)

export const findPeople = endpoint({
  name: 'bookings.findPeople',
  method: 'GET',
  path: '/hubs/{hubId}/people',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Members and guests by the beginning of a name, a reading, a mail address or a telephone number.',
  params: hubParams,
  query: findPeopleQuery,
  response: deskPeople,
})

export const listPersonBookings = endpoint({
  name: 'bookings.listPersonBookings',
  method: 'GET',
  path: '/hubs/{hubId}/people/{personId}/bookings',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Bookings of one member or guest: those to come, then the latest ones.',
  params: personParams,
  query: personBookingsQuery,
  response: personBookings,
})

export const walkIn = endpoint({
  name: 'bookings.walkIn',
  method: 'POST',
  path: '/hubs/{hubId}/walk-ins',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Somebody stands at the desk: a seat or room from now on, checked in at once.',
  params: hubParams,
  body: walkInBody,
  response: deskBooking,
  status: 201,
  errors: pick(
    'bookings.nothing_free_now',
    'bookings.space_taken',
    'bookings.outside_hours',
    'bookings.too_short',
    'bookings.off_the_clock',
    'bookings.party_too_large',
    'bookings.too_many_units',
    'bookings.not_bookable',
  ),
  isIdempotent: true,
})

export const recordArrival = endpoint({
  name: 'bookings.recordArrival',
  method: 'POST',
  path: '/bookings/{bookingId}/arrivals',
  way: 'member',
  permission: 'bookings.run',
  summary: 'So many of a party came, or were counted wrongly; the first one checks the booking in.',
  params: bookingParams,
  body: arrivalBody,
  response: arrivalCount,
  status: 201,
  errors: pick('bookings.not_active', 'bookings.already_over', 'bookings.not_so_many_came', 'bookings.released_and_taken'),
  isIdempotent: true,
})

export const listArrivals = endpoint({
  name: 'bookings.listArrivals',
  method: 'GET',
  path: '/hubs/{hubId}/arrivals',
  way: 'member',
  permission: 'bookings.run',
  summary: "How many of each of today's parties have come.",
  params: hubParams,
  response: arrivalCounts,
})

export const changeMany = endpoint({
  name: 'bookings.changeMany',
  method: 'POST',
  path: '/hubs/{hubId}/bookings/changes',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Move, put elsewhere or cancel several bookings; tries first, then stores all of them or those that can be.',
  params: hubParams,
  body: changeManyBody,
  response: changedMany,
  status: 200,
})

export const getDeskPeriod = endpoint({
  name: 'bookings.getDeskPeriod',
  method: 'GET',
  path: '/hubs/{hubId}/period',
  way: 'member',
  permission: 'bookings.run',
  summary: 'How full the spaces of a hub are on each of up to 42 days; of one space its bookings too.',
  params: hubParams,
  query: periodQuery,
  response: deskPeriod,
})
