/**
 * The live stream: hints that something changed, never state. One LISTEN connection a process, any number of streams.
 * A screen that reconnects refetches what it shows, so a lost hint costs a moment and no truth.
 *
 * It also tells the processes of one installation what none of them may keep: who was signed in (`sessionsChanged`).
 */
import pg from 'pg'
import type { LiveHint } from '#platform/contract/events.ts'
import { installationId, type Database } from './database.ts'
import type { Log } from './log.ts'
import { liveChannel, type LiveMessage } from './outbox.ts'

export interface LiveSubscription {
  /** A member's stream: everything of the consortium that may be streamed. */
  readonly consortiumId?: string
  /** A stranger's stream: the types marked public, of one hub, without subjects. */
  readonly hubId?: string
  /** The stream of the machine at a hub: the types marked for it, of its hub, without subjects. */
  readonly edge?: { readonly consortiumId: string; readonly hubId: string }
  readonly send: (hint: LiveHint) => void
  /** The program stops: say good-bye now. */
  readonly end?: () => void
}

export interface Live {
  subscribe(subscription: LiveSubscription): () => void
  /** For a part of the program itself: every message of every tenant; undefined: some may have been missed. */
  hear(listener: (message: LiveMessage | undefined) => void): () => void
  count(): number
  /** Ends every stream, so that a server that closes need not wait for them. */
  endStreams(): void
  stop(): Promise<void>
}

/**
 * A screen asks for what it shows, then opens its stream: what happened between the two it would never hear of. So each
 * new stream begins with the hints of this long, and no screen need ask twice.
 */
const repeatedMilliseconds = 10_000

/** Rights or sessions changed in some process: what others keep of them is let go. No stream hears of it. */
const sessionsChanged = 'platform.sessions_changed'

/** Said to all processes at once, before the one that changed them answers: the next request may go to another. */
export async function announceSessions(database: Database): Promise<void> {
  const message: LiveMessage = { consortiumId: installationId, type: sessionsChanged }
  await database.query('live_sessions', 'select pg_notify($1, $2)', [liveChannel, JSON.stringify([message])])
}

export async function startLive(options: {
  databaseUrl: string
  log: Log
  publicTypes: ReadonlySet<string>
  edgeTypes?: ReadonlySet<string>
  /** Facts after which a person may be allowed other things than before. */
  sessionTypes?: ReadonlySet<string>
  /** What is kept of sessions may be out of date. */
  onSessions?: () => void
}): Promise<Live> {
  const subscriptions = new Set<LiveSubscription>()
  const listeners = new Set<(message: LiveMessage | undefined) => void>()
  let recent: { readonly at: number; readonly message: LiveMessage }[] = []
  /** Since when nothing was missed: this process has just begun, or its connection was gone. */
  let hearsSince = performance.now()
  let isStopping = false
  let client: pg.Client | undefined

  function deliver(text: string): void {
    let messages: LiveMessage[]
    try {
      messages = JSON.parse(text) as LiveMessage[]
    } catch {
      return
    }
    const at = performance.now()
    recent = recent.filter((one) => at - one.at < repeatedMilliseconds)
    for (const message of messages) {
      if (message.type === sessionsChanged || options.sessionTypes?.has(message.type) === true) options.onSessions?.()
      if (message.type === sessionsChanged) continue
      recent.push({ at, message })
      for (const listener of listeners) listener(message)
      for (const subscription of subscriptions) offer(subscription, message)
    }
  }

  /** What this stream hears of a message, if anything. */
  function hintFor(subscription: LiveSubscription, { consortiumId, ...hint }: LiveMessage): LiveHint | undefined {
    const { edge } = subscription
    if (edge !== undefined) {
      const isItsOwn = edge.consortiumId === consortiumId && edge.hubId === hint.hubId && options.edgeTypes?.has(hint.type) === true
      return isItsOwn ? { type: hint.type, hubId: hint.hubId } : undefined
    }
    if (subscription.consortiumId === consortiumId) return hint
    if (subscription.hubId === undefined || subscription.hubId !== hint.hubId || !options.publicTypes.has(hint.type)) return undefined
    return { type: hint.type, hubId: hint.hubId }
  }

  function offer(subscription: LiveSubscription, message: LiveMessage): void {
    const hint = hintFor(subscription, message)
    if (hint !== undefined) subscription.send(hint)
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: 'hiroba live',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    })
    next.on('error', () => {})
    // a try that failed ends too: only the end of the connection that was in use begins a new round of tries
    next.on('end', () => {
      if (client !== next || isStopping) return
      client = undefined
      setTimeout(() => void reconnect(), 500)
    })
    next.on('notification', (notification) => deliver(notification.payload ?? '[]'))
    try {
      await next.connect()
      await next.query(`LISTEN ${liveChannel}`)
    } catch (error) {
      await next.end().catch(() => {})
      throw error
    }
    if (isStopping) await next.end().catch(() => {})
    else client = next
  }

  async function reconnect(): Promise<void> {
    while (!isStopping) {
      try {
        await connect()
        // hints may have been missed: every screen looks again, and who is signed in is asked anew
        hearsSince = performance.now()
        options.onSessions?.()
        for (const listener of listeners) listener(undefined)
        for (const subscription of subscriptions) subscription.send({ type: 'platform.refetch' })
        return
      } catch (error) {
        options.log.warn({ err: error }, 'live stream: no database, trying again')
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      }
    }
  }

  await connect()
  hearsSince = performance.now()
  return {
    subscribe(subscription) {
      subscriptions.add(subscription)
      const since = performance.now() - repeatedMilliseconds
      // the screen may have asked another server before this one began to hear
      if (hearsSince > since) {
        subscription.send({ type: 'platform.refetch' })
        return () => void subscriptions.delete(subscription)
      }
      const hints = recent.flatMap(({ at, message }) => (at > since ? (hintFor(subscription, message) ?? []) : []))
      for (const hint of new Map(hints.map((each) => [`${each.type} ${each.subjectId}`, each])).values()) subscription.send(hint)
      return () => void subscriptions.delete(subscription)
    },
    hear(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    count: () => subscriptions.size,
    endStreams() {
      for (const subscription of subscriptions) subscription.end?.()
    },
    async stop() {
      isStopping = true
      await client?.end().catch(() => {})
    },
  }
}
