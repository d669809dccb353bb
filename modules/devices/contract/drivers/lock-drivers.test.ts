/**
 * What every driver of a lock must do, whatever it speaks. Whoever adds one adds its samples at the end of the list; nothing
 * else here is about a single driver.
 */
import { describe, expect, test } from 'vitest'
import { isCommandTopic } from '../topics.ts'
import {
  confirmsOf,
  isReadError,
  type DeviceDriver,
  type DriverCommand,
  type DriverConfig,
  type DriverFact,
  type LockSays,
} from './driver.ts'
import { drivers } from './registry.ts'

interface LockSample {
  readonly name: string
  readonly driver: string
  readonly config: DriverConfig
  /** A message of the lock for each state it can tell. Empty: it tells nothing. */
  readonly says: readonly { readonly topic: string; readonly payload: string; readonly state: LockSays }[]
  /** The lock numbers its messages, so the same one later is still the same. */
  readonly isNumbered?: boolean
}

const z2m = (fields: object) => JSON.stringify({ battery: 87, linkquality: 120, ...fields })
const own = (seq: number, state: LockSays) => JSON.stringify({ type: 'lock', boot: 'a1', seq, state })

const samples: readonly LockSample[] = [
  {
    name: 'of our own',
    driver: 'hiroba',
    config: { hubId: 'hub-1', deviceId: 'lock-1' },
    isNumbered: true,
    says: (['locked', 'locking', 'unlocked', 'unlocking', 'jammed'] as const).map((state, seq) => ({
      topic: 'hiroba/v1/hub-1/lock-1/state',
      payload: own(seq, state),
      state,
    })),
  },
  {
    name: "of Home Assistant's form",
    driver: 'ha-lock',
    config: {
      commandTopic: 'front/lock/set',
      payloads: { lock: 'LOCK', unlock: 'UNLOCK' },
      state: { topic: 'front/lock/state' },
      says: { locked: 'LOCKED', locking: 'LOCKING', unlocked: 'UNLOCKED', unlocking: 'UNLOCKING', jammed: 'JAMMED' },
    },
    says: (['locked', 'locking', 'unlocked', 'unlocking', 'jammed'] as const).map((state) => ({
      topic: 'front/lock/state',
      payload: state.toUpperCase(),
      state,
    })),
  },
  {
    name: "of Home Assistant's form, without an answer",
    driver: 'ha-lock',
    config: {
      commandTopic: 'back/lock/set',
      payloads: { lock: '1', unlock: '0' },
      says: { locked: 'LOCKED', locking: 'LOCKING', unlocked: 'UNLOCKED', unlocking: 'UNLOCKING', jammed: 'JAMMED' },
    },
    says: [],
  },
  {
    name: 'behind Zigbee2MQTT',
    driver: 'z2m-lock',
    config: { baseTopic: 'zigbee2mqtt/front door' },
    says: [
      { topic: 'zigbee2mqtt/front door', payload: z2m({ state: 'LOCK', lock_state: 'locked' }), state: 'locked' },
      { topic: 'zigbee2mqtt/front door', payload: z2m({ state: 'UNLOCK', lock_state: 'unlocked' }), state: 'unlocked' },
      { topic: 'zigbee2mqtt/front door', payload: z2m({ state: 'LOCK', lock_state: 'not_fully_locked' }), state: 'jammed' },
      { topic: 'zigbee2mqtt/front door', payload: z2m({ state: 'UNLOCK' }), state: 'unlocked' },
    ],
  },
  {
    name: 'with an address of its own',
    driver: 'http-lock',
    config: {
      unlock: { method: 'POST', url: 'http://192.0.2.7/relay?on={seconds}&id={id}' },
      lock: { method: 'POST', url: 'http://192.0.2.7/off' },
    },
    says: [],
  },
]

const driverOf = (name: string): DeviceDriver => {
  const driver = drivers.get(name)
  if (driver === undefined) throw new Error(`no driver ${name}`)
  return driver
}

const at = Date.UTC(2026, 10, 23, 9)
const message = (topic: string, payload: string | Uint8Array, receivedAt = at) => ({
  topic,
  payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
  isRetained: false,
  receivedAt,
})
const command = (action: DriverCommand['action'], params?: DriverCommand['params']): DriverCommand => ({
  id: '0198c0de-0000-7000-8000-000000000001',
  action,
  params,
  expiresAt: '2026-11-23T09:00:10.000Z',
  nonce: 'n0nce',
})
const statesOf = (facts: readonly DriverFact[]) => facts.flatMap((fact) => (fact.type === 'lock' ? [fact.data.state] : []))

