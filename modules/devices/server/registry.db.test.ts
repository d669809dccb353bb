/** The registry: from the claim code to the record of a device that is gone; silence; commands. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestHub } from '#modules/hubs/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { openDatabase } from '#platform/server/database.ts'
import { createLog } from '#platform/server/log.ts'
import type { Scope } from '#platform/server/scope.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { parseAnnouncement } from '../contract/discovery/parse.ts'
import { createDevice, createHub, deviceEventOf, type TestHub } from './factory.ts'
import { endOverdueCommands } from './command/use-cases/send-command.ts'
import { silenceSweep, tellSilence } from './health/use-cases/tell-silence.ts'
import {
  commandById,
  createDemoDevices,
  findDeviceBySecret,
  ingest,
  listBusCredentials,
  markSeen,
  pendingCommands,
  provideBrokerUrl,
  recordAnnouncement,
  recordReject,
  sendCommand,
} from './index.ts'
import { devices } from './module.ts'

let app: TestApp
let hub: TestHub
let other: TestHub
const clock = testClock('2026-11-24T01:00:00Z')
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, devices], clock })
  other = await createHub(app)
})
afterAll(() => app.stop())
beforeEach(async () => {
  clock.set('2026-11-24T01:00:00Z')
  await app.sql('truncate platform.rate_window')
  hub = await createHub(app)
})

const desk = (of = hub) => app.client({ cookie: of.operator.cookie })
const calls = (of = hub) => ({ operator: desk(of), stranger: app.client() })
const add = (kind: 'lock' | 'reader' | 'edge' | 'bridge' | 'contact', more: object = {}) =>
  desk()(api.addDevice, { params: { hubId: hub.id }, body: { kind, name: '正面玄関', ...more } })
const claim = (code: string) => app.client()(api.claimDevice, { body: { code, firmware: '1.2' } })
const inTenant = <T>(work: (scope: Scope) => Promise<T>, of = hub) =>
  app.program.runInTenant(of.consortiumId, { name: 'test', requestId: 'test' }, work)
const find = (shown: { deviceId: string; password: string }) => findDeviceBySecret(app.program.database, shown)
const emitted = async (type: string) =>
  (
    await app.sql<{ payload: Record<string, unknown> }>(
      'select payload from platform.event where consortium_id = $1 and type = $2 order by id',
      [hub.consortiumId, type],
    )
  ).map((row) => row.payload)

describe('a claim code', () => {
  test('gives the device its own password, once; neither is kept as it is', async () => {
    const made = await add('lock')
    expect(made.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(made.device).toMatchObject({ status: 'waiting', hasCredential: false, health: 'unknown' })
    const claimed = await claim(` ${made.code?.toLowerCase()} `)
    expect(claimed).toMatchObject({ deviceId: made.device.id, hubId: hub.id, username: made.device.id, kind: 'lock' })
    expect(claimed.topics.event).toBe(`hiroba/v1/${hub.id}/${made.device.id}/event`)
    expect(await desk()(api.getDevice, { params: { deviceId: made.device.id } })).toMatchObject({
      status: 'active',
      hasCredential: true,
      firmware: '1.2',
      config: { hubId: hub.id, deviceId: made.device.id },
    })
    await expect(claim(made.code ?? '')).rejects.toMatchObject({ code: 'devices.claim_refused' })
    const kept = JSON.stringify(
      await app.sql('select d.*, c.* from devices.device d join devices.claim c on c.device_id = d.id where d.id = $1', [made.device.id]),
    )
    for (const secret of [claimed.password, made.code?.replace('-', '') ?? '']) expect(kept).not.toContain(secret)
    expect(await find(claimed)).toMatchObject({ consortiumId: hub.consortiumId, hubId: hub.id, kind: 'lock' })
    for (const wrong of [
      { ...claimed, password: 'x'.repeat(32) },
      { ...claimed, deviceId: randomUUID() },
      { ...claimed, deviceId: "' or 1=1" },
    ])
      expect(await find(wrong)).toBeUndefined()
  })

  test('is over after a quarter of an hour, when a newer one is made, and for a guesser', async () => {
    const made = await add('lock')
    const again = await desk()(api.makeClaimCode, { params: { deviceId: made.device.id } })
    await expect(claim(made.code ?? '')).rejects.toMatchObject({ code: 'devices.claim_refused' })
    clock.advance({ minutes: 16 })
    await expect(claim(again.code ?? '')).rejects.toMatchObject({ code: 'devices.claim_refused' })
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => claim('ABCD-EFGH')))
    expect(
      tries.filter((one) => one.status === 'rejected' && (one.reason as { status?: number }).status === 429).length,
    ).toBeGreaterThanOrEqual(10)
  })

  test('of two devices that type it at once one wins', async () => {
    const { code } = await add('lock')
    const both = await Promise.allSettled([claim(code ?? ''), claim(code ?? '')])
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

test('a new password ends the old one; blocked it opens nothing; moved it is claimed anew; retired it is a record', async () => {
  const device = await createDevice(calls(), { hubId: hub.id, kind: 'reader' })
  const params = { deviceId: device.id }
  const shown = (password: string) => find({ deviceId: device.id, password })
  const rotated = await desk()(api.rotateDeviceSecret, { params })
  expect(await shown(device.password)).toBeUndefined()
  expect(await shown(rotated.password)).toBeDefined()
  await desk()(api.blockDevice, { params, body: { reason: '盗難' } })
  expect(await shown(rotated.password)).toBeUndefined()
  await desk()(api.unblockDevice, { params, body: { reason: '見つかった' } })
  expect(await shown(rotated.password)).toBeDefined()
  const { version } = await desk()(api.getDevice, { params })
  await expect(desk()(api.changeDevice, { params, body: { version: 1, name: '裏口' } })).rejects.toMatchObject({ status: 412 })
  await expect(desk()(api.changeDevice, { params, body: { version, spaceId: other.room.id } })).rejects.toMatchObject({
    code: 'devices.no_such_space',
  })
  await expect(desk()(api.changeDevice, { params, body: { version, hubId: other.id } })).rejects.toMatchObject({ status: 404 })
  expect(await desk()(api.changeDevice, { params, body: { version, name: '裏口', spaceId: hub.room.id } })).toMatchObject({
    name: '裏口',
    spaceId: hub.room.id,
  })
  await desk()(api.retireDevice, { params, body: { reason: '交換' } })
  expect(await shown(rotated.password)).toBeUndefined()
  expect((await desk()(api.listDevices, { params: { hubId: hub.id } })).items).toEqual([])
  await expect(desk()(api.makeClaimCode, { params })).rejects.toMatchObject({ code: 'devices.retired' })
  const reasons = await app.sql<{ reason: string }>(
    `select reason from platform.event where consortium_id = $1 and subject_id = $2 and reason is not null order by id`,
    [hub.consortiumId, device.id],
  )
  expect(reasons.map((row) => row.reason)).toEqual(['盗難', '見つかった', '交換'])
})

test('another consortium sees nothing and changes nothing; a member of this one may not either', async () => {
  const device = await createDevice(calls(), { hubId: hub.id, kind: 'lock' })
  const params = { deviceId: device.id }
  for (const [who, status] of [
    [app.client({ cookie: other.operator.cookie }), 404],
    [app.client({ cookie: hub.member.cookie }), 403],
    [app.client(), 401],
  ] as const) {
    await expect(who(api.getDevice, { params })).rejects.toMatchObject({ status })
    await expect(who(api.rotateDeviceSecret, { params })).rejects.toMatchObject({ status })
    await expect(who(api.retireDevice, { params, body: { reason: 'x' } })).rejects.toMatchObject({ status })
  }
  expect(await find({ deviceId: device.id, password: device.password })).toBeDefined()
})

test('a bridge names its topics, an http lock a lock on the network, a hub has one edge', async () => {
  await expect(add('bridge')).rejects.toMatchObject({ code: 'devices.bridge_needs_topics' })
  for (const filter of ['#', '+/x', 'hiroba/v1/#', '$SYS/#', 'zigbee2mqtt', 'a/#/b', 'a/b#'])
    await expect(add('bridge', { topicFilters: [filter] })).rejects.toMatchObject({ code: 'devices.topics_not_allowed' })
  const bridge = await add('bridge', { topicFilters: ['zigbee2mqtt/#', 'homeassistant/+/+/config'] })
  await claim(bridge.code ?? '')
  expect(await inTenant((scope) => listBusCredentials(scope, hub.id))).toMatchObject([
    { kind: 'bridge', topicFilters: ['zigbee2mqtt/#', 'homeassistant/+/+/config'] },
  ])
  for (const url of [
    'http://localhost/x',
    'http://localhost./x',
    'http://127.0.0.1:80/',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'http://[::1]/',
    'http://[fe90::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00:ec2::254]/',
    // with five seconds filled in: 127.0.0.5
    'http://0x7f00000{seconds}/',
    'http://192.168.1.2{seconds}/',
  ])
    await expect(add('lock', { http: { unlock: { method: 'POST', url } } })).rejects.toMatchObject({ code: 'devices.http_address_refused' })
  const http = await add('lock', { http: { unlock: { method: 'POST', url: 'http://192.168.1.20/unlock' } } })
  expect(http).toMatchObject({ code: null, device: { status: 'active', driver: 'http-lock' } })
  // its address may carry a password
  expect((await desk()(api.getDevice, { params: { deviceId: http.device.id } })).config).toEqual({})
  await add('edge')
  await expect(add('edge')).rejects.toMatchObject({ code: 'devices.one_edge_a_hub' })
})

test('what announces itself waits for a person: adopted it is a device, ignored it is quiet, refused it says why', async () => {
  const announce = (topic: string, payload: unknown) => {
    const read = parseAnnouncement(topic, payload === '' ? new Uint8Array() : Buffer.from(JSON.stringify(payload)))
    return inTenant((scope) => recordAnnouncement(scope, hub.id, read as NonNullable<typeof read>))
  }
  const lock = {
    name: '倉庫の錠',
    unique_id: '0x01_lock',
    state_topic: 'zigbee2mqtt/souko',
    command_topic: 'zigbee2mqtt/souko/set',
    device: { identifiers: ['0x01'], sw_version: '1.0' },
  }
  await announce('homeassistant/lock/0x01/lock/config', lock)
  await announce('homeassistant/lock/0x01/lock/config', lock)
  await announce('homeassistant/binary_sensor/x/config', {
    name: 'x',
    unique_id: 'x',
    state_topic: 'a/b',
    value_template: '{% if x %}1{% endif %}',
    device_class: 'door',
  })
  const listed = async () => (await desk()(api.listAnnounced, { params: { hubId: hub.id } })).items
  expect(await emitted('devices.announced')).toHaveLength(2)
  const found = (await listed()).find((one) => one.kind === 'lock')
  const refused = (await listed()).find((one) => one.refusal !== null)
  expect(refused?.refusal?.code).toBe('template')
  const adopt = (announcedId: string) => desk()(api.adoptDevice, { params: { announcedId }, body: { name: '倉庫', spaceId: hub.room.id } })
  await expect(adopt(refused?.id ?? '')).rejects.toMatchObject({ code: 'devices.cannot_adopt' })
  await expect(
    app.client({ cookie: other.operator.cookie })(api.adoptDevice, { params: { announcedId: found?.id ?? '' }, body: { name: 'x' } }),
  ).rejects.toMatchObject({ status: 404 })
  const device = await adopt(found?.id ?? '')
  expect(device).toMatchObject({ name: '倉庫', kind: 'lock', status: 'active', hasCredential: false, spaceId: hub.room.id })
  expect((await adopt(found?.id ?? '')).id).toBe(device.id)
  await desk()(api.ignoreAnnounced, { params: { announcedId: refused?.id ?? '' }, body: { isIgnored: true } })
  await announce('homeassistant/lock/0x01/lock/config', { ...lock, device: { identifiers: ['0x01'], sw_version: '1.1' } })
  expect((await desk()(api.getDevice, { params: { deviceId: device.id } })).firmware).toBe('1.1')
  await announce('homeassistant/lock/0x01/lock/config', '')
  expect((await listed()).map((one) => one.status).toSorted()).toEqual(['gone', 'ignored'])
})

describe('silence', () => {
  const hear = (ids: readonly string[]) =>
    inTenant((scope) =>
      ingest(
        scope,
        ids.map((id) => deviceEventOf(id, 'availability', { isOnline: true }, { at: clock.now() })),
        { kind: 'server' },
      ),
    )
  const look = () => inTenant((scope) => tellSilence(scope, hub.id))
  const make = async (count: number) => {
    const ids: string[] = []
    for (let at = 0; at < count; at++) {
      await app.sql('truncate platform.rate_window')
      ids.push((await createDevice(calls(), { hubId: hub.id, kind: 'reader' })).id)
    }
    return ids
  }

  test('is told of once for all that fall silent together, and so is their coming back', async () => {
    const ids = await make(5)
    await look()
    expect(await emitted('devices.wentSilent')).toEqual([])
    await hear(ids)
    clock.advance({ minutes: 9 })
    await look()
    expect(await emitted('devices.wentSilent')).toEqual([])
    clock.advance({ minutes: 2 })
    await Promise.all([look(), look()])
    await look()
    expect(await emitted('devices.wentSilent')).toEqual([{ hubId: hub.id, deviceIds: expect.any(Array) }])
    expect((await emitted('devices.wentSilent')).flatMap((one) => one['deviceIds'] as string[]).toSorted()).toEqual(ids.toSorted())
    expect((await desk()(api.listDevices, { params: { hubId: hub.id } })).items.every((one) => one.health === 'silent')).toBe(true)
    await hear(ids)
    expect(await emitted('devices.cameBack')).toHaveLength(1)
    await hear(ids)
    expect(await emitted('devices.cameBack')).toHaveLength(1)
  })

  test('what a device kept from before does not say that it lives', async () => {
    const [id = ''] = await make(1)
    await hear([id])
    clock.advance({ minutes: 11 })
    await look()
    const old = deviceEventOf(id, 'battery', { percent: 80 }, { at: clock.now().subtract({ minutes: 20 }) })
    await inTenant((scope) => ingest(scope, [old], { kind: 'server' }))
    expect(await desk()(api.getDevice, { params: { deviceId: id } })).toMatchObject({ health: 'silent', batteryPercent: 80 })
  })

  test('behind an edge that is away nobody is told of but the edge', async () => {
    const [id = ''] = await make(1)
    const edge = await createDevice(calls(), { hubId: hub.id, kind: 'edge' })
    await hear([id])
    await inTenant((scope) => markSeen(scope, edge.id))
    clock.advance({ minutes: 2 })
    await look()
    clock.advance({ minutes: 15 })
    await look()
    expect(await emitted('devices.wentSilent')).toEqual([{ hubId: hub.id, deviceIds: [edge.id] }])
    await inTenant((scope) => markSeen(scope, edge.id))
    await hear([id])
    expect(await emitted('devices.cameBack')).toEqual([{ hubId: hub.id, deviceIds: [edge.id] }])
  })

  test('a last will makes it silent after a minute, a line that comes back by then does not', async () => {
    const [gone = '', back = ''] = await make(2)
    await hear([gone, back])
    clock.advance({ seconds: 5 })
    await inTenant((scope) =>
      ingest(
        scope,
        [gone, back].map((id) => deviceEventOf(id, 'availability', { isOnline: false }, { at: clock.now() })),
        { kind: 'server' },
      ),
    )
    clock.advance({ seconds: 30 })
    await hear([back])
    clock.advance({ seconds: 40 })
    await look()
    expect(await emitted('devices.wentSilent')).toEqual([{ hubId: hub.id, deviceIds: [gone] }])
  })

  test('after a start of the program two minutes are given', async () => {
    clock.set(Temporal.Now.instant().subtract({ hours: 1 }).toString())
    await app.sql('truncate platform.rate_window')
    const [id = ''] = await make(1)
    await hear([id])
    const jobs = openDatabase({ url: app.databaseUrl, role: 'hiroba_jobs', poolSize: 1, log: createLog('silent') })
    try {
      await silenceSweep(() => 100).run(jobs, app.program.runInTenant)
      expect(await desk()(api.getDevice, { params: { deviceId: id } })).toMatchObject({ health: 'fine' })
      clock.set(Temporal.Now.instant().toString())
      await silenceSweep(() => 130).run(jobs, app.program.runInTenant)
      expect(await desk()(api.getDevice, { params: { deviceId: id } })).toMatchObject({ health: 'silent' })
    } finally {
      await jobs.close()
    }
  })
})

describe('topics of bridges', () => {
  afterEach(() => provideBrokerUrl(() => null))
  const bridge = (filter: string, of = hub) =>
    desk(of)(api.addDevice, { params: { hubId: of.id }, body: { kind: 'bridge', name: '中継', topicFilters: [filter] } })

  test('are each hub’s own at our broker, and may have the same names', async () => {
    await bridge('zigbee2mqtt/#')
    expect((await bridge('zigbee2mqtt/#', other)).device.topicFilters).toEqual(['zigbee2mqtt/#'])
  })

  test('at a broker for all hubs belong to one; another town hears that they are taken, and not by whom', async () => {
    provideBrokerUrl(() => 'mqtt://broker.example.jp', { isShared: true })
    const first = await bridge('own-a/#')
    await expect(bridge('own-a/front/+', other)).rejects.toMatchObject({
      code: 'devices.topics_taken',
      problem: { params: { topic: 'own-a/front/+' } },
    })
    const own = await bridge('own-b/#', other)
    const change = (topicFilters: string[]) =>
      desk(other)(api.changeDevice, { params: { deviceId: own.device.id }, body: { version: own.device.version, topicFilters } })
    await expect(change(['own-b/#', '+/x/own'])).rejects.toMatchObject({ code: 'devices.topics_not_allowed' })
    await expect(change(['own-b/#', 'own-a/+'])).rejects.toMatchObject({ code: 'devices.topics_taken' })
    await app.sql("update devices.device set status = 'retired' where id = $1", [first.device.id])
    expect((await change(['own-b/#', 'own-a/+'])).topicFilters).toEqual(['own-b/#', 'own-a/+'])
  })

  test('within one town the hub that has them is named', async () => {
    provideBrokerUrl(() => 'mqtt://broker.example.jp', { isShared: true })
    const two = await createTestHub(app)
    const neighbour = await createTestHub(app, {}, two)
    const give = (hubId: string) =>
      two.call(api.addDevice, { params: { hubId }, body: { kind: 'bridge', name: '中継', topicFilters: ['twin/#'] } })
    await give(two.hub.id)
    await expect(give(neighbour.hub.id)).rejects.toMatchObject({
      code: 'devices.topics_of_hub',
      problem: { params: { topic: 'twin/#', hub: two.hub.names.ja } },
    })
  })

  test('of two who give the same at the same moment one has them', async () => {
    provideBrokerUrl(() => 'mqtt://broker.example.jp', { isShared: true })
    const ended = await Promise.allSettled([bridge('race/#'), bridge('race/+/set', other)])
    expect(ended.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

test('a battery that is low is told of once, until it is well again', async () => {
  const { id } = await createDevice(calls(), { hubId: hub.id, kind: 'lock' })
  for (const percent of [50, 19, 18, 22, 19, 90, 15]) {
    clock.advance({ minutes: 1 })
    await inTenant((scope) => ingest(scope, [deviceEventOf(id, 'battery', { percent }, { at: clock.now() })], { kind: 'server' }))
  }
  expect((await emitted('devices.batteryLow')).map((one) => one['percent'])).toEqual([19, 15])
})

test('a command is sent while it is worth it, ends by the word of its own device, once, and expires', async () => {
  const lock = await createDevice(calls(), { hubId: hub.id, kind: 'lock' })
  await app.sql('truncate platform.rate_window')
  const reader = await createDevice(calls(), { hubId: hub.id, kind: 'reader' })
  const ask = (deviceId = lock.id) =>
    inTenant((scope) => sendCommand(scope, { deviceId, action: 'unlock', expiresAt: clock.now().add({ seconds: 30 }), reason: '試験' }))
  await expect(ask(reader.id)).rejects.toMatchObject({ code: 'devices.takes_no_commands' })
  const [done, late] = [await ask(), await ask()]
  const taken = await inTenant((scope) => pendingCommands(scope, { hubId: hub.id }))
  expect(taken.map((one) => one.id)).toEqual([done.id, late.id])
  const say = (deviceId: string, outcome: 'done' | 'failed' | 'duplicate') =>
    inTenant((scope) =>
      ingest(scope, [deviceEventOf(deviceId, 'command-ack', { commandId: done.id, outcome, detail: outcome }, { at: clock.now() })], {
        kind: 'server',
      }),
    )
  await say(reader.id, 'failed')
  expect(await inTenant((scope) => commandById(scope, done.id))).toMatchObject({ state: 'sent' })
  await say(lock.id, 'done')
  await say(lock.id, 'failed')
  expect(await inTenant((scope) => commandById(scope, done.id))).toMatchObject({ state: 'done', detail: 'done' })
  clock.advance({ seconds: 31 })
  expect(await inTenant((scope) => pendingCommands(scope, { hubId: hub.id }))).toEqual([])
  await inTenant(endOverdueCommands)
  await inTenant(endOverdueCommands)
  expect((await emitted('devices.commandEnded')).map((one) => one['state'])).toEqual(['done', 'expired'])
  const { items } = await desk()(api.listDeviceCommands, { params: { deviceId: lock.id }, query: {} })
  expect(items.map((one) => one.state)).toEqual(['expired', 'done'])

  const setCode = (slot: number) =>
    inTenant((scope) =>
      sendCommand(scope, {
        deviceId: lock.id,
        action: 'set-code',
        params: { slot, code: '246813' },
        expiresAt: clock.now().add({ seconds: 30 }),
        reason: '試験',
      }),
    )
  const kept = async () => JSON.stringify(await app.sql(`select params from devices.command where action = 'set-code' order by id`))
  const [set, tooLate] = [await setCode(1), await setCode(2)]
  expect(await kept()).toContain('246813')
  await inTenant((scope) =>
    ingest(scope, [deviceEventOf(lock.id, 'command-ack', { commandId: set.id, outcome: 'done' }, { at: clock.now() })], { kind: 'server' }),
  )
  clock.advance({ seconds: 31 })
  await inTenant(endOverdueCommands)
  expect(await inTenant((scope) => commandById(scope, tooLate.id))).toMatchObject({ state: 'expired' })
  expect(await kept(), 'a code for a lock stays in no row once its command has ended').not.toContain('246813')
  expect(await inTenant((scope) => commandById(scope, done.id), other)).toBeUndefined()
})

test('an unreadable message is kept, tried again by the rules of today, and settled once', async () => {
  const lock = await createDevice(calls(), { hubId: hub.id, kind: 'lock' })
  const topic = `hiroba/v1/${hub.id}/${lock.id}/event`
  const keep = (payload: string) =>
    inTenant((scope) =>
      recordReject(scope, { hubId: hub.id, deviceId: lock.id, topic, payload: Buffer.from(payload), code: 'not_json', detail: 'x' }),
    )
  await keep('{"type":"contact","isOpen":true,"seq":5,"boot":"a"}')
  await keep('{ not json')
  const { items } = await desk()(api.listRejects, { query: {} })
  const retry = (rejectId: string) => desk()(api.retryReject, { params: { rejectId } })
  const [bad, good] = items
  await expect(retry(bad?.id ?? '')).rejects.toMatchObject({ code: 'devices.still_unreadable' })
  expect(await retry(good?.id ?? '')).toMatchObject({ status: 'retried' })
  expect((await desk()(api.listDeviceEvents, { params: { deviceId: lock.id }, query: {} })).items).toMatchObject([
    { type: 'contact', data: { isOpen: true } },
  ])
  await expect(
    app.client({ cookie: other.operator.cookie })(api.dismissReject, { params: { rejectId: bad?.id ?? '' } }),
  ).rejects.toMatchObject({ status: 404 })
  await desk()(api.dismissReject, { params: { rejectId: bad?.id ?? '' } })
  expect((await desk()(api.listRejects, { query: {} })).items).toEqual([])
  expect(await emitted('devices.rejectSettled')).toHaveLength(2)
})

test('the demonstration has an entrance, however often it is filled in', async () => {
  const shown = (['lock', 'reader', 'contact'] as const).map((kind) => ({ kind, name: kind, manufacturer: '見本', model: 'A' }))
  for (let run = 0; run < 2; run++) await inTenant((scope) => createDemoDevices(scope, hub.id, shown))
  const { items } = await desk()(api.listDevices, { params: { hubId: hub.id } })
  expect(items.map((one) => [one.kind, one.health, one.isBatteryLow])).toEqual([
    ['lock', 'fine', false],
    ['reader', 'fine', false],
    ['contact', 'fine', true],
  ])
})
