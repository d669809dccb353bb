/** The desk's calls about doors. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { accessErrors } from '../errors.ts'
import {
  addDoorBody,
  changeDoorBody,
  door,
  doorCommand,
  doorModes,
  doorParams,
  doorRules,
  doors,
  explainQuery,
  explanation,
  hubParams,
  lockCodes,
  reasonBody,
  setDoorModeBody,
  setDoorRulesBody,
} from './schemas.ts'

const pick = pickFrom(accessErrors)
const unfit = pick('access.device_unfit', 'access.device_taken', 'access.space_elsewhere')

export const listDoors = endpoint({
  name: 'access.listDoors',
  method: 'GET',
  path: '/hubs/{hubId}/doors',
  way: 'member',
  permission: 'access.read',
  summary: 'The doors of a hub with what guards them, and the rules by which bookings open them.',
  params: hubParams,
  response: doors,
})

export const addDoor = endpoint({
  name: 'access.addDoor',
  method: 'POST',
  path: '/hubs/{hubId}/doors',
  way: 'member',
  permission: 'access.set-up',
  summary: 'A door between two spaces, or a space and outside.',
  params: hubParams,
  body: addDoorBody,
  response: door,
  status: 201,
  errors: unfit,
  isIdempotent: true,
})

export const changeDoor = endpoint({
  name: 'access.changeDoor',
  method: 'PATCH',
  path: '/hubs/{hubId}/doors/{doorId}',
  way: 'member',
  permission: 'access.set-up',
  summary: 'What guards a door, how long it opens, what it asks for.',
  params: doorParams,
  body: changeDoorBody,
  response: door,
  errors: { ...unfit, ...pick('access.door_retired') },
})

export const retireDoor = endpoint({
  name: 'access.retireDoor',
  method: 'POST',
  path: '/hubs/{hubId}/doors/{doorId}/retire',
  way: 'member',
  permission: 'access.set-up',
  summary: 'The door is decided about no longer; its log stays.',
  params: doorParams,
  body: reasonBody,
  response: door,
  status: 200,
})

export const getDoorSheet = endpoint({
  name: 'access.getDoorSheet',
  method: 'GET',
  path: '/hubs/{hubId}/doors/{doorId}/sheet',
  way: 'member',
  permission: 'access.set-up',
  summary: 'The sheet to hang beside the door, a PDF: its QR code and how to open it in five languages. Who made it is recorded.',
  params: doorParams,
  kind: 'file',
  errors: pick('access.door_retired'),
  isLookRecorded: true,
})

export const setDoorRules = endpoint({
  name: 'access.setDoorRules',
  method: 'PUT',
  path: '/hubs/{hubId}/door-rules',
  way: 'member',
  permission: 'access.set-up',
  summary: 'How long before and after a booking doors open, and for whom always.',
  params: hubParams,
  body: setDoorRulesBody,
  response: doorRules,
})

export const setDoorMode = endpoint({
  name: 'access.setDoorMode',
  method: 'POST',
  path: '/hubs/{hubId}/door-modes',
  way: 'member',
  permission: 'access.run',
  summary: 'Open all, lock down, or back to normal; with a reason, on record. Leaving is free in each.',
  params: hubParams,
  body: setDoorModeBody,
  response: doorModes,
  status: 200,
})

export const openDoor = endpoint({
  name: 'access.openDoor',
  method: 'POST',
  path: '/hubs/{hubId}/doors/{doorId}/open',
  way: 'member',
  permission: 'access.run',
  summary: 'Open a door from afar, with a reason.',
  params: doorParams,
  body: reasonBody,
  response: doorCommand,
  status: 202,
  errors: pick('access.no_lock', 'access.door_retired'),
  rateLimit: { limit: 30, windowSeconds: 60 },
})

export const explainDoor = endpoint({
  name: 'access.explainDoor',
  method: 'GET',
  path: '/hubs/{hubId}/doors/{doorId}/explanation',
  way: 'member',
  permission: 'access.read',
  summary: 'Whether the door would open for a person, a booking or a visit, why not, and from when.',
  params: doorParams,
  query: explainQuery,
  response: explanation,
})

export const listLockCodes = endpoint({
  name: 'access.listLockCodes',
  method: 'GET',
  path: '/hubs/{hubId}/lock-codes',
  way: 'member',
  permission: 'access.read',
  summary: 'Codes on locks that keep them: what should be there, and what is.',
  params: hubParams,
  response: lockCodes,
})
