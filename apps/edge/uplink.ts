/**
 * The one line to the server: HTTPS, asked from inside, so that no port of the hub stands open. Upwards batches of at most
 * 500 records, packed; each is answered for by itself, so that one bad record holds up none. What happens now goes before
 * what waited while the line was gone. Downwards, every two seconds: time, version of the rules, commands.
 */
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import type { EdgeClock } from './clock.ts'
import type { EdgeStore, OutboxRow } from './store.ts'
import type { EdgeLog } from './log.ts'

const gzip = promisify(gzipWithCallback)

export const mostInBatch = 500
const askEveryMilliseconds = 2_000
const answerMilliseconds = 20_000
/** Records that come together go together. */
const gatherMilliseconds = 60
const firstPause = 1_000
const longestPause = 60_000

export interface Word {
  readonly serverTime: string
  readonly snapshotVersion: number
  readonly evacuationVersion?: string | null
  readonly commands: readonly unknown[]
}

export interface UplinkOptions {
  readonly serverUrl: string
  readonly secret: string
  readonly store: EdgeStore
  readonly clock: EdgeClock
  readonly log: EdgeLog
  /** What the server says each time it is asked. */
  readonly hear: (word: Word) => Promise<void>
  readonly random?: () => number
  readonly fetch?: typeof globalThis.fetch
}

export interface Uplink {
  /** Something new is in the outbox. */
  wake(): void
  isConnected(): boolean
  state(): UplinkState
  get(path: string): Promise<unknown>
  close(): Promise<void>
}

export interface UplinkState {
  readonly isConnected: boolean
  readonly since: number | null
  readonly lastWordAt: number | null
  readonly lastFailure: string | null
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: number
}

interface Verdict {
  readonly id: string
  readonly outcome: 'accepted' | 'duplicate' | 'rejected'
  readonly code?: string
}

/** The server understood and said no: asking the same again helps nobody. */
export interface Refusal extends Error {
  readonly status: number
  readonly retryAfterSeconds?: number
}

function refusal(status: number, retryAfter: string | null): Refusal {
  const seconds = Number(retryAfter)
  return Object.assign(new Error(`the server answered ${status}`), {
    status,
    ...(retryAfter !== null && Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {}),
  })
}

/** Somewhere between nothing and the whole pause, which doubles to a minute: a thousand hubs do not come back in step. */
export function pauseAfter(failures: number, random: () => number): number {
  return Math.max(50, random() * Math.min(longestPause, firstPause * 2 ** Math.min(failures, 10)))
}

