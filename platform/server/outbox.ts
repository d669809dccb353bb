/**
 * From outbox to jobs. Use cases write rows; the dispatcher takes them in batches, adds graphile-worker jobs and
 * wakes live screens once a batch, all in one transaction: a row is gone only when its jobs are there.
 * Any number of dispatchers may run (`skip locked`).
 */
import { EventEmitter } from 'node:events'
import { run, type Runner, type TaskList } from 'graphile-worker'
import pg from 'pg'
import type { LiveHint } from '#platform/contract/events.ts'
import type { Clock } from './clock.ts'
import { deadLineOptions, installationId, type Database, type Transaction } from './database.ts'
import type { FileStore } from './files.ts'
import { giveWay } from './give-way.ts'
import type { Log } from './log.ts'
import type { Job, Module } from './module.ts'
import { openScope, systemActor, type Scope } from './scope.ts'
import { freeJobsOfTheDead, holdWorkerLock } from './worker-lock.ts'
import { workerLogger } from './worker-logger.ts'

export const liveChannel = 'hiroba_live'

export interface LiveMessage extends LiveHint {
  readonly consortiumId: string
}

interface OutboxRow {
  readonly consortium_id: string
  readonly kind: 'event' | 'job'
  readonly name: string
  readonly payload: { readonly id?: string; readonly subjectId?: string | null; readonly payload?: { readonly hubId?: string } }
  readonly run_at: Date | null
  readonly job_key: string | null
}

/** What was asked for (a mail that somebody waits for) goes before what follows from facts: an import of thousands delays no mail. */
const askedFor = 0
const followed = 10

export interface OutboxOptions {
  readonly databaseUrl: string
  readonly appDatabase: Database
  readonly modules: readonly Module[]
  readonly clock: Clock
  readonly log: Log
  readonly publicUrl: string
  readonly mailFrom: string
  readonly isMailConnected: boolean
  readonly isHeard: (type: string) => boolean
  readonly secret: string
  readonly files: FileStore
  /** Jobs at once in this process. */
  readonly concurrency: number
  readonly pollMilliseconds?: number
}

export interface Outbox {
  stop(): Promise<void>
}

const batchSize = 500
/** How often jobs of workers that died are looked for. Once at the start finds those of the process before this one. */
const lookForDeadMilliseconds = 15_000
const taskName = 'hiroba'

