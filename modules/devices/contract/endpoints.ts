/** The calls about devices: of whoever runs a hub, and of the device itself when it is claimed. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { pageQuery } from '#platform/contract/schemas.ts'
import { devicesErrors } from './errors.ts'
import {
  addDeviceBody,
  adoptBody,
  announced,
  announcedList,
  announcementParams,
  changeDeviceBody,
  claimBody,
  claimCode,
  claimed,
  commands,
  device,
  deviceDetails,
  deviceParams,
  devices,
  deviceSecret,
  eventQuery,
  hubParams,
  ignoreBody,
  reasonBody,
  reject,
  rejectParams,
  rejectQuery,
  rejects,
  storedEvents,
} from './schemas.ts'

const pick = pickFrom(devicesErrors)
const read = { way: 'member', permission: 'devices.read' } as const
const manage = { way: 'member', permission: 'devices.manage' } as const

export const listDevices = endpoint({
  name: 'devices.listDevices',
  method: 'GET',
  path: '/hubs/{hubId}/devices',
  ...read,
  summary: 'The devices of a hub with their health; a hub has some dozens. Retired ones are not listed.',
  params: hubParams,
  response: devices,
})

export const getDevice = endpoint({
  name: 'devices.getDevice',
  method: 'GET',
  path: '/devices/{deviceId}',
  ...read,
  summary: 'A device with the newest word of each kind.',
  params: deviceParams,
  response: deviceDetails,
})

export const addDevice = endpoint({
  name: 'devices.addDevice',
  method: 'POST',
  path: '/hubs/{hubId}/devices',
  ...manage,
  summary: 'A device more, with a claim code to be typed into it; a lock with an address of its own needs none.',
  params: hubParams,
  body: addDeviceBody,
  response: claimCode,
  status: 201,
  errors: pick(
    'devices.no_such_space',
    'devices.bridge_needs_topics',
    'devices.topics_not_allowed',
    'devices.http_address_refused',
    'devices.one_edge_a_hub',
  ),
})

export const makeClaimCode = endpoint({
  name: 'devices.makeClaimCode',
  method: 'POST',
  path: '/devices/{deviceId}/claim-code',
  ...manage,
  summary: 'A new claim code; the one before is void. Claiming again gives the device a new password.',
  params: deviceParams,
  response: claimCode,
  status: 201,
  errors: pick('devices.retired', 'devices.already_claimed'),
})

export const claimDevice = endpoint({
  name: 'devices.claimDevice',
  method: 'POST',
  path: '/devices/claim',
  way: 'open',
  permission: 'public',
  summary: 'Called by the device itself: the code a person made, for a user name, a password and topics. Good once, for 15 minutes.',
  body: claimBody,
  response: claimed,
  status: 201,
  errors: pick('devices.claim_refused'),
  rateLimit: { limit: 10, windowSeconds: 900 },
})

export const changeDevice = endpoint({
  name: 'devices.changeDevice',
  method: 'PATCH',
  path: '/devices/{deviceId}',
  ...manage,
  summary: 'Rename, move to a space or another hub (there a device of ours is claimed anew), change topics or the time of silence.',
  params: deviceParams,
  body: changeDeviceBody,
  response: device,
  errors: pick(
    'devices.no_such_space',
    'devices.bridge_needs_topics',
    'devices.topics_not_allowed',
    'devices.retired',
    'devices.one_edge_a_hub',
  ),
})

export const rotateDeviceSecret = endpoint({
  name: 'devices.rotateDeviceSecret',
  method: 'POST',
  path: '/devices/{deviceId}/secret',
  ...manage,
  summary: 'A new password, told this once; the old one is void and the connection ends.',
  params: deviceParams,
  response: deviceSecret,
  status: 201,
  errors: pick('devices.retired', 'devices.already_claimed'),
})

export const blockDevice = endpoint({
  name: 'devices.blockDevice',
  method: 'POST',
  path: '/devices/{deviceId}/block',
  ...manage,
  summary: 'Its credential opens nothing from now on.',
  params: deviceParams,
  body: reasonBody,
  response: device,
  status: 200,
  errors: pick('devices.retired'),
})

export const unblockDevice = endpoint({
  name: 'devices.unblockDevice',
  method: 'POST',
  path: '/devices/{deviceId}/unblock',
  ...manage,
  summary: 'Let a blocked device in again.',
  params: deviceParams,
  body: reasonBody,
  response: device,
  status: 200,
  errors: pick('devices.retired'),
})

export const retireDevice = endpoint({
  name: 'devices.retireDevice',
  method: 'POST',
  path: '/devices/{deviceId}/retire',
  ...manage,
  summary: 'Gone for good; what it said stays.',
  params: deviceParams,
  body: reasonBody,
  response: device,
  status: 200,
  errors: pick('devices.retired'),
})

export const listDeviceEvents = endpoint({
  name: 'devices.listDeviceEvents',
  method: 'GET',
  path: '/devices/{deviceId}/events',
  ...read,
  summary: 'What a device said, in the order of receipt, newest first; of one type where asked for.',
  params: deviceParams,
  query: eventQuery,
  response: storedEvents,
})

export const listDeviceCommands = endpoint({
  name: 'devices.listDeviceCommands',
  method: 'GET',
  path: '/devices/{deviceId}/commands',
  ...read,
  summary: 'What a device was told, and what became of it, newest first.',
  params: deviceParams,
  query: pageQuery,
  response: commands,
})

export const listAnnounced = endpoint({
  name: 'devices.listAnnounced',
  method: 'GET',
  path: '/hubs/{hubId}/announced-devices',
  ...read,
  summary: 'What announced itself at a hub and waits, is ignored, or cannot be used, with the reason.',
  params: hubParams,
  response: announcedList,
})

export const adoptDevice = endpoint({
  name: 'devices.adoptDevice',
  method: 'POST',
  path: '/announced-devices/{announcedId}/adopt',
  ...manage,
  summary: 'Take what announced itself into use; one that is in use takes over what it announces now.',
  params: announcementParams,
  body: adoptBody,
  response: device,
  status: 201,
  errors: pick('devices.no_such_space', 'devices.cannot_adopt'),
})

export const ignoreAnnounced = endpoint({
  name: 'devices.ignoreAnnounced',
  method: 'POST',
  path: '/announced-devices/{announcedId}/ignore',
  ...manage,
  summary: 'Not ours: it is listed no more among the new ones, or again.',
  params: announcementParams,
  body: ignoreBody,
  response: announced,
  status: 200,
  errors: pick('devices.cannot_adopt'),
})

export const listRejects = endpoint({
  name: 'devices.listRejects',
  method: 'GET',
  path: '/device-rejects',
  ...read,
  summary: 'Messages that could not be stored, with the reason, newest first. They are kept for 30 days.',
  query: rejectQuery,
  response: rejects,
})

export const retryReject = endpoint({
  name: 'devices.retryReject',
  method: 'POST',
  path: '/device-rejects/{rejectId}/retry',
  ...manage,
  summary: 'Try to store a message again, after what stood in the way is mended.',
  params: rejectParams,
  response: reject,
  status: 200,
  errors: pick('devices.still_unreadable'),
})

export const dismissReject = endpoint({
  name: 'devices.dismissReject',
  method: 'POST',
  path: '/device-rejects/{rejectId}/dismiss',
  ...manage,
  summary: 'Seen; nothing is to be done.',
  params: rejectParams,
  response: reject,
  status: 200,
})
