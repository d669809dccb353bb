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

export const listDevices = endpoint({
  name: 'devices.listDevices',
  method: 'GET',
  path: '/hubs/{hubId}/devices',
  way: 'member',
  permission: 'devices.read',
  summary: 'The devices of a hub with their health; a hub has some dozens. Retired ones are not listed.',
  params: hubParams,
  response: devices,
})

export const getDevice = endpoint({
  name: 'devices.getDevice',
  method: 'GET',
  path: '/hub-devices/{deviceId}',
  way: 'member',
  permission: 'devices.read',
  summary: 'A device with the newest word of each kind.',
  params: deviceParams,
  response: deviceDetails,
})

export const addDevice = endpoint({
  name: 'devices.addDevice',
  method: 'POST',
  path: '/hubs/{hubId}/devices',
  way: 'member',
  permission: 'devices.manage',
  summary: 'A device more, with a claim code to be typed into it; a lock with an address of its own needs none.',
  params: hubParams,
  body: addDeviceBody,
  response: claimCode,
  status: 201,
  isIdempotent: true,
  errors: pick(
    'devices.no_such_space',
    'devices.bridge_needs_topics',
    'devices.topics_not_allowed',
    'devices.topics_of_hub',
    'devices.topics_taken',
    'devices.http_address_refused',
    'devices.one_edge_a_hub',
  ),
})

export const makeClaimCode = endpoint({
  name: 'devices.makeClaimCode',
  method: 'POST',
  path: '/hub-devices/{deviceId}/claim-code',
  way: 'member',
  permission: 'devices.manage',
  summary: 'A new claim code; the one before is void. Claiming again gives the device a new password.',
  params: deviceParams,
  response: claimCode,
  status: 200,
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
  status: 200,
  errors: pick('devices.claim_refused'),
  rateLimit: { limit: 10, windowSeconds: 900 },
})

export const changeDevice = endpoint({
  name: 'devices.changeDevice',
  method: 'PATCH',
  path: '/hub-devices/{deviceId}',
  way: 'member',
  permission: 'devices.manage',
  summary: 'Rename, move to a space or another hub (there a device of ours is claimed anew), change topics or the time of silence.',
  params: deviceParams,
  body: changeDeviceBody,
  response: device,
  errors: pick(
    'devices.no_such_space',
    'devices.bridge_needs_topics',
    'devices.topics_not_allowed',
    'devices.topics_of_hub',
    'devices.topics_taken',
    'devices.retired',
    'devices.one_edge_a_hub',
  ),
})

export const rotateDeviceSecret = endpoint({
  name: 'devices.rotateDeviceSecret',
  method: 'POST',
  path: '/hub-devices/{deviceId}/secret',
  way: 'member',
  permission: 'devices.manage',
  summary: 'A new password, told this once; the old one is void and the connection ends.',
  params: deviceParams,
  response: deviceSecret,
  status: 200,
  errors: pick('devices.retired', 'devices.already_claimed'),
})

export const blockDevice = endpoint({
  name: 'devices.blockDevice',
  method: 'POST',
  path: '/hub-devices/{deviceId}/block',
  way: 'member',
  permission: 'devices.manage',
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
  path: '/hub-devices/{deviceId}/unblock',
  way: 'member',
  permission: 'devices.manage',
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
  path: '/hub-devices/{deviceId}/retire',
  way: 'member',
  permission: 'devices.manage',
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
  path: '/hub-devices/{deviceId}/events',
  way: 'member',
  permission: 'devices.read',
  summary: 'What a device said, in the order of receipt, newest first; of one type where asked for.',
  params: deviceParams,
  query: eventQuery,
  response: storedEvents,
})

export const listDeviceCommands = endpoint({
  name: 'devices.listDeviceCommands',
  method: 'GET',
  path: '/hub-devices/{deviceId}/commands',
  way: 'member',
  permission: 'devices.read',
  summary: 'What a device was told, and what became of it, newest first.',
  params: deviceParams,
  query: pageQuery,
  response: commands,
})

export const listAnnounced = endpoint({
  name: 'devices.listAnnounced',
  method: 'GET',
  path: '/hubs/{hubId}/announced-devices',
  way: 'member',
  permission: 'devices.read',
  summary: 'What announced itself at a hub and waits, is ignored, or cannot be used, with the reason.',
  params: hubParams,
  response: announcedList,
})

export const adoptDevice = endpoint({
  name: 'devices.adoptDevice',
  method: 'POST',
  path: '/announced-devices/{announcedId}/adopt',
  way: 'member',
  permission: 'devices.manage',
  summary: 'Take what announced itself into use; one that is in use takes over what it announces now.',
  params: announcementParams,
  body: adoptBody,
  response: device,
  status: 201,
  isIdempotent: true,
  errors: pick('devices.no_such_space', 'devices.cannot_adopt'),
})

export const ignoreAnnounced = endpoint({
  name: 'devices.ignoreAnnounced',
  method: 'POST',
  path: '/announced-devices/{announcedId}/ignore',
  way: 'member',
  permission: 'devices.manage',
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
  way: 'member',
  permission: 'devices.read',
  summary: 'Messages that could not be stored, with the reason, newest first. They are kept for 30 days.',
  query: rejectQuery,
  response: rejects,
})

export const retryReject = endpoint({
  name: 'devices.retryReject',
  method: 'POST',
  path: '/device-rejects/{rejectId}/retry',
  way: 'member',
  permission: 'devices.manage',
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
  way: 'member',
  permission: 'devices.manage',
  summary: 'Seen; nothing is to be done.',
  params: rejectParams,
  response: reject,
  status: 200,
})
