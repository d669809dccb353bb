import { expect, test } from 'vitest'
import { giveWay, whileAnswering } from './give-way.ts'

async function took(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

test('a job runs at once while few are waiting for an answer', async () => {
  let end = (): void => {}
  const one = whileAnswering(() => new Promise<void>((resolve) => (end = resolve)))
  expect(await took(giveWay)).toBeLessThan(15)
  end()
  await one
})

test('a job waits while many do, goes on when they have their answers, and not for ever', async () => {
  const ends: (() => void)[] = []
  const many = Array.from({ length: 10 }, () => whileAnswering(() => new Promise<void>((resolve) => ends.push(resolve))))
  let hasRun = false
  const job = giveWay().then(() => (hasRun = true))
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(hasRun).toBe(false)
  expect(await took(giveWay)).toBeGreaterThan(150)
  await job
  const patient = giveWay()
  for (const end of ends) end()
  await Promise.all(many)
  expect(await took(() => patient)).toBeLessThan(60)
  expect(await took(giveWay)).toBeLessThan(15)
})

test('an answer that fails is over too', async () => {
  await Promise.allSettled(Array.from({ length: 10 }, () => whileAnswering(() => Promise.reject(new Error('refused')))))
  expect(await took(giveWay)).toBeLessThan(15)
})
