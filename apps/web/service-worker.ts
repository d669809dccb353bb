/**
 * Keeps the shell of the app on the device, so that it opens without a line and says honestly what does not work.
 * Never touches `/api/`: what is free, who may enter and whose turn it is must come from the server or not at all.
 *
 * The build puts in the version and the list of files (see vite.config.ts). Files carry a hash of their content,
 * so what is kept is never stale; the page itself is asked for first and kept only for the day without a line.
 */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface MessageFromPage extends ExtendableEvent {
  readonly data: unknown
}
interface PushEvent extends ExtendableEvent {
  readonly data: { json(): unknown } | null
}
interface NotificationEvent extends ExtendableEvent {
  readonly notification: Notification
}
interface Client {
  readonly url: string
  focus(): Promise<unknown>
  navigate(url: string): Promise<unknown>
}
interface Worker {
  readonly location: Location
  readonly registration: { showNotification(title: string, options: NotificationOptions): Promise<void> }
  readonly clients: {
    claim(): Promise<void>
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Client[]>
    openWindow(url: string): Promise<unknown>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', run: (event: ExtendableEvent) => void): void
  addEventListener(type: 'fetch', run: (event: FetchEvent) => void): void
  addEventListener(type: 'message', run: (event: MessageFromPage) => void): void
  addEventListener(type: 'push', run: (event: PushEvent) => void): void
  addEventListener(type: 'notificationclick', run: (event: NotificationEvent) => void): void
}
declare const __VERSION__: string
declare const __SHELL__: readonly string[]

const worker = globalThis as unknown as Worker
const shellCache = `hiroba-shell-${__VERSION__}`
const assetCache = 'hiroba-assets'
/** The plain page: what stands at `/` holds what was open at one moment. */
const page = '/index.html'

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(shellCache).then((cache) => cache.addAll([page, ...__SHELL__].map((path) => new Request(path, { cache: 'reload' })))),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith('hiroba-shell-') && name !== shellCache) await caches.delete(name)
      }
      await trimAssets()
      await worker.clients.claim()
    })(),
  )
})

worker.addEventListener('message', (event) => {
  // Only when the reader has agreed to the new version.
  if (event.data === 'take over') event.waitUntil(worker.skipWaiting())
  if (Array.isArray(event.data)) event.waitUntil(keep(event.data.filter((url) => typeof url === 'string')))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin || url.pathname.startsWith('/api/')) return
  if (request.mode === 'navigate') event.respondWith(pageFirstFromServer(request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(fromDevice(request))
})

/** A message from the server (platform/server/push.ts). Browsers ask that each is shown; one of the same tag takes the place of the one before. */
worker.addEventListener('push', (event) => {
  const { title, body, path, tag } = (event.data?.json() ?? {}) as Partial<Record<'title' | 'body' | 'path' | 'tag', string>>
  event.waitUntil(
    worker.registration.showNotification(title ?? 'Hiroba', {
      ...(body === undefined ? {} : { body }),
      ...(tag === undefined ? {} : { tag }),
      icon: '/icon-192.png',
      badge: '/icon-192.png',
      // only ever a place of ours
      data: path?.startsWith('/') === true && !path.startsWith('//') ? path : '/me',
    }),
  )
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = new URL(String(event.notification.data), worker.location.origin).href
  event.waitUntil(
    (async () => {
      const [open] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
      if (open === undefined) return worker.clients.openWindow(url)
      await open.focus()
      return open.navigate(url).catch(() => worker.clients.openWindow(url))
    })(),
  )
})

async function pageFirstFromServer(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (cause) {
    const kept = await caches.match(page)
    if (kept === undefined) throw cause
    return kept
  }
}

async function fromDevice(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok) {
    const cache = await caches.open(assetCache)
    await cache.put(request, answer.clone())
  }
  return answer
}

async function keep(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(assetCache)
  for (const url of urls) {
    if ((await caches.match(url)) === undefined) await cache.add(url).catch(() => undefined)
  }
}

/** Old versions' files pile up otherwise; 400 holds the app and all pieces of the font. */
async function trimAssets(): Promise<void> {
  const cache = await caches.open(assetCache)
  const requests = await cache.keys()
  for (const request of requests.slice(0, Math.max(0, requests.length - 400))) await cache.delete(request)
}
