/**
 * What locks have to come to: shut again after an opening, held open, held shut. A command can be lost, a bolt can jam, a lock
 * can be away; so each is asked for again, with growing pauses, until the lock itself says so, and whoever runs the hub is told
 * where it does not. A lock that never says anything is asked until a command has left.
 *
 * Times are of the clock that never jumps: one that is set back would leave a door open for hours.
 */
import { randomUUIDv7 } from 'node:crypto'
import type { SnapshotDoor } from '#modules/access/contract/schemas.ts'
import type { DeviceEvent } from '#modules/devices/contract/schemas.ts'
import { heard, standsBy, type ContactWord } from './contacts.ts'
import type { CommandAck } from './locks.ts'
import type { GatewayOptions, LockState } from './types.ts'

export interface DutiesOptions extends Pick<GatewayOptions, 'clock' | 'store' | 'log'> {
  readonly door: (id: string) => SnapshotDoor | undefined
  readonly doors: () => Iterable<SnapshotDoor>
  readonly states: ReadonlyMap<string, LockState>
  /** The lock says what it did. */
  readonly confirms: (lockId: string) => boolean
  /** Whether it left. */
  readonly order: (lockId: string, commandId: string, action: 'lock' | 'unlock') => Promise<boolean>
  /** May a door be held open by the rules at hand? By those that are too old it may not. */
  readonly mayHoldOpen: () => boolean
  readonly tell: (lockId: string, ack: CommandAck) => void
}

export interface Planned {
  /** Resolves when it outlives a restart. */
  readonly kept: Promise<void>
  /** The door was not opened after all. */
  undo(): Promise<void>
}

export interface Duties {
  /** The door is about to be opened: it is shut again after its seconds. */
  shutLater(door: SnapshotDoor): Planned
  /** The door is held open, or held shut, or normal again. Resolves when it outlives a restart. */
  changeMode(door: SnapshotDoor, before: SnapshotDoor['mode']): Promise<void>
  /** Each door that is held open or shut, against what its lock said. */
  compare(): void
  /** `isReplayed`: a word that a broker kept from before; it says how things stood, not that anything was done. */
  hear(event: DeviceEvent, isReplayed: boolean): void
  load(): Promise<void>
  close(): void
}

type Wanted = 'locked' | 'unlocked'

interface Duty {
  readonly id: string
  readonly doorId: string
  readonly wanted: Wanted
  /** `shut`: once, after an opening. `hold`: as long as the door has its mode. */
  readonly kind: 'shut' | 'hold'
  /** By the clock of the hub, for words that are older; null where that clock was not known. */
  readonly since: number | null
  readonly beganAt: number
  dueAt: number
  triedAt: number
  tries: number
  commandId: string | undefined
  isTrying: boolean
  /** The lock was heard open since: only then, or once it was asked, `locked` is a word of afterwards. */
  hasOpened: boolean
  /** A bolt must not hit an open door. */
  isWaitingForDoor: boolean
  isTold: boolean
}

/** Longer than a lock takes, and than it takes to be told by one that sleeps. */
const firstPause = 10_000
const longestPause = 15 * 60_000
/** After so many tries, over a minute, it is told. */
const triesBeforeTold = 3
const doorOpenBeforeTold = 10 * 60_000
/** A door that nobody could shut for a day has been told of; when it is opened next it is tried anew. */
const shutGivenUpAfter = 24 * 60 * 60_000
/** After the contact closed: a moment for the door to rest. */
const restMilliseconds = 1_000
/** After a restart, whatever the clock says. */
const longestRelock = 60_000
/** A lock's clock may be so far behind ours. */
const wordSlack = 30_000
const keyOf = (doorId: string): string => `relock:${doorId}`

export const pauseAfterTry = (tries: number): number => Math.min(longestPause, firstPause * 2 ** Math.min(tries - 1, 20))

