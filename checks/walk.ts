/**
 * Every endpoint, called by everybody who must not get through: a stranger, a person without membership, each role, a
 * member of another consortium, a colleague with narrower rights, a guest with somebody else's link.
 * It reads the endpoint values and the permissions, so a new endpoint is walked from the day it exists.
 */
import { randomUUID } from 'node:crypto'
import { urlOf } from '#platform/contract/client.ts'
import { platformPermissions, roles, type Holder, type Role } from '#platform/contract/permissions.ts'
import type { AnyEndpoint, Module } from '#platform/server/module.ts'
import type { TestApp } from '#platform/testkit/app.ts'
import { sampleOf } from './sample.ts'
import type { Finding } from './tree.ts'

/** One consortium with records and people, as the walk needs it. */
export interface Side {
  readonly consortiumId: string
  /** `<consortium>.<hub>` of a published hub. */
  readonly hubKey: string
  /** A member for each role, with a membership of its own in the first organisation. */
  readonly cookies: Readonly<Record<Role, string>>
  /** A member of another consortium who is here by an agreement, and has a record here. */
  readonly visitor?: string
  /** A member of the second organisation for each role: a colleague who owns none of the records. */
  readonly colleagues: Readonly<Record<Role, string>>
  /** Secrets of guests' links, by the id of what they prove. */
  readonly links: Readonly<Record<string, string>>
  /** Ids of records, by the names that paths and bodies give them, or with the folder before it (`members.id`). */
  readonly ids: Readonly<Record<string, string>>
}

export interface World {
  readonly a: Side
  readonly b: Side
  /** A signed-in person who is a member of nothing. */
  readonly nobody: string
}

export interface WalkOptions {
  /** Queries that are more than their shape. */
  readonly queries?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Bodies for endpoints whose schema says less than the code asks; ids are those of the side that is attacked. */
  readonly bodies?: Readonly<Record<string, (ids: Readonly<Record<string, string>>) => unknown>>
  /** `<endpoint>` → why a colleague may read or change a record that is not theirs: it belongs to the consortium. */
  readonly shared?: Readonly<Record<string, string>>
}

interface Call {
  readonly cookie?: string
  readonly link?: string
  /** A machine's secret. */
  readonly bearer?: string
  readonly ids: Readonly<Record<string, string>>
  readonly hubKey: string
  readonly hasBody: boolean
}

interface Answer {
  readonly status: number
  readonly code: string
  readonly text: string
}

const missing = 'no id'

