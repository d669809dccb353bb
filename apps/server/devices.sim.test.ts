/** The role `devices` as a whole: a device on the wire, the ledger behind it; through our own broker and through Debian's mosquitto. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { deviceTopic } from '#modules/devices/contract/topics.ts'
import { sendCommand } from '#modules/devices/server/index.ts'
import { createTestHub, type TestHub } from '#modules/hubs/server/factory.ts'
import { createLog } from '#platform/server/log.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { hasMosquitto, startMosquitto } from '#platform/testkit/mosquitto.ts'
import { startDevices, type DevicesOptions, type RunningDevices } from './devices.ts'
import { modules } from './modules.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules, hasWorker: true })
})
afterAll(() => app.stop())

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

interface Seated {
  readonly id: string
  readonly password: string
  readonly hub: TestHub
}

async function seat(hub: TestHub, kind: string, more: { driver?: string; config?: object; topicFilters?: string[] } = {}): Promise<Seated> {
  const id = randomUUID()
  const password = randomBytes(24).toString('base64url')
  const config = more.config ?? (kind === 'bridge' ? {} : { hubId: hub.hub.id, deviceId: id })
  await app.sql(
    `insert into devices.device (consortium_id, id, hub_id, name, kind, driver, config, status, topic_filters, secret_hash, created_at, changed_at)
     values ($1, $2, $3, 'test', $4, $5, $6, 'active', $7, $8, now(), now())`,
    [
      hub.consortiumId,
      id,
      hub.hub.id,
      kind,
      more.driver ?? (kind === 'bridge' ? null : 'hiroba'),
      JSON.stringify(config),
      more.topicFilters ?? [],
      createHash('sha256').update(password).digest('base64url'),
    ],
  )
  return { id, password, hub }
}

async function start(
  settings: Partial<DevicesOptions['settings']> = {},
  log = createLog('silent'),
): Promise<RunningDevices & { at: string }> {
  const running = await startDevices({
    program: app.program,
    settings: {
      host: '127.0.0.1',
      mqttPort: 0,
      isMqttPortGiven: true,
      mqttUrl: undefined,
      tls: undefined,
      publicUrl: 'http://localhost:3000',
      ...settings,
    },
    log,
  })
  closers.push(() => running.stop())
  return { ...running, at: running.url() ?? '' }
}

async function connect(at: string, { id, password }: Seated, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(at, { username: id, password, reconnectPeriod: 0, connectTimeout: 5_000, ...options }, false)
  client.on('error', () => {})
  closers.push(() => client.endAsync(true))
  return client
}

const topicOf = ({ id, hub }: Seated, leaf: Parameters<typeof deviceTopic>[1]) => deviceTopic({ hubId: hub.hub.id, deviceId: id }, leaf)
const button = (seq: number) => JSON.stringify({ type: 'button', boot: 'b1', seq, press: 'single' })
/** Each happening once: its key, and one row of the ledger beside it. */
async function ledger({ id }: Seated): Promise<string[]> {
  const keys = await app.sql<{ source_key: string }>('select source_key from devices.event_key where device_id = $1 order by source_key', [
    id,
  ])
  const events = await app.sql('select 1 from devices.event where device_id = $1', [id])
  expect(events).toHaveLength(keys.length)
  return keys.map((row) => row.source_key)
}

