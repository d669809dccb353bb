/**
 * Messages of devices: a broker in this process (aedes, MQTT 3.1.1), or any other one by its address (`connectBus`). Both give
 * the same `Bus` and keep one promise: a message of QoS 1 is acknowledged only after its handler has resolved, that is after
 * the commit. Where the handler fails there is no acknowledgement, the connection ends, and the sender sends again.
 *
 * What is peculiar here, each for a reason:
 * - aedes writes PUBACK before it stores; only `authorizePublish` comes earlier, so the handler runs in there.
 * - Every session is a clean one. A queue kept for who is away would grow without end, and would hand an `UNLOCK` to a lock
 *   hours after it was asked for.
 * - A client's id counts within its user name: nobody can push another device out by taking its id.
 * - Retained messages are gone with the process; state lives in the database.
 * - Every session belongs to one space, and no message leaves the space it was sent in: two hubs whose bridges both speak of
 *   `zigbee2mqtt/door` speak of two doors. Within the broker a topic carries its space as its first level.
 */
import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from 'aedes'
import { createTries } from './broker-tries.ts'
import type { Log } from './log.ts'

export interface PublishOptions {
  /** Whom it is for: the sessions of this space (`spaceOf`). A broker elsewhere has one space for all and takes no notice. */
  readonly space: string
  readonly qos: 0 | 1
  readonly retain?: boolean
}

export interface BusMessage<Session> {
  /** Who sent it; undefined where another broker knows and does not say. */
  readonly session: Session | undefined
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: 0 | 1 | 2
  /** At our own broker: sent to be kept. At another: kept there before we came. */
  readonly isRetained: boolean
}

export interface Bus {
  /** Resolves when it left (QoS 0) or was taken (QoS 1); rejects where there is no connection: nothing waits to leave later. */
  publish(topic: string, payload: string | Uint8Array, options: PublishOptions): Promise<void>
  /** `mqtt://…` or `mqtts://…`, without password. */
  readonly url: string
  isConnected(): boolean
  close(): Promise<void>
}

export interface Credentials {
  readonly clientId: string
  readonly username: string
  readonly password: string
  readonly address: string
}

export interface BrokerLimits {
  readonly connections: number
  readonly connectionsOfAddress: number
  /** A whole packet; an announcement of a large device has some 30 kB. */
  readonly packetBytes: number
  readonly topicLevels: number
  /** Topics with a kept message, of all senders together. */
  readonly retainedTopics: number
}

export const defaultLimits: BrokerLimits = {
  connections: 10_000,
  connectionsOfAddress: 5_000,
  packetBytes: 1024 * 1024,
  topicLevels: 16,
  retainedTopics: 50_000,
}

/** CONNECT, before anybody has proven anything. */
const bytesBeforeProof = 8 * 1024
const connectMilliseconds = 10_000
/** Messages under way when the broker closes get this long to be committed and acknowledged. */
const closeMilliseconds = 3_000

export interface BrokerOptions<Session> {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined
  /** Undefined refuses. Asked no more for a while where somebody guesses. */
  readonly authenticate: (credentials: Credentials) => Promise<Session | undefined>
  /** Sessions of one space hear each other and nobody else. No `/`, `+`, `#`. */
  readonly spaceOf: (session: Session) => string
  readonly mayPublish: (session: Session, topic: string, isRetained: boolean) => boolean
  readonly maySubscribe: (session: Session, filter: string) => boolean
  /** PUBACK follows its resolution. Messages of one connection are handed over in their order, without waiting for each other. */
  readonly onMessage: (message: BusMessage<Session>) => Promise<void>
  readonly onConnection?: (session: Session, isConnected: boolean) => void
  /** Somebody published where it may not; its connection is closed. */
  readonly onRefused?: (session: Session, topic: string) => void
  readonly limits?: Partial<BrokerLimits>
  readonly log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>
}

export interface Broker<Session> extends Bus {
  readonly port: number
  connections(): number
  /** Ends the connections of whoever is no longer let in; answers how many. */
  disconnect(isMeant: (session: Session) => boolean): number
}

interface Known<Session> {
  readonly session: Session
  readonly space: string
}

/** Not in aedes' types: its packet parser, which would take 256 MB for one packet. */
interface Parser extends NodeJS.EventEmitter {
  packet: { length: number }
  _parsePayload(): boolean
  _emitError(error: Error): void
}

/** Not in aedes' types: what a client asked to hear, by the topic inside the broker. */
interface Subscriber {
  readonly subscriptions: Readonly<Record<string, { readonly qos: 0 | 1 | 2 } | undefined>>
}

