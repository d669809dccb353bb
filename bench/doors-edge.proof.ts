/**
 * A day at a hub without a line, in fast motion: 2,001 times somebody comes or goes, and the edge is killed 20 times in it.
 * A real server, the edge as the one built file, devices over MQTT; the line between edge and server is a cable that can be
 * pulled. Afterwards every record is in the ledger once, the entry log knows every decision, and who is in is who came in.
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MqttClient } from 'mqtt'
import { cardMessage, connectDevice, startEdge, type EdgeProcess, type HubDevice } from './door-hub.ts'
import { must, signIn, type Caller } from './http.ts'
import { openLine } from './line.ts'
import { median, startBenchServer } from './measure.ts'
import { freePort } from './ports.ts'
import type { Proof } from './proof-type.ts'
import { looking, type Look } from './stored.ts'

const entries = Number(process.env['HIROBA_DOOR_ENTRIES'] ?? 2_001)
const kills = Number(process.env['HIROBA_DOOR_KILLS'] ?? 20)
const hubKey = 'niseko.denpun'

interface Person {
  readonly card: string
  readonly accountId: string
  isIn: boolean
}

export const proof: Proof = {
  name: 'doors-edge',
  title: `A day without a line: ${entries} entries and exits, the edge killed ${kills} times`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'hiroba-doors-'))
    const file = join(folder, 'hiroba-edge.mjs')
    const built = spawnSync(process.execPath, [join(import.meta.dirname, '../apps/server/cli.ts'), 'edge', '--to', file])
    if (built.status !== 0) throw new Error(String(built.stderr))
    const server = await startBenchServer({ env: { HIROBA_DEMO: '1', HIROBA_SECRET: 'proof-secret-proof-secret-proof-secret-01' } })
    const line = await openLine({ host: '127.0.0.1', port: Number(new URL(server.url).port) })
    const clients: MqttClient[] = []
    let edge: EdgeProcess | undefined
    try {
      const operator = await signIn(server.url, 'operator@niseko.example.jp')
      const hub = await setUpHub(server.url, operator)
      say(`hub ${hub.hubId}: a door with a lock and two readers`)
      const ports = { mqttPort: await freePort(), statusPort: await freePort() }
      edge = await startEdge({
        folder: join(folder, 'data'),
        file,
        ...ports,
        claim: { server: `http://127.0.0.1:${line.port}`, code: hub.edgeCode },
      })
      const running = (): EdgeProcess => edge ?? fail('no edge')
      const statusOf = async (): Promise<{
        waiting: number
        uplink: { isConnected: boolean }
        gateway: { snapshot: { grants: number } | null }
      }> => (await fetch(`${running().statusUrl}/status.json`)).json() as never
      await until('the rules at the edge', async () => ((await statusOf()).gateway.snapshot?.grants ?? 0) > 0)
      const readers = {
        in: await connectDevice(running().mqttUrl, hub.readerIn),
        out: await connectDevice(running().mqttUrl, hub.readerOut),
      }
      const lock = await connectDevice(running().mqttUrl, hub.lock)
      clients.push(readers.in, readers.out, lock)
      const unlocked: string[] = []
      lock.on('message', (_topic, payload) => {
        const { id, action } = JSON.parse(payload.toString()) as { id: string; action: string }
        if (action === 'unlock') unlocked.push(id)
      })
      lock.on('connect', () => void lock.subscribeAsync(`hiroba/v1/${hub.hubId}/${hub.lock.id}/cmd`, { qos: 1 }).catch(() => {}))
      await lock.subscribeAsync(`hiroba/v1/${hub.hubId}/${hub.lock.id}/cmd`, { qos: 1 })

      line.cut()
      await until('the line to be gone', async () => !(await statusOf()).uplink.isConnected)
      const started = performance.now()
      const acknowledged = new Set<string>()
      const backAfter: number[] = []
      let nextKill = 1
      for (let n = 1; n <= entries; n++) {
        const person = hub.people[n % hub.people.length] ?? fail('nobody')
        const way = person.isIn ? 'out' : 'in'
        const reader = way === 'in' ? hub.readerIn : hub.readerOut
        const message = cardMessage('day', n, person.card)
        // the reader at the way out believes it is 2012 and says that it is sure of it
        const told =
          way === 'out' ? JSON.stringify({ ...(JSON.parse(message) as object), time: '2012-01-01T00:00:00Z', clock: 'synced' }) : message
        const sent = readers[way].publishAsync(`hiroba/v1/${hub.hubId}/${reader.id}/event`, told, { qos: 1 })
        if (n >= (entries * nextKill) / (kills + 1) && nextKill <= kills) {
          nextKill++
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 15))
          await running().kill('SIGKILL')
          const killedAt = performance.now()
          edge = await startEdge({ folder: join(folder, 'data'), file, ...ports })
          backAfter.push((performance.now() - killedAt) / 1_000)
        }
        await sent
        acknowledged.add(`${reader.id} day:${n}`)
        person.isIn = !person.isIn
      }
      const daySeconds = (performance.now() - started) / 1_000
      say(
        `${acknowledged.size} acknowledged in ${daySeconds.toFixed(0)} s, ${backAfter.length} kills; ${(await statusOf()).waiting} records wait`,
      )
      const waited = (await statusOf()).waiting

      line.mend()
      const mendedAt = performance.now()
      await until('everything to be told', async () => (await statusOf()).waiting === 0, 180_000)
      const drained = (performance.now() - mendedAt) / 1_000
      const facts = await looking(server.databaseUrl, (look) => compare(look, hub, acknowledged))
      if (new Set(unlocked).size !== unlocked.length) throw new Error('a command reached the lock twice')
      return [
        `${entries} cards shown by ${hub.people.length} people at two readers over MQTT (QoS 1) while the line between edge and server was cut; the edge (the one built file) killed by SIGKILL ${backAfter.length} times in it, each time while a card was under way; deciding again after ${median(backAfter).toFixed(1)} s (median)`,
        `${waited} records waited at the edge; told within ${drained.toFixed(1)} s after the line was back`,
        `${facts.cards} cards in the ledger, each once; ${facts.decisions} decisions, each once, all opened, ${facts.offline} marked as made without the server; ${facts.passages} lines in the entry log`,
        `${unlocked.length} unlock commands at the lock, none twice; a card that was stored when the edge died and had not moved the lock does not move it later`,
        `the reader with a clock of 2012: ${facts.corrected} records, all dated by the edge (quality "edge"), its own time kept beside`,
        `people in by the stays of presence: ${facts.inside}; by the simulator: ${hub.people.filter((person) => person.isIn).length}`,
      ]
    } finally {
      await Promise.all(clients.map((client) => client.endAsync(true)))
      await edge?.kill('SIGKILL')
      await line.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

interface Hub {
  readonly hubId: string
  readonly edgeCode: string
  readonly readerIn: HubDevice
  readonly readerOut: HubDevice
  readonly lock: HubDevice
  readonly people: readonly Person[]
}

/** As a new user would: devices with claim codes, a door, cards for those who run the hub. */
async function setUpHub(url: string, operator: Caller): Promise<Hub> {
  const { id: hubId } = await must<{ id: string }>(url, { path: `/hubs/${hubKey}` })
  const add = async (kind: string, name: string): Promise<{ id: string; code: string }> => {
    const made = await must<{ device: { id: string }; code: string }>(url, {
      path: `/hubs/${hubId}/devices`,
      as: operator,
      body: { kind, name },
      key: randomUUID(),
    })
    return { id: made.device.id, code: made.code }
  }
  const claim = async (kind: string, name: string): Promise<HubDevice> => {
    const { code } = await add(kind, name)
    const { deviceId, password } = await must<{ deviceId: string; password: string }>(url, { path: '/devices/claim', body: { code } })
    return { id: deviceId, password }
  }
  const readerIn = await claim('reader', 'Reader in')
  const readerOut = await claim('reader', 'Reader out')
  const lock = await claim('lock', 'Lock')
  const edge = await add('edge', 'Gateway')
  await must(url, {
    path: `/hubs/${hubId}/doors`,
    as: operator,
    key: randomUUID(),
    body: {
      names: { ja: '正面玄関', en: 'Front door' },
      lockDeviceId: lock.id,
      readers: [
        { deviceId: readerIn.id, direction: 'in' },
        { deviceId: readerOut.id, direction: 'out' },
      ],
    },
  })
  const people: Person[] = []
  for (const [at, mail] of ['operator@niseko.example.jp', 'admin@niseko.example.jp'].entries()) {
    const one = await signIn(url, mail)
    const me = await must<{ accountId: string }>(url, { path: '/me', as: one })
    const card = (0x0116_1234_0000 + at).toString(16).padStart(16, '0')
    await must(url, {
      path: `/hubs/${hubId}/cards`,
      as: operator,
      key: randomUUID(),
      body: { accountId: me.accountId, card: { number: card }, label: `card ${at}` },
    })
    people.push({ card, accountId: me.accountId, isIn: false })
  }
  return { hubId, edgeCode: edge.code, readerIn, readerOut, lock, people }
}