export function openUplink(options: UplinkOptions): Uplink {
  const { store, clock, log } = options
  const random = options.random ?? Math.random
  const fetch = options.fetch ?? globalThis.fetch
  const counts = { accepted: 0, duplicates: 0, rejected: 0 }
  const stopped = new AbortController()
  let failures = 0
  let isConnected = false
  let since: number | null = null
  let lastWordAt: number | null = null
  let lastFailure: string | null = null
  /** What lay there when the line came back: everything after it is live and goes first. */
  let backlogEnd = store.waiting().last
  let wakeSender: (() => void) | undefined
  let isWoken = true

  async function call(path: string, init: { method: string; body?: unknown }): Promise<unknown> {
    const sent = clock.mono()
    const packed = init.body === undefined ? undefined : await gzip(JSON.stringify(init.body))
    const response = await fetch(`${options.serverUrl}/api/v1/edge${path}`, {
      method: init.method,
      headers: {
        authorization: `Bearer ${options.secret}`,
        ...(packed === undefined ? {} : { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
      },
      ...(packed === undefined ? {} : { body: new Uint8Array(packed) }),
      signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(answerMilliseconds)]),
    })
    if (!response.ok) {
      await response.body?.cancel().catch(() => {})
      throw refusal(response.status, response.headers.get('retry-after'))
    }
    const answer = (await response.json()) as { serverTime?: string }
    if (answer.serverTime !== undefined) await clock.learn(Date.parse(answer.serverTime), sent, clock.mono())
    worked()
    return answer
  }

  function worked(): void {
    if (!isConnected) {
      backlogEnd = store.waiting().last
      since = clock.now()
      log('info', 'connected to the server')
      wake()
    }
    isConnected = true
    failures = 0
    lastFailure = null
  }

  /** Answers how long to wait before the next try. */
  function failed(error: unknown): number {
    if (isConnected) log('warn', 'the line to the server is gone', { error: String(error) })
    isConnected = false
    since = null
    lastFailure = String((error as { cause?: unknown }).cause ?? error)
    const asked = (error as Partial<Refusal>).retryAfterSeconds
    return Math.max(asked === undefined ? 0 : Math.min(asked, 300) * 1_000, pauseAfter(failures++, random))
  }

  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopped.signal.aborted) {
        resolve()
        return
      }
      const done = (): void => {
        clearTimeout(timer)
        stopped.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      stopped.signal.addEventListener('abort', done)
    })

  function wake(): void {
    isWoken = true
    wakeSender?.()
  }

  async function askForEver(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        const word = (await call('/commands', { method: 'GET' })) as Word
        lastWordAt = clock.now()
        await options.hear(word)
        await sleep(askEveryMilliseconds)
      } catch (error) {
        if (stopped.signal.aborted) return
        await sleep(failed(error))
      }
    }
  }

  async function sendForEver(): Promise<void> {
    while (!stopped.signal.aborted) {
      if (!isConnected || (!isWoken && store.waiting().count === 0)) {
        await new Promise<void>((resolve) => {
          wakeSender = resolve
          // whatever was missed: looked at again
          void sleep(1_000).then(resolve)
        })
        wakeSender = undefined
        if (!isConnected) continue
      }
      isWoken = false
      await sleep(gatherMilliseconds)
      try {
        while (isConnected && !stopped.signal.aborted) {
          const live = store.page(backlogEnd, mostInBatch)
          const rows = live.length > 0 ? live : store.page(0, mostInBatch)
          if (rows.length === 0) break
          await send(rows)
        }
      } catch (error) {
        if (stopped.signal.aborted) return
        await sleep(failed(error))
      }
    }
  }

  async function send(rows: readonly OutboxRow[]): Promise<void> {
    let verdicts: readonly Verdict[]
    try {
      const answer = (await call('/events', {
        method: 'POST',
        body: {
          events: rows.filter((row) => row.kind === 'event').map(stamped),
          rejects: rows.filter((row) => row.kind === 'reject').map((row) => JSON.parse(row.body) as unknown),
        },
      })) as { verdicts: readonly Verdict[] }
      verdicts = answer.verdicts
    } catch (error) {
      const { status } = error as Partial<Refusal>
      if (status === undefined || ![400, 413, 415, 422].includes(status)) throw error
      // something in it cannot be read at all: halves, until it is alone; the others do not wait for it
      if (rows.length > 1) {
        const middle = rows.length >> 1
        await send(rows.slice(0, middle))
        await send(rows.slice(middle))
        return
      }
      const [row] = rows
      if (row === undefined) return
      log('error', 'a record the server cannot read was put aside', { id: row.id, status })
      await store.put(`aside:${row.id}`, row.body)
      await store.settle([row.seq])
      counts.rejected++
      return
    }
    const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]))
    const settled: number[] = []
    for (const row of rows) {
      const verdict = byId.get(row.id)
      if (verdict === undefined) continue
      settled.push(row.seq)
      if (verdict.outcome === 'accepted') counts.accepted++
      else if (verdict.outcome === 'duplicate') counts.duplicates++
      else {
        counts.rejected++
        log('warn', 'the server keeps a record apart', { id: row.id, code: verdict.code ?? '' })
      }
    }
    if (settled.length === 0) throw new Error('the server answered for none of the records')
    await store.settle(settled)
  }

  /** What was recorded before anybody knew the time is moved by what is known since, and says so. */
  function stamped(row: OutboxRow): unknown {
    const event = JSON.parse(row.body) as { edgeTime: string; edgeClock: string }
    if (row.isSynced) return event
    const at = clock.at(row.mono, row.boot)
    return at === undefined ? event : { ...event, edgeTime: new Date(at).toISOString(), edgeClock: 'restamped' }
  }

  const running = [askForEver(), sendForEver()]
  return {
    wake,
    isConnected: () => isConnected,
    state: () => ({ isConnected, since, lastWordAt, lastFailure, ...counts }),
    get: (path) => call(path, { method: 'GET' }),
    async close() {
      stopped.abort()
      wakeSender?.()
      await Promise.all(running)
    },
  }
}