export async function walk(app: TestApp, modules: readonly Module[], world: World, options: WalkOptions = {}): Promise<Finding[]> {
  const findings: Finding[] = []
  const holdersOf = new Map<string, readonly Holder[]>(Object.entries(platformPermissions))
  for (const module of modules) for (const [name, holders] of Object.entries(module.permissions ?? {})) holdersOf.set(name, holders)
  const endpoints = modules.flatMap((module) => (module.routes ?? []).map((route) => route.endpoint))

  const report = (rule: string, endpoint: AnyEndpoint, says: string): void =>
    void findings.push({ rule, file: endpoint.name, says: `${endpoint.method} ${endpoint.path}: ${says}` })
  const told = (answer: Answer): string => `${answer.status} ${answer.code}`

  async function send(endpoint: AnyEndpoint, call: Call): Promise<Answer> {
    const params = Object.fromEntries(
      namesIn(endpoint).map((name) => [name, name === 'hubKey' ? call.hubKey : (idIn(endpoint, name, call.ids) ?? missing)]),
    )
    const headers: Record<string, string> = {}
    if (call.link !== undefined) headers['hiroba-link'] = call.link
    if (call.bearer !== undefined) headers['authorization'] = `Bearer ${call.bearer}`
    let body: string | undefined
    if (call.hasBody && endpoint.kind === 'upload') body = 'x'
    else if (call.hasBody && endpoint.body !== undefined) {
      headers['content-type'] = 'application/json'
      body = JSON.stringify(options.bodies?.[endpoint.name]?.(call.ids) ?? sampleOf(endpoint.body, (name) => call.ids[name]))
    }
    const query =
      options.queries?.[endpoint.name] ??
      (endpoint.query === undefined ? {} : (sampleOf(endpoint.query, (name) => call.ids[name]) as Record<string, unknown>))
    const response = await app.request(urlOf(endpoint, params, query), {
      method: endpoint.method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(call.cookie === undefined ? {} : { cookie: call.cookie }),
    })
    const text = await response.text()
    let code = ''
    try {
      code = (JSON.parse(text) as { code?: string } | null)?.code ?? ''
    } catch {
      // a file, or nothing
    }
    // what is counted would answer 429 to the later ones: the counters are not what is walked here
    if (endpoint.rateLimit !== undefined) await app.sql('truncate platform.rate_window')
    return { status: response.status, code, text }
  }

  const { a, b } = world
  const random = (endpoint: AnyEndpoint): Readonly<Record<string, string>> =>
    Object.fromEntries(namesIn(endpoint).map((name) => [keyOf(endpoint, name), isDay(name) ? '2030-01-15' : randomUUID()]))

  for (const endpoint of endpoints) {
    const holders = holdersOf.get(endpoint.permission) ?? []
    const outside = { ids: random(endpoint), hubKey: a.hubKey, hasBody: false }
    const needsSession = endpoint.way === 'member' || endpoint.way === 'account' || endpoint.way === 'visitor'

    for (const name of namesIn(endpoint)) {
      if (name !== 'hubKey' && idIn(endpoint, name, a.ids) === undefined)
        report('walk-world', endpoint, `the world of checks/world.ts has no ${keyOf(endpoint, name)}`)
    }

    const stranger = await send(endpoint, outside)
    if (needsSession && stranger.status !== 401) report('stranger', endpoint, `a stranger gets ${told(stranger)}, not 401`)
    if (endpoint.way === 'edge') {
      const guessed = await send(endpoint, { ...outside, bearer: 'x'.repeat(43) })
      for (const answer of [stranger, guessed])
        if (answer.status !== 401) report('stranger', endpoint, `without the secret of a machine it answers ${told(answer)}, not 401`)
    }
    if (endpoint.way === 'feed') {
      const guessed = await send(endpoint, { ...outside, ids: { [keyOf(endpoint, 'feedKey')]: 'x'.repeat(43) } })
      if (guessed.status !== 404) report('stranger', endpoint, `a secret nobody gave out gets ${told(guessed)}, not 404`)
    }
    if (!needsSession && (holders.includes('link') || endpoint.way === 'invitation' || endpoint.way === 'feed') && stranger.status !== 404)
      report('stranger', endpoint, `without a link it answers ${told(stranger)}, not 404`)
    if (!needsSession && endpoint.way !== 'edge' && !holders.includes('link') && [401, 403].includes(stranger.status))
      report('stranger', endpoint, `is for anyone, yet a stranger gets ${told(stranger)}`)
    if (stranger.status >= 500) report('no-bug', endpoint, `a stranger makes it fail: ${told(stranger)}`)

    if (endpoint.way === 'member') {
      const nobody = await send(endpoint, { ...outside, cookie: world.nobody })
      if (nobody.code !== 'platform.no_membership')
        report('role', endpoint, `a person without membership gets ${told(nobody)}, not platform.no_membership`)
      for (const role of roles) {
        const answer = await send(endpoint, { ...outside, cookie: a.cookies[role] })
        const isAllowed = holders.includes(role)
        if (!isAllowed && (answer.status !== 403 || answer.code !== 'platform.not_allowed'))
          report('role', endpoint, `${role} may not, yet gets ${told(answer)}`)
        if (isAllowed && (answer.status === 401 || answer.code === 'platform.not_allowed'))
          report('role', endpoint, `${role} may, yet gets ${told(answer)}`)
        if (answer.status >= 500) report('no-bug', endpoint, `${role} makes it fail: ${told(answer)}`)
      }
    }
  }

  await walkAcross()
  return findings

  /** The other half of every refusal: whom these records belong to is let in with the very same ids. */
  async function walkInside(known: readonly string[]): Promise<void> {
    for (const endpoint of endpoints) {
      const holders = holdersOf.get(endpoint.permission) ?? []
      const names = namesIn(endpoint).filter((name) => name !== 'hubKey' && !isDay(name))
      if (names.length === 0 || endpoint.way === 'account' || endpoint.way === 'directory') continue
      for (const name of names) {
        const id = idIn(endpoint, name, a.ids)
        // of a feed's secret only the hash is kept
        if (id !== undefined && name !== 'feedKey' && !known.includes(id))
          report('walk-world', endpoint, `the world's ${keyOf(endpoint, name)} is no record of its consortium`)
      }
      if (endpoint.method !== 'GET') continue
      const role = roles.find((one) => one === 'admin' && holders.includes(one)) ?? roles.find((one) => holders.includes(one))
      const link = a.links[idIn(endpoint, names[0] ?? '', a.ids) ?? '']
      const answer = await send(endpoint, {
        ids: a.ids,
        hubKey: a.hubKey,
        hasBody: true,
        ...(endpoint.way === 'member' && role !== undefined ? { cookie: a.cookies[role] } : {}),
        ...(endpoint.way === 'visitor' && a.visitor !== undefined ? { cookie: a.visitor } : {}),
        ...(holders.includes('link') && link !== undefined ? { link } : {}),
      })
      if (answer.status !== 200) report('let-in', endpoint, `its own people get ${told(answer)}, not 200: the refusals prove nothing`)
    }
  }

  /** With ids of A: as a member of B, as a colleague, with another's link. A's rows must be untouched by all of it. */
  async function walkAcross(): Promise<void> {
    await app.settle()
    const known = [...uuidsIn(await rowsOf(app, a.consortiumId))]
    await walkInside(known)
    await app.settle()
    const before = await rowsOf(app, a.consortiumId)
    for (const endpoint of endpoints) {
      const holders = holdersOf.get(endpoint.permission) ?? []
      const names = namesIn(endpoint).filter((name) => name !== 'hubKey' && !isDay(name))
      if (endpoint.way === 'member') {
        const role = roles.find((one) => one === 'admin' && holders.includes(one)) ?? roles.find((one) => holders.includes(one)) ?? 'admin'
        const answer = await send(endpoint, { cookie: b.cookies[role], ids: a.ids, hubKey: b.hubKey, hasBody: true })
        if (names.length > 0 && answer.status !== 404)
          report('other-consortium', endpoint, `${role} of another consortium gets ${told(answer)}, not 404${hintOf(answer)}`)
        if (answer.status >= 500) report('no-bug', endpoint, `${role} of another consortium makes it fail: ${told(answer)}`)
        const leaked = known.find((id) => answer.status < 400 && answer.text.includes(id))
        if (leaked !== undefined)
          report('other-consortium', endpoint, `${role} of another consortium is told ${await whatIs(before, leaked)}`)
      }
      if (endpoint.way === 'member' && names.length > 0 && !Object.hasOwn(options.shared ?? {}, endpoint.name)) {
        for (const narrow of ['member', 'manager'] as const) {
          if (!holders.includes(narrow)) continue
          const answer = await send(endpoint, { cookie: a.colleagues[narrow], ids: a.ids, hubKey: a.hubKey, hasBody: true })
          if (answer.status !== 404)
            report('other-organisation', endpoint, `a ${narrow} of another organisation gets ${told(answer)}, not 404${hintOf(answer)}`)
        }
      }
      if (endpoint.way === 'account' && names.length > 0) {
        const answer = await send(endpoint, { cookie: world.nobody, ids: a.ids, hubKey: a.hubKey, hasBody: true })
        if (answer.status !== 404) report('other-person', endpoint, `another person gets ${told(answer)}, not 404${hintOf(answer)}`)
      }
      if (endpoint.way === 'visitor' && names.length > 0) {
        const others: readonly (readonly [string, string, string | undefined])[] = [
          ['another person', a.hubKey, world.nobody],
          ['an administrator of the hub', a.hubKey, a.cookies.admin],
          ['another visitor', a.hubKey, b.visitor],
          ['the visitor at another hub', b.hubKey, a.visitor],
        ]
        for (const [who, hubKey, cookie] of others) {
          if (cookie === undefined) {
            report('walk-world', endpoint, `the world has no visitor to be ${who}`)
            continue
          }
          const answer = await send(endpoint, { cookie, ids: a.ids, hubKey, hasBody: true })
          if (answer.status !== 404) report('other-person', endpoint, `${who} gets ${told(answer)}, not 404${hintOf(answer)}`)
        }
      }
      if (endpoint.way === 'guest' && holders.includes('link')) {
        const own = idIn(endpoint, names[0] ?? '', a.ids) ?? ''
        const wrong: readonly (readonly [string, string, string | undefined])[] = [
          ['with a link nobody gave out', a.hubKey, 'x'.repeat(43)],
          ["with another guest's link", a.hubKey, Object.entries(a.links).find(([id]) => id !== own)?.[1]],
          ['with the right link at another hub', b.hubKey, a.links[own]],
          ['with a link of another consortium', a.hubKey, Object.values(b.links)[0]],
        ]
        for (const [how, hubKey, link] of wrong) {
          if (link === undefined) {
            report('walk-world', endpoint, `the world has no link to come ${how}`)
            continue
          }
          const answer = await send(endpoint, { link, ids: a.ids, hubKey, hasBody: true })
          if (answer.status !== 404) report('other-link', endpoint, `${how} it answers ${told(answer)}, not 404${hintOf(answer)}`)
        }
      }
    }
    await app.settle()
    const after = await rowsOf(app, a.consortiumId)
    for (const [table, rows] of after) {
      if (rows !== before.get(table))
        findings.push({ rule: 'untouched', file: table, says: 'somebody from outside changed rows of this consortium' })
    }
  }
}

