import { afterEach, expect, test } from 'vitest'
import { openClock, type TimeSource } from './clock.ts'
import { openStore, type EdgeStore } from './store.ts'

let store: EdgeStore
afterEach(() => store.close())

const year = 365 * 24 * 3_600_000

function source(start: { wall: number; boot?: string; kept?: 'service' | 'battery' | 'no' }) {
  let mono = 1_000
  let { wall } = start
  return {
    boot: start.boot ?? 'first',
    wall: () => wall,
    mono: () => mono,
    isKept: () => start.kept ?? 'no',
    pass(milliseconds: number) {
      mono += milliseconds
      wall += milliseconds
    },
    setWall: (at: number) => void (wall = at),
  } satisfies TimeSource & Record<string, unknown>
}

test('a machine that woke in 1970 learns the time and knows when things were, also of before', async () => {
  store = openStore(':memory:')
  const time = source({ wall: 0 })
  const clock = openClock(store, time)
  expect([clock.isSynced(), clock.isTrusted()]).toEqual([false, false])
  const shown = clock.mono()
  time.pass(3_600_000)
  const now = Date.parse('2026-11-23T10:00:00Z')
  await clock.learn(now, clock.mono(), clock.mono())
  expect([clock.isSynced(), clock.isTrusted(), clock.now()]).toEqual([true, true, now])
  expect(clock.at(shown, 'first')).toBe(now - 3_600_000)
  // somebody sets the machine's clock: the doors do not care
  time.setWall(year)
  time.pass(1_000)
  expect(clock.now()).toBe(now + 1_000)
  clock.close()

  // the program starts again, the machine was on all the time: nothing is to be learned anew
  const again = openClock(store, time)
  expect([again.isSynced(), again.now()]).toEqual([true, now + 1_000])
  again.close()

  // the machine was switched off: its own clock is worth nothing, but what was recorded before it still has its time
  const off = openClock(store, source({ wall: 0, boot: 'second' }))
  expect([off.isSynced(), off.isTrusted()]).toEqual([false, false])
  expect(off.at(shown, 'first')).toBe(now - 3_600_000)
  expect(off.at(5, 'third')).toBeUndefined()
  off.close()
})

test('a clock with a battery is believed without a line, but not behind what was known already', async () => {
  store = openStore(':memory:')
  const now = Date.parse('2026-11-23T10:00:00Z')
  const clock = openClock(store, source({ wall: now, kept: 'battery' }))
  expect([clock.isSynced(), clock.isTrusted()]).toEqual([false, true])
  await clock.learn(now + 5, 0, 0)
  clock.close()
  await store.put('clock:high', String(now))
  const later = openClock(store, source({ wall: now + 60_000, boot: 'second', kept: 'battery' }))
  expect(later.isTrusted()).toBe(true)
  later.close()
  const setBack = openClock(store, source({ wall: now - year, boot: 'third', kept: 'battery' }))
  expect(setBack.isTrusted()).toBe(false)
  setBack.close()
})

test('a slow line moves nothing that it could not know better', async () => {
  store = openStore(':memory:')
  const time = source({ wall: 1_000_000 })
  const clock = openClock(store, time)
  await clock.learn(2_000_000, 1_000, 1_000)
  await clock.learn(2_000_700, 1_000, 2_200)
  expect(clock.now()).toBe(2_000_000)
  await clock.learn(9_000_000, 1_000, 30_000)
  expect(clock.now()).toBe(2_000_000)
  clock.close()
})
