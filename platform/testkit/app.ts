/**
 * A whole program on a database of its own, called without a socket. Commits are real, jobs run when a test says so.
 * Tests make their own tenants; nothing is cleaned in between.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:net'
import { serve, type ServerType } from '@hono/node-server'
import pg from 'pg'
import { inject } from 'vitest'
import { createClient, type Call } from '#platform/contract/client.ts'
import type { Language } from '#platform/contract/texts.ts'
import { platformTexts } from '#platform/locales/index.ts'
import type { Clock } from '#platform/server/clock.ts'
import { createLog } from '#platform/server/log.ts'
import type { Module } from '#platform/server/module.ts'
import { buildProgram, type Program } from '#platform/server/program.ts'
import { openStaticWeb } from '#platform/server/static-web.ts'
import { execute, urlOf } from './global-setup.ts'

export interface TestClock extends Clock {
  set(instant: string): void
  advance(duration: Temporal.DurationLike): void
}

/** A clock that stands still until told; starts at the real time where nothing is given. */
export function testClock(start?: string): TestClock {
  let at = start === undefined ? Temporal.Now.instant() : Temporal.Instant.from(start)
  return {
    now: () => at,
    set: (instant) => void (at = Temporal.Instant.from(instant)),
    advance: (duration) => void (at = at.add(duration)),
  }
}

export interface TestPerson {
  readonly accountId: string
  readonly mail: string
  /** The value of a `cookie` header: a real session of this person. */
  readonly cookie: string
}

export interface TestApp {
  readonly program: Program
  readonly clock: TestClock
  readonly databaseUrl: string
  /** Where a browser reaches the program; only with `webFolder` does anything answer there. */
  readonly url: string
  /** Runs SQL as the owner, past row-level security: to look at rows, and to set up what no use case makes. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** A typed client as a person, a guest or (nothing given) a stranger. Throws ProblemError. */
  client(as?: { cookie?: string; link?: string; language?: Language; headers?: Record<string, string> }): Call
  /** A raw request, with `host` and same-origin headers as a browser sends them. */
  request(path: string, init?: RequestInit & { cookie?: string }): Promise<Response>
  /** An account with a session, as sign-in makes it, without the cost of a password. */
  createAccount(name?: string, mail?: string): Promise<TestPerson>
  /** The cookie of a new session of an account that is there. */
  createSession(accountId: string): Promise<string>
  /** A tenant of a fresh slug. */
  createTenant(slug?: string): Promise<{ id: string; slug: string }>
  /** Waits until outbox and job queue are empty. Only with `hasWorker`. */
  settle(): Promise<void>
  stop(): Promise<void>
}

const secret = 'test-secret-test-secret-test-secret-0123'

export interface TestAppOptions {
  readonly modules: readonly Module[]
  readonly hasWorker?: boolean
  readonly smtpUrl?: string
  /** As HIROBA_PUBLIC_URL; this machine where nothing is given. */
  readonly publicUrl?: string
  /** As HIROBA_TRUST_PROXY: a request may say by `x-forwarded-for` whose it is. */
  readonly trustProxy?: boolean
  readonly clock?: TestClock
  readonly poolSize?: number
  /** Listens on a free loopback port and serves this built web app (`apps/web/dist`), for browsers. */
  readonly webFolder?: string
  readonly styleHashes?: readonly string[]
  /** A server and the template on it; those of the test run where nothing is given. */
  readonly database?: { readonly serverUrl: string; readonly template: string }
}

