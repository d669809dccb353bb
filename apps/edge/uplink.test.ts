/** The line that goes and comes, and a server that says no: with a store of its own and a server made of a function. */
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openClock, type EdgeClock } from './clock.ts'
import { openStore, type EdgeStore } from './store.ts'
import { openUplink, pauseAfter, type Uplink } from './uplink.ts'

let store: EdgeStore
let clock: EdgeClock
let uplink: Uplink | undefined
/** Ids in the order in which they arrived. */
let arrived: string[][]
let isUp: boolean
let answerOf: (ids: readonly string[], bodies: readonly Record<string, unknown>[]) => Response | undefined
let commands: unknown[]
let random: number
let rejects: Record<string, unknown>[]
let said: string[]
/** When it was asked for commands. */
let asked: number[]
let streamOf: ((signal: AbortSignal | undefined) => Response) | undefined

const mono = () => performance.now()

beforeEach(() => {
  store = openStore(':memory:')
  clock = openClock(store, { boot: 'b', wall: () => 0, mono, isKept: () => 'no' })
  arrived = []
  isUp = true
  answerOf = () => undefined
  commands = []
  random = 0.05
  rejects = []
  said = []
  asked = []
  streamOf = undefined
})
afterEach(async () => {
  await uplink?.close()
  clock.close()
  await store.close()
})

const serverNow = Date.parse('2026-11-23T10:00:00Z')

const server: typeof globalThis.fetch = async (input, init) => {
  if (!isUp) throw new TypeError('fetch failed')
  const path = new URL(input as string).pathname
  if (path === '/api/v1/live') return streamOf?.(init?.signal ?? undefined) ?? Response.json({}, { status: 404 })
  if (path === '/api/v1/edge/commands') asked.push(mono())
  if (path === '/api/v1/edge/commands')
    return Response.json({ serverTime: new Date(serverNow).toISOString(), snapshotVersion: 1, evacuationVersion: null, commands })
  const { events, rejects: refused } = JSON.parse(gunzipSync(init?.body as Uint8Array).toString()) as Record<
    'events' | 'rejects',
    Record<string, unknown>[]
  >
  const ids = events.map((event) => String(event['id']))
  const answer = answerOf(ids, events)
  if (answer !== undefined) return answer
  if (ids.length > 0) arrived.push(ids)
  rejects.push(...refused)
  return Response.json({ verdicts: [...ids, ...refused.map((one) => one['id'])].map((id) => ({ id, outcome: 'accepted' })) })
}

const start = () =>
  (uplink = openUplink({
    serverUrl: 'http://server',
    secret: 's',
    store,
    clock,
    log: (_level, message) => void said.push(message),
    hear: async () => {},
    random: () => random,
    fetch: server,
  }))

