/**
 * Announcements and messages as makers publish them, by `mosquitto_pub` and by the `mqtt` client, through our own broker and
 * through Debian's mosquitto: adopted and read with no code for the single maker. And a lock that is opened over the wire.
 */
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { openBroker, type Bus, type BusMessage } from '#platform/server/broker.ts'
import { connectBus } from '#platform/server/bus.ts'
import { hasMosquitto, hasMosquittoPub, mosquittoPub, startMosquitto } from '#platform/testkit/mosquitto.ts'
import { drivers } from '../drivers/registry.ts'
import { announcementFilters, isCommandTopic, mayListen, maySpeak, type Speaker } from '../topics.ts'
import { parseAnnouncement } from './parse.ts'
import type { AdoptableDevice } from './types.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const bridge: Speaker = {
  kind: 'bridge',
  hubId: 'hub-1',
  topicFilters: [
    'homeassistant/+/+/config',
    'homeassistant/+/+/+/config',
    'tasmota/discovery/#',
    'zigbee2mqtt/#',
    'backdoor/#',
    'tele/#',
    'heater/#',
  ],
}

const published: readonly (readonly [
  maker: string,
  topic: string,
  payload: object,
  says: readonly [topic: string, payload: string],
  facts: readonly object[],
])[] = [
  [
    'Zigbee2MQTT lock',
    'homeassistant/lock/0x00124b0029e7a1c4/lock/config',
    {
      availability: [{ topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' }],
      command_topic: 'zigbee2mqtt/Front door/set',
      device: { identifiers: ['zigbee2mqtt_0x00124b0029e7a1c4'], manufacturer: 'Acme', model: 'Smart lock', name: 'Front door' },
      name: null,
      origin: { name: 'Zigbee2MQTT', sw: '2.6.1', url: 'https://www.zigbee2mqtt.io' },
      payload_lock: 'LOCK',
      payload_unlock: 'UNLOCK',
      state_locked: 'LOCK',
      state_unlocked: 'UNLOCK',
      state_topic: 'zigbee2mqtt/Front door',
      unique_id: '0x00124b0029e7a1c4_lock_zigbee2mqtt',
      value_template: '{{ value_json.state }}',
    },
    ['zigbee2mqtt/Front door', '{"state":"LOCK","lock_state":"locked","battery":91,"linkquality":120}'],
    [
      { type: 'lock', data: { state: 'locked' } },
      { type: 'battery', data: { percent: 91 } },
    ],
  ],
  [
    'ESPHome contact',
    'homeassistant/binary_sensor/backdoor/back_door/config',
    {
      dev_cla: 'door',
      name: 'Back door',
      stat_t: 'backdoor/binary_sensor/back_door/state',
      avty_t: 'backdoor/status',
      uniq_id: 'ESPbinary_sensorback_door',
      dev: { ids: 'a4cf12f03b11', name: 'backdoor', sw: 'esphome v2026.9.1', mdl: 'esp01_1m', mf: 'Espressif' },
    },
    ['backdoor/binary_sensor/back_door/state', 'ON'],
    [{ type: 'contact', data: { isOpen: true } }],
  ],
  [
    'Tasmota plug',
    'tasmota/discovery/DC4F22C0FFEE/config',
    {
      dn: 'Heater plug',
      mac: 'DC4F22C0FFEE',
      md: 'Sonoff S31',
      sw: '15.0.1',
      t: 'plug-1',
      ft: '%prefix%/%topic%/',
      tp: ['cmnd', 'stat', 'tele'],
      ofln: 'Offline',
      onln: 'Online',
      ver: 1,
    },
    ['tele/plug-1/SENSOR', '{"Time":"2026-11-23T18:00:00","ENERGY":{"Total":12.345,"Power":42}}'],
    [
      { type: 'reading', data: { key: 'energy', value: 12_345, unit: 'Wh' } },
      { type: 'reading', data: { key: 'power', value: 42, unit: 'W' } },
    ],
  ],
  [
    'Shelly',
    'heater/events/rpc',
    {
      src: 'shellyplusplugs-fcb4670c1234',
      dst: 'heater/events',
      method: 'NotifyFullStatus',
      params: { ts: 1_795_424_400.5, 'switch:0': { id: 0, output: true, apower: 11.5, aenergy: { total: 6_532.2 } } },
    },
    [
      'heater/events/rpc',
      '{"src":"shellyplusplugs-fcb4670c1234","dst":"heater/events","method":"NotifyStatus","params":{"ts":1795424401.5,"switch:0":{"id":0,"apower":12.5}}}',
    ],
    [{ type: 'reading', data: { key: 'power', value: 12.5, unit: 'W' }, deviceTime: '2026-11-23T09:00:01.500Z' }],
  ],
]

type Heard = Pick<BusMessage<unknown>, 'topic' | 'payload' | 'isRetained'>

interface Ground {
  readonly bus: Bus
  readonly port: number
}

async function ground(name: string, onMessage: (message: Heard) => void): Promise<Ground> {
  const handle = (message: Heard) => (onMessage(message), Promise.resolve())
  if (name === 'aedes') {
    const broker = await openBroker<Speaker>({
      host: '127.0.0.1',
      port: 0,
      log,
      authenticate: ({ username, password }) => Promise.resolve(username === 'bridge' && password === 'secret' ? bridge : undefined),
      spaceOf: () => 'town',
      mayPublish: (speaker, topic, isRetained) => maySpeak(speaker, topic, isRetained),
      maySubscribe: (speaker, filter) => mayListen(speaker, filter),
      onMessage: handle,
    })
    closers.push(() => broker.close())
    return { bus: broker, port: broker.port }
  }
  const mosquitto = await startMosquitto()
  closers.push(() => mosquitto.stop())
  const filters = [...announcementFilters, 'zigbee2mqtt/#', 'backdoor/#', 'tele/#', 'heater/#']
  const bus = connectBus({ url: mosquitto.url, clientId: 'hiroba-test', filters, log, onMessage: handle })
  closers.push(() => bus.close())
  await bus.ready
  return { bus, port: mosquitto.port }
}

async function connect(port: number): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { username: 'bridge', password: 'secret', reconnectPeriod: 0 }, false)
  client.on('error', () => {})
  closers.push(() => client.endAsync(true))
  return client
}

