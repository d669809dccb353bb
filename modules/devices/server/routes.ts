import { cursorOf, readCursor } from '#platform/server/paging.ts'
import { bind } from '#platform/server/module.ts'
import * as api from '../contract/endpoints.ts'
import { adoptDevice, ignoreAnnounced, listAnnounced } from './announced/use-cases/adopt-device.ts'
import { listCommands, presentCommand } from './command/use-cases/send-command.ts'
import { showEvents } from './ledger/use-cases/show-events.ts'
import { claimDevice } from './registry/use-cases/claim-device.ts'
import {
  addDevice,
  blockDevice,
  changeDevice,
  makeCode,
  retireDevice,
  rotateSecret,
  unblockDevice,
} from './registry/use-cases/keep-devices.ts'
import { showDevice, showDevices } from './registry/use-cases/list-devices.ts'
import { dismissReject, retryReject, showRejects } from './reject/use-cases/settle-reject.ts'

export const routes = [
  bind(api.listDevices, async (scope, { params }) => ({ items: await showDevices(scope, params.hubId) })),
  bind(api.getDevice, (scope, { params }) => showDevice(scope, params.deviceId)),
  bind(api.addDevice, (scope, { params, body }) => addDevice(scope, params.hubId, body)),
  bind(api.makeClaimCode, (scope, { params }) => makeCode(scope, params.deviceId)),
  bind(api.claimDevice, (scope, { body }) => claimDevice(scope, body)),
  bind(api.changeDevice, (scope, { params, body }) => changeDevice(scope, params.deviceId, body)),
  bind(api.rotateDeviceSecret, (scope, { params }) => rotateSecret(scope, params.deviceId)),
  bind(api.blockDevice, (scope, { params, body }) => blockDevice(scope, params.deviceId, body.reason)),
  bind(api.unblockDevice, (scope, { params, body }) => unblockDevice(scope, params.deviceId, body.reason)),
  bind(api.retireDevice, (scope, { params, body }) => retireDevice(scope, params.deviceId, body.reason)),
  bind(api.listDeviceEvents, (scope, { params, query }) => showEvents(scope, params.deviceId, query)),
  bind(api.listDeviceCommands, async (scope, { params, query }) => {
    const rows = await listCommands(scope, params.deviceId, readCursor(query.cursor), query.limit + 1)
    return { items: rows.slice(0, query.limit).map(presentCommand), nextCursor: cursorOf(rows, query.limit) }
  }),
  bind(api.listAnnounced, async (scope, { params }) => ({ items: await listAnnounced(scope, params.hubId) })),
  bind(api.adoptDevice, (scope, { params, body }) => adoptDevice(scope, params.announcedId, body)),
  bind(api.ignoreAnnounced, (scope, { params, body }) => ignoreAnnounced(scope, params.announcedId, body.isIgnored)),
  bind(api.listRejects, (scope, { query }) => showRejects(scope, query)),
  bind(api.retryReject, (scope, { params }) => retryReject(scope, params.rejectId)),
  bind(api.dismissReject, (scope, { params }) => dismissReject(scope, params.rejectId)),
]
