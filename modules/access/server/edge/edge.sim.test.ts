/** The machine at a hub against the real server: claimed by a code, devices on the real wire, records in the ledger and the entry log. */
import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openEdge, type Edge, type EdgeIdentityFile } from '#apps/edge/edge.ts'
import { cardMessage, connectDevice, type HubDevice } from '#bench/door-hub.ts'
import { createHub, type TestHub } from '#modules/bookings/server/factory.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import * as devicesApi from '#modules/devices/contract/endpoints.ts'
import type { DeviceKind } from '#modules/devices/contract/schemas.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { access } from '../module.ts'

let app: TestApp
let hub: TestHub
let reader: HubDevice
let lock: HubDevice
let machine: HubDevice
let doorId: string
let isLineUp = true
let edge: Edge | undefined
const clients: MqttClient[] = []
const operatorCard = '0116000000000001'
const memberCard = '0116000000000002'

const desk = () => app.client({ cookie: hub.operator.cookie })

async function claim(kind: DeviceKind, name: string): Promise<HubDevice> {
  const { code } = await desk()(devicesApi.addDevice, { params: { hubId: hub.id }, body: { kind, name } })
  const { deviceId, password } = await app.client()(devicesApi.claimDevice, { body: { code: code ?? '' } })
  return { id: deviceId, password }
}

const bearerOf = (device: HubDevice): string => `${device.id}.${device.password}`

const ask = (path: string, bearer: string | undefined, body?: object): Promise<Response> =>
  app.request(`/api/v1/edge${path}`, {
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: new Uint8Array(gzipSync(JSON.stringify(body))) }),
  })

beforeAll(async () => {
  // the edge lives by the server's clock, so that one runs
  const clock = { now: () => Temporal.Now.instant(), set: () => {}, advance: () => {} }
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access], hasWorker: true, clock })
  hub = await createHub(app, { hours: [0, 1_440] })
  reader = await claim('reader', '入口のリーダー')
  lock = await claim('lock', '正面玄関の錠')
  machine = await claim('edge', '拠点ゲートウェイ')
  const door = await desk()(api.addDoor, {
    params: { hubId: hub.id },
    body: { names: { ja: '正面玄関', en: 'Front door' }, lockDeviceId: lock.id, readers: [{ deviceId: reader.id, direction: 'in' }] },
  })
  doorId = door.id
  for (const [accountId, number] of [
    [hub.operator.accountId, operatorCard],
    [hub.member.accountId, memberCard],
  ] as const)
    await desk()(api.addCard, { params: { hubId: hub.id }, body: { accountId, card: { number }, label: 'IC カード' } })
  await app.settle()
})
afterAll(async () => {
  await app.stop()
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
  await edge?.close()
  edge = undefined
  isLineUp = true
})

async function identity(): Promise<EdgeIdentityFile> {
  const { publicKey } = (await (await ask('/snapshot', bearerOf(machine))).json()) as { publicKey: string }
  return { serverUrl: app.url, hubId: hub.id, deviceId: machine.id, password: machine.password, publicKey }
}

const settings = (own: EdgeIdentityFile, storeFile: string) => ({
  identity: own,
  storeFile,
  mqtt: { host: '127.0.0.1', port: 0 },
  statusPort: 0,
  log: () => {},
  version: 'test',
  random: () => 0.1,
})

async function start(): Promise<Edge> {
  edge = await openEdge({
    ...settings(await identity(), ':memory:'),
    fetch: async (input, init) => {
      if (!isLineUp) throw new TypeError('fetch failed')
      const { pathname, search } = new URL(input as string)
      return app.request(`${pathname}${search}`, init)
    },
  })
  const running = edge
  await vi.waitFor(() => expect(running.status().gateway.snapshot?.doors).toBe(1), 10_000)
  return running
}

async function connect(running: Edge, device: HubDevice): Promise<MqttClient> {
  const client = await connectDevice(running.mqttUrl, device)
  clients.push(client)
  return client
}

let seq = 0
async function show(client: MqttClient, card: string): Promise<string> {
  const key = `sim:${++seq}`
  await client.publishAsync(`hiroba/v1/${hub.id}/${reader.id}/event`, cardMessage('sim', seq, card), { qos: 1 })
  return key
}

const passages = async () => (await desk()(api.listPassages, { params: { hubId: hub.id }, query: {} })).items

