/** Messages on the device: what is shown for one, and what a press on it opens. The worker itself, in a world made up around it. */
import { afterEach, beforeAll, expect, test, vi } from 'vitest'

type Handler = (event: { waitUntil: (work: Promise<unknown>) => void; [key: string]: unknown }) => void
const handlers = new Map<string, Handler>()
const shown = vi.fn<(title: string, options: Record<string, unknown>) => Promise<void>>(() => Promise.resolve())
const opened = vi.fn<(url: string) => Promise<unknown>>(() => Promise.resolve())
interface Window {
  focus: () => Promise<unknown>
  navigate: (url: string) => Promise<unknown>
}
let windows: Window[] = []

beforeAll(async () => {
  const world = {
    addEventListener: (type: string, run: Handler) => void handlers.set(type, run),
    location: new URL('https://hiroba.example.jp/service-worker.js'),
    registration: { showNotification: shown },
    clients: { matchAll: () => Promise.resolve(windows), openWindow: opened },
    __VERSION__: 'test',
    __SHELL__: [],
  }
  for (const [name, value] of Object.entries(world)) vi.stubGlobal(name, value)
  await import('./service-worker.ts')
})
afterEach(() => {
  shown.mockClear()
  opened.mockClear()
  windows = []
})

/** As the browser does: the worker lives until what it waits for is done. */
async function happen(type: string, event: Record<string, unknown>): Promise<void> {
  let work: Promise<unknown> | undefined
  handlers.get(type)?.({ ...event, waitUntil: (given) => void (work = given) })
  expect(work).toBeInstanceOf(Promise)
  await work
}
const push = (message: unknown) => happen('push', { data: message === undefined ? null : { json: () => message } })
const press = async (data: unknown): Promise<boolean> => {
  let isClosed = false
  await happen('notificationclick', { notification: { data, close: () => void (isClosed = true) } })
  return isClosed
}

test('a message is shown with its words, its place, and its tag: the next of the same tag takes its place', async () => {
  await push({ title: '見本拠点', body: '会議室 10:00–12:00', path: '/me/bookings/1', tag: 'reminder-1' })
  expect(shown.mock.calls).toEqual([
    ['見本拠点', expect.objectContaining({ body: '会議室 10:00–12:00', tag: 'reminder-1', data: '/me/bookings/1', icon: '/icon-192.png' })],
  ])
})

test('a message without words is shown all the same: browsers take the right away from who shows none', async () => {
  await push(undefined)
  await push({})
  expect(shown.mock.calls.map(([title, { data, body }]) => [title, data, body])).toEqual([
    ['Hiroba', '/me', undefined],
    ['Hiroba', '/me', undefined],
  ])
})

test('a place that is not ours is not kept', async () => {
  for (const path of ['https://elsewhere.example.com/', '//elsewhere.example.com/x', 'me', 'javascript:alert(1)'])
    await push({ title: 'x', path })
  expect(shown.mock.calls.map(([, { data }]) => data)).toEqual(['/me', '/me', '/me', '/me'])
})

test('a press closes the message and opens its place: in the window that is there, else in a new one', async () => {
  expect(await press('/me/bookings/1')).toBe(true)
  expect(opened.mock.calls).toEqual([['https://hiroba.example.jp/me/bookings/1']])
  opened.mockClear()
  const window = {
    focus: vi.fn<Window['focus']>(() => Promise.resolve()),
    navigate: vi.fn<Window['navigate']>(() => Promise.resolve()),
  }
  windows = [window]
  await press('/me/waiting')
  expect(window.focus).toHaveBeenCalledOnce()
  expect(window.navigate.mock.calls).toEqual([['https://hiroba.example.jp/me/waiting']])
  expect(opened).not.toHaveBeenCalled()
})

test('a window that cannot be led there leaves the place to a new one', async () => {
  windows = [{ focus: () => Promise.resolve(), navigate: () => Promise.reject(new TypeError('not controlled')) }]
  await press('/me')
  expect(opened.mock.calls).toEqual([['https://hiroba.example.jp/me']])
})
