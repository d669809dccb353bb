/**
 * The time at a hub. The machine's own clock may be wrong after a power cut; its monotonic one counts on through a restart
 * of the program. Each answer of the server says what time it is, which gives the difference between the two; what was
 * recorded before is moved by it and marked (`stamp`).
 */
import { existsSync, readFileSync } from 'node:fs'
import type { GatewayClock } from '#modules/access/gateway/index.ts'
import type { EdgeStore } from './store.ts'

export interface TimeSource {
  /** The machine's clock, milliseconds. */
  wall(): number
  /** Never jumps; milliseconds since the machine was switched on. */
  mono(): number
  /** Names this switching-on of the machine. */
  readonly boot: string
  /** A time service of the machine vouches for its clock, or a clock with a battery runs in it. */
  isKept(): 'service' | 'battery' | 'no'
}

export interface EdgeClock extends GatewayClock {
  readonly boot: string
  mono(): number
  /** The server said it was `serverMs`, between two readings of the monotonic clock. */
  learn(serverMs: number, sent: number, received: number): Promise<void>
  /** What the time was at a monotonic reading of some switching-on; undefined where nobody ever found out. */
  at(mono: number, boot: string): number | undefined
  /** How far the machine's clock is from the server's, milliseconds; null before the first word. */
  drift(): number | null
  close(): void
}

/** Below this and half the way there and back, the difference is the line's. */
const tolerated = 250
const highWaterEvery = 60_000

export function openClock(store: EdgeStore, source: TimeSource = machineTime()): EdgeClock {
  const key = (boot: string) => `clock:${boot}`
  const kept = store.get(key(source.boot))
  let offset = kept === undefined ? undefined : Number(kept)
  const highWater = Number(store.get('clock:high') ?? 0)
  const keepHighWater = () => {
    if (clock.isTrusted()) void store.put('clock:high', String(Math.round(clock.now()))).catch(() => {})
  }
  const clock: EdgeClock = {
    boot: source.boot,
    mono: source.mono,
    now: () => (offset === undefined ? source.wall() : source.mono() + offset),
    isSynced: () => offset !== undefined || source.isKept() === 'service',
    // with a battery, and later than what was known: it ran on while the line was gone
    isTrusted: () => clock.isSynced() || (source.isKept() === 'battery' && source.wall() >= highWater),
    async learn(serverMs, sent, received) {
      const half = (received - sent) / 2
      if (half > 5_000) return
      const learned = serverMs - (sent + half)
      if (offset !== undefined && Math.abs(learned - offset) <= tolerated + half) return
      const isFirst = offset === undefined
      offset = learned
      await store.put(key(source.boot), String(offset))
      if (isFirst) keepHighWater()
    },
    at(mono, boot) {
      if (boot === source.boot) return offset === undefined ? undefined : mono + offset
      const then = store.get(key(boot))
      return then === undefined ? undefined : mono + Number(then)
    },
    drift: () => (offset === undefined ? null : Math.round(source.wall() - source.mono() - offset)),
    close: () => clearInterval(timer),
  }
  const timer = setInterval(keepHighWater, highWaterEvery)
  timer.unref()
  return clock
}

export function machineTime(): TimeSource {
  let boot: string
  try {
    boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    // no such file on this system: the reading below is of this process only, so is its name
    boot = crypto.randomUUID()
  }
  return {
    wall: () => Date.now(),
    mono: () => Number(process.hrtime.bigint() / 1_000n) / 1_000,
    boot,
    isKept: () => (existsSync('/run/systemd/timesync/synchronized') ? 'service' : existsSync('/dev/rtc0') ? 'battery' : 'no'),
  }
}
