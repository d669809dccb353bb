/**
 * The edge over the real wire: its own process where it is killed, devices by an MQTT client, a server that can be cut off.
 * What the server itself does with the records is tested beside it (modules/access/server/edge).
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  cardMessage,
  connectDevice,
  identityOf,
  makeDoorHub,
  startEdge,
  startServerDouble,
  topicOf,
  type DoorHub,
  type EdgeProcess,
  type HubDevice,
  type ServerDouble,
} from '#bench/door-hub.ts'
import { freePort } from '#bench/ports.ts'

let folder: string
let hub: DoorHub
let server: ServerDouble
let edge: EdgeProcess
let mqttPort: number
let statusPort: number
const clients: MqttClient[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hiroba-edge-sim-'))
  hub = makeDoorHub({ doors: 2, people: 20 })
  server = await startServerDouble(hub)
  mqttPort = await freePort()
  statusPort = await freePort()
  edge = await start()
  await vi.waitFor(() => expect(server.fetched).toBeGreaterThan(0), 10_000)
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
  await edge.kill('SIGKILL')
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const start = () => startEdge({ folder, mqttPort, statusPort, identity: identityOf(hub, server.url) })
const reader = (): HubDevice => hub.readers[0] as HubDevice
const lock = (): HubDevice => hub.locks[0] as HubDevice

async function connect(device: HubDevice): Promise<MqttClient> {
  const client = await connectDevice(edge.mqttUrl, device)
  clients.push(client)
  return client
}

/** A lock that hears its commands. */
async function listenAtLock(): Promise<{ action: string; id: string }[]> {
  const heard: { action: string; id: string }[] = []
  const client = await connect(lock())
  client.on('message', (_topic, payload) => void heard.push(JSON.parse(payload.toString()) as { action: string; id: string }))
  await client.subscribeAsync(topicOf(hub, lock(), 'cmd'), { qos: 1 })
  return heard
}

const toldOf = (type: string) => [...server.told.values()].map((one) => one.event).filter((event) => event.type === type)

test('what was shown and could not be read lies nowhere on its disk, and is not told', async () => {
  server.isUp = false
  const client = await connect(reader())
  for (const payload of [
    '{"type":"card","boot":"b","seq":"x","id":"012E4CD2A1B2C3D4"}',
    '{"type":"pin","boot":"b","code":"20481632"}',
    'UID 01:2E:4C:D2:A1:B2:C3:D4',
  ])
    await client.publishAsync(topicOf(hub, reader(), 'event'), payload, { qos: 1 })
  expect(await statusOf()).toMatchObject({ waiting: 3 })
  for (const name of await readdir(folder, { recursive: true })) {
    const file = await readFile(join(folder, name)).catch(() => Buffer.alloc(0))
    // a record carries what came as base64
    const carried = [...file.toString('latin1').matchAll(/"payload":"([^"]+)"/g)].map(([, text = '']) =>
      Buffer.from(text, 'base64').toString(),
    )
    const all = [file.toString('latin1'), ...carried].join('\n')
    for (const shown of ['012E4CD2A1B2C3D4', '20481632', '01:2E:4C:D2']) expect(all.includes(shown), `${shown} in ${name}`).toBe(false)
  }
})

