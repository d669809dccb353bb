/**
 * The role `devices`: a broker of our own or one by its address, who may speak there, and the way of each message to the
 * gateway of its hub. One process of an installation does it; the others wait (`holdAlone`).
 */
import { createHash } from 'node:crypto'
import { parseAnnouncement } from '#modules/devices/contract/discovery/parse.ts'
import {
  announcementFilters,
  birthTopic,
  mayListen,
  maySpeak,
  readDeviceTopic,
  topicMatches,
  topicRoot,
  type Speaker,
} from '#modules/devices/contract/topics.ts'
import {
  createIngestQueue,
  findDeviceBySecret,
  listDevices,
  listHubsWithCommands,
  listServedHubs,
  recordAnnouncement,
} from '#modules/devices/server/index.ts'
import { openBroker, type Bus, type BusMessage } from '#platform/server/broker.ts'
import { connectBus, plainUrl } from '#platform/server/bus.ts'
import type { Log } from '#platform/server/log.ts'
import type { Program } from '#platform/server/program.ts'
import type { Settings } from '#platform/server/settings.ts'
import { holdAlone, type Held } from '#platform/server/sole-holder.ts'
import { openHubGateways, type HubGateways, type HubPlace } from './hub-gateways.ts'

export interface RunningDevices {
  readonly isHolder: boolean
  /** Where the broker is; undefined while another process has it. */
  url(): string | undefined
  stop(): Promise<void>
}

export interface DevicesOptions {
  readonly program: Program
  readonly settings: Pick<Settings, 'host' | 'mqttPort' | 'mqttUrl' | 'tls' | 'publicUrl'> & Partial<Pick<Settings, 'isMqttPortGiven'>>
  readonly log: Log
  /** What time it is for doors; the machine's own where nothing is given. */
  readonly now?: () => number
}

interface Session extends HubPlace {
  readonly deviceId: string
  readonly kind: string
  readonly topicFilters: readonly string[]
}

/** A port that another program has is asked for again. */
const portMilliseconds = 60_000

/** Bridges are asked for their devices a moment after they came, those that come back together once. */
const birthMilliseconds = { least: 2_000, spread: 6_000 }
/** Hints can be lost; this finds what they would have told. */
const lookMilliseconds = 10_000

/** How a device reaches the broker, as it is told when it is claimed. `own`: as this process has it, whose port the system may have chosen. */
export function brokerUrlOf(settings: DevicesOptions['settings'], own: string | undefined): string {
  if (settings.mqttUrl !== undefined) return plainUrl(settings.mqttUrl)
  const port = own === undefined ? settings.mqttPort : new URL(own).port
  return `${settings.tls === undefined ? 'mqtt' : 'mqtts'}://${new URL(settings.publicUrl).hostname}:${port}`
}

export async function startDevices(options: DevicesOptions): Promise<RunningDevices> {
  let bus: Bus | undefined
  const holder = await holdAlone({
    databaseUrl: options.program.databaseUrl,
    name: 'devices',
    log: options.log,
    begin: async () => {
      const running = await beginOrWait(options, (found) => (bus = found))
      return {
        async stop() {
          bus = undefined
          await running.stop()
        },
      }
    },
  })
  return { isHolder: holder.isHolder, url: () => bus?.url, stop: () => holder.stop() }
}

/** Where another program has the port that nobody chose, everything but doors goes on, and it is tried again. */
async function beginOrWait(options: DevicesOptions, onBus: (bus: Bus) => void): Promise<Held> {
  const { settings, log } = options
  let running: Held | undefined
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const tryNow = async (): Promise<void> => {
    const begun = await begin(options)
    if (isOver) return begun.stop()
    running = begun
    onBus(begun.bus)
  }
  const later = (reason: unknown): void => {
    if ((reason as { code?: unknown }).code !== 'EADDRINUSE' || settings.isMqttPortGiven !== false) throw reason
    log.warn(
      { port: settings.mqttPort },
      'no device is heard: another program has the port for MQTT. End it, or choose a port with HIROBA_MQTT_PORT, or name that broker with MQTT_URL. Tried again every minute',
    )
    timer = setTimeout(() => {
      tryNow().catch((again: unknown) => {
        try {
          later(again)
        } catch {
          log.error({ err: again }, 'the devices could not be served; tried again when the server starts')
        }
      })
    }, portMilliseconds)
    timer.unref()
  }
  await tryNow().catch(later)
  return {
    async stop() {
      isOver = true
      clearTimeout(timer)
      await running?.stop()
    },
  }
}

