import { EventEmitter } from 'node:events'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { createLog } from './log.ts'
import { freeJobsOfTheDead, holdWorkerLock } from './worker-lock.ts'

let app: TestApp
let pool: pg.Pool
beforeAll(async () => {
  app = await createTestApp({ modules: [] })
  pool = new pg.Pool({ connectionString: app.databaseUrl, max: 2 })
  // ending a pool does not wait for its connections, and the database goes with the test
  pool.on('connect', (client) => client.on('error', () => {}))
})
afterAll(async () => {
  await pool.end()
  await app.stop()
})

const lockedJobs = async () =>
  (await app.sql<{ locked_by: string }>('select locked_by from graphile_worker.jobs where locked_by is not null order by 1')).map(
    (row) => row.locked_by,
  )

async function addLockedJob(worker: string, secondsAgo = 60): Promise<void> {
  await app.sql(`select graphile_worker.add_job('test')`)
  await app.sql(
    'update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - make_interval(secs => $2) where locked_by is null',
    [worker, secondsAgo],
  )
}

test('jobs of a worker that died are given to others, those of one that lives are not', async () => {
  const events = new EventEmitter()
  const lock = holdWorkerLock({ databaseUrl: app.databaseUrl, events, log: createLog('silent') })
  events.emit('pool:create', { workerPool: { id: 'pool-alive' } })
  // other databases of the server have workers too
  const ownLocks = `select 1 from pg_locks where locktype = 'advisory' and granted and classid = 4207315
    and database = (select oid from pg_database where datname = current_database())`
  await expect.poll(() => app.sql(ownLocks)).toHaveLength(1)
  await addLockedJob('pool-alive')
  await addLockedJob('pool-dead')

  // its lock is on the way
  await addLockedJob('pool-new', 1)

  expect(await freeJobsOfTheDead(pool)).toBe(1)
  expect(await lockedJobs()).toEqual(['pool-alive', 'pool-new'])
  expect(await freeJobsOfTheDead(pool)).toBe(0)

  // its connection ends with the process; here by letting go
  await lock.release()
  await expect.poll(() => freeJobsOfTheDead(pool)).toBe(1)
  expect(await lockedJobs()).toEqual(['pool-new'])
})
