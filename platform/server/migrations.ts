/** Numbered SQL files, forward only, never edited once merged. Run at each start, by one process at a time. */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runMigrations as runWorkerMigrations } from 'graphile-worker'
import pg from 'pg'
import { quietWorkerLogger } from './worker-logger.ts'

export interface MigrationFile {
  readonly number: number
  readonly name: string
  readonly compat: 'safe' | 'breaking'
  readonly sha256: string
  readonly sql: string
}

/** The database was made by a newer program than this one. */
export class DatabaseNewerError extends Error {
  constructor(found: number, known: number) {
    super(
      `The database is at migration ${found}; this program knows ${known}. Start the newer version again, or restore the backup made before the upgrade (docs/operator/upgrade.md).`,
    )
    this.name = 'DatabaseNewerError'
  }
}

/** A migration that was already applied reads differently now. */
export class MigrationChangedError extends Error {
  constructor(name: string) {
    super(`Migration ${name} was changed after it was applied. Put the file back as it was; changes go into a new file.`)
    this.name = 'MigrationChangedError'
  }
}

const folder = join(import.meta.dirname, '../../database/migrations')
/** Any number that nothing else uses as an advisory lock. */
const lockKey = 7_405_209

export async function readMigrations(from: string = folder): Promise<MigrationFile[]> {
  const names = (await readdir(from)).filter((name) => /^\d{4}_[a-z0-9-]+\.sql$/.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(from, name), 'utf8')
      const compat = /^-- compat: (safe|breaking)\n/.exec(sql)?.[1]
      if (compat === undefined) throw new Error(`${name}: the first line must be "-- compat: safe" or "-- compat: breaking"`)
      return {
        number: Number(name.slice(0, 4)),
        name,
        compat: compat as 'safe' | 'breaking',
        sha256: createHash('sha256').update(sql).digest('hex'),
        sql,
      }
    }),
  )
}

/** How a migration waits for tables that somebody is at. */
export interface MigrationPatience {
  /** Longer than that nobody who comes after it waits behind it. */
  readonly lockMs: number
  readonly pauseMs: number
  readonly tries: number
}

/** Some two minutes in all: longer than any call or job of a server that was forgotten. */
const usualPatience: MigrationPatience = { lockMs: 3_000, pauseMs: 1_000, tries: 30 }

/** Brings the database to this program's state; answers how many files were applied. */
export async function migrate(
  databaseUrl: string,
  files?: readonly MigrationFile[],
  patience: MigrationPatience = usualPatience,
): Promise<number> {
  const migrations = files ?? (await readMigrations())
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'hiroba migrations' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(rolesText)
    await client.query(tableText)
    const { rows } = await client.query<{ number: number; sha256: string }>(
      'select number, sha256 from public.hiroba_migration order by number',
    )
    const known = migrations.at(-1)?.number ?? 0
    const found = rows.at(-1)?.number ?? 0
    if (found > known) throw new DatabaseNewerError(found, known)
    const applied = new Map(rows.map((row) => [row.number, row.sha256]))
    await migrateWorker(databaseUrl)
    let count = 0
    for (const migration of migrations) {
      const before = applied.get(migration.number)
      if (before === migration.sha256) continue
      if (before !== undefined) throw new MigrationChangedError(migration.name)
      await applyOne(client, migration, patience)
      count++
    }
    return count
  } finally {
    await client.end()
  }
}

/**
 * The tables of the job queue. Over a pool of our own: the one that graphile-worker would make is left with no one who
 * listens while its connections close, and a server that goes down just then would take this process with it.
 */
async function migrateWorker(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'hiroba migrations' })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await runWorkerMigrations({ pgPool: pool, logger: quietWorkerLogger })
  } finally {
    await pool.end()
  }
}

/** `lock_not_available` and `deadlock_detected`: nothing is wrong with the migration, somebody was at its tables. */
const inTheWay: readonly unknown[] = ['55P03', '40P01']

/**
 * A lock that does not come within a few seconds is given up and asked for again: while it is waited for, everybody who
 * comes after waits too, and a server that still runs would stand still with the upgrade.
 */
async function applyOne(client: pg.Client, migration: MigrationFile, { lockMs, pauseMs, tries }: MigrationPatience): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await client.query('BEGIN')
    try {
      await client.query(`set local lock_timeout = ${lockMs}`)
      await client.query(migration.sql)
      await client.query('insert into public.hiroba_migration (number, name, compat, sha256) values ($1, $2, $3, $4)', [
        migration.number,
        migration.name,
        migration.compat,
        migration.sha256,
      ])
      await client.query('COMMIT')
      return
    } catch (error) {
      await client.query('ROLLBACK')
      const isInTheWay = inTheWay.includes((error as { code?: unknown }).code)
      if (isInTheWay && attempt < tries) {
        await sleep(pauseMs)
        continue
      }
      const hint = isInTheWay ? '. Another server or program is at these tables: stop it, then start again.' : ''
      throw new Error(`migration ${migration.name} failed: ${(error as Error).message}${hint}`, { cause: error })
    }
  }
}

const tableText = `
create table if not exists public.hiroba_migration (
  number int primary key,
  name text not null,
  compat text not null,
  sha256 text not null,
  applied_at timestamptz not null default now()
)`

/** The roles that the program works through: none logs in, each has least rights (ADR 0002). */
export const databaseRoles = ['hiroba_app', 'hiroba_auth', 'hiroba_jobs', 'hiroba_publisher'] as const

/** Roles belong to the whole server, not to one database, so they may be there already. */
const rolesText = `
do $$
declare r text;
begin
  foreach r in array array[${databaseRoles.map((role) => `'${role}'`).join(', ')}] loop
    if not exists (select from pg_roles where rolname = r) then
      begin
        execute format('create role %I nologin', r);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, r, 'SET') then
      execute format('grant %I to current_user', r);
    end if;
  end loop;
end $$`
