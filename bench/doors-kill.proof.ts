/**
 * 100 times: 1,000 devices publish at QoS 1, and in the middle of it everything dies by `kill -9`: server, broker, PostgreSQL.
 * Each device keeps what is not acknowledged and sends it again under the same number, and now and then something that was
 * acknowledged, as a device whose PUBACK was lost does. Every number that was acknowledged must be in the ledger, none twice;
 * also when everything is sent again after the ledger has moved on by a month.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type MqttClient } from 'mqtt'
import { deviceTopic } from '#modules/devices/contract/topics.ts'
import { inParallel } from './http.ts'
import { killTree, median, percentile, startBenchServer } from './measure.ts'
import { freePort } from './ports.ts'
import type { Proof } from './proof-type.ts'
import { looking, type Look } from './stored.ts'

const kills = Number(process.env['HIROBA_KILLS'] ?? 100)
const deviceCount = Number(process.env['HIROBA_DEVICES'] ?? 1_000)
const hubSlug = 'denpun'
/** Between two words of a device: about 1,500 a second of all. */
const pauseMilliseconds = { least: 300, spread: 700 }
const againShare = 0.05
/** Of each device, the newest this many acknowledged ones go out again in the next month. */
const againNextMonth = 5

interface Speaker {
  readonly id: string
  readonly password: string
  readonly topic: string
  readonly boot: string
  /** The last number given; it survives every kill, as in a device it stands in flash. */
  last: number
  readonly unacknowledged: Set<number>
  readonly acknowledged: Set<number>
}

interface Talk {
  isOver: boolean
  /** Nothing new is said; what is not acknowledged still is. */
  isEnding: boolean
  connected: number
  acks: number
  resent: number
  readonly waits: number[]
}

export const proof: Proof = {
  name: 'doors-kill',
  title: `kill -9 of everything ${kills} times while ${deviceCount} devices publish at QoS 1`,
  async run(say) {
    const dataFolder = await mkdtemp(join(tmpdir(), 'hiroba-doors-kill-'))
    const mqttPort = await freePort()
    const env = { HIROBA_DEMO: '1', HIROBA_SECRET: randomBytes(32).toString('base64url'), HIROBA_MQTT_PORT: String(mqttPort) }
    let server = await startBenchServer({ dataFolder, env })
    const talk: Talk = { isOver: false, isEnding: false, connected: 0, acks: 0, resent: 0, waits: [] }
    let talking: Promise<unknown> = Promise.resolve()
    const readySeconds: number[] = []
    try {
      const speakers = await looking(server.databaseUrl, seatDevices)
      talking = Promise.all(speakers.map((speaker) => speak(speaker, mqttPort, talk)))
      for (let round = 1; round <= kills; round++) {
        await until(`${deviceCount} connections`, () => talk.connected === deviceCount)
        // somewhere between the first word and about two seconds of talk
        const from = talk.acks
        const killAfter = from + 1 + Math.floor(Math.random() * deviceCount * 3)
        await until('words acknowledged', () => talk.acks >= killAfter)
        await killTree(server.process)
        const open = speakers.reduce((sum, one) => sum + one.unacknowledged.size, 0)
        const promised = new Map(speakers.map((one) => [one.id, [...one.acknowledged]]))
        server = await startBenchServer({ dataFolder, env })
        readySeconds.push(server.readySeconds)
        const stored = await looking(server.databaseUrl, (look) => mustHold(look, promised))
        say(
          `kill ${round}: ${talk.acks - from} acknowledged before it, ${open} without an answer; ready after ${server.readySeconds.toFixed(1)} s, ${stored} in the ledger, none missing, none twice`,
        )
      }
      talk.isEnding = true
      await until('everything acknowledged', () => speakers.every((one) => one.unacknowledged.size === 0))
      talk.isOver = true
      await talking
      const all = new Map(speakers.map((one) => [one.id, [...one.acknowledged]]))
      const said = speakers.reduce((sum, one) => sum + one.last, 0)
      const stored = await looking(server.databaseUrl, (look) => mustHold(look, all))
      if (stored !== said) throw new Error(`${said} were said and acknowledged, ${stored} are in the ledger`)
      const again = await nextMonth({ databaseUrl: server.databaseUrl, mqttPort, speakers, all })
      return [
        `${kills} kills of everything on one data folder (SIGKILL to server, broker and PostgreSQL at once), ${deviceCount} devices of one hub over MQTT, QoS 1`,
        `${said} words said and in the end acknowledged: each is in the ledger once (checked for all after every kill)`,
        `${talk.resent} were sent a second time although acknowledged: none is there twice`,
        `the whole ledger moved to the month before, then ${again} words sent again: all acknowledged, none stored again`,
        `ready again after ${median(readySeconds).toFixed(1)} s (median; recovery of PostgreSQL included)`,
        `from sending to PUBACK: ${median(talk.waits).toFixed(0)} ms (median), ${percentile(talk.waits, 0.99).toFixed(0)} ms (p99), the devices on the same cores`,
        'the devices are seated by SQL: what is shown is the ledger, not the claiming of devices',
      ]
    } finally {
      talk.isOver = true
      await talking.catch(() => {})
      await server.stop()
      await rm(dataFolder, { recursive: true, force: true })
    }
  },
}

