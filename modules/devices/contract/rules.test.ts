import { expect, test } from 'vitest'
import { clockSkew, effectiveTime, expireAfterSeconds, plainClaimCode } from './rules.ts'
import { deviceKinds } from './schemas.ts'

const minuteMs = 60_000
const dayMs = 1_440 * minuteMs
const iso = (ms: number): string => new Date(ms).toISOString()
const received = Date.UTC(2026, 10, 24, 3)

type Times = Parameters<typeof effectiveTime>[0]
const times = (given: Partial<Times>): Times => ({
  deviceTime: null,
  deviceClock: 'unknown',
  edgeTime: iso(received),
  edgeClock: 'synced',
  ...given,
})

/** The same numbers each run (mulberry32). */
function randoms(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

test.each<[string, Partial<Times>, number, string]>([
  ['a synced device is believed', { deviceTime: iso(received - 1_000), deviceClock: 'synced' }, received - 1_000, 'device'],
  ['also for what it kept for six days', { deviceTime: iso(received - 6 * dayMs), deviceClock: 'synced' }, received - 6 * dayMs, 'device'],
  ['not for a year ago', { deviceTime: iso(received - 365 * dayMs), deviceClock: 'synced' }, received, 'edge'],
  ['not for the future', { deviceTime: iso(received + 6 * minuteMs), deviceClock: 'synced' }, received, 'edge'],
  ['an unsynced device is not', { deviceTime: iso(received - 1_000), deviceClock: 'unsynced' }, received, 'edge'],
  ['what the edge kept while the line was down', { edgeTime: iso(received - 3 * dayMs) }, received - 3 * dayMs, 'edge'],
  ['restamped counts as known', { edgeTime: iso(received - dayMs), edgeClock: 'restamped' }, received - dayMs, 'edge'],
  ['an unsynced edge just now', { edgeClock: 'unsynced', edgeTime: iso(received - 2_000) }, received, 'server'],
  ['an unsynced edge of 1970', { edgeClock: 'unsynced', edgeTime: iso(1_000) }, received, 'doubtful'],
  ['an edge that claims to be synced, a day ahead', { edgeTime: iso(received + dayMs) }, received, 'doubtful'],
  [
    'an unsynced edge, a synced device',
    { edgeClock: 'unsynced', edgeTime: iso(1_000), deviceClock: 'synced', deviceTime: iso(received - dayMs) },
    received - dayMs,
    'device',
  ],
])('%s', (_, given, at, quality) => {
  expect(effectiveTime(times(given), received)).toEqual({ at, quality })
})

test('never refuses, never lies more than five minutes in the future, and is one of the times given', () => {
  const random = randoms(7)
  const anyTime = (): number => Math.floor(received + (random() - 0.5) * 10 ** (3 + random() * 9))
  for (let run = 0; run < 5_000; run++) {
    const event = times({
      deviceTime: random() < 0.3 ? null : iso(anyTime()),
      deviceClock: (['synced', 'unsynced', 'unknown'] as const)[Math.floor(random() * 3)] ?? 'unknown',
      edgeTime: iso(anyTime()),
      edgeClock: (['synced', 'unsynced', 'restamped'] as const)[Math.floor(random() * 3)] ?? 'synced',
    })
    const { at, quality } = effectiveTime(event, received)
    expect(at).toBeLessThanOrEqual(received + 10 * minuteMs)
    const given = { device: event.deviceTime, edge: event.edgeTime, server: iso(received), doubtful: iso(received) }[quality]
    expect(iso(at)).toBe(given)
    // the same question has the same answer: a resend changes nothing
    expect(effectiveTime(event, received)).toEqual({ at, quality })
  }
})

test('a later receipt does not move what a known clock said', () => {
  const random = randoms(11)
  for (let run = 0; run < 2_000; run++) {
    const edgeTime = received - Math.floor(random() * 30 * dayMs)
    const event = times({ edgeTime: iso(edgeTime), deviceClock: 'synced', deviceTime: iso(edgeTime - Math.floor(random() * 8 * dayMs)) })
    expect(effectiveTime(event, received + Math.floor(random() * 400 * dayMs))).toEqual(effectiveTime(event, received))
  }
})

test('how far a clock is off is told where both say the time', () => {
  expect(clockSkew(times({ deviceTime: iso(received + 90_000), deviceClock: 'synced' }))).toBe(90_000)
  expect(clockSkew(times({}))).toBeUndefined()
  expect(clockSkew(times({ deviceTime: iso(received), edgeClock: 'unsynced' }))).toBeUndefined()
})

test('each kind has a time after which it is silent; its own goes first', () => {
  for (const kind of deviceKinds) expect(expireAfterSeconds(kind, null)).toBeGreaterThan(0)
  expect(expireAfterSeconds('lock', 60)).toBe(60)
})

test('a claim code is read as it is typed', () => {
  expect(plainClaimCode(' 0ab1-cdeo ')).toBe('0AB1CDE0')
  expect(plainClaimCode('oIlL')).toBe('0111')
})
