/**
 * Bookings over HTTP: creates on distinct slots, and the desk's day of a hub of 100 rooms. The hub is loaded past the
 * API; everything measured goes through the running server: session, tenant, row-level security, event, mail job.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import pg from 'pg'
import { percentile, type BenchContext, type BenchServer, type Measurement } from './measure.ts'

const rooms = 100
const connections = 16
/** A slot is half an hour of a room that is open from 9 to 18. */
const slotsADay = 18
const creatingSeconds = 6
const drawings = 200

interface Loaded {
  readonly server: BenchServer
  readonly hubId: string
  readonly roomIds: readonly string[]
  readonly cookie: string
  /** The day with 30 bookings in each room. */
  readonly fullDay: string
  nextSlot: number
}

const dayAfter = (days: number): string => Temporal.Now.plainDateISO('Asia/Tokyo').add({ days }).toString()

/** One hub for all measurements of a server. */
const loads = new WeakMap<BenchServer, Promise<Loaded>>()
async function load(context: BenchContext): Promise<Loaded> {
  const server = await context.server()
  const known = loads.get(server) ?? loadHub(server)
  loads.set(server, known)
  return known
}

async function loadHub(server: BenchServer): Promise<Loaded> {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  const one = async (text: string, values: readonly unknown[] = []): Promise<string> =>
    String((await client.query<{ id: string }>(text, [...values])).rows[0]?.id)
  const tenant = await one(`insert into platform.tenant (slug) values ('b' || substr(md5(random()::text), 1, 8)) returning id`)
  await client.query(`insert into hubs.consortium (consortium_id, names) values ($1, '{"ja":"計測"}')`, [tenant])
  const hubId = await one(
    `insert into hubs.hub (consortium_id, slug, names, address, published_at) values ($1, 'hub', '{"ja":"計測拠点","en":"Bench"}', '{"ja":"見本町1"}', now()) returning id`,
    [tenant],
  )
  await client.query(
    `insert into hubs.opening_rule (consortium_id, hub_id, weekday, opens_minute, closes_minute) select $1, $2, d, 540, 1080 from generate_series(1, 7) d`,
    [tenant, hubId],
  )
  const { rows: spaces } = await client.query<{ id: string }>(
    `insert into hubs.space (consortium_id, hub_id, slug, kind, names, capacity_value, bookable_as)
     select $1, $2, 'room-' || i, 'meeting-room', jsonb_build_object('ja', '会議室' || i, 'en', 'Room ' || i), 8, 'whole' from generate_series(1, ${rooms}) i returning id`,
    [tenant, hubId],
  )
  await client.query(
    `insert into hubs.unit (consortium_id, hub_id, space_id, kind, label, position) select $1, $2, id, 'room', '1', 1 from unnest($3::uuid[]) as t (id)`,
    [tenant, hubId, spaces.map((space) => space.id)],
  )
  const fullDay = dayAfter(80)
  // rooms that are open longer would be one more rule; the day itself does not care about its bookings' hours
  await client.query(
    `with made as (
       insert into bookings.booking (consortium_id, id, hub_id, kind, target_id, unit_ids, starts_at, ends_at, status, party_size, holder_name, holder_mail, holder_language, fee_yen, created_at, changed_at)
       select u.consortium_id, uuidv7(), u.hub_id, 'space', u.space_id, array[u.id], d.at + i * interval '30 minutes', d.at + (i + 1) * interval '30 minutes', 'confirmed', 2, '見本 花子', 'hanako@example.jp', 'ja', 0, now(), now()
       from hubs.unit u, generate_series(0, 29) i, (select ($2::date + time '06:00') at time zone 'Asia/Tokyo' as at) d where u.consortium_id = $1
       returning consortium_id, id, unit_ids, starts_at, ends_at)
     insert into bookings.occupancy (consortium_id, unit_id, source_id, source_kind, starts_at, ends_at) select consortium_id, unit_ids[1], id, 'booking', starts_at, ends_at from made`,
    [tenant, fullDay],
  )
  const accountId = await one(
    `insert into auth."user" (name, email, "emailVerified", "createdAt", "updatedAt") values ('架空 実', $1, true, now(), now()) returning id`,
    [`${randomUUID()}@example.jp`],
  )
  await client.query(
    `insert into people.membership (consortium_id, account_id, roles, status, family_name, given_name, search, sort_key) values ($1, $2, '{member,operator}', 'active', '架空', '実', '', '')`,
    [tenant, accountId],
  )
  const token = randomBytes(24).toString('base64url')
  await client.query(
    `insert into auth.session ("userId", token, "expiresAt", "createdAt", "updatedAt") values ($1, $2, now() + interval '1 day', now(), now())`,
    [accountId, token],
  )
  await client.query('analyze')
  await client.end()
  const signature = createHmac('sha256', server.secret).update(token).digest('base64')
  return {
    server,
    hubId,
    roomIds: spaces.map((space) => space.id),
    cookie: `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`,
    fullDay,
    nextSlot: 0,
  }
}

interface Answer {
  readonly status: number
  readonly body: string
}