async function seatDevices(look: Look): Promise<Speaker[]> {
  const [hub] = await look<{ consortium_id: string; id: string }>('select consortium_id, id from hubs.hub where slug = $1', [hubSlug])
  if (hub === undefined) throw new Error(`no hub ${hubSlug}`)
  const speakers = Array.from({ length: deviceCount }, (): Speaker => {
    const id = randomUUID()
    return {
      id,
      password: randomBytes(24).toString('base64url'),
      topic: deviceTopic({ hubId: hub.id, deviceId: id }, 'event'),
      boot: randomBytes(4).toString('hex'),
      last: 0,
      unacknowledged: new Set(),
      acknowledged: new Set(),
    }
  })
  await look(
    `insert into devices.device (consortium_id, id, hub_id, name, kind, driver, config, status, secret_hash, created_at, changed_at)
     select $1::uuid, d.id, $2::uuid, 'sensor', 'sensor', 'hiroba', jsonb_build_object('hubId', $2::uuid, 'deviceId', d.id), 'active', d.hash, now(), now()
     from unnest($3::uuid[], $4::text[]) as d (id, hash)`,
    [
      hub.consortium_id,
      hub.id,
      speakers.map((one) => one.id),
      speakers.map((one) => createHash('sha256').update(one.password).digest('base64url')),
    ],
  )
  return speakers
}

const wordOf = ({ boot }: Speaker, seq: number): string => JSON.stringify({ type: 'reading', boot, seq, key: 'n', value: seq })

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A device from its first word to the end of the proof: connects again and again, oldest word first. */
async function speak(speaker: Speaker, port: number, talk: Talk): Promise<void> {
  while (!talk.isOver) {
    await sleep(Math.random() * 2_000)
    const line = await lineTo(speaker, port)
    if (line === undefined) continue
    talk.connected++
    try {
      while (!talk.isOver) {
        const [oldest] = speaker.unacknowledged
        if (oldest === undefined && talk.isEnding) break
        const seq = oldest ?? ++speaker.last
        speaker.unacknowledged.add(seq)
        const sentAt = performance.now()
        await line.say(seq)
        talk.waits.push(performance.now() - sentAt)
        speaker.unacknowledged.delete(seq)
        speaker.acknowledged.add(seq)
        talk.acks++
        if (Math.random() < againShare) {
          await line.say(seq)
          talk.resent++
        }
        await sleep(pauseMilliseconds.least + Math.random() * pauseMilliseconds.spread)
      }
      if (talk.isEnding) return
    } catch {
      // the line is gone; the word stays unacknowledged
    } finally {
      talk.connected--
      line.client.end(true)
    }
  }
}

interface Line {
  readonly client: MqttClient
  /** Resolves with the PUBACK, rejects when the line ends before. */
  say(seq: number): Promise<void>
}

