/**
 * Connections, transactions and queries.
 *
 * A request takes one client for one transaction. `BEGIN`, the tenant and the person travel with the first statement,
 * and the last one with `COMMIT`, so that row-level security and the end of the transaction cost no round trips of
 * their own: each takes 0.1 ms of processor here and 0.05 ms in PostgreSQL (2.4 GHz).
 * Every statement that Kysely compiles is sent as a named one: PostgreSQL parses and plans it once a connection
 * (measured: unprepared 1,357 creates/s, prepared 2,172).
 */
import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import type { CompiledQuery } from 'kysely'
import {
  CamelCasePlugin,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { DB } from '#database/types.ts'
import { isWorthRetrying, pgCodeOf } from './errors.ts'
import type { Log } from './log.ts'

/** Tables of one module: `bookings.booking`. Another module's table does not compile. */
export type ModuleTables<M extends string> = Pick<DB, Extract<keyof DB, `${M}.${string}`>>
export type ModuleDb<M extends string> = Kysely<ModuleTables<M>>

/** What a transaction may see. Ids are checked before they reach SQL. */
export interface Seat {
  readonly consortiumId: string
  readonly accountId?: string | undefined
  readonly organisationId?: string | undefined
}

/** The installation itself: mails of sign-in, events of accounts. No consortium has this id. */
export const installationId = '00000000-0000-0000-0000-000000000000'

export interface Transaction {
  db<M extends string>(module: M): ModuleDb<M>
  /** A hot statement by name, sent as written: `$1…`, snake_case rows. */
  prepared<Row>(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]>
  /** A statement whose rows nobody waits for: it is sent with what comes next, at the latest `COMMIT`, and its error ends the transaction. */
  written(name: string, text: string, values: readonly unknown[]): void
  /**
   * A statement that nearly always succeeds, made to fail by a value that is missing (23502) where it does not: it too is
   * sent with what comes next and its rows are waited for by nobody. Where it fails so, all of the transaction is done again
   * without hope. False: it is that second time and nothing was sent; ask and wait.
   */
  hoped(name: string, text: string, values: readonly unknown[]): boolean
  /** Moves the rest of the transaction to another tenant: for imports that are stored whole or not at all. */
  sit(seat: Seat): Promise<void>
}

export interface Database {
  /** Runs `work` in one transaction seated at one tenant; retried when PostgreSQL asks for it. */
  transaction<T>(seat: Seat, options: { readOnly?: boolean }, work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Statements outside any tenant by the role of the pool; for the platform's own tables. */
  query<Row extends pg.QueryResultRow>(name: string, text: string, values?: readonly unknown[]): Promise<Row[]>
  readonly pool: pg.Pool
  close(): Promise<void>
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What a seat does not say is emptied: it may follow another seat in the same transaction. */
function setting(name: string, value: string | undefined): string {
  if (value === undefined) return ` SET LOCAL app.${name} = '';`
  if (!uuidPattern.test(value)) throw new Error(`not an id for ${name}`)
  return ` SET LOCAL app.${name} = '${value}';`
}

function settingsOf(seat: Seat): string {
  return `${setting('tenant', seat.consortiumId)}${setting('account', seat.accountId)}${setting('organisation', seat.organisationId)}`
}

/** PostgreSQL's text to our values: instants as Temporal, days as they are written, 8-byte integers as numbers. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: (text) => {
    const number = Number(text)
    if (!Number.isSafeInteger(number)) throw new Error(`integer out of range: ${text}`)
    return number
  },
  1082: (text) => text,
  1184: (text) => Temporal.Instant.from(text.replace(' ', 'T')),
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
}

/**
 * A machine that dies says nothing: its connections, and the rows and locks they hold, would stay for hours. PostgreSQL
 * asks on a silent line after half a minute, and lets go a minute later.
 */
export const deadLineOptions = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6'

export type DatabaseRole = 'hiroba_app' | 'hiroba_jobs' | 'hiroba_auth'

export function openDatabase(options: { url: string; role: DatabaseRole; poolSize: number; log: Log; searchPath?: string }): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 15_000,
    // `role` as a start-up option: one address in the settings, and every pool with least rights
    options: `-c role=${options.role} -c timezone=UTC ${deadLineOptions}${options.searchPath === undefined ? '' : ` -c search_path=${options.searchPath}`}`,
    application_name: `hiroba ${options.role.slice(7)}`,
    types,
    // a statement need not wait for the answer to the one before
    pipeline: true,
  })
  // without a listener a stopping database ends the process
  pool.on('error', (error) => options.log.warn({ err: error }, 'database connection lost'))
  let closing: Promise<void> | undefined

  async function attempt<T>(
    seat: Seat,
    { readOnly, mayHope }: { readOnly: boolean; mayHope: boolean },
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const client = await pool.connect()
    /** Statements nobody waits for, in their order. */
    const written: Promise<unknown>[] = []
    const write = (statement: string | pg.QueryConfig, isHoped = false) => {
      const sent = isHoped
        ? sendTogether(client, statement).catch((error: unknown) =>
            Promise.reject(pgCodeOf(error) === missingValue ? new DashedHope('a hoped statement failed', { cause: error }) : error),
          )
        : sendTogether(client, statement)
      // who began the transaction hears of it at its end
      sent.catch(() => {})
      written.push(sent)
    }
    let broken: Error | undefined
    try {
      write(`BEGIN${readOnly ? ' READ ONLY' : ''};${settingsOf(seat)}`)
      const result = await work(transactionOn(client, write, mayHope))
      const [{ command }] = await Promise.all([sendTogether(client, 'COMMIT'), ...written])
      // PostgreSQL answers so where a statement had failed and its error was passed over: nothing of it was stored
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back: the error of a statement in it was passed over')
      return result
    } catch (error) {
      try {
        await client.query('ROLLBACK')
      } catch (lost) {
        broken = lost as Error
      }
      // what fails behind a failed statement only says that the transaction is over
      for (const each of await Promise.allSettled(written)) if (each.status === 'rejected') throw each.reason
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    pool,
    async transaction(seat, { readOnly = false }, work) {
      let mayHope = true
      for (let tried = 1; ; tried++) {
        try {
          return await attempt(seat, { readOnly, mayHope }, work)
        } catch (error) {
          if (mayHope && error instanceof DashedHope) {
            mayHope = false
            continue
          }
          if (tried >= 4 || !isWorthRetrying(error)) throw error
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * tried))
        }
      }
    },
    async query<Row extends pg.QueryResultRow>(name: string, text: string, values: readonly unknown[] = []) {
      const result = await pool.query<Row>({ name, text, values: values.map(wire) })
      return result.rows
    },
    close() {
      closing ??= pool.end()
      return closing
    },
  }
}

