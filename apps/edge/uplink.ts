/**
 * The one line to the server: HTTPS, asked from inside, so that no port of the hub stands open. Upwards batches of at most
 * 500 records, packed; each is answered for by itself, so that one bad record holds up none. Where the server fails at a batch
 * again and again it is halved, down to the one record that it fails at: that one waits apart while the others go on, and is
 * put aside, and told of, when it still fails after others were taken. What happens now goes before what waited while the line
 * was gone. Downwards time, version of the rules, commands: asked for at once when the server's stream says that there is
 * something, and every few seconds in any case.
 */
import { randomUUIDv7 } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import type { EdgeClock } from './clock.ts'
import type { EdgeStore, NewRow, OutboxRow } from './store.ts'
import type { EdgeLog } from './log.ts'

const gzip = promisify(gzipWithCallback)

export const mostInBatch = 500
const askEveryMilliseconds = 2_000
/** While the stream is there: hints can be lost, and a line that is gone is noticed by asking. */
const askSeldomMilliseconds = 5_000
/** However many hints come. */
const askAtMostMilliseconds = 150
/** The server says something on the stream every 25 s; after this it is taken for gone. */
const silentMilliseconds = 60_000
/** A server without such a stream is asked for it again. */
const noStreamMilliseconds = 5 * 60_000
const answerMilliseconds = 20_000
/** Records that come together go together. */
const gatherMilliseconds = 60
const firstPause = 1_000
const longestPause = 60_000
/** A batch that the server failed at so often is halved. */
const failuresBeforeHalving = 2
/** A record that it failed at so often, alone and while it took others, is put aside. */
const failuresBeforeAside = 8

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

interface Parked {
  failures: number
  /** Before the next try, by the clock that never jumps. */
  dueAt: number
  /** How many others had been answered for when it failed last. */
  takenBefore: number
}

/** What stands before hints in the stream: what they say is asked for, so that no more of it is read. */
const hintLine = 'event: hints'

