/**
 * `hiroba backup` while members book without pause, `data/` deleted, `hiroba restore`: every booking answered before the
 * backup began is there whole, every row is the row it was, every file has its hash. Then the same at rest, where all
 * tables must be equal to the last bit.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDatabaseServer } from '#platform/server/database-server.ts'
import { readSettings } from '#platform/server/settings.ts'
import { mustRun } from './command.ts'
import { must, send, signIn, type Caller } from './http.ts'
import { startBenchServer, type BenchServer } from './measure.ts'
import type { Proof } from './proof-type.ts'
import { seatWishes } from './slots.ts'
import { looking, mustBeWhole, settle, type Look } from './stored.ts'

const root = join(import.meta.dirname, '..')
/** Changes of state go on after the backup; these tables are compared by their rows, not as a whole. */
const inMotion = new Set([
  'platform.mail',
  'platform.outbox',
  'platform.rate_window',
  'graphile_worker._private_jobs',
  'graphile_worker._private_job_queues',
  'auth.session',
  'auth.rateLimit',
])

interface Table {
  readonly name: string
  readonly hashes: readonly string[]
  readonly hash: string
}

export const proof: Proof = {
  name: 'backup',
  title: 'Backup under load, data deleted, restore',
  async run(say) {
    const place = await mkdtemp(join(tmpdir(), 'hiroba-backup-proof-'))
    const dataFolder = join(place, 'data')
    const env = { HIROBA_DEMO: '1', HIROBA_SECRET: randomBytes(32).toString('base64url') }
    const commandEnv = { ...env, HIROBA_DATA: dataFolder }
    let server = await startBenchServer({ dataFolder, env })
    try {
      const people: Caller[] = []
      for (const name of ['member', 'member2', 'member3', 'worker']) people.push(await signIn(server.url, `${name}@niseko.example.jp`))
      await addPictures(server)

      // under load
      const load = await startLoad(server, people)
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      const begunAt = performance.now()
      const taken = await mustRun(['backup', join(place, 'under-load.tar.gz')], commandEnv)
      const endedAt = performance.now()
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      const answered = await load.stop()
      const live = await looking(server.databaseUrl, async (look) => {
        await settle(look)
        return tablesOf(look)
      })
      const files = await hashesOf(join(dataFolder, 'files'))
      await server.stop('SIGKILL')
      await rm(dataFolder, { recursive: true, force: true })
      const restored = await mustRun(['restore', join(place, 'under-load.tar.gz')], commandEnv)
      mustHaveFiles(files, await hashesOf(join(dataFolder, 'files')))
      const before = answered.filter((one) => one.at < begunAt)
      const [copy, found] = await atRest(dataFolder, async (look) => [await tablesOf(look), await idsOf(look)] as const)
      const lost = before.filter((one) => !found.has(one.id))
      if (lost.length > 0) throw new Error(`${lost.length} bookings answered before the backup began are not in it`)
      const compared = compare(live, copy)
      server = await startBenchServer({ dataFolder, env })
      const settled = await looking(server.databaseUrl, async (look) => {
        const seconds = await settle(look)
        await mustBeWhole(look)
        return seconds
      })
      const during = answered.filter((one) => one.at >= begunAt && one.at <= endedAt)
      say(`under load: ${before.length} before, ${during.length} during, ${answered.length} in all`)

      // at rest: the program runs, nobody writes
      const quiet = await looking(server.databaseUrl, tablesOf)
      await mustRun(['backup', join(place, 'at-rest.tar.gz')], commandEnv)
      const quietAfter = await looking(server.databaseUrl, tablesOf)
      await server.stop('SIGKILL')
      await rm(dataFolder, { recursive: true, force: true })
      await mustRun(['restore', join(place, 'at-rest.tar.gz')], commandEnv)
      const again = await atRest(dataFolder, tablesOf)
      const lines = ['| table | rows before | rows after | hash before | hash after |', '|---|---|---|---|---|']
      for (const table of quiet) {
        const other = again.find((one) => one.name === table.name)
        const hasMoved = quietAfter.find((one) => one.name === table.name)?.hash !== table.hash
        if (other?.hash !== table.hash && !hasMoved)
          throw new Error(
            `${table.name} is not what it was: ${table.hashes.length} rows ${table.hash}, ${other?.hashes.length} rows ${other?.hash}`,
          )
        if (table.hashes.length > 0)
          lines.push(
            `| ${table.name} | ${table.hashes.length} | ${other?.hashes.length} | ${table.hash.slice(0, 12)} | ${other?.hash.slice(0, 12)}${hasMoved ? ' (written while it was taken)' : ''} |`,
          )
      }
      server = await startBenchServer({ dataFolder, env })
      const mine = await send<{ items: unknown[] }>(server.url, { path: '/bookings', as: people[0] })
      if (mine.status !== 200 || mine.body.items.length === 0) throw new Error(`after the restore a member sees ${mine.status}`)
      return [
        `under load: 4 connections booking without pause (${Math.round(answered.length / ((endedAt - begunAt) / 1000 + 3))} creates/s); the backup took ${taken.seconds.toFixed(1)} s, its file has ${((await stat(join(place, 'under-load.tar.gz'))).size / 1e6).toFixed(1)} MB; restore ${restored.seconds.toFixed(1)} s`,
        `then \`kill -9\`, \`data/\` deleted, restored: all ${before.length} bookings answered before the backup began are in it, and ${during.filter((one) => found.has(one.id)).length} of the ${during.length} answered while it ran`,
        ...compared,
        `files: ${files.size} of ${files.size} with the same SHA-256 (${[...files].map(([name, hash]) => `${name.split('/').at(-1)?.slice(0, 8)} ${hash.slice(0, 12)}`).join(', ')})`,
        `started on it: jobs that were waiting were done after ${settled.toFixed(1)} s, nothing half-stored`,
        'at rest (program running, nobody writing), the same again; every table that has rows:',
        '',
        ...lines,
        '',
      ]
    } finally {
      await server.stop()
      await rm(place, { recursive: true, force: true })
    }
  },
}

