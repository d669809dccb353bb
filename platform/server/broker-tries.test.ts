import { expect, test } from 'vitest'
import { createTries } from './broker-tries.ts'
import { plainUrl, waitBefore } from './bus.ts'

test('a name is refused unasked after ten wrong passwords, for five minutes, from that address alone', () => {
  let now = 0
  const tries = createTries(() => now)
  const lock = { address: '192.0.2.1', username: 'lock' }
  for (let at = 0; at < 10; at++) {
    expect(tries.mayTry(lock)).toBe(true)
    tries.wrong(lock)
  }
  expect(tries.mayTry(lock)).toBe(false)
  // a stranger who uses a device's name shuts out nobody but itself
  expect(tries.mayTry({ ...lock, address: '192.0.2.2' })).toBe(true)
  expect(tries.mayTry({ ...lock, username: 'reader' })).toBe(true)
  now = 5 * 60_000
  expect(tries.mayTry(lock)).toBe(true)
})

test('whoever tries many names is refused as an address; devices that have proven themselves there are not', () => {
  const tries = createTries(() => 0)
  const address = '192.0.2.1'
  tries.right({ address, username: 'lock' })
  for (let at = 0; at < 60; at++) tries.wrong({ address, username: `guess ${at}` })
  expect(tries.mayTry({ address, username: 'another' })).toBe(false)
  expect(tries.mayTry({ address, username: 'lock' })).toBe(true)
})

test('one device with an old password does not fill the measure of its address', () => {
  const tries = createTries(() => 0)
  const address = '192.0.2.1'
  for (let at = 0; at < 1_000; at++) tries.wrong({ address, username: 'old' })
  expect(tries.mayTry({ address, username: 'new' })).toBe(true)
})

test('the wait before a new connection is random below a bound that doubles to a minute', () => {
  expect([0, 1, 2, 3, 5, 6, 100].map((attempt) => waitBefore(attempt, 1))).toEqual([1_000, 2_000, 4_000, 8_000, 32_000, 60_000, 60_000])
  expect(waitBefore(5, 0)).toBe(0)
  expect(plainUrl('mqtts://hiroba:secret@broker.example.jp:8883')).toBe('mqtts://broker.example.jp:8883')
})
