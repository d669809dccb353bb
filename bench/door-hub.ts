/**
 * A hub to try an edge on: rules signed by a key of its own, a server made of one function that keeps what it is told, and
 * devices that speak MQTT over the real wire. The edge itself is the real one, in its own process.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import mqtt, { type MqttClient } from 'mqtt'
import { hashCard } from '#modules/access/gateway/index.ts'
import type { SignedSnapshot, Snapshot } from '#modules/access/contract/schemas.ts'
import type { EdgeIdentityFile } from '#apps/edge/edge.ts'
import { freePort } from './ports.ts'

const hour = 3_600_000
const iso = (ms: number): string => new Date(ms).toISOString()

export interface HubDevice {
  readonly id: string
  readonly password: string
}

export interface DoorHub {
  readonly hubId: string
  readonly edgeDevice: HubDevice
  readonly readers: readonly HubDevice[]
  readonly locks: readonly HubDevice[]
  readonly publicKey: string
  readonly keys: { readonly privateKey: ReturnType<typeof generateKeyPairSync>['privateKey'] }
  /** Numbers of the cards that open. */
  readonly cards: readonly string[]
  snapshot(change?: (snapshot: Snapshot) => void): Snapshot
  signed(snapshot: Snapshot): SignedSnapshot
  readonly bus: readonly { deviceId: string; kind: string; secretHash: string; topicFilters: string[] }[]
}

/** `doors` doors with a reader and a lock each; `people` with a card and a right to all doors for a day. */
export function makeDoorHub({
  doors = 1,
  people = 1,
  grantHours = 24,
}: { doors?: number; people?: number; grantHours?: number } = {}): DoorHub {
  const hubId = randomUUID()
  const consortiumId = randomUUID()
  const cardKey = randomBytes(32).toString('base64')
  const keys = generateKeyPairSync('ed25519')
  const device = (): HubDevice => ({ id: randomUUID(), password: randomBytes(24).toString('base64url') })
  const readers = Array.from({ length: doors }, device)
  const locks = Array.from({ length: doors }, device)
  const doorIds = readers.map(() => randomUUID())
  const cards = Array.from({ length: people }, (_, at) => (0x0116_0000_0000 + at).toString(16).padStart(16, '0'))
  const subjects = cards.map(() => randomUUID())
  const credentialIds = cards.map(() => randomUUID())
  const grantIds = cards.map(() => randomUUID())
  let version = 0
  const snapshot = (change: (snapshot: Snapshot) => void = () => {}): Snapshot => {
    const now = Date.now()
    const made = {
      v: 1 as const,
      consortiumId,
      hubId,
      version: ++version,
      issuedAt: iso(now),
      notAfter: iso(now + 72 * hour),
      zone: 'Asia/Tokyo',
      cardKey,
      doors: doorIds.map((id, at) => ({
        id,
        names: { ja: `扉 ${at + 1}`, en: `Door ${at + 1}` },
        lockDeviceId: locks[at]?.id ?? null,
        readerDeviceIds: [readers[at]?.id ?? ''],
        contactDeviceId: null,
        unlockSeconds: 5,
        heldOpenSeconds: 60,
        pinPeriods: [],
        needsPasskey: false,
        nearCountsAsFactor: false,
        mode: 'normal' as const,
        isExitFree: true as const,
      })),
      devices: [
        ...readers.map(({ id }, at) => ({
          id,
          kind: 'reader',
          driver: 'hiroba',
          config: { hubId, deviceId: id },
          doorId: doorIds[at] ?? null,
          direction: 'in' as const,
        })),
        ...locks.map(({ id }, at) => ({
          id,
          kind: 'lock',
          driver: 'hiroba',
          config: { hubId, deviceId: id },
          doorId: doorIds[at] ?? null,
          direction: null,
        })),
      ],
      credentials: cards.map((card, at) => ({
        id: credentialIds[at] ?? '',
        kind: 'card' as const,
        hash: hashCard(cardKey, card),
        subjectId: subjects[at] ?? '',
        status: 'active' as const,
      })),
      grants: cards.map((_, at) => ({
        id: grantIds[at] ?? '',
        doorIds,
        subjectId: subjects[at] ?? '',
        from: iso(now - hour),
        until: iso(now + grantHours * hour),
        source: { kind: 'booking' as const, id: randomUUID() },
      })),
      staffGroup: [],
    } as Snapshot
    change(made)
    return made
  }
  return {
    hubId,
    edgeDevice: device(),
    readers,
    locks,
    publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }),
    keys,
    cards,
    snapshot,
    signed(made) {
      const payload = Buffer.from(JSON.stringify(made))
      return { payload: payload.toString('base64url'), signature: sign(null, payload, keys.privateKey).toString('base64url'), keyId: 'k1' }
    },
    bus: [...readers, ...locks].map(({ id, password }) => ({
      deviceId: id,
      kind: 'device',
      secretHash: createHash('sha256').update(password).digest('base64url'),
      topicFilters: [],
    })),
  }
}

