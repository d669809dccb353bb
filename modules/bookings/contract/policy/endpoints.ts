/** The calls of the rules of booking: what holds, trying and saving others, reductions, and what a booking would cost. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { booking, bookingParams, deskBooking, guestBookingParams, hubKeyParams, hubParams } from '../schemas.ts'
import {
  addReductionBody,
  cancellationCost,
  endReductionBody,
  hubRules,
  neededReasonBody,
  quote,
  quoteQuery,
  reductionParams,
  rulesDraft,
  rulesParams,
  rulesTrial,
  saveRulesBody,
  setReductionBody,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)

export const getHubRules = endpoint({
  name: 'bookings.getHubRules',
  method: 'GET',
  path: '/hubs/{hubId}/rules',
  way: 'member',
  permission: 'bookings.run',
  summary: "The rules of booking of a hub and its places: what each decides itself, what is the hub's, prices with their days, reductions.",
  params: hubParams,
  response: hubRules,
})

export const tryRules = endpoint({
  name: 'bookings.tryRules',
  method: 'POST',
  path: '/hubs/{hubId}/rules/{targetId}/try',
  way: 'member',
  permission: 'bookings.setRules',
  summary:
    'What new rules would mean: who may book what, when and for how much, and which coming bookings they would not allow or price otherwise. Stores nothing.',
  params: rulesParams,
  body: rulesDraft,
  response: rulesTrial,
})

export const saveRules = endpoint({
  name: 'bookings.saveRules',
  method: 'PUT',
  path: '/hubs/{hubId}/rules/{targetId}',
  way: 'member',
  permission: 'bookings.setRules',
  summary:
    'New rules for a hub, a space or a kind of equipment. Bookings that exist keep what they were promised, unless they are named in `reprice`.',
  params: rulesParams,
  body: saveRulesBody,
  response: hubRules,
  errors: pick('bookings.fee_invoiced'),
})

export const addReduction = endpoint({
  name: 'bookings.addReduction',
  method: 'POST',
  path: '/hubs/{hubId}/reductions',
  way: 'member',
  permission: 'bookings.setRules',
  summary: 'A named reason to pay less, in percent or yen.',
  params: hubParams,
  body: addReductionBody,
  response: hubRules,
  status: 201,
  isIdempotent: true,
})

export const endReduction = endpoint({
  name: 'bookings.endReduction',
  method: 'POST',
  path: '/hubs/{hubId}/reductions/{reductionId}/end',
  way: 'member',
  permission: 'bookings.setRules',
  summary: 'The last day on which a reduction is given. Bookings that have it keep it.',
  params: reductionParams,
  body: endReductionBody,
  response: hubRules,
})

export const quoteAsGuest = endpoint({
  name: 'bookings.quoteAsGuest',
  method: 'GET',
  path: '/hubs/{hubKey}/quote',
  way: 'guest',
  permission: 'public',
  summary: 'What a wish would cost a stranger, which reductions there are, whether the office has a say, and what cancelling costs when.',
  params: hubKeyParams,
  query: quoteQuery,
  response: quote,
  errors: pick('bookings.no_such_reduction'),
})

export const quoteForMe = endpoint({
  name: 'bookings.quoteForMe',
  method: 'GET',
  path: '/quote',
  way: 'member',
  permission: 'bookings.book',
  summary: 'What a wish would cost you, what is left of your quota, whether the office has a say, and what cancelling costs when.',
  query: quoteQuery,
  response: quote,
  errors: pick('bookings.no_such_reduction'),
})

export const getCancellationCost = endpoint({
  name: 'bookings.getCancellationCost',
  method: 'GET',
  path: '/bookings/{bookingId}/cancellation-cost',
  way: 'member',
  permission: 'bookings.book',
  summary: 'What cancelling one of your bookings costs at this moment; the desk asks about any.',
  params: bookingParams,
  response: cancellationCost,
})

export const getGuestCancellationCost = endpoint({
  name: 'bookings.getGuestCancellationCost',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/cancellation-cost',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'What cancelling the booking costs at this moment.',
  params: guestBookingParams,
  response: cancellationCost,
})

export const waiveCancellationFee = endpoint({
  name: 'bookings.waiveCancellationFee',
  method: 'POST',
  path: '/bookings/{bookingId}/waive-cancellation-fee',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Let somebody off the fee for a late cancellation or for not coming; why is on record.',
  params: bookingParams,
  body: neededReasonBody,
  response: deskBooking,
  errors: pick('bookings.not_active', 'bookings.fee_invoiced'),
})

export const setReduction = endpoint({
  name: 'bookings.setReduction',
  method: 'PUT',
  path: '/bookings/{bookingId}/reduction',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Give a booking a reduction, another one, or none, and say why; the fee follows.',
  params: bookingParams,
  body: setReductionBody,
  response: deskBooking,
  errors: pick('bookings.no_such_reduction', 'bookings.not_active', 'bookings.fee_invoiced'),
})

export const noteProof = endpoint({
  name: 'bookings.noteProof',
  method: 'POST',
  path: '/bookings/{bookingId}/reduction-proof',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The desk has seen the proof of the reduction. Noting it again changes nothing.',
  params: bookingParams,
  response: booking,
  errors: pick('bookings.no_such_reduction'),
})
