/**
 * What door contacts say of their doors, and for how long it is believed. A bolt must not hit a door that stands open; a sensor
 * whose battery died while it did would keep the lock open for good.
 *
 * Times are of the clock that never jumps.
 */
import type { DeviceEvent } from '#modules/devices/contract/schemas.ts'

export interface ContactWord {
  readonly isOpen: boolean
  /** Any word of it, of the door, its battery, or that it is there. */
  readonly heardAt: number
  /** Its line or the bridge said that it is gone; null: not since it spoke last. */
  readonly goneAt: number | null
}

/** A sensor that sleeps reports once an hour or less. */
const believedFor = 3 * 60 * 60_000
/** A line that comes back by then was not away. */
const goneFor = 60_000

/** `open`: the bolt waits. `silent`: it said so and has died since, so the lock goes by the time alone. */
export function standsBy(word: ContactWord | undefined, now: number): 'open' | 'closed' | 'silent' {
  if (word === undefined || !word.isOpen) return 'closed'
  const isGone = word.goneAt !== null && now - word.goneAt >= goneFor
  return isGone || now - word.heardAt >= believedFor ? 'silent' : 'open'
}

/** `isReplayed`: a broker kept it from before, so it says nothing of whether the sensor lives. */
export function heard(before: ContactWord | undefined, event: DeviceEvent, isReplayed: boolean, now: number): ContactWord | undefined {
  const heardAt = isReplayed ? (before?.heardAt ?? now) : now
  if (event.type === 'contact') return { isOpen: event.data.isOpen, heardAt, goneAt: isReplayed ? (before?.goneAt ?? null) : null }
  if (before === undefined) return undefined
  if (event.type === 'availability' && !event.data.isOnline) return { ...before, goneAt: before.goneAt ?? now }
  return isReplayed ? before : { ...before, heardAt, goneAt: null }
}
