/**
 * What goes to locks and what they say. A command leaves at most once an id, never after its time and never retained; a
 * lock's state is only what the lock said. What a lock has to come to by itself is in `duties.ts`.
 */
import { randomBytes } from 'node:crypto'
import type { SnapshotDevice, SnapshotDoor } from '#modules/access/contract/schemas.ts'
import { confirmsOf } from '#modules/devices/contract/drivers/driver.ts'
import type { DeviceEvent } from '#modules/devices/contract/schemas.ts'
import { openDuties, type Duties, type Planned } from './duties.ts'
import type { CommandOutcome, GatewayCommand, GatewayOptions, LockState } from './types.ts'

export interface LocksOptions extends Pick<GatewayOptions, 'drivers' | 'clock' | 'publish' | 'http' | 'store' | 'log'> {
  readonly device: (id: string) => SnapshotDevice | undefined
  readonly door: (id: string) => SnapshotDoor | undefined
  readonly doors: () => Iterable<SnapshotDoor>
  /** May a door be held open by the rules at hand? */
  readonly mayHoldOpen: () => boolean
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
  planRelock(door: SnapshotDoor): Planned
  /** After it is stored; the way out before. Whether it left. */
  unlock(door: SnapshotDoor, commandId: string): Promise<boolean>
  changeMode: Duties['changeMode']
  compare: Duties['compare']
  command(command: GatewayCommand): Promise<CommandOutcome>
  /** May it be carried out: in time, and for the first time? What is refused is recorded. */
  admit(command: GatewayCommand): Promise<'admitted' | 'expired' | 'duplicate' | 'failed'>
  /** How an admitted one ended. */
  finish(command: GatewayCommand, end: Pick<CommandAck, 'outcome' | 'detail'>): Promise<void>
  /** What a lock or a door contact said; `isReplayed`: kept by a broker from before we listened. */
  hear(event: DeviceEvent, isReplayed?: boolean): void
  /** Places on a lock that it says have a code, or have none. */
  hearCodes(deviceId: string, codes: readonly { readonly slot: number; readonly isSet: boolean }[]): void
  states(): ReadonlyMap<string, LockState>
  load(): Promise<void>
  close(): void
}

/** An opening that comes later than this opens nobody a door. */
const unlockMilliseconds = 10_000
const feedbackMilliseconds = 10_000
/** Longer than any command lives, and than a clock is likely to be wrong. */
const commandsKept = 7 * 24 * 60 * 60_000
/** The old ones go so often, behind a command: an edge runs for years. */
const prunedEvery = 60 * 60_000

interface Waiting {
  readonly commandId: string
  readonly wanted: 'locked' | 'unlocked'
  readonly timer: NodeJS.Timeout
}

export function openLocks(options: LocksOptions): Locks {
  const { clock, store, log } = options
  const states = new Map<string, LockState>()
  const waiting = new Map<string, Waiting>()
  const duties = openDuties({
    ...options,
    states,
    confirms(lockId) {
      const device = options.device(lockId)
      const driver = device === undefined ? undefined : options.drivers.get(device.driver)
      return device !== undefined && driver !== undefined && confirmsOf(driver, device.config) === 'feedback'
    },
    order: (lockId, commandId, action) => order(lockId, commandId, action),
    tell: (lockId, ack) => tell(lockId, ack),
  })

  /** Device and place → the command about its code that waits for the lock's word; one that expires is sent again by who wants it. */
  const codesAsked = new Map<string, { readonly commandId: string; readonly isSet: boolean }>()

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
    const slot = command.params?.['slot']
    if (wanted === undefined && typeof slot === 'number' && driver.codesIn !== undefined)
      codesAsked.set(`${device.id} ${slot}`, { commandId: command.id, isSet: command.action === 'set-code' })
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
    pruneInPassing()
    return areNew.includes(false) ? 'duplicate' : 'admitted'
  }

  let prunedAt = -Infinity

  /** By a clock that can be believed: one that stands in another year would forget what was carried out just now. */
  async function prune(): Promise<void> {
    if (!clock.isTrusted() || performance.now() - prunedAt < prunedEvery) return
    prunedAt = performance.now()
    const old = clock.now() - commandsKept
    for (const [key, value] of await store.entries('command:'))
      if (Date.parse((JSON.parse(value) as { expiresAt: string }).expiresAt) < old) await store.remove(key)
    for (const [key, expiresAt] of await store.entries('nonce:')) if (Date.parse(expiresAt) < old) await store.remove(key)
  }
  const pruneInPassing = (): void =>
    void prune().catch((error: unknown) => log('warn', 'commands of long ago stay in the store', { error: String(error) }))

  async function finish(command: GatewayCommand, end: Pick<CommandAck, 'outcome' | 'detail'>): Promise<void> {
    await store.put(`command:${command.id}`, JSON.stringify({ expiresAt: command.expiresAt }))
    tell(command.deviceId, { commandId: command.id, ...end })
  }

  return {
    planRelock(door) {
      const planned = duties.shutLater(door)
      // a lock that has said it is locked says so of the time before this opening
      const before = door.lockDeviceId === null ? undefined : states.get(door.lockDeviceId)
      if (door.lockDeviceId === null || before?.state !== 'locked') return planned
      const unknown: LockState = { state: 'unknown', at: before.at }
      states.set(door.lockDeviceId, unknown)
      return {
        ...planned,
        undo() {
          if (states.get(door.lockDeviceId ?? '') === unknown) states.set(door.lockDeviceId ?? '', before)
          return planned.undo()
        },
      }
    },
    async unlock(door, commandId) {
      return door.lockDeviceId !== null && (await order(door.lockDeviceId, commandId, 'unlock', { seconds: door.unlockSeconds }))
    },
    changeMode: duties.changeMode,
    compare: duties.compare,
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
    hear(event, isReplayed = false) {
      const { deviceId } = event
      if (event.type === 'lock') states.set(deviceId, { state: event.data.state, at: clock.now() })
      duties.hear(event, isReplayed)
      const expected = isReplayed ? undefined : waiting.get(deviceId)
      if (event.type === 'command-ack' && expected?.commandId === event.data.commandId) {
        clearTimeout(expected.timer)
        waiting.delete(deviceId)
      }
      if (event.type !== 'lock' || expected === undefined) return
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
    hearCodes(deviceId, codes) {
      for (const { slot, isSet } of codes) {
        const key = `${deviceId} ${slot}`
        const asked = codesAsked.get(key)
        if (asked?.isSet !== isSet) continue
        codesAsked.delete(key)
        tell(deviceId, { commandId: asked.commandId, outcome: 'done' })
      }
    },
    states: () => states,
    async load() {
      await duties.load()
      for (const [key, value] of await store.entries('command:')) {
        const kept = JSON.parse(value) as { deviceId?: string; expiresAt: string }
        const commandId = key.slice('command:'.length)
        // begun and not ended: nobody knows whether it left, so it is not sent again
        if (kept.deviceId !== undefined) {
          await options.tell(kept.deviceId, `ack:${commandId}`, { commandId, outcome: 'failed', detail: 'interrupted' })
          await store.put(key, JSON.stringify({ expiresAt: kept.expiresAt }))
        }
      }
      await prune()
    },
    close() {
      duties.close()
      for (const { timer: each } of waiting.values()) clearTimeout(each)
      waiting.clear()
    },
  }
}
