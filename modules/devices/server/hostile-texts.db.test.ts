/** Whatever texts a device, a bridge or an edge says: each message is stored or put aside, none is sent again for ever. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { parseAnnouncement } from '../contract/discovery/parse.ts'
import { createDevice, createHub, deviceEventOf, type TestDevice, type TestHub } from './factory.ts'
import { createIngestQueue, ingest, recordAnnouncement, recordReject } from './index.ts'
import { devices } from './module.ts'

let app: TestApp
let hub: TestHub
let lock: TestDevice
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, devices] })
  hub = await createHub(app)
  lock = await createDevice(
    { operator: app.client({ cookie: hub.operator.cookie }), stranger: app.client() },
    { hubId: hub.id, kind: 'lock' },
  )
})
afterAll(() => app.stop())

const inTenant = <T>(work: (scope: Scope) => Promise<T>): Promise<T> =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, work)

/** Texts as JSON can carry them: zero bytes, halves of pairs, what looks like an escape, long ones, other scripts. */
const wild = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  fc.constantFrom('\0', '\ud800', 'x\udfff', '\\u0000', '\\\\ud800', '🔒', '見本\0花子', '鍵'.repeat(400), "'; drop table", '\u2028', '{}'),
)
const one = wild.filter((text) => text !== '')
const runs = { numRuns: 60 }

test('announcements', async () => {
  const announcement = fc.record(
    {
      command_topic: one,
      state_topic: one,
      payload_lock: wild,
      payload_unlock: wild,
      state_locked: wild,
      unique_id: wild,
      name: wild,
      value_template: fc.constant('{{ value_json.state }}'),
      availability: fc.array(fc.record({ topic: one, payload_available: wild }), { maxLength: 2 }),
      device: fc.record({ identifiers: fc.array(wild, { maxLength: 2 }), name: wild, manufacturer: wild, model: wild, sw_version: wild }),
    },
    { requiredKeys: ['command_topic'] },
  )
  await fc.assert(
    fc.asyncProperty(announcement, fc.constantFrom('lock', 'sensor', 'binary_sensor', 'tag'), one, async (said, platform, object) => {
      const payload = Buffer.from(JSON.stringify(said))
      const parsed = parseAnnouncement(`homeassistant/${platform}/${object.replaceAll('/', '')}/config`, payload)
      if (parsed !== undefined) await inTenant((scope) => recordAnnouncement(scope, hub.id, parsed))
    }),
    runs,
  )
  const deep = Buffer.from(`{"command_topic":"a/set","x":${'['.repeat(20_000)}${']'.repeat(20_000)},"unique_id":"deep"}`)
  const parsed = parseAnnouncement('homeassistant/lock/deep/config', deep)
  if (parsed !== undefined) await inTenant((scope) => recordAnnouncement(scope, hub.id, parsed))
  const shown = await app.client({ cookie: hub.operator.cookie })(api.listAnnounced, { params: { hubId: hub.id } })
  expect(shown.items.length).toBeGreaterThan(10)
})

test('events: each gets its verdict, and one that can be kept behind them is kept', async () => {
  const queue = createIngestQueue({ runInTenant: app.program.runInTenant, waitMilliseconds: 1 })
  const event = fc.oneof(
    fc.record({ press: wild }).map((data) => ({ type: 'button', data })),
    fc.record({ key: wild, value: fc.double(), unit: wild }).map((data) => ({ type: 'reading', data })),
    fc.record({ trackerId: wild, subjectKey: wild }).map((data) => ({ type: 'near', data })),
    fc
      .record({ commandId: fc.oneof(wild, fc.uuid()), outcome: fc.constant('done'), detail: wild })
      .map((data) => ({ type: 'command-ack', data })),
    fc.record({ token: wild }).map((data) => ({ type: 'phone', data })),
    fc.record({ idHash: wild, technology: wild }).map((data) => ({ type: 'card', data })),
    fc.jsonValue().map((data) => ({ type: 'button', data })),
  )
  const envelope = fc.record(
    { sourceKey: wild, deviceTime: wild, deviceClock: wild, edgeTime: wild, edgeClock: wild, id: wild, deviceId: wild },
    { requiredKeys: [] },
  )
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(event, fc.option(envelope)), { minLength: 1, maxLength: 5 }), async (said) => {
        const good = deviceEventOf(lock.id, 'contact', { isOpen: true })
        const batch = said.map(([{ type, data }, more]) => ({ ...deviceEventOf(lock.id, 'button', { press: 'x' }), type, data, ...more }))
        const verdicts = await queue.add(hub.consortiumId, [...batch, good], { kind: 'server' })
        expect(verdicts).toHaveLength(batch.length + 1)
        expect(verdicts.at(-1)).toEqual({ id: good.id, outcome: 'accepted' })
      }),
      runs,
    )
    const verdicts = await inTenant((scope) => ingest(scope, [fc.sample(fc.jsonValue(), 1)[0]], { kind: 'server' }))
    expect(verdicts).toMatchObject([{ outcome: 'rejected' }])
  } finally {
    await queue.close()
  }
})

test('what could not be read', async () => {
  const place = fc.record({ topic: wild, code: wild, detail: wild })
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    wild.map((text) => Buffer.from(text)),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
    fc.constant(Buffer.from(`{"id":${'['.repeat(50_000)}`)),
    fc.constant(Buffer.from(`${'{"id":'.repeat(20_000)}1${'}'.repeat(20_000)}`)),
  )
  await fc.assert(
    fc.asyncProperty(place, payload, async (about, bytes) => {
      await inTenant((scope) => recordReject(scope, { ...about, hubId: hub.id, deviceId: randomUUID(), payload: bytes }))
    }),
    runs,
  )
  const shown = await app.client({ cookie: hub.operator.cookie })(api.listRejects, { query: { limit: 100 } })
  expect(shown.items.length).toBeGreaterThan(30)
})

test('who it says that it is when it is claimed', async () => {
  const operator = app.client({ cookie: hub.operator.cookie })
  for (const text of ['\0', '\ud800', 'a\0b', '鍵🔒', '\u2028']) {
    const { code } = await operator(api.addDevice, { params: { hubId: hub.id }, body: { kind: 'reader', name: '見本' } })
    const claimed = await app
      .client()(api.claimDevice, { body: { code: code ?? '', manufacturer: text, model: text, firmware: text } })
      .then(
        () => 201,
        (error: unknown) => (error as { status: number }).status,
      )
    expect([201, 422], `for ${JSON.stringify(text)}`).toContain(claimed)
    await app.sql('truncate platform.rate_window')
  }
})