export async function createTestApp(options: TestAppOptions): Promise<TestApp> {
  const { serverUrl, template } = options.database ?? { serverUrl: inject('databaseServerUrl'), template: inject('templateDatabase') }
  const name = `hiroba_test_${randomUUID().replaceAll('-', '')}`
  await execute(serverUrl, `create database ${name} template ${template} strategy file_copy`)
  const databaseUrl = urlOf(serverUrl, name)
  const clock = options.clock ?? testClock()
  const port = options.webFolder === undefined ? 3000 : await freePort()
  const publicUrl = options.publicUrl ?? `http://localhost:${port}`
  const program = await buildProgram({
    modules: options.modules,
    platformTexts,
    databaseUrl,
    databasePoolSize: options.poolSize ?? 10,
    secret,
    filesFolder: join(tmpdir(), name),
    publicUrl,
    trustProxy: options.trustProxy ?? false,
    smtpUrl: options.smtpUrl,
    mailFrom: 'Hiroba <hiroba@example.jp>',
    clock,
    log: createLog(process.env['HIROBA_LOG'] ?? 'silent'),
    version: 'test',
    hasWorker: options.hasWorker ?? false,
    ...(options.webFolder === undefined ? {} : { web: await openStaticWeb(options.webFolder) }),
    ...(options.styleHashes === undefined ? {} : { styleHashes: options.styleHashes }),
  })
  const server = options.webFolder === undefined ? undefined : await listen(program, port)
  const owner = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  // ending a pool does not wait for its connections, and the database goes with the test
  owner.on('connect', (client) => client.on('error', () => {}))
  owner.on('error', () => {})

  const request: TestApp['request'] = async (path, init = {}) => {
    const { cookie, ...rest } = init
    const headers = new Headers(rest.headers)
    if (!headers.has('host')) headers.set('host', new URL(publicUrl).host)
    if (cookie !== undefined) {
      headers.set('cookie', cookie)
      if (!headers.has('sec-fetch-site')) headers.set('sec-fetch-site', 'same-origin')
    }
    return program.app.request(`${publicUrl}${path}`, { ...rest, headers })
  }
  const sql: TestApp['sql'] = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await owner.query<Row>(text, [...values])).rows

  const createSession: TestApp['createSession'] = async (accountId) => {
    const token = randomBytes(24).toString('base64url')
    await sql(
      `insert into auth.session ("userId", token, "expiresAt", "createdAt", "updatedAt") values ($1, $2, now() + interval '30 days', now(), now())`,
      [accountId, token],
    )
    const signature = createHmac('sha256', secret).update(token).digest('base64')
    return `${publicUrl.startsWith('https:') ? '__Host-' : ''}better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`
  }

  return {
    program,
    clock,
    databaseUrl,
    url: publicUrl,
    sql,
    request,
    client: (as = {}) =>
      createClient({
        baseUrl: '',
        language: () => as.language ?? 'ja',
        headers: () => ({ ...(as.link === undefined ? {} : { 'hiroba-link': as.link }), ...as.headers }),
        fetch: (url, init) => request(url, { ...(init as RequestInit), ...(as.cookie === undefined ? {} : { cookie: as.cookie }) }),
      }),
    async createAccount(personName = '見本 花子', mail = `${randomUUID()}@example.jp`) {
      const [user] = await sql<{ id: string }>(
        `insert into auth."user" (name, email, "emailVerified", "createdAt", "updatedAt") values ($1, $2, true, now(), now()) returning id`,
        [personName, mail],
      )
      if (user === undefined) throw new Error('no account')
      return { accountId: user.id, mail, cookie: await createSession(user.id) }
    },
    createSession,
    async createTenant(slug = `t${randomUUID().slice(0, 8)}`) {
      const [tenant] = await sql<{ id: string }>('insert into platform.tenant (slug) values ($1) returning id', [slug])
      if (tenant === undefined) throw new Error('no tenant')
      return { id: tenant.id, slug }
    },
    async settle() {
      const until = Date.now() + 15_000
      for (;;) {
        const [row] = await sql<{ open: string }>(
          `select (select count(*) from platform.outbox) + (select count(*) from graphile_worker.jobs where run_at <= now() and (attempts < max_attempts)) as open`,
        )
        if (Number(row?.open) === 0) return
        if (Date.now() > until)
          throw new Error(
            `jobs did not settle: ${row?.open} open; ${JSON.stringify(await sql('select task_identifier, last_error from graphile_worker.jobs j where last_error is not null limit 3').catch(() => []))}`,
          )
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
    async stop() {
      ;(server as { closeAllConnections?: () => void } | undefined)?.closeAllConnections?.()
      await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
      await program.stop()
      await owner.end()
      await execute(serverUrl, `drop database if exists ${name} with (force)`).catch(() => {})
      await rm(join(tmpdir(), name), { recursive: true, force: true })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

function listen(program: Program, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: program.app.fetch, hostname: '127.0.0.1', port }, () => resolve(server))
    server.once('error', reject)
  })
}
