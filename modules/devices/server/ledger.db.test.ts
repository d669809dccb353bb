/** The ledger: once each, whatever comes again or late or broken. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import type { DeviceEvent } from '../contract/schemas.ts'
import { createDevice, createHub, deviceEventOf, type TestHub, type TestDevice } from './factory.ts'
import { createIngestQueue, ingest, provideFold, type IngestFrom } from './index.ts'
import { devices } from './module.ts'

let app: TestApp
let hub: TestHub
let lock: TestDevice
let meter: TestDevice
const clock = testClock('2026-11-24T01:00:00Z')
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, devices], clock })
})
afterAll(() => app.stop())
beforeEach(async () => {
  clock.set('2026-11-24T01:00:00Z')
  await app.sql('truncate platform.rate_window')
  hub = await createHub(app)
  lock = await createDevice(calls(), { hubId: hub.id, kind: 'lock' })
  meter = await createDevice(calls(), { hubId: hub.id, kind: 'meter' })
})

const calls = (of = hub) => ({ operator: app.client({ cookie: of.operator.cookie }), stranger: app.client() })
const server: IngestFrom = { kind: 'server' }
const store = (events: readonly unknown[], from = server, of = hub) =>
  app.program.runInTenant(of.consortiumId, { name: 'test', requestId: 'test' }, (scope) => ingest(scope, events, from))
const word = (state: 'locked' | 'unlocked', about: { at?: string; sourceKey?: string } = {}) =>
  deviceEventOf(lock.id, 'lock', { state }, { ...about, at: about.at === undefined ? clock.now() : Temporal.Instant.from(about.at) })
const reading = (value: number, sourceKey: string) =>
  deviceEventOf(meter.id, 'reading', { key: 'power', value, unit: 'W' }, { at: clock.now(), sourceKey })
const outcomes = async (...given: Parameters<typeof store>) => (await store(...given)).map((one) => one.outcome)
const seen = (deviceId: string) => calls().operator(api.listDeviceEvents, { params: { deviceId }, query: {} })
const lockState = async () =>
  (await calls().operator(api.getDevice, { params: { deviceId: lock.id } })).state.find((one) => one.key === 'lock')
const emitted = async (type: string) =>
  (
    await app.sql<{ payload: Record<string, unknown> }>(
      'select payload from platform.event where consortium_id = $1 and type = $2 order by id',
      [hub.consortiumId, type],
    )
  ).map((row) => row.payload)

test('an event is stored once: sent again at once, in the same batch, by two at a time, and in the next month', async () => {
  const event = reading(100, 'boot1:1')
  expect(await outcomes([event, event])).toEqual(['accepted', 'duplicate'])
  expect(await outcomes([{ ...event, id: randomUUID() }])).toEqual(['duplicate'])
  const twice = reading(101, 'boot1:2')
  const both = await Promise.all([outcomes([twice]), outcomes([{ ...twice, id: randomUUID() }])])
  expect(both.flat().toSorted()).toEqual(['accepted', 'duplicate'])
  clock.set('2026-12-24T01:00:00Z')
  expect(await outcomes([event])).toEqual(['duplicate'])
  expect((await seen(meter.id)).items).toHaveLength(2)
})

test('what comes late is kept, says when it was, and does not overwrite what is newer', async () => {
  await store([word('unlocked', { at: '2026-11-24T00:59:00Z', sourceKey: 'a' })])
  expect(await outcomes([word('locked', { at: '2026-11-22T12:00:00Z', sourceKey: 'b' })])).toEqual(['accepted'])
  expect(await lockState()).toMatchObject({ data: { state: 'unlocked' }, at: '2026-11-24T00:59:00Z', quality: 'edge' })
  await store([word('locked', { sourceKey: 'c' })])
  expect(await lockState()).toMatchObject({ data: { state: 'locked' } })
  expect(await emitted('devices.stateChanged')).toHaveLength(2)
  // said again, it is no change
  await store([word('locked', { sourceKey: 'd' })])
  expect(await emitted('devices.stateChanged')).toHaveLength(2)
})

test('poison goes aside with its reason, and what stands behind it is stored', async () => {
  const poison = [
    'no object',
    { ...word('locked'), type: 'lock', data: { state: 'melted' } },
    deviceEventOf(randomUUID(), 'contact', { isOpen: true }),
    { ...reading(1, 'x'), data: { key: 'po\0wer', value: 1, unit: 'W' } },
    { ...reading(1, 'y'), data: { key: 'half \ud83d', value: 1, unit: 'W' } },
    { ...reading(1, 'z'), data: { key: 'power', value: Number.POSITIVE_INFINITY, unit: 'W' } },
  ]
  const good = reading(7, 'good')
  expect(await outcomes([...poison, good])).toEqual([...poison.map(() => 'rejected'), 'accepted'])
  const { items } = await calls().operator(api.listRejects, { query: {} })
  expect(items.map((one) => one.code).toSorted()).toEqual([
    'malformed',
    'malformed',
    'malformed',
    'unknown_device',
    'unstorable',
    'unstorable',
  ])
  expect((await seen(meter.id)).items.map((one) => one.data['value'])).toEqual([7])
  const [first] = items
  await calls().operator(api.dismissReject, { params: { rejectId: first?.id ?? '' } })
  expect((await calls().operator(api.listRejects, { query: {} })).items).toHaveLength(5)
})

test('a wild clock is never a reason: the event is kept and marked', async () => {
  const wild = { ...reading(5, 'wild'), edgeTime: '0000-01-01T00:00:00Z', edgeClock: 'unsynced', deviceTime: '9999-12-31T23:59:59Z' }
  expect(await outcomes([wild])).toEqual(['accepted'])
  expect((await seen(meter.id)).items[0]).toMatchObject({ quality: 'doubtful', at: '2026-11-24T01:00:00Z' })
})

test('a device speaks for itself, an edge for its hub, and nobody for another consortium', async () => {
  expect(await outcomes([word('locked')], { kind: 'device', deviceId: lock.id })).toEqual(['accepted'])
  expect(await outcomes([word('unlocked')], { kind: 'device', deviceId: meter.id })).toEqual(['rejected'])
  const edge = await createDevice(calls(), { hubId: hub.id, kind: 'edge' })
  expect(await outcomes([word('unlocked')], { kind: 'edge', deviceId: edge.id })).toEqual(['accepted'])
  expect(await outcomes([word('locked')], { kind: 'edge', deviceId: lock.id })).toEqual(['rejected'])
  const other = await createHub(app)
  await app.sql('truncate platform.rate_window')
  const foreign = await createDevice(calls(other), { hubId: other.id, kind: 'edge' })
  // not seen by the other tenant, whatever it claims to be
  expect(await outcomes([word('locked')], server, other)).toEqual(['rejected'])
  expect(await outcomes([word('locked')], { kind: 'edge', deviceId: foreign.id }, other)).toEqual(['rejected'])
  expect(await lockState()).toMatchObject({ data: { state: 'unlocked' } })
  await expect(calls(other).operator(api.getDevice, { params: { deviceId: lock.id } })).rejects.toMatchObject({ status: 404 })
  await expect(calls(other).operator(api.listDeviceEvents, { params: { deviceId: lock.id }, query: {} })).rejects.toMatchObject({
    status: 404,
  })
})

describe('what follows', () => {
  const followed: DeviceEvent[] = []
  beforeAll(() =>
    provideFold('test', ['button'], async (scope, events) => {
      if (events.some((event) => event.type === 'button' && event.data.press === 'poison')) await scope.prepared('boom', 'select 1 / 0', [])
      followed.push(...events)
    }),
  )

  test('is called with what is new, in the order in which it happened; where it fails the event is kept all the same', async () => {
    const press = (name: string, at: string) =>
      deviceEventOf(lock.id, 'button', { press: name }, { at: Temporal.Instant.from(at), sourceKey: name })
    const [late, early, poison] = [
      press('late', '2026-11-24T00:50:00Z'),
      press('early', '2026-11-24T00:40:00Z'),
      press('poison', '2026-11-24T00:45:00Z'),
    ]
    await store([late, early])
    expect(followed.map((event) => event.sourceKey)).toEqual(['early', 'late'])
    expect(await outcomes([late, poison, press('after', '2026-11-24T00:55:00Z')])).toEqual(['duplicate', 'accepted', 'accepted'])
    expect(followed.map((event) => event.sourceKey)).toEqual(['early', 'late', 'after'])
    expect((await calls().operator(api.listRejects, { query: {} })).items.map((one) => one.code)).toEqual(['not_followed'])
    expect((await seen(lock.id)).items).toHaveLength(4)
  })
})

test('the queue stores groups together, answers after the commit, and goes on behind a broken one', async () => {
  const queue = createIngestQueue({ runInTenant: app.program.runInTenant, mostWaiting: 50 })
  const groups = Array.from({ length: 100 }, (_, at) => [reading(at, `q:${at}`), reading(at, `r:${at}`)])
  const verdicts = await Promise.all(groups.map((group) => queue.add(hub.consortiumId, group, server)))
  expect(verdicts.flat().every((one) => one.outcome === 'accepted')).toBe(true)
  const [count] = await app.sql<{ rows: number; moments: number }>(
    'select count(*)::int as rows, count(distinct xmin::text)::int as moments from devices.event where consortium_id = $1 and device_id = $2',
    [hub.consortiumId, meter.id],
  )
  expect(count?.rows).toBe(200)
  expect(count?.moments).toBeLessThan(20)
  // a tenant that is none: the sender hears that it was not stored
  await expect(queue.add('no tenant', [reading(1, 's')], server)).rejects.toThrow('not an id')
  expect((await queue.add(hub.consortiumId, [reading(1, 't')], server)).map((one) => one.outcome)).toEqual(['accepted'])
  expect(queue.waiting()).toBe(0)
  await queue.close()
  await expect(queue.add(hub.consortiumId, [reading(1, 'u')], server)).rejects.toThrow('closed')
})

test('one row of a thousand that no table takes is kept apart within some twenty tries; the others are stored', async () => {
  // known by another key: of the same moment the ledger has that id already, and refuses the second
  const first = reading(0, 'h:first')
  await store([first])
  let tries = 0
  const queue = createIngestQueue({
    mostTogether: 1_000,
    runInTenant: (...given) => {
      tries++
      return app.program.runInTenant(...given)
    },
  })
  const events = Array.from({ length: 1_000 }, (_, at) => ({ ...reading(at, `h:${at}`), ...(at === 613 ? { id: first.id } : {}) }))
  const verdicts = await Promise.all(events.map((event) => queue.add(hub.consortiumId, [event], server)))
  expect(verdicts.flatMap(([one], at) => (one?.outcome === 'accepted' ? [] : [[at, one?.code]]))).toEqual([[613, 'not_stored']])
  expect(tries).toBeLessThanOrEqual(25)
  const [count] = await app.sql<{ rows: number }>('select count(*)::int as rows from devices.event where device_id = $1', [meter.id])
  expect(count?.rows).toBe(1_000)
  expect((await calls().operator(api.listRejects, { query: {} })).items.map((one) => one.code)).toEqual(['not_stored'])
  await queue.close()
})

test('what waits in the queue while the database is away is not tried one by one', async () => {
  let tries = 0
  const queue = createIngestQueue({
    runInTenant: () => {
      tries++
      return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
    },
  })
  const ends = await Promise.allSettled(
    Array.from({ length: 400 }, (_, at) => queue.add(hub.consortiumId, [reading(at, `away:${at}`)], server)),
  )
  expect(ends.every((end) => end.status === 'rejected')).toBe(true)
  expect(tries).toBe(1)
  expect(queue.waiting()).toBe(0)
  await queue.close()
})

test('one event of hundreds from which nothing can follow costs the others some twenty tries', async () => {
  let tries = 0
  const followed: string[] = []
  provideFold('halved', ['near'], async (_, events) => {
    tries++
    if (events.some((event) => event.sourceKey === 'n:77')) throw new Error('nothing follows')
    followed.push(...events.map((event) => event.sourceKey))
  })
  const keys = Array.from({ length: 300 }, (_, at) => `n:${at}`)
  const near = (sourceKey: string) =>
    deviceEventOf(lock.id, 'near', { trackerId: 'hall', subjectKey: 'aa' }, { at: clock.now(), sourceKey })
  await store(keys.map(near))
  expect(followed).toEqual(keys.filter((key) => key !== 'n:77'))
  expect(tries).toBeLessThanOrEqual(20)
})

test('in the queue nobody at a door waits behind readings, and the words of a device keep their order', async () => {
  provideFold('waits', ['motion'], () => Promise.resolve())
  const { runInTenant } = app.program
  const held = Promise.withResolvers<void>()
  let begun = 0
  const queue = createIngestQueue({
    waitMilliseconds: 0,
    runInTenant: async (...given) => {
      if (begun++ === 0) await held.promise
      return runInTenant(...given)
    },
  })
  const stored: string[] = []
  const add = async (name: string, event: DeviceEvent, of = hub) => {
    const [one] = await queue.add(of.consortiumId, [event], server)
    stored.push(`${name} ${one?.outcome}`)
  }
  const moved = (deviceId: string, sourceKey: string) =>
    deviceEventOf(deviceId, 'motion', { isActive: true }, { at: clock.now(), sourceKey })
  const waiting = [add('reading', reading(1, 'w:1'))]
  await expect.poll(() => begun).toBe(1)
  // the meter's own next word goes behind its first, a deed of another device does not
  waiting.push(add('own deed', moved(meter.id, 'w:2')))
  await add('deed', moved(lock.id, 'w:3'))
  // the same device named by another consortium is nobody's there, and not stored here
  await add('stranger', reading(2, 'w:4'), await createHub(app))
  expect(stored).toEqual(['deed accepted', 'stranger rejected'])
  held.resolve()
  await Promise.all(waiting)
  expect(stored).toEqual(['deed accepted', 'stranger rejected', 'reading accepted', 'own deed accepted'])
  expect((await seen(meter.id)).items.map((one) => one.type).toSorted()).toEqual(['motion', 'reading'])
  await queue.close()
})

test('pages of the ledger go on where the last ended, of one type where asked for', async () => {
  for (let at = 0; at < 5; at++) {
    clock.advance({ seconds: 1 })
    await store([reading(at, `p:${at}`), deviceEventOf(meter.id, 'battery', { percent: 50 }, { at: clock.now() })])
  }
  const params = { deviceId: meter.id }
  const first = await calls().operator(api.listDeviceEvents, { params, query: { type: 'reading', limit: 2 } })
  const second = await calls().operator(api.listDeviceEvents, {
    params,
    query: { type: 'reading', limit: 10, cursor: first.nextCursor ?? '' },
  })
  expect([...first.items, ...second.items].map((one) => one.data['value'])).toEqual([4, 3, 2, 1, 0])
  expect(second.nextCursor).toBeNull()
  expect((await calls().operator(api.listDeviceEvents, { params, query: { cursor: 'nonsense' } })).items).toHaveLength(10)
})

test('months are made ahead and let go of, and what falls between them is kept', async () => {
  const months = async () =>
    (
      await app.sql<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'devices.event'::regclass order by 1`,
      )
    ).map((row) => row.name)
  await app.sql(`select devices.keep_months('2031-01-15', 100000)`)
  expect(await months()).toEqual(
    expect.arrayContaining(['devices.event_203101', 'devices.event_203102', 'devices.event_203103', 'devices.event_rest']),
  )
  clock.set('2031-02-10T00:00:00Z')
  await store([reading(1, 'in 2031')])
  expect(await app.sql('select from devices.event_203102 where consortium_id = $1', [hub.consortiumId])).toHaveLength(1)
  clock.set('2040-02-10T00:00:00Z')
  await store([reading(1, 'in 2040')])
  expect(await app.sql('select from devices.event_rest where consortium_id = $1', [hub.consortiumId])).toHaveLength(1)
  // a month that lies in the rest stays there; others are made
  await app.sql(`select devices.keep_months('2040-02-11', 800)`)
  const after = await months()
  expect(after).not.toContain('devices.event_203102')
  expect(after).not.toContain('devices.event_204002')
  expect(after).toEqual(expect.arrayContaining(['devices.event_204003', 'devices.event_204004']))
  expect(await outcomes([reading(2, 'in 2031')])).toEqual(['duplicate'])
})
