/**
 * The gateway of a hub: from a device's message to a decision, a command and a durable record. The same code runs in the
 * server (a hub without an edge) and at the edge; what differs is given to it: where a record is durable, how a message
 * leaves, what is kept, which clock. It knows no table, no broker and no HTTP route.
 */
import type { Decision, Factor, SignedSnapshot } from '#modules/access/contract/schemas.ts'
import type { CommandAction, DeviceEvent, Verdict } from '#modules/devices/contract/schemas.ts'
import type { DeviceDriver } from '#modules/devices/contract/drivers/driver.ts'

/** What a device sent, as the broker took it. */
export interface GatewayMessage {
  readonly topic: string
  readonly payload: Uint8Array
  readonly isRetained: boolean
  /** Whose credential published it; undefined for a bridge, which speaks for what its topics name. */
  readonly deviceId?: string | undefined
  /**
   * How long the connection it came by had been there when it came, milliseconds: what comes right behind a new connection may
   * have waited for it for hours. Undefined: it did not wait for any.
   */
  readonly connectedFor?: number | undefined
  /** A broker kept it since before that connection: it says how things stood, not what anybody does. */
  readonly isReplayed?: boolean | undefined
}

/** A wish of the server or of a person: at most once an id, never after `expiresAt`. */
export interface GatewayCommand {
  readonly id: string
  readonly deviceId: string
  readonly action: CommandAction
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** ISO instant. */
  readonly expiresAt: string
  readonly nonce: string
}

/** Time that can be doubted. Milliseconds. */
export interface GatewayClock {
  /** Now, as well as it is known. */
  now(): number
  /** Agreed with the server or a time service since the machine was switched on: what is recorded says so. */
  isSynced(): boolean
  /** May windows of time be judged by it? An own clock that runs on without the line may; one that lost power may not. */
  isTrusted(): boolean
}

/** What must outlive a restart: executed commands, doors to be locked again, tries left, the newest snapshot's version. */
export interface GatewayStore {
  entries(prefix: string): Promise<readonly (readonly [key: string, value: string])[]>
  put(key: string, value: string): Promise<void>
  /** True where the key was not there: two of the same at once, one wins. */
  putNew(key: string, value: string): Promise<boolean>
  remove(key: string): Promise<void>
}

/** A message that nobody can read: kept for a person to look at, and acknowledged. */
export interface RejectedMessage {
  readonly deviceId: string | null
  readonly topic: string
  readonly payload: Uint8Array
  readonly code: string
  readonly detail: string
}

export interface PublishOptions {
  readonly qos: 0 | 1
  /** Commands never are. */
  readonly retain?: false
}

export interface HttpCall {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** `debug` for what may come often. No names, no card numbers. */
export type GatewayLog = (level: 'debug' | 'info' | 'warn' | 'error', message: string, facts?: Readonly<Record<string, unknown>>) => void

export interface GatewayOptions {
  readonly hubId: string
  readonly drivers: ReadonlyMap<string, DeviceDriver>
  readonly clock: GatewayClock
  /**
   * Stores a group of events, all or none, durable when it resolves; one verdict each, in the same order. A `duplicate`
   * causes nothing: no decision of it leaves a second time.
   */
  readonly record: (events: readonly DeviceEvent[]) => Promise<readonly Verdict[]>
  readonly reject: (message: RejectedMessage) => Promise<void>
  readonly publish: (topic: string, payload: string, options: PublishOptions) => Promise<void>
  /** For locks with an address of their own; resolves with the status. */
  readonly http: (call: HttpCall) => Promise<number>
  readonly store: GatewayStore
  readonly log: GatewayLog
  /** No way to the server at this moment: the decision says so. */
  readonly isOffline: () => boolean
}

export type LoadResult = 'loaded' | 'older' | 'forged' | 'expired'

export interface LoadOptions {
  /** Changes since the snapshot, each of the version before it. */
  readonly pieces?: readonly SignedSnapshot[]
  /** Stores what was given, together with the version that is never gone back behind: after a crash both are there or neither. */
  readonly keep?: () => Promise<void>
}

/** How a message ended: `recorded` new; `duplicate` known; `rejected` unreadable or nobody's, kept apart. */
export type AcceptOutcome = 'recorded' | 'duplicate' | 'rejected'

export type CommandOutcome = 'done' | 'sent' | 'failed' | 'expired' | 'duplicate'

export interface LockState {
  /** What the lock itself said last; `unconfirmed` after a command to one that never answers. */
  readonly state: 'locked' | 'locking' | 'unlocked' | 'unlocking' | 'jammed' | 'unconfirmed' | 'unknown'
  readonly at: number | null
}

export interface GatewayState {
  readonly hubId: string
  readonly snapshot: {
    readonly version: number
    readonly zone: string
    readonly issuedAt: string
    readonly notAfter: string
    readonly isTooOld: boolean
    readonly doors: number
    readonly devices: number
    readonly credentials: number
    readonly grants: number
  } | null
  readonly locks: ReadonlyMap<string, LockState>
  readonly decisions: { readonly opened: number; readonly refused: number }
}

export interface Gateway {
  /** The topics to listen to, of all devices in the snapshot; changes after `load`. */
  topics(): readonly string[]
  /** Whether a device of the snapshot speaks there. */
  knows(topic: string): boolean
  /**
   * Takes a snapshot into use. `older`: its version is below the newest ever loaded, also before a restart. `forged`: the
   * signature is not of `publicKey` (PEM, SPKI) or it is another hub's. `expired`: past its age; a first start keeps it,
   * with the staff group only, where nothing else is there.
   */
  load(signed: SignedSnapshot, publicKey: string, options?: LoadOptions): Promise<LoadResult>
  /** Takes over what changed since the version that is in use; `other`: it is of another version, the whole is wanted. */
  change(signed: SignedSnapshot, publicKey: string, options?: Pick<LoadOptions, 'keep'>): Promise<LoadResult | 'other'>
  /** Resolves when what follows from the message is durable; rejects when it could not be stored, so that the device sends it again. */
  accept(message: GatewayMessage): Promise<AcceptOutcome>
  /** Carries a command out, once an id, also after a restart; what became of it is recorded as a `command-ack`. */
  command(command: GatewayCommand): Promise<CommandOutcome>
  /**
   * A person's own phone or an operator at the server asks to open: decided and recorded as a card is. Always inwards: that
   * somebody leaves is said by what hangs at the inner side of the door, and by nothing else.
   */
  open(doorId: string, factors: readonly Factor[]): Promise<Decision>
  /** What would be decided now, without recording or opening anything. */
  explain(doorId: string, factors: readonly Factor[], at?: number): Decision | undefined
  state(): GatewayState
  /** Ends timers. What was under way is in the store. */
  close(): Promise<void>
}
