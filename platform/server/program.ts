/**
 * The program without its socket: pools, sign-in, API, stream, jobs, sweeps, put together from a list of modules.
 * `apps/server` gives it the product; tests give it the modules they need and call `app.request`.
 */
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { LiveHint } from '#platform/contract/events.ts'
import type { Language, TextTree } from '#platform/contract/texts.ts'
import { createAuth, createSessionCache, readSessionToken, type Auth } from './auth.ts'
import type { Clock } from './clock.ts'
import { installationId, openDatabase, type Database } from './database.ts'
import { openFileStore } from './files.ts'
import { bearerOf, createApi, factsOf, type ApiEnv } from './http.ts'
import { announceSessions, startLive, type Live, type LiveSubscription } from './live.ts'
import type { Log } from './log.ts'
import { createMailer, type Mailer } from './mail.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import type { Module } from './module.ts'
import { apiPageCss, apiPageOf, openApiOf } from './openapi.ts'
import { answerWrongAddress, hostOf, ownAddressOf, refuseForeignHost, type OwnAddress } from './own-address.ts'
import { runInTenant, runInTenants, startOutbox, type Outbox, type TenantRun, type TenantsRun } from './outbox.ts'
import { platformModule } from './own-module.ts'
import { countRequest, isFull, type Counted } from './rate-limit.ts'
import { securityHeaders } from './security-headers.ts'
import type { StaticWeb } from './static-web.ts'
import { startSweeps, type Sweeper } from './sweeps.ts'
import { gatherTexts, type Texts } from './texts.ts'
import { addWebPages } from './web-pages.ts'

export interface ProgramOptions {
  readonly modules: readonly Module[]
  readonly platformTexts: Readonly<Partial<Record<Language, TextTree>>>
  readonly databaseUrl: string
  readonly databasePoolSize: number
  readonly secret: string
  readonly filesFolder: string
  readonly publicUrl: string
  readonly trustProxy: boolean
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly clock: Clock
  readonly log: Log
  readonly version: string
  readonly hasWorker: boolean
  readonly workerConcurrency?: number
  readonly web?: StaticWeb
  /** Hashes of the style elements that the web app's components add by script. */
  readonly styleHashes?: readonly string[]
}

export interface Program {
  readonly app: Hono<ApiEnv>
  readonly auth: Auth
  readonly database: Database
  readonly databaseUrl: string
  readonly mailer: Mailer
  readonly texts: Texts
  readonly metrics: Metrics
  readonly runInTenant: TenantRun
  readonly runInTenants: TenantsRun
  readonly sweeper: Sweeper | undefined
  /** What happens in the installation, as streams hear of it: for a part of the program that works beside requests and jobs. */
  readonly hear: Live['hear']
  /** Ends streams, jobs and connections, in that order. May be called twice. */
  /** Ends the live streams: before a server closes, which waits for them. */
  endStreams(): void
  stop(): Promise<void>
}

/** A proxy in between ends what is silent for a minute. */
const pingMilliseconds = 25_000
/** A town hall behind one address has a stream a browser; a flood from one address does not take the others'. */
const mostStreamsOfAddress = 200
/** One, and those of before that have not been noticed to be gone. */
const mostStreamsOfEdge = 4
const mostStreams = 5_000
/** Hints kept for one reader. */
const mostWaiting = 200

