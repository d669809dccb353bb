/** Registers the service worker and hands on the news of a new version. */

type Listener = (change: () => void) => void
let listener: Listener | undefined
let waiting: (() => void) | undefined

export function onNewVersion(given: Listener): () => void {
  listener = given
  if (waiting !== undefined) given(waiting)
  return () => {
    if (listener === given) listener = undefined
  }
}

function offer(worker: ServiceWorker): void {
  waiting = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    worker.postMessage('take over')
  }
  listener?.(waiting)
}

export async function startService(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
  if (registration === undefined) return
  const watch = (worker: ServiceWorker): void => {
    worker.addEventListener('statechange', () => {
      // Without a controller this is the first visit: nothing old is open.
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) offer(worker)
    })
  }
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    if (registration.installing !== null) watch(registration.installing)
  })
  // What this first visit has already loaded came before the worker: it is told, so that the next visit works without a line.
  const ready = await navigator.serviceWorker.ready
  const assets = performance.getEntriesByType('resource').map((entry) => entry.name)
  ready.active?.postMessage(assets.filter((url) => url.startsWith(`${location.origin}/assets/`)))
  // A tab left open for days learns of a new version within the hour.
  setInterval(() => void registration.update().catch(() => undefined), 60 * 60_000)
}