test('every registered driver of a lock has samples here', () => {
  const locks = [...drivers.values()].filter((driver) => driver.kinds.includes('lock')).map((driver) => driver.name)
  expect(new Set(samples.map((one) => one.driver))).toEqual(new Set(locks))
})

describe.each(samples)('a lock $name', ({ driver: name, config, says, isNumbered }) => {
  const driver = driverOf(name)
  const hears = says[0]?.topic ?? 'front/lock/state'

  test('is in the registry by its own name', () => {
    expect(driver.name).toBe(name)
  })

  test('listens to named topics only, and never to where commands go', () => {
    const topics = driver.topicsOf(config)
    for (const topic of topics) expect(topic).not.toMatch(/[+#]/)
    expect(topics).toEqual(expect.arrayContaining([...new Set(says.map((one) => one.topic))]))
    for (const action of ['lock', 'unlock', 'open'] as const) {
      const written = driver.write?.(config, command(action))
      if (written !== undefined && 'topic' in written) expect(topics).not.toContain(written.topic)
    }
  })

  test('confirms exactly when it can tell what it did', () => {
    expect(confirmsOf(driver, config)).toBe(says.length > 0 ? 'feedback' : 'none')
  })

  test('reads each state that the lock tells', () => {
    for (const one of says) expect(statesOf(driver.read(config, message(one.topic, one.payload)))).toEqual([one.state])
  })

  test('the same message sent again at once is the same happening; later it is another, unless it is numbered', () => {
    for (const one of says) {
      const keys = [at, at + 100, at + 60_000].map((when) =>
        driver.read(config, message(one.topic, one.payload, when)).map((fact) => fact.sourceKey),
      )
      expect(keys[1]).toEqual(keys[0])
      if (isNumbered === true) expect(keys[2]).toEqual(keys[0])
      else expect(keys[2]).not.toEqual(keys[0])
    }
  })

  test('facts of one message have keys of their own', () => {
    for (const one of says) {
      const keys = driver.read(config, message(one.topic, one.payload)).map((fact) => fact.sourceKey)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  test('locks and unlocks; what is written names its own end or is kept by no broker', () => {
    const payloads = new Set<string>()
    for (const action of ['lock', 'unlock'] as const) {
      const one = command(action, { seconds: 5 })
      const written = driver.write?.(config, one)
      if (written === undefined || 'unsupported' in written) expect.unreachable(`${action} must be written`)
      expect(written).not.toHaveProperty('retain')
      if ('http' in written) {
        expect(written.http.url).toMatch(/^https?:/)
        expect(written.http.url).not.toMatch(/[{}]/)
        payloads.add(written.http.url)
        continue
      }
      payloads.add(written.payload)
      expect(isCommandTopic(written.topic)).toBe(true)
      if (written.qos > 0) {
        expect(written.payload).toContain(one.expiresAt)
        expect(written.payload).toContain(one.id)
      }
      // a command that comes back to us is not the lock's word
      expect(statesOf(driver.read(config, message(written.topic, written.payload)))).toEqual([])
    }
    expect(payloads.size).toBe(2)
  })

  test('opening is unlocking where there is nothing else; a code it cannot take is refused in words', () => {
    expect(driver.write?.(config, command('open'))).not.toHaveProperty('unsupported')
    for (const action of ['set-code', 'clear-code'] as const) {
      const written = driver.write?.(config, command(action))
      if (written !== undefined && 'unsupported' in written) expect(written.unsupported).not.toBe('')
    }
  })

  test('a message of somebody else says nothing', () => {
    const read = () =>
      says.length === 0 && driver.topicsOf(config).length === 0 ? [] : driver.read(config, message('some/where/else', '{"a":1}'))
    expect(read()).toEqual([])
  })

  test('whatever bytes come, it reads them, passes over them or says that it cannot', () => {
    let seed = 20261123
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
    const shapes = [
      '',
      '{',
      '[]',
      'null',
      '1',
      '"x"',
      '{}',
      '{"state":{}}',
      '{"type":"lock"}',
      '\u0000',
      'x'.repeat(70_000),
      '{"state":"constructor"}',
      '{"lock_state":"__proto__"}',
    ]
    const all = [
      ...shapes.map((text) => Buffer.from(text)),
      ...Array.from({ length: 300 }, () =>
        Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256))),
      ),
    ]
    for (const payload of all) {
      try {
        expect(statesOf(driver.read(config, message(hears, payload)))).toEqual([])
      } catch (error) {
        if (!isReadError(error)) throw error
      }
    }
  })

  test('settings that are not its own are refused', () => {
    expect(() => driver.write?.({ nothing: true }, command('unlock'))).toThrow('bad_config')
  })
})

describe('what single locks can besides', () => {
  test('Zigbee2MQTT tells who moved it, the battery and the door', () => {
    const driver = driverOf('z2m-lock')
    const config = { baseTopic: 'zigbee2mqtt/front' }
    const read = (fields: object) => driver.read(config, message('zigbee2mqtt/front', z2m(fields)))
    expect(read({ state: 'UNLOCK', lock_state: 'unlocked', action: 'keypad_unlock', action_user: 3, contact: false })).toMatchObject([
      { type: 'lock', data: { state: 'unlocked', by: 'code', codeSlot: 3 } },
      { type: 'battery', data: { percent: 87 } },
      { type: 'contact', data: { isOpen: true } },
    ])
    expect(read({ state: 'LOCK', action: 'auto_lock' })[0]?.data).toEqual({ state: 'locked', by: 'auto' })
    expect(read({ state: 'UNLOCK', action: 'manual_unlock' })[0]?.data).toEqual({ state: 'unlocked', by: 'manual' })
    expect(read({ state: 'UNLOCK', action: 'key_unlock' })[0]?.data).toEqual({ state: 'unlocked', by: 'key' })
    expect(read({ state: 'UNLOCK', action: 'zigbee_unlock' })[0]?.data).toEqual({ state: 'unlocked', by: 'remote' })
    // an action of before beside a state of now
    expect(read({ state: 'LOCK', action: 'keypad_unlock', action_user: 3 })[0]?.data).toEqual({ state: 'locked' })
  })

  test('Zigbee2MQTT says the hand beside the action, and which places have a code', () => {
    const driver = driverOf('z2m-lock')
    const config = { baseTopic: 'zigbee2mqtt/front' }
    const said = (fields: object) =>
      message('zigbee2mqtt/front', z2m({ state: 'UNLOCK', lock_state: 'unlocked', action: 'unlock', ...fields }))
    const read = (fields: object) => driver.read(config, said(fields))[0]?.data
    expect(read({ action_source_name: 'keypad', action_user: 3 })).toEqual({ state: 'unlocked', by: 'code', codeSlot: 3 })
    expect(read({ action_source_name: 'rf' })).toEqual({ state: 'unlocked', by: 'remote' })
    expect(read({ action_source_name: 'constructor' })).toEqual({ state: 'unlocked' })
    const codes = (users: unknown) => driver.codesIn?.(config, said({ users }))
    expect(
      codes({ 3: { status: 'enabled' }, 4: { status: 'available' }, 5: { status: 'disabled' }, x: { status: 'enabled' }, 6: null }),
    ).toEqual([
      { slot: 3, isSet: true },
      { slot: 4, isSet: false },
      { slot: 5, isSet: false },
    ])
    for (const users of [undefined, null, 'x', []]) expect(codes(users)).toEqual([])
  })

  test('Zigbee2MQTT takes codes by slot', () => {
    const driver = driverOf('z2m-lock')
    const config = { baseTopic: 'zigbee2mqtt/front' }
    expect(driver.write?.(config, command('set-code', { slot: 4, code: '482915' }))).toEqual({
      topic: 'zigbee2mqtt/front/set',
      payload: '{"pin_code":{"user":4,"user_type":"unrestricted","user_enabled":true,"pin_code":"482915"}}',
      qos: 1,
    })
    expect(driver.write?.(config, command('clear-code', { slot: 4 }))).toMatchObject({ payload: '{"pin_code":{"user":4,"pin_code":null}}' })
    expect(driver.write?.(config, command('set-code', { slot: 4, code: '12' }))).toHaveProperty('unsupported')
  })

  test('what stands in an address is escaped', () => {
    const driver = driverOf('http-lock')
    const config = { unlock: { method: 'POST', url: 'http://192.0.2.7/{id}', body: '{"until":"{expiresAt}"}' } }
    expect(driver.write?.(config, { ...command('unlock'), id: 'a/../b?c="', expiresAt: '"}' })).toEqual({
      http: { method: 'POST', url: 'http://192.0.2.7/a%2F..%2Fb%3Fc%3D%22', body: '{"until":"\\"}"}' },
    })
    expect(() => driver.write?.({ unlock: { url: 'file:///etc/passwd' } }, command('unlock'))).toThrow('bad_config')
    expect(() => driver.write?.({ unlock: { url: 'http://192.0.2.7', headers: { 'X-A': 'b\r\nc: d' } } }, command('unlock'))).toThrow(
      'bad_config',
    )
  })
})
