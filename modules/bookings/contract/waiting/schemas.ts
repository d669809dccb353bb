/** The waiting list on the wire. */
import * as z from 'zod'
import { id, instant, language, localText, optionalLine, yen } from '#platform/contract/schemas.ts'
import { bookAsGuestBody, bookedKind, guestBookingParams, unit, wanted } from '../schemas.ts'

export const waitingStatuses = ['waiting', 'offered', 'taken', 'declined', 'missed', 'left'] as const
/** `offered`: held for this person until the offer ends. `missed`: it ended unanswered. `left`: left before an offer. */
export const waitingStatus = z.enum(waitingStatuses)
export type WaitingStatus = z.output<typeof waitingStatus>

/** A space, seats, pieces, or any space of a kind of the hub (`meeting-room`): as many seats as people. */
export const waitedFor = z.union([wanted, z.object({ kind: z.literal('any'), type: z.string().min(1).max(40) })])
export type WaitedFor = z.output<typeof waitedFor>

const askFields = {
  what: waitedFor,
  /** Anywhere in this stretch of time; without `minutes` all of it. */
  from: instant,
  to: instant,
  minutes: z.int().min(5).max(44_640).optional(),
  partySize: z.int().min(1).max(1_000).default(1),
  purpose: optionalLine(500),
}

export const askToWaitBody = z.object({ hubId: id, ...askFields })
export type AskToWaitBody = z.output<typeof askToWaitBody>

export const askAsGuestBody = z.object({
  ...askFields,
  guest: bookAsGuestBody.shape.guest,
  consent: z.literal(true),
  termsId: bookAsGuestBody.shape.termsId,
})
export type AskAsGuestBody = z.output<typeof askAsGuestBody>

export const offer = z.object({
  bookingId: id,
  startsAt: instant,
  endsAt: instant,
  kind: bookedKind,
  targetId: id,
  targetName: localText,
  units: z.array(unit),
  /** Until then it is held. */
  expiresAt: instant.nullable(),
  feeYen: yen,
})

export const waiting = z.object({
  id,
  hubId: id,
  hubKey: z.string(),
  hubName: localText,
  timeZone: z.string(),
  kind: bookedKind,
  targetId: id.nullable(),
  targetName: localText.nullable(),
  /** The kind of space, where any of it will do. */
  targetType: z.string().nullable(),
  count: z.int(),
  partySize: z.int(),
  from: instant,
  to: instant,
  minutes: z.int(),
  status: waitingStatus,
  /** The time has passed. */
  isOver: z.boolean(),
  /** From 1, among those who wait for the same; only while waiting. */
  place: z.int().nullable(),
  /** How many wait for the same. */
  lineLength: z.int().nullable(),
  offer: offer.nullable(),
  language,
  askedAt: instant,
  version: z.int(),
})
export type Waiting = z.output<typeof waiting>

export const deskWaiting = waiting.extend({
  holder: z.object({ kind: z.enum(['account', 'guest']), name: z.string(), mail: z.string().nullable(), phone: z.string().nullable() }),
  purpose: z.string(),
})
export type DeskWaiting = z.output<typeof deskWaiting>

/** All that wait or are offered something, in the order of the line. */
export const myWaiting = z.object({ items: z.array(waiting) })
export const hubLine = z.object({ items: z.array(deskWaiting) })

export const waitingParams = z.object({ waitingId: id })
export const guestWaitingParams = z.object({ hubKey: guestBookingParams.shape.hubKey, waitingId: id })

const reason = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.string().min(1).max(300))

/** Before whom; null: to the end. */
export const moveWaitingBody = z.object({ version: z.int().min(1), before: id.nullable(), reason })
export const removeWaitingBody = z.object({ reason })

export const waitingRule = z.object({
  isOpen: z.boolean(),
  offerMinutes: z.int().min(5).max(1_440),
  quietFromMinute: z.int().min(0).max(1_440),
  quietToMinute: z.int().min(0).max(1_440),
  version: z.int(),
})
export type WaitingRuleAnswer = z.output<typeof waitingRule>
