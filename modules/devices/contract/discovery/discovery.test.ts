/** Announcements as the makers publish them (written from their public formats), and what the drivers then read of such devices. */
import { describe, expect, test } from 'vitest'
import type { DriverMessage } from '../drivers/driver.ts'
import { drivers } from '../drivers/registry.ts'
import { applyTemplate, parseTemplate } from '../drivers/template.ts'
import { parseAnnouncement } from './parse.ts'
import type { AdoptableDevice, Announcement } from './types.ts'

const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const announced = (topic: string, value: unknown): Extract<Announcement, { kind: 'announced' }> => {
  const found = parseAnnouncement(topic, bytes(value))
  if (found?.kind !== 'announced') throw new Error(JSON.stringify(found))
  return found
}
const only = (topic: string, value: unknown): AdoptableDevice => {
  const { adoptable, refused } = announced(topic, value)
  expect(refused).toEqual([])
  expect(adoptable).toHaveLength(1)
  return adoptable[0] as AdoptableDevice
}
const hear = (device: AdoptableDevice, topic: string, value: unknown, more: Partial<DriverMessage> = {}) => {
  const driver = drivers.get(device.driver)
  expect(driver?.topicsOf(device.config)).toContain(topic)
  const facts = driver?.read(device.config, { topic, payload: bytes(value), isRetained: false, receivedAt: 1_000_000, ...more }) ?? []
  return facts.map(({ type, data }) => ({ type, ...data }))
}
const write = (device: AdoptableDevice, action: 'lock' | 'unlock' | 'open') =>
  drivers.get(device.driver)?.write?.(device.config, { id: 'c1', action, expiresAt: '2026-11-23T09:00:10Z' })

