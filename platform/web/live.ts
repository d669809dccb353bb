/**
 * The live stream: hints that something changed, never state. A hint marks what is kept as stale, and what is on the
 * screen is asked for again. When the line was gone, everything on the screen is.
 *
 * One stream for all tabs of a browser: HTTP/1.1 allows six connections to an origin, and seven open tabs would hang.
 * The tab that holds the lock reads the stream and passes hints on; when it closes, the next one takes over.
 */
import { useEffect, useSyncExternalStore } from 'react'
import type { LiveHint } from '#platform/contract/events.ts'
import type { QueryKey } from '@tanstack/react-query'
import { queryClient } from './client.ts'

export type LiveState = 'off' | 'connecting' | 'open' | 'lost'
export interface LiveStatus {
  readonly state: LiveState
  /** When the line was last known to stand, milliseconds; what is shown is at least as new as this. */
  readonly seenAt: number
}

type Mapping = ReadonlyMap<string, readonly QueryKey[]>
type Message = { kind: 'hint'; hint: LiveHint } | { kind: 'state'; isOpen: boolean }

let mapping: Mapping = new Map()
let status: LiveStatus = { state: 'off', seenAt: Date.now() }
const listeners = new Set<() => void>()
let onBack: () => void = () => undefined

/** What the modules registered: event type → fronts of query keys. */
export function setLiveMapping(given: Mapping): void {
  mapping = given
}

/** Called when a lost line stands again and the screen has been asked for anew. */
export function setOnBack(run: () => void): void {
  onBack = run
}

function setState(state: LiveState): void {
  const wasLost = status.state === 'lost'
  status = { state, seenAt: state === 'open' ? Date.now() : status.seenAt }
  for (const listener of listeners) listener()
  if (wasLost && state === 'open') {
    void queryClient.invalidateQueries()
    onBack()
  }
}

function receive(hint: LiveHint): void {
  status = { ...status, seenAt: Date.now() }
  if (hint.type === 'platform.refetch') {
    void queryClient.invalidateQueries()
    return
  }
  for (const key of mapping.get(hint.type) ?? []) void queryClient.invalidateQueries({ queryKey: key })
}

/** Silence that is taken for a lost line: the server says something every 25 s. A banner comes after 3 s without a line. */
const silenceMs = 60_000
const bannerMs = 3_000
/** A new stream begins with the hints of the last ten seconds. One that took longer to open may have missed some. */
const repeatedMs = 10_000

function connect(url: string, pass: (message: Message) => void): () => void {
  let source: EventSource | undefined
  let lostTimer: ReturnType<typeof setTimeout> | undefined
  let silenceTimer: ReturnType<typeof setTimeout> | undefined
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let attempts = 0
  let isStopped = false
  let wasOpen = false
  const begunAt = performance.now()

  function heard(): void {
    clearTimeout(silenceTimer)
    silenceTimer = setTimeout(restart, silenceMs)
  }
  function lost(): void {
    lostTimer ??= setTimeout(() => pass({ kind: 'state', isOpen: false }), bannerMs)
  }
  function open(): void {
    source = new EventSource(url)
    heard()
    source.onopen = () => {
      attempts = 0
      clearTimeout(lostTimer)
      lostTimer = undefined
      heard()
      pass({ kind: 'state', isOpen: true })
      // Between two connections hints fell away: what is on the screen is asked for again.
      if (wasOpen || performance.now() - begunAt > repeatedMs / 2) pass({ kind: 'hint', hint: { type: 'platform.refetch' } })
      wasOpen = true
    }
    source.addEventListener('hints', (event: MessageEvent<string>) => {
      heard()
      for (const hint of JSON.parse(event.data) as LiveHint[]) pass({ kind: 'hint', hint })
    })
    source.addEventListener('ping', heard)
    source.onerror = () => {
      lost()
      // CONNECTING: the browser tries by itself. CLOSED (an answer that was no stream): it does not.
      if (source?.readyState === EventSource.CLOSED) restart()
    }
  }
  function restart(): void {
    source?.close()
    clearTimeout(silenceTimer)
    clearTimeout(retryTimer)
    if (isStopped) return
    lost()
    attempts += 1
    // Full jitter: a thousand screens must not come back in the same second.
    retryTimer = setTimeout(open, Math.random() * Math.min(30_000, 1_000 * 2 ** attempts))
  }
  const hurry = (): void => {
    if (source?.readyState !== EventSource.OPEN) {
      attempts = 0
      restart()
    }
  }
  addEventListener('online', hurry)
  // a stream without a line is silent for a minute before it ends: it is tried anew, and the banner comes where that fails
  addEventListener('offline', restart)
  open()
  return () => {
    isStopped = true
    removeEventListener('online', hurry)
    removeEventListener('offline', restart)
    source?.close()
    clearTimeout(lostTimer)
    clearTimeout(silenceTimer)
    clearTimeout(retryTimer)
  }
}

/** Holds the stream while a layout or page is shown. With `hubKey` a stranger's stream of what is public there; else the member's own. */
export function useLiveStream(options: { hubKey?: string | undefined; isOn?: boolean }): void {
  const { hubKey, isOn = true } = options
  useEffect(() => {
    if (!isOn) return
    const url = hubKey === undefined ? '/api/v1/live' : `/api/v1/live?hub=${encodeURIComponent(hubKey)}`
    setState('connecting')
    const take = (message: Message): void => {
      if (message.kind === 'hint') receive(message.hint)
      else if (message.isOpen) setState('open')
      else setState('lost')
    }
    const stop = share(url, take)
    return () => {
      stop()
      setState('off')
    }
  }, [hubKey, isOn])
}

/** One connection for all tabs that want this address; without the means for it, one a tab. */
function share(url: string, take: (message: Message) => void): () => void {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return connect(url, take)
  const channel = new BroadcastChannel(`hiroba-live ${url}`)
  const giveUp = new AbortController()
  let disconnect: (() => void) | undefined
  let isLeading = false
  let lastState: Message | undefined
  let recent: { at: number; message: Message }[] = []
  channel.onmessage = (event: MessageEvent<Message | 'who'>) => {
    if (event.data === 'who') {
      if (!isLeading) return
      // A tab that has just come asks how the line is, and gets what a stream of its own would begin with.
      if (lastState !== undefined) channel.postMessage(lastState)
      for (const { at, message } of recent) if (performance.now() - at < repeatedMs) channel.postMessage(message)
      return
    }
    take(event.data)
  }
  channel.postMessage('who')
  navigator.locks
    .request(`hiroba-live ${url}`, { signal: giveUp.signal }, async () => {
      isLeading = true
      await new Promise<void>((release) => {
        const stop = connect(url, (message) => {
          if (message.kind === 'state') lastState = message
          else recent = [...recent.filter(({ at }) => performance.now() - at < repeatedMs), { at: performance.now(), message }]
          channel.postMessage(message)
          take(message)
        })
        disconnect = () => {
          stop()
          release()
        }
        // The page left while the lock was being granted.
        if (giveUp.signal.aborted) disconnect()
      })
    })
    .catch(() => undefined)
  return () => {
    giveUp.abort()
    disconnect?.()
    channel.close()
  }
}

export const useLiveStatus = (): LiveStatus =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => status,
  )
