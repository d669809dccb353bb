/**
 * Bookings over HTTP: creates on distinct slots, and the desk's day of a hub of 100 rooms. The hub is loaded past the
 * API; everything measured goes through the running server: session, tenant, row-level security, event, mail job.
 */
import { loadHub, dayAfter, rooms, type BenchHub } from './bookings-hub.ts'
import { openConnection, requestHead, type Connection } from './connection.ts'
import { percentile, type BenchContext, type BenchServer, type Measurement } from './measure.ts'
import { looking, settle } from './stored.ts'
import { processorTime, spentPerCall } from './processor.ts'

const connections = 16
/** A slot is half an hour of a room that is open from 9 to 18. */
const slotsADay = 18
const creatingSeconds = 6
const drawings = 200

interface Loaded extends BenchHub {
  /** Bodies of creates, each of a slot that nobody has. */
  readonly nextWish: () => string
}

/** One hub for all measurements of a server. */
const loads = new WeakMap<BenchServer, Promise<Loaded>>()
async function load(context: BenchContext): Promise<Loaded> {
  const server = await context.server()
  const known = loads.get(server) ?? loadHub(server).then((hub) => ({ ...hub, nextWish: wishes(hub) }))
  loads.set(server, known)
  return known
}

function wishes({ roomIds }: BenchHub): () => string {
  const first = Temporal.PlainDate.from(dayAfter(1)).toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: '09:00' }).epochMilliseconds
  let slot = 0
  return () => {
    const inRoom = Math.floor(slot / rooms)
    const from = first + (Math.floor(inRoom / slotsADay) % 78) * 86_400_000 + (inRoom % slotsADay) * 1_800_000
    return JSON.stringify({
      what: { kind: 'space', spaceId: roomIds[slot++ % rooms] ?? '' },
      startsAt: new Date(from).toISOString(),
      endsAt: new Date(from + 1_800_000).toISOString(),
      partySize: 2,
    })
  }
}

const headOf = ({ server, cookie }: Loaded, method: string, path: string, type?: string): string =>
  requestHead(server.url, {
    method,
    path: `/api/v1${path}`,
    fields: { cookie, 'sec-fetch-site': 'same-origin', ...(type === undefined ? {} : { 'content-type': type }) },
  })

/** Runs `work` on so many connections until it says stop; milliseconds of each call. */
async function onConnections(
  { server }: Loaded,
  count: number,
  work: (connection: Connection) => Promise<void>,
  isOver: () => boolean,
): Promise<number[]> {
  const took: number[] = []
  await Promise.all(
    Array.from({ length: count }, async () => {
      const connection = await openConnection(server.url)
      while (!isOver()) {
        const started = performance.now()
        await work(connection)
        took.push(performance.now() - started)
      }
      connection.end()
    }),
  )
  return took
}

/** Processor time a call, by what was measured. */
const spent = { create: '', draw: '' }

let creating: Promise<{ perSecond: number[]; p99: number[] }> | undefined
/** Rate and slowest hundredth come from the same runs. */
async function measureCreates(context: BenchContext): Promise<{ perSecond: number[]; p99: number[] }> {
  const loaded = await load(context)
  const head = headOf(loaded, 'POST', '/bookings', 'application/json')
  const create = async (connection: Connection): Promise<void> => {
    const answer = await connection.send(head, loaded.nextWish())
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.body.toString()}`)
  }
  const perSecond: number[] = []
  const p99: number[] = []
  // the first requests of a connection prepare its statements
  for (let run = 0; run <= context.runs; run++) {
    const until = performance.now() + (run === 0 ? 2_000 : creatingSeconds * 1_000)
    const before = await processorTime(loaded.server)
    const started = performance.now()
    const took = await onConnections(loaded, connections, create, () => performance.now() >= until)
    if (run === 0) continue
    perSecond.push(took.length / ((performance.now() - started) / 1_000))
    p99.push(percentile(took, 0.99))
    spent.create = spentPerCall(before, await processorTime(loaded.server), took.length)
  }
  return { perSecond, p99 }
}

/** Changes of the drawn day meanwhile: what was drawn last must not be all there is to say. */
const changesPerSecond = 10

async function measureDay(context: BenchContext, count: number, total: number): Promise<{ took: number[]; seconds: number }> {
  const loaded = await load(context)
  const head = headOf(loaded, 'GET', `/hubs/${loaded.hubId}/grid?day=${loaded.fullDay}`)
  const draw = async (connection: Connection): Promise<Buffer> => {
    const answer = await connection.send(head)
    if (answer.status !== 200 || answer.body.length < 100_000)
      throw new Error(`${answer.status} ${answer.body.subarray(0, 200).toString()}`)
    return answer.body
  }
  const drawing = async (connection: Connection) => void (await draw(connection))
  // the mails of the creates are another figure's work
  await looking(loaded.server.databaseUrl, settle)
  let left = 40
  await onConnections(loaded, count, drawing, () => left-- <= 0)

  const side = await openConnection(loaded.server.url)
  const grid = JSON.parse((await draw(side)).toString()) as { rows: { bookings: { id: string; version: number }[] }[] }
  const bookings = grid.rows.flatMap((row) => row.bookings)
  let isOver = false
  const changing = (async () => {
    for (let i = 0; !isOver; i++) {
      const booking = bookings[(i * 7919) % bookings.length]
      if (booking === undefined) return
      const answer = await side.send(
        headOf(loaded, 'PUT', `/bookings/${booking.id}/note`, 'application/json'),
        JSON.stringify({ version: booking.version++, note: `${i}` }),
      )
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.toString()}`)
      await new Promise((resolve) => setTimeout(resolve, 1_000 / changesPerSecond))
    }
  })()
  left = total
  const before = await processorTime(loaded.server)
  const started = performance.now()
  const took = await onConnections(loaded, count, drawing, () => left-- <= 0)
  const seconds = (performance.now() - started) / 1_000
  spent.draw = spentPerCall(before, await processorTime(loaded.server), took.length)
  isOver = true
  await changing
  side.end()
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
    limitedBy:
      'processor time: half of it in PostgreSQL (places and rules read, the booking under its exclusion constraint, event and outbox), half in Node (a third of that in the kernel, sending two packets to PostgreSQL)',
    spent: () => spent.create,
    run: async (context) => (await (creating ??= measureCreates(context))).perSecond,
  },
  {
    name: 'bookings.create_p99_ms',
    unit: 'ms',
    goal: '60',
    limitedBy: 'the queue of 16 callers before two cores, and the writing of the log of transactions to the disk',
    run: async (context) => (await (creating ??= measureCreates(context))).p99,
  },
  {
    name: 'bookings.day_grid_p95_ms',
    unit: 'ms',
    goal: '25',
    limitedBy: 'PostgreSQL looking over 3,000 bookings for what has changed and reading the rooms, then 0.8 MB of JSON through the socket',
    spent: () => spent.draw,
    run: (context) => repeat(context.runs, async () => percentile((await measureDay(context, 1, drawings)).took, 0.95)),
  },
  {
    name: 'bookings.day_grid_per_s',
    unit: '/s',
    goal: '100',
    limitedBy: 'the same, two cores full',
    spent: () => spent.draw,
    run: (context) =>
      repeat(context.runs, async () => {
        const { took, seconds } = await measureDay(context, connections, drawings * 3)
        return took.length / seconds
      }),
  },
]