test('only the secret of an edge that is at work opens this way', async () => {
  expect((await ask('/commands', bearerOf(machine))).status).toBe(200)
  for (const bearer of [
    undefined,
    'x'.repeat(60),
    `${machine.id}.${'x'.repeat(32)}`,
    `${randomUUID()}.${machine.password}`,
    bearerOf(reader),
  ])
    expect((await ask('/commands', bearer)).status).toBe(401)
  // a machine that was stolen
  const other = await createHub(app)
  const elsewhere = app.client({ cookie: other.operator.cookie })
  const { device, code } = await elsewhere(devicesApi.addDevice, { params: { hubId: other.id }, body: { kind: 'edge', name: '前の機械' } })
  const stolen = await app.client()(devicesApi.claimDevice, { body: { code: code ?? '' } })
  const bearer = bearerOf({ id: stolen.deviceId, password: stolen.password })
  expect((await ask('/snapshot', bearer)).status).toBe(200)
  await elsewhere(devicesApi.blockDevice, { params: { deviceId: device.id }, body: { reason: '盗難' } })
  expect((await ask('/snapshot', bearer)).status).toBe(401)
})

test('a code that is made up, used or old makes no machine', async () => {
  const claim = (code: string) => app.client()(devicesApi.claimDevice, { body: { code } })
  const other = await createHub(app)
  const elsewhere = app.client({ cookie: other.operator.cookie })
  const { device, code } = await elsewhere(devicesApi.addDevice, { params: { hubId: other.id }, body: { kind: 'edge', name: '機械' } })
  await expect(claim('0000-0000')).rejects.toMatchObject({ code: expect.stringMatching(/^devices\./) })
  await claim(code ?? '')
  await expect(claim(code ?? '')).rejects.toMatchObject({ code: expect.stringMatching(/^devices\./) })
  await elsewhere(devicesApi.retireDevice, { params: { deviceId: device.id }, body: { reason: '交換' } })
  const next = await elsewhere(devicesApi.addDevice, { params: { hubId: other.id }, body: { kind: 'edge', name: '次の機械' } })
  await app.sql("update devices.claim set expires_at = now() - interval '1 second' where device_id = $1", [next.device.id])
  await expect(claim(next.code ?? '')).rejects.toMatchObject({ code: expect.stringMatching(/^devices\./) })
})

test('a card: decided at the hub, the lock told, and in the entry log a moment later, with its reason', async () => {
  const running = await start()
  const readerClient = await connect(running, reader)
  const lockClient = await connect(running, lock)
  const heard: string[] = []
  lockClient.on('message', (_topic, payload) => void heard.push((JSON.parse(payload.toString()) as { action: string }).action))
  await lockClient.subscribeAsync(`hiroba/v1/${hub.id}/${lock.id}/cmd`, { qos: 1 })

  await show(readerClient, operatorCard)
  await vi.waitFor(() => expect(heard).toContain('unlock'), 5_000)
  await show(readerClient, memberCard)
  await show(readerClient, 'ffffffffffff')
  await vi.waitFor(async () => {
    const log = await passages()
    expect(log.map((one) => `${one.isOpen} ${one.reason}`).toSorted()).toEqual(
      ['true granted', 'false no_grant', 'false unknown_credential'].toSorted(),
    )
  }, 10_000)
  const [row] = await app.sql<{ text: string }>("select string_agg(data::text, ' ') as text from devices.event")
  expect(row?.text).not.toContain(operatorCard)
}, 60_000)

test('without a line doors go on; afterwards everything is there once, marked', async () => {
  const running = await start()
  const readerClient = await connect(running, reader)
  isLineUp = false
  await vi.waitFor(() => expect(running.uplink.isConnected()).toBe(false), 10_000)
  const keys: string[] = []
  for (let n = 0; n < 200; n++) keys.push(await show(readerClient, n % 2 === 0 ? operatorCard : memberCard))
  expect(running.status().waiting).toBeGreaterThanOrEqual(400)
  isLineUp = true
  await vi.waitFor(() => expect(running.status().waiting).toBe(0), 30_000)
  const [counts] = await app.sql<{ cards: number; decisions: number; offline: number; passages: number }>(
    `select (select count(*)::int from devices.event_key where device_id = $1 and source_key = any($2)) as cards,
       (select count(*)::int from devices.event_key where device_id = $1 and source_key = any($3)) as decisions,
       (select count(*)::int from devices.event where device_id = $1 and data ->> 'isOffline' = 'true') as offline,
       (select count(*)::int from access.passage where device_id = $1 and is_offline) as passages`,
    [reader.id, keys, keys.map((key) => `decision:${key}`)],
  )
  expect(counts).toEqual({ cards: 200, decisions: 200, offline: 200, passages: 200 })
}, 90_000)

