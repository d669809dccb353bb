/** The calls of the lending desk and of lost and found. */
import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { hubParams } from '../schemas.ts'
import {
  extendLoanBody,
  lendBody,
  lendingDesk,
  loan,
  loanPage,
  loanParams,
  loansQuery,
  lostItem,
  lostItemPage,
  lostItemParams,
  lostItemsQuery,
  registerLostBody,
  returnBody,
  settleLostBody,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)

export const getLendingDesk = endpoint({
  name: 'bookings.getLendingDesk',
  method: 'GET',
  path: '/hubs/{hubId}/lending',
  way: 'member',
  permission: 'bookings.run',
  summary: 'What is out on loan and late, and what can be lent.',
  params: hubParams,
  response: lendingDesk,
})

export const lendUnit = endpoint({
  name: 'bookings.lendUnit',
  method: 'POST',
  path: '/hubs/{hubId}/loans',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Hand out a piece, on a booking or without one; nobody else gets it until it is due back.',
  params: hubParams,
  body: lendBody,
  response: loan,
  status: 201,
  errors: pick('bookings.already_lent', 'bookings.space_taken', 'bookings.in_the_past', 'bookings.not_active', 'bookings.not_bookable'),
  isIdempotent: true,
})

export const returnLoan = endpoint({
  name: 'bookings.returnLoan',
  method: 'POST',
  path: '/hubs/{hubId}/loans/{loanId}/return',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The piece is back, in which condition.',
  params: loanParams,
  body: returnBody,
  response: loan,
  status: 200,
  errors: pick('bookings.already_back'),
})

export const extendLoan = endpoint({
  name: 'bookings.extendLoan',
  method: 'PATCH',
  path: '/hubs/{hubId}/loans/{loanId}',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Another time to be back.',
  params: loanParams,
  body: extendLoanBody,
  response: loan,
  errors: pick('bookings.already_back', 'bookings.space_taken', 'bookings.in_the_past'),
})

export const remindLoan = endpoint({
  name: 'bookings.remindLoan',
  method: 'POST',
  path: '/hubs/{hubId}/loans/{loanId}/reminder',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Write to whoever has it, now.',
  params: loanParams,
  body: z.object({ version: z.int().min(1) }),
  response: loan,
  status: 200,
  errors: pick('bookings.already_back'),
})

export const listLoans = endpoint({
  name: 'bookings.listLoans',
  method: 'GET',
  path: '/hubs/{hubId}/loans',
  way: 'member',
  permission: 'bookings.run',
  summary: 'All loans of a hub, the latest first.',
  params: hubParams,
  query: loansQuery,
  response: loanPage,
})

export const listLostItems = endpoint({
  name: 'bookings.listLostItems',
  method: 'GET',
  path: '/hubs/{hubId}/lost-items',
  way: 'member',
  permission: 'bookings.run',
  summary: 'What was found, the latest first: what is kept, or all of it.',
  params: hubParams,
  query: lostItemsQuery,
  response: lostItemPage,
})

export const registerLostItem = endpoint({
  name: 'bookings.registerLostItem',
  method: 'POST',
  path: '/hubs/{hubId}/lost-items',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Something was found; it gets a number for its tag.',
  params: hubParams,
  body: registerLostBody,
  response: lostItem,
  status: 201,
  isIdempotent: true,
})

export const settleLostItem = endpoint({
  name: 'bookings.settleLostItem',
  method: 'POST',
  path: '/hubs/{hubId}/lost-items/{lostItemId}/settle',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Given back, handed to the police, or disposed of.',
  params: lostItemParams,
  body: settleLostBody,
  response: lostItem,
  status: 200,
  errors: pick('bookings.lost_settled'),
})

export const setLostItemPhoto = endpoint({
  name: 'bookings.setLostItemPhoto',
  method: 'PUT',
  path: '/hubs/{hubId}/lost-items/{lostItemId}/photo',
  way: 'member',
  permission: 'bookings.run',
  kind: 'upload',
  maxBodyBytes: 12_000_000,
  summary: 'A picture of what was found (JPEG, PNG, WebP); only the desk sees it.',
  params: lostItemParams,
  response: lostItem,
  status: 200,
})

export const getLostItemPhoto = endpoint({
  name: 'bookings.getLostItemPhoto',
  method: 'GET',
  path: '/hubs/{hubId}/lost-items/{lostItemId}/photo',
  way: 'member',
  permission: 'bookings.run',
  kind: 'file',
  summary: 'The picture of what was found.',
  params: lostItemParams,
})
