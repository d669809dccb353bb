/**
 * The machine at a hub, put together: store, clock, broker, gateway, uplink, status page. Devices speak to the broker; the
 * gateway decides by the rules it holds, line or no line; what happened lies in the store until the server has answered for it.
 */
import { createHash, randomUUIDv7 } from 'node:crypto'
import { createGateway, type Gateway, type GatewayCommand, type RejectedMessage } from '#modules/access/gateway/index.ts'
import type { BusUser } from '#modules/access/contract/edge/schemas.ts'
import type { SignedSnapshot } from '#modules/access/contract/schemas.ts'
import { drivers } from '#modules/devices/contract/drivers/registry.ts'
import { withoutSecrets } from '#modules/devices/contract/drivers/text.ts'
import { announcementFilters, birthTopic, mayListen, maySpeak, topicMatches, type Speaker } from '#modules/devices/contract/topics.ts'
import type { DeviceEvent } from '#modules/devices/contract/schemas.ts'
import { openBroker, type Broker } from '#platform/server/broker.ts'
import { callOut } from '#platform/server/outbound.ts'
import { openClock, type TimeSource } from './clock.ts'
import type { EdgeLog } from './log.ts'
import { openStatusPage, type EdgeStatus, type EvacuationKept } from './status-page.ts'
import { openStore, type EdgeStore, type NewRow } from './store.ts'
import { openUplink, type Uplink, type Word } from './uplink.ts'

/** What the claim code gave, kept in `identity.json` beside the store. */
export interface EdgeIdentityFile {
  readonly serverUrl: string
  readonly hubId: string
  readonly deviceId: string
  readonly password: string
  /** PEM; snapshots signed by any other key are forged. */
  readonly publicKey: string
}

export interface EdgeOptions {
  readonly identity: EdgeIdentityFile
  readonly storeFile: string
  readonly mqtt: {
    readonly host: string
    readonly port: number
    readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined
  }
  readonly statusPort: number
  readonly log: EdgeLog
  readonly version: string
  readonly time?: TimeSource
  readonly random?: () => number
  readonly fetch?: typeof globalThis.fetch
}

export interface Edge {
  readonly mqttUrl: string
  readonly mqttPort: number
  readonly statusUrl: string
  readonly gateway: Gateway
  readonly store: EdgeStore
  readonly uplink: Uplink
  status(): EdgeStatus
  close(): Promise<void>
}

interface SnapshotAnswer {
  readonly signed: SignedSnapshot
  /** What changed since the version that was asked for, and not the whole. */
  readonly isChanges?: boolean
  readonly bus: readonly BusUser[]
}

interface Evacuation {
  readonly version: string
  readonly madeAt: string
  readonly people: EvacuationKept['people']
  readonly mayBeIn?: EvacuationKept['people']
  readonly unknown: number
}

/** The rules carry their own age limit; while there is a line they are made anew before half of it is over. */
const freshMilliseconds = 60 * 60_000
/** So many pieces that follow a snapshot are kept; then the whole is asked for. */
const mostPieces = 500
const pieceKey = (version: number): string => `snapshot+${String(version).padStart(16, '0')}`

/** An edge serves one hub: all its devices hear one another. */
const ownSpace = 'hub'