export async function buildProgram(options: ProgramOptions): Promise<Program> {
  const { log, clock, databaseUrl, secret, publicUrl } = options
  const mailer = createMailer({ smtpUrl: options.smtpUrl, from: options.mailFrom, host: new URL(publicUrl).hostname })
  const modules: readonly Module[] = [platformModule({ mailer, modules: options.modules, mailFrom: options.mailFrom }), ...options.modules]
  const texts = gatherTexts(modules, options.platformTexts)
  const metrics = createMetrics()
  const address = ownAddressOf(publicUrl)

  const reacted = new Set(modules.flatMap((module) => (module.reactions ?? []).map((one) => one.event)))
  const events = modules.flatMap((module) => module.events ?? [])
  const streamed = new Set(events.filter((event) => event.live !== undefined).map((event) => event.type))
  const publicTypes = new Set(events.filter((event) => event.live === 'public').map((event) => event.type))
  const isHeard = (type: string) => reacted.has(type) || streamed.has(type)

  const database = openDatabase({ url: databaseUrl, role: 'hiroba_app', poolSize: options.databasePoolSize, log })
  const authDatabase = openDatabase({ url: databaseUrl, role: 'hiroba_auth', poolSize: 4, log, searchPath: 'auth' })
  const files = openFileStore(options.filesFolder)
  const isMailConnected = mailer.isConnected
  const tenantOptions = {
    appDatabase: database,
    clock,
    log,
    publicUrl,
    mailFrom: options.mailFrom,
    isMailConnected,
    isHeard,
    secret,
    files,
  }
  const inTenant: TenantRun = (consortiumId, by, work) => runInTenant(tenantOptions, consortiumId, by, work)

  const postAuthMail = modules.find((module) => module.postAuthMail !== undefined)?.postAuthMail
  const auth = createAuth({
    databaseUrl,
    secret,
    publicUrl,
    address,
    log,
    sendMail: async (mail) => {
      await inTenant(installationId, { name: 'auth.mail', requestId: 'sign-in' }, async (scope) => postAuthMail?.(scope, mail))
    },
  })
  const findPrincipal = modules.find((module) => module.findPrincipal !== undefined)?.findPrincipal
  const sessions = createSessionCache(async (token) => findPrincipal?.(authDatabase, token))

  const live = await startLive({
    databaseUrl,
    log,
    publicTypes,
    edgeTypes: new Set(events.filter((event) => event.isForEdge === true).map((event) => event.type)),
    sessionTypes: new Set(modules.flatMap((module) => module.sessionEvents ?? [])),
    onSessions: () => sessions.clear(),
  })
  /** What is kept of sessions is let go, here and in every other process. One that does not hear of it lets go within half a minute. */
  const forgetSessions = async (): Promise<void> => {
    sessions.clear()
    await announceSessions(database).catch((error: unknown) =>
      log.warn({ err: error }, 'other servers could not be told of a changed session'),
    )
  }
  const jobsDatabase = options.hasWorker ? openDatabase({ url: databaseUrl, role: 'hiroba_jobs', poolSize: 3, log }) : undefined
  const outbox: Outbox | undefined = options.hasWorker
    ? await startOutbox({ ...tenantOptions, databaseUrl, modules, concurrency: options.workerConcurrency ?? 4 })
    : undefined
  const sweeper =
    jobsDatabase === undefined
      ? undefined
      : startSweeps({ sweeps: modules.flatMap((module) => module.sweeps ?? []), jobsDatabase, runInTenant: inTenant, files, log })
  metrics.gauge('hiroba_live_streams', 'Open live streams', () => live.count())

  const app = new Hono<ApiEnv>()
  const isHttps = publicUrl.startsWith('https:')
  app.use(securityHeaders({ isHttps, ...(options.styleHashes === undefined ? {} : { styleHashes: options.styleHashes }) }))
  app.use(refuseForeignHost(address, texts))
  addHealth(app, { database, metrics, trustProxy: options.trustProxy })
  addSignIn(app, { auth, database, options, address, texts, forgetSessions })
  addApiPages(app, modules, options.version)
  addLive(app, { live, options, modules, database, findPrincipal: (token) => sessions.find(token) })
  app.route(
    '/api/v1',
    createApi({
      modules,
      database,
      sessions,
      forgetSessions,
      secret,
      files,
      publicUrl,
      address,
      mailFrom: options.mailFrom,
      isMailConnected,
      trustProxy: options.trustProxy,
      clock,
      log,
      texts,
      isHeard,
      metrics,
    }),
  )
  app.all('/api/*', (context) => context.json({ type: 'about:blank', title: 'Not found', status: 404, code: 'platform.not_found' }, 404))
  if (options.web !== undefined) addWebPages(app, { web: options.web, modules, texts, clock, publicUrl, log })

  let stopping: Promise<void> | undefined
  return {
    app,
    auth,
    database,
    databaseUrl,
    mailer,
    texts,
    metrics,
    runInTenant: inTenant,
    runInTenants: (by, work) => runInTenants(tenantOptions, by, work),
    sweeper,
    hear: (listener) => live.hear(listener),
    endStreams: () => live.endStreams(),
    stop() {
      stopping ??= (async () => {
        live.endStreams()
        await sweeper?.stop()
        await outbox?.stop()
        await live.stop()
        mailer.close()
        await Promise.all([jobsDatabase?.close(), database.close(), authDatabase.close(), auth.close()])
      })()
      return stopping
    },
  }
}

