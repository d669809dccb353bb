/** The minute's round: each sweep by one process at a time, whoever comes first. */
import type { Database } from './database.ts'
import { sweepFiles, type FileStore } from './files.ts'
import type { Log } from './log.ts'
import type { Sweep } from './module.ts'
import type { TenantRun } from './outbox.ts'
import { listUnstripped, stripKeptPicture } from './pictures.ts'
import type { Scope } from './scope.ts'

export interface Sweeper {
  /** Runs all now; tests and the first minute use it. */
  runAll(): Promise<void>
  stop(): Promise<void>
}

/** Reading every name of the folder each minute would be work for nothing. */
const filesEveryMilliseconds = 6 * 60 * 60_000

const ownSweeps = (files: FileStore): readonly Sweep[] => [
  {
    name: 'platform.forgetKeptAnswers',
    run: async (jobsDatabase) => {
      // of strangers and guests it holds a name and an address, and a form that stands open for longer is read anew
      await jobsDatabase.query(
        'sweep_idempotency',
        `delete from platform.idempotency where at < now() - interval '30 minutes'
           and (actor = 'stranger' or actor like 'guest:%' or at < now() - interval '24 hours')`,
      )
      await jobsDatabase.query('sweep_shares', 'delete from platform.share where until < now()')
      await jobsDatabase.query('sweep_rates', `delete from platform.rate_window where starts_at < now() - interval '1 day'`)
    },
  },
  filesSweep(files),
  // what was kept before pictures were drawn anew: each is gone through once, so one day there are none
  sweepEach({
    name: 'platform.stripPictures',
    list: listUnstripped,
    idOf: (row) => row.id,
    run: (scope, row) => stripKeptPicture(scope, row.id),
    longestMs: 10_000,
  }),
]

function filesSweep(files: FileStore): Sweep {
  let lastAt = Number.NEGATIVE_INFINITY
  return {
    name: 'platform.sweepFiles',
    run: async (jobsDatabase) => {
      if (performance.now() - lastAt < filesEveryMilliseconds) return
      await sweepFiles(files, jobsDatabase)
      lastAt = performance.now()
    },
  }
}

export function startSweeps(options: {
  sweeps: readonly Sweep[]
  jobsDatabase: Database
  runInTenant: TenantRun
  files: FileStore
  log: Log
  everyMilliseconds?: number
}): Sweeper {
  let running: Promise<void> | undefined
  const sweeps = [...ownSweeps(options.files), ...options.sweeps]

  async function round(): Promise<void> {
    for (const sweep of sweeps) {
      try {
        await alone(options.jobsDatabase, sweep.name, () => sweep.run(options.jobsDatabase, options.runInTenant))
      } catch (error) {
        options.log.error({ err: error, sweep: sweep.name }, 'sweep failed; it runs again in a minute')
      }
    }
  }
  const start = () => (running ??= round().finally(() => (running = undefined)))
  const timer = setInterval(() => void start(), options.everyMilliseconds ?? 60_000)
  timer.unref()
  return {
    runAll: () => start(),
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/**
 * A sweep of rows, each in a transaction of its own: one that fails stays on the list and keeps no other waiting. Where
 * thousands may be due at once, it stops after `longestMs`; other sweeps wait for this one, and the next minute goes on.
 */
export function sweepEach<Row extends { readonly consortiumId: string }>(of: {
  readonly name: string
  readonly list: (jobsDatabase: Database) => Promise<readonly Row[]>
  readonly idOf: (row: Row) => string
  readonly run: (scope: Scope, row: Row) => Promise<void>
  readonly longestMs?: number
}): Sweep {
  return {
    name: of.name,
    run: async (jobsDatabase, runInTenant) => {
      const failures: unknown[] = []
      const until = performance.now() + (of.longestMs ?? Number.POSITIVE_INFINITY)
      for (const row of await of.list(jobsDatabase)) {
        if (performance.now() > until) break
        await runInTenant(row.consortiumId, { name: of.name, requestId: `sweep-${of.idOf(row)}` }, (scope) => of.run(scope, row)).catch(
          (error: unknown) => failures.push(error),
        )
      }
      if (failures.length > 0) throw new AggregateError(failures, `${of.name}: rows failed; they are tried again in a minute`)
    },
  }
}

/** Under an advisory lock of the session; another process holding it is doing the same work, so there is nothing to wait for. */
async function alone(database: Database, name: string, work: () => Promise<void>): Promise<void> {
  const client = await database.pool.connect()
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock(hashtext($1)) as got', [name])
    if (rows[0]?.got !== true) return
    try {
      await work()
    } finally {
      await client.query('select pg_advisory_unlock(hashtext($1))', [name])
    }
  } finally {
    client.release()
  }
}
