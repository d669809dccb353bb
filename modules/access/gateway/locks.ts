/**
 * What goes to locks and what they say. A command leaves at most once an id, never after its time and never retained; a
 * lock's state is only what the lock said. A door that was opened has a row in the store with the moment it is locked again:
 * a program that dies in between finds it.
 */
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import type { SnapshotDevice, SnapshotDoor } from '#modules/access/contract/schemas.ts'
import { confirmsOf } from '#modules/devices/contract/drivers/driver.ts'
import type { DeviceEvent } from '#modules/devices/contract/schemas.ts'
import type { CommandOutcome, GatewayCommand, GatewayOptions, LockState } from './types.ts'

export interface LocksOptions extends Pick<GatewayOptions, 'drivers' | 'clock' | 'publish' | 'http' | 'store' | 'log'> {
  readonly device: (id: string) => SnapshotDevice | undefined
  readonly door: (id: string) => SnapshotDoor | undefined
  /** Records what became of a command. */
  readonly tell: (deviceId: string, sourceKey: string, data: CommandAck) => Promise<void>
}

export interface CommandAck {
  readonly commandId: string
  readonly outcome: 'done' | 'failed' | 'expired' | 'duplicate'
  readonly detail?: string
}

export interface Locks {
  /** Before the decision is stored: so that one commit holds both. */
  planRelock(door: SnapshotDoor): Promise<void>
  /** After it is stored; the way out before. Whether it left. */
  unlock(door: SnapshotDoor, commandId: string): Promise<boolean>
  /** The door is held open, or held shut, or normal again. */
  setMode(door: SnapshotDoor, before: SnapshotDoor['mode'] | undefined): Promise<void>
  command(command: GatewayCommand): Promise<CommandOutcome>
  /** May it be carried out: in time, and for the first time? What is refused is recorded. */
  admit(command: GatewayCommand): Promise<'admitted' | 'expired' | 'duplicate' | 'failed'>
  /** How an admitted one ended. */
  finish(command: GatewayCommand, end: Pick<CommandAck, 'outcome' | 'detail'>): Promise<void>
  /** What a lock or a door contact said. */
  hear(event: DeviceEvent): void
  states(): ReadonlyMap<string, LockState>
  load(): Promise<void>
  close(): void
}

/** An opening that comes later than this opens nobody a door. */
const unlockMilliseconds = 10_000
const feedbackMilliseconds = 10_000
/** A bolt must not hit an open door: it waits for the contact, and a moment for the door to rest. */
const restMilliseconds = 1_000
/** Longer than any command lives, and than a clock is likely to be wrong. */
const commandsKept = 7 * 24 * 60 * 60_000
const retryMilliseconds = 5_000
/** After a restart, whatever the clock says. */
const longestRelock = 60_000

interface Waiting {
  readonly commandId: string
  readonly wanted: 'locked' | 'unlocked'
  readonly timer: NodeJS.Timeout
}