export interface ToldEvent {
  readonly id: string
  readonly deviceId: string
  readonly sourceKey: string
  readonly type: string
  readonly edgeClock: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface ServerDouble {
  readonly url: string
  /** What it was told, by device and source key; how often each came. */
  readonly told: Map<string, { readonly event: ToldEvent; times: number }>
  /** Ids of batches in their order. */
  readonly batches: string[][]
  signed: SignedSnapshot
  version: number
  commands: unknown[]
  /** False: every connection is cut. */
  isUp: boolean
  /** How often the rules were fetched. */
  fetched: number
  close(): Promise<void>
}

export async function startServerDouble(hub: DoorHub): Promise<ServerDouble> {
  const first = hub.snapshot()
  const double: ServerDouble = {
    url: '',
    told: new Map(),
    batches: [],
    signed: hub.signed(first),
    version: first.version,
    commands: [],
    isUp: true,
    fetched: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server: Server = createServer((request, response) => {
    if (!double.isUp) {
      request.socket.destroy()
      return
    }
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const send = (body: object): void => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ serverTime: iso(Date.now()), ...body }))
      }
      if (request.url === '/api/v1/edge/commands')
        send({ snapshotVersion: double.version, evacuationVersion: null, commands: double.commands })
      else if (request.url === '/api/v1/live') response.writeHead(404).end()
      else if (request.url?.startsWith('/api/v1/edge/snapshot') === true) {
        double.fetched++
        send({ signed: double.signed, publicKey: hub.publicKey, bus: hub.bus })
      } else {
        const { events } = JSON.parse(gunzipSync(Buffer.concat(parts)).toString()) as { events: ToldEvent[] }
        double.batches.push(events.map((event) => event.id))
        send({
          verdicts: events.map((event) => {
            const key = `${event.deviceId} ${event.sourceKey}`
            const known = double.told.get(key)
            if (known !== undefined) {
              known.times++
              return { id: event.id, outcome: 'duplicate' }
            }
            double.told.set(key, { event, times: 1 })
            return { id: event.id, outcome: 'accepted' }
          }),
        })
      }
    })
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  return Object.assign(double, { url: `http://127.0.0.1:${port}` })
}

export interface EdgeProcess {
  readonly process: ChildProcess
  readonly mqttUrl: string
  readonly statusUrl: string
  kill(signal: NodeJS.Signals): Promise<void>
}

export function identityOf(hub: DoorHub, serverUrl: string): EdgeIdentityFile {
  return { serverUrl, hubId: hub.hubId, deviceId: hub.edgeDevice.id, password: hub.edgeDevice.password, publicKey: hub.publicKey }
}

/** Starts `apps/edge/main.ts`, or the built file, on a folder that holds its identity; answers when its broker listens. */
export async function startEdge(options: {
  folder: string
  mqttPort: number
  statusPort: number
  identity?: EdgeIdentityFile
  /** The first start, as a person does it. */
  claim?: { server: string; code: string }
  file?: string
}): Promise<EdgeProcess> {
  const { folder, mqttPort, statusPort } = options
  mkdirSync(folder, { recursive: true })
  if (options.identity !== undefined) writeFileSync(join(folder, 'identity.json'), JSON.stringify(options.identity), { mode: 0o600 })
  const child = spawn(
    process.execPath,
    [
      options.file ?? join(import.meta.dirname, '../apps/edge/main.ts'),
      '--data',
      folder,
      '--mqtt-port',
      String(mqttPort),
      '--status-port',
      String(statusPort),
      '--log',
      'warn',
      ...(options.claim === undefined ? [] : ['--server', options.claim.server, '--code', options.claim.code]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HIROBA_LANG: 'en' } },
  )
  let output = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (part: Buffer) => {
      output = (output + String(part)).slice(-4_000)
      if (output.includes('Running.')) resolve()
    })
    void ended.then(() => reject(new Error(`the edge did not start:\n${output}`)))
  })
  return {
    process: child,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    statusUrl: `http://127.0.0.1:${statusPort}`,
    async kill(signal) {
      child.kill(signal)
      await ended
    },
  }
}

/** A device on the wire; resolves when it is let in. It connects again by itself, as devices do. */
export async function connectDevice(
  url: string,
  device: HubDevice,
  { clientId = device.id, waitMilliseconds = 8_000 }: { clientId?: string; waitMilliseconds?: number } = {},
): Promise<MqttClient> {
  const client = mqtt.connect(url, {
    clientId,
    username: device.id,
    password: device.password,
    reconnectPeriod: 100,
    connectTimeout: 5_000,
    reconnectOnConnackError: true,
  })
  client.on('error', () => {})
  const isIn = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), waitMilliseconds)
    client.once('connect', () => {
      clearTimeout(timer)
      // a device of one chip sends at once; a PC's way of gathering small packets would be measured as ours
      ;(client.stream as unknown as Socket).setNoDelay(true)
      resolve(true)
    })
  })
  if (!isIn) {
    await client.endAsync(true)
    throw new Error('not let in')
  }
  return client
}

export const topicOf = (hub: DoorHub, device: HubDevice, leaf: string): string => `hiroba/v1/${hub.hubId}/${device.id}/${leaf}`

/** With the time: a reader that says none opens nothing in the first seconds of a connection. */
export const cardMessage = (boot: string, seq: number, card: string): string =>
  JSON.stringify({ type: 'card', boot, seq, time: iso(Date.now()), clock: 'synced', id: card, technology: 'felica' })
