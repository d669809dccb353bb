/**
 * Puts a backup into a data folder. Nothing there is touched before the backup was unpacked, every hash was right and
 * PostgreSQL has started on it and read every row; then the old data are moved aside, never deleted.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { readArchive, type Manifest } from './backup-archive.ts'
import { postgresMajor, startCluster } from './embedded-cluster.ts'
import { lockFolder } from './embedded-lock.ts'
import { explainFileError, StartFailure } from './start-failure.ts'

export interface RestoreOptions {
  readonly dataFolder: string
  readonly file: string
  readonly isReplacing: boolean
  readonly log: (line: string) => void
  /** Told before the restored database is started. */
  readonly onChecking?: () => void
  /** What modules set right in a database that has gone back in time; before anybody works with it. */
  readonly setRight?: readonly SetRight[]
}

/** As the owner of the database. It may be of an older version: whatever is named has to be looked for first. */
export type SetRight = (query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>) => Promise<void>

export interface RestoreResult {
  readonly manifest: Manifest
  readonly tables: number
  readonly rows: number
  /** Where the data stand that were there before. */
  readonly aside: string | undefined
}

const notData = /^(hiroba\.lock.*|restoring\..*|before-restore-.*|failed-restore-.*|log|.*\.tar\.gz(\.part.*)?)$/

export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { dataFolder } = options
  const lock = lockFolder(dataFolder)
  const place = path.join(dataFolder, `restoring.${process.pid}`)
  try {
    if (listData(dataFolder).length > 0 && !options.isReplacing) throw new StartFailure('restore.data_exists', { folder: dataFolder })
    for (const left of readdirSync(dataFolder)) {
      if (left.startsWith('restoring.')) rmSync(path.join(dataFolder, left), { recursive: true, force: true })
    }
    mkdirSync(place, { mode: 0o700 })
    const manifest = await readArchive(options.file, place)
    const counted = manifest.database === null ? { tables: 0, rows: 0 } : await tryOut(place, manifest, manifest.database, options)
    // A file of the lock or log of the try-out is no data of the backup.
    for (const name of ['hiroba.lock', 'log']) rmSync(path.join(place, name), { recursive: true, force: true })
    const aside = setAside(dataFolder, manifest)
    for (const name of readdirSync(place)) renameSync(path.join(place, name), path.join(dataFolder, name))
    return { manifest, ...counted, aside }
  } catch (error) {
    throw explainFileError(error, dataFolder)
  } finally {
    rmSync(place, { recursive: true, force: true })
    lock.release()
  }
}

export function listData(dataFolder: string): string[] {
  return existsSync(dataFolder) ? readdirSync(dataFolder).filter((name) => !notData.test(name)) : []
}

/** A backup without a database leaves alone what belongs to one. */
function setAside(dataFolder: string, manifest: Manifest): string | undefined {
  const names = listData(dataFolder).filter((name) => manifest.database !== null || !/^(pg|database\.json)$/.test(name))
  if (names.length === 0) return undefined
  // Inside the folder, not beside it: it may be a mounted volume, whose parent is another disk.
  const aside = path.join(dataFolder, `before-restore-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`)
  mkdirSync(aside, { mode: 0o700 })
  for (const name of names) renameSync(path.join(dataFolder, name), path.join(aside, name))
  return aside
}

async function tryOut(
  place: string,
  manifest: Manifest,
  database: NonNullable<Manifest['database']>,
  options: RestoreOptions,
): Promise<{ tables: number; rows: number }> {
  if (database.postgresMajor !== postgresMajor) {
    throw new StartFailure('restore.other_major', { found: database.postgresMajor, needed: postgresMajor, version: manifest.hirobaVersion })
  }
  options.onChecking?.()
  const cluster = await startCluster(place, options.log)
  try {
    const counted = await readEverything(cluster.url)
    await setRight(cluster.url, options)
    return counted
  } finally {
    await cluster.stop()
  }
}

/** One that fails is told and holds up nothing: a backup that can be brought back is worth more than what is set right in it. */
async function setRight(databaseUrl: string, options: Pick<RestoreOptions, 'setRight' | 'log'>): Promise<void> {
  for (const each of options.setRight ?? []) {
    const client = new pg.Client({ connectionString: databaseUrl })
    client.on('error', () => {})
    try {
      await client.connect()
      await each(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows)
    } catch (error) {
      options.log(`after restoring: ${(error as Error).message}`)
    } finally {
      await client.end().catch(() => {})
    }
  }
}

/** Reading a page checks its checksum: a page that was damaged before the backup is found here, not in a year. */
async function readEverything(databaseUrl: string): Promise<{ tables: number; rows: number }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema)' order by 1`,
    )
    let rows = 0
    // The superuser passes row-level security, so this counts what is there.
    for (const { name } of tables) {
      const { rows: counted } = await client.query<{ count: string }>(`select count(*) from ${name}`)
      rows += Number(counted[0]?.count ?? 0)
    }
    return { tables: tables.length, rows }
  } finally {
    await client.end().catch(() => {})
  }
}