describe('our own broker', () => {
  test('what is acknowledged is in the ledger; the same message again is there once', async () => {
    const device = await seat(await createTestHub(app), 'button')
    const { at } = await start()
    const client = await connect(at, device)
    await client.publishAsync(topicOf(device, 'event'), button(1), { qos: 1 })
    expect(await ledger(device)).toEqual(['b1:1'])
    await client.publishAsync(topicOf(device, 'event'), button(1), { qos: 1 })
    await client.publishAsync(topicOf(device, 'event'), button(2), { qos: 1 })
    expect(await ledger(device)).toEqual(['b1:1', 'b1:2'])
  })

  test('a device that came after the rules were made is heard at its first word', async () => {
    const hub = await createTestHub(app)
    const first = await seat(hub, 'button')
    const { at } = await start()
    await (await connect(at, first)).publishAsync(topicOf(first, 'event'), button(1), { qos: 1 })
    const second = await seat(hub, 'button')
    await (await connect(at, second)).publishAsync(topicOf(second, 'event'), button(1), { qos: 1 })
    expect(await ledger(second)).toEqual(['b1:1'])
  })

  test('a device speaks for itself alone, with its own secret, and no longer when it is blocked', async () => {
    const hub = await createTestHub(app)
    const device = await seat(hub, 'button')
    const other = await seat(hub, 'button')
    const { at } = await start()
    await expect(connect(at, { ...device, password: other.password })).rejects.toThrow(/Not authorized/)
    await expect(connect(at, { ...device, id: 'somebody' })).rejects.toThrow(/Not authorized/)
    const client = await connect(at, device)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    client.publish(topicOf(other, 'event'), button(1), { qos: 1 })
    await closed
    expect(await ledger(other)).toEqual([])
    await app.sql("update devices.device set status = 'blocked' where id = $1", [device.id])
    await expect(connect(at, device)).rejects.toThrow(/Not authorized/)
  })

  test('who was let in lately comes back while the database is away, with the own secret alone', async () => {
    const device = await seat(await createTestHub(app), 'button')
    let isAway = false
    const query: typeof app.program.database.query = (...call) =>
      isAway ? Promise.reject(new Error('the database is away')) : app.program.database.query(...call)
    const running = await startDevices({
      program: { ...app.program, database: { ...app.program.database, query } },
      settings: { host: '127.0.0.1', mqttPort: 0, mqttUrl: undefined, tls: undefined, publicUrl: 'http://localhost:3000' },
      log: createLog('silent'),
    })
    closers.push(() => running.stop())
    const at = running.url() ?? ''
    await connect(at, device)
    isAway = true
    await connect(at, device)
    await expect(connect(at, { ...device, password: 'another' })).rejects.toThrow(/unavailable/)
    await expect(connect(at, { ...device, id: randomUUID() })).rejects.toThrow(/unavailable/)
  })

  test('what nobody can read is kept apart and acknowledged: nothing waits behind it', async () => {
    const device = await seat(await createTestHub(app), 'button')
    const { at } = await start()
    const client = await connect(at, device)
    await client.publishAsync(topicOf(device, 'event'), '{"type":"button"', { qos: 1 })
    await client.publishAsync(topicOf(device, 'event'), button(3), { qos: 1 })
    expect(await ledger(device)).toEqual(['b1:3'])
    expect(await app.sql('select code from devices.reject where device_id = $1', [device.id])).toEqual([{ code: 'not_json' }])
  })

  test('what a bridge announces waits for a person; what it says besides is nobody’s', async () => {
    const hub = await createTestHub(app)
    const bridge = await seat(hub, 'bridge', { topicFilters: ['homeassistant/#', 'zigbee2mqtt/#'] })
    const { at } = await start()
    const client = await connect(at, bridge)
    const announcement = {
      command_topic: 'zigbee2mqtt/a/set',
      state_topic: 'zigbee2mqtt/a',
      unique_id: 'a-1',
      origin: { name: 'Zigbee2MQTT' },
      device: { identifiers: ['a'], name: 'Front' },
    }
    await client.publishAsync('homeassistant/lock/a/lock/config', JSON.stringify(announcement), { qos: 1, retain: true })
    await client.publishAsync('zigbee2mqtt/bridge/state', '{"state":"online"}', { qos: 1, retain: true })
    const announced = () => app.sql('select key, kind, driver, status, name from devices.announced where hub_id = $1', [hub.hub.id])
    expect(await announced()).toEqual([{ key: 'a-1', kind: 'lock', driver: 'z2m-lock', status: 'new', name: 'Front' }])
    await client.publishAsync('homeassistant/lock/a/lock/config', '', { qos: 1, retain: true })
    expect(await announced()).toMatchObject([{ status: 'gone' }])
    expect(await app.sql('select 1 from devices.reject where hub_id = $1', [hub.hub.id])).toEqual([])
  })

  test('an announcement that no table can hold is shown as refused, and holds up nobody', async () => {
    const hub = await createTestHub(app)
    const client = await connect((await start()).at, await seat(hub, 'bridge', { topicFilters: ['homeassistant/#', 'zigbee2mqtt/#'] }))
    for (const [id, sign] of [
      ['nul', '\\u0000'],
      ['half', '\\ud800'],
    ] as const) {
      const announcement = {
        command_topic: 'zigbee2mqtt/a/set',
        state_topic: `zigbee2mqtt/${id}`,
        payload_lock: 'SIGN',
        unique_id: `u-${id}`,
        origin: { name: 'Zigbee2MQTT' },
        device: { identifiers: [id], name: 'SIGN' },
      }
      const payload = JSON.stringify(announcement).replaceAll('SIGN', sign)
      await client.publishAsync(`homeassistant/lock/${id}/lock/config`, payload, { qos: 1, retain: true })
    }
    expect(await app.sql('select key, refusal_detail from devices.announced where hub_id = $1 order by key', [hub.hub.id])).toEqual([
      { key: 'u-half', refusal_detail: 'signs that are no text' },
      { key: 'u-nul', refusal_detail: 'signs that are no text' },
    ])
  })

  test('bridges of two towns that call their locks by one name hear nothing of each other, and no order reaches the other’s lock', async () => {
    const hubs = [await createTestHub(app), await createTestHub(app)] as const
    const { at } = await start()
    const heard: string[][] = [[], []]
    const clients: MqttClient[] = []
    const locks: Seated[] = []
    for (const [n, hub] of hubs.entries()) {
      const bridge = await seat(hub, 'bridge', { topicFilters: ['zigbee2mqtt/#'] })
      locks.push(
        await seat(hub, 'lock', {
          driver: 'z2m-lock',
          config: { baseTopic: 'zigbee2mqtt/front' },
        }),
      )
      const client = await connect(at, bridge)
      client.on('message', (topic, payload) => heard[n]?.push(`${topic} ${payload.toString()}`))
      await client.subscribeAsync('zigbee2mqtt/#', { qos: 1 })
      clients.push(client)
    }
    const [lock] = locks
    if (lock === undefined) throw new Error('no lock')
    await app.program.runInTenant(lock.hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
      sendCommand(scope, { deviceId: lock.id, action: 'unlock', expiresAt: scope.clock.now().add({ seconds: 30 }), reason: 'test' }),
    )
    await expect.poll(() => heard[0]?.length, { timeout: 15_000 }).toBe(1)
    expect(heard[0]?.[0]).toContain('UNLOCK')
    await clients[0]?.publishAsync('zigbee2mqtt/front', '{"state":"UNLOCK","lock_state":"unlocked"}', { qos: 1, retain: true })
    await clients[1]?.publishAsync('zigbee2mqtt/front/set', '{"state":"LOCK"}', { qos: 1 })
    await expect.poll(() => heard[1]).toEqual(['zigbee2mqtt/front/set {"state":"LOCK"}'])
    const states = await app.sql<{ device_id: string }>('select device_id from devices.device_state where device_id = any ($1)', [
      locks.map((one) => one.id),
    ])
    expect([...new Set(states.map((row) => row.device_id))]).toEqual([lock.id])
    expect(heard[0]).toHaveLength(2)
  })

  test('what could not be read keeps no number of a card and no PIN', async () => {
    const hub = await createTestHub(app)
    const reader = await seat(hub, 'reader')
    const client = await connect((await start()).at, reader)
    for (const payload of [
      '{"type":"card","boot":"b","seq":"x","id":"012E4CD2A1B2C3D4","technology":"felica"}',
      '{"type":"pin","seq":-1,"code":"204816"}',
      '{"type":"pin","code":204816',
      'UID 01:2E:4C:D2:A1:B2:C3:D4 shown',
      '{"tag":{"uid":"04a1b2c3d4"},"when":"now"}',
    ])
      await client.publishAsync(topicOf(reader, 'event'), payload, { qos: 1 })
    const kept = await app.sql<{ payload: Buffer; detail: string }>(
      'select payload, detail from devices.reject where device_id = $1 order by id',
      [reader.id],
    )
    expect(kept.map((row) => row.detail).join()).not.toMatch(/204816|A1B2|a1b2|C3:D4/)
    expect(kept.map((row) => row.payload.toString())).toEqual([
      '{"type":"card","boot":"b","seq":"x","id":"*","technology":"felica"}',
      '{"type":"pin","seq":-1,"code":"*"}',
      '{"type":"pin","code":*',
      'UID * shown',
      '{"tag":{"uid":"*"},"when":"now"}',
    ])

    // refused for what it is, not for how it is written: nobody has this card, this PIN, and the door has no lock
    for (const payload of [
      '{"type":"card","boot":"c","seq":1,"id":"012E4CD2A1B2C3D4","technology":"felica"}',
      '{"type":"pin","boot":"c","seq":2,"code":"204816"}',
    ])
      await client.publishAsync(topicOf(reader, 'event'), payload, { qos: 1 })
    await app.settle()
    const tables = await app.sql<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    expect(tables.length).toBeGreaterThan(50)
    for (const { name } of tables) {
      const found = await app.sql(
        `select 1 from ${name} t where t::text ~* '012E4CD2A1B2C3D4|01:2E:4C:D2|04a1b2c3d4|\\m204816\\M' or t::text like '%' || encode('012E4CD2A1B2C3D4', 'hex') || '%'
         or t::text like '%' || encode('204816', 'hex') || '%'`,
      )
      expect(found, `in ${name}`).toEqual([])
    }
  })

  test('the port that nobody chose is another program’s: the server goes on and says so; one that was chosen stops it', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    closers.push(() => new Promise((resolve) => other.close(resolve)))
    const { port: mqttPort } = other.address() as AddressInfo
    expect((await start({ mqttPort, isMqttPortGiven: false })).url()).toBeUndefined()
    await closers.pop()?.()
    await expect(start({ mqttPort })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('a command reaches its lock once, unretained, and its answer ends it', async () => {
    const lock = await seat(await createTestHub(app), 'lock')
    const { at } = await start()
    const client = await connect(at, lock)
    const heard: { id: string; action: string; expiresAt: string; retain: boolean }[] = []
    client.on('message', (_topic, payload, packet) => heard.push({ ...JSON.parse(payload.toString()), retain: packet.retain }))
    await client.subscribeAsync(topicOf(lock, 'cmd'), { qos: 1 })
    const command = await app.program.runInTenant(lock.hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
      sendCommand(scope, { deviceId: lock.id, action: 'unlock', expiresAt: scope.clock.now().add({ seconds: 30 }), reason: 'test' }),
    )
    await expect.poll(() => heard).toMatchObject([{ id: command.id, action: 'unlock', retain: false }])
    await client.publishAsync(topicOf(lock, 'cmd/ack'), JSON.stringify({ boot: 'b1', seq: 1, id: command.id, outcome: 'done' }), { qos: 1 })
    expect(await app.sql('select state from devices.command where id = $1', [command.id])).toEqual([{ state: 'done' }])
    await app.settle()
    expect(heard).toHaveLength(1)
  })

  test('of two servers one has the broker, and the other takes over', async () => {
    const device = await seat(await createTestHub(app), 'button')
    const first = await start()
    const second = await start()
    expect([first.isHolder, second.isHolder]).toEqual([true, false])
    expect(second.url()).toBeUndefined()
    await first.stop()
    await expect.poll(() => second.url()).toMatch(/^mqtt:/)
    const client = await connect(second.url() ?? '', device)
    await client.publishAsync(topicOf(device, 'event'), button(9), { qos: 1 })
    expect(await ledger(device)).toEqual(['b1:9'])
  })
})

describe.each(hasMosquitto ? ['mosquitto'] : [])('%s by MQTT_URL', () => {
  test('devices of ours and what a bridge announces reach the same ledger', async () => {
    // what bridges of two hubs claim is nobody's
    await app.sql("update devices.device set status = 'retired' where kind = 'bridge'")
    const hub = await createTestHub(app)
    const device = await seat(hub, 'button')
    await seat(hub, 'bridge', { topicFilters: ['homeassistant/+/own/+/config', 'own/#'] })
    const mosquitto = await startMosquitto()
    closers.push(() => mosquitto.stop())
    const running = await start({ mqttUrl: mosquitto.url })
    expect(running.at).toBe(mosquitto.url)
    const client = await connect(mosquitto.url, device)
    // kept by mosquitto until this program has come
    await client.publishAsync(
      'homeassistant/binary_sensor/own/door/config',
      JSON.stringify({ stat_t: 'own/door', dev_cla: 'door', uniq_id: 'own-door' }),
      { qos: 1, retain: true },
    )
    await expect
      .poll(async () => {
        await client.publishAsync(topicOf(device, 'event'), button(1), { qos: 1 })
        return ledger(device)
      })
      .toEqual(['b1:1'])
    await expect
      .poll(() => app.sql('select key, kind from devices.announced where hub_id = $1', [hub.hub.id]))
      .toEqual([{ key: 'own-door', kind: 'contact' }])
  })

  test('a topic that bridges of two towns claim is nobody’s: no door of one follows the other, no order goes there, and it is told', async () => {
    await app.sql("update devices.device set status = 'retired' where kind = 'bridge'")
    const towns = [await createTestHub(app), await createTestHub(app)] as const
    const locks: Seated[] = []
    for (const [n, hub] of towns.entries()) {
      // what each has alone, and what both say is theirs
      await seat(hub, 'bridge', { topicFilters: [`alone-${n}/#`, 'both/#'] })
      locks.push(await seat(hub, 'lock', { driver: 'z2m-lock', config: { baseTopic: 'both/front' } }))
      locks.push(await seat(hub, 'lock', { driver: 'z2m-lock', config: { baseTopic: `alone-${n}/front` } }))
    }
    const mosquitto = await startMosquitto()
    closers.push(() => mosquitto.stop())
    const told: string[] = []
    const log = createLog('warn', { write: (line) => void told.push(line) })
    const running = await start({ mqttUrl: mosquitto.url }, log)
    const client = await connect(running.at, locks[0] as Seated)
    const heard: string[] = []
    client.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`))
    await client.subscribeAsync(['both/front/set', 'alone-0/front/set', 'alone-1/front/set'], { qos: 1 })
    const states = async () =>
      (
        await app.sql<{ device_id: string }>('select device_id from devices.device_state where device_id = any ($1)', [
          locks.map((one) => one.id),
        ])
      ).map((row) => row.device_id)
    await expect
      .poll(async () => {
        for (const base of ['both', 'alone-0'])
          await client.publishAsync(`${base}/front`, '{"state":"UNLOCK","lock_state":"unlocked"}', { qos: 1 })
        return states()
      })
      .toEqual([locks[1]?.id])
    for (const lock of locks)
      await app.program.runInTenant(lock.hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
        sendCommand(scope, { deviceId: lock.id, action: 'unlock', expiresAt: scope.clock.now().add({ seconds: 30 }), reason: 'test' }),
      )
    await expect.poll(() => heard.length, { timeout: 15_000 }).toBe(2)
    expect(heard.map((one) => one.replace(/ .*/s, '')).toSorted()).toEqual(['alone-0/front/set', 'alone-1/front/set'])
    expect(await states()).toEqual([locks[1]?.id])
    expect(told.join()).toContain('bridges of two hubs claim one topic')
  })
})