async function compare(
  look: Look,
  hub: Hub,
  acknowledged: ReadonlySet<string>,
): Promise<{ cards: number; decisions: number; offline: number; passages: number; corrected: number; inside: number }> {
  const readers = [hub.readerIn.id, hub.readerOut.id]
  const keys = await look<{ key: string }>(
    `select device_id || ' ' || source_key as key from devices.event_key where device_id = any($1) and source_key like 'day:%'`,
    [readers],
  )
  const missing = [...acknowledged].filter((key) => !keys.some((row) => row.key === key))
  if (missing.length > 0 || keys.length !== acknowledged.size)
    throw new Error(`${acknowledged.size} were acknowledged, ${keys.length} are there; missing: ${missing.slice(0, 5).join(', ')}`)
  const [counts] = await look<{
    cards: number
    decisions: number
    distinct: number
    refused: number
    offline: number
    corrected: number
    uncorrected: number
  }>(
    `select count(*) filter (where type = 'card')::int as cards,
       count(*) filter (where type = 'decision')::int as decisions,
       count(distinct data ->> 'decisionId') filter (where type = 'decision')::int as distinct,
       count(*) filter (where type = 'decision' and data ->> 'isOpen' <> 'true')::int as refused,
       count(*) filter (where type = 'decision' and data ->> 'isOffline' = 'true')::int as offline,
       count(*) filter (where type = 'card' and device_time < '2013-01-01' and quality = 'edge')::int as corrected,
       count(*) filter (where type = 'card' and device_time < '2013-01-01' and quality <> 'edge')::int as uncorrected
     from devices.event where device_id = any($1)`,
    [readers],
  )
  const [log] = await look<{ passages: number }>('select count(*)::int as passages from access.passage where device_id = any($1)', [
    readers,
  ])
  const inside = await look<{ subject_id: string }>('select subject_id from presence.stay where hub_id = $1 and left_at is null', [
    hub.hubId,
  ])
  const truth = hub.people.filter((person) => person.isIn).map((person) => person.accountId)
  const people = new Set(hub.people.map((person) => person.accountId))
  const found = inside.map((row) => row.subject_id).filter((id) => people.has(id))
  const facts = { ...(counts ?? fail('no counts')), passages: log?.passages ?? 0, inside: found.length }
  const isWhole =
    facts.cards === acknowledged.size &&
    facts.decisions === acknowledged.size &&
    facts.distinct === acknowledged.size &&
    facts.passages === acknowledged.size &&
    facts.refused === 0 &&
    facts.uncorrected === 0 &&
    facts.corrected > 0
  if (!isWhole) throw new Error(`of ${acknowledged.size}: ${JSON.stringify(facts)}`)
  if (JSON.stringify(found.toSorted()) !== JSON.stringify(truth.toSorted()))
    throw new Error(`presence has ${found.join(', ') || 'nobody'} inside, the simulator ${truth.join(', ') || 'nobody'}`)
  return facts
}

async function until(what: string, isSo: () => Promise<boolean>, milliseconds = 60_000): Promise<void> {
  const end = performance.now() + milliseconds
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function fail(message: string): never {
  throw new Error(message)
}