/** Everything that is asked for in one go leaves in one packet. */
function sendTogether(client: pg.ClientBase, statement: string | pg.QueryConfig): Promise<pg.QueryResult> {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
  return client.query(statement as pg.QueryConfig)
}

const missingValue = '23502'

/** The transaction is done again, with every answer waited for. */
class DashedHope extends Error {}

function transactionOn(
  client: pg.PoolClient,
  write: (statement: string | pg.QueryConfig, isHoped?: boolean) => void,
  mayHope: boolean,
): Transaction {
  let kysely: Kysely<DB> | undefined
  return {
    db<M extends string>(_module: M) {
      kysely ??= kyselyOn(client)
      return kysely as unknown as ModuleDb<M>
    },
    async prepared<Row>(name: string, text: string, values: readonly unknown[]) {
      const result = await sendTogether(client, { name, text, values: values.map(wire) })
      return result.rows as Row[]
    },
    written: (name, text, values) => write({ name, text, values: values.map(wire) }),
    hoped(name, text, values) {
      if (mayHope) write({ name, text, values: values.map(wire) }, true)
      return mayHope
    },
    async sit(seat) {
      await sendTogether(client, settingsOf(seat))
    },
  }
}

function wire(value: unknown): unknown {
  return value instanceof Temporal.Instant ? value.toString() : value
}

const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()
const camelCase = new CamelCasePlugin({ maintainNestedObjectKeys: true })

export function kyselyOn(client: pg.ClientBase): Kysely<DB> {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const name = nameOf(query.sql)
      const result = await sendTogether(client, {
        ...(name === undefined ? {} : { name }),
        text: query.sql,
        values: query.parameters.map(wire),
      })
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
    },
    // oxlint-disable-next-line require-yield -- the interface wants a generator; nothing here streams
    async *streamQuery() {
      throw new Error('streaming is not offered: page through with a cursor')
    },
  }
  const refuse = () => Promise.reject(new Error('the request already runs in its transaction'))
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => compiler,
    },
    plugins: [camelCase],
  })
}

/**
 * Names for compiled statements, kept while there are few: a list of values of changing length makes endless
 * texts, and each costs memory on every connection. Pass arrays (`= any($1)`) instead of `in` lists.
 */
const names = new Map<string, string>()
const mostNames = 1_000

function nameOf(sql: string): string | undefined {
  const known = names.get(sql)
  if (known !== undefined) return known
  if (names.size >= mostNames) return undefined
  const name = `k${createHash('sha1').update(sql).digest('hex').slice(0, 20)}`
  names.set(sql, name)
  return name
}