export async function startOutbox(options: OutboxOptions): Promise<Outbox> {
  const { log } = options
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.concurrency + 3,
    options: deadLineOptions,
    application_name: 'hiroba jobs',
  })
  const lost = (error: Error) => log.warn({ err: error }, 'database connection of the worker lost')
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  /** Names of work by the fact that causes it. */
  const reactions = new Map<string, string[]>()
  const handlers = new Map<string, Pick<Job, 'most' | 'run'>>()
  const liveTypes = new Set<string>()
  for (const module of options.modules) {
    for (const event of module.events ?? []) if (event.live !== undefined) liveTypes.add(event.type)
    for (const one of module.reactions ?? []) {
      const name = `${module.name}.on.${one.name}`
      handlers.set(name, one)
      reactions.set(one.event, [...(reactions.get(one.event) ?? []), name])
    }
    for (const one of module.jobs ?? []) handlers.set(one.name, one)
  }

  async function dispatch(): Promise<number> {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const { rows } = await client.query<OutboxRow>({
        name: 'outbox_take',
        // a delete returns its rows in any order, and of two jobs of the same key the later one must be added last
        text: `with taken as (
                 delete from platform.outbox where id in
                 (select id from platform.outbox order by id limit ${batchSize} for update skip locked)
                 returning id, consortium_id, kind, name, payload, run_at, job_key
               ) select consortium_id, kind, name, payload, run_at, job_key from taken order by id`,
      })
      const jobs: NewJob[] = []
      /** The job that the next payload for the same work of a tenant goes into, while it has room. */
      const open = new Map<string, unknown[]>()
      const live = new Map<string, LiveMessage>()
      const add = (row: OutboxRow, name: string, priority: number) => {
        const most = row.run_at === null && row.job_key === null ? (handlers.get(name)?.most ?? 1) : 1
        const key = `${row.consortium_id}/${name}`
        const waiting = open.get(key)
        if (most > 1 && waiting !== undefined && waiting.length < most) return void waiting.push(row.payload)
        const payloads: unknown[] = [row.payload]
        open.set(key, payloads)
        jobs.push({ row, name, payloads, priority })
      }
      for (const row of rows) {
        if (row.kind === 'job') {
          add(row, row.name, askedFor)
          continue
        }
        for (const name of reactions.get(row.name) ?? []) add(row, name, followed)
        if (liveTypes.has(row.name)) {
          const hint: LiveMessage = {
            consortiumId: row.consortium_id,
            type: row.name,
            ...(row.payload.payload?.hubId === undefined ? {} : { hubId: row.payload.payload.hubId }),
            ...(row.payload.subjectId == null ? {} : { subjectId: row.payload.subjectId }),
          }
          live.set(JSON.stringify(hint), hint)
        }
      }
      if (jobs.length > 0) {
        await client.query({
          name: 'outbox_add',
          text: `select graphile_worker.add_jobs(array(
                   select (j->>'identifier', j->'payload', null, (j->>'run_at')::timestamptz, 25, j->>'job_key', (j->>'priority')::int, null)::graphile_worker.job_spec
                   from jsonb_array_elements($1::jsonb) as j))`,
          values: [JSON.stringify(lastOfEachKey(jobs).map(specOf))],
        })
      }
      for (const text of chunks([...live.values()])) await client.query('select pg_notify($1, $2)', [liveChannel, text])
      await client.query('COMMIT')
      return rows.length
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }

  let isStopping = false
  let lookedAt = -lookForDeadMilliseconds
  const loop = (async () => {
    while (!isStopping) {
      let taken = 0
      try {
        if (performance.now() - lookedAt > lookForDeadMilliseconds) {
          lookedAt = performance.now()
          const dead = await freeJobsOfTheDead(pool)
          if (dead > 0) log.warn({ dead }, 'workers had died with jobs in their hands; others do them now')
        }
        taken = await dispatch()
      } catch (error) {
        if (!isStopping) log.error({ err: error }, 'outbox dispatch failed; the rows stay and are tried again')
        await pause(1_000)
      }
      if (taken < batchSize) await pause(options.pollMilliseconds ?? 100)
    }
  })()

  const tasks: TaskList = {
    [taskName]: async (raw, helpers) => {
      const job = raw as { name: string; consortiumId: string; payload: unknown }
      const handler = handlers.get(job.name)
      if (handler === undefined) throw new Error(`no handler for job ${job.name}`)
      const payloads = Array.isArray(job.payload) ? job.payload : [job.payload]
      await giveWay()
      try {
        await runInTenant(options, job.consortiumId, { name: job.name, requestId: `job-${helpers.job.id}` }, (scope) =>
          handler.run(scope, payloads as never[]),
        )
      } catch (error) {
        if (payloads.length < 2) throw error
        log.warn({ err: error, job: job.name, payloads: payloads.length }, 'could not be done together; each is by itself now')
        for (const one of payloads) await helpers.addJob(taskName, { ...job, payload: [one] }, { priority: helpers.job.priority })
      }
    },
  }
  const events = new EventEmitter()
  const lock = holdWorkerLock({ databaseUrl: options.databaseUrl, events, log })
  const runner: Runner = await run({
    pgPool: pool,
    events: events as never,
    taskList: tasks,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: workerLogger(log),
    preset: {
      worker: {
        concurrentJobs: options.concurrency,
        pollInterval: 1_000,
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        localQueue: { size: Math.max(50, options.concurrency) },
      },
    },
  })
  runner.promise.catch((error: unknown) => log.error({ err: error }, 'worker ended'))

  return {
    async stop() {
      if (isStopping) return
      isStopping = true
      await loop
      await runner.stop().catch(() => {})
      await lock.release()
      await pool.end()
    },
  }
}

