/** How locks stand, by their own word, and what is written down for when they give none. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bookings } from '#modules/bookings/server/module.ts'
import { listDevices } from '#modules/devices/contract/endpoints.ts'
import { ingest } from '#modules/devices/server/index.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createDevice, createDoors, type TestDoors } from '../factory.ts'
import { access } from '../module.ts'

let app: TestApp
let hub: TestDoors
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access] })
  hub = await createDoors(app)
})
afterAll(() => app.stop())

const desk = () => app.client({ cookie: hub.operator.cookie })
const lockOf = async (id: string) =>
  (await desk()(listDevices, { params: { hubId: hub.id } })).items.find((device) => device.id === id)?.lock
const hear = (deviceId: string, state: 'locked' | 'jammed', seq: number) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    ingest(
      scope,
      [
        {
          v: 1,
          id: randomUUID(),
          deviceId,
          sourceKey: `test:${seq}`,
          type: 'lock',
          deviceTime: null,
          deviceClock: 'unknown',
          edgeTime: new Date().toISOString(),
          edgeClock: 'synced',
          data: { state },
        },
      ],
      { kind: 'server' },
    ),
  )

test('the newest word of a lock stands in the list; a reader has none, and a lock that never spoke says nothing', async () => {
  const lockId = await createDevice(app, hub, 'lock', { isClaimed: true })
  const readerId = await createDevice(app, hub, 'reader', { isClaimed: true })
  expect(await lockOf(lockId)).toMatchObject({ state: null, at: null })
  expect(await lockOf(readerId)).toBeNull()
  await hear(lockId, 'locked', 1)
  expect(await lockOf(lockId)).toMatchObject({ state: 'locked', isConfirming: true })
  await hear(lockId, 'jammed', 2)
  expect(await lockOf(lockId)).toMatchObject({ state: 'jammed' })
})

test('what to do when it does not answer is kept with the door, for whoever runs the hub', async () => {
  const at = { params: { hubId: hub.id } }
  const [door] = (await desk()(api.listDoors, at)).items
  if (door === undefined) throw new Error('no door')
  expect(door.fallback).toBeNull()
  const params = { hubId: hub.id, doorId: door.id }
  const fallback = '機械の鍵は、事務室の鍵箱3番'
  expect(await desk()(api.changeDoor, { params, body: { version: door.version, reason: '手順を決めた', fallback } })).toMatchObject({
    fallback,
  })
  expect((await desk()(api.listDoors, at)).items.find((each) => each.id === door.id)).toMatchObject({ fallback })
  const member = app.client({ cookie: hub.member.cookie })
  await expect(
    member(api.changeDoor, { params, body: { version: door.version + 1, reason: '試し', fallback: null } }),
  ).rejects.toMatchObject({
    status: 403,
  })
})
