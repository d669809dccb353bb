import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { guestBookingParams } from '../schemas.ts'
import { recordsErrors } from './errors.ts'
import { askedRecords, forgetGuestBody, forgottenGuest, guestRecords, recordsParams, retention, retentionBody } from './schemas.ts'

export const askForRecords = endpoint({
  name: 'bookings.askForRecords',
  method: 'POST',
  path: '/hubs/{hubKey}/guest-bookings/{bookingId}/records-link',
  way: 'guest',
  permission: 'bookings.link',
  summary:
    "Mails the guest of this booking a link, good for a day, to everything held about their address. A booking's own link may have been passed on, so it is not enough.",
  params: guestBookingParams,
  body: z.object({}),
  status: 202,
  response: askedRecords,
  rateLimit: { limit: 10, windowSeconds: 600 },
})

export const readGuestRecords = endpoint({
  name: 'bookings.readGuestRecords',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-records/{recordsOf}',
  way: 'guest',
  permission: 'bookings.link',
  summary: "What the consortium holds about the guest's mail address, by the link mailed to it.",
  params: recordsParams,
  response: guestRecords,
})

export const exportGuestRecords = endpoint({
  name: 'bookings.exportGuestRecords',
  method: 'GET',
  path: '/hubs/{hubKey}/guest-records/{recordsOf}/file',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'All of it as a file.',
  params: recordsParams,
  query: z.object({ format: z.enum(['json', 'xlsx']).default('json') }),
  kind: 'file',
  isLookRecorded: true,
  rateLimit: { limit: 10, windowSeconds: 300 },
})

export const forgetGuest = endpoint({
  name: 'bookings.forgetGuest',
  method: 'POST',
  path: '/hubs/{hubKey}/guest-records/{recordsOf}/forgetting',
  way: 'guest',
  permission: 'bookings.link',
  summary: 'Cancels what is to come and removes names, address, telephone, texts and mails; the own mail address is typed to confirm.',
  params: recordsParams,
  body: forgetGuestBody,
  response: forgottenGuest,
  errors: recordsErrors,
  rateLimit: { limit: 10, windowSeconds: 300 },
})

export const getRetention = endpoint({
  name: 'bookings.getRetention',
  method: 'GET',
  path: '/retention',
  way: 'member',
  permission: 'bookings.keepData',
  summary: 'For how long the names and addresses of guests are kept after their last use, and how many are older than that.',
  response: retention,
})

export const setRetention = endpoint({
  name: 'bookings.setRetention',
  method: 'PUT',
  path: '/retention',
  way: 'member',
  permission: 'bookings.keepData',
  summary:
    'Decide it. Whoever was last here longer ago is forgotten within the hour: names, addresses, texts and mails; what was used and paid stays without a name.',
  body: retentionBody,
  response: retention,
})