const zigbeeDevice = {
  identifiers: ['zigbee2mqtt_0x00124b0029e7a1c4'],
  manufacturer: 'Acme',
  model: 'Smart lock (AL-1)',
  name: 'Front door',
  sw_version: '1.4',
  via_device: 'zigbee2mqtt_bridge_0x00124b0000000001',
}
const zigbeeLock = {
  availability: [
    { topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' },
    { topic: 'zigbee2mqtt/Front door/availability', value_template: '{{ value_json.state }}' },
  ],
  availability_mode: 'all',
  command_topic: 'zigbee2mqtt/Front door/set',
  device: zigbeeDevice,
  name: null,
  object_id: 'front_door',
  origin: { name: 'Zigbee2MQTT', sw: '2.6.1', url: 'https://www.zigbee2mqtt.io' },
  payload_lock: 'LOCK',
  payload_unlock: 'UNLOCK',
  state_locked: 'LOCK',
  state_topic: 'zigbee2mqtt/Front door',
  state_unlocked: 'UNLOCK',
  unique_id: '0x00124b0029e7a1c4_lock_zigbee2mqtt',
  value_template: '{{ value_json.state }}',
}
const lockTopic = 'homeassistant/lock/0x00124b0029e7a1c4/lock/config'

describe('a lock that Zigbee2MQTT announces', () => {
  test('is adopted with a driver that hears battery and door too', () => {
    const lock = only(lockTopic, zigbeeLock)
    expect(lock).toMatchObject({
      id: '0x00124b0029e7a1c4_lock_zigbee2mqtt',
      hardwareId: 'zigbee2mqtt_0x00124b0029e7a1c4',
      name: 'Front door',
      kind: 'lock',
      driver: 'z2m-lock',
      manufacturer: 'Acme',
      model: 'Smart lock (AL-1)',
      firmware: '1.4',
    })
    expect(hear(lock, 'zigbee2mqtt/Front door', { state: 'LOCK', lock_state: 'locked', battery: 91 })).toEqual([
      { type: 'lock', state: 'locked' },
      { type: 'battery', percent: 91 },
    ])
    expect(write(lock, 'unlock')).toEqual({ topic: 'zigbee2mqtt/Front door/set', payload: '{"state":"UNLOCK"}', qos: 0 })
  })

  test('is away when the bridge is; a bridge that is back does not say so of the lock', () => {
    const lock = only(lockTopic, zigbeeLock)
    expect(hear(lock, 'zigbee2mqtt/bridge/state', { state: 'offline' })).toEqual([{ type: 'availability', isOnline: false }])
    expect(hear(lock, 'zigbee2mqtt/bridge/state', { state: 'online' })).toEqual([])
    expect(hear(lock, 'zigbee2mqtt/Front door/availability', { state: 'online' })).toEqual([{ type: 'availability', isOnline: true }])
  })

  test('is taken back by an empty message', () => {
    expect(parseAnnouncement(lockTopic, new Uint8Array())).toEqual({
      kind: 'removed',
      announcementId: 'lock/0x00124b0029e7a1c4/lock',
    })
    expect(announced(lockTopic, zigbeeLock).announcementId).toBe('lock/0x00124b0029e7a1c4/lock')
  })
})

/** As Z-Wave JS UI publishes it. */
const zwave = (state: string) => ({
  availability: [
    {
      payload_available: 'true',
      payload_not_available: 'false',
      topic: 'zwave/Front/status',
      value_template: "{{'true' if value_json.value else 'false'}}",
    },
    { topic: 'zwave/_CLIENTS/ZWAVE_GATEWAY-hub/status', value_template: "{{'online' if value_json.value else 'offline'}}" },
    { payload_available: 'true', payload_not_available: 'false', topic: 'zwave/driver/status' },
  ],
  availability_mode: 'all',
  value_template: '{{ value_json.value }}',
  state_topic: `zwave/Front/${state}`,
  device: { identifiers: ['zwavejs2mqtt_0x0_node7'], manufacturer: 'Acme', model: 'Lock (AL-7)', name: 'Front', sw_version: '1.2' },
  unique_id: `zwavejs2mqtt_0x0_7-${state}`,
})

describe('what Z-Wave JS UI announces', () => {
  const lock = only('homeassistant/lock/Front/lock/config', {
    ...zwave('98/0/currentMode'),
    command_topic: 'zwave/Front/98/0/targetMode/set',
    state_locked: 255,
    state_unlocked: 0,
    payload_lock: 255,
    payload_unlock: 0,
    name: 'Front_lock',
  })

  test('a lock: numbers for states, and its own word whether it is there', () => {
    expect(hear(lock, 'zwave/Front/98/0/currentMode', { time: 1, value: 255 })).toEqual([{ type: 'lock', state: 'locked' }])
    expect(hear(lock, 'zwave/Front/98/0/currentMode', { time: 2, value: 0 })).toEqual([{ type: 'lock', state: 'unlocked' }])
    expect(write(lock, 'unlock')).toEqual({ topic: 'zwave/Front/98/0/targetMode/set', payload: '0', qos: 0 })
    expect(hear(lock, 'zwave/Front/status', { time: 3, value: false })).toEqual([{ type: 'availability', isOnline: false }])
    expect(hear(lock, 'zwave/Front/status', { time: 4, value: true })).toEqual([{ type: 'availability', isOnline: true }])
    // that the radio is back says nothing of the lock
    expect(hear(lock, 'zwave/driver/status', 'true')).toEqual([])
    expect(hear(lock, 'zwave/driver/status', 'false')).toEqual([{ type: 'availability', isOnline: false }])
    expect(hear(lock, 'zwave/_CLIENTS/ZWAVE_GATEWAY-hub/status', { value: false })).toEqual([{ type: 'availability', isOnline: false }])
  })

  test('a door contact by the number of its notification', () => {
    const contact = only('homeassistant/binary_sensor/Front/door/config', {
      ...zwave('113/0/Access_Control/Door_state_simple'),
      payload_on: 22,
      payload_off: 23,
      device_class: 'door',
    })
    expect(hear(contact, 'zwave/Front/113/0/Access_Control/Door_state_simple', { value: 22 })).toEqual([{ type: 'contact', isOpen: true }])
    expect(hear(contact, 'zwave/Front/113/0/Access_Control/Door_state_simple', { value: 23 })).toEqual([{ type: 'contact', isOpen: false }])
  })
})

describe('sensors that Zigbee2MQTT announces with true and false', () => {
  const sensor = (of: string, deviceClass: string, [on, off]: readonly [boolean, boolean]) =>
    only(`homeassistant/binary_sensor/0x1/${of}/config`, {
      device_class: deviceClass,
      payload_on: on,
      payload_off: off,
      state_topic: 'zigbee2mqtt/c',
      unique_id: `0x1_${of}`,
      value_template: `{{ value_json.${of} }}`,
      device: zigbeeDevice,
      origin: { name: 'Zigbee2MQTT' },
    })
  test('a contact whose true is a closed door, and motion', () => {
    const contact = sensor('contact', 'door', [false, true])
    expect(hear(contact, 'zigbee2mqtt/c', { contact: false, battery: 97 })).toEqual([{ type: 'contact', isOpen: true }])
    expect(hear(contact, 'zigbee2mqtt/c', { contact: true })).toEqual([{ type: 'contact', isOpen: false }])
    const motion = sensor('occupancy', 'motion', [true, false])
    expect(hear(motion, 'zigbee2mqtt/c', { occupancy: true })).toEqual([{ type: 'motion', isActive: true }])
    expect(hear(motion, 'zigbee2mqtt/c', { contact: true })).toEqual([])
  })
})

describe('a door contact that ESPHome announces', () => {
  const contact = {
    dev_cla: 'door',
    name: 'Back door',
    stat_t: 'backdoor/binary_sensor/back_door/state',
    avty_t: 'backdoor/status',
    uniq_id: 'ESPbinary_sensorback_door',
    dev: {
      ids: 'a4cf12f03b11',
      name: 'backdoor',
      sw: 'esphome v2026.9.1 (Sep 12 2026, 10:11:12)',
      mdl: 'esp01_1m',
      mf: 'Espressif',
      cns: [['mac', 'a4cf12f03b11']],
    },
  }
  const topic = 'homeassistant/binary_sensor/backdoor/back_door/config'

  test('is read in its abbreviations', () => {
    const one = only(topic, contact)
    expect(one).toMatchObject({
      id: 'ESPbinary_sensorback_door',
      name: 'backdoor Back door',
      kind: 'contact',
      driver: 'ha-sensor',
      hardwareId: 'a4cf12f03b11',
    })
    expect(hear(one, 'backdoor/binary_sensor/back_door/state', 'ON')).toEqual([{ type: 'contact', isOpen: true }])
    expect(hear(one, 'backdoor/binary_sensor/back_door/state', 'OFF')).toEqual([{ type: 'contact', isOpen: false }])
    expect(hear(one, 'backdoor/binary_sensor/back_door/state', 'unknown')).toEqual([])
    expect(hear(one, 'backdoor/status', 'offline')).toEqual([{ type: 'availability', isOnline: false }])
  })

  test('`~` stands for the base at both ends, and in the list of availability', () => {
    const one = only(topic, {
      ...contact,
      '~': 'backdoor',
      stat_t: '~/contact',
      avty_t: undefined,
      avty: [{ t: '~/status' }, { t: 'node/~', pl_avail: 'up', pl_not_avail: 'down' }],
      avty_mode: 'any',
    })
    expect(hear(one, 'backdoor/contact', 'ON')).toEqual([{ type: 'contact', isOpen: true }])
    expect(hear(one, 'backdoor/status', 'online')).toEqual([{ type: 'availability', isOnline: true }])
    expect(hear(one, 'backdoor/status', 'offline')).toEqual([])
    expect(hear(one, 'node/backdoor', 'down')).toEqual([{ type: 'availability', isOnline: false }])
  })

  test('what expires says so, and a motion that never ends says when it does', () => {
    const motion = only(topic, { ...contact, dev_cla: 'motion', exp_aft: 120, off_dly: 30 })
    expect(motion).toMatchObject({ kind: 'motion', config: { expireSeconds: 120, parts: [{ as: 'motion', offDelaySeconds: 30 }] } })
  })
})

describe('a plug with Tasmota', () => {
  const config = {
    ip: '192.0.2.31',
    dn: 'Heater plug',
    fn: ['Heater plug', null, null, null, null, null, null, null],
    hn: 'plug-1-6543',
    mac: 'DC4F22C0FFEE',
    md: 'Sonoff S31',
    ty: 0,
    if: 0,
    ofln: 'Offline',
    onln: 'Online',
    state: ['OFF', 'ON', 'TOGGLE', 'HOLD'],
    sw: '15.0.1',
    t: 'plug-1',
    ft: '%prefix%/%topic%/',
    tp: ['cmnd', 'stat', 'tele'],
    rl: [1, 0, 0, 0, 0, 0, 0, 0],
    ver: 1,
  }

  test('announces itself in its own form, and its kilowatt-hours become watt-hours', () => {
    const plug = only('tasmota/discovery/DC4F22C0FFEE/config', config)
    expect(plug).toMatchObject({
      id: 'tasmota/DC4F22C0FFEE',
      name: 'Heater plug',
      kind: 'plug',
      driver: 'tasmota',
      model: 'Sonoff S31',
      firmware: '15.0.1',
    })
    expect(
      hear(plug, 'tele/plug-1/SENSOR', {
        Time: '2026-11-23T18:00:00',
        ENERGY: {
          TotalStartTime: '2026-01-01T00:00:00',
          Total: 12.345,
          Yesterday: 0.5,
          Today: 0.25,
          Power: 42,
          ApparentPower: 50,
          Factor: 0.84,
          Voltage: 101,
          Current: 0.42,
        },
      }),
    ).toEqual([
      { type: 'reading', key: 'energy', value: 12_345, unit: 'Wh' },
      { type: 'reading', key: 'power', value: 42, unit: 'W' },
      { type: 'reading', key: 'voltage', value: 101, unit: 'V' },
      { type: 'reading', key: 'current', value: 0.42, unit: 'A' },
    ])
    expect(hear(plug, 'stat/plug-1/RESULT', { POWER: 'ON' })).toEqual([{ type: 'reading', key: 'switch', value: 1, unit: '' }])
    expect(hear(plug, 'tele/plug-1/LWT', 'Offline')).toEqual([{ type: 'availability', isOnline: false }])
    expect(parseAnnouncement('tasmota/discovery/DC4F22C0FFEE/config', bytes(''))).toMatchObject({ kind: 'removed' })
  })

  test('announces its power in the form of Home Assistant too', () => {
    const power = only('homeassistant/sensor/C0FFEE_ENERGY_Power/config', {
      name: 'Heater plug ENERGY Power',
      stat_t: 'tele/plug-1/SENSOR',
      avty_t: 'tele/plug-1/LWT',
      pl_avail: 'Online',
      pl_not_avail: 'Offline',
      uniq_id: 'C0FFEE_ENERGY_Power',
      dev: { ids: ['C0FFEE'] },
      unit_of_meas: 'W',
      dev_cla: 'power',
      frc_upd: true,
      val_tpl: "{{value_json['ENERGY']['Power']}}",
    })
    expect(power).toMatchObject({ kind: 'meter', name: 'Heater plug ENERGY Power' })
    expect(hear(power, 'tele/plug-1/SENSOR', { ENERGY: { Power: 42 } })).toEqual([{ type: 'reading', key: 'power', value: 42, unit: 'W' }])
    expect(hear(power, 'tele/plug-1/SENSOR', { SI7021: {} })).toEqual([])
    expect(hear(power, 'tele/plug-1/LWT', 'Online')).toEqual([{ type: 'availability', isOnline: true }])
  })

  test('a full topic that nobody can resolve is refused', () => {
    expect(parseAnnouncement('tasmota/discovery/DC4F22C0FFEE/config', bytes({ ...config, ft: '%prefix%/%hostname%/' }))).toMatchObject({
      kind: 'refused',
      code: 'unknown_shape',
    })
  })
})

describe('a Shelly', () => {
  const full = {
    src: 'shellyplusplugs-fcb4670c1234',
    dst: 'shellyplusplugs-fcb4670c1234/events',
    method: 'NotifyFullStatus',
    params: {
      ts: 1_795_424_400.5,
      ble: {},
      'switch:0': {
        id: 0,
        source: 'init',
        output: true,
        apower: 11.5,
        voltage: 100.9,
        current: 0.114,
        aenergy: { total: 6_532.207, by_minute: [45.2, 47.1, 88.4], minute_ts: 1_795_424_399 },
        temperature: { tC: 40.7, tF: 105.3 },
      },
      sys: { mac: 'FCB4670C1234', uptime: 12 },
    },
  }

  test('announces itself by its whole status, and tells watt-hours with the time of its clock', () => {
    const plug = only('plugs/heater/events/rpc'.replace('plugs/heater', 'heater'), full)
    expect(plug).toMatchObject({
      id: 'shelly/shellyplusplugs-fcb4670c1234',
      kind: 'plug',
      driver: 'shelly',
      config: { id: 'heater' },
      model: 'shellyplusplugs',
    })
    expect(hear(plug, 'heater/events/rpc', full)).toEqual([
      { type: 'reading', key: 'power', value: 11.5, unit: 'W' },
      { type: 'reading', key: 'voltage', value: 100.9, unit: 'V' },
      { type: 'reading', key: 'current', value: 0.114, unit: 'A' },
      { type: 'reading', key: 'energy', value: 6_532, unit: 'Wh' },
      { type: 'reading', key: 'switch', value: 1, unit: '' },
    ])
    const facts = drivers
      .get('shelly')
      ?.read(plug.config, { topic: 'heater/events/rpc', payload: bytes(full), isRetained: false, receivedAt: 5 })
    expect(facts?.[0]).toMatchObject({
      sourceKey: '1795424400.5:switch:0/power',
      deviceTime: '2026-11-23T09:00:00.500Z',
      deviceClock: 'synced',
    })
    expect(hear(plug, 'heater/online', 'false')).toEqual([{ type: 'availability', isOnline: false }])
  })

  test('a part of its status is no announcement, and neither is a stranger on the topic', () => {
    expect(parseAnnouncement('heater/events/rpc', bytes({ ...full, method: 'NotifyStatus' }))).toBeUndefined()
    expect(parseAnnouncement('heater/events/rpc', bytes('{'))).toBeUndefined()
    expect(parseAnnouncement('heater/events/rpc', bytes({ src: 'other', method: 'NotifyFullStatus', params: {} }))).toBeUndefined()
  })

  test('is announced in the form of Home Assistant by its script', () => {
    const one = only('homeassistant/sensor/shelly1pm-aabbcc/energy/config', {
      '~': 'shellies/shelly1pm-aabbcc/',
      name: 'Energy',
      stat_t: '~relay/0/energy',
      val_tpl: '{{ value | float }}',
      unit_of_meas: 'kWh',
      dev_cla: 'energy',
      stat_cla: 'total_increasing',
      avty_t: '~online',
      pl_avail: 'true',
      pl_not_avail: 'false',
      uniq_id: 'shelly1pm-aabbcc-energy',
      dev: { ids: ['aabbcc'], name: 'Pump', mf: 'Allterco Robotics', mdl: 'Shelly 1PM' },
    })
    expect(hear(one, 'shellies/shelly1pm-aabbcc/relay/0/energy', '1.5')).toEqual([
      { type: 'reading', key: 'energy', value: 1_500, unit: 'Wh' },
    ])
    expect(hear(one, 'shellies/shelly1pm-aabbcc/online', 'true')).toEqual([{ type: 'availability', isOnline: true }])
  })
})

describe('the form of a device with components', () => {
  const topic = 'homeassistant/device/lock-7/config'
  const whole = {
    dev: { ids: ['lock-7'], name: 'Side door', mf: 'Acme', mdl: 'L7', sw: '2.0', sn: 'S7' },
    o: { name: 'acme2mqtt', sw: '1.0', url: 'https://example.jp' },
    '~': 'acme/lock-7',
    avty_t: '~/status',
    qos: 1,
    cmps: {
      bolt: { p: 'lock', uniq_id: 'lock-7-bolt', cmd_t: '~/set', stat_t: '~/state', pl_open: 'OPEN', stat_jam: 'STUCK' },
      cell: {
        p: 'sensor',
        uniq_id: 'lock-7-battery',
        dev_cla: 'battery',
        unit_of_meas: '%',
        stat_t: '~/battery',
        val_tpl: '{{ value_json.percent | int }}',
      },
      reader: { p: 'tag', t: '~/card', val_tpl: '{{ value_json.UID }}' },
      bell: { p: 'event', uniq_id: 'lock-7-bell', stat_t: '~/bell', evt_typ: ['press', 'hold'] },
      lamp: { p: 'light', uniq_id: 'lock-7-lamp', cmd_t: '~/lamp' },
      odd: { p: 'sensor', uniq_id: 'lock-7-odd', stat_t: '~/odd', unit_of_meas: 'W', val_tpl: '{% if value > 3 %}{{ value }}{% endif %}' },
      gone: { p: 'sensor' },
    },
  }

  test('gives each thing of it, the battery with the things beside it, and says why the rest is left out', () => {
    const { adoptable, refused, announcementId } = announced(topic, whole)
    expect(announcementId).toBe('device/lock-7')
    expect(adoptable.map(({ id, kind, hardwareId }) => `${hardwareId} ${kind} ${id}`)).toEqual([
      'lock-7 lock lock-7-bolt',
      'lock-7 reader lock-7/reader',
      'lock-7 button lock-7-bell',
    ])
    expect(refused).toEqual([
      { id: 'lock-7-lamp', code: 'unsupported_component', detail: 'light' },
      { id: 'lock-7-odd', code: 'template', detail: '{% if value > 3 %}{{ value }}{% endif %}' },
    ])
    const [lock, reader, bell] = adoptable as [AdoptableDevice, AdoptableDevice, AdoptableDevice]
    expect(hear(lock, 'acme/lock-7/state', 'STUCK')).toEqual([{ type: 'lock', state: 'jammed' }])
    expect(hear(lock, 'acme/lock-7/battery', { percent: '64' })).toEqual([{ type: 'battery', percent: 64 }])
    expect(hear(lock, 'acme/lock-7/status', 'online')).toEqual([{ type: 'availability', isOnline: true }])
    expect(write(lock, 'open')).toEqual({ topic: 'acme/lock-7/set', payload: 'OPEN', qos: 0 })
    expect(hear(reader, 'acme/lock-7/card', { UID: '04:A2:3B:91' })).toEqual([{ type: 'card', id: '04:A2:3B:91', technology: 'other' }])
    expect(() => hear(reader, 'acme/lock-7/card', { UID: 'kitchen tag' })).toThrow('8 hexadecimal digits')
    expect(hear(bell, 'acme/lock-7/bell', { event_type: 'press' })).toEqual([{ type: 'button', press: 'press' }])
    expect(() => hear(bell, 'acme/lock-7/bell', { type: 'press' })).toThrow('event_type')
  })

  test('a phone at home is near', () => {
    const one = only('homeassistant/device_tracker/node/phone-1/config', {
      state_topic: 'ble/phone-1',
      payload_home: 'here',
      unique_id: 'phone-1',
      name: 'Phone',
    })
    expect(hear(one, 'ble/phone-1', 'here')).toEqual([{ type: 'near', trackerId: 'phone-1', subjectKey: 'phone-1' }])
    expect(hear(one, 'ble/phone-1', 'not_home')).toEqual([])
  })
})

describe('what cannot be read is refused with what stood there', () => {
  const lock = { command_topic: 'a/set', state_topic: 'a/state', unique_id: 'a' }
  const refusal = (value: unknown, topic = 'homeassistant/lock/a/config') => announced(topic, value).refused[0]

  test('templates that are more than a path', () => {
    for (const template of [
      "{{ 'LOCKED' if value_json.locked and value_json.shut else 'UNLOCKED' }}",
      "{{ value_json.state | replace('LOCK', 'LOCKED') }}",
      "{{ value_json.state | replace('a', 'b') }}",
      '{% set x = 1 %}{{ x }}',
      '{{ value_json.a + 1 }}',
      '{{ states("lock.a") }}',
      '{{ value_json.__class__.__mro__() }}',
      '{{ value.split(",")[0] }}',
    ])
      expect(refusal({ ...lock, value_template: template })).toEqual({ id: 'a', code: 'template', detail: template })
    expect(refusal({ ...lock, command_template: '{"state":"{{ value }}","code":"{{ code }}"}' })).toMatchObject({ code: 'template' })
  })

  test('no topic, a wildcard for a topic, a shape that is not one', () => {
    expect(refusal({ unique_id: 'a' })).toEqual({ id: 'a', code: 'no_topic', detail: 'command_topic' })
    expect(refusal({ ...lock, state_topic: 'a/#' })).toMatchObject({ code: 'no_topic' })
    expect(refusal({ ...lock, state_topic: 7 })).toMatchObject({ code: 'unknown_shape' })
    expect(refusal({ ...lock, availability: [{ payload: 'x' }] })).toMatchObject({ code: 'unknown_shape' })
    expect(parseAnnouncement('homeassistant/lock/a/config', bytes('{'))).toMatchObject({ kind: 'refused', code: 'not_json', detail: '{' })
    expect(parseAnnouncement('homeassistant/lock/a/config', bytes('[1]'))).toMatchObject({ kind: 'refused', code: 'unknown_shape' })
    expect(parseAnnouncement('homeassistant/lock/a/config', Buffer.from([0xff, 0xfe]))).toMatchObject({ kind: 'refused', code: 'not_json' })
  })

  test('a topic of our own devices, or of the broker: whoever announces a lamp opens no door with it', () => {
    for (const topic of ['hiroba/v1/h/d/cmd', 'hiroba/x', '$SYS/x'])
      for (const field of ['command_topic', 'state_topic', 'availability_topic'])
        expect(refusal({ ...lock, [field]: topic }), `${field} ${topic}`).toMatchObject({ code: 'unknown_shape' })
    expect(refusal({ ...lock, availability: [{ topic: 'hiroba/v1/h/d/avail' }] })).toMatchObject({ code: 'unknown_shape' })
    expect(refusal({ ...lock, '~': 'hiroba/v1/h/d', command_topic: '~/cmd' })).toMatchObject({ code: 'unknown_shape' })
    expect(refusal({ ...lock, command_topic: 'a/+/set' })).toMatchObject({ code: 'no_topic' })
  })

  test('other topics are no announcements', () => {
    for (const topic of [
      'homeassistant/status',
      'homeassistant/a/b/c/d/config',
      'homeassistant/config',
      'a/b',
      'tasmota/discovery/x/sensors',
    ])
      expect(parseAnnouncement(topic, bytes('{}'))).toBeUndefined()
  })

  test('names of JavaScript in place of values find nothing', () => {
    const template = parseTemplate('{{ value_json.constructor.name }}')
    expect(template).toBeDefined()
    expect(applyTemplate(template, '{}', () => ({}))).toBeUndefined()
    expect(refusal({ ...lock, value_template: '{{ value_json.__proto__ }}' })).toBeUndefined()
  })
})

test('templates of the plain kind', () => {
  const body = { a: { b: 21.26 }, 'x y': [{ n: '7' }], on: true, s: ' Up ' }
  const read = (template: string) => applyTemplate(parseTemplate(template), JSON.stringify(body), () => body)
  expect(read('{{ value_json.a.b }}')).toBe(21.26)
  expect(read('{{value_json["x y"][0].n|int}}')).toBe(7)
  expect(read('{{ value_json.a.b | round(1) }}')).toBe(21.3)
  expect(read('{{ value_json.a.b | float | round }}')).toBe(21)
  expect(read('{{ value_json.s | trim | lower }}')).toBe('up')
  expect(read('{{ value_json.none | default(5) | int }}')).toBe(5)
  expect(read('{{ value_json.none.deeper }}')).toBeUndefined()
  expect(read('{{- value -}}')).toBe(JSON.stringify(body))
})

test('one choice between two texts, and no more of that language', () => {
  const body = { value: 'LOCK', on: true, off: false, none: 0, list: [], n: 3, a: { b: 'x' } }
  const read = (template: string) => applyTemplate(parseTemplate(template), 'true', () => body)
  expect(read("{{'true' if value_json.on else 'false'}}")).toBe('true')
  for (const path of ['off', 'none', 'list', 'missing', 'missing.deeper'])
    expect(read(`{{ "yes" if value_json.${path} else "no" }}`), `for ${path}`).toBe('no')
  expect(read("{{ 'LOCKED' if value_json.value == 'LOCK' else 'UNLOCKED' }}")).toBe('LOCKED')
  expect(read("{{ 'LOCKED' if value_json['value'] != 'LOCK' else 'UNLOCKED' }}")).toBe('UNLOCKED')
  expect(read("{{ 'a' if value_json.n == 3 else 'b' }}")).toBe('a')
  expect(read("{{ 'a' if value_json.n == '3' else 'b' }}")).toBe('b')
  expect(read("{{ 'a' if value_json.on == true else 'b' }}")).toBe('a')
  expect(read("{{ 'on' if value == 'true' else 'off' }}")).toBe('on')
  expect(read("{{ 'x' if value_json.a.b else 'y' }}")).toBe('x')
  for (const more of [
    "{{ 'a' if value_json.n > 3 else 'b' }}",
    "{{ 'a' if value_json.on and value_json.off else 'b' }}",
    "{{ 'a' if not value_json.on else 'b' }}",
    "{{ 'a' if value_json.on else 'b' if value_json.off else 'c' }}",
    "{{ 'a' if states('lock.a') else 'b' }}",
    "{{ value_json.on if value_json.on else 'b' }}",
    "{{ 'a' if value_json.on }}",
    "{{ 'a' ~ 'b' if value_json.on else 'c' }}",
    "{{ 'a' if value_json.n | int == 3 else 'b' }}",
    "{{ 'a' if value_json.on else 'b' }}{{ value }}",
    `{{ 'a' if ${'value_json.x '.repeat(35)} else 'b' }}`,
  ])
    expect(parseTemplate(more), `for ${more}`).toBeUndefined()
})
