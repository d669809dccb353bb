/** Facts of devices. Readings stay in the ledger; here is what changed for somebody. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'
import { commandState } from './schemas.ts'

const ofDevice = z.object({ hubId: id, deviceId: id })

/** `reason` says why it was blocked or retired. */
export const deviceChanged = defineEvent({
  type: 'devices.deviceChanged',
  payload: ofDevice.extend({
    what: z.enum(['added', 'claimed', 'adopted', 'changed', 'moved', 'code', 'rotated', 'blocked', 'unblocked', 'retired']),
    fields: z.array(z.string()),
  }),
  live: 'tenant',
})

/** The newest word of a lock, contact or motion is another than before. `key`: the type of the event. */
export const stateChanged = defineEvent({
  type: 'devices.stateChanged',
  payload: z.object({ hubId: id, deviceId: id, key: z.string() }),
  live: 'tenant',
})

/** Of all devices of a hub that fell silent together: one fact. */
export const wentSilent = defineEvent({
  type: 'devices.wentSilent',
  payload: z.object({ hubId: id, deviceIds: z.array(id).min(1) }),
  live: 'tenant',
})
export const cameBack = defineEvent({
  type: 'devices.cameBack',
  payload: z.object({ hubId: id, deviceIds: z.array(id).min(1) }),
  live: 'tenant',
})
export const batteryLow = defineEvent({ type: 'devices.batteryLow', payload: ofDevice.extend({ percent: z.number() }), live: 'tenant' })
export const deviceAnnounced = defineEvent({
  type: 'devices.announced',
  payload: z.object({ hubId: id, announcedId: id }),
  live: 'tenant',
})
export const announcementChanged = defineEvent({
  type: 'devices.announcementChanged',
  payload: z.object({ hubId: id, announcedId: id, isIgnored: z.boolean() }),
  live: 'tenant',
})
export const commandAsked = defineEvent({
  type: 'devices.commandAsked',
  payload: ofDevice.extend({ commandId: id, action: z.string() }),
  live: 'tenant',
  isForEdge: true,
})
export const commandEnded = defineEvent({
  type: 'devices.commandEnded',
  payload: ofDevice.extend({ commandId: id, state: commandState }),
  live: 'tenant',
})
export const rejectSettled = defineEvent({
  type: 'devices.rejectSettled',
  payload: z.object({ rejectId: id, how: z.enum(['retried', 'dismissed']) }),
  live: 'tenant',
})

export const devicesEvents = [
  deviceChanged,
  stateChanged,
  wentSilent,
  cameBack,
  batteryLow,
  deviceAnnounced,
  announcementChanged,
  commandAsked,
  commandEnded,
  rejectSettled,
]