interface Door {
  readonly bus: Bus
  /** Connections of devices that may no longer be let in. */
  disconnect(deviceId: string | undefined): void
  /** Which hubs and bridges there are may have changed. */
  look(): void
}

async function begin(options: DevicesOptions): Promise<Held & { readonly bus: Bus }> {
  const { program, settings, log } = options
  const open: { bus?: Bus } = {}
  const queue = createIngestQueue({ runInTenant: program.runInTenant })
  const gateways = openHubGateways({
    program,
    queue,
    log,
    now: options.now ?? Date.now,
    publish: (topic, payload, how) => open.bus?.publish(topic, payload, how) ?? Promise.reject(new Error('no broker')),
  })
  const own = settings.mqttUrl === undefined ? await openOwn(options, gateways) : openOther(options, gateways, settings.mqttUrl)
  const { bus } = own
  open.bus = bus

  async function look(): Promise<void> {
    const [served, wanted] = await Promise.all([listServedHubs(program.database), listHubsWithCommands(program.database)])
    const hubsOfEdges = new Set(served.filter((hub) => hub.hasEdge).map((hub) => hub.hubId))
    // a door that was open when this program ended is locked again by its gateway; at a hub with an edge that one does it
    for (const hub of served) if (!hub.hasEdge) gateways.refresh(hub)
    for (const hub of wanted) if (!hubsOfEdges.has(hub.hubId)) gateways.runCommands(hub)
  }
  const lookAgain = () =>
    void look().catch((error: unknown) => log.warn({ err: error }, 'the hubs to be served could not be listed; tried again'))
  lookAgain()
  const timer = setInterval(lookAgain, lookMilliseconds)
  timer.unref()

  const unhear = program.hear((message) => {
    if (message === undefined) return lookAgain()
    if (message.type === 'devices.commandAsked') lookAgain()
    if (message.hubId === undefined) return
    const place = { consortiumId: message.consortiumId, hubId: message.hubId }
    if (message.type === 'access.snapshotChanged') gateways.refresh(place)
    if (message.type === 'devices.deviceChanged') {
      gateways.refresh(place)
      own.look()
      // blocked, retired, or with a new password: whoever still may comes back at once
      own.disconnect(message.subjectId)
    }
  })
  log.info({ url: bus.url }, 'devices are heard here')

  return {
    bus,
    async stop() {
      clearInterval(timer)
      unhear()
      await bus.close()
      await gateways.close()
      await queue.close()
    },
  }
}

const speakerOf = ({ kind, hubId, deviceId, topicFilters }: Session): Speaker =>
  kind === 'bridge' ? { kind: 'bridge', hubId, topicFilters } : { kind: 'device', hubId, deviceId }

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

const isAnnouncement = (topic: string): boolean => announcementFilters.some((filter) => topicMatches(filter, topic))

