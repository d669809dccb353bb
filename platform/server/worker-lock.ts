/**
 * A worker that dies hard (`kill -9`, a power cut) leaves its jobs locked, and graphile-worker gives them to others only
 * after four hours: a guest would wait that long for the mail. So each worker holds an advisory lock of the database for
 * as long as it lives, and jobs of a worker whose lock is free are given back at once.
 */
import type { EventEmitter } from 'node:events'
import pg from 'pg'
import { deadLineOptions } from './database.ts'
import type { Log } from './log.ts'

/** The first half of the key; the second is the hash of the worker's name. */
const lockClass = 4_207_315

export interface WorkerLock {
  release(): Promise<void>
}

/** Holds the lock of the worker pool that says its name on `events`; taken again when the connection is lost. */
export function holdWorkerLock(options: { databaseUrl: string; events: EventEmitter; log: Log }): WorkerLock {
  let isReleased = false
  let client: pg.Client | undefined
  options.events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => void hold(workerPool.id))

  async function hold(name: string): Promise<void> {
    while (!isReleased) {
      const own = new pg.Client({ connectionString: options.databaseUrl, options: deadLineOptions, application_name: 'hiroba worker lock' })
      const ended = new Promise<void>((resolve) => own.once('end', resolve).on('error', () => resolve()))
      client = own
      try {
        await own.connect()
        await own.query('select pg_advisory_lock($1, hashtext($2))', [lockClass, name])
        await ended
      } catch (error) {
        if (!isReleased) options.log.warn({ err: error }, 'the lock of the worker could not be taken; tried again')
      }
      await own.end().catch(() => {})
      if (!isReleased) await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }

  return {
    async release() {
      isReleased = true
      await client?.end().catch(() => {})
    },
  }
}

/**
 * Gives back the jobs of workers that hold their lock no more; answers how many such workers there were. A worker takes
 * its first jobs while its lock is still on the way to the database: what was taken just now says nothing of who is dead.
 */
export async function freeJobsOfTheDead(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ names: string[] }>({
    name: 'worker_dead',
    // a lock that can be had belongs to nobody who lives; it is let go at the end of the statement
    text: `select coalesce(array_agg(held.locked_by), '{}') as names
           from (select distinct locked_by from graphile_worker.jobs
                 where locked_by is not null and locked_at < now() - interval '10 seconds') as held
           where pg_try_advisory_xact_lock($1, hashtext(held.locked_by))`,
    values: [lockClass],
  })
  const names = rows[0]?.names ?? []
  if (names.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [names])
  return names.length
}
