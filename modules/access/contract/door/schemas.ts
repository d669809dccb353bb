/** Doors as the desk sees and sets them up. */
import * as z from 'zod'
import { id, instant, line, localText } from '#platform/contract/schemas.ts'
import { decisionReason, direction, doorMode, pinPeriod } from '../schemas.ts'

export const hubParams = z.object({ hubId: id })
export const doorParams = z.object({ hubId: id, doorId: id })
/** Why it is done; it stands on record. */
export const reason = line(500)

const doorSettings = {
  names: localText,
  /** The space on the far side as one goes in; null: the hub itself, as of an entrance. */
  insideSpaceId: id.nullable(),
  /** Null: the street, or the hub itself where `outsideIsHub`. */
  outsideSpaceId: id.nullable(),
  /** The outer side is the hall of the hub. Only with no space there. */
  outsideIsHub: z.boolean(),
  lockDeviceId: id.nullable(),
  contactDeviceId: id.nullable(),
  /** Readers, exit buttons and trackers at the door. */
  readers: z.array(z.object({ deviceId: id, direction })).max(8),
  unlockSeconds: z.int().min(1).max(120),
  heldOpenSeconds: z.int().min(5).max(3_600),
  pinPeriods: z.array(pinPeriod).max(20),
  needsPasskey: z.boolean(),
  /** So many codes the lock itself can keep; 0: it keeps none. */
  codeSlots: z.int().min(0).max(250),
  /** A phone recognised near the door counts as something one has. Risk: it can be borrowed, or heard through a wall. */
  nearCountsAsFactor: z.boolean(),
  /** What to do when the lock does not answer: where the key hangs, whom to call. To whoever runs the hub. */
  fallback: line(200).nullable(),
}
const oneOutside = ({
  outsideSpaceId,
  outsideIsHub,
}: {
  outsideSpaceId?: string | null | undefined
  outsideIsHub?: boolean | undefined
}): boolean => outsideIsHub !== true || outsideSpaceId === undefined || outsideSpaceId === null
const saysOneOutside = { path: ['outsideIsHub'], error: 'either a space or the hub itself is outside, not both' }

export const addDoorBody = z
  .object({
    ...doorSettings,
    insideSpaceId: doorSettings.insideSpaceId.default(null),
    outsideSpaceId: doorSettings.outsideSpaceId.default(null),
    outsideIsHub: z.boolean().default(false),
    lockDeviceId: doorSettings.lockDeviceId.default(null),
    contactDeviceId: doorSettings.contactDeviceId.default(null),
    readers: doorSettings.readers.default([]),
    unlockSeconds: doorSettings.unlockSeconds.default(5),
    heldOpenSeconds: doorSettings.heldOpenSeconds.default(60),
    pinPeriods: doorSettings.pinPeriods.default([]),
    needsPasskey: z.boolean().default(false),
    codeSlots: doorSettings.codeSlots.default(0),
    nearCountsAsFactor: z.boolean().default(false),
    fallback: doorSettings.fallback.default(null),
  })
  .refine(oneOutside, saysOneOutside)
export type AddDoorBody = z.output<typeof addDoorBody>
export const changeDoorBody = z.object(doorSettings).partial().extend({ version: z.int(), reason }).refine(oneOutside, saysOneOutside)
export type ChangeDoorBody = z.output<typeof changeDoorBody>
export const reasonBody = z.object({ reason })

export const door = z.object({
  id,
  hubId: id,
  ...doorSettings,
  mode: doorMode,
  version: z.int(),
  retiredAt: instant.nullable(),
  /** What its own QR says, for the sheet beside it. Only to whoever sets doors up. */
  qrUrl: z.string().nullable(),
  /** Codes that locks with a memory of their own should know and do not yet. */
  codesWaiting: z.int(),
  /** The lock was asked again and again and did not do it. */
  stuck: z.object({ since: instant, wanted: z.enum(['locked', 'unlocked']) }).nullable(),
  last: z.object({ at: instant, isOpen: z.boolean(), reason: decisionReason }).nullable(),
})
export type Door = z.output<typeof door>

export const doorRules = z.object({
  /** From so many minutes before a booking … */
  minutesBefore: z.int().min(0).max(240),
  /** … to so many after its end. */
  minutesAfter: z.int().min(0).max(240),
  /** Of members; those who run the hub may always enter. */
  staffRoles: z.array(z.enum(['operator', 'coordinator', 'officer', 'admin'])).max(4),
  /** A guest's booking has a PIN of its own. */
  hasBookingPins: z.boolean(),
  /** Members may announce visitors. */
  mayInvite: z.boolean(),
  /** Whoever announced a visitor is told by mail that a door let them in. */
  tellsHosts: z.boolean(),
})
export type DoorRules = z.output<typeof doorRules>
export const setDoorRulesBody = doorRules.partial().extend({ reason })

export const doors = z.object({
  items: z.array(door),
  rules: doorRules,
  /** Of what the gateway decides by. */
  rulesVersion: z.int(),
})

export const setDoorModeBody = z.object({
  /** Absent: all doors of the hub. */
  doorIds: z.array(id).min(1).max(100).optional(),
  mode: doorMode,
  reason,
  /** Said a second time: everyone can walk in, or nobody. */
  isConfirmed: z.literal(true),
})
export const doorModes = z.object({ items: z.array(z.object({ doorId: id, mode: doorMode })) })

export const explainQuery = z.object({ accountId: id.optional(), bookingId: id.optional(), visitId: id.optional(), at: instant.optional() })
/** What would be decided, and from when it would open. */
export const explanation = z.object({
  isOpen: z.boolean(),
  reason: decisionReason,
  opensAt: instant.nullable(),
  until: instant.nullable(),
  source: z.object({ kind: z.string(), id: z.string() }).nullable(),
})
export type Explanation = z.output<typeof explanation>

export const doorCommand = z.object({ commandId: id, status: z.string() })
export type DoorCommand = z.output<typeof doorCommand>

export const lockCodes = z.object({
  items: z.array(
    z.object({
      id,
      doorId: id,
      deviceId: id,
      slot: z.int(),
      wanted: z.enum(['on-lock', 'withdrawn']),
      observed: z.enum(['planned', 'on-lock', 'used', 'withdrawn']),
      tries: z.int(),
      lastError: z.string().nullable(),
      validFrom: instant,
      validTo: instant,
    }),
  ),
})
export type LockCode = z.output<typeof lockCodes>['items'][number]