/** `homeassistant/status`, a little later, and not again while it waits. */
function birthOf(bus: () => Bus | undefined, log: Log): { ask(space: string): void; stop(): void } {
  const timers = new Map<string, NodeJS.Timeout>()
  return {
    ask(space) {
      if (timers.has(space)) return
      const timer = setTimeout(
        () => {
          timers.delete(space)
          bus()
            ?.publish(birthTopic, 'online', { space, qos: 0 })
            .catch((error: unknown) => log.debug({ err: error }, 'nobody was told of the start'))
        },
        birthMilliseconds.least + Math.random() * birthMilliseconds.spread,
      )
      timer.unref()
      timers.set(space, timer)
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

async function announce(program: Program, place: HubPlace, message: Pick<BusMessage<never>, 'topic' | 'payload'>): Promise<void> {
  const announcement = parseAnnouncement(message.topic, message.payload)
  if (announcement === undefined) return
  await program.runInTenant(place.consortiumId, { name: 'devices.announce', requestId: `broker-${place.hubId}` }, (scope) =>
    recordAnnouncement(scope, place.hubId, announcement),
  )
}

async function openOwn({ program, settings, log }: DevicesOptions, gateways: HubGateways): Promise<Door> {
  if (settings.tls === undefined && !isLoopback(settings.host))
    log.warn(
      { host: settings.host },
      'passwords of devices travel in clear: set HIROBA_TLS_CERT and HIROBA_TLS_KEY, or let no network reach this port',
    )
  const birth = birthOf(() => bus, log)
  /** Of each connection, since when it is there. */
  const since = new WeakMap<Session, number>()
  const rights = openRights(program)
  const bus = await openBroker<Session>({
    host: settings.host,
    port: settings.mqttPort,
    tls: settings.tls,
    log,
    async authenticate({ username, password }) {
      const found = await rights.find(username, password)
      if (found === undefined || found.kind === 'edge') return undefined
      const session = { ...found }
      since.set(session, performance.now())
      return session
    },
    // a hub's devices and its bridges hear one another, whatever another hub calls its topics
    spaceOf: (session) => session.hubId,
    mayPublish: (session, topic, isRetained) => maySpeak(speakerOf(session), topic, isRetained),
    maySubscribe: (session, filter) => mayListen(speakerOf(session), filter),
    async onMessage({ session, topic, payload, isRetained }) {
      if (session === undefined) return
      const connectedFor = performance.now() - (since.get(session) ?? performance.now())
      const isBridge = session.kind === 'bridge'
      if (isBridge && isAnnouncement(topic)) await announce(program, session, { topic, payload })
      const gateway = await gateways.of(session, isBridge ? undefined : topic)
      // a bridge speaks of much that is no device of ours
      if (isBridge && !gateway.topics().some((filter) => topicMatches(filter, topic))) return
      await gateway.accept({ topic, payload, isRetained, connectedFor, ...(isBridge ? {} : { deviceId: session.deviceId }) })
    },
    onConnection(session, isConnected) {
      if (isConnected && session.kind === 'bridge') birth.ask(session.hubId)
    },
    onRefused: (session, topic) =>
      log.warn({ deviceId: session.deviceId, hubId: session.hubId, topic }, 'a device published where it may not and was disconnected'),
  })
  return {
    bus: {
      ...bus,
      close() {
        birth.stop()
        return bus.close()
      },
    },
    disconnect: (deviceId) => void bus.disconnect((session) => session.deviceId === deviceId),
    look() {},
  }
}

/** A broker elsewhere has no spaces. */
const everywhere = 'everywhere'

type Connected = NonNullable<Awaited<ReturnType<typeof findDeviceBySecret>>>

/** While the database is away nobody can be blocked either: who was let in lately comes back, so that a button at an exit works. */
const rememberedMilliseconds = 60 * 60_000

function openRights(program: Program): { find(deviceId: string, password: string): Promise<Connected | undefined> } {
  const lately = new Map<string, { readonly passwordHash: string; readonly device: Connected; readonly at: number }>()
  return {
    async find(deviceId, password) {
      const passwordHash = createHash('sha256').update(password).digest('base64url')
      try {
        const device = await findDeviceBySecret(program.database, { deviceId, password })
        if (device === undefined) lately.delete(deviceId)
        else lately.set(deviceId, { passwordHash, device, at: performance.now() })
        return device
      } catch (error) {
        const known = lately.get(deviceId)
        const isFresh = known !== undefined && performance.now() - known.at < rememberedMilliseconds
        if (isFresh && known.passwordHash === passwordHash) return known.device
        throw error
      }
    },
  }
}

interface Known extends HubPlace {
  readonly filters: readonly string[]
}

/** That broker lets in whom it will and does not say who speaks: the topic names the device, and the bridges' rights name the
 * one hub that hears and orders there. */
function openOther({ program, log }: DevicesOptions, gateways: HubGateways, url: string): Door {
  let hubs: readonly Known[] = []
  /** Topics that were told to be claimed twice. */
  const contested = new Set<string>()
  let looking: Promise<void> | undefined
  const birth = birthOf(() => bus, log)

  async function list(): Promise<void> {
    const served = await listServedHubs(program.database)
    const found: Known[] = []
    for (const { consortiumId, hubId } of served) {
      const devices = await program.runInTenant(consortiumId, { name: 'devices.list', requestId: `bus-${hubId}` }, (scope) =>
        listDevices(scope, hubId),
      )
      found.push({
        consortiumId,
        hubId,
        filters: devices.flatMap((one) => (one.kind === 'bridge' && one.status === 'active' ? one.topicFilters : [])),
      })
    }
    hubs = found
    contested.clear()
    bus.listen(found.flatMap((hub) => hub.filters))
  }
  const look = (): Promise<void> => (looking ??= list().finally(() => (looking = undefined)))
  const lookAgain = () => void look().catch((error: unknown) => log.warn({ err: error }, 'the bridges could not be listed; tried again'))
  const timer = setInterval(lookAgain, lookMilliseconds)
  timer.unref()

  /** Since when this program hears everything; what that broker kept for it comes before and right behind. */
  let since: number | undefined

  async function onMessage({ topic, payload, isRetained }: BusMessage<never>, connectedFor: number): Promise<void> {
    const message = { topic, payload, isRetained, isReplayed: isRetained, connectedFor }
    const own = readDeviceTopic(topic)
    if (own !== undefined) {
      if (own.leaf === 'cmd') return
      let place = hubs.find((hub) => hub.hubId === own.hubId)
      if (place === undefined) {
        await look()
        place = hubs.find((hub) => hub.hubId === own.hubId)
      }
      if (place === undefined) return log.info({ topic }, 'a message of a hub that is not here')
      await (await gateways.of(place, topic)).accept({ ...message, deviceId: own.deviceId })
      return
    }
    const hub = onlyHubOf(topic)
    if (hub === undefined) return
    if (isAnnouncement(topic)) await announce(program, hub, { topic, payload })
    const gateway = await gateways.of(hub)
    if (gateway.topics().some((filter) => topicMatches(filter, topic))) await gateway.accept(message)
  }

  /** The hub whose bridges speak there. Where two hubs claim a topic it is nobody's: a door of one must not follow the other. */
  function onlyHubOf(topic: string): Known | undefined {
    const [hub, another] = hubs.filter((one) => one.filters.some((filter) => topicMatches(filter, topic)))
    if (another === undefined) return hub
    if (contested.size < 1_000 && !contested.has(topic)) {
      contested.add(topic)
      log.warn({ topic, hubs: [hub?.hubId, another.hubId] }, 'bridges of two hubs claim one topic: give each hub topics of its own')
    }
    return undefined
  }

  const bus = connectBus({
    url,
    clientId: 'hiroba-devices',
    filters: [`${topicRoot}/#`, ...announcementFilters],
    log,
    async onMessage(message) {
      const connectedFor = since === undefined ? 0 : performance.now() - since
      if (hubs.length === 0) await look()
      await onMessage(message, connectedFor)
    },
    onConnection(isConnected) {
      since = isConnected ? performance.now() : undefined
      if (isConnected) birth.ask(everywhere)
    },
  })
  lookAgain()
  return {
    bus: {
      ...bus,
      publish(topic, payload, how) {
        const isItsOwn = readDeviceTopic(topic)?.hubId === how.space || onlyHubOf(topic)?.hubId === how.space
        if (how.space !== everywhere && !isItsOwn) return Promise.reject(new Error(`the topic is of no bridge of this hub: ${topic}`))
        return bus.publish(topic, payload, how)
      },
      close() {
        clearInterval(timer)
        birth.stop()
        return bus.close()
      },
    },
    disconnect() {},
    look: lookAgain,
  }
}