test('line cut and edge killed: doors go on deciding, and every acknowledged card is told once', async () => {
  const heard = await listenAtLock()
  const client = await connect(reader())
  const shown = new Set<string>()
  let seq = 0
  const show = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n++) {
      seq++
      const key = `${reader().id} boot:${seq}`
      await client.publishAsync(topicOf(hub, reader(), 'event'), cardMessage('boot', seq, hub.cards[seq % 20] ?? ''), { qos: 1 })
      // resolved: the edge has said that it is stored
      shown.add(key)
    }
  }
  await show(20)
  await vi.waitFor(() => expect(toldOf('decision')).toHaveLength(20), 10_000)

  server.isUp = false
  await vi.waitFor(async () => expect(await statusOf()).toMatchObject({ uplink: { isConnected: false } }), 10_000)
  await show(100)
  await vi.waitFor(() => expect(heard.filter((one) => one.action === 'unlock')).toHaveLength(120), 10_000)
  // without a line it starts from what it keeps
  for (let kill = 0; kill < 2; kill++) {
    const showing = show(60)
    await new Promise((resolve) => setTimeout(resolve, 60))
    await edge.kill('SIGKILL')
    edge = await start()
    await showing
  }
  expect(toldOf('decision')).toHaveLength(20)

  server.isUp = true
  await vi.waitFor(async () => expect(await statusOf()).toMatchObject({ uplink: { isConnected: true }, waiting: 0 }), 30_000)
  const cards = [...server.told].filter(([, one]) => one.event.type === 'card')
  expect(cards.map(([key]) => key).toSorted()).toEqual([...shown].toSorted())
  // each card has its one decision, made while nobody could be asked
  const decided = toldOf('decision')
  expect(new Set(decided.map((event) => event.sourceKey)).size).toBe(shown.size)
  expect(decided.every((event) => event.data['isOpen'] === true)).toBe(true)
  expect(decided.filter((event) => event.data['isOffline'] === true).length).toBeGreaterThanOrEqual(200)
  // and each reached the lock once: a card that was known already opens nothing
  const unlocked = heard.filter((one) => one.action === 'unlock').map((one) => one.id)
  expect(new Set(unlocked).size).toBe(unlocked.length)
  expect(unlocked.length).toBeLessThanOrEqual(shown.size)
}, 90_000)

const statusOf = async (): Promise<unknown> => (await fetch(`${edge.statusUrl}/status.json`)).json()

test('a change of the rules is at the door within 5 s; stolen and forged rules never are', async () => {
  const client = await connect(reader())
  let seq = 0
  const show = async (): Promise<string> => {
    seq++
    await client.publishAsync(topicOf(hub, reader(), 'event'), cardMessage('rules', seq, hub.cards[0] ?? ''), { qos: 1 })
    return vi.waitFor(() => {
      const found = server.told.get(`${reader().id} decision:rules:${seq}`)
      expect(found).toBeDefined()
      return String(found?.event.data['reason'])
    }, 10_000)
  }
  expect(await show()).toBe('granted')
  const stolen = server.signed
  const withdrawn = hub.snapshot((snapshot) => void (snapshot.grants = []))
  const changedAt = performance.now()
  server.signed = hub.signed(withdrawn)
  server.version = withdrawn.version
  await vi.waitFor(async () => expect(await statusOf()).toMatchObject({ gateway: { snapshot: { version: withdrawn.version } } }), 10_000)
  expect(performance.now() - changedAt).toBeLessThan(5_000)
  expect(await show()).toBe('no_grant')

  // somebody between edge and server gives back the old one, and then one signed by a key of their own
  server.signed = stolen
  server.version = withdrawn.version + 10
  const thief = makeDoorHub()
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(await show()).toBe('no_grant')
  server.signed = thief.signed({ ...hub.snapshot(), version: withdrawn.version + 20 })
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(await show()).toBe('no_grant')
  expect(await statusOf()).toMatchObject({ gateway: { snapshot: { version: withdrawn.version } } })
}, 60_000)

test('a command that is given again and again reaches the lock once, also after a restart', async () => {
  const heard = await listenAtLock()
  server.commands = [
    {
      id: randomUUID(),
      deviceId: lock().id,
      action: 'unlock',
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
      nonce: randomUUID(),
    },
  ]
  await vi.waitFor(() => expect(heard).toHaveLength(1), 10_000)
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  await edge.kill('SIGKILL')
  edge = await start()
  await new Promise((resolve) => setTimeout(resolve, 3_500))
  expect(heard).toHaveLength(1)
}, 60_000)

