/** Devices speak real MQTT here: `mqtt` and `mosquitto_pub` against our own broker, and the same bus against Debian's mosquitto. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type MqttClient, type IClientOptions } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { writeCertificate } from '#platform/testkit/certificate.ts'
import { hasMosquitto, hasMosquittoPub, mosquittoPub, startMosquitto, type Mosquitto } from '#platform/testkit/mosquitto.ts'
import { connectBus } from './bus.ts'
import { openBroker, type Broker, type BrokerOptions, type BusMessage } from './broker.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

type Session = string

/** Everybody speaks below the own name. */
const passwordOf = (username: string) => `secret of ${username}`

async function broker(options: Partial<BrokerOptions<Session>> = {}): Promise<Broker<Session>> {
  const one = await openBroker<Session>({
    host: '127.0.0.1',
    port: 0,
    authenticate: ({ username, password }) => Promise.resolve(username !== '' && passwordOf(username) === password ? username : undefined),
    spaceOf: () => 'town',
    mayPublish: (session, topic, isRetained) => topic.startsWith(`${session}/`) && !(isRetained && topic.endsWith('/cmd')),
    maySubscribe: (session, filter) => filter === `${session}/cmd`,
    onMessage: () => Promise.resolve(),
    log,
    ...options,
  })
  closers.push(() => one.close())
  return one
}

async function device(url: string, username: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(
    url,
    { username, password: passwordOf(username), reconnectPeriod: 0, connectTimeout: 5_000, ...options },
    false,
  )
  client.on('error', () => {})
  closers.push(() => client.endAsync(true))
  return client
}

const textOf = (message: Pick<BusMessage<Session>, 'payload'>) => Buffer.from(message.payload).toString()
const closedOf = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()))

