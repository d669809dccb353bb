import { expect, test } from 'vitest'
import { fastTime } from './time.ts'

const morning = Date.parse('2026-11-20T07:00:00+09:00')
const real = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test('a fast clock stands still until somebody waits, arrives at the moment waited for and stands still there', async () => {
  const time = fastTime({ speed: 600, from: morning })
  await real(30)
  expect(time.now()).toBe(morning)
  expect(await time.until(morning + 10_000)).toBe(true)
  expect(time.now()).toBe(morning + 10_000)
  await real(30)
  expect(time.now()).toBe(morning + 10_000)
  expect(await time.until(morning)).toBe(true)
  time.set(morning)
  expect(time.now()).toBe(morning + 10_000)
})

test('it never runs past the moment that is waited for, and whoever waits is told when it is over', async () => {
  const time = fastTime({ speed: 600, from: morning })
  const waits = time.until(morning + 3_600_000)
  await real(20)
  expect(time.now()).toBeGreaterThan(morning)
  time.stop()
  expect(await waits).toBe(false)
  const stopped = time.now()
  expect(stopped).toBeLessThan(morning + 3_600_000)
  expect(await time.until(morning + 7_200_000)).toBe(false)
  expect(time.now()).toBe(stopped)
})
