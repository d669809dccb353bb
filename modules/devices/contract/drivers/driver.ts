/**
 * A driver translates between one way of speaking MQTT (or HTTP) and the facts and commands of Hiroba. It is a pure codec: no
 * clock, no socket, no memory, so that the server and the edge run the same one, and a test needs nothing but values.
 *
 * To add one: a file here that exports a `DeviceDriver`, its line in `registry.ts`, and its samples in `lock-drivers.test.ts`
 * (docs/adr/0016-drivers-and-discovery-are-contracts.md).
 */
import type * as z from 'zod'
import { contentKey } from './source-key.ts'

export const driverNames = ['hiroba', 'ha-lock', 'z2m-lock', 'http-lock', 'ha-sensor', 'tasmota', 'shelly'] as const
export type DriverName = (typeof driverNames)[number]

/** What a driver may serve; the same words as the kinds of `devices`. */
export type DrivenKind = 'lock' | 'reader' | 'contact' | 'motion' | 'button' | 'tracker' | 'plug' | 'meter' | 'sensor'

export type DriverConfig = Readonly<Record<string, unknown>>

export interface DriverMessage {
  readonly topic: string
  readonly payload: Uint8Array
  readonly isRetained: boolean
  /** When it arrived, in milliseconds: for the source key of devices that number nothing. */
  readonly receivedAt: number
}

export type LockSays = 'locked' | 'locking' | 'unlocked' | 'unlocking' | 'jammed'

/** By type; card, PIN and phone still carry what was shown, which the gateway replaces by its keyed hash before anything is kept. */
export interface FactData {
  readonly card: { readonly id: string; readonly technology: 'felica' | 'mifare' | 'other' }
  readonly pin: { readonly code: string }
  readonly phone: { readonly token: string }
  readonly near: { readonly trackerId: string; readonly subjectKey: string; readonly rssi?: number }
  readonly lock: {
    readonly state: LockSays
    readonly by?: 'remote' | 'manual' | 'key' | 'auto' | 'code'
    readonly codeSlot?: number
  }
  readonly contact: { readonly isOpen: boolean }
  readonly motion: { readonly isActive: boolean }
  readonly button: { readonly press: string }
  readonly battery: { readonly percent: number }
  readonly availability: { readonly isOnline: boolean }
  readonly reading: { readonly key: string; readonly value: number; readonly unit: string }
  readonly 'command-ack': {
    readonly commandId: string
    readonly outcome: 'done' | 'failed' | 'expired' | 'duplicate'
    readonly detail?: string
  }
}

/** What is known of when and whence, whatever the type. */
export interface FactOrigin {
  /** The same for the same happening, however often it is sent; another for any other of this device, for ever. */
  readonly sourceKey: string
  readonly deviceTime: string | null
  readonly deviceClock: 'synced' | 'unsynced' | 'unknown'
}

export type DriverFact = { readonly [T in keyof FactData]: FactOrigin & { readonly type: T; readonly data: FactData[T] } }[keyof FactData]

export interface DriverCommand {
  readonly id: string
  readonly action: 'lock' | 'unlock' | 'open' | 'set-code' | 'clear-code'
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** ISO instant. */
  readonly expiresAt: string
  readonly nonce?: string | undefined
}

/** Commands are never retained; the broker side has no way to ask for it. */
export type WrittenCommand =
  | { readonly topic: string; readonly payload: string; readonly qos: 0 | 1 }
  | {
      readonly http: {
        readonly method: string
        readonly url: string
        readonly headers?: Readonly<Record<string, string>>
        readonly body?: string
      }
    }
  | { readonly unsupported: string }

export interface DeviceDriver {
  readonly name: DriverName
  readonly kinds: readonly DrivenKind[]
  /** `feedback`: the lock tells what it did. `none`: nobody knows whether it moved, and the screen says so. */
  readonly confirms: 'feedback' | 'none' | ((config: DriverConfig) => 'feedback' | 'none')
  /** A code that it is given says from when until when it holds, and the lock keeps to that: it may be given days ahead. */
  readonly keepsCodeTimes?: true
  /** What to listen to. */
  topicsOf(config: DriverConfig): readonly string[]
  /** Places of codes that a message tells of, for a lock that answers a command in no other way. Throws as `read` does. */
  codesIn?(config: DriverConfig, message: DriverMessage): readonly { readonly slot: number; readonly isSet: boolean }[]
  /** Facts of a message, none where it says nothing of interest. Throws a ReadError for what cannot be read. */
  read(config: DriverConfig, message: DriverMessage): readonly DriverFact[]
  write?(config: DriverConfig, command: DriverCommand): WrittenCommand
}

export type ReadErrorCode = 'not_json' | 'not_text' | 'unknown_shape' | 'bad_config'

export interface ReadError extends Error {
  readonly name: 'ReadError'
  readonly code: ReadErrorCode
  readonly detail: string
}

export function readError(code: ReadErrorCode, detail: string): ReadError {
  return Object.assign(new Error(`${code}: ${detail}`), { name: 'ReadError' as const, code, detail })
}

export const isReadError = (error: unknown): error is ReadError => error instanceof Error && error.name === 'ReadError'

/** Whether this device answers to commands: some speak one protocol with an answer and without. */
export const confirmsOf = (driver: DeviceDriver, config: DriverConfig): 'feedback' | 'none' =>
  typeof driver.confirms === 'function' ? driver.confirms(config) : driver.confirms

/** A device's settings as the driver's own type, checked once an object. */
export function configReader<T>(schema: z.ZodType<T>): (config: DriverConfig) => T {
  const known = new WeakMap<DriverConfig, T>()
  return (config) => {
    let read = known.get(config)
    if (read === undefined) {
      const parsed = schema.safeParse(config)
      if (!parsed.success)
        throw readError('bad_config', parsed.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('; '))
      read = parsed.data
      known.set(config, read)
    }
    return read
  }
}

/** Origin of what a device says without number or time: what it said, and the two seconds in which it did. */
export const unnumbered = (message: DriverMessage, part = ''): FactOrigin => ({
  sourceKey: contentKey(message, part),
  deviceTime: null,
  deviceClock: 'unknown',
})
