/**
 * What a door is decided by, as the gateway of a hub holds it: ids, hashes and times, no names. The server builds and signs
 * it, the gateway and the phone's screen judge by it (`rules.ts`).
 */
import * as z from 'zod'
import { id, localText } from '#platform/contract/schemas.ts'

/** Whom a credential or a grant is of. A person's id is the account's, a booking's or visit's its own. */
export const subjectKind = z.enum(['person', 'booking', 'visitor'])
export type SubjectKind = z.output<typeof subjectKind>

export const direction = z.enum(['in', 'out'])
export type Direction = z.output<typeof direction>

export const doorMode = z.enum(['normal', 'open-all', 'lock-down'])
export type DoorMode = z.output<typeof doorMode>

/** Hours at which a card alone is not enough. Minutes of the hub's own day; `toMinute` at or before `fromMinute` is the next morning's. */
export const pinPeriod = z.object({
  /** 1 Monday … 7 Sunday: the day on which the period begins. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  fromMinute: z.int().min(0).max(1_439),
  toMinute: z.int().min(0).max(1_440),
})
export type PinPeriod = z.output<typeof pinPeriod>

export const snapshotDoor = z.object({
  id,
  names: localText,
  lockDeviceId: id.nullable(),
  readerDeviceIds: z.array(id),
  contactDeviceId: id.nullable(),
  unlockSeconds: z.int(),
  heldOpenSeconds: z.int(),
  pinPeriods: z.array(pinPeriod),
  needsPasskey: z.boolean(),
  nearCountsAsFactor: z.boolean(),
  mode: doorMode,
  /** Leaving never needs a grant; nobody can set this otherwise. */
  isExitFree: z.literal(true),
})
export type SnapshotDoor = z.output<typeof snapshotDoor>

export const snapshotDevice = z.object({
  id,
  kind: z.string(),
  driver: z.string(),
  config: z.record(z.string(), z.unknown()),
  doorId: id.nullable(),
  direction: direction.nullable(),
})
export type SnapshotDevice = z.output<typeof snapshotDevice>

export const credentialKind = z.enum(['card', 'pin', 'phone', 'near'])
export type CredentialKind = z.output<typeof credentialKind>
/** `replaced`: another one has taken its place; it opens nothing, as a blocked one. */
export const credentialStatus = z.enum(['active', 'lost', 'blocked', 'replaced'])
export type CredentialStatus = z.output<typeof credentialStatus>

export const snapshotCredential = z.object({
  id,
  kind: credentialKind,
  /** Of a card or PIN: HMAC by the hub's key. Of `near`: what the tracker calls the phone, in small letters. */
  hash: z.string().optional(),
  /** Of a phone: Ed25519, raw, base64url. */
  publicKey: z.string().optional(),
  subjectId: z.string(),
  /** Of a booking's PIN: whose booking it is, so that it goes with that person's card. */
  ofSubjectId: z.string().optional(),
  status: credentialStatus,
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
})
export type SnapshotCredential = z.output<typeof snapshotCredential>

export const grantSourceKind = z.enum(['booking', 'lease', 'role', 'event', 'visit'])
export type GrantSourceKind = z.output<typeof grantSourceKind>

export const snapshotGrant = z.object({
  id,
  doorIds: z.array(id),
  subjectId: z.string(),
  /** Half-open: `from` is in, `until` is not. */
  from: z.string(),
  until: z.string(),
  source: z.object({ kind: grantSourceKind, id: z.string() }),
})
export type SnapshotGrant = z.output<typeof snapshotGrant>

export const snapshot = z.object({
  v: z.literal(1),
  consortiumId: id,
  hubId: id,
  /** Rises with every change; the gateway never goes back. */
  version: z.int(),
  issuedAt: z.string(),
  /** Afterwards only `staffGroup` may enter. */
  notAfter: z.string(),
  zone: z.string(),
  /** Base64. A secret: whoever holds it can find a PIN by trying. */
  cardKey: z.string(),
  doors: z.array(snapshotDoor),
  devices: z.array(snapshotDevice),
  credentials: z.array(snapshotCredential),
  grants: z.array(snapshotGrant),
  staffGroup: z.array(z.string()),
})
export type Snapshot = z.output<typeof snapshot>

/**
 * What of a snapshot is another since a version of it. What is small comes whole; of what is many come the rows that changed,
 * and the ids of those that are there no longer or not for this time.
 */
export const snapshotChanges = snapshot
  .pick({
    v: true,
    consortiumId: true,
    hubId: true,
    version: true,
    issuedAt: true,
    notAfter: true,
    zone: true,
    doors: true,
    devices: true,
    credentials: true,
    grants: true,
    staffGroup: true,
  })
  .extend({
    /** Of this version and no other. */
    since: z.int(),
    gone: z.object({ credentials: z.array(id), grants: z.array(id) }),
  })
export type SnapshotChanges = z.output<typeof snapshotChanges>

/** `payload`: the bytes of the snapshot's JSON, base64url; the Ed25519 signature is over these bytes. */
export const signedSnapshot = z.object({ payload: z.string(), signature: z.string(), keyId: z.string() })
export type SignedSnapshot = z.output<typeof signedSnapshot>

// ---- deciding

export type Factor =
  | { readonly kind: 'card'; readonly hash: string }
  | { readonly kind: 'pin'; readonly hash: string }
  /** `isProven`: the signed code was right, fresh and the first of its kind. */
  | { readonly kind: 'phone'; readonly credentialId: string; readonly isProven: boolean }
  | { readonly kind: 'near'; readonly subjectId: string }
  | { readonly kind: 'passkey'; readonly subjectId: string }
  /** Whoever proved a booking's or visit's own link and stands at the door. */
  | { readonly kind: 'pass'; readonly subjectId: string }
  | { readonly kind: 'remote'; readonly by: string; readonly reason: string }
export type FactorKind = Factor['kind']

export const openReasons = ['granted', 'exit', 'open_all', 'remote'] as const
export const refusalReasons = [
  'unknown_credential',
  'credential_lost',
  'credential_blocked',
  'credential_expired',
  'no_grant',
  'too_early',
  'too_late',
  'other_door',
  'pin_wanted',
  'card_wanted',
  'pin_wrong',
  'too_many_tries',
  'passkey_wanted',
  'locked_down',
  'rules_too_old',
  'clock_unknown',
] as const
export const decisionReason = z.enum([...openReasons, ...refusalReasons])
export type DecisionReason = z.output<typeof decisionReason>

/** Times in milliseconds since 1970. */
export interface Decision {
  readonly isOpen: boolean
  readonly reason: DecisionReason
  readonly subjectId: string | null
  readonly credentialId: string | null
  readonly grantId: string | null
  /** Until when the grant holds. */
  readonly until: number | null
  /** With `too_early`: from when it would open. */
  readonly opensAt?: number
  /** What is to be shown besides. */
  readonly wants?: 'pin' | 'card' | 'passkey'
}

export interface DecisionInput {
  readonly doorId: string
  /** Milliseconds since 1970, as well as they are known. */
  readonly at: number
  readonly direction: Direction
  readonly factors: readonly Factor[]
  /** False: windows of time cannot be judged. */
  readonly isClockTrusted: boolean
  /** How many PINs may still be tried here. */
  readonly triesLeft: number
}
