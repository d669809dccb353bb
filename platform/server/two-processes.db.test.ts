/** HIROBA_ROLES: one process answers requests, others do the work; what the one stored the others do, each of it once. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { platformTexts } from '#platform/locales/index.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { systemClock } from './clock.ts'
import { createLog } from './log.ts'
import { bind, defineModule, job } from './module.ts'
import { buildProgram, type Program } from './program.ts'

const askForWork = endpoint({
  name: 'work.askForWork',
  method: 'POST',
  path: '/work',
  way: 'open',
  permission: 'public',
  summary: 'Asks for a job',
  body: z.object({ id: z.string() }),
})

/** What each process did, by its name. */
const done = new Map<string, string[]>()
const moduleOf = (process: string) =>
  defineModule({
    name: 'work',
    dependsOn: [],
    routes: [bind(askForWork, async (scope, { body }) => scope.enqueue({ name: 'work.do', payload: { id: body.id } }))],
    jobs: [
      job('work.do', async (_, payload: { id: string }) => {
        done.set(process, [...(done.get(process) ?? []), payload.id])
        await new Promise((resolve) => setTimeout(resolve, 20))
      }),
    ],
  })

let app: TestApp
const workers: Program[] = []
beforeAll(async () => {
  app = await createTestApp({ modules: [moduleOf('api')], hasWorker: false })
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await app.stop()
})

const startWorker = async (name: string): Promise<void> => {
  workers.push(
    await buildProgram({
      modules: [moduleOf(name)],
      platformTexts,
      databaseUrl: app.databaseUrl,
      databasePoolSize: 4,
      secret: 'test-secret-test-secret-test-secret-0123',
      filesFolder: '/nonexistent',
      publicUrl: app.url,
      trustProxy: false,
      smtpUrl: undefined,
      mailFrom: 'Hiroba <hiroba@example.jp>',
      clock: systemClock,
      log: createLog('silent'),
      version: 'test',
      hasWorker: true,
      workerConcurrency: 2,
    }),
  )
}

test('work waits for a worker, is shared by two, and each of it is done once', async () => {
  const ids = Array.from({ length: 300 }, () => randomUUID())
  const call = app.client()
  for (const id of ids.slice(0, 20)) await call(askForWork, { body: { id } })
  expect(await app.sql('select 1 from platform.outbox')).toHaveLength(20)

  await Promise.all([startWorker('first'), startWorker('second')])
  for (const id of ids.slice(20)) await call(askForWork, { body: { id } })
  await app.settle()
  const [first, second] = [done.get('first') ?? [], done.get('second') ?? []]
  expect([...first, ...second].toSorted()).toEqual(ids.toSorted())
  expect(first.length).toBeGreaterThan(0)
  expect(second.length).toBeGreaterThan(0)
  expect(done.has('api')).toBe(false)
})