async function addPictures(server: BenchServer): Promise<void> {
  const operator = await signIn(server.url, 'operator@niseko.example.jp')
  const { items } = await must<{ items: { id: string }[] }>(server.url, { path: '/consortium/hubs', as: operator })
  for (const name of ['icon-512.png', 'icon-192.png', 'apple-touch-icon.png']) {
    await must(server.url, {
      path: `/consortium/hubs/${items[0]?.id}/photos`,
      as: operator,
      body: await readFile(join(root, 'apps/web/public', name)),
      type: 'image/png',
    })
  }
}

async function startLoad(server: BenchServer, people: readonly Caller[]): Promise<{ stop(): Promise<{ id: string; at: number }[]> }> {
  const nextWish = await seatWishes(server.url, 'niseko.denpun')
  const answered: { id: string; at: number }[] = []
  let isOn = true
  const work = people.map(async (as) => {
    while (isOn) {
      const answer = await send<{ id: string }>(server.url, { path: '/bookings', as, body: nextWish(), key: randomUUID() })
      if (answer.status !== 201) throw new Error(`a create under the backup was answered ${answer.status} ${answer.body.code}`)
      answered.push({ id: answer.body.id, at: performance.now() })
    }
  })
  return {
    async stop() {
      isOn = false
      await Promise.all(work)
      return answered
    },
  }
}

/** PostgreSQL alone on the restored data: nothing has touched the rows yet. */
async function atRest<T>(dataFolder: string, work: (look: Look) => Promise<T>): Promise<T> {
  const database = await startDatabaseServer(readSettings({ HIROBA_DATA: dataFolder }, root), () => {})
  try {
    return await looking(database.url, work)
  } finally {
    await database.stop()
  }
}

async function tablesOf(look: Look): Promise<Table[]> {
  const names = await look<{ name: string; sql: string }>(
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as sql
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const tables: Table[] = []
  for (const { name, sql } of names) {
    const rows = await look<{ hash: string }>(`select md5(t::text) as hash from ${sql} as t order by 1`)
    const hashes = rows.map((row) => row.hash)
    tables.push({ name, hashes, hash: createHash('sha256').update(hashes.join()).digest('hex') })
  }
  return tables
}

async function idsOf(look: Look): Promise<ReadonlySet<string>> {
  return new Set((await look<{ id: string }>('select id from bookings.booking')).map((row) => row.id))
}

/** Rows of the copy that the live tables do not have would be rows that nobody wrote. */
function compare(live: readonly Table[], copy: readonly Table[]): string[] {
  const counts = { equal: 0, part: [] as string[], moved: [] as string[] }
  for (const table of copy) {
    const other = live.find((one) => one.name === table.name)
    if (other?.hash === table.hash) {
      counts.equal++
      continue
    }
    const known = new Set(other?.hashes)
    const strange = table.hashes.filter((hash) => !known.has(hash)).length
    if (inMotion.has(table.name))
      counts.moved.push(`${table.name} ${table.hashes.length} of ${other?.hashes.length} rows, ${strange} with a state of that moment`)
    else if (strange > 0) throw new Error(`${table.name}: ${strange} rows of the copy are not rows of the original`)
    else counts.part.push(`${table.name} ${table.hashes.length} of ${other?.hashes.length}`)
  }
  return [
    `row by row against the original as it stood after the load: ${counts.equal} tables equal as a whole; tables that grew on hold a part of the same rows and none else: ${counts.part.join(', ')}`,
    `tables whose rows change their state by themselves: ${counts.moved.join('; ')}`,
  ]
}

async function hashesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const hashes = new Map<string, string>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    hashes.set(
      path.slice(folder.length + 1),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    )
  }
  return hashes
}

function mustHaveFiles(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
  if (before.size === 0) throw new Error('there was no file to be kept')
  for (const [name, hash] of before) if (after.get(name) !== hash) throw new Error(`the file ${name} is not what it was`)
}
