/** What of a batch is the newest word of each device: pure. */
import { clockSkew, effectiveTime, expireAfterSeconds } from '../../contract/rules.ts'
import type { DeviceEvent, DeviceKind, TimeQuality } from '../../contract/schemas.ts'

export interface TimedEvent {
  readonly event: DeviceEvent
  /** Milliseconds since 1970. */
  readonly at: number
  readonly quality: TimeQuality
}

export interface StateWord {
  readonly deviceId: string
  readonly key: string
  readonly at: string
  readonly quality: TimeQuality
  readonly eventId: string
  readonly data: string
}

export interface HealthWord {
  readonly deviceId: string
  readonly seenAt: string
  readonly expireSeconds: number
  /** Its last will: it is gone, and silent soon. */
  readonly isLeaving: boolean
  readonly battery: number | null
  readonly skewMs: number | null
}

/** A clock may say any year; PostgreSQL has no year 0. */
const firstMs = Date.UTC(1901, 0, 1)
const lastMs = Date.UTC(9999, 11, 31)

let lastIso = { ms: Number.NaN, text: '' }
/** Most of what comes together says the same instant several times. */
export function isoOf(ms: number): string {
  if (ms !== lastIso.ms) lastIso = { ms, text: new Date(Math.min(Math.max(ms, firstMs), lastMs)).toISOString() }
  return lastIso.text
}

export const timed = (event: DeviceEvent, receivedAt: number): TimedEvent => ({ event, ...effectiveTime(event, receivedAt) })

/** Where the newest word of an event is kept; undefined: it is something that happened, and no state. */
export function stateKeyOf(event: DeviceEvent): string | undefined {
  switch (event.type) {
    case 'lock':
    case 'contact':
    case 'motion':
    case 'battery':
    case 'availability':
      return event.type
    case 'reading':
      return `reading.${event.data.key}`
    default:
      return undefined
  }
}

/** Of several of the same time the one that came last. */
export function newestStates(events: readonly (TimedEvent & { readonly data: string })[]): StateWord[] {
  const newest = new Map<string, TimedEvent & { readonly data: string; readonly key: string }>()
  for (const one of events) {
    const key = stateKeyOf(one.event)
    if (key === undefined) continue
    const place = `${one.event.deviceId} ${key}`
    const known = newest.get(place)
    if (known === undefined || one.at >= known.at) newest.set(place, { ...one, key })
  }
  return [...newest.values()].map(({ event, key, at, quality, data }) => ({
    deviceId: event.deviceId,
    key,
    at: isoOf(at),
    quality,
    eventId: event.id,
    data,
  }))
}

interface Heard {
  seenAt: number
  isLeaving: boolean
  saidAt: number
  battery: { at: number; percent: number } | undefined
  skew: { at: number; ms: number } | undefined
}

/** When each device was heard last. What was kept for days and comes now says that it lived then. */
export function newestHealth(
  events: readonly TimedEvent[],
  deviceOf: (id: string) => { readonly kind: DeviceKind; readonly expire_after_seconds: number | null } | undefined,
  receivedAt: number,
): HealthWord[] {
  const heard = new Map<string, Heard>()
  for (const { event, at } of events) {
    // what the server or the gateway decided says nothing of the device
    if (event.type === 'decision') continue
    const seenAt = Math.min(at, receivedAt)
    let one = heard.get(event.deviceId)
    if (one === undefined) {
      one = { seenAt, isLeaving: false, saidAt: Number.NEGATIVE_INFINITY, battery: undefined, skew: undefined }
      heard.set(event.deviceId, one)
    }
    one.seenAt = Math.max(one.seenAt, seenAt)
    if (at >= one.saidAt) {
      one.saidAt = at
      one.isLeaving = event.type === 'availability' && !event.data.isOnline
    }
    if (event.type === 'battery' && at >= (one.battery?.at ?? at)) one.battery = { at, percent: event.data.percent }
    const ms = clockSkew(event)
    if (ms !== undefined && event.deviceClock !== 'unknown' && at >= (one.skew?.at ?? at)) one.skew = { at, ms }
  }
  return [...heard].flatMap(([deviceId, one]) => {
    const device = deviceOf(deviceId)
    if (device === undefined) return []
    return {
      deviceId,
      seenAt: isoOf(one.seenAt),
      expireSeconds: expireAfterSeconds(device.kind, device.expire_after_seconds),
      isLeaving: one.isLeaving,
      battery: one.battery?.percent ?? null,
      skewMs: one.skew?.ms ?? null,
    }
  })
}

/** JSON that PostgreSQL cannot keep: a zero byte, half of a pair of surrogates. */
export const isUnstorable = (json: string): boolean => json.includes('\\u') && /\\u0000|\\ud[89a-f]/i.test(json)