/** A proxy's word that nobody is there, or that there is too much: of no record. */
const lineFailures: ReadonlySet<number> = new Set([502, 503, 504])

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
  /** Failures of sending, in a row; asking goes on beside it and may work all the time. */
  let sendFailures = 0
  let mostTogether = mostInBatch
  /** Records that the server failed at alone, by their number: not sent along with others. */
  const parked = new Map<number, Parked>()
  let wasParked = false
  /** Records answered for, since the program began. */
  let taken = 0
  let wakeSender: (() => void) | undefined
  let wakeAsker: (() => void) | undefined
  let isHinted = false
  /** The server's stream is there. */
  let isListening = false
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

  /** Ends early when the server hints at something. */
  async function untilHinted(milliseconds: number): Promise<void> {
    await sleep(Math.min(askAtMostMilliseconds, milliseconds))
    if (isHinted || milliseconds <= askAtMostMilliseconds) return
    await Promise.race([sleep(milliseconds - askAtMostMilliseconds), new Promise<void>((resolve) => (wakeAsker = resolve))])
    wakeAsker = undefined
  }

  function hint(): void {
    isHinted = true
    wakeAsker?.()
  }

  async function askForEver(): Promise<void> {
    while (!stopped.signal.aborted) {
      isHinted = false
      try {
        const word = (await call('/commands', { method: 'GET' })) as Word
        lastWordAt = clock.now()
        await options.hear(word)
        await untilHinted(isListening ? askSeldomMilliseconds : askEveryMilliseconds)
      } catch (error) {
        if (stopped.signal.aborted) return
        await sleep(failed(error))
      }
    }
  }

  async function listenForEver(): Promise<void> {
    let turn = 0
    while (!stopped.signal.aborted) {
      if (!isConnected) {
        await sleep(300)
        continue
      }
      let pause = pauseAfter(turn++, random)
      try {
        await listen(() => (turn = 0))
      } catch (error) {
        const { status, retryAfterSeconds } = error as Partial<Refusal>
        if (retryAfterSeconds !== undefined) pause = Math.min(retryAfterSeconds, 300) * 1_000
        else if (status !== undefined && status < 500) pause = noStreamMilliseconds
      }
      // what was said while nobody listened, and whether the line is there at all
      if (isListening) hint()
      isListening = false
      await sleep(pause)
    }
  }

  /** Resolves or rejects when the stream ends. */
  async function listen(opened: () => void): Promise<void> {
    const silent = new AbortController()
    const signal = AbortSignal.any([stopped.signal, silent.signal])
    let timer = setTimeout(() => silent.abort(), answerMilliseconds)
    try {
      const response = await fetch(`${options.serverUrl}/api/v1/live`, {
        headers: { authorization: `Bearer ${options.secret}`, accept: 'text/event-stream' },
        signal,
      })
      if (!response.ok || response.body === null) {
        await response.body?.cancel().catch(() => {})
        throw refusal(response.status, response.headers.get('retry-after'))
      }
      isListening = true
      opened()
      const text = new TextDecoder()
      let tail = ''
      const reader = response.body.getReader()
      signal.addEventListener('abort', () => void reader.cancel().catch(() => {}))
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(timer)
        timer = setTimeout(() => silent.abort(), silentMilliseconds)
        const heard = tail + text.decode(part.value, { stream: true })
        if (heard.includes(hintLine)) hint()
        // of a line that came in two pieces
        tail = heard.slice(1 - hintLine.length)
      }
    } finally {
      clearTimeout(timer)
    }
  }

  async function sendForEver(): Promise<void> {
    while (!stopped.signal.aborted) {
      if (!isConnected || (!isWoken && store.waiting().count <= parked.size)) {
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
          const rows = nextRows()
          if (rows.length === 0) break
          await send(rows)
          sendFailures = 0
        }
      } catch (error) {
        if (stopped.signal.aborted) return
        const { status } = error as Partial<Refusal>
        // it answers, so the line is there; how often it is asked for more is another matter
        const pause = status !== undefined && status >= 500 && !lineFailures.has(status) ? 0 : failed(error)
        lastFailure = String(error)
        await sleep(Math.max(pause, pauseAfter(sendFailures++, random)))
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
      if (status !== undefined && status >= 500 && !lineFailures.has(status)) await failedAt(rows, status)
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
      await putAside(row, status)
      return
    }
    mostTogether = Math.min(mostInBatch, mostTogether * 2)
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
    taken += settled.length
    for (const seq of settled) parked.delete(seq)
    await store.settle(settled)
  }

  /** Live ones first, then the oldest; one that is parked goes alone, when its pause is over. */
  function nextRows(): readonly OutboxRow[] {
    const unparked = (after: number): OutboxRow[] =>
      store
        .page(after, mostTogether + parked.size)
        .filter((row) => !parked.has(row.seq))
        .slice(0, mostTogether)
    const live = unparked(backlogEnd)
    if (live.length > 0) return live
    const others = unparked(0)
    // in turns: one that fails each time does not hold up those behind it
    if (wasParked && others.length > 0) {
      wasParked = false
      return others
    }
    const [due] = [...parked].find(([, one]) => one.dueAt <= clock.mono()) ?? []
    const row = due === undefined ? undefined : store.page(due - 1, 1)[0]
    wasParked = row !== undefined
    return row === undefined ? others : [row]
  }

  /** The server itself failed, as it may at one record; or at all of them, which is no record's fault. */
  async function failedAt(rows: readonly OutboxRow[], status: number): Promise<void> {
    const [row] = rows
    if (rows.length > 1 || row === undefined) {
      if (sendFailures + 1 >= failuresBeforeHalving) mostTogether = Math.max(1, rows.length >> 1)
      return
    }
    const before = parked.get(row.seq)
    const failures = before === undefined || taken > before.takenBefore ? (before?.failures ?? 0) + 1 : before.failures
    if (failures >= failuresBeforeAside) {
      parked.delete(row.seq)
      await putAside(row, status)
      return
    }
    if (before === undefined) log('warn', 'the server fails at a record; the others go on', { id: row.id, status })
    parked.set(row.seq, { failures, takenBefore: taken, dueAt: clock.mono() + pauseAfter(failures + 2, random) })
  }

  /** Kept here whole, and told to the server as far as it can be, so that a person sees it. */
  async function putAside(row: OutboxRow, status: number): Promise<void> {
    log('error', 'a record that the server does not take was put aside', { id: row.id, status })
    await store.put(`aside:${row.id}`, row.body)
    if (row.kind === 'event') await store.append([refusedRow(row, status)])
    await store.settle([row.seq])
    counts.rejected++
  }

  function refusedRow(row: OutboxRow, status: number): NewRow {
    const { deviceId } = JSON.parse(row.body) as { deviceId?: string }
    const id = randomUUIDv7()
    const body = {
      id,
      deviceId: deviceId ?? null,
      topic: '',
      payload: Buffer.from(row.body.slice(0, 4_000)).toString('base64'),
      code: 'not_taken',
      detail: `the server answered ${status}`,
      edgeTime: new Date(clock.now()).toISOString(),
      edgeClock: clock.isSynced() ? 'synced' : 'unsynced',
    }
    return { id, kind: 'reject', key: null, body: JSON.stringify(body), mono: clock.mono(), boot: clock.boot, isSynced: clock.isSynced() }
  }

  /** What was recorded before anybody knew the time is moved by what is known since, and says so. */
  function stamped(row: OutboxRow): unknown {
    const event = JSON.parse(row.body) as { edgeTime: string; edgeClock: string }
    if (row.isSynced) return event
    const at = clock.at(row.mono, row.boot)
    return at === undefined ? event : { ...event, edgeTime: new Date(at).toISOString(), edgeClock: 'restamped' }
  }

  const running = [askForEver(), sendForEver(), listenForEver()]
  return {
    wake,
    isConnected: () => isConnected,
    state: () => ({ isConnected, since, lastWordAt, lastFailure, ...counts }),
    get: (path) => call(path, { method: 'GET' }),
    async close() {
      stopped.abort()
      wakeSender?.()
      wakeAsker?.()
      await Promise.all(running)
    },
  }
}
