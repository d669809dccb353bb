/**
 * No statement of the desk, of members or of strangers reads a large table from end to end: asked of a small consortium
 * within a country, each is planned as PostgreSQL would, with the values that were sent and without knowing any.
 * How long they take at full size is a proof of its own: docs/proofs/runs/scale.md.
 */
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bookings } from '#modules/bookings/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { loadCountry } from '#bench/country.ts'

/** Tables of which nobody may ever read all: what the country has millions of. */
const largest = ['booking', 'occupancy', 'event', 'guest', 'guest_key', 'guest_booking', 'use_day', 'use_visit', 'membership', 'member_key']
/** Rows from which one is large here, too; of fewer PostgreSQL rightly reads the few pages there are. */
const largeFrom = 1_000

interface Sent {
  readonly text: string
  readonly values: readonly unknown[]
}
interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly PlanNode[]
}

let app: TestApp
const sent = new Map<string, Sent>()
let place: { hub: string; key: string; consortium: string; account: string; booking: string; guest: string; room: string }
let cookie: string

beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings] })
  await loadCountry(app.databaseUrl, { hubs: 24, daysBack: 400 })
  const [found] = await app.sql<typeof place>(
    `select h.id as hub, t.slug || '.' || h.slug as key, h.consortium_id as consortium, m.account_id as account, b.id as booking, b.holder_name as guest, s.id as room
     from hubs.hub h join platform.tenant t on t.id = h.consortium_id join people.membership m on m.consortium_id = t.id and 'operator' = any(m.roles)
       join bookings.booking b on b.hub_id = h.id and b.account_id is null and b.starts_at < now() join hubs.space s on s.hub_id = h.id and s.kind = 'meeting-room'
     where t.slug <> 'widest' order by h.slug, b.id limit 1`,
  )
  if (found === undefined) throw new Error('there is no small consortium')
  place = found
  cookie = await app.createSession(place.account)
}, 300_000)
afterAll(() => app.stop())

const dayFrom = (days: number): string => Temporal.Now.plainDateISO('Asia/Tokyo').add({ days }).toString()

/** Every statement that the program sends meanwhile, each once. */
async function recording(work: () => Promise<void>): Promise<void> {
  const { query } = pg.Client.prototype
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [asked] = args as [string | { text?: string; values?: unknown[] }]
    if (typeof asked === 'object' && asked.text !== undefined && /^\s*(select|with|insert|update|delete)\b/i.test(asked.text))
      sent.set(asked.text, { text: asked.text, values: asked.values ?? [] })
    return (query as (...given: unknown[]) => unknown).apply(this, args) as never
  })
  try {
    await work()
  } finally {
    spy.mockRestore()
  }
}

test('what the desk, members and strangers ask is found by indexes', async () => {
  const get = async (path: string, as: string | undefined = cookie): Promise<void> => {
    const answer = await app.request(`/api/v1${path}`, as === undefined ? {} : { cookie: as })
    expect([path, answer.status]).toEqual([path, 200])
  }
  const [family = ''] = place.guest.split(' ')
  await recording(async () => {
    for (const day of [-1, 0, 1]) await get(`/hubs/${place.hub}/grid?day=${dayFrom(day)}`)
    await get(`/hubs/${place.hub}/desk`)
    await get(`/hubs/${place.hub}/period?from=${dayFrom(0)}&days=31`)
    await get(`/hubs/${place.hub}/period?from=${dayFrom(0)}&days=31&targetId=${place.room}`)
    await get(`/hubs/${place.hub}/bookings?from=${dayFrom(-31)}&to=${dayFrom(0)}`)
    await get(`/hubs/${place.hub}/bookings?from=${dayFrom(-31)}&to=${dayFrom(0)}&text=${encodeURIComponent(family)}`)
    await get(`/hubs/${place.key}/availability?from=${dayFrom(0)}&days=30`, '')
    await get(`/hubs/${place.key}/free-now`, '')
    for (const q of [family, '0801234', 'mihon', 'ミホン']) {
      await get(`/hubs/${place.hub}/people?q=${encodeURIComponent(q)}`)
      await get(`/search?q=${encodeURIComponent(q)}`)
    }
    await get('/people/members?limit=50')
    await get('/bookings?when=coming')
    await get('/bookings?when=past')
    await get(`/bookings/${place.booking}`)
    await get(`/bookings/${place.booking}/history`)
    await get(`/use?from=${dayFrom(-31)}&to=${dayFrom(-1)}`)
    await get(`/use?from=${dayFrom(-31)}&to=${dayFrom(-1)}&hubId=${place.hub}`)
    const startsAt = Temporal.PlainDate.from(dayFrom(90)).toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: '09:00' })
    const made = await app.request('/api/v1/bookings', {
      method: 'POST',
      cookie,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        what: { kind: 'space', spaceId: place.room },
        startsAt: startsAt.toInstant().toString(),
        endsAt: startsAt.add({ hours: 1 }).toInstant().toString(),
        partySize: 1,
      }),
    })
    // shut or taken on that day it is refused after the same questions
    expect([201, 409, 422]).toContain(made.status)
  })
  expect(sent.size).toBeGreaterThan(30)

  const client = new pg.Client({ connectionString: app.databaseUrl })
  await client.connect()
  await client.query(
    `set role hiroba_app; set app.tenant = '${place.consortium}'; set app.account = '${place.account}'; set search_path = auth, public`,
  )
  const { rows: sizes } = await client.query<{ name: string }>(
    'select relname as name from pg_class where relkind = $1 and reltuples >= $2',
    ['r', largeFrom],
  )
  const large = new Set(sizes.map((one) => one.name))
  expect(largest.filter((name) => !large.has(name))).toEqual([])
  const scans: string[] = []
  for (const { text, values } of sent.values()) {
    // sign-in has a role of its own
    if (/\bauth\b|from session\b/.test(text)) continue
    for (const plan of [await planOf(client, 'format json', text, values), await planOf(client, 'generic_plan, format json', text)])
      for (const node of nodesOf(plan))
        if (node['Node Type'] === 'Seq Scan' && large.has(node['Relation Name'] ?? '')) scans.push(`${node['Relation Name']}: ${text}`)
  }
  await client.end()
  expect(scans).toEqual([])
}, 120_000)

async function planOf(client: pg.Client, how: string, text: string, values?: readonly unknown[]): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    values === undefined ? `explain (${how}) ${text}` : { text: `explain (${how}) ${text}`, values: [...values] },
  )
  const [plan] = rows[0]?.['QUERY PLAN'] ?? []
  if (plan === undefined) throw new Error(`no plan of ${text}`)
  return plan.Plan
}

function* nodesOf(plan: PlanNode): Generator<PlanNode> {
  yield plan
  for (const child of plan.Plans ?? []) yield* nodesOf(child)
}