export async function openBroker<Session>(options: BrokerOptions<Session>): Promise<Broker<Session>> {
  const { log } = options
  const limits = { ...defaultLimits, ...options.limits }
  const known = new WeakMap<Client, Known<Session>>()
  const wills = new WeakMap<Client, PublishPacket>()
  const sockets = new Map<Socket, string>()
  const perAddress = new Map<string, number>()
  const retained = new Set<string>()
  const tries = createTries()
  let underWay = 0
  let isClosing = false

  const mayKeep = (topic: string) => retained.has(topic) || retained.size < limits.retainedTopics

  const aedes = await Aedes.createBroker({
    connectTimeout: connectMilliseconds,
    // and the space before them
    maxTopicLevels: limits.topicLevels + 1,
    maxClientsIdLength: 512,
    preConnect(client, packet, callback) {
      if (packet.clientId.length > 128 || (packet.username ?? '').length > 128) return callback(new Error('identifier too long'), false)
      packet.clientId = `${packet.username ?? ''}\n${packet.clientId}`
      packet.clean = true
      if (packet.will !== undefined) wills.set(client, packet.will as PublishPacket)
      callback(null, !isClosing)
    },
    authenticate(client, username, password, done) {
      const address = addressOf(client)
      const [, ...id] = client.id.split('\n')
      const who = { clientId: id.join('\n'), username: username ?? '', password: password?.toString('utf8') ?? '', address }
      if (!tries.mayTry(who)) {
        log.warn({ address }, 'a device is refused unasked: too many wrong passwords')
        return done(refusal('too many tries'), false)
      }
      options.authenticate(who).then(
        (session) => {
          if (session === undefined) {
            tries.wrong(who)
            return done(refusal('not authorized'), false)
          }
          tries.right(who)
          const will = wills.get(client)
          // a last word is spoken when nobody is there to be refused: it is judged now
          if (will !== undefined && !options.mayPublish(session, will.topic, will.retain)) {
            options.onRefused?.(session, will.topic)
            return done(refusal('the will is for another'), false)
          }
          known.set(client, { session, space: checkedSpace(options.spaceOf(session)) })
          done(null, true)
        },
        (error: unknown) => {
          log.error({ err: error }, 'a device could not be asked for its rights')
          done(refusal('unavailable', 3), false)
        },
      )
    },
    authorizeSubscribe(client, subscription, callback) {
      const one = known.get(client)
      if (one === undefined || !options.maySubscribe(one.session, subscription.topic)) return callback(null, null)
      subscription.topic = topicWithin(one.space, subscription.topic)
      callback(null, subscription)
    },
    authorizePublish(client, packet, callback) {
      const { topic } = packet
      if (topic.startsWith('$SYS/')) return callback(new Error('$SYS/ topic is reserved'))
      const one = client === null ? undefined : known.get(client)
      if (one === undefined || isClosing) return callback(new Error('the broker is closing'))
      if (topic.split('/').length > limits.topicLevels) return callback(new Error('topic has too many levels'))
      const { session } = one
      const within = topicWithin(one.space, topic)
      if (!options.mayPublish(session, topic, packet.retain) || (packet.retain && !mayKeep(within))) {
        options.onRefused?.(session, topic)
        return callback(new Error('not authorized to publish'))
      }
      underWay++
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
      options.onMessage({ session, topic, payload, qos: packet.qos, isRetained: packet.retain }).then(
        () => {
          underWay--
          if (packet.retain) {
            if (payload.length === 0) retained.delete(within)
            else retained.add(within)
          }
          packet.topic = within
          callback(null)
        },
        (error: unknown) => {
          underWay--
          log.warn({ err: error, topic }, 'a message could not be stored; it is not acknowledged')
          callback(error instanceof Error ? error : new Error(String(error)))
        },
      )
    },
    /** The packet is a copy made for this receiver. Whatever is not of its space, as the broker's own `$SYS/…`, it never sees. */
    authorizeForward(client, packet) {
      const one = known.get(client)
      if (one === undefined || !packet.topic.startsWith(`${one.space}/`)) return null
      const asked = (client as unknown as Subscriber).subscriptions[packet.topic]
      if (asked !== undefined && asked.qos < packet.qos) packet.qos = asked.qos
      packet.topic = packet.topic.slice(one.space.length + 1)
      return packet
    },
  })
  aedes.on('clientReady', (client) => tell(client, true))
  aedes.on('clientDisconnect', (client) => tell(client, false))
  aedes.on('clientError', (client, error) => log.debug({ client: client.id, reason: error.message }, 'a connection of a device ended'))
  aedes.on('connectionError', (_client, error) => log.debug({ reason: error.message }, 'a connection was refused'))
  // without a listener an error of one connection would end the process
  ;(aedes as NodeJS.EventEmitter).on('error', (error: unknown) => log.error({ err: error }, 'the broker reports an error'))

  function tell(client: Client, isConnected: boolean): void {
    const one = known.get(client)
    if (one !== undefined && !isClosing) options.onConnection?.(one.session, isConnected)
  }

  function take(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const count = (perAddress.get(address) ?? 0) + 1
    if (isClosing || count > limits.connectionsOfAddress) {
      socket.destroy()
      return
    }
    perAddress.set(address, count)
    sockets.set(socket, address)
    socket.once('close', () => {
      sockets.delete(socket)
      const left = (perAddress.get(address) ?? 1) - 1
      if (left === 0) perAddress.delete(address)
      else perAddress.set(address, left)
    })
    socket.setNoDelay(true)
    // who asks for no keepalive of MQTT's own is still found out when it is gone
    socket.setKeepAlive(true, 60_000)
    const client = aedes.handle(socket)
    const { _parser: parser } = client as unknown as { _parser: Parser }
    parser.prependListener('packet', (packet: { cmd: string; unsubscriptions?: string[] }) => {
      const space = known.get(client)?.space
      if (packet.cmd === 'unsubscribe' && packet.unsubscriptions !== undefined && space !== undefined)
        packet.unsubscriptions = packet.unsubscriptions.map((filter) => topicWithin(space, filter))
    })
    const parsePayload = parser._parsePayload.bind(parser)
    parser._parsePayload = () => {
      const most = known.has(client) ? limits.packetBytes : bytesBeforeProof
      if (parser.packet.length <= most) return parsePayload()
      parser._emitError(new Error('packet too large'))
      return false
    }
  }

  const server = await listen(options, take)
  server.maxConnections = limits.connections
  const { port } = server.address() as AddressInfo
  let closing: Promise<void> | undefined

  return {
    port,
    url: `${options.tls === undefined ? 'mqtt' : 'mqtts'}://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    isConnected: () => !isClosing,
    connections: () => sockets.size,
    publish(topic, payload, { space, qos, retain = false }) {
      if (isClosing) return Promise.reject(new Error('the broker is closing'))
      return new Promise((resolve, reject) => {
        const within = topicWithin(checkedSpace(space), topic)
        aedes.publish({ cmd: 'publish', topic: within, payload: Buffer.from(payload), qos, retain, dup: false }, (error) =>
          error === undefined || error === null ? resolve() : reject(error),
        )
      })
    },
    disconnect(isMeant) {
      let count = 0
      for (const socket of sockets.keys()) {
        const client = (socket as Socket & { client?: Client }).client
        const one = client === undefined ? undefined : known.get(client)
        if (one === undefined || !isMeant(one.session)) continue
        count++
        socket.destroy()
      }
      return count
    },
    close() {
      closing ??= (async () => {
        isClosing = true
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        const until = Date.now() + closeMilliseconds
        while (underWay > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10))
        // one more turn, so that the last PUBACK is written
        await new Promise((resolve) => setTimeout(resolve, 10))
        await new Promise<void>((resolve) => aedes.close(() => resolve()))
        for (const socket of sockets.keys()) socket.destroy()
        await closed
      })()
      return closing
    },
  }
}

/** How a topic of a space is called inside the broker. */
const topicWithin = (space: string, topic: string): string => `${space}/${topic}`

function checkedSpace(space: string): string {
  if (!/^[^/+#$]+$/.test(space)) throw new Error(`not the name of a space: ${space}`)
  return space
}

function addressOf(client: Client): string {
  return (client.conn as Socket).remoteAddress ?? ''
}

/** MQTT 3.1.1 section 3.2.2.3: 3 is "server unavailable", 5 "not authorized". */
function refusal(message: string, returnCode: 3 | 5 = 5): AuthenticateError {
  return Object.assign(new Error(message), { returnCode })
}

async function listen(options: Pick<BrokerOptions<never>, 'host' | 'port' | 'tls'>, take: (socket: Socket) => void): Promise<Server> {
  const { host, port, tls } = options
  const server =
    tls === undefined
      ? createServer(take)
      : createTlsServer(
          { cert: await readFile(tls.certFile), key: await readFile(tls.keyFile), handshakeTimeout: connectMilliseconds },
          take,
        )
  // a handshake that fails is the device's matter
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return server
}
