import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  deviceTopic,
  filterCovers,
  filtersMeet,
  isCommandTopic,
  mayListen,
  maySpeak,
  readDeviceTopic,
  topicMatches,
  type Speaker,
} from './topics.ts'

const own = { kind: 'device', hubId: 'h', deviceId: 'd' } as const satisfies Speaker
const bridge = {
  kind: 'bridge',
  hubId: 'h',
  topicFilters: ['zigbee2mqtt/#', 'homeassistant/+/+/+/config', 'tele/plug-1/+'],
} as const satisfies Speaker

describe('a device of ours', () => {
  test('speaks for itself alone', () => {
    for (const leaf of ['event', 'state', 'avail', 'cmd/ack'] as const) expect(maySpeak(own, deviceTopic(own, leaf), false)).toBe(true)
    for (const topic of [
      'hiroba/v1/h/other/event',
      'hiroba/v1/other/d/event',
      'hiroba/v2/h/d/event',
      'hiroba/v1/h/d/event/x',
      'hiroba/v1/h/d',
      'zigbee2mqtt/a',
      '$SYS/a',
    ])
      expect(maySpeak(own, topic, false)).toBe(false)
  })
  test('orders nothing, not even from itself', () => {
    expect(maySpeak(own, deviceTopic(own, 'cmd'), false)).toBe(false)
    expect(maySpeak(own, deviceTopic(own, 'cmd'), true)).toBe(false)
  })
  test('leaves behind what holds, never what happened', () => {
    expect(maySpeak(own, deviceTopic(own, 'state'), true)).toBe(true)
    expect(maySpeak(own, deviceTopic(own, 'avail'), true)).toBe(true)
    expect(maySpeak(own, deviceTopic(own, 'event'), true)).toBe(false)
    expect(maySpeak(own, deviceTopic(own, 'cmd/ack'), true)).toBe(false)
  })
  test('hears its own commands and nobody else', () => {
    expect(mayListen(own, deviceTopic(own, 'cmd'))).toBe(true)
    for (const filter of [
      'hiroba/v1/h/other/cmd',
      'hiroba/v1/h/+/cmd',
      'hiroba/v1/h/d/#',
      '#',
      '+/+/+/+/cmd',
      '$SYS/#',
      'homeassistant/status',
    ])
      expect(mayListen(own, filter)).toBe(false)
  })
})

describe('a bridge', () => {
  test('speaks on the topics it was given', () => {
    for (const topic of ['zigbee2mqtt/front', 'zigbee2mqtt/bridge/state', 'homeassistant/lock/a/b/config', 'tele/plug-1/LWT'])
      expect(maySpeak(bridge, topic, true)).toBe(true)
    for (const topic of ['tele/plug-2/LWT', 'homeassistant/status', 'other', 'hiroba/v1/h/d/event'])
      expect(maySpeak(bridge, topic, false)).toBe(false)
  })
  test('is never one of our own, whatever its list says', () => {
    const greedy = { ...bridge, topicFilters: ['#', 'hiroba/#', '$SYS/#'] }
    expect(maySpeak(greedy, 'hiroba/v1/h/d/event', false)).toBe(false)
    expect(maySpeak(greedy, '$SYS/x', false)).toBe(false)
    expect(mayListen(greedy, 'hiroba/v1/h/d/cmd')).toBe(false)
    for (const filter of ['#', '+/v1/#', '+/#', '$SYS/#']) expect(mayListen(greedy, filter)).toBe(false)
    expect(mayListen(greedy, 'zigbee2mqtt/front/set')).toBe(true)
  })
  test('leaves no command behind', () => {
    expect(maySpeak(bridge, 'zigbee2mqtt/front/set', false)).toBe(true)
    expect(maySpeak(bridge, 'zigbee2mqtt/front/set', true)).toBe(false)
  })
  test('hears what lies inside its topics, and when the server is back', () => {
    expect(mayListen(bridge, 'zigbee2mqtt/+/set')).toBe(true)
    expect(mayListen(bridge, 'homeassistant/status')).toBe(true)
    for (const filter of ['#', 'zigbee2mqtt', 'tele/+/LWT', 'homeassistant/#'])
      expect(mayListen(bridge, filter)).toBe(filter === 'zigbee2mqtt')
  })
})

