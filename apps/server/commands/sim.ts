/**
 * `hiroba sim day --hub <hub>`: a day of people and devices at a hub, over the wire. A running server lives in real time; a
 * day in fast motion has a program of its own, with a clock of its own and the demonstration's data, and leaves yours alone.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startDatabaseServer, type DatabaseServer } from '#platform/server/database-server.ts'
import { allRoles } from '#platform/server/settings.ts'
import { describeFailure, StartFailure } from '#platform/server/start-failure.ts'
import { nothingKept, type KeptHub } from '#sim/equipment.ts'
import { instantOn, openSimHub, SimError, zone, type Account, type SimHubOptions } from '#sim/hub.ts'
import type { Played } from '#sim/play.ts'
import { fastTime, realTime, type RunningTime } from '#sim/time.ts'
import type { RunningServer } from '../server.ts'
import { buildWebIfStale } from './build-web.ts'
import { UsageError, type Command, type CommandContext } from './command.ts'
import { whenAskedToStop } from './start.ts'
import { textsFor } from './texts.ts'

interface SimArguments {
  readonly hub: string
  readonly speed: number
  readonly date: string
  readonly seed: number
  readonly people: number
  readonly truth: string | undefined
  readonly server: string | undefined
  readonly broker: string | undefined
}

const opens = '07:00'
const closes = '23:00'
/** The demonstration is filled in at night: whoever it says is in has been taken to have left when the day begins. */
const filledAt = '00:30'
const nightOver = '06:00'
const fastest = 600

export const sim: Command = {
  name: 'sim',
  usage: 'sim day --hub <hub> [--speed <n>] [--date <day>] [--seed <n>] [--people <n>] [--truth <file>] [--server <url>] [--broker <url>]',
  summary: { en: 'a simulated day at a hub: doors without hardware', ja: '拠点の一日の模擬：機器なしで扉を試す' },
  async run(context, args) {
    const given = readArguments(args)
    const ended = new AbortController()
    void whenAskedToStop(context.env).asked.then(() => ended.abort())
    try {
      return given.speed === 1 ? await inRealTime(context, given, ended.signal) : await inFastMotion(context, given, ended.signal)
    } catch (error) {
      if (error instanceof StartFailure) context.note(describeFailure(error, context.language))
      else if (error instanceof SimError) context.note(error.message)
      else throw error
      return 1
    }
  },
}

/** A clock ahead of the machine's finds nothing due, jobs and deadlines of the database being of that one: the night after it is over. */
const lastDay = (): Temporal.PlainDate =>
  Temporal.Now.zonedDateTimeISO(zone).subtract({ hours: 6, minutes: 30 }).toPlainDate().subtract({ days: 1 })

/** The last one from Monday to Friday. */
export function workingDayBy(day: Temporal.PlainDate): string {
  return day.subtract({ days: Math.max(0, day.dayOfWeek - 5) }).toString()
}

function readArguments(args: readonly string[]): SimArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        hub: { type: 'string' },
        speed: { type: 'string', default: '1' },
        date: { type: 'string' },
        seed: { type: 'string', default: '1' },
        people: { type: 'string', default: '30' },
        truth: { type: 'string' },
        server: { type: 'string' },
        broker: { type: 'string' },
      },
    })
    const { hub, date, truth, server, broker } = values
    const [speed, seed, people] = [Number(values.speed), Number(values.seed), Number(values.people)]
    const isFast = speed > 1
    if (positionals.join(' ') !== 'day' || hub === undefined) throw new UsageError()
    if (!(speed >= 1 && speed <= fastest) || !Number.isInteger(seed) || !(people >= 1)) throw new UsageError()
    // a running server lives in the time of this machine, and a program of its own has a broker of its own
    if (isFast ? server !== undefined || broker !== undefined : date !== undefined) throw new UsageError()
    const day = date === undefined ? undefined : Temporal.PlainDate.from(date)
    if (day !== undefined && Temporal.PlainDate.compare(day, lastDay()) > 0) throw new UsageError()
    return { hub, speed, date: day?.toString() ?? workingDayBy(lastDay()), seed, people, truth, server, broker }
  } catch {
    throw new UsageError()
  }
}

