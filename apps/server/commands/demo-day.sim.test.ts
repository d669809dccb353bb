/** The simulated day of the demonstration: its own devices over the wire, the same ones after a restart, nobody else's. */
import { serve, type ServerType } from '@hono/node-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { demoPassword } from '#modules/people/server/index.ts'
import { provideBrokerUrl } from '#modules/devices/server/index.ts'
import { createLog } from '#platform/server/log.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { nothingKept, type KeptHub } from '#sim/equipment.ts'
import { fillDemo } from '../demo.ts'
import { brokerUrlOf, startDevices, type RunningDevices } from '../devices.ts'
import { modules } from '../modules.ts'
import { startDemoDay, type DemoDay } from './demo-day.ts'

let app: TestApp
let server: ServerType
let running: RunningDevices
let day: DemoDay | undefined
let kept: KeptHub = nothingKept()
const failures: string[] = []

beforeAll(async () => {
  // devices and cards live by the machine's clock
  app = await createTestApp({ modules, hasWorker: true, clock: { now: () => Temporal.Now.instant(), set: () => {}, advance: () => {} } })
  server = serve({ fetch: app.program.app.fetch, hostname: '127.0.0.1', port: Number(new URL(app.url).port) })
  const demo = await fillDemo(app.program, true)
  if (demo.kind !== 'demo') throw new Error('no demonstration')
  const settings = {
    host: '127.0.0.1',
    mqttPort: 0,
    isMqttPortGiven: true,
    mqttUrl: undefined,
    tls: undefined,
    publicUrl: app.url,
  }
  running = await startDevices({ program: app.program, settings, log: createLog('silent'), now: Date.now })
  provideBrokerUrl(() => brokerUrlOf(settings, running.url()))
}, 120_000)
afterAll(async () => {
  await day?.stop()
  await running.stop()
  await new Promise((resolve) => server.close(resolve))
  await app.stop()
})

const begin = (password = demoPassword): DemoDay =>
  (day = startDemoDay({
    url: app.url,
    hub: 'minakami.tsukiyono',
    account: { mail: 'operator@minakami.example.jp', password },
    kept: { kept, keep: async (now) => void (kept = structuredClone(now)) },
    mqttUrl: () => running.url(),
    failed: (error) => void failures.push(error.message),
    afterMilliseconds: 0,
  }))

const simulated = () =>
  app.sql<{ name: string; is_seen: boolean }>(
    `select d.name, h.last_seen_at is not null and h.silent_since is null as is_seen
     from devices.device d left join devices.health h on h.consortium_id = d.consortium_id and h.device_id = d.id
     where d.name like '模擬の%' order by d.name`,
  )
const doors = () => app.sql<{ names: { ja: string } }>(`select names from access.door where retired_at is null`)

test('a door of its own, devices that live, cards for the people; a second start takes what is there', async () => {
  begin()
  await vi.waitFor(async () => {
    expect((await simulated()).map((device) => device.is_seen)).toEqual([true, true, true, true])
    expect((await doors()).map((door) => door.names.ja)).toEqual(['玄関（模擬）'])
    const [cards] = await app.sql<{ count: number }>(`select count(*)::int as count from access.credential where label = '模擬のカード'`)
    expect(cards?.count).toBeGreaterThan(3)
  }, 60_000)
  await day?.stop()
  const before = { devices: await app.sql('select id from devices.device order by id'), doors: await app.sql('select id from access.door') }
  begin()
  await vi.waitFor(async () => {
    const [seen] = await app.sql<{ count: number }>(
      `select count(*)::int as count from devices.health h join devices.device d on d.id = h.device_id where d.name like '模擬の%' and h.silent_since is null`,
    )
    expect(seen?.count).toBe(4)
  }, 30_000)
  expect({
    devices: await app.sql('select id from devices.device order by id'),
    doors: await app.sql('select id from access.door'),
  }).toEqual(before)
  await day?.stop()
  expect(failures).toEqual([])
}, 120_000)

test('an account that is somebody’s by now is asked once and left alone', async () => {
  begin('another password')
  await vi.waitFor(() => expect(failures).toHaveLength(1), 20_000)
  expect(failures[0]).toContain('401')
  await day?.stop()
  expect(failures).toHaveLength(1)
}, 30_000)