test('a change travels by itself; after a restart the rules are whole again without the line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hiroba-edge-'))
  const storeFile = join(folder, 'edge.sqlite')
  const paths: string[] = []
  const begin = async () =>
    (edge = await openEdge({
      ...settings(await identity(), storeFile),
      fetch: async (input, init) => {
        if (!isLineUp) throw new TypeError('fetch failed')
        const { pathname, search } = new URL(input as string)
        paths.push(`${pathname.replace('/api/v1/edge', '')}${search === '' ? '' : '?since'}`)
        return app.request(`${pathname}${search}`, init)
      },
    }))
  try {
    let running = await begin()
    await vi.waitFor(() => expect(running.status().gateway.snapshot?.doors).toBe(1), 10_000)
    const before = running.status().gateway.snapshot?.version ?? 0
    const card = { number: '0116000000000077' }
    const { id } = await desk()(api.addCard, { params: { hubId: hub.id }, body: { accountId: hub.member.accountId, card, label: '予備' } })
    await vi.waitFor(() => expect(running.status().gateway.snapshot?.version).toBeGreaterThan(before), 8_000)
    expect(paths.filter((path) => path.startsWith('/snapshot'))).toEqual(['/snapshot', '/snapshot?since'])
    const seen = running.status().gateway.snapshot
    await running.close()
    isLineUp = false
    running = await begin()
    expect(running.status().gateway.snapshot).toMatchObject({ version: seen?.version, credentials: seen?.credentials })
    isLineUp = true
    await desk()(api.markCredential, { params: { hubId: hub.id, credentialId: id }, body: { status: 'blocked', reason: '返却' } })
    await vi.waitFor(() => expect(running.status().gateway.snapshot?.version).toBeGreaterThan(seen?.version ?? 0), 20_000)
    await running.close()
  } finally {
    await edge?.close()
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)

describe('the stream', () => {
  const listenAs = async (machineOf: HubDevice) => {
    const stop = new AbortController()
    const response = await app.request('/api/v1/live', { headers: { authorization: `Bearer ${bearerOf(machineOf)}` }, signal: stop.signal })
    const heard: string[] = []
    let hasEnded = false
    const text = new TextDecoder()
    void (async () => {
      try {
        for await (const part of response.body ?? []) heard.push(text.decode(part))
      } catch {
        // ended from here
      }
      hasEnded = true
    })()
    await vi.waitFor(() => expect(heard.join('')).toContain('hello'), 5_000)
    return { status: response.status, hints: () => heard.join(''), hasEnded: () => hasEnded, end: () => stop.abort() }
  }

  test('hints at rules and commands of its own hub, of nothing else, and ends for a machine that was blocked', async () => {
    const other = await createHub(app)
    const elsewhere = app.client({ cookie: other.operator.cookie })
    const { device, code } = await elsewhere(devicesApi.addDevice, {
      params: { hubId: other.id },
      body: { kind: 'edge', name: '隣の機械' },
    })
    const claimed = await app.client()(devicesApi.claimDevice, { body: { code: code ?? '' } })
    expect((await app.request('/api/v1/live', { headers: { authorization: `Bearer ${machine.id}.${'x'.repeat(32)}` } })).status).toBe(404)
    // what a stream begins with is of the seconds before
    await app.settle()
    const own = await listenAs(machine)
    const neighbour = await listenAs({ id: claimed.deviceId, password: claimed.password })
    await desk()(api.addCard, {
      params: { hubId: hub.id },
      body: { accountId: hub.member.accountId, card: { number: '0116000000000088' }, label: '予備' },
    })
    await vi.waitFor(() => expect(own.hints()).toContain('access.snapshotChanged'), 5_000)
    await desk()(api.openDoor, { params: { hubId: hub.id, doorId }, body: { reason: '荷物の搬入' } })
    await vi.waitFor(() => expect(own.hints()).toContain('devices.commandAsked'), 5_000)
    expect(own.hints()).not.toMatch(/subjectId|credential|accountId/)
    expect(neighbour.hints()).not.toContain(hub.id)
    await elsewhere(devicesApi.blockDevice, { params: { deviceId: device.id }, body: { reason: '盗難' } })
    await elsewhere(api.setDoorRules, { params: { hubId: other.id }, body: { minutesBefore: 25, reason: '見直し' } })
    await vi.waitFor(() => expect(neighbour.hasEnded()).toBe(true), 8_000)
    own.end()
  }, 30_000)
})

