/**
 * 1,000 devices speak MQTT at QoS 1 to the real server: an acknowledgement is a commit, with key, ledger, state, health and
 * what other modules make of it. In the same run the same devices speak to a bare aedes, which stores nothing, and the same
 * rows go into a table like the ledger with nothing around it. The devices are a process of their own on the same cores.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { deviceTopic } from '#modules/devices/contract/topics.ts'
import { storeBare, type BareRows } from './bare-rows.ts'
import { loadHub } from './bookings-hub.ts'
import type { LoadAnswer, LoadDevice, LoadQuestion } from './devices-load.ts'
import { median, startBenchServer, type BenchContext, type BenchServer, type Measurement } from './measure.ts'
import { freePort } from './ports.ts'
import { processorTime } from './processor.ts'
import { looking } from './stored.ts'

const deviceCount = 1_000
/** Of them; all others are sensors that tell of temperature, humidity and air by turns. */
const contacts = 50
const motions = 50
const closedSeconds = 10
const openSeconds = 10
const openPerSecond = 5_000
/** A thousand devices come back and say ten things each. */
const replayed = 10
const rowsBeside = { rows: 100_000, together: 1_000 }

interface Seen {
  readonly perSecond: number[]
  readonly closedP99: number[]
  readonly p99: number[]
  readonly p50: number[]
  readonly replay: number[]
  readonly bare: number[]
  readonly rows: BareRows
  readonly spent: string
}

interface Load {
  ask(question: LoadQuestion): Promise<LoadAnswer>
  end(): Promise<void>
}

function startLoad(): Load {
  const child = fork(join(import.meta.dirname, 'devices-load.ts'))
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('the devices are gone')))
  gone.catch(() => {})
  return {
    async ask(question) {
      child.send(question)
      const [told] = (await Promise.race([once(child, 'message'), gone])) as [LoadAnswer | { readonly error: string }]
      if ('error' in told) throw new Error(`the devices: ${told.error}`)
      return told
    },
    end: () => ending(child),
  }
}

async function ending(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}

async function seatDevices(server: BenchServer): Promise<LoadDevice[]> {
  const { hubId } = await loadHub(server)
  const devices = Array.from({ length: deviceCount }, (_, at): LoadDevice => {
    const id = randomUUID()
    return {
      id,
      password: randomBytes(24).toString('base64url'),
      topic: deviceTopic({ hubId, deviceId: id }, 'event'),
      says: at < contacts ? 'contact' : at < contacts + motions ? 'motion' : 'reading',
    }
  })
  await looking(server.databaseUrl, async (look) => {
    await look(
      `insert into devices.device (consortium_id, id, hub_id, name, kind, driver, config, status, secret_hash, created_at, changed_at)
       select h.consortium_id, d.id, h.id, d.kind, d.kind, 'hiroba', jsonb_build_object('hubId', h.id, 'deviceId', d.id), 'active', d.hash, now(), now()
       from hubs.hub h, unnest($2::uuid[], $3::text[], $4::text[]) as d (id, hash, kind) where h.id = $1`,
      [
        hubId,
        devices.map((one) => one.id),
        devices.map((one) => createHash('sha256').update(one.password).digest('base64url')),
        devices.map((one) => (one.says === 'reading' ? 'sensor' : one.says)),
      ],
    )
    await look(
      `insert into devices.health (consortium_id, device_id, hub_id) select consortium_id, id, hub_id from devices.device where hub_id = $1
       on conflict do nothing`,
      [hubId],
    )
  })
  return devices
}

/** What was acknowledged is there: a figure of rows that are lost would be no figure. */
async function mustBeStored(server: BenchServer, count: number): Promise<void> {
  const [row] = await looking(server.databaseUrl, (look) =>
    look<{ events: number; keys: number }>(
      'select (select count(*)::int from devices.event) as events, (select count(*)::int from devices.event_key) as keys',
    ),
  )
  if (row?.events !== count || row.keys !== count)
    throw new Error(`${count} were acknowledged, ${row?.events} are stored under ${row?.keys} keys`)
}

