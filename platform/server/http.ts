/**
 * From endpoint values to HTTP. For each request: id, caller, rate, sign-in, permission, parsing, one transaction with
 * the tenant set, the use case, flush, commit, answer. Every failure becomes one problem document.
 */
import { createHash, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import { Hono, type Context } from 'hono'
import type { $ZodType } from 'zod/v4/core'
import { safeParse, type $ZodIssue } from 'zod/v4/core'
import { platformErrors, type ErrorStatus, type FieldProblem, type Problem } from '#platform/contract/errors.ts'
import { platformPermissions, type Holder } from '#platform/contract/permissions.ts'
import { chooseLanguage, type Language } from '#platform/contract/texts.ts'
import { readSessionToken, type SessionCache } from './auth.ts'
import type { Clock } from './clock.ts'
import { installationId, type Database, type Seat, type Transaction } from './database.ts'
import { ExpectedError, expectedFromConstraint, fail } from './errors.ts'
import type { FileStore } from './files.ts'
import { whileAnswering } from './give-way.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { AnyEndpoint, FileAnswer, Module, Route, WrittenJson } from './module.ts'
import { hostOf, isLoopbackName, type OwnAddress } from './own-address.ts'
import { countRequest } from './rate-limit.ts'
import { readJson, readUpload, refuseUnstorable } from './request-body.ts'
import { openScope, type Actor, type EdgeIdentity, type KeptAnswer, type Principal, type Scope } from './scope.ts'
import type { Texts } from './texts.ts'

const gzip = promisify(gzipWithCallback)

export interface ApiOptions {
  readonly modules: readonly Module[]
  readonly database: Database
  readonly sessions: SessionCache
  /** After a change of rights: nothing older is believed, in any process. */
  readonly forgetSessions: () => Promise<void>
  readonly secret: string
  readonly files: FileStore
  readonly publicUrl: string
  readonly address: OwnAddress
  readonly mailFrom: string
  readonly isMailConnected: boolean
  readonly trustProxy: boolean
  readonly clock: Clock
  readonly log: Log
  readonly texts: Texts
  readonly isHeard: (type: string) => boolean
  readonly metrics: Metrics
}

export interface RequestFacts {
  readonly requestId: string
  readonly language: Language
  readonly remoteAddress: string
}

export type ApiEnv = { Variables: { facts: RequestFacts } }

/** `/api/v1` of every module. */
export function createApi(options: ApiOptions): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const statuses = new Map<string, ErrorStatus>(Object.entries(platformErrors).map(([code, { status }]) => [code, status]))
  const permissions = new Map<string, readonly Holder[]>(Object.entries(platformPermissions))
  const constraints = new Map<string, string>()
  for (const module of options.modules) {
    for (const [code, { status }] of Object.entries(module.errors ?? {})) statuses.set(code, status)
    for (const [name, holders] of Object.entries(module.permissions ?? {})) permissions.set(name, holders)
    for (const [name, code] of Object.entries(module.constraints ?? {})) constraints.set(name, code)
  }
  const findTenant = options.modules.find((module) => module.findTenantOfAddress !== undefined)?.findTenantOfAddress
  const findTenantOfInvitation = options.modules.find((module) => module.findTenantOfInvitation !== undefined)?.findTenantOfInvitation
  const findTenantOfFeed = options.modules.find((module) => module.findTenantOfFeed !== undefined)?.findTenantOfFeed
  const findEdge = options.modules.find((module) => module.findEdge !== undefined)?.findEdge
  const personalData = options.modules.flatMap((module) => module.personalData ?? [])
  const sessionEvents = new Set(options.modules.flatMap((module) => module.sessionEvents ?? []))

  app.use(async (context, next) => {
    context.set('facts', factsOf(context, options.trustProxy))
    context.header('x-request-id', context.get('facts').requestId)
    context.header('cache-control', 'no-store')
    await next()
  })

  app.onError((error, context) => answerProblem(context, error, { options, statuses, constraints }))
  app.notFound((context) => answerProblem(context, new ExpectedError('platform.not_found'), { options, statuses, constraints }))

  for (const module of options.modules) {
    for (const route of module.routes ?? []) {
      const holders = permissions.get(route.endpoint.permission)
      if (holders === undefined) throw new Error(`${route.endpoint.name} names a permission nobody declares: ${route.endpoint.permission}`)
      const path = route.endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')
      app.on(route.endpoint.method, path, (context) => whileAnswering(() => answer(context, route, holders)))
    }
  }
  return app

  async function answer(context: Context<ApiEnv>, route: Route, holders: readonly Holder[]): Promise<Response> {
    const { endpoint } = route
    const facts = context.get('facts')
    const started = performance.now()
    const isChanging = endpoint.method !== 'GET'
    if (isChanging) refuseCrossSite(context, options.address)
    if (endpoint.rateLimit !== undefined) {
      await countRequest(options.database, options.clock, {
        endpoint: endpoint.name,
        caller: facts.remoteAddress,
        rate: endpoint.rateLimit,
      })
    }
    const admitted = await admit(context, endpoint, holders)
    const { actor, principal } = admitted
    // known before a byte of the body is unpacked
    const edge = endpoint.way === 'edge' ? await edgeOf(context) : undefined
    const input = await readInput(context, endpoint)
    const link = endpoint.way === 'feed' ? (input.params as { feedKey: string }).feedKey : admitted.link
    if (endpoint.rateLimit?.by !== undefined) {
      const value = at(input.body, endpoint.rateLimit.by)
      if (value !== undefined)
        await countRequest(options.database, options.clock, {
          endpoint: `${endpoint.name}/${endpoint.rateLimit.by}`,
          caller: String(value),
          rate: endpoint.rateLimit,
        })
    }
    const seat: Seat =
      edge !== undefined
        ? { consortiumId: edge.consortiumId }
        : await seatOf(endpoint, { params: input.params, principal, link, isByLink: actor.kind === 'guest' })
    const idempotency = endpoint.isIdempotent === true ? keyOf(context, endpoint, actor, input) : undefined

    const parts = {
      consortiumId: seat.consortiumId,
      actor,
      language: facts.language,
      clock: options.clock,
      log: options.log.child({ requestId: facts.requestId, endpoint: endpoint.name }),
      requestId: facts.requestId,
      publicUrl: options.publicUrl,
      mailFrom: options.mailFrom,
      isMailConnected: options.isMailConnected,
      remoteAddress: facts.remoteAddress,
      principal,
      link,
      ...(endpoint.way === 'feed'
        ? { heldTags: tagsIn(context.req.header('if-none-match')), userAgent: context.req.header('user-agent') ?? '' }
        : {}),
      ...(edge === undefined ? {} : { edge }),
      isHeard: options.isHeard,
      secret: options.secret,
      files: options.files,
    }
    const status = endpoint.status ?? (endpoint.response === undefined && endpoint.kind !== 'file' ? 204 : 200)
    let areSessionsStale = false
    let result: unknown

    /** The same transaction, seated at one own tenant after the other: all of it is stored, or nothing. */
    const ownTenantsIn = (transaction: Transaction) => ({
      personalData,
      async inOwnTenant<T>(consortiumId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
        if (principal?.recordedIn?.includes(consortiumId) !== true) fail('platform.not_found')
        await transaction.sit({ consortiumId, accountId: principal.accountId })
        const { scope, flush, hasEmitted } = openScope({ ...parts, consortiumId }, transaction)
        const answered = await work(scope)
        flush()
        areSessionsStale ||= hasEmitted(sessionEvents)
        await transaction.sit(seat)
        return answered
      },
    })

    try {
      result = await options.database.transaction(
        seat,
        { readOnly: !isChanging && endpoint.isLookRecorded !== true },
        async (transaction) => {
          const { scope, flush, hasEmitted } = openScope(
            { ...parts, ...(endpoint.way === 'account' ? ownTenantsIn(transaction) : {}) },
            transaction,
          )
          const answered = await route.handle(scope, input)
          flush(idempotency === undefined ? undefined : { ...idempotency, status, response: answered ?? null })
          areSessionsStale ||= hasEmitted(sessionEvents)
          return answered
        },
      )
    } catch (error) {
      // the first answer may have been stored by an earlier try of the same call: give that one again
      const kept = idempotency === undefined ? undefined : await findKept(seat, idempotency)
      if (kept === undefined) throw error
      if (kept.requestHash !== idempotency?.requestHash) fail('platform.idempotency_key_reused')
      context.header('idempotency-replayed', 'true')
      options.metrics.request(endpoint.name, kept.status, performance.now() - started)
      return kept.response === null ? context.body(null, kept.status as 204) : context.json(kept.response as never, kept.status as 200)
    }
    // the very next request must see the new rights, whichever server it goes to
    if (areSessionsStale) await options.forgetSessions()
    options.metrics.request(endpoint.name, status, performance.now() - started)
    if (endpoint.kind === 'file') return answerFile(context, result as FileAnswer)
    if (status === 204 || result === undefined) return context.body(null, 204)
    if (isWrittenJson(result)) return context.body(result.writtenJson, status, { 'content-type': 'application/json' })
    return context.json(result as never, status)
  }

  /** Who asks, and may they? `guest` carries the link's secret; what it proves is the use case's to say. */
  async function admit(
    context: Context<ApiEnv>,
    endpoint: AnyEndpoint,
    holders: readonly Holder[],
  ): Promise<{ actor: Actor; principal?: Principal; link?: string }> {
    const link = context.req.header('hiroba-link')
    const token = readSessionToken(context.req.header('cookie'), options)
    const principal = token === undefined ? undefined : await options.sessions.find(token)
    const person = principal === undefined ? undefined : actorOf(principal)
    switch (endpoint.way) {
      case 'open':
      case 'directory':
      case 'guest': {
        if (holders.includes('link')) {
          if (link === undefined || link.length < 20 || link.length > 200) fail('platform.not_found')
          return { actor: { kind: 'guest', link } }
        }
        if (!holders.includes('anyone')) fail('platform.not_allowed')
        return person === undefined ? { actor: { kind: 'stranger' } } : { actor: person, ...(principal === undefined ? {} : { principal }) }
      }
      case 'invitation': {
        if (link === undefined || link.length < 20 || link.length > 200) fail('platform.not_found')
        return person === undefined
          ? { actor: { kind: 'guest', link }, link }
          : { actor: person, link, ...(principal === undefined ? {} : { principal }) }
      }
      // the secret stands in the path, which has yet to be read; a browser's session proves nothing here
      case 'feed':
        return { actor: { kind: 'stranger' } }
      // a machine, not a person: whatever session a browser sends beside its secret proves nothing
      case 'edge':
        return { actor: { kind: 'system', name: 'edge' } }
      case 'visitor':
      case 'account': {
        if (principal === undefined || person === undefined) fail('platform.sign_in_required')
        if (!holders.includes('person')) fail('platform.not_allowed')
        return { actor: person, principal }
      }
      case 'member': {
        if (principal === undefined || person === undefined) fail('platform.sign_in_required')
        const { active } = principal
        if (active === undefined) fail('platform.no_membership')
        if (!active.roles.some((role) => holders.includes(role))) fail('platform.not_allowed')
        return { actor: person, principal }
      }
    }
  }

  async function edgeOf(context: Context): Promise<EdgeIdentity> {
    const secret = bearerOf(context)
    const edge = secret === undefined ? undefined : await findEdge?.(options.database, secret)
    if (edge === undefined) fail('platform.sign_in_required')
    return edge
  }

  async function seatOf(
    endpoint: AnyEndpoint,
    {
      params,
      principal,
      link,
      isByLink,
    }: { params: unknown; principal: Principal | undefined; link: string | undefined; isByLink: boolean },
  ): Promise<Seat> {
    const accountId = principal?.accountId
    switch (endpoint.way) {
      case 'member': {
        const active = principal?.active
        if (active === undefined) fail('platform.no_membership')
        return { consortiumId: active.consortiumId, accountId, organisationId: active.organisationId ?? undefined }
      }
      case 'visitor':
      case 'guest': {
        const key = (params as { hubKey?: string } | undefined)?.hubKey
        const found = key === undefined ? undefined : await findTenant?.(options.database, key)
        if (found !== undefined) return { consortiumId: found.consortiumId, accountId }
        // a hub that was taken out of the directory keeps its guests and visitors: their own stays theirs
        const consortiumId =
          (isByLink || endpoint.way === 'visitor') && key !== undefined ? await findTenantOfSlug(key.split('.')[0] ?? '') : undefined
        if (consortiumId === undefined) fail('platform.not_found')
        return { consortiumId, accountId }
      }
      case 'invitation': {
        const consortiumId = link === undefined ? undefined : await findTenantOfInvitation?.(options.database, link)
        if (consortiumId === undefined) fail('platform.not_found')
        return { consortiumId, accountId }
      }
      case 'feed': {
        const consortiumId = link === undefined ? undefined : await findTenantOfFeed?.(options.database, link)
        if (consortiumId === undefined) fail('platform.not_found')
        return { consortiumId }
      }
      case 'edge':
      case 'open':
      case 'directory':
      case 'account':
        return { consortiumId: installationId, accountId }
    }
  }

  async function findTenantOfSlug(slug: string): Promise<string | undefined> {
    const [row] = await options.database.query<{ id: string }>('tenant_of_slug', 'select id from platform.tenant where slug = $1', [slug])
    return row?.id
  }

  async function findKept(
    seat: Seat,
    wanted: Omit<KeptAnswer, 'status' | 'response'>,
  ): Promise<{ status: number; response: unknown; requestHash: string } | undefined> {
    return options.database.transaction(seat, { readOnly: true }, async (transaction) => {
      const [row] = await transaction.prepared<{ status: number; response: unknown; request_hash: string }>(
        'idempotency_find',
        'select status, response, request_hash from platform.idempotency where consortium_id = $1 and actor = $2 and key = $3',
        [seat.consortiumId, wanted.actor, wanted.key],
      )
      return row === undefined ? undefined : { status: row.status, response: row.response, requestHash: row.request_hash }
    })
  }
}