describe('the embedded broker', () => {
  test('acknowledges QoS 1 only after the handler has resolved', async () => {
    let commit: () => void = () => {}
    const committed = new Promise<void>((resolve) => (commit = resolve))
    const one = await broker({ onMessage: () => committed })
    const client = await device(one.url, 'anna')
    let isAcknowledged = false
    const sent = client.publishAsync('anna/event', 'x', { qos: 1 }).then(() => (isAcknowledged = true))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(isAcknowledged).toBe(false)
    commit()
    await sent
    expect(isAcknowledged).toBe(true)
  })

  test('a failed commit is not acknowledged; the device sends again and is stored then', async () => {
    const stored: string[] = []
    let fails = 2
    const one = await broker({
      onMessage: (message) => {
        if (fails-- > 0) return Promise.reject(new Error('no database'))
        stored.push(textOf(message))
        return Promise.resolve()
      },
    })
    const client = await device(one.url, 'anna', { reconnectPeriod: 50, clean: false, clientId: 'a' })
    client.publish('anna/event', 'card', { qos: 1 })
    await expect.poll(() => stored).toEqual(['card'])
    expect(fails).toBe(-1)
  })

  test('a slow handler loses nothing and keeps the order', async () => {
    const stored: string[] = []
    let isFree: Promise<void> = Promise.resolve()
    const one = await broker({
      onMessage: (message) => {
        isFree = isFree.then(() => new Promise((resolve) => setTimeout(resolve, 1))).then(() => void stored.push(textOf(message)))
        return isFree
      },
    })
    const client = await device(one.url, 'anna')
    const all = Array.from({ length: 500 }, (_, at) => `${at}`)
    await Promise.all(all.map((text) => client.publishAsync('anna/event', text, { qos: 1 })))
    expect(stored).toEqual(all)
  })

  test('publishing for another ends the connection, and nothing of it is handled', async () => {
    const handled: string[] = []
    const refused: string[] = []
    const one = await broker({
      onMessage: (message) => (handled.push(message.topic), Promise.resolve()),
      onRefused: (session, topic) => refused.push(`${session} ${topic}`),
    })
    const client = await device(one.url, 'anna')
    const closed = closedOf(client)
    client.publish('bert/event', 'forged', { qos: 1 })
    await closed
    expect(handled).toEqual([])
    expect(refused).toEqual(['anna bert/event'])
    const honest = await device(one.url, 'anna')
    await honest.publishAsync('anna/event', 'own', { qos: 1 })
    expect(handled).toEqual(['anna/event'])
  })

  test('a retained command is refused, from the wire and as a last will', async () => {
    const handled: BusMessage<Session>[] = []
    const one = await broker({ onMessage: (message) => (handled.push(message), Promise.resolve()) })
    const client = await device(one.url, 'anna')
    const closed = closedOf(client)
    client.publish('anna/cmd', 'UNLOCK', { qos: 1, retain: true })
    await closed
    await expect(
      device(one.url, 'anna', { will: { topic: 'anna/cmd', payload: Buffer.from('UNLOCK'), qos: 1, retain: true } }),
    ).rejects.toThrow(/Not authorized/)
    await expect(
      device(one.url, 'anna', { will: { topic: 'bert/event', payload: Buffer.from('x'), qos: 1, retain: false } }),
    ).rejects.toThrow(/Not authorized/)
    expect(handled).toEqual([])
    // whoever subscribes later gets no command of yesterday
    const lock = await device(one.url, 'anna')
    const got: string[] = []
    lock.on('message', (topic) => got.push(topic))
    await lock.subscribeAsync('anna/cmd', { qos: 1 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(got).toEqual([])
  })

  test('a last will is handled when the line is cut, not when the device says goodbye', async () => {
    const handled: string[] = []
    const one = await broker({ onMessage: (message) => (handled.push(textOf(message)), Promise.resolve()) })
    const will = { topic: 'anna/avail', payload: Buffer.from('offline'), qos: 1, retain: true } as const
    const polite = await device(one.url, 'anna', { will })
    await polite.endAsync()
    const cut = await device(one.url, 'anna', { will })
    cut.stream.destroy()
    await expect.poll(() => handled).toEqual(['offline'])
  })

  test('forged credentials are refused, and after some nobody is asked any more', async () => {
    let asked = 0
    const one = await broker({ authenticate: ({ password }) => (asked++, Promise.resolve(password === 'right' ? 'anna' : undefined)) })
    for (let at = 0; at < 14; at++) await expect(device(one.url, 'anna', { password: `wrong ${at}` })).rejects.toThrow(/Not authorized/)
    expect(asked).toBe(10)
    // the other devices behind the same address are not shut out by it
    await device(one.url, 'bert', { password: 'right' })
    await expect(device(one.url, '', { username: '', password: '' })).rejects.toThrow(/Not authorized/)
  })

  test('a database that does not answer is "unavailable", and counts against nobody', async () => {
    let asked = 0
    const one = await broker({ authenticate: () => (asked++, Promise.reject(new Error('no database'))) })
    for (let at = 0; at < 12; at++) await expect(device(one.url, 'anna')).rejects.toThrow(/unavailable/i)
    expect(asked).toBe(12)
  })

  test('nobody is pushed out by another who takes its client id', async () => {
    const one = await broker()
    const anna = await device(one.url, 'anna', { clientId: 'lock-1' })
    const bert = await device(one.url, 'bert', { clientId: 'lock-1' })
    await bert.publishAsync('bert/event', 'x', { qos: 1 })
    await anna.publishAsync('anna/event', 'x', { qos: 1 })
    expect(anna.connected && bert.connected).toBe(true)
  })

  test('listens only where it may; what is published to it while it is away is not kept for it', async () => {
    const one = await broker()
    const lock = await device(one.url, 'anna', { clean: false, clientId: 'a' })
    const got: string[] = []
    lock.on('message', (_topic, payload) => got.push(payload.toString()))
    expect((await lock.subscribeAsync('anna/cmd', { qos: 1 }))[0]?.qos).toBe(1)
    await expect(lock.subscribeAsync('bert/cmd', { qos: 1 })).rejects.toThrow('Unspecified error')
    await expect(lock.subscribeAsync('#', { qos: 1 })).rejects.toThrow('Unspecified error')
    await expect(lock.subscribeAsync('$SYS/#', { qos: 1 })).rejects.toThrow('Unspecified error')
    await one.publish('anna/cmd', 'first', { space: 'town', qos: 1 })
    await expect.poll(() => got).toEqual(['first'])
    await lock.endAsync()
    await one.publish('anna/cmd', 'while away', { space: 'town', qos: 1 })
    const back = await device(one.url, 'anna', { clean: false, clientId: 'a' })
    back.on('message', (_topic, payload) => got.push(payload.toString()))
    await back.subscribeAsync('anna/cmd', { qos: 1 })
    await one.publish('anna/cmd', 'second', { space: 'town', qos: 1 })
    await expect.poll(() => got).toEqual(['first', 'second'])
  })

  test('spaces: topics of one name in two towns are two topics; heard, kept, willed and ordered within each alone', async () => {
    const one = await broker({
      spaceOf: (session) => session.split('-')[0] ?? '',
      mayPublish: () => true,
      maySubscribe: () => true,
    })
    const [bridgeA, bridgeB, lockA, lockB] = await Promise.all([
      device(one.url, 'kofu-bridge'),
      device(one.url, 'tono-bridge'),
      device(one.url, 'kofu-lock'),
      device(one.url, 'tono-lock', { will: { topic: 'zigbee2mqtt/door', payload: Buffer.from('tono is gone'), qos: 1, retain: false } }),
    ])
    const heard: string[] = []
    for (const [name, client] of Object.entries({ bridgeA, bridgeB, lockA, lockB }))
      client.on('message', (topic, payload, packet) => heard.push(`${name}: ${topic} ${payload.toString()} qos${packet.qos}`))
    await bridgeA.publishAsync('zigbee2mqtt/door/state', 'kofu kept', { qos: 1, retain: true })
    await bridgeB.publishAsync('zigbee2mqtt/door/state', 'tono kept', { qos: 1, retain: true })
    await bridgeA.subscribeAsync('#', { qos: 1 })
    await bridgeB.subscribeAsync('zigbee2mqtt/door/state', { qos: 0 })
    await expect
      .poll(() => heard.toSorted())
      .toEqual(['bridgeA: zigbee2mqtt/door/state kofu kept qos1', 'bridgeB: zigbee2mqtt/door/state tono kept qos0'])
    heard.length = 0

    await lockA.subscribeAsync('zigbee2mqtt/door/set', { qos: 1 })
    await lockB.subscribeAsync('zigbee2mqtt/door/set', { qos: 1 })
    await one.publish('zigbee2mqtt/door/set', 'UNLOCK', { space: 'kofu', qos: 1 })
    await bridgeB.publishAsync('zigbee2mqtt/door/set', 'LOCK', { qos: 1 })
    await bridgeA.subscribeAsync(['+/door', 'kofu/#', 'tono/#', '../tono/#'], { qos: 1 })
    lockB.stream.destroy()
    await lockA.publishAsync('tono/zigbee2mqtt/door/state', 'as if of tono', { qos: 1 })
    await expect
      .poll(() => heard.toSorted())
      .toEqual([
        'bridgeA: tono/zigbee2mqtt/door/state as if of tono qos1',
        'bridgeA: zigbee2mqtt/door/set UNLOCK qos1',
        'lockA: zigbee2mqtt/door/set UNLOCK qos1',
        'lockB: zigbee2mqtt/door/set LOCK qos1',
      ])
    heard.length = 0

    await bridgeB.subscribeAsync('zigbee2mqtt/door', { qos: 1 })
    const lockC = await device(one.url, 'tono-lock', {
      will: { topic: 'zigbee2mqtt/door', payload: Buffer.from('tono is gone'), qos: 1, retain: false },
    })
    lockC.stream.destroy()
    await expect.poll(() => heard).toEqual(['bridgeB: zigbee2mqtt/door tono is gone qos1'])
    await bridgeB.unsubscribeAsync('zigbee2mqtt/door')
    await bridgeB.publishAsync('zigbee2mqtt/door', 'heard by nobody', { qos: 1 })
    await lockA.unsubscribeAsync('zigbee2mqtt/door/set')
    await one.publish('zigbee2mqtt/door/set', 'UNLOCK', { space: 'tono', qos: 1 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(heard).toEqual(['bridgeB: zigbee2mqtt/door tono is gone qos1'])
  })

  test('bounds: a packet too large, a topic too deep, $SYS, too many kept topics, too many connections', async () => {
    const handled: string[] = []
    const one = await broker({
      onMessage: (message) => (handled.push(message.topic), Promise.resolve()),
      mayPublish: () => true,
      limits: { packetBytes: 20_000, retainedTopics: 2, connectionsOfAddress: 2 },
    })
    for (const [topic, payload, retain] of [
      ['anna/event', 'x'.repeat(30_000), false],
      [Array.from({ length: 17 }, () => 'a').join('/'), 'x', false],
      ['$SYS/forged', 'x', false],
    ] as const) {
      const client = await device(one.url, 'anna')
      const closed = closedOf(client)
      client.publish(topic, payload, { qos: 1, retain })
      await closed
    }
    expect(handled).toEqual([])
    const client = await device(one.url, 'anna')
    await client.publishAsync('anna/1', 'x', { qos: 1, retain: true })
    await client.publishAsync('anna/2', 'x'.repeat(19_000), { qos: 1, retain: true })
    await client.publishAsync('anna/2', 'y', { qos: 1, retain: true })
    const closed = closedOf(client)
    client.publish('anna/3', 'x', { qos: 1, retain: true })
    await closed
    const kept = [await device(one.url, 'anna'), await device(one.url, 'bert')]
    await expect(device(one.url, 'carl')).rejects.toThrow(/clos|ECONNRESET|connect to server/i)
    expect(kept.every((each) => each.connected)).toBe(true)
  })

  test('before anybody has proven anything a packet is small', async () => {
    const one = await broker()
    await expect(device(one.url, 'anna', { password: 'x'.repeat(20_000) })).rejects.toThrow(/clos|ECONNRESET|connect to server/i)
  })

  test('who is no longer let in is disconnected', async () => {
    const seen: string[] = []
    const one = await broker({ onConnection: (session, isConnected) => seen.push(`${session} ${isConnected}`) })
    const anna = await device(one.url, 'anna')
    const bert = await device(one.url, 'bert')
    const closed = closedOf(anna)
    await expect.poll(() => seen).toEqual(['anna true', 'bert true'])
    expect(one.disconnect((session) => session === 'anna')).toBe(1)
    await closed
    await expect.poll(() => seen).toEqual(['anna true', 'bert true', 'anna false'])
    expect(bert.connected).toBe(true)
  })

  test('a clean stop acknowledges what is under way, tells no last will, and leaves nothing open', async () => {
    const stored: string[] = []
    const one = await broker({
      onMessage: async (message) => {
        await new Promise((resolve) => setTimeout(resolve, 200))
        stored.push(textOf(message))
      },
    })
    const client = await device(one.url, 'anna', { will: { topic: 'anna/avail', payload: Buffer.from('offline'), qos: 1, retain: true } })
    const sent = client.publishAsync('anna/event', 'last', { qos: 1 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    const closed = one.close()
    await sent
    await closed
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(stored).toEqual(['last'])
    expect(one.connections()).toBe(0)
  })

  test('speaks TLS with a certificate, and nothing else on that port', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hiroba-tls-'))
    closers.push(() => rm(folder, { recursive: true }))
    const { cert, ...tls } = writeCertificate(folder)
    const one = await broker({ tls })
    const url = `mqtts://localhost:${one.port}`
    const client = await device(url, 'anna', { ca: [cert] })
    await client.publishAsync('anna/event', 'x', { qos: 1 })
    expect(one.url).toBe(`mqtts://127.0.0.1:${one.port}`)
    await expect(device(url, 'anna')).rejects.toThrow(/self-signed/)
    await expect(device(`mqtt://localhost:${one.port}`, 'anna', { connectTimeout: 1_000 })).rejects.toThrow(
      /clos|ECONNRESET|connect to server|connack/i,
    )
  })

  test.each(hasMosquittoPub ? ['mosquitto_pub'] : [])('takes %s, and refuses its MQTT 5', async () => {
    const handled: string[] = []
    const one = await broker({ onMessage: (message) => (handled.push(textOf(message)), Promise.resolve()) })
    const to = ['-h', '127.0.0.1', '-p', `${one.port}`, '-u', 'anna', '-q', '1', '-t', 'anna/event', '-m', 'hello']
    expect(await mosquittoPub([...to, '-P', passwordOf('anna')])).toMatchObject({ code: 0 })
    expect(handled).toEqual(['hello'])
    expect((await mosquittoPub([...to, '-P', 'wrong'])).code).not.toBe(0)
    expect((await mosquittoPub([...to, '-P', passwordOf('anna'), '-V', 'mqttv5'])).says).toMatch(/protocol/i)
    expect(handled).toEqual(['hello'])
  })
})

interface Ground {
  readonly url: string
  restart?(): Promise<void>
}

async function ground(name: string): Promise<Ground> {
  if (name === 'aedes') return broker({ authenticate: () => Promise.resolve('any'), mayPublish: () => true, maySubscribe: () => true })
  const one: Mosquitto = await startMosquitto()
  closers.push(() => one.stop())
  return one
}

/** Which brokers are there is known when the tests are collected: what is not installed is no skipped test. */
describe.each(['aedes', ...(hasMosquitto ? ['mosquitto'] : [])])('a bus to %s by its address', (name) => {
  test('a message is acknowledged after its handler; one that fails comes again', async () => {
    const at = await ground(name)
    const stored: string[] = []
    let fails = name === 'aedes' ? 0 : 1
    const bus = connectBus({
      url: at.url,
      clientId: 'hiroba-test',
      filters: ['town/#'],
      log,
      waits: { firstMilliseconds: 20, mostMilliseconds: 50 },
      onMessage: (message) => {
        if (fails-- > 0) return Promise.reject(new Error('no database'))
        stored.push(textOf(message))
        return Promise.resolve()
      },
    })
    closers.push(() => bus.close())
    await bus.ready
    const client = await device(at.url, 'anna')
    await client.publishAsync('town/event', 'card', { qos: 1 })
    await expect.poll(() => stored).toEqual(['card'])
    await expect.poll(() => bus.isConnected()).toBe(true)
  })

  test('a slow handler loses no message', async () => {
    const at = await ground(name)
    const stored = new Set<string>()
    const bus = connectBus({
      url: at.url,
      clientId: 'hiroba-test',
      filters: ['town/#'],
      log,
      onMessage: async (message) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        stored.add(textOf(message))
      },
    })
    closers.push(() => bus.close())
    await bus.ready
    const client = await device(at.url, 'anna')
    await Promise.all(Array.from({ length: 3_000 }, (_, index) => client.publishAsync('town/event', `${index}`, { qos: 1 })))
    await expect.poll(() => stored.size, { timeout: 20_000 }).toBe(3_000)
  })

  test('publishes, and says so where it cannot', async () => {
    const at = await ground(name)
    const handled: string[] = []
    const bus = connectBus({
      url: at.url,
      clientId: 'hiroba-test',
      filters: ['town/#'],
      log,
      onMessage: (message) => (handled.push(message.topic), Promise.resolve()),
    })
    await expect(bus.publish('town/cmd', 'too early', { space: 'town', qos: 1 })).rejects.toThrow('no connection')
    await bus.ready
    const client = await device(at.url, 'anna')
    const got: string[] = []
    client.on('message', (_topic, payload) => got.push(payload.toString()))
    await client.subscribeAsync('door/cmd', { qos: 1 })
    await bus.publish('door/cmd', 'now', { space: 'town', qos: 1 })
    await expect.poll(() => got).toEqual(['now'])
    bus.listen(['village/#', 'town/#'])
    await client.publishAsync('village/event', 'x', { qos: 1 })
    await expect.poll(() => handled).toEqual(['village/event'])
    await bus.close()
    await expect(bus.publish('town/cmd', 'too late', { space: 'town', qos: 1 })).rejects.toThrow('connection')
  })
})

describe.each(hasMosquitto ? ['mosquitto'] : [])('%s with the rights that the guide gives', () => {
  test('a device speaks for itself alone, a bridge on its topics', async () => {
    const guide = await readFile(join(import.meta.dirname, '../../docs/operator/broker.md'), 'utf8')
    const [, acl = ''] = /```\n(# \/etc\/mosquitto\/acl[^`]*)```/.exec(guide) ?? []
    const folder = await mkdtemp(join(tmpdir(), 'hiroba-acl-'))
    closers.push(() => rm(folder, { recursive: true }))
    await chmod(folder, 0o755)
    const file = join(folder, 'acl')
    await writeFile(file, acl, { mode: 0o644 })
    const one = await startMosquitto({ lines: [`acl_file ${file}`] })
    closers.push(() => one.stop())
    const got: string[] = []
    const bus = connectBus({
      url: one.url.replace('mqtt://', 'mqtt://hiroba:secret@'),
      clientId: 'hiroba-test',
      filters: ['hiroba/v1/#', 'homeassistant/#', 'zigbee2mqtt/#'],
      log,
      onMessage: (message) => (got.push(message.topic), Promise.resolve()),
    })
    closers.push(() => bus.close())
    await bus.ready
    expect(bus.url).toBe(one.url)
    const lock = await device(one.url, 'lock-1')
    const bridge = await device(one.url, 'zigbee2mqtt')
    // mosquitto may end the connection of whoever publishes where it may not: each such attempt has its own
    for (const topic of ['hiroba/v1/h/lock-2/event', 'hiroba/v1/h/lock-1/cmd', 'zigbee2mqtt/front/set'])
      await (await device(one.url, 'lock-1')).publishAsync(topic, 'x', { qos: 0 })
    await (await device(one.url, 'zigbee2mqtt')).publishAsync('hiroba/v1/h/lock-1/event', 'x', { qos: 0 })
    await lock.publishAsync('hiroba/v1/h/lock-1/event', 'x', { qos: 1 })
    await expect.poll(() => got).toEqual(['hiroba/v1/h/lock-1/event'])
    for (const topic of ['homeassistant/lock/a/config', 'zigbee2mqtt/front']) await bridge.publishAsync(topic, 'x', { qos: 1 })
    await expect.poll(() => got).toEqual(['hiroba/v1/h/lock-1/event', 'homeassistant/lock/a/config', 'zigbee2mqtt/front'])
    const heard: string[] = []
    for (const client of [lock, bridge]) client.on('message', (topic) => heard.push(`${client.options.username} ${topic}`))
    await lock.subscribeAsync(['hiroba/v1/h/lock-1/cmd', 'hiroba/v1/h/lock-2/cmd', 'zigbee2mqtt/#'], { qos: 1 })
    await bus.publish('hiroba/v1/h/lock-2/cmd', 'x', { space: 'town', qos: 1 })
    await bus.publish('zigbee2mqtt/front/set', 'x', { space: 'town', qos: 1 })
    await bus.publish('hiroba/v1/h/lock-1/cmd', 'x', { space: 'town', qos: 1 })
    await expect.poll(() => heard).toEqual(['lock-1 hiroba/v1/h/lock-1/cmd'])
  })
})

describe.each(hasMosquitto ? ['mosquitto'] : [])('%s is killed', (name) => {
  test('the bus finds it again, and what was sent meanwhile arrives', async () => {
    const at = await ground(name)
    const stored: string[] = []
    const seen: boolean[] = []
    const bus = connectBus({
      url: at.url,
      clientId: 'hiroba-test',
      filters: ['town/#'],
      log,
      waits: { firstMilliseconds: 20, mostMilliseconds: 50 },
      onConnection: (isConnected) => seen.push(isConnected),
      onMessage: (message) => (stored.push(textOf(message)), Promise.resolve()),
    })
    closers.push(() => bus.close())
    await bus.ready
    await at.restart?.()
    await expect.poll(() => seen).toEqual([true, false, true])
    const client = await device(at.url, 'anna')
    await client.publishAsync('town/event', 'after', { qos: 1 })
    await expect.poll(() => stored).toEqual(['after'])
  })
})