const wantedBy = (mode: SnapshotDoor['mode']): Wanted | undefined =>
  mode === 'open-all' ? 'unlocked' : mode === 'lock-down' ? 'locked' : undefined

export function openDuties(options: DutiesOptions): Duties {
  const { clock, store, log } = options
  const duties = new Map<string, Duty>()
  const contacts = new Map<string, ContactWord>()
  /** Contacts of which it was told that they died while their door stood open. */
  const toldSilent = new Set<string>()
  /** The lock's own last word, whatever it was asked since. */
  const said = new Map<string, LockState['state']>()
  /** Of locks that say nothing: what they were asked last. */
  const asked = new Map<string, Wanted>()
  /** Doors with a row in the store. */
  const stored = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  function schedule(): void {
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
    const next = Math.min(...[...duties.values()].flatMap((duty) => (duty.isTrying ? [] : [duty.dueAt])))
    if (isClosed || next === Infinity) return
    timer = setTimeout(work, Math.max(20, Math.min(next - performance.now(), 60_000)))
    timer.unref()
  }

  function begin(doorId: string, wanted: Wanted, kind: Duty['kind'], inMilliseconds: number): Duty {
    const now = performance.now()
    const duty: Duty = {
      id: randomUUIDv7(),
      doorId,
      wanted,
      kind,
      since: clock.isTrusted() ? clock.now() : null,
      beganAt: now,
      dueAt: now + inMilliseconds,
      triedAt: -Infinity,
      tries: 0,
      commandId: undefined,
      isTrying: false,
      hasOpened: false,
      isWaitingForDoor: false,
      isTold: false,
    }
    duties.set(doorId, duty)
    if (inMilliseconds > 0) schedule()
    else work()
    return duty
  }

  function end(duty: Duty): void {
    if (duties.get(duty.doorId) !== duty) return
    duties.delete(duty.doorId)
    void forget(duty.doorId)
    const lockId = options.door(duty.doorId)?.lockDeviceId
    if (duty.isTold && lockId != null) options.tell(lockId, { commandId: randomUUIDv7(), outcome: 'done', detail: 'moved_at_last' })
    schedule()
  }

  async function keep(doorId: string, dueMs: number): Promise<void> {
    stored.add(doorId)
    await store.put(keyOf(doorId), String(Math.round(dueMs)))
  }

  async function forget(doorId: string): Promise<void> {
    if (!stored.delete(doorId)) return
    await store.remove(keyOf(doorId)).catch((error: unknown) => {
      stored.add(doorId)
      log('error', 'a relock stays in the store', { error: String(error) })
    })
  }

  function work(): void {
    const now = performance.now()
    for (const duty of duties.values()) {
      if (duty.dueAt > now || duty.isTrying) continue
      duty.isTrying = true
      void attempt(duty)
        .catch((error: unknown) => log('error', 'a lock could not be asked', { doorId: duty.doorId, error: String(error) }))
        .finally(() => {
          duty.isTrying = false
          schedule()
        })
    }
    schedule()
  }

  async function attempt(duty: Duty): Promise<void> {
    const door = options.door(duty.doorId)
    const lockId = door?.lockDeviceId
    const isWanted = duty.kind === 'shut' ? door?.mode !== 'open-all' : door !== undefined && wantedBy(door.mode) === duty.wanted
    if (door === undefined || lockId == null || !isWanted) return end(duty)
    const now = performance.now()
    const stands = door.contactDeviceId === null ? 'closed' : standsBy(contacts.get(door.contactDeviceId), now)
    if (duty.kind === 'shut' && stands === 'silent') tellSilent(door, lockId)
    if (duty.kind === 'shut' && stands === 'open') {
      duty.isWaitingForDoor = true
      duty.dueAt = now + firstPause
      if (now - duty.beganAt > doorOpenBeforeTold) tellStuck(duty, lockId)
      return
    }
    duty.isWaitingForDoor = false
    duty.tries++
    duty.triedAt = now
    duty.dueAt = now + pauseAfterTry(duty.tries)
    duty.commandId = randomUUIDv7()
    const hasLeft = await options.order(lockId, duty.commandId, duty.wanted === 'locked' ? 'lock' : 'unlock')
    if (hasLeft && !options.confirms(lockId)) {
      asked.set(lockId, duty.wanted)
      return end(duty)
    }
    if (duty.tries >= triesBeforeTold) tellStuck(duty, lockId)
    if (duty.kind === 'shut' && now - duty.beganAt > shutGivenUpAfter) {
      log('error', 'a door could not be locked for a day; it is tried no more', { doorId: duty.doorId })
      duty.isTold = false
      end(duty)
    }
  }

  function tellStuck(duty: Duty, lockId: string): void {
    if (duty.isTold || duties.get(duty.doorId) !== duty) return
    duty.isTold = true
    log('warn', 'a lock does not do what it was asked', { doorId: duty.doorId, wanted: duty.wanted })
    options.tell(lockId, { commandId: duty.id, outcome: 'failed', detail: duty.wanted === 'locked' ? 'still_unlocked' : 'still_locked' })
  }

  /** The lock goes by the time alone now, and whoever runs the hub should look at the sensor. */
  function tellSilent({ id, contactDeviceId }: SnapshotDoor, lockId: string): void {
    if (contactDeviceId === null || toldSilent.has(contactDeviceId)) return
    toldSilent.add(contactDeviceId)
    log('warn', 'a contact is silent and said open last; the door is locked all the same', { doorId: id })
    options.tell(lockId, { commandId: randomUUIDv7(), outcome: 'failed', detail: 'contact_silent' })
  }

  /** `inMilliseconds`: whoever turns the key at a door that is held shut has time to go through. */
  function compareOne(door: SnapshotDoor, inMilliseconds: number): void {
    const { lockDeviceId: lockId } = door
    const wanted = wantedBy(door.mode)
    const duty = duties.get(door.id)
    if (lockId === null || wanted === undefined || (wanted === 'unlocked' && !options.mayHoldOpen())) {
      if (duty?.kind === 'hold') end(duty)
      return
    }
    // also while it is about to be shut after somebody left
    if (duty?.wanted === wanted) return
    const isSo = options.confirms(lockId) ? options.states.get(lockId)?.state === wanted : asked.get(lockId) === wanted
    if (!isSo) begin(door.id, wanted, 'hold', duty === undefined ? Math.max(inMilliseconds, pauseSince(door.id)) : 0)
    else if (duty !== undefined) end(duty)
  }

  /** A lock that shuts itself each half minute is opened again, but not in a race. */
  const endedAt = new Map<string, number>()
  function pauseSince(doorId: string): number {
    const since = performance.now() - (endedAt.get(doorId) ?? -Infinity)
    return Math.max(0, firstPause - since)
  }

  function hearLock(event: DeviceEvent & { type: 'lock' }): void {
    const { state } = event.data
    const saidAt = event.deviceClock === 'synced' && event.deviceTime !== null ? Date.parse(event.deviceTime) : null
    for (const duty of duties.values()) {
      const door = options.door(duty.doorId)
      if (door?.lockDeviceId !== event.deviceId) continue
      // told only now, of a time before
      if (saidAt !== null && duty.since !== null && saidAt < duty.since - wordSlack) continue
      if (state === 'unlocked' || state === 'unlocking') duty.hasOpened = true
      if (state === duty.wanted && (duty.wanted === 'unlocked' || duty.hasOpened || duty.tries > 0)) {
        if (duty.kind === 'hold') endedAt.set(duty.doorId, performance.now())
        end(duty)
      } else soon(duty)
    }
    const door = [...options.doors()].find((one) => one.lockDeviceId === event.deviceId)
    if (door !== undefined) compareOne(door, door.mode === 'lock-down' ? firstPause : 0)
  }

  /** The lock is there: not after the whole pause. */
  function soon(duty: Duty): void {
    if (duty.tries === 0) return
    duty.dueAt = Math.min(duty.dueAt, Math.max(performance.now(), duty.triedAt + firstPause))
    schedule()
  }

  function hearContact(event: DeviceEvent, isReplayed: boolean): void {
    const { deviceId } = event
    const word = heard(contacts.get(deviceId), event, isReplayed, performance.now())
    if (word === undefined) return
    contacts.set(deviceId, word)
    if (!isReplayed && event.type === 'contact') toldSilent.delete(deviceId)
    if (event.type !== 'contact' || event.data.isOpen || isReplayed) return
    for (const duty of duties.values()) {
      if (options.door(duty.doorId)?.contactDeviceId !== deviceId || duty.wanted !== 'locked') continue
      if (duty.isWaitingForDoor || duty.tries > 0) duty.dueAt = Math.min(duty.dueAt, performance.now() + restMilliseconds)
    }
    schedule()
  }

  return {
    shutLater(door) {
      if (door.lockDeviceId === null || door.mode === 'open-all') return { kept: Promise.resolve(), undo: async () => {} }
      const before = duties.get(door.id)
      const milliseconds = door.unlockSeconds * 1_000
      const duty = begin(door.id, 'locked', 'shut', milliseconds)
      return {
        kept: keep(door.id, clock.now() + milliseconds),
        async undo() {
          if (duties.get(door.id) !== duty) return
          if (before === undefined) {
            duties.delete(door.id)
            await forget(door.id)
          } else duties.set(door.id, before)
          schedule()
        },
      }
    },
    async changeMode(door, before) {
      if (door.lockDeviceId === null || before === door.mode) return
      asked.delete(door.lockDeviceId)
      const wanted = wantedBy(door.mode) ?? 'locked'
      if (wanted === 'unlocked' && !options.mayHoldOpen()) return
      const isSo = options.confirms(door.lockDeviceId) && options.states.get(door.lockDeviceId)?.state === wanted
      const duty = duties.get(door.id)
      if (isSo && (duty === undefined || duty.wanted !== wanted)) {
        if (duty !== undefined) end(duty)
        return
      }
      begin(door.id, wanted, door.mode === 'normal' ? 'shut' : 'hold', 0)
      // a door that was held open and is normal again: the next program has to know, its mode says nothing more
      if (door.mode === 'normal') await keep(door.id, clock.now())
      else if (wanted === 'unlocked') await forget(door.id)
    },
    compare() {
      for (const door of options.doors()) compareOne(door, 0)
    },
    hear(event, isReplayed) {
      if (event.type === 'contact' || contacts.has(event.deviceId)) hearContact(event, isReplayed)
      if (event.type === 'lock') said.set(event.deviceId, event.data.state)
      if (isReplayed) return
      if (event.type === 'lock') hearLock(event)
      if (event.type !== 'availability' && event.type !== 'command-ack') return
      for (const duty of duties.values()) {
        if (options.door(duty.doorId)?.lockDeviceId !== event.deviceId) continue
        if (event.type === 'availability' && event.data.isOnline) soon(duty)
        // one that stood so already says nothing of its state again
        const isAnswer = event.type === 'command-ack' && event.data.commandId === duty.commandId && event.data.outcome === 'done'
        if (isAnswer && said.get(event.deviceId) === duty.wanted) end(duty)
      }
    },
    async load() {
      for (const [key, value] of await store.entries('relock:')) {
        const doorId = key.slice('relock:'.length)
        stored.add(doorId)
        const left = Number(value) - clock.now()
        begin(doorId, 'locked', 'shut', Math.min(longestRelock, Math.max(0, Number.isFinite(left) ? left : 0)))
      }
    },
    close() {
      isClosed = true
      if (timer !== undefined) clearTimeout(timer)
    },
  }
}