function addHealth(app: Hono<ApiEnv>, parts: { database: Database; metrics: Metrics; trustProxy: boolean }): void {
  app.get('/healthz', (context) => context.json({ status: 'ok' }))
  app.get('/readyz', async (context) => {
    try {
      await parts.database.query('ready', 'select 1 as one')
      return context.json({ status: 'ready' })
    } catch {
      return context.json({ status: 'no database' }, 503)
    }
  })
  // figures of the machine are for the machine: Prometheus on the same host, or through a proxy's own rule
  app.get('/metrics', async (context) => {
    const { remoteAddress } = factsOf(context, parts.trustProxy)
    const isLocal = remoteAddress === '' || remoteAddress.startsWith('127.') || remoteAddress === '::1'
    if (!isLocal || context.req.header('x-forwarded-for') !== undefined) return context.notFound()
    return context.text(await parts.metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
}

/** Beside better-auth's limits by address: many addresses guess one account's password, or fill one person's mailbox. */
const accountLimits: Readonly<Record<string, { readonly limit: number; readonly windowSeconds: number; readonly isMail: boolean }>> = {
  '/api/auth/sign-in/email': { limit: 30, windowSeconds: 900, isMail: false },
  '/api/auth/sign-up/email': { limit: 5, windowSeconds: 3_600, isMail: true },
  '/api/auth/request-password-reset': { limit: 5, windowSeconds: 3_600, isMail: true },
  '/api/auth/send-verification-email': { limit: 5, windowSeconds: 3_600, isMail: true },
}

async function guardedAccountOf(context: Context): Promise<(Counted & { isMail: boolean }) | undefined> {
  const limit = accountLimits[context.req.path]
  if (limit === undefined || context.req.method !== 'POST') return undefined
  const body: unknown = await context.req.raw
    .clone()
    .json()
    .catch(() => undefined)
  const mail = (body as { email?: unknown } | undefined)?.email
  return typeof mail === 'string'
    ? { endpoint: context.req.path, caller: mail.trim().toLowerCase(), rate: limit, isMail: limit.isMail }
    : undefined
}

function addSignIn(
  app: Hono<ApiEnv>,
  parts: {
    auth: Auth
    database: Database
    options: ProgramOptions
    address: OwnAddress
    texts: Texts
    forgetSessions: () => Promise<void>
  },
): void {
  app.use('/api/auth/*', bodyLimit({ maxSize: 100_000 }))
  app.all('/api/auth/*', async (context) => {
    const { remoteAddress } = factsOf(context, parts.options.trustProxy)
    const origin = context.req.header('origin')
    // said in words of ours; better-auth's own refusal would only name a code
    if (origin !== undefined && !parts.address.isOwnOrigin(origin, hostOf(context)))
      return answerWrongAddress(context, parts.address, parts.texts)
    const headers = new Headers(context.req.raw.headers)
    headers.set('x-hiroba-address', remoteAddress === '' ? '127.0.0.1' : remoteAddress)
    // before the body goes into the request that better-auth reads
    const guarded = await guardedAccountOf(context)
    const request = new Request(context.req.raw, { headers })
    const token = readSessionToken(context.req.header('cookie'), parts.options)
    if (guarded !== undefined && (await isFull(parts.database, parts.options.clock, guarded))) {
      return context.json({ code: 'TOO_MANY_REQUESTS', message: 'Too many requests. Please try again later.' }, 429, {
        'cache-control': 'no-store',
      })
    }
    const answer = await parts.auth.handler(request)
    // somebody who knows the password is not counted
    if (guarded !== undefined && (guarded.isMail || answer.status === 401))
      await countRequest(parts.database, parts.options.clock, guarded).catch(() => {})
    // what a session may do can have changed by any of these calls; a new password ends sessions of other devices too
    const endsOthers = /\/(?:revoke-|change-password|reset-password)/.test(context.req.path)
    if (answer.ok && context.req.method === 'POST' && (token !== undefined || endsOthers)) await parts.forgetSessions()
    answer.headers.set('cache-control', 'no-store')
    return answer
  })
}

function addApiPages(app: Hono<ApiEnv>, modules: readonly Module[], version: string): void {
  let text: string | undefined
  const document = () => (text ??= JSON.stringify(openApiOf(modules, version)))
  app.get('/api/v1/openapi.json', (context) => context.body(document(), 200, { 'content-type': 'application/json; charset=utf-8' }))
  app.get('/api/docs', (context) => context.html(apiPageOf(JSON.parse(document()) as Record<string, unknown>)))
  app.get('/api/docs.css', (context) => context.body(apiPageCss, 200, { 'content-type': 'text/css; charset=utf-8' }))
}

function addLive(
  app: Hono<ApiEnv>,
  parts: {
    live: Live
    options: ProgramOptions
    modules: readonly Module[]
    database: Database
    findPrincipal: (token: string) => Promise<{ active: { consortiumId: string } | undefined } | undefined>
  },
): void {
  const findTenant = parts.modules.find((module) => module.findTenantOfAddress !== undefined)?.findTenantOfAddress
  const findEdge = parts.modules.find((module) => module.findEdge !== undefined)?.findEdge
  const open = new Map<string, number>()
  app.get('/api/v1/live', async (context) => {
    const hubKey = context.req.query('hub')
    let subject: Pick<LiveSubscription, 'consortiumId' | 'hubId' | 'edge'> | undefined
    const bearer = bearerOf(context)
    const edgeNow = async () => (bearer === undefined ? undefined : await findEdge?.(parts.database, bearer))
    /** Where the session works now; nowhere once it has ended or its membership has. */
    const tenantNow = async () => {
      const token = readSessionToken(context.req.header('cookie'), parts.options)
      return token === undefined ? undefined : (await parts.findPrincipal(token))?.active?.consortiumId
    }
    if (bearer !== undefined) {
      const edge = await edgeNow()
      subject = edge === undefined ? undefined : { edge }
    } else if (hubKey === undefined) {
      const consortiumId = await tenantNow()
      subject = consortiumId === undefined ? undefined : { consortiumId }
    } else {
      const found = await findTenant?.(parts.database, hubKey)
      subject = found === undefined ? undefined : { hubId: found.hubId }
    }
    if (subject === undefined)
      return context.json({ type: 'about:blank', title: 'Not found', status: 404, code: 'platform.not_found' }, 404)
    const { remoteAddress } = factsOf(context, parts.options.trustProxy)
    const caller = bearer ?? remoteAddress
    const own = open.get(caller) ?? 0
    if (own >= (bearer === undefined ? mostStreamsOfAddress : mostStreamsOfEdge) || parts.live.count() >= mostStreams) {
      return context.json({ type: 'about:blank', title: 'Too many live streams', status: 429, code: 'platform.too_many_requests' }, 429, {
        'retry-after': '30',
      })
    }
    open.set(caller, own + 1)
    context.header('x-accel-buffering', 'no')
    return streamSSE(context, async (stream) => {
      let isEnded = false
      let waiting: LiveHint[] = []
      let wake: () => void = () => {}
      const unsubscribe = parts.live.subscribe({
        ...subject,
        send(hint) {
          // a reader that is slower than the hub looks at everything again instead of at each of them
          if (waiting.length >= mostWaiting) waiting = [{ type: 'platform.refetch' }]
          waiting.push(hint)
          wake()
        },
        end() {
          isEnded = true
          wake()
        },
      })
      try {
        stream.onAbort(() => {
          unsubscribe()
          wake()
        })
        await stream.writeSSE({ event: 'hello', data: '{}', retry: 1_000 })
        while (!stream.aborted && !stream.closed && !isEnded) {
          if (waiting.length === 0) {
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, pingMilliseconds)
              wake = () => {
                clearTimeout(timer)
                resolve()
              }
            })
          }
          if (stream.aborted || isEnded) break
          // a stream outlives the request that was let in: who has signed out or was suspended hears no more
          if (subject.consortiumId !== undefined && (await tenantNow()) !== subject.consortiumId) break
          // nor does a machine that was blocked
          if (subject.edge !== undefined && (await edgeNow())?.hubId !== subject.edge.hubId) break
          const batch = waiting
          waiting = []
          await stream.writeSSE(batch.length === 0 ? { event: 'ping', data: '{}' } : { event: 'hints', data: JSON.stringify(batch) })
        }
      } finally {
        unsubscribe()
        const left = (open.get(caller) ?? 1) - 1
        if (left <= 0) open.delete(caller)
        else open.set(caller, left)
      }
    })
  })
}
