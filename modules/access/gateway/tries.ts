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

export interface Tries {
  /** How many PINs may still be tried: the least of door and credentials. */
  left(keys: readonly string[], now: number): number
  wrong(keys: readonly string[], now: number): Promise<void>
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
    async wrong(keys, now) {
      await Promise.all(
        keys.map((key) => {
          const wrong = (of(key, now)?.wrong ?? 0) + 1
          const over = wrong - triesBeforePause
          const pauseUntil = over < 0 ? 0 : now + Math.min(longestPause, firstPause * 2 ** Math.min(over, 10))
          const tried: Tried = { wrong, lastAt: now, pauseUntil }
          known.set(key, tried)
          return store.put(`tries:${key}`, JSON.stringify(tried))
        }),
      )
    },
    async right(key) {
      if (!known.delete(key)) return
      await store.remove(`tries:${key}`)
    },
    async load() {
      for (const [key, value] of await store.entries('tries:')) known.set(key.slice('tries:'.length), JSON.parse(value) as Tried)
    },
  }
}
