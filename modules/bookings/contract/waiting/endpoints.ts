/** The calls of the waiting list: a stranger's by the link of the mail, a member's own, the desk's. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { peopleErrors } from '#modules/people/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { booking, hubKeyParams, hubParams } from '../schemas.ts'
import {
  askAsGuestBody,
  askToWaitBody,
  deskWaiting,
  guestWaitingParams,
  hubLine,
  moveWaitingBody,
  myWaiting,
  removeWaitingBody,
  waiting,
  waitingParams,
  waitingRule,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)

const askErrors = pick(
  'bookings.waiting_not_needed',
  'bookings.waiting_too_many',
  'bookings.waiting_closed',
  'bookings.waiting_too_short',
  'bookings.outside_hours',
  'bookings.too_long',
  'bookings.too_short',
  'bookings.too_far_ahead',
  'bookings.in_the_past',
  'bookings.party_too_large',
  'bookings.too_many_units',
  'bookings.too_many_for_guest',
  'bookings.not_bookable',
  'bookings.members_only',
)
const answerErrors = pick('bookings.offer_over')

// ---- a stranger, by mail and link

export const askToWaitAsGuest = endpoint({
  name: 'bookings.askToWaitAsGuest',
  method: 'POST',
  path: '/hubs/{hubKey}/waiting',
  way: 'guest',
  permission: 'public',
  summary: 'Be told by mail when something falls free: the first in line is offered it, held for a while.',
  params: hubKeyParams,
  body: askAsGuestBody,
  response: waiting,
  status: 201,
  errors: { ...askErrors, ...pickFrom(peopleErrors)('people.terms_changed') },
  isIdempotent: true,
  rateLimit: { limit: 20, windowSeconds: 600, by: 'guest.mail' },
})

export const getGuestWaiting = endpoint({
  name: 'bookings.getGuestWaiting',
  method: 'GET',
  path: '/hubs/{hubKey}/waiting/{waitingId}',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'The place in the line, or the offer, that the link belongs to.',
  params: guestWaitingParams,
  response: waiting,
})

export const acceptGuestOffer = endpoint({
  name: 'bookings.acceptGuestOffer',
  method: 'POST',
  path: '/hubs/{hubKey}/waiting/{waitingId}/accept',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'Take what is offered; taking it again changes nothing.',
  params: guestWaitingParams,
  response: waiting,
  errors: answerErrors,
})

export const declineGuestOffer = endpoint({
  name: 'bookings.declineGuestOffer',
  method: 'POST',
  path: '/hubs/{hubKey}/waiting/{waitingId}/decline',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'Let go of what is offered: the next in line is asked. Before an offer: leave the line.',
  params: guestWaitingParams,
  response: waiting,
})

// ---- a member

export const askToWait = endpoint({
  name: 'bookings.askToWait',
  method: 'POST',
  path: '/waiting',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Be told when something falls free: the first in line is offered it, held for a while.',
  body: askToWaitBody,
  response: waiting,
  status: 201,
  errors: askErrors,
  isIdempotent: true,
})

export const listMyWaiting = endpoint({
  name: 'bookings.listMyWaiting',
  method: 'GET',
  path: '/waiting',
  way: 'member',
  permission: 'bookings.book',
  summary: 'What you wait for, with your place in the line, and what is offered to you.',
  response: myWaiting,
})

export const acceptOffer = endpoint({
  name: 'bookings.acceptOffer',
  method: 'POST',
  path: '/waiting/{waitingId}/accept',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Take what is offered to you; the answer is the booking.',
  params: waitingParams,
  response: booking,
  errors: answerErrors,
})

export const declineOffer = endpoint({
  name: 'bookings.declineOffer',
  method: 'POST',
  path: '/waiting/{waitingId}/decline',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Let go of what is offered to you, or leave the line.',
  params: waitingParams,
  response: waiting,
})

// ---- the desk

export const listHubWaiting = endpoint({
  name: 'bookings.listHubWaiting',
  method: 'GET',
  path: '/hubs/{hubId}/waiting',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Who waits at a hub, in the order of the line, and who has an offer; at most 500.',
  params: hubParams,
  response: hubLine,
})

export const moveWaiting = endpoint({
  name: 'bookings.moveWaiting',
  method: 'POST',
  path: '/hubs/{hubId}/waiting/{waitingId}/move',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Put somebody elsewhere in the line; the reason is kept in the log.',
  params: hubParams.extend(waitingParams.shape),
  body: moveWaitingBody,
  response: deskWaiting,
  errors: pick('bookings.not_waiting'),
})

export const removeWaiting = endpoint({
  name: 'bookings.removeWaiting',
  method: 'POST',
  path: '/hubs/{hubId}/waiting/{waitingId}/remove',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Take somebody out of the line, or take back an offer; the reason is kept in the log.',
  params: hubParams.extend(waitingParams.shape),
  body: removeWaitingBody,
  response: deskWaiting,
})

export const getWaitingRule = endpoint({
  name: 'bookings.getWaitingRule',
  method: 'GET',
  path: '/hubs/{hubId}/waiting-rule',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Whether a hub keeps a waiting list, how long an offer lasts, and when nobody is asked.',
  params: hubParams,
  response: waitingRule,
})

export const setWaitingRule = endpoint({
  name: 'bookings.setWaitingRule',
  method: 'PUT',
  path: '/hubs/{hubId}/waiting-rule',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Set it. `version` is the one that was on the screen.',
  params: hubParams,
  body: waitingRule,
  response: waitingRule,
})