test('filters find topics as MQTT 3.1.1 section 4.7 has it', () => {
  const found = (filter: string, topic: string) => topicMatches(filter, topic)
  expect(found('a/#', 'a')).toBe(true)
  expect(found('a/#', 'a/b/c')).toBe(true)
  expect(found('a/+', 'a')).toBe(false)
  expect(found('a/+', 'a/')).toBe(true)
  expect(found('+/+', '/a')).toBe(true)
  expect(found('+', '/a')).toBe(false)
  expect(found('#', '$SYS/a')).toBe(false)
  expect(found('+/a', '$SYS/a')).toBe(false)
  expect(found('$SYS/#', '$SYS/a')).toBe(true)
})

test('a filter inside a right finds nothing that the right does not', () => {
  const levels = ['a', 'b', '+', '']
  const topics = ['a', 'b', 'a/a', 'a/b', 'b/b', 'a/b/b', 'a/', '/a', '$a/b', '$a']
  const filters = [
    '#',
    '+',
    ...levels,
    ...levels.flatMap((one) => [...levels, '#'].map((two) => `${one}/${two}`)),
    'a/+/#',
    'a/b/#',
    '+/+/b',
    '$a/#',
    '$a/+',
  ]
  for (const outer of filters) {
    for (const inner of filters) {
      if (!filterCovers(outer, inner)) continue
      for (const topic of topics)
        if (topicMatches(inner, topic)) expect([outer, inner, topic, topicMatches(outer, topic)]).toEqual([outer, inner, topic, true])
    }
  }
})

test('command topics of every protocol we know', () => {
  for (const topic of [
    'hiroba/v1/h/d/cmd',
    'zigbee2mqtt/a/set',
    'zigbee2mqtt/a/set/state',
    'zigbee2mqtt/a/get',
    'cmnd/plug/POWER',
    'shelly-1/rpc',
    'shelly-1/command/switch:0',
    'lock/command',
  ])
    expect(isCommandTopic(topic)).toBe(true)
  for (const topic of [
    'hiroba/v1/h/d/state',
    'zigbee2mqtt/a',
    'tele/plug/STATE',
    'shelly-1/events/rpcs',
    'homeassistant/lock/a/config',
    'sets/a',
  ])
    expect(isCommandTopic(topic)).toBe(false)
  expect(readDeviceTopic('hiroba/v1/h/d/cmd/ack')).toEqual({ hubId: 'h', deviceId: 'd', leaf: 'cmd/ack' })
  expect(readDeviceTopic('hiroba/v1/h/d/other')).toBeUndefined()
})

describe('two filters', () => {
  test('meet where some topic is found by both, whatever their order', () => {
    for (const [one, other, isMet] of [
      ['zigbee2mqtt/#', 'zigbee2mqtt/front/set', true],
      ['zigbee2mqtt/#', 'zigbee2mqtt', true],
      ['homeassistant/+/a/config', 'homeassistant/lock/+/config', true],
      ['homeassistant/+/a/config', 'homeassistant/lock/b/config', false],
      ['tele/+/LWT', 'tele/#', true],
      ['tele/plug-1/+', 'tele/plug-1/a/b', false],
      ['kofu/#', 'tono/#', false],
      ['a/b', 'a', false],
      ['$SYS/#', '#', false],
    ] as const) {
      expect([filtersMeet(one, other), filtersMeet(other, one)], `${one} and ${other}`).toEqual([isMet, isMet])
    }
  })

  const level = fc.constantFrom('a', 'b', '+')
  const filter = fc
    .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([levels, isOpen]) => [...levels, ...(isOpen ? ['#'] : [])].join('/'))
  const all = everyTopic(5)
  test('meet exactly where a topic says so', () => {
    fc.assert(
      fc.property(filter, filter, (one, other) => {
        const isFound = all.some((each) => topicMatches(one, each) && topicMatches(other, each))
        expect(filtersMeet(one, other)).toBe(isFound)
      }),
    )
  })
})

function everyTopic(mostLevels: number): string[] {
  let ends = ['a', 'b']
  const found = [...ends]
  for (let levels = 2; levels <= mostLevels; levels++) {
    ends = ends.flatMap((end) => [`${end}/a`, `${end}/b`])
    found.push(...ends)
  }
  return found
}