describe('a change at the server', () => {
  test('is at the door within 5 s: a lost card, and found again; an opening from afar opens', async () => {
    const running = await start()
    const readerClient = await connect(running, reader)
    const lockClient = await connect(running, lock)
    const heard: string[] = []
    lockClient.on('message', (_topic, payload) => void heard.push((JSON.parse(payload.toString()) as { action: string }).action))
    await lockClient.subscribeAsync(`hiroba/v1/${hub.id}/${lock.id}/cmd`, { qos: 1 })
    const { items } = await desk()(api.listCredentials, { params: { hubId: hub.id }, query: { accountId: hub.operator.accountId } })
    const credentialId = items.find((one) => one.kind === 'card')?.id ?? ''
    const mark = async (status: 'lost' | 'active') => {
      const before = running.status().gateway.snapshot?.version ?? 0
      const since = performance.now()
      await desk()(api.markCredential, { params: { hubId: hub.id, credentialId }, body: { status, reason: '紛失の届け' } })
      await vi.waitFor(() => expect(running.status().gateway.snapshot?.version).toBeGreaterThan(before), 8_000)
      expect(performance.now() - since).toBeLessThan(5_000)
    }
    const last = async (key: string) =>
      vi.waitFor(async () => {
        const [row] = await app.sql<{ reason: string }>(
          `select data ->> 'reason' as reason from devices.event e join devices.event_key k using (consortium_id, device_id)
           where k.source_key = $1 and e.type = 'decision' order by e.id desc limit 1`,
          [`decision:${key}`],
        )
        expect(row).toBeDefined()
        return row?.reason
      }, 8_000)
    await mark('lost')
    expect(await last(await show(readerClient, operatorCard))).toBe('credential_lost')
    await mark('active')
    expect(await last(await show(readerClient, operatorCard))).toBe('granted')
    const before = heard.length
    await desk()(api.openDoor, { params: { hubId: hub.id, doorId }, body: { reason: '荷物の搬入' } })
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(before), 8_000)
    await vi.waitFor(async () => expect((await passages())[0]).toMatchObject({ reason: 'remote', isOpen: true }), 8_000)
  }, 90_000)
})

test('a batch: each item has its own verdict, also what cannot be read and what is of another hub', async () => {
  const other = await createHub(app)
  const { code } = await app.client({ cookie: other.operator.cookie })(devicesApi.addDevice, {
    params: { hubId: other.id },
    body: { kind: 'reader', name: 'よそのリーダー' },
  })
  const foreign = await app.client()(devicesApi.claimDevice, { body: { code: code ?? '' } })
  const event = (deviceId: string, sourceKey: string, more: object = {}) => ({
    v: 1,
    id: randomUUIDv7(),
    deviceId,
    sourceKey,
    type: 'battery',
    deviceTime: null,
    deviceClock: 'unknown',
    edgeTime: Temporal.Now.instant().toString(),
    edgeClock: 'synced',
    data: { percent: 50 },
    ...more,
  })
  const [good, theirs, poison] = [event(reader.id, 'b:1'), event(foreign.deviceId, 'b:1'), event(reader.id, 'b:2', { type: 'lightning' })]
  const send = async (events: readonly object[]): Promise<Map<string, string>> => {
    const answer = (await (await ask('/events', bearerOf(machine), { events, rejects: [] })).json()) as {
      verdicts: { id: string; outcome: string }[]
    }
    return new Map(answer.verdicts.map(({ id, outcome }) => [id, outcome]))
  }
  const first = await send([poison, theirs, good])
  expect([poison, theirs, good].map((one) => first.get(one.id))).toEqual(['rejected', 'rejected', 'accepted'])
  expect((await send([good])).get(good.id)).toBe('duplicate')
  // a year later, under another id
  expect((await send([{ ...good, id: randomUUIDv7() }])).values().toArray()).toEqual(['duplicate'])
  const [rows] = await app.sql<{ theirs: number; mine: number }>(
    `select count(*) filter (where device_id = $1)::int as theirs, count(*) filter (where device_id = $2 and type = 'battery')::int as mine from devices.event`,
    [foreign.deviceId, reader.id],
  )
  expect(rows).toEqual({ theirs: 0, mine: 1 })
})