async function speakToServer({ runs }: BenchContext, load: Load): Promise<Omit<Seen, 'bare'>> {
  const mqttPort = await freePort()
  const server = await startBenchServer({ env: { HIROBA_MQTT_PORT: String(mqttPort) } })
  try {
    const devices = await seatDevices(server)
    await load.ask({ ask: 'connect', port: mqttPort, devices })
    const seen = { perSecond: [] as number[], closedP99: [] as number[], p99: [] as number[], p50: [] as number[], replay: [] as number[] }
    // the first words make the hub's rules be read and prepare the statements
    let acknowledged = (await load.ask({ ask: 'closed', seconds: 3 })).count
    let spent = ''
    for (let run = 0; run < runs; run++) {
      const before = await processorTime(server)
      const closed = await load.ask({ ask: 'closed', seconds: closedSeconds })
      const after = await processorTime(server)
      const open = await load.ask({ ask: 'open', perSecond: openPerSecond, seconds: openSeconds })
      const back = await load.ask({ ask: 'replay', wordsEach: replayed })
      acknowledged += closed.count + open.count + back.count
      seen.perSecond.push(closed.count / closed.seconds)
      seen.closedP99.push(closed.p99)
      seen.p99.push(open.p99)
      seen.p50.push(open.p50)
      seen.replay.push(back.seconds)
      const each = (milliseconds: number) => `${((milliseconds * 1_000) / closed.count).toFixed(0)} µs`
      spent = `server ${each(after.server - before.server)}, PostgreSQL ${each(after.database - before.database)}, devices ${each(closed.processor)}`
    }
    await mustBeStored(server, acknowledged)
    await load.ask({ ask: 'end' })
    const rows = await storeBare(server.databaseUrl, rowsBeside)
    return { ...seen, rows, spent }
  } finally {
    await server.stop()
  }
}

async function speakToBare({ runs }: BenchContext, load: Load): Promise<number[]> {
  const broker = fork(join(import.meta.dirname, 'bare-broker.ts'))
  try {
    const [port] = (await once(broker, 'message')) as [number]
    const devices = Array.from({ length: deviceCount }, (_, at): LoadDevice => ({
      id: `device-${at}`,
      password: 'none',
      says: 'reading',
      topic: `hiroba/v1/hub/device-${at}/event`,
    }))
    await load.ask({ ask: 'connect', port, devices })
    await load.ask({ ask: 'closed', seconds: 2 })
    const perSecond: number[] = []
    for (let run = 0; run < runs; run++) {
      const { count, seconds } = await load.ask({ ask: 'closed', seconds: closedSeconds })
      perSecond.push(count / seconds)
    }
    await load.ask({ ask: 'end' })
    return perSecond
  } finally {
    await ending(broker)
  }
}

let seeing: Promise<Seen> | undefined
/** All figures come from one run. */
function see(context: BenchContext): Promise<Seen> {
  return (seeing ??= (async () => {
    const load = startLoad()
    try {
      const bare = await speakToBare(context, load)
      const durable = await speakToServer(context, load)
      seen = { ...durable, bare }
      return seen
    } finally {
      await load.end()
    }
  })())
}
let seen: Seen | undefined

const whole = (figure: number): string => Math.round(figure).toLocaleString('en')
const share = (part: number, of: number): string => `${((100 * part) / of).toFixed(0)} %`

function beside(): string {
  if (seen === undefined) return 'not run'
  const own = median(seen.perSecond)
  const bare = median(seen.bare)
  const { copied, inserted } = seen.rows
  return `bare aedes ${whole(bare)}/s (ours ${share(own, bare)}); bare rows by COPY ${whole(copied)}/s (ours ${share(own, copied)}), by unnest ${whole(inserted)}/s (ours ${share(own, inserted)}), ${rowsBeside.together} a commit`
}

export const measurements: readonly Measurement[] = [
  {
    name: 'devices.durable_per_s',
    unit: '/s',
    goal: `10,000 or more, ${deviceCount} devices with one word under way each`,
    limitedBy: 'the processor: the server, PostgreSQL and the devices share the cores',
    spent: () =>
      seen === undefined ? 'not run' : `${seen.spent}; p99 of this ${median(seen.closedP99).toFixed(0)} ms; beside it: ${beside()}`,
    run: async (context) => (await see(context)).perSecond,
  },
  {
    name: 'devices.puback_p99_ms',
    unit: 'ms',
    goal: `100 or less at ${openPerSecond} a second`,
    spent: () => (seen === undefined ? 'not run' : `half within ${median(seen.p50).toFixed(1)} ms`),
    run: async (context) => (await see(context)).p99,
  },
  {
    name: 'devices.retained_replay_s',
    unit: 's',
    goal: `${deviceCount} devices back at once, ${whole(deviceCount * replayed)} states stored`,
    run: async (context) => (await see(context)).replay,
  },
  {
    name: 'devices.bare_aedes_per_s',
    unit: '/s',
    goal: 'none: the wire alone, nothing stored',
    run: async (context) => (await see(context)).bare,
  },
  {
    name: 'devices.bare_copy_per_s',
    unit: '/s',
    goal: 'none: the rows alone',
    run: async (context) => [(await see(context)).rows.copied],
  },
]
