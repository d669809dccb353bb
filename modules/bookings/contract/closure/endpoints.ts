/** The calls of closures at the desk. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { hubParams } from '../schemas.ts'
import {
  addPlansBody,
  closeBody,
  closureParams,
  closurePreview,
  closurePreviewQuery,
  deskClosure,
  deskClosureDetail,
  deskClosures,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)

export const previewClosure = endpoint({
  name: 'bookings.previewClosure',
  method: 'GET',
  path: '/hubs/{hubId}/closure-preview',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Whom closing a space or hub would hit, and what each could have instead. Stores nothing.',
  params: hubParams,
  query: closurePreviewQuery,
  response: closurePreview,
})

export const closePlace = endpoint({
  name: 'bookings.closePlace',
  method: 'POST',
  path: '/hubs/{hubId}/desk-closures',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Close a space or hub for a time; bookings in it are moved, cancelled or asked to choose, and everyone is told.',
  params: hubParams,
  body: closeBody,
  response: deskClosure,
  status: 201,
  errors: pick('bookings.too_short', 'bookings.in_the_past'),
  isIdempotent: true,
})

export const listDeskClosures = endpoint({
  name: 'bookings.listDeskClosures',
  method: 'GET',
  path: '/hubs/{hubId}/desk-closures',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Closures made at the desk: those to come and the latest ones.',
  params: hubParams,
  response: deskClosures,
})

export const getDeskClosure = endpoint({
  name: 'bookings.getDeskClosure',
  method: 'GET',
  path: '/hubs/{hubId}/desk-closures/{deskClosureId}',
  way: 'member',
  permission: 'bookings.run',
  summary: 'What became of each booking that a closure hit, and who is left.',
  params: closureParams,
  response: deskClosureDetail,
})

export const addClosurePlans = endpoint({
  name: 'bookings.addClosurePlans',
  method: 'POST',
  path: '/hubs/{hubId}/desk-closures/{deskClosureId}/plans',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Decide on bookings that are left in the closed time.',
  params: closureParams,
  body: addPlansBody,
  response: deskClosure,
  status: 200,
  errors: pick('bookings.closure_lifted'),
})

export const liftClosure = endpoint({
  name: 'bookings.liftClosure',
  method: 'POST',
  path: '/hubs/{hubId}/desk-closures/{deskClosureId}/lift',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Open again: the time can be booked; what was moved or cancelled stays so.',
  params: closureParams,
  response: deskClosure,
  status: 200,
  errors: pick('bookings.closure_lifted'),
})
