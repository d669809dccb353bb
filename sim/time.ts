/** The clock of the simulated world: the machine's own, or one that runs faster while somebody waits and stands still otherwise. */
import type { SimTime } from './play.ts'

export interface RunningTime extends SimTime {
  /** A clock of its own is put on, never back. */
  set(at: number): void
  /** Whoever waits is told that it is over. */
  stop(): void
}

/** Seconds that a timer may be wrong by must not add up: what is waited for is looked up anew. */
const longestWait = 60_000

/** The machine's own. */
export function realTime(): RunningTime {
  const ended = new AbortController()
  return {
    speed: 1,
    now: Date.now,
    async until(at) {
      while (!ended.signal.aborted) {
        const left = at - Date.now()
        if (left <= 0) return true
        await wait(Math.min(left, longestWait), ended.signal)
      }
      return false
    },
    set() {},
    stop: () => ended.abort(),
  }
}

/**
 * Passes only while something is waited for: what people, locks and the program do meanwhile takes the time of this machine and
 * none of that world's. On a slow machine a day is longer for whoever watches, and the same day.
 */
export function fastTime({ speed, from }: { speed: number; from: number }): RunningTime {
  const ended = new AbortController()
  let reached = from
  let runs: { since: number; until: number } | undefined
  const now = (): number => (runs === undefined ? reached : Math.min(runs.until, reached + (performance.now() - runs.since) * speed))
  return {
    speed,
    now,
    async until(at) {
      if (at > reached && !ended.signal.aborted) {
        runs = { since: performance.now(), until: at }
        for (let left = at - now(); left > 0 && !ended.signal.aborted; left = at - now())
          await wait(Math.min(left / speed, longestWait), ended.signal)
        reached = now()
        runs = undefined
      }
      return !ended.signal.aborted
    },
    set(at) {
      reached = Math.max(reached, at)
    },
    stop: () => ended.abort(),
  }
}

const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