export function openLocks(options: LocksOptions): Locks {
  const { clock, store, log } = options
  const states = new Map<string, LockState>()
  const openContacts = new Set<string>()
  /** By door: when it is to be locked, on the clock that never jumps (a time set back would leave it open for hours). */
  const relocks = new Map<string, number>()
  const waiting = new Map<string, Waiting>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  type SendOutcome = { readonly kind: 'sent' | 'done' } | { readonly kind: 'failed'; readonly detail: string }

  async function send(
    device: SnapshotDevice,
    command: Pick<GatewayCommand, 'id' | 'action' | 'params' | 'expiresAt' | 'nonce'>,
  ): Promise<SendOutcome> {
    const driver = options.drivers.get(device.driver)
    const written = driver?.write?.(device.config, command)
    if (driver === undefined || written === undefined || 'unsupported' in written) return { kind: 'failed', detail: 'unsupported' }
    if ('http' in written) {
      const status = await options.http(written.http)
      if (status < 200 || status >= 300) return { kind: 'failed', detail: `http_${status}` }
    } else {
      await options.publish(written.topic, written.payload, { qos: written.qos })
    }
    const wanted = command.action === 'lock' ? 'locked' : command.action === 'unlock' || command.action === 'open' ? 'unlocked' : undefined
    if (confirmsOf(driver, device.config) === 'none') {
      if (wanted !== undefined) states.set(device.id, { state: 'unconfirmed', at: clock.now() })
      return { kind: 'done' }
    }
    if (wanted !== undefined) awaitFeedback(device.id, command.id, wanted)
    return { kind: 'sent' }
  }

  function awaitFeedback(deviceId: string, commandId: string, wanted: Waiting['wanted']): void {
    const before = waiting.get(deviceId)
    if (before !== undefined) clearTimeout(before.timer)
    const timeout = setTimeout(() => {
      waiting.delete(deviceId)
      tell(deviceId, { commandId, outcome: 'failed', detail: 'no_feedback' })
    }, feedbackMilliseconds)
    timeout.unref()
    waiting.set(deviceId, { commandId, wanted, timer: timeout })
  }

  /** Of a decision's own opening, or of a command: the ledger keeps one answer an id. */
  function tell(deviceId: string, ack: CommandAck): void {
    options
      .tell(deviceId, `ack:${ack.commandId}`, ack)
      .catch((error: unknown) => log('error', 'the end of a command could not be stored', { error: String(error) }))
  }

  async function order(
    deviceId: string,
    id: string,
    action: GatewayCommand['action'],
    params?: GatewayCommand['params'],
  ): Promise<boolean> {
    const device = options.device(deviceId)
    if (device === undefined) return false
    const command = {
      id,
      action,
      params,
      expiresAt: new Date(clock.now() + unlockMilliseconds).toISOString(),
      nonce: randomBytes(12).toString('base64url'),
    }
    try {
      const outcome = await send(device, command)
      if (outcome.kind === 'done') tell(deviceId, { commandId: id, outcome: 'done', detail: 'unconfirmed' })
      if (outcome.kind === 'failed') tell(deviceId, { commandId: id, outcome: 'failed', detail: outcome.detail })
      return outcome.kind !== 'failed'
    } catch (error) {
      log('warn', 'a command did not leave', { deviceId, error: String(error) })
      tell(deviceId, { commandId: id, outcome: 'failed', detail: 'not_sent' })
      return false
    }
  }

  function schedule(): void {
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
    if (isClosed || relocks.size === 0) return
    const next = Math.min(...relocks.values())
    timer = setTimeout(() => void relockDue(), Math.max(20, Math.min(next - performance.now(), 60_000)))
    timer.unref()
  }

  async function relockDue(): Promise<void> {
    const now = performance.now()
    for (const [doorId, at] of relocks) {
      if (at > now) continue
      const door = options.door(doorId)
      const isOver =
        door === undefined || door.lockDeviceId === null || door.mode === 'open-all' || states.get(door.lockDeviceId)?.state === 'locked'
      if (!isOver) {
        if (door.contactDeviceId !== null && openContacts.has(door.contactDeviceId)) {
          relocks.set(doorId, now + retryMilliseconds)
          continue
        }
        await order(door.lockDeviceId ?? '', randomUUIDv7(), 'lock')
      }
      relocks.delete(doorId)
      await store
        .remove(`relock:${doorId}`)
        .catch((error: unknown) => log('error', 'a relock stays in the store', { error: String(error) }))
    }
    schedule()
  }

  async function admit(command: GatewayCommand): ReturnType<Locks['admit']> {
    if (!clock.isTrusted()) {
      tell(command.deviceId, { commandId: command.id, outcome: 'failed', detail: 'clock_unknown' })
      return 'failed'
    }
    if (!(Date.parse(command.expiresAt) > clock.now())) {
      tell(command.deviceId, { commandId: command.id, outcome: 'expired' })
      return 'expired'
    }
    // both are on the disk before anything leaves: what is sent again, by whomever, finds its id or its nonce
    const value = JSON.stringify({ deviceId: command.deviceId, expiresAt: command.expiresAt })
    const areNew = await Promise.all([
      store.putNew(`command:${command.id}`, value),
      store.putNew(`nonce:${command.nonce}`, command.expiresAt),
    ])
    return areNew.includes(false) ? 'duplicate' : 'admitted'
  }

  async function finish(command: GatewayCommand, end: Pick<CommandAck, 'outcome' | 'detail'>): Promise<void> {
    await store.put(`command:${command.id}`, JSON.stringify({ expiresAt: command.expiresAt }))
    tell(command.deviceId, { commandId: command.id, ...end })
  }

  return {
    async planRelock(door) {
      if (door.lockDeviceId === null || door.mode === 'open-all') return
      const milliseconds = door.unlockSeconds * 1_000
      // a lock that has said it is locked says so of the time before this opening
      const before = states.get(door.lockDeviceId)
      if (before?.state === 'locked') states.set(door.lockDeviceId, { state: 'unknown', at: before.at })
      relocks.set(door.id, performance.now() + milliseconds)
      schedule()
      await store.put(`relock:${door.id}`, String(Math.round(clock.now() + milliseconds)))
    },
    async unlock(door, commandId) {
      return door.lockDeviceId !== null && (await order(door.lockDeviceId, commandId, 'unlock', { seconds: door.unlockSeconds }))
    },
    async setMode(door, before) {
      if (door.lockDeviceId === null || (before ?? 'normal') === door.mode) return
      await order(door.lockDeviceId, randomUUIDv7(), door.mode === 'open-all' ? 'unlock' : 'lock')
    },
    async command(command) {
      const gate = await admit(command)
      if (gate !== 'admitted') return gate
      const device = options.device(command.deviceId)
      let outcome: SendOutcome
      try {
        outcome = device === undefined ? { kind: 'failed', detail: 'unknown_device' } : await send(device, command)
      } catch (error) {
        outcome = { kind: 'failed', detail: 'not_sent' }
        log('warn', 'a command did not leave', { deviceId: command.deviceId, error: String(error) })
      }
      if (outcome.kind === 'done') await finish(command, { outcome: 'done', detail: 'unconfirmed' })
      else if (outcome.kind === 'failed') await finish(command, { outcome: 'failed', detail: outcome.detail })
      else await store.put(`command:${command.id}`, JSON.stringify({ expiresAt: command.expiresAt }))
      return outcome.kind
    },
    admit,
    finish,
    hear(event) {
      const { deviceId } = event
      if (event.type === 'contact') {
        if (event.data.isOpen) openContacts.add(deviceId)
        else {
          openContacts.delete(deviceId)
          for (const [doorId, at] of relocks) {
            if (options.door(doorId)?.contactDeviceId === deviceId && at <= performance.now() + retryMilliseconds)
              relocks.set(doorId, Math.min(at, performance.now() + restMilliseconds))
          }
          schedule()
        }
      }
      const expected = waiting.get(deviceId)
      if (event.type === 'command-ack' && expected?.commandId === event.data.commandId) {
        clearTimeout(expected.timer)
        waiting.delete(deviceId)
      }
      if (event.type !== 'lock') return
      states.set(deviceId, { state: event.data.state, at: clock.now() })
      if (expected === undefined) return
      if (event.data.state !== expected.wanted && event.data.state !== 'jammed') return
      clearTimeout(expected.timer)
      waiting.delete(deviceId)
      tell(
        deviceId,
        event.data.state === 'jammed'
          ? { commandId: expected.commandId, outcome: 'failed', detail: 'jammed' }
          : { commandId: expected.commandId, outcome: 'done' },
      )
    },
    states: () => states,
    async load() {
      for (const [key, value] of await store.entries('relock:'))
        relocks.set(key.slice('relock:'.length), performance.now() + Math.min(longestRelock, Math.max(0, Number(value) - clock.now())))
      schedule()
      const old = clock.now() - commandsKept
      for (const [key, value] of await store.entries('command:')) {
        const kept = JSON.parse(value) as { deviceId?: string; expiresAt: string }
        const commandId = key.slice('command:'.length)
        // begun and not ended: nobody knows whether it left, so it is not sent again
        if (kept.deviceId !== undefined) {
          await options.tell(kept.deviceId, `ack:${commandId}`, { commandId, outcome: 'failed', detail: 'interrupted' })
          await store.put(key, JSON.stringify({ expiresAt: kept.expiresAt }))
        }
        if (clock.isTrusted() && Date.parse(kept.expiresAt) < old) await store.remove(key)
      }
      for (const [key, expiresAt] of await store.entries('nonce:'))
        if (clock.isTrusted() && Date.parse(expiresAt) < old) await store.remove(key)
    },
    close() {
      isClosed = true
      if (timer !== undefined) clearTimeout(timer)
      for (const { timer: each } of waiting.values()) clearTimeout(each)
      waiting.clear()
    },
  }
}