function isWrittenJson(result: unknown): result is WrittenJson<unknown> {
  return typeof result === 'object' && result !== null && 'writtenJson' in result && result.writtenJson instanceof Uint8Array
}

function actorOf(principal: Principal): Extract<Actor, { kind: 'person' }> {
  return {
    kind: 'person',
    accountId: principal.accountId,
    name: principal.name,
    mail: principal.mail,
    ...(principal.isMailUnproven === true ? { isMailUnproven: true } : {}),
    roles: principal.active?.roles ?? [],
    organisationId: principal.active?.organisationId ?? null,
    membershipId: principal.active?.id ?? null,
  }
}

/** What the machine at a hub sends with each request; undefined where there is nothing that could be one. */
export const bearerOf = (context: Context): string | undefined =>
  /^Bearer ([\w.~+/=-]{20,300})$/i.exec(context.req.header('authorization') ?? '')?.[1]

export function factsOf(context: Context, trustProxy: boolean): RequestFacts {
  const given = context.req.header('x-request-id')
  const requestId = trustProxy && given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
  return {
    requestId,
    language: chooseLanguage(context.req.query('lang') ?? context.req.header('accept-language')),
    remoteAddress: remoteAddressOf(context, trustProxy),
  }
}

/** The caller's address; behind a proxy of ours, the last one it added. IPv6 callers are counted by their /64. */
function remoteAddressOf(context: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const socket = (context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress
  const address = networkOf(forwarded ?? socket ?? '')
  // a proxy on this machine that we were not told of: whoever calls through it is not at the machine
  const isForwarded = forwardingHeaders.some((name) => context.req.header(name) !== undefined)
  return !trustProxy && isForwarded && isLoopbackName(address) ? '0.0.0.0' : address
}

const forwardingHeaders = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

/** IPv4 as it is; of IPv6 the /64, which one customer has for itself, written in one way only: `2001:db8:0:7::`. */
export function networkOf(address: string): string {
  const plain = address.toLowerCase().replace(/^\[|\].*$|%.*$/g, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!plain.includes(':') || plain === '::1') return plain
  const [left = '', right] = plain.split('::')
  const leading = left === '' ? [] : left.split(':')
  const trailing = right === undefined || right === '' ? [] : right.split(':')
  const zeros = right === undefined ? 0 : Math.max(0, 8 - leading.length - trailing.length)
  const groups = [...leading, ...Array<string>(zeros).fill('0'), ...trailing]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::`
}

/**
 * A changing call with a session's cookie must come from our own pages: browsers say so by `Sec-Fetch-Site` or `Origin`,
 * which no foreign page can forge. Programs without cookies send neither.
 */
function refuseCrossSite(context: Context, address: OwnAddress): void {
  if (context.req.header('cookie') === undefined) return
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return
    fail('platform.cross_site')
  }
  const origin = context.req.header('origin')
  if (origin === undefined) fail('platform.cross_site')
  if (!address.isOwnOrigin(origin, hostOf(context))) fail('platform.cross_site')
}

interface ReadInput {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly file?: { name: string; mediaType: string; content: Uint8Array }
}

async function readInput(context: Context, endpoint: AnyEndpoint): Promise<ReadInput> {
  const fields: FieldProblem[] = []
  const params = parse(endpoint.params, context.req.param(), 'path', fields)
  // a malformed id in the path is simply not there
  if (fields.length > 0) fail('platform.not_found')
  const asked = queryOf(context)
  const query = parse(endpoint.query, asked, 'query', fields)
  refuseUnstorable(asked, 'query')
  if (endpoint.kind === 'upload') {
    if (fields.length > 0) fail('platform.invalid_input', { fields })
    return { params, query, body: undefined, file: await readUpload(context, endpoint.maxBodyBytes ?? 20_000_000) }
  }
  const body =
    endpoint.body === undefined
      ? undefined
      : parse(endpoint.body, await readJson(context, endpoint.maxBodyBytes ?? 1_048_576), 'body', fields)
  if (fields.length > 0) fail('platform.invalid_input', { fields })
  return { params, query, body }
}

function queryOf(context: Context): Record<string, string | string[]> {
  const all = context.req.queries()
  return Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]))
}

function parse(schema: $ZodType | undefined, value: unknown, where: string, fields: FieldProblem[]): unknown {
  if (schema === undefined) return undefined
  const result = safeParse(schema, value)
  if (result.success) return result.data
  for (const issue of result.error.issues) fields.push({ path: [where, ...issue.path.map(String)].join('.'), expected: expectedOf(issue) })
  return undefined
}

function expectedOf(issue: $ZodIssue): string {
  return issue.message
}

function keyOf(
  context: Context,
  endpoint: AnyEndpoint,
  actor: Actor,
  input: ReadInput,
): Omit<KeptAnswer, 'status' | 'response'> | undefined {
  const key = context.req.header('idempotency-key')
  if (key === undefined) return undefined
  if (!/^[\w-]{16,100}$/.test(key))
    fail('platform.invalid_input', { fields: [{ path: 'header.idempotency-key', expected: '16 to 100 letters, digits, - or _' }] })
  return {
    actor: idOf(actor),
    key,
    endpoint: endpoint.name,
    requestHash: createHash('sha256')
      .update(JSON.stringify([endpoint.name, input.params, input.query, input.body]))
      .digest('base64url'),
  }
}

/** Whose key it is. Who holds a guest's link is that guest alone; the link itself is not kept. */
function idOf(actor: Actor): string {
  if (actor.kind === 'person') return actor.accountId
  return actor.kind === 'guest' ? `guest:${createHash('sha256').update(actor.link).digest('base64url')}` : actor.kind
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], value)
}

async function answerFile(context: Context, file: FileAnswer): Promise<Response> {
  const etag = file.etag === undefined ? undefined : `"${file.etag}"`
  if (etag !== undefined) {
    context.header('etag', etag)
    context.header('cache-control', 'private, no-cache')
    if (tagsIn(context.req.header('if-none-match')).includes(file.etag ?? '')) return context.body(null, 304)
  }
  context.header(
    'content-type',
    /^text\/|json/.test(file.mediaType) && !file.mediaType.includes('charset') ? `${file.mediaType}; charset=utf-8` : file.mediaType,
  )
  context.header(
    'content-disposition',
    `${file.isInline === true ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  )
  if (isWorthPacking(context, file)) {
    context.header('content-encoding', 'gzip')
    context.header('vary', 'accept-encoding')
    return context.body(new Uint8Array(await gzip(file.content)))
  }
  return context.body(file.content as string)
}

/** The tags of `If-None-Match`, without quotes. A proxy that packs what we send makes a tag a weak one (`W/"…"`). */
function tagsIn(header: string | undefined): string[] {
  return [...(header ?? '').matchAll(/(?:W\/)?"([^"]*)"/g)].map((match) => match[1] ?? '')
}

/** Texts shrink to a tenth; below this a packet is a packet. */
const leastPacked = 1_400
function isWorthPacking(context: Context, file: FileAnswer): boolean {
  return (
    file.mediaType.startsWith('text/') && file.content.length > leastPacked && /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
  )
}

/** Secrets in a path are nobody's to read in a log. */
const shownPath = (context: Context): string => context.req.path.replaceAll(/[\w-]{40,}/g, '…')

function answerProblem(
  context: Context<ApiEnv>,
  error: unknown,
  {
    options,
    statuses,
    constraints,
  }: { options: ApiOptions; statuses: ReadonlyMap<string, ErrorStatus>; constraints: ReadonlyMap<string, string> },
): Response {
  const facts = context.get('facts') ?? factsOf(context, options.trustProxy)
  const expected = error instanceof ExpectedError ? error : expectedFromConstraint(error, constraints)
  const log = options.log.child({ requestId: facts.requestId })
  const code = expected?.code ?? 'platform.unexpected'
  const status = expected === undefined ? 500 : (statuses.get(expected.code) ?? 500)
  if (expected === undefined || status === 500) log.error({ err: error, path: shownPath(context) }, 'unexpected failure')
  else log.debug({ code, path: shownPath(context) }, 'refused')
  options.metrics.problem(code, status)
  const params = expected?.details.params ?? {}
  const problem: Problem = {
    type: `urn:hiroba:problem:${code}`,
    title: code,
    status,
    detail: options.texts.error(facts.language, code, params as Record<string, string>),
    code,
    params,
    ...(expected?.details.fields === undefined ? {} : { fields: expected.details.fields }),
    requestId: facts.requestId,
  }
  if (expected?.details.retryAfterSeconds !== undefined) context.header('retry-after', String(expected.details.retryAfterSeconds))
  if (status === 401) context.header('www-authenticate', 'Session')
  context.header('content-language', facts.language)
  return context.body(JSON.stringify(problem), status as 400, { 'content-type': 'application/problem+json' })
}