const put = async (...ids: string[]) => {
  await store.append(
    ids.map((id) => ({
      id,
      kind: 'event' as const,
      key: null,
      body: JSON.stringify({ id, edgeTime: new Date(0).toISOString(), edgeClock: 'unsynced' }),
      mono: mono(),
      boot: 'b',
      isSynced: false,
    })),
  )
  uplink?.wake()
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`)

test('a backlog goes in batches of 500, and what happens meanwhile goes before it', async () => {
  await put(...names('old', 1_300))
  let isLivePut = false
  answerOf = (ids) => {
    if (!isLivePut && ids[0] === 'old0') {
      isLivePut = true
      void put('live')
    }
    return undefined
  }
  start()
  await vi.waitFor(() => expect(store.waiting().count).toBe(0), 10_000)
  expect(arrived.map((batch) => batch.length).toSorted((a, b) => b - a)).toEqual([500, 500, 300, 1])
  expect(arrived.findIndex((batch) => batch[0] === 'live')).toBe(1)
})

test('a record that cannot be read is put aside alone; those beside it arrive', async () => {
  await put(...names('a', 9))
  answerOf = (ids) => (ids.includes('a4') ? Response.json({}, { status: 422 }) : undefined)
  start()
  await vi.waitFor(() => expect(store.waiting().count).toBe(0), 10_000)
  expect(arrived.flat().toSorted()).toEqual(names('a', 9).filter((id) => id !== 'a4'))
  expect(store.get('aside:a4')).toContain('"a4"')
})

test('a record that the server fails at stops nothing: the others arrive, it is put aside and told of', async () => {
  random = 0.002
  await put(...names('a', 40))
  answerOf = (ids) => (ids.includes('a17') ? Response.json({}, { status: 500 }) : undefined)
  start()
  await vi.waitFor(() => expect(arrived.flat().filter((id) => id.startsWith('a'))).toHaveLength(39), 10_000)
  expect(store.waiting().count).toBe(1)
  // it is not put aside for failing alone: somebody else has to get through meanwhile
  for (let n = 0; store.get('aside:a17') === undefined; n++) {
    await put(`later${n}`)
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(n).toBeLessThan(60)
  }
  await vi.waitFor(() => expect(store.waiting().count).toBe(0), 5_000)
  expect(rejects).toMatchObject([{ code: 'not_taken', detail: 'the server answered 500' }])
  expect(Buffer.from(String(rejects[0]?.['payload']), 'base64').toString()).toContain('"a17"')
  expect(said).toContain('a record that the server does not take was put aside')
}, 30_000)

test('a server that fails at everything, or is not there, is no fault of a record: nothing is put aside', async () => {
  random = 0.002
  await put(...names('a', 8))
  let status = 500
  let asked = 0
  answerOf = () => (asked++, status === 200 ? undefined : Response.json({}, { status }))
  start()
  await vi.waitFor(() => expect(asked).toBeGreaterThan(15), 40_000)
  status = 503
  const before = asked
  await vi.waitFor(() => expect(asked).toBeGreaterThan(before + 2), 30_000)
  status = 200
  await vi.waitFor(() => expect(store.waiting().count).toBe(0), 20_000)
  expect(arrived.flat().toSorted()).toEqual(names('a', 8))
  expect(store.entries('aside:')).toEqual([])
}, 120_000)

test('a verdict that is missing is not an acceptance', async () => {
  await put('one', 'two')
  let isFirst = true
  answerOf = (ids) => {
    if (!isFirst) return undefined
    isFirst = false
    return Response.json({ verdicts: [{ id: ids[0], outcome: 'accepted' }] })
  }
  start()
  await vi.waitFor(() => expect(store.waiting().count).toBe(0), 10_000)
  expect(arrived.flat()).toEqual(['two'])
})

test('without a line everything waits; when it is back what was recorded without time has it, marked', async () => {
  isUp = false
  const bodies: Record<string, unknown>[] = []
  answerOf = (_, events) => {
    bodies.push(...events)
    return undefined
  }
  const running = start()
  await put('dark')
  const shown = mono()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect([running.isConnected(), store.waiting().count]).toEqual([false, 1])
  expect(running.state().lastFailure).toContain('fetch failed')
  isUp = true
  await vi.waitFor(() => expect(store.waiting().count).toBe(0), 10_000)
  expect(bodies[0]).toMatchObject({ id: 'dark', edgeClock: 'restamped' })
  const moved = Date.parse(String(bodies[0]?.['edgeTime']))
  expect(Math.abs(moved - (serverNow - (mono() - shown)))).toBeLessThan(1_500)
})

test('pauses grow to a minute and are spread over their whole length', () => {
  expect(pauseAfter(0, () => 1)).toBe(1_000)
  expect(pauseAfter(3, () => 0.5)).toBe(4_000)
  expect(pauseAfter(20, () => 1)).toBe(60_000)
  expect(pauseAfter(20, () => 0)).toBe(50)
})

test('what the server hints at is asked for at once, a burst of hints few times, and a stream that ends too', async () => {
  let say: (text: string) => void = () => {}
  let end: () => void = () => {}
  let opened = 0
  streamOf = (signal) => {
    opened++
    const body = new ReadableStream({
      start(controller) {
        const encoder = new TextEncoder()
        say = (text) => controller.enqueue(encoder.encode(text))
        end = () => controller.close()
        signal?.addEventListener('abort', () => controller.error(new Error('aborted')))
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  start()
  await vi.waitFor(() => expect(opened).toBe(1), 5_000)
  await new Promise((resolve) => setTimeout(resolve, 400))
  const before = asked.length
  const from = mono()
  say('event: hi')
  say('nts\ndata: []\n\n')
  await vi.waitFor(() => expect(asked.length).toBe(before + 1), 1_000)
  expect(mono() - from).toBeLessThan(1_000)
  for (let n = 0; n < 100; n++) say('event: hints\ndata: []\n\n')
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(asked.length).toBeLessThanOrEqual(before + 4)
  // a ping is none
  const quiet = asked.length
  say('event: ping\ndata: {}\n\n')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(asked.length).toBe(quiet)
  end()
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(quiet), 1_000)
  await vi.waitFor(() => expect(opened).toBe(2), 5_000)
})

test('a server without a stream is asked every two seconds all the same', async () => {
  start()
  await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(3), 8_000)
}, 10_000)
