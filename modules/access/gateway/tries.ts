/**
 * PINs cannot be guessed by patience: five wrong ones at a door, or beside one card, and the next pause doubles from five
 * minutes to an hour. At most about 31 tries a day: with 50 codes of six digits alive at a hub, a day of guessing finds
 * one with a chance of 0.16 %. Cards and phones go on working meanwhile. Kept over a restart.
 */
import type { GatewayStore } from './types.ts'

interface Tried {
  readonly wrong: number
  readonly lastAt: number
  readonly pauseUntil: number
}

export interface Counted {
  readonly kept: Promise<void>
  /** It was no try: sent again, or never stored. */
  giveBack(): void
}

export interface Tries {
  /** How many PINs may still be tried: the least of door and credentials. */
  left(keys: readonly string[], now: number): number
  /** Counted when this is called, before anything else can be decided; `kept` resolves when it outlives a restart. */
  wrong(keys: readonly string[], now: number): Counted
  /** The right one ends the count of the credential; the door's ends by time alone, or one guest's own code would buy tries. */
  right(key: string): Promise<void>
  load(): Promise<void>
}

export const triesBeforePause = 5
const firstPause = 5 * 60_000
const longestPause = 60 * 60_000
const forgottenAfter = 24 * 60 * 60_000

export function openTries(store: GatewayStore): Tries {
  const known = new Map<string, Tried>()
  const of = (key: string, now: number): Tried | undefined => {
    const tried = known.get(key)
    return tried === undefined || now - tried.lastAt > forgottenAfter ? undefined : tried
  }
  const triedOf = (wrong: number, now: number): Tried => {
    const over = wrong - triesBeforePause
    return { wrong, lastAt: now, pauseUntil: over < 0 ? 0 : now + Math.min(longestPause, firstPause * 2 ** Math.min(over, 10)) }
  }
  /** One after the other and the newest only: of two that are written at once, the older could come to stand. */
  const writing = new Map<string, { readonly done: Promise<void>; next: Promise<void> | undefined }>()
  async function write(key: string): Promise<void> {
    const tried = known.get(key)
    if (tried === undefined) await store.remove(`tries:${key}`)
    else await store.put(`tries:${key}`, JSON.stringify(tried))
  }
  function keep(key: string): Promise<void> {
    const under = writing.get(key)
    if (under !== undefined) return (under.next ??= under.done.then(() => keep(key)))
    const done = write(key).finally(() => writing.delete(key))
    writing.set(key, { done: done.catch(() => {}), next: undefined })
    return done
  }
  return {
    left(keys, now) {
      let least = triesBeforePause
      for (const key of keys) {
        const tried = of(key, now)
        if (tried === undefined) continue
        least = Math.min(least, tried.pauseUntil > now ? 0 : Math.max(1, triesBeforePause - tried.wrong))
      }
      return least
    },
    wrong(keys, now) {
      for (const key of keys) known.set(key, triedOf((of(key, now)?.wrong ?? 0) + 1, now))
      return {
        kept: Promise.all(keys.map(keep)).then(() => {}),
        giveBack() {
          for (const key of keys) {
            const tried = known.get(key)
            if (tried === undefined) continue
            if (tried.wrong <= 1) known.delete(key)
            else known.set(key, triedOf(tried.wrong - 1, tried.lastAt))
            keep(key).catch(() => {})
          }
        },
      }
    },
    async right(key) {
      if (known.delete(key)) await keep(key)
    },
    async load() {
      for (const [key, value] of await store.entries('tries:')) known.set(key.slice('tries:'.length), JSON.parse(value) as Tried)
    },
  }
}
