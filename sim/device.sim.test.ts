/** Simulated devices on the wire of the embedded broker; what they say is read by the product's own driver. */
import { afterEach, expect, test } from 'vitest'
import type { DriverFact } from '#modules/devices/contract/drivers/driver.ts'
import { hirobaDriver } from '#modules/devices/contract/drivers/hiroba.ts'
import { deviceTopic, mayListen, maySpeak, type DevicePlace } from '#modules/devices/contract/topics.ts'
import { openBroker } from '#platform/server/broker.ts'
import { createLog } from '#platform/server/log.ts'
import { noisyClock, openSimContact, openSimDevice, openSimLock, openSimReader, type SimDeviceOptions } from './device.ts'

const hubId = 'hub'
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A broker that keeps what the driver makes of each message; `refuse` keeps nothing and acknowledges nothing. */
async function start() {
  const facts: DriverFact[] = []
  const world = { isRefusing: false }
  const broker = await openBroker<DevicePlace>({
    host: '127.0.0.1',
    port: 0,
    log: createLog('silent'),
    authenticate: async ({ username, password }) => (password === `secret of ${username}` ? { hubId, deviceId: username } : undefined),
    spaceOf: () => 'town',
    mayPublish: (place, topic, isRetained) => maySpeak({ kind: 'device', ...place }, topic, isRetained),
    maySubscribe: (place, filter) => mayListen({ kind: 'device', ...place }, filter),
    async onMessage({ session, topic, payload, isRetained }) {
      if (world.isRefusing) throw new Error('not stored')
      if (session !== undefined) facts.push(...hirobaDriver.read({ ...session }, { topic, payload, isRetained, receivedAt: Date.now() }))
    },
  })
  closers.push(() => broker.close())
  const device = (deviceId: string, more: Partial<SimDeviceOptions> = {}) => {
    const opened = openSimDevice({
      url: broker.url,
      hubId,
      deviceId,
      password: `secret of ${deviceId}`,
      reconnectMilliseconds: 50,
      ...more,
    })
    closers.push(() => opened.close())
    return opened
  }
  const of = (type: string) => facts.filter((fact) => fact.type === type)
  return { broker, facts, world, device, of }
}

const order = (id: string, action: string, expiresAt = new Date(Date.now() + 30_000).toISOString()) =>
  JSON.stringify({ id, action, expiresAt, nonce: 'n' })

test('a reader tells cards and numbers; each has a key of its own', async () => {
  const { device, facts, of } = await start()
  const reader = openSimReader(device('reader'))
  await reader.showCard('0123456789abcdef')
  await reader.typePin('123456')
  expect(of('card')).toMatchObject([{ data: { id: '0123456789abcdef', technology: 'felica' } }])
  expect(of('pin')).toMatchObject([{ data: { code: '123456' } }])
  expect(new Set(facts.map((fact) => fact.sourceKey)).size).toBe(facts.length)
})

test('what is said while the line is down, or is not acknowledged, comes later, in order, under its old number', async () => {
  const { device, world, of } = await start()
  const one = device('contact')
  const contact = openSimContact(one)
  await contact.setOpen(true)
  one.setLine(false)
  await expect.poll(() => one.isConnected()).toBe(false)
  const waiting = [contact.setOpen(false), contact.setOpen(true)]
  expect(one.said().map((said) => said.isAcknowledged)).toEqual([true, false, false])
  world.isRefusing = true
  one.setLine(true)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(one.said().map((said) => said.isAcknowledged)).toEqual([true, false, false])
  world.isRefusing = false
  await Promise.all(waiting)
  expect(of('contact').map((fact) => fact.sourceKey)).toEqual(one.said().map((said) => said.sourceKey))
  expect(of('contact').map((fact) => fact.data)).toEqual([{ isOpen: true }, { isOpen: false }, { isOpen: true }])
})

test('after a loss of power the numbers begin again and no key comes back', async () => {
  const { device } = await start()
  const one = device('button')
  await one.tell('button', { press: 'single' })
  one.restart()
  await one.tell('button', { press: 'single' })
  const keys = one.said().map((said) => said.sourceKey)
  expect(keys.map((key) => key.split(':')[1])).toEqual(['1', '1'])
  expect(new Set(keys).size).toBe(2)
})

test('a lock obeys once, locks itself again, and refuses what has expired', async () => {
  const { broker, device, of } = await start()
  const lock = openSimLock(device('lock'), { relockMilliseconds: 100 })
  const topic = deviceTopic({ hubId, deviceId: 'lock' }, 'cmd')
  await expect.poll(() => of('availability')).toHaveLength(1)
  await broker.publish(topic, order('a', 'unlock'), { space: 'town', qos: 1 })
  await expect
    .poll(() => of('lock').map((fact) => fact.data))
    .toEqual([
      { state: 'unlocked', by: 'remote' },
      { state: 'locked', by: 'auto' },
    ])
  await broker.publish(topic, order('a', 'unlock'), { space: 'town', qos: 1 })
  await broker.publish(topic, order('b', 'unlock', '2020-01-01T00:00:00.000Z'), { space: 'town', qos: 1 })
  await expect
    .poll(() => of('command-ack').map((fact) => fact.data))
    .toEqual([
      { commandId: 'a', outcome: 'done' },
      { commandId: 'a', outcome: 'duplicate' },
      { commandId: 'b', outcome: 'expired' },
    ])
  expect(lock.state()).toBe('locked')
})

test('a lock that jams says so and fails its order; an empty battery is told and opens nothing', async () => {
  const { broker, device, of } = await start()
  const lock = openSimLock(device('lock'), { relockMilliseconds: 60_000, startPercent: 1.5, percentPerTurn: 1 })
  closers.push(() => lock.close())
  const topic = deviceTopic({ hubId, deviceId: 'lock' }, 'cmd')
  await expect.poll(() => of('availability')).toHaveLength(1)
  lock.jam(true)
  await broker.publish(topic, order('a', 'unlock'), { space: 'town', qos: 1 })
  await expect.poll(() => of('command-ack').map((fact) => fact.data)).toEqual([{ commandId: 'a', outcome: 'failed' }])
  expect(of('lock').map((fact) => fact.data)).toEqual([{ state: 'jammed', by: 'remote' }])
  expect(of('battery').map((fact) => fact.data)).toEqual([{ percent: 0 }])
  lock.jam(false)
  await lock.turnByHand()
  expect(lock.state()).toBe('jammed')
})

test('a clock that is wrong is what the device says, and it says whether it was set', async () => {
  const { device, of } = await start()
  const real = Date.parse('2026-11-23T00:00:00Z')
  const one = device('sensor', { clock: noisyClock({ offsetMs: -3_600_000 }, () => real), isClockSynced: false })
  await one.tell('reading', { key: 'temperature', value: 21, unit: 'C' })
  expect(of('reading')).toMatchObject([{ deviceTime: '2026-11-22T23:00:00.000Z', deviceClock: 'unsynced' }])
  let time = 0
  const fast = noisyClock({ driftPpm: 100 }, () => time)
  time = 86_400_000
  expect(fast()).toBe(86_400_000 + 8_640)
})
