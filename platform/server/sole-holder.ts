/**
 * Work that one process of an installation does at a time: an advisory lock of the database says which. It is free again as
 * soon as its holder ends, however it ends, and another takes over. A holder that loses its connection has lost the lock and
 * lets go of the work before it tries again.
 */
import pg from 'pg'
import { deadLineOptions } from './database.ts'
import type { Log } from './log.ts'

const lockClass = 4_207_316
const retryMilliseconds = 1_000

export interface Held {
  stop(): Promise<void>
}

export interface SoleHolder {
  /** Whether the lock was free at the first try. */
  readonly isHolder: boolean
  stop(): Promise<void>
}

/**
 * Begins the work where the lock is free at once: what fails then is thrown, so that a start says why. Otherwise waits for it
 * in the background.
 */
export async function holdAlone(options: { databaseUrl: string; name: string; log: Log; begin: () => Promise<Held> }): Promise<SoleHolder> {
  const { log, name } = options
  let isStopped = false
  let client: pg.Client | undefined
  let held: Held | undefined

  async function open(): Promise<{ own: pg.Client; ended: Promise<void> }> {
    const own = new pg.Client({ connectionString: options.databaseUrl, options: deadLineOptions, application_name: `hiroba ${name}` })
    const ended = new Promise<void>((resolve) => own.once('end', resolve).on('error', () => resolve()))
    client = own
    await own.connect()
    return { own, ended }
  }

  async function letGo(): Promise<void> {
    const before = held
    held = undefined
    await before?.stop().catch((error: unknown) => log.error({ err: error, name }, 'work of a sole holder did not end well'))
  }

  /** Until the connection ends, which is the end of the lock. */
  async function work(ended: Promise<void>): Promise<void> {
    await ended
    await letGo()
    if (!isStopped) log.warn({ name }, 'the lock was lost with its connection; tried again')
  }

  async function wait(): Promise<void> {
    while (!isStopped) {
      try {
        const { own, ended } = await open()
        await Promise.race([own.query('select pg_advisory_lock($1, hashtext($2))', [lockClass, name]), ended])
        if (!isStopped) {
          held = await options.begin()
          log.info({ name }, 'this process took over')
          await work(ended)
        }
      } catch (error) {
        await letGo()
        if (!isStopped) log.warn({ err: error, name }, 'the work of a sole holder could not be taken over; tried again')
      }
      await client?.end().catch(() => {})
      if (!isStopped) await new Promise((resolve) => setTimeout(resolve, retryMilliseconds))
    }
  }

  const { own, ended } = await open()
  const { rows } = await own.query<{ is_free: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as is_free', [lockClass, name])
  const isHolder = rows[0]?.is_free === true
  let running: Promise<void>
  if (isHolder) {
    try {
      held = await options.begin()
    } catch (error) {
      await own.end().catch(() => {})
      throw error
    }
    running = work(ended).then(() => (isStopped ? undefined : wait()))
  } else {
    await own.end().catch(() => {})
    log.info({ name }, 'another process holds this work; waiting for it to end')
    running = wait()
  }

  return {
    isHolder,
    async stop() {
      isStopped = true
      await letGo()
      await client?.end().catch(() => {})
      await running.catch(() => {})
    },
  }
}
