/** When something really happened, and for how long a device may be silent. Pure: server, edge and simulators judge alike. */
import type { DeviceEvent, DeviceKind, TimeQuality } from './schemas.ts'

export interface EffectiveTime {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly quality: TimeQuality
}

type Times = Pick<DeviceEvent, 'deviceTime' | 'deviceClock' | 'edgeTime' | 'edgeClock'>

const dayMs = 24 * 60 * 60_000
/** A device that was away for a week hands in what it kept; further back is a clock that is wrong. */
const longestBehindMs = 7 * dayMs
/** Ahead of whoever saw it: what two synced clocks may differ by, and no more. */
const furthestAheadMs = 5 * 60_000

/**
 * The device's own time where its clock is synced and lies within seven days before and five minutes after the gateway's;
 * else the gateway's, where that one knew the time; else when the server received it, where the gateway's unsynced clock is
 * far from it. Never refuses: what is doubtful is kept and says so.
 */
export function effectiveTime(event: Times, receivedAt: number): EffectiveTime {
  const edge = Date.parse(event.edgeTime)
  const device = event.deviceTime === null ? Number.NaN : Date.parse(event.deviceTime)
  const knowsTime = event.edgeClock !== 'unsynced' && edge <= receivedAt + furthestAheadMs
  if (knowsTime) {
    if (event.deviceClock === 'synced' && device >= edge - longestBehindMs && device <= edge + furthestAheadMs)
      return { at: device, quality: 'device' }
    return { at: edge, quality: 'edge' }
  }
  // the gateway does not know the time; the device may, and the server is the judge
  if (event.deviceClock === 'synced' && device >= receivedAt - longestBehindMs && device <= receivedAt + furthestAheadMs)
    return { at: device, quality: 'device' }
  if (edge >= receivedAt - furthestAheadMs && edge <= receivedAt + furthestAheadMs) return { at: receivedAt, quality: 'server' }
  // it may have lain there for days: nobody knows when it was
  return { at: receivedAt, quality: 'doubtful' }
}

/** How far a device's clock is from the gateway's, milliseconds, positive: ahead. Undefined where it says no time, or one of its past. */
export function clockSkew(event: Times): number | undefined {
  if (event.deviceTime === null || event.edgeClock === 'unsynced') return undefined
  const skew = Date.parse(event.deviceTime) - Date.parse(event.edgeTime)
  return Number.isFinite(skew) ? skew : undefined
}

const minute = 60
const hour = 60 * minute
/** Seconds. What sleeps to save its battery reports once an hour or less; what hangs on the mains is heard more often. */
const silentAfter: Readonly<Record<DeviceKind, number>> = {
  lock: 25 * hour,
  reader: 10 * minute,
  contact: 25 * hour,
  motion: 25 * hour,
  button: 25 * hour,
  tracker: 10 * minute,
  plug: 15 * minute,
  meter: 35 * minute,
  sensor: 3 * hour,
  edge: 90,
  bridge: 10 * minute,
}

/** Seconds after which no word means silence: as the device announced it (`expire_after`), or by its kind. */
export const expireAfterSeconds = (kind: DeviceKind, own: number | null): number => own ?? silentAfter[kind]

/** Below it a battery is low; it is well again only above `batteryWellPercent`, so that one at the edge is told of once. */
export const batteryLowPercent = 20
export const batteryWellPercent = 30

/** How long events of a type are kept, days from their receipt. Doors: as long as the entry log asks. Readings: for a year's comparison. */
export const keptDays = { reading: 400, availability: 90, battery: 400, other: 800 } as const

/** Letters and digits of Crockford's base 32: nobody takes one for another. */
export const claimLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const claimLength = 8
export const claimMinutes = 15

/** As typed: blanks, dashes and case do not matter; O is 0, I and L are 1. */
export const plainClaimCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