export async function openEdge(options: EdgeOptions): Promise<Edge> {
  const { identity, log } = options
  const store = openStore(options.storeFile)
  const clock = openClock(store, options.time)
  let users = new Map<string, BusUser>()
  /** What is opened below and spoken of above. */
  const parts: { broker?: Broker<BusUser>; uplink?: Uplink } = {}
  let evacuation = readKept<Evacuation>(store, 'evacuation')
  let passed = { entered: 0, left: 0 }
  let snapshotVersion = 0
  let fetchedAt = Number.NEGATIVE_INFINITY

  const rowOf = (id: string, kind: NewRow['kind'], key: NewRow['key'], body: unknown): NewRow => ({
    id,
    kind,
    key,
    body: JSON.stringify(body),
    mono: clock.mono(),
    boot: clock.boot,
    isSynced: clock.isSynced(),
  })

  const gateway = await createGateway({
    hubId: identity.hubId,
    drivers,
    clock,
    async record(events: readonly DeviceEvent[]) {
      const areNew = await store.append(
        events.map((event) => rowOf(event.id, 'event', { deviceId: event.deviceId, sourceKey: event.sourceKey }, event)),
      )
      parts.uplink?.wake()
      for (const [at, event] of events.entries())
        if (areNew[at] === true && event.type === 'decision' && event.data.isOpen)
          passed[event.data.direction === 'out' ? 'left' : 'entered']++
      return events.map((event, at) => ({ id: event.id, outcome: areNew[at] === true ? 'accepted' : 'duplicate' }) as const)
    },
    async reject(message) {
      const id = randomUUIDv7()
      await store.append([rowOf(id, 'reject', null, messageOf(id, message))])
      parts.uplink?.wake()
    },
    publish: async (topic, payload, { qos }) => parts.broker?.publish(topic, payload, { space: ownSpace, qos }),
    http: callOut,
    store: {
      entries: async (prefix) => store.entries(`gateway:${prefix}`).map(([key, value]) => [key.slice('gateway:'.length), value] as const),
      put: (key, value) => store.put(`gateway:${key}`, value),
      putNew: (key, value) => store.putNew(`gateway:${key}`, value),
      remove: (key) => store.remove(`gateway:${key}`),
    },
    log,
    isOffline: () => parts.uplink?.isConnected() !== true,
  })

  function letIn(list: readonly BusUser[]): void {
    const before = users
    users = new Map(list.map((user) => [user.deviceId, user]))
    // whose credential was taken away or renewed does not stay connected
    parts.broker?.disconnect((session) => {
      const now = users.get(session.deviceId)
      return now === undefined || now.secretHash !== before.get(session.deviceId)?.secretHash
    })
  }

  /** What a bridge announces is for a person at the screen to adopt. The same again counts once a day. */
  async function passOn(bridge: BusUser, topic: string, payload: Uint8Array): Promise<void> {
    const id = randomUUIDv7()
    const hash = createHash('sha256').update(topic).update('\n').update(payload).digest('base64url')
    const sourceKey = `announced:${new Date(clock.now()).toISOString().slice(0, 10)}:${hash}`
    await store.append([
      rowOf(
        id,
        'reject',
        { deviceId: bridge.deviceId, sourceKey },
        messageOf(id, { deviceId: bridge.deviceId, topic, payload, code: 'announced', detail: '' }),
      ),
    ])
    parts.uplink?.wake()
  }

  const messageOf = (id: string, message: RejectedMessage) => ({
    id,
    deviceId: message.deviceId,
    topic: message.topic,
    // an announcement is read at the server; anything else leaves this place without what somebody showed
    payload: Buffer.from(message.code === 'announced' ? message.payload : withoutSecrets(message.payload)).toString('base64'),
    code: message.code,
    detail: withoutSecrets(message.detail),
    edgeTime: new Date(clock.now()).toISOString(),
    edgeClock: clock.isSynced() ? 'synced' : 'unsynced',
  })

  const speakerOf = (user: BusUser): Speaker =>
    user.kind === 'bridge'
      ? { kind: 'bridge', hubId: identity.hubId, topicFilters: user.topicFilters }
      : { kind: 'device', hubId: identity.hubId, deviceId: user.deviceId }

  // the rules of before this start: doors decide before the line is back
  const kept = readKept<SnapshotAnswer>(store, 'snapshot')
  let pieces = store.entries('snapshot+').map(([key]) => key)
  if (kept !== undefined) {
    const following = store.entries('snapshot+').map(([, value]) => JSON.parse(value) as SnapshotAnswer)
    const result = await gateway.load(kept.signed, identity.publicKey, { pieces: following.map((piece) => piece.signed) })
    if (result === 'loaded' || result === 'expired') {
      letIn((following.at(-1) ?? kept).bus)
      snapshotVersion = gateway.state().snapshot?.version ?? 0
    } else log('error', 'the rules in the store are not used', { result })
  }

  async function takeWhole({ signed, bus }: SnapshotAnswer): Promise<void> {
    const before = pieces
    pieces = []
    const keep = async (): Promise<void> => {
      await Promise.all([...before.map((key) => store.remove(key)), store.put('snapshot', JSON.stringify({ signed, bus }))])
    }
    const result = await gateway.load(signed, identity.publicKey, { keep })
    if (result !== 'loaded' && result !== 'expired') {
      pieces = before
      log('error', 'rules from the server were refused', { result })
      return
    }
    inUse(bus, 'rules loaded')
  }

  /** Whether they could be used; where not, the whole is to be asked for. */
  async function takeChanges({ signed, bus }: SnapshotAnswer, key: string): Promise<boolean> {
    pieces = [...pieces, key]
    const keep = (): Promise<void> => store.put(key, JSON.stringify({ signed, bus }))
    const result = await gateway.change(signed, identity.publicKey, { keep })
    if (result !== 'loaded' && result !== 'expired') {
      pieces = pieces.filter((one) => one !== key)
      log('warn', 'what changed in the rules does not fit; the whole is asked for', { result })
      return false
    }
    inUse(bus, 'what changed in the rules is used')
    return true
  }

  function inUse(bus: readonly BusUser[], what: string): void {
    snapshotVersion = gateway.state().snapshot?.version ?? 0
    letIn(bus)
    log('info', what, { version: snapshotVersion })
  }

  async function renewRules(word: Word): Promise<void> {
    const isFresh = clock.mono() - fetchedAt < freshMilliseconds
    const since = isFresh && snapshotVersion > 0 && pieces.length < mostPieces ? `?since=${snapshotVersion}` : ''
    const answer = (await parts.uplink?.get(`/snapshot${since}`)) as SnapshotAnswer
    if (answer.isChanges === true && (await takeChanges(answer, pieceKey(word.snapshotVersion)))) return
    await takeWhole(answer.isChanges === true ? ((await parts.uplink?.get('/snapshot')) as SnapshotAnswer) : answer)
    fetchedAt = clock.mono()
  }

  async function hear(word: Word): Promise<void> {
    if (word.snapshotVersion > snapshotVersion || clock.mono() - fetchedAt > freshMilliseconds) await renewRules(word)
    if (word.evacuationVersion != null && word.evacuationVersion !== evacuation?.version) {
      evacuation = (await parts.uplink?.get('/evacuation')) as Evacuation
      passed = { entered: 0, left: 0 }
      await store.put('evacuation', JSON.stringify(evacuation))
    }
    for (const command of word.commands as readonly GatewayCommand[]) {
      const outcome = await gateway.command(command)
      log('info', 'a command', { id: command.id, outcome })
    }
  }

  /** Of each connection, since when it is there. */
  const since = new WeakMap<BusUser, number>()
  const broker = await openBroker<BusUser>({
    host: options.mqtt.host,
    port: options.mqtt.port,
    tls: options.mqtt.tls,
    async authenticate({ username, password }) {
      // before the first rules nobody is known, and nobody is to be taken for one who guesses
      if (snapshotVersion === 0) throw new Error('no rules yet')
      const user = users.get(username)
      if (user === undefined || hashOf(password) !== user.secretHash) return undefined
      const session = { ...user }
      since.set(session, clock.mono())
      return session
    },
    spaceOf: () => ownSpace,
    mayPublish: (user, topic, isRetained) => maySpeak(speakerOf(user), topic, isRetained),
    maySubscribe: (user, filter) => mayListen(speakerOf(user), filter),
    async onMessage({ session, topic, payload, isRetained }) {
      if (session?.kind === 'bridge' && !gateway.knows(topic) && announcementFilters.some((filter) => topicMatches(filter, topic)))
        return passOn(session, topic, payload)
      await gateway.accept({
        topic,
        payload,
        isRetained,
        connectedFor: session === undefined ? 0 : clock.mono() - (since.get(session) ?? clock.mono()),
        ...(session === undefined || session.kind === 'bridge' ? {} : { deviceId: session.deviceId }),
      })
    },
    onConnection(session, isConnected) {
      if (session.kind !== 'bridge' || !isConnected) return
      // several announce their devices only when they hear this; a moment later, so that they listen
      setTimeout(
        () => void parts.broker?.publish(birthTopic, 'online', { space: ownSpace, qos: 0 }).catch(() => {}),
        2_000 + Math.random() * 3_000,
      ).unref()
    },
    log: {
      debug: (facts: unknown, message?: string) => log('debug', message ?? '', facts as object as Record<string, unknown>),
      info: (facts: unknown, message?: string) => log('info', message ?? '', facts as object as Record<string, unknown>),
      warn: (facts: unknown, message?: string) => log('warn', message ?? '', facts as object as Record<string, unknown>),
      error: (facts: unknown, message?: string) => log('error', message ?? '', facts as object as Record<string, unknown>),
    } as Parameters<typeof openBroker>[0]['log'],
  })

  parts.broker = broker
  const uplink = openUplink({
    serverUrl: identity.serverUrl,
    secret: `${identity.deviceId}.${identity.password}`,
    store,
    clock,
    log,
    hear,
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  })

  parts.uplink = uplink

  const status = (): EdgeStatus => ({
    version: options.version,
    zone: gateway.state().snapshot?.zone ?? 'Asia/Tokyo',
    uplink: uplink.state(),
    gateway: gateway.state(),
    waiting: store.waiting().count,
    clock: { isSynced: clock.isSynced(), isTrusted: clock.isTrusted(), drift: clock.drift(), now: clock.now() },
    evacuation: evacuation === undefined ? null : { ...evacuation, ...passed },
  })
  const page = await openStatusPage(options.statusPort, status)

  let closing: Promise<void> | undefined
  return {
    mqttUrl: broker.url,
    mqttPort: broker.port,
    statusUrl: page.url,
    gateway,
    store,
    uplink,
    status,
    close() {
      closing ??= (async () => {
        await page.close()
        await broker.close()
        await uplink.close()
        await gateway.close()
        clock.close()
        await store.close()
      })()
      return closing
    },
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

function readKept<T>(store: EdgeStore, key: string): T | undefined {
  const text = store.get(key)
  return text === undefined ? undefined : (JSON.parse(text) as T)
}