/** The plainest client there is: on two cores, what the generator takes the server lacks. */
function send(agent: Agent, { server, cookie }: Loaded, method: string, path: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}/api/v1${path}`,
      {
        method,
        agent,
        headers: {
          cookie,
          'sec-fetch-site': 'same-origin',
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Runs `work` on so many connections until it says stop; milliseconds of each call. */
async function onConnections(count: number, work: (agent: Agent) => Promise<void>, isOver: () => boolean): Promise<number[]> {
  const took: number[] = []
  await Promise.all(
    Array.from({ length: count }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      while (!isOver()) {
        const started = performance.now()
        await work(agent)
        took.push(performance.now() - started)
      }
      agent.destroy()
    }),
  )
  return took
}

async function create(loaded: Loaded, agent: Agent): Promise<void> {
  const slot = loaded.nextSlot++
  const roomId = loaded.roomIds[slot % rooms] ?? ''
  const inRoom = Math.floor(slot / rooms)
  const from = Temporal.PlainDate.from(dayAfter(1 + (Math.floor(inRoom / slotsADay) % 78)))
    .toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: '09:00' })
    .add({ minutes: 30 * (inRoom % slotsADay) })
  const body = JSON.stringify({
    what: { kind: 'space', spaceId: roomId },
    startsAt: from.toInstant().toString(),
    endsAt: from.add({ minutes: 30 }).toInstant().toString(),
    partySize: 2,
  })
  const answer = await send(agent, loaded, 'POST', '/bookings', body)
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.body}`)
}

let creating: Promise<{ perSecond: number[]; p99: number[] }> | undefined
/** Rate and slowest hundredth come from the same runs. */
async function measureCreates(context: BenchContext): Promise<{ perSecond: number[]; p99: number[] }> {
  const loaded = await load(context)
  const perSecond: number[] = []
  const p99: number[] = []
  // the first requests of a connection prepare its statements
  for (let run = 0; run <= context.runs; run++) {
    const until = performance.now() + (run === 0 ? 2_000 : creatingSeconds * 1_000)
    const started = performance.now()
    const took = await onConnections(
      connections,
      (agent) => create(loaded, agent),
      () => performance.now() >= until,
    )
    if (run === 0) continue
    perSecond.push(took.length / ((performance.now() - started) / 1_000))
    p99.push(percentile(took, 0.99))
  }
  return { perSecond, p99 }
}

/** Changes of the drawn day meanwhile: what was drawn last must not be all there is to say. */
const changesPerSecond = 10

async function measureDay(context: BenchContext, count: number, total: number): Promise<{ took: number[]; seconds: number }> {
  const loaded = await load(context)
  const path = `/hubs/${loaded.hubId}/grid?day=${loaded.fullDay}`
  const draw = async (agent: Agent): Promise<string> => {
    const answer = await send(agent, loaded, 'GET', path)
    if (answer.status !== 200 || answer.body.length < 100_000) throw new Error(`${answer.status} ${answer.body.slice(0, 200)}`)
    return answer.body
  }
  const drawing = async (agent: Agent) => void (await draw(agent))
  let left = 40
  await onConnections(count, drawing, () => left-- <= 0)

  const side = new Agent({ keepAlive: true, maxSockets: 1 })
  const bookings = (JSON.parse(await draw(side)) as { rows: { bookings: { id: string; version: number }[] }[] }).rows.flatMap(
    (row) => row.bookings,
  )
  let isOver = false
  const changing = (async () => {
    for (let i = 0; !isOver; i++) {
      const booking = bookings[(i * 7919) % bookings.length]
      if (booking === undefined) return
      const answer = await send(
        side,
        loaded,
        'PUT',
        `/bookings/${booking.id}/note`,
        JSON.stringify({ version: booking.version++, note: `${i}` }),
      )
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`)
      await new Promise((resolve) => setTimeout(resolve, 1_000 / changesPerSecond))
    }
  })()
  left = total
  const started = performance.now()
  const took = await onConnections(count, drawing, () => left-- <= 0)
  const seconds = (performance.now() - started) / 1_000
  isOver = true
  await changing
  side.destroy()
  return { took, seconds }
}

const repeat = async (runs: number, measure: () => Promise<number>): Promise<number[]> => {
  const figures: number[] = []
  for (let run = 0; run < runs; run++) figures.push(await measure())
  return figures
}

export const measurements: readonly Measurement[] = [
  {
    name: 'bookings.create_per_s',
    unit: '/s',
    goal: '600',
    run: async (context) => (await (creating ??= measureCreates(context))).perSecond,
  },
  {
    name: 'bookings.create_p99_ms',
    unit: 'ms',
    goal: '60',
    run: async (context) => (await (creating ??= measureCreates(context))).p99,
  },
  {
    name: 'bookings.day_grid_p95_ms',
    unit: 'ms',
    goal: '25',
    run: (context) => repeat(context.runs, async () => percentile((await measureDay(context, 1, drawings)).took, 0.95)),
  },
  {
    name: 'bookings.day_grid_per_s',
    unit: '/s',
    goal: '100',
    run: (context) =>
      repeat(context.runs, async () => {
        const { took, seconds } = await measureDay(context, connections, drawings * 3)
        return took.length / seconds
      }),
  },
]