const hintOf = (answer: Answer): string => (answer.status === 422 ? ` (give a body in checks/world.ts? ${answer.text.slice(0, 300)})` : '')
const namesIn = (endpoint: AnyEndpoint): string[] => [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
const isDay = (name: string): boolean => name === 'on' || name === 'day'

/** The name with the folder before it: `{id}` says little by itself, and a guest's `{bookingId}` is another one. */
function keyOf(endpoint: AnyEndpoint, name: string): string {
  const parts = endpoint.path.split('/')
  return `${parts[parts.indexOf(`{${name}}`) - 1] ?? ''}.${name}`
}

function idIn(endpoint: AnyEndpoint, name: string, ids: Readonly<Record<string, string>>): string | undefined {
  if (isDay(name)) return '2030-01-15'
  return ids[keyOf(endpoint, name)] ?? (name === 'id' ? undefined : ids[name])
}

/** Every row of a consortium, as text, by table. What the program notes about callers by itself is left out. */
async function rowsOf(app: TestApp, consortiumId: string): Promise<Map<string, string>> {
  const tables = await app.sql<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p') and a.attname = 'consortium_id' and n.nspname not in ('graphile_worker') and c.relname not in ('outbox') order by 1`,
  )
  const rows = new Map<string, string>()
  for (const { name } of tables) {
    const [row] = await app.sql<{ text: string | null }>(
      `select string_agg(t::text, E'\\n' order by t::text) as text from ${name} t where consortium_id = $1`,
      [consortiumId],
    )
    rows.set(name, row?.text ?? '')
  }
  return rows
}

/** Ids that are this consortium's alone. Not those of holidays or of the installation. */
function uuidsIn(rows: ReadonlyMap<string, string>): Set<string> {
  return new Set([...rows.values()].flatMap((text) => text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? []))
}

async function whatIs(rows: ReadonlyMap<string, string>, id: string): Promise<string> {
  const table = [...rows].find(([, text]) => text.includes(id))?.[0]
  return `${id} of ${table ?? 'nowhere'}`
}