/** At a running server: today, as long as it takes. The account is of whoever may set doors up there. */
async function inRealTime(context: CommandContext, given: SimArguments, ended: AbortSignal): Promise<number> {
  const settings = context.settings()
  const mail = context.env['HIROBA_SIM_MAIL']
  const password = context.env['HIROBA_SIM_PASSWORD']
  if (mail === undefined || password === undefined) {
    context.note(textsFor(context.language).simAccount)
    return 1
  }
  const today = Temporal.Now.plainDateISO(zone).toString()
  const time = realTime()
  return playAndCompare(context, given, {
    url: given.server ?? `${settings.tls === undefined ? 'http' : 'https'}://localhost:${settings.port}`,
    account: { mail, password },
    time,
    span: { from: time.now(), until: instantOn(today, closes) },
    kept: openKept(settings.dataFolder, given.hub),
    // a moment for what is under way there
    settled: () => new Promise((resolve) => setTimeout(resolve, 3_000)),
    ended,
  })
}

/** In a program of its own, on data that are thrown away. */
async function inFastMotion(context: CommandContext, given: SimArguments, ended: AbortSignal): Promise<number> {
  const say = textsFor(context.language)
  await buildWebIfStale(context, ended)
  const { startServer } = await import('../server.ts')
  const { demoPassword } = await import('#modules/people/server/index.ts')
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'hiroba-sim-'))
  const port = await freePort()
  const settings = {
    ...context.settings(),
    dataFolder,
    host: '127.0.0.1',
    port,
    publicUrl: `http://localhost:${port}`,
    tls: undefined,
    roles: allRoles,
    trustProxy: false,
    databaseUrl: undefined,
    mqttUrl: undefined,
    mqttPort: 0,
    isMqttPortGiven: true,
    smtpUrl: undefined,
    isDemo: true,
    secret: randomBytes(32).toString('base64'),
    logLevel: 'error' as const,
  }
  const { date } = given
  const time = fastTime({ speed: given.speed, from: instantOn(date, filledAt) })
  let database: DatabaseServer | undefined
  let server: RunningServer | undefined
  try {
    context.note(say.simFilling(date))
    database = await startDatabaseServer(settings, context.note, { isThrowAway: true })
    if (ended.aborted) return interrupted
    server = await startServer({
      settings,
      databaseUrl: database.url,
      clock: { now: () => Temporal.Instant.fromEpochMilliseconds(Math.round(time.now())) },
    })
    if (ended.aborted) return interrupted
    const { program, url } = server
    const sql = new pg.Client({ connectionString: database.url })
    await sql.connect()
    try {
      const settled = () => settle(sql)
      await settled()
      time.set(instantOn(date, nightOver))
      await program.sweeper?.runAll()
      await settled()
      if (ended.aborted) return interrupted
      const mail = `operator@${await consortiumOf(url, given.hub)}.example.jp`
      context.note(say.simReady(url, mail, demoPassword))
      return await playAndCompare(context, given, {
        url,
        account: { mail, password: demoPassword },
        time,
        span: { from: instantOn(date, opens), until: instantOn(date, closes) },
        kept: { kept: nothingKept(), keep: async () => {} },
        settled,
        async closeNight() {
          time.set(instantOn(Temporal.PlainDate.from(date).add({ days: 1 }).toString(), nightOver))
          await program.sweeper?.runAll()
        },
        ended,
      })
    } finally {
      await sql.end()
    }
  } finally {
    await server?.stop()
    await database?.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

const settleMilliseconds = 60_000

/** Until nothing is under way; what the program says to itself takes a moment to begin. */
async function settle(sql: pg.Client): Promise<void> {
  const end = Date.now() + settleMilliseconds
  for (let quiet = 0; quiet < 5;) {
    const { rows } = await sql.query<{ open: number }>(
      `select ((select count(*) from platform.outbox)
        + (select count(*) from graphile_worker.jobs where run_at <= now() and attempts < max_attempts))::int as open`,
    )
    quiet = rows[0]?.open === 0 ? quiet + 1 : 0
    if (Date.now() > end) throw new SimError(`jobs: ${rows[0]?.open}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return address !== null && typeof address === 'object' ? address.port : 0
}

/** Of the demonstration: hubs are named `<consortium>.<hub>`. */
async function consortiumOf(url: string, hub: string): Promise<string> {
  const answer = (await (await fetch(`${url}/api/v1/hubs?limit=100`)).json()) as { items?: readonly { key: string }[] }
  const key = answer.items?.find((one) => one.key === hub || one.key.endsWith(`.${hub}`))?.key
  if (key === undefined) throw new SimError(`${hub}: ${(answer.items ?? []).map((one) => one.key).join(', ')}`)
  return key.split('.')[0] ?? ''
}

interface Stage {
  readonly url: string
  readonly account: Account
  readonly time: RunningTime
  readonly span: { readonly from: number; readonly until: number }
  readonly kept: Pick<SimHubOptions, 'kept' | 'keep'>
  readonly settled: () => Promise<void>
  /** Only a clock of one's own comes to the night closing at once. */
  readonly closeNight?: () => Promise<void>
  readonly ended: AbortSignal
}

/** What a shell says of a program that was interrupted. */
const interrupted = 130

async function playAndCompare(context: CommandContext, given: SimArguments, stage: Stage): Promise<number> {
  const { time, ended } = stage
  const say = textsFor(context.language)
  if (ended.aborted) return interrupted
  ended.addEventListener('abort', () => time.stop())
  const hub = await openSimHub({
    url: stage.url,
    hub: given.hub,
    account: stage.account,
    time,
    seed: given.seed,
    people: given.people,
    ...(given.broker === undefined ? {} : { brokerUrl: given.broker }),
    ...stage.kept,
    settled: stage.settled,
  })
  try {
    const { played, people } = await hub.play(stage.span)
    if (given.truth !== undefined) writeFileSync(given.truth, truthOf(played))
    // whoever ends it in the middle of the day leaves people in
    const isNightClosed = stage.closeNight !== undefined && !ended.aborted
    if (isNightClosed) {
      await stage.settled()
      await stage.closeNight()
    }
    const { outcomes, unseen, wrong } = await hub.compare(played, isNightClosed)
    context.print(say.simFigures({ people, ...played.counts, ...outcomes, unseen, wrong: wrong.length }))
    for (const line of wrong) context.print(`  ${line}`)
    const { entered, openedWrongly, notOpened } = played.counts
    if (entered === 0) context.note(say.simNobody)
    return entered > 0 && wrong.length + openedWrongly + notOpened === 0 ? 0 : 1
  } finally {
    await hub.close()
  }
}

/** Who was in, as it was: one line a stay. */
const truthOf = ({ stays }: Played): string =>
  stays
    .map(({ subjectId, from, until, isSeenIn, isSeenOut }) => ({
      subjectId,
      from: iso(from),
      until: until === null ? null : iso(until),
      isSeenIn,
      isSeenOut,
    }))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')

const iso = (ms: number): string => new Date(Math.round(ms)).toISOString()

/** Passwords of simulated devices, beside the other secrets of this installation. */
export function openKept(dataFolder: string, hub: string): Pick<SimHubOptions, 'kept' | 'keep'> {
  const folder = path.join(dataFolder, 'sim')
  const file = path.join(folder, `${hub.replaceAll(/[^\w.-]/g, '_')}.json`)
  let kept = nothingKept()
  try {
    kept = JSON.parse(readFileSync(file, 'utf8')) as KeptHub
  } catch {
    // the first time
  }
  return {
    kept,
    async keep(now) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(file, JSON.stringify(now), { mode: 0o600 })
    },
  }
}
