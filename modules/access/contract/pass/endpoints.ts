/** A person's own phone at a door, and visitors whom a member announces. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { accessErrors } from '../errors.ts'
import {
  doorPage,
  doorPageParams,
  inviteVisitorBody,
  listVisitsQuery,
  moveVisitBody,
  myDoorParams,
  myDoors,
  openBody,
  opening,
  openingParams,
  pass,
  passDoorParams,
  passOpeningParams,
  passParams,
  visit,
  visitParams,
  visits,
  withdrawVisitBody,
} from './schemas.ts'

const pick = pickFrom(accessErrors)
const refusals = pick('access.not_let_in', 'access.wrong_door_code', 'access.no_lock')

export const listMyDoors = endpoint({
  name: 'access.listMyDoors',
  method: 'GET',
  path: '/me/doors',
  way: 'member',
  permission: 'membership',
  summary: 'Doors that I may open now or later today, and what each would say.',
  response: myDoors,
})

export const openMyDoor = endpoint({
  name: 'access.openMyDoor',
  method: 'POST',
  path: '/me/doors/{doorId}/open',
  way: 'member',
  permission: 'membership',
  summary: 'Open a door after scanning its own code; where it asks for a passkey, after signing in by one within five minutes.',
  params: myDoorParams,
  body: openBody,
  response: opening,
  status: 202,
  errors: { ...refusals, ...pick('access.passkey_wanted') },
  rateLimit: { limit: 20, windowSeconds: 60 },
})

export const getMyOpening = endpoint({
  name: 'access.getMyOpening',
  method: 'GET',
  path: '/me/door-openings/{commandId}',
  way: 'member',
  permission: 'membership',
  summary: 'What became of my wish to open.',
  params: openingParams,
  response: opening,
})

export const getDoorPage = endpoint({
  name: 'access.getDoorPage',
  method: 'GET',
  path: '/hubs/{hubKey}/door-pages/{doorId}',
  way: 'guest',
  permission: 'public',
  summary: 'The door whose code was scanned: its name and hub.',
  params: doorPageParams,
  response: doorPage,
})

export const getPass = endpoint({
  name: 'access.getPass',
  method: 'GET',
  path: '/hubs/{hubKey}/passes/{passId}',
  way: 'guest',
  permission: 'access.pass',
  summary: 'The way in of a booking or visit: PIN, doors and times. To whoever holds its link.',
  params: passParams,
  response: pass,
  rateLimit: { limit: 60, windowSeconds: 60 },
})

export const openByPass = endpoint({
  name: 'access.openByPass',
  method: 'POST',
  path: '/hubs/{hubKey}/passes/{passId}/doors/{doorId}/open',
  way: 'guest',
  permission: 'access.pass',
  summary: 'Open a door after scanning its own code, by a booking or visit whose link one holds.',
  params: passDoorParams,
  body: openBody,
  response: opening,
  status: 202,
  errors: { ...refusals, ...pick('access.passkey_wanted') },
  rateLimit: { limit: 20, windowSeconds: 60 },
})

export const getPassOpening = endpoint({
  name: 'access.getPassOpening',
  method: 'GET',
  path: '/hubs/{hubKey}/passes/{passId}/openings/{commandId}',
  way: 'guest',
  permission: 'access.pass',
  summary: 'What became of the wish to open.',
  params: passOpeningParams,
  response: opening,
  rateLimit: { limit: 120, windowSeconds: 60 },
})

export const inviteVisitor = endpoint({
  name: 'access.inviteVisitor',
  method: 'POST',
  path: '/visitors',
  way: 'member',
  permission: 'access.invite',
  summary: 'Announce a visitor: a mail with the PIN and the way in goes to them.',
  body: inviteVisitorBody,
  response: visit,
  status: 201,
  errors: pick('access.no_visitors', 'access.visit_times', 'access.not_let_in'),
  isIdempotent: true,
  rateLimit: { limit: 30, windowSeconds: 3_600 },
})

export const listVisits = endpoint({
  name: 'access.listVisits',
  method: 'GET',
  path: '/visitors',
  way: 'member',
  permission: 'membership',
  summary: 'Visitors: the desk sees those of all hubs, a member their own.',
  query: listVisitsQuery,
  response: visits,
})

export const moveVisit = endpoint({
  name: 'access.moveVisit',
  method: 'PATCH',
  path: '/visitors/{visitId}',
  way: 'member',
  permission: 'access.invite',
  summary: 'The visitor comes at another time: the PIN stays, the doors and a mail follow.',
  params: visitParams,
  body: moveVisitBody,
  response: visit,
  errors: pick('access.visit_times', 'access.not_let_in', 'access.not_active'),
  rateLimit: { limit: 30, windowSeconds: 3_600 },
})

export const withdrawVisit = endpoint({
  name: 'access.withdrawVisit',
  method: 'POST',
  path: '/visitors/{visitId}/withdraw',
  way: 'member',
  permission: 'access.invite',
  summary: 'The visitor does not come; the PIN ends.',
  params: visitParams,
  body: withdrawVisitBody,
  response: visit,
  status: 200,
})