test('a card that waited in its reader for the line opens nothing; one that is shown is', async () => {
  const heard = await listenAtLock()
  const client = await connect(reader())
  const unlocks = () => heard.filter((one) => one.action === 'unlock').length
  const show = (seq: number) =>
    client.publishAsync(
      topicOf(hub, reader(), 'event'),
      JSON.stringify({ type: 'card', boot: 'dark', seq, id: hub.cards[0], technology: 'felica' }),
      { qos: 1 },
    )
  await Promise.all([show(1), show(2), show(3)])
  await vi.waitFor(() => expect(toldOf('card')).toHaveLength(3), 10_000)
  expect([unlocks(), toldOf('decision')]).toEqual([0, []])
  await new Promise((resolve) => setTimeout(resolve, 3_500))
  await show(4)
  await vi.waitFor(() => expect(unlocks()).toBe(1), 5_000)
  // each connection anew: the machine was away for a moment, and the reader sends what it has
  await edge.kill('SIGKILL')
  edge = await start()
  await vi.waitFor(() => expect(client.connected).toBe(true), 5_000)
  await show(5)
  await vi.waitFor(() => expect(toldOf('card')).toHaveLength(5), 10_000)
  expect(unlocks()).toBe(1)
}, 60_000)

test('a retained unlock, a card of another reader, an unknown device and a wrong password get nowhere', async () => {
  const heard = await listenAtLock()
  const client = await connect(reader())
  const closed = (who: MqttClient) => new Promise<void>((resolve) => who.once('close', () => resolve()))
  const unlock = JSON.stringify({ id: randomUUID(), action: 'unlock', expiresAt: '2030-01-01T00:00:00Z', nonce: 'n' })
  for (const [topic, payload, retain] of [
    [topicOf(hub, lock(), 'cmd'), unlock, true],
    [topicOf(hub, lock(), 'cmd'), unlock, false],
    [topicOf(hub, reader(), 'event'), cardMessage('kept', 1, hub.cards[0] ?? ''), true],
    [topicOf(hub, hub.readers[1] as HubDevice, 'event'), cardMessage('other', 1, hub.cards[0] ?? ''), false],
  ] as const) {
    const end = closed(client)
    client.publish(topic, payload, { qos: 0, retain })
    await end
    await vi.waitFor(() => expect(client.connected).toBe(true), 5_000)
  }
  // a lock that comes later finds nothing that was kept for it
  const late = await connectDevice(edge.mqttUrl, lock(), { clientId: 'late' })
  clients.push(late)
  const kept: unknown[] = []
  late.on('message', (topic) => void kept.push(topic))
  await late.subscribeAsync(topicOf(hub, lock(), 'cmd'), { qos: 1 })
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect([kept, heard, toldOf('card'), toldOf('decision')]).toEqual([[], [], [], []])
  await expect(connectDevice(edge.mqttUrl, { id: randomUUID(), password: reader().password }, { waitMilliseconds: 1_500 })).rejects.toThrow(
    'not let in',
  )
  await expect(connectDevice(edge.mqttUrl, { id: reader().id, password: 'x'.repeat(32) }, { waitMilliseconds: 1_500 })).rejects.toThrow(
    'not let in',
  )
}, 60_000)

test('the status page tells how it is, in Japanese and English, and not to other names', async () => {
  await vi.waitFor(async () => expect(await statusOf()).toMatchObject({ gateway: { snapshot: { version: 1 } } }), 10_000)
  const page = async (language: string, path = '/') =>
    (await fetch(`${edge.statusUrl}${path}`, { headers: { 'accept-language': language } })).text()
  expect(await page('ja')).toContain('サーバーとの接続')
  expect(await page('ja')).toContain('接続しています')
  expect(await page('en')).toContain('Connected')
  expect(await page('ja', '/evacuation')).toContain('避難確認名簿')
  const { status } = await new Promise<{ status: number }>((resolve, reject) => {
    import('node:http').then(
      ({ get }) =>
        get({ port: statusPort, host: '127.0.0.1', headers: { host: 'evil.example' } }, (answer) => {
          answer.resume()
          resolve({ status: answer.statusCode ?? 0 })
        }).once('error', reject),
      reject,
    )
  })
  expect(status).toBe(404)
}, 30_000)
