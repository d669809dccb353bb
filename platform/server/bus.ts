/**
 * A broker elsewhere, by its address: the other way to the same `Bus` as `broker.ts`. Who may publish what is that broker's
 * matter (docs/operator); here stands what `mqtt` does not do by itself:
 * - PUBACK follows the handler. `mqtt` hands over one message after the other and acknowledges each before the next, which is
 *   one commit a message; here they are handed over at once and acknowledged one by one, on the connection they came by.
 * - Where the handler fails the connection is ended, because a broker sends again only on a new one.
 * - The wait before a new connection is random up to a bound that doubles (1 to 60 s): after a restart of the broker not all
 *   come at the same moment.
 */
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import type { Bus, BusMessage } from './broker.ts'
import type { Log } from './log.ts'

export interface BusOptions {
  /** `mqtt://user:password@host:1883`, `mqtts://…` */
  readonly url: string
  /** The same over restarts: the broker keeps what comes while this program is away. One at a time. */
  readonly clientId: string
  readonly filters: readonly string[]
  readonly onMessage: (message: BusMessage<never>) => Promise<void>
  /** Connected and subscribed, or no longer. */
  readonly onConnection?: (isConnected: boolean) => void
  readonly log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>
  /** The bound of the first wait, and of any; for tests. */
  readonly waits?: { readonly firstMilliseconds: number; readonly mostMilliseconds: number }
}

/** Messages handed over and not yet acknowledged; beyond it the connection is read no further. */
const mostUnderWay = 1_000
const connectMilliseconds = 10_000

/** Not in the types of `mqtt`: an acknowledgement sent by hand. */
interface Acknowledger {
  _sendPacket(packet: { cmd: 'puback'; messageId: number }, done?: () => void): void
}

/** The address as it may be shown and logged. */
export function plainUrl(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** Between zero and a bound that doubles with each failure, at random ("full jitter"). */
export function waitBefore(attempt: number, random = Math.random(), first = 1_000, most = 60_000): number {
  return Math.round(random * Math.min(most, first * 2 ** Math.min(attempt, 30)))
}

export interface ConnectedBus extends Bus {
  readonly ready: Promise<void>
  /** Listens to these as well, now and on every new connection. */
  listen(filters: readonly string[]): void
}

/** Answers at once; the connection comes when it comes, and comes again. */
export function connectBus(options: BusOptions): ConnectedBus {
  const { log } = options
  const { firstMilliseconds = 1_000, mostMilliseconds = 60_000 } = options.waits ?? {}
  let current: MqttClient | undefined
  let isClosed = false
  let attempt = 0
  let underWay = 0
  let timer: NodeJS.Timeout | undefined
  const filters = new Set(options.filters)
  const waiting = new Set<(error: Error) => void>()
  let isReady: () => void = () => {}
  const ready = new Promise<void>((resolve) => (isReady = resolve))

  const connectOptions: IClientOptions = {
    clientId: options.clientId,
    clean: false,
    protocolVersion: 4,
    reconnectPeriod: 0,
    connectTimeout: connectMilliseconds,
    keepalive: 30,
    queueQoSZero: false,
    resubscribe: false,
  }

  function open(): void {
    // handlers stand before the first packet: what the broker kept comes right behind its CONNACK
    const own = connect(options.url, { ...connectOptions, manualConnect: true })
    let isOver = false
    const end = (reason: string) => {
      if (isOver) return
      isOver = true
      own.end(true)
      if (current === own) {
        current = undefined
        options.onConnection?.(false)
      }
      for (const reject of waiting) reject(new Error('connection closed'))
      waiting.clear()
      if (!isClosed) log.warn({ url: plainUrl(options.url), reason }, 'the connection to the broker ended; tried again')
      again()
    }
    own.on('error', (error) => end(error.message))
    own.on('close', () => end('closed'))
    own.handleMessage = (packet, done) => {
      const later = packet.qos > 0 ? new Error('acknowledged by hand') : undefined
      const acknowledge = () => {
        if (packet.qos > 0 && packet.messageId !== undefined && !isOver)
          (own as unknown as Acknowledger)._sendPacket({ cmd: 'puback', messageId: packet.messageId })
      }
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
      underWay++
      const handled = options
        .onMessage({ session: undefined, topic: packet.topic, payload, qos: packet.qos, isRetained: packet.retain })
        .then(acknowledge, (error: unknown) => {
          log.warn({ err: error, topic: packet.topic }, 'a message could not be stored; it is not acknowledged')
          end('a message could not be stored')
        })
        .finally(() => underWay--)
      if (underWay < mostUnderWay) done(later)
      else void handled.then(() => done(later))
    }
    own.once('connect', () => {
      own.subscribeAsync([...filters], { qos: 1 }).then(
        () => {
          if (isOver) return
          attempt = 0
          current = own
          isReady()
          options.onConnection?.(true)
        },
        (error: unknown) => end(String(error)),
      )
    })
    own.connect()
  }

  function again(): void {
    if (isClosed || timer !== undefined) return
    timer = setTimeout(
      () => {
        timer = undefined
        open()
      },
      waitBefore(attempt++, Math.random(), firstMilliseconds, mostMilliseconds),
    )
  }

  open()
  return {
    ready,
    listen(more) {
      const added = more.filter((filter) => !filters.has(filter))
      if (added.length === 0) return
      for (const filter of added) filters.add(filter)
      current
        ?.subscribeAsync(added, { qos: 1 })
        .catch((error: unknown) => log.error({ err: error, added }, 'the broker does not let this program listen'))
    },
    url: plainUrl(options.url),
    isConnected: () => current !== undefined,
    publish(topic, payload, { qos, retain = false }) {
      const client = current
      if (client === undefined) return Promise.reject(new Error('no connection to the broker'))
      return new Promise((resolve, reject) => {
        waiting.add(reject)
        client.publish(topic, Buffer.from(payload), { qos, retain }, (error) => {
          waiting.delete(reject)
          if (error === undefined || error === null) resolve()
          else reject(error)
        })
      })
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      const until = Date.now() + 3_000
      while (underWay > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10))
      await current?.endAsync().catch(() => {})
      for (const reject of waiting) reject(new Error('connection closed'))
    },
  }
}