const brokers = ['aedes', ...(hasMosquitto ? ['mosquitto'] : [])]
const publishers = ['mqtt', ...(hasMosquittoPub ? ['mosquitto_pub'] : [])]
const ways = brokers.flatMap((broker) => publishers.map((publisher) => ({ broker, publisher })))

describe.each(ways)('by $publisher through $broker', ({ broker, publisher }) => {
  test.each(published)(
    'a %s announces itself, is adopted, and is understood',
    async (_maker, topic, announcement, [saysTopic, says], facts) => {
      const found: AdoptableDevice[] = []
      const understood: object[] = []
      const { port } = await ground(broker, (message) => {
        const parsed = parseAnnouncement(message.topic, message.payload)
        if (parsed?.kind === 'announced') found.push(...parsed.adoptable)
        const [adopted] = found
        if (adopted === undefined || message.topic !== saysTopic || parsed !== undefined) return
        understood.push(...(drivers.get(adopted.driver)?.read(adopted.config, { ...message, receivedAt: Date.now() }) ?? []))
      })
      const client = await connect(port)
      const publish = async (to: string, payload: string, isRetained: boolean) => {
        if (publisher === 'mqtt') await client.publishAsync(to, payload, { qos: 1, retain: isRetained })
        else {
          const sent = await mosquittoPub([
            '-h',
            '127.0.0.1',
            '-p',
            `${port}`,
            '-u',
            'bridge',
            '-P',
            'secret',
            '-q',
            '1',
            ...(isRetained ? ['-r'] : []),
            '-t',
            to,
            '-m',
            payload,
          ])
          expect(sent).toEqual({ code: 0, says: '' })
        }
      }
      await publish(topic, JSON.stringify(announcement), !isCommandTopic(topic))
      await expect.poll(() => found).toHaveLength(1)
      await publish(saysTopic, says, false)
      await expect.poll(() => understood).toMatchObject(facts)
    },
  )
})

describe.each(brokers)('through %s', (broker) => {
  test('a lock that was adopted is opened by its own command, which no broker keeps', async () => {
    const [, topic, announcement] = published[0] ?? []
    const found = parseAnnouncement(topic ?? '', Buffer.from(JSON.stringify(announcement)))
    const lock = found?.kind === 'announced' ? found.adoptable[0] : undefined
    const written =
      lock === undefined
        ? undefined
        : drivers.get(lock.driver)?.write?.(lock.config, { id: 'c1', action: 'unlock', expiresAt: '2026-11-23T09:00:10Z' })
    if (written === undefined || !('topic' in written)) expect.unreachable('a lock takes commands')
    const { bus, port } = await ground(broker, () => {})
    const device = await connect(port)
    const heard: string[] = []
    device.on('message', (to, payload, packet) => heard.push(`${to} ${payload.toString()} ${packet.retain}`))
    await device.subscribeAsync('zigbee2mqtt/+/set', { qos: 1 })
    await bus.publish(written.topic, written.payload, { space: 'town', qos: written.qos })
    await expect.poll(() => heard).toEqual(['zigbee2mqtt/Front door/set {"state":"UNLOCK"} false'])
    // whoever comes later hears nothing of it
    const late = await connect(port)
    late.on('message', (to) => heard.push(`late ${to}`))
    await late.subscribeAsync('zigbee2mqtt/+/set', { qos: 1 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(heard).toHaveLength(1)
  })
})