interface NewJob {
  /** The first of those that it was made of; where it has a time or a key, the only one. */
  readonly row: OutboxRow
  readonly name: string
  readonly payloads: readonly unknown[]
  readonly priority: number
}

/** The later of two jobs of the same key replaces the earlier; `add_jobs` refuses to be given both in one call. */
function lastOfEachKey(jobs: readonly NewJob[]): NewJob[] {
  const last = new Map(jobs.map((job) => [job.row.job_key, job]))
  return jobs.filter((job) => job.row.job_key === null || last.get(job.row.job_key) === job)
}

/** One payload is written as it is: a server of the version before, which knew no others, may do the job. */
const specOf = ({ row, name, payloads, priority }: NewJob): object => ({
  identifier: taskName,
  payload: { name, consortiumId: row.consortium_id, payload: payloads.length === 1 ? payloads[0] : payloads },
  run_at: row.run_at?.toISOString() ?? null,
  job_key: row.job_key,
  priority,
})

/** NOTIFY carries less than 8,000 bytes. */
function chunks(messages: readonly LiveMessage[]): string[] {
  const texts: string[] = []
  for (let start = 0; start < messages.length; start += 30) texts.push(JSON.stringify(messages.slice(start, start + 30)))
  return texts
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

export type TenantRunOptions = Pick<
  OutboxOptions,
  'appDatabase' | 'clock' | 'log' | 'publicUrl' | 'mailFrom' | 'isMailConnected' | 'isHeard' | 'secret' | 'files'
>

/** `runInTenant` with everything but the tenant, the name of who runs, and the work already given. */
export type TenantRun = <T>(consortiumId: string, by: { name: string; requestId: string }, work: (scope: Scope) => Promise<T>) => Promise<T>

/** Visits tenants one after another in one transaction: what all visits did is stored, or nothing. */
export type TenantsRun = <T>(by: { name: string; requestId: string }, work: (visit: Visit) => Promise<T>) => Promise<T>
export type Visit = <T>(consortiumId: string, work: (scope: Scope) => Promise<T>) => Promise<T>

/** Runs work of the system itself in a tenant: jobs, sweeps, the demo. */
export async function runInTenant<T>(
  options: TenantRunOptions,
  consortiumId: string,
  by: { name: string; requestId: string },
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  return options.appDatabase.transaction({ consortiumId }, {}, (transaction) => visitIn(options, transaction, by)(consortiumId, work))
}

/** Runs work of the system itself across tenants: an import of a file that speaks of several. */
export async function runInTenants<T>(
  options: TenantRunOptions,
  by: { name: string; requestId: string },
  work: (visit: Visit) => Promise<T>,
): Promise<T> {
  return options.appDatabase.transaction({ consortiumId: installationId }, {}, async (transaction) => {
    const visit = visitIn(options, transaction, by)
    return work(async (consortiumId, inside) => {
      await transaction.sit({ consortiumId })
      return visit(consortiumId, inside)
    })
  })
}

function visitIn(options: TenantRunOptions, transaction: Transaction, by: { name: string; requestId: string }): Visit {
  return async (consortiumId, work) => {
    const { scope, flush } = openScope(
      {
        consortiumId,
        actor: systemActor(by.name),
        language: 'ja',
        clock: options.clock,
        log: options.log.child({ requestId: by.requestId, job: by.name }),
        requestId: by.requestId,
        publicUrl: options.publicUrl,
        mailFrom: options.mailFrom,
        isMailConnected: options.isMailConnected,
        remoteAddress: '',
        isHeard: options.isHeard,
        secret: options.secret,
        files: options.files,
      },
      transaction,
    )
    const result = await work(scope)
    flush()
    return result
  }
}