function lineTo(speaker: Speaker, port: number): Promise<Line | undefined> {
  const client = connect(`mqtt://127.0.0.1:${port}`, {
    username: speaker.id,
    password: speaker.password,
    clientId: speaker.id,
    reconnectPeriod: 0,
    connectTimeout: 30_000,
    keepalive: 60,
  })
  client.on('error', () => {})
  const closed = new Promise<never>((_, reject) => client.once('close', () => reject(new Error('the line is gone'))))
  closed.catch(() => {})
  const say = (seq: number) => Promise.race([closed, client.publishAsync(speaker.topic, wordOf(speaker, seq), { qos: 1 }).then(() => {})])
  return new Promise((resolve) => {
    client.once('connect', () => resolve({ client, say }))
    client.once('close', () => resolve(undefined))
  })
}

/** Of each device: every number that was acknowledged is there, no number twice, and a key for each. Answers how many there are. */
async function mustHold(look: Look, promised: ReadonlyMap<string, readonly number[]>): Promise<number> {
  const ids = [...promised.keys()]
  const rows = await look<{ device_id: string; numbers: number[]; keys: number }>(
    `select e.device_id, array_agg((e.data->>'value')::int) as numbers,
       (select count(*)::int from devices.event_key k where k.consortium_id = e.consortium_id and k.device_id = e.device_id) as keys
     from devices.event e where e.device_id = any($1::uuid[]) and e.type = 'reading' group by e.consortium_id, e.device_id`,
    [ids],
  )
  const found = new Map(rows.map((row) => [row.device_id, row]))
  let stored = 0
  for (const [id, numbers] of promised) {
    const row = found.get(id)
    const there = new Set(row?.numbers)
    if (there.size !== (row?.numbers.length ?? 0)) throw new Error(`${id}: something is stored twice`)
    if (there.size !== (row?.keys ?? 0)) throw new Error(`${id}: ${there.size} events and ${row?.keys} keys`)
    const lost = numbers.filter((one) => !there.has(one))
    if (lost.length > 0) throw new Error(`${id}: acknowledged and lost: ${lost.slice(0, 5).join(', ')}`)
    stored += there.size
  }
  const [rejects] = await look<{ count: number }>('select count(*)::int as count from devices.reject where device_id = any($1::uuid[])', [
    ids,
  ])
  if (rejects?.count !== 0) throw new Error(`${rejects?.count} messages were rejected`)
  return stored
}

/** As if a month had gone by: what is stored was received a month ago, and a device that was away sends its newest words again. */
async function nextMonth(given: {
  databaseUrl: string
  mqttPort: number
  speakers: readonly Speaker[]
  all: ReadonlyMap<string, readonly number[]>
}): Promise<number> {
  const { databaseUrl, mqttPort, speakers, all } = given
  return looking(databaseUrl, async (look) => {
    const before = await mustHold(look, all)
    const ids = [...all.keys()]
    await look(
      `update devices.event set received_at = received_at - interval '1 month', at = at - interval '1 month' where device_id = any($1::uuid[])`,
      [ids],
    )
    const [left] = await look<{ count: number }>(
      `select count(*)::int as count from devices.event where device_id = any($1::uuid[]) and type = 'reading' and received_at > now() - interval '20 days'`,
      [ids],
    )
    if (left?.count !== 0) throw new Error('the ledger did not move')
    let sent = 0
    await inParallel(speakers, 50, async (speaker) => {
      const line = await lineTo(speaker, mqttPort)
      if (line === undefined) throw new Error('no line')
      for (const seq of [...speaker.acknowledged].slice(-againNextMonth)) {
        await line.say(seq)
        sent++
      }
      line.client.end(true)
    })
    const after = await mustHold(look, all)
    if (after !== before) throw new Error(`${after - before} were stored a second time in the next month`)
    return sent
  })
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const since = performance.now()
  while (!isSo()) {
    if (performance.now() - since > 180_000) throw new Error(`waited three minutes for: ${what}`)
    await sleep(20)
  }
}
