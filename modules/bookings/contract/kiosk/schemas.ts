/** The tablet at the entrance: what it shows, and the few things that can be done there. No names but one's own. */
import * as z from 'zod'
import { id, instant, language, line, localText, mailAddress, optionalLine, tenantKey } from '#platform/contract/schemas.ts'
import { bookedKind } from '../schemas.ts'

export const kioskHubParams = z.object({ hubKey: tenantKey })
export const kioskParams = z.object({ hubId: id, kioskId: id })
export const kioskCallParams = z.object({ hubId: id, kioskCallId: id })

// ---- in the settings

export const kiosk = z.object({
  id,
  hubId: id,
  name: z.string(),
  mayWalkIn: z.boolean(),
  callMail: z.string().nullable(),
  createdAt: instant,
  /** When it last asked for anything; null: never set up. */
  seenAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
export type Kiosk = z.output<typeof kiosk>
export const kiosks = z.object({ items: z.array(kiosk) })

export const addKioskBody = z.object({
  name: line(80),
  mayWalkIn: z.boolean().default(true),
  callMail: mailAddress.nullable().default(null),
})
export type AddKioskBody = z.output<typeof addKioskBody>
/** With the code that goes into the tablet; it is shown this once. */
export const newKiosk = kiosk.extend({ code: z.string() })

// ---- on the tablet

const kioskPlace = z.object({
  kind: bookedKind,
  targetId: id,
  name: localText,
  totalUnits: z.int(),
  freeUnits: z.int(),
  freeUntil: instant.nullable(),
})

export const kioskBoard = z.object({
  hubName: localText,
  timeZone: z.string(),
  now: instant,
  isOpen: z.boolean(),
  changesAt: instant.nullable(),
  mayWalkIn: z.boolean(),
  places: z.array(kioskPlace),
  /** What begins next today, without names. */
  next: z.array(z.object({ name: localText, startsAt: instant, endsAt: instant })),
  /** The call of this tablet that waits, or was just answered. */
  call: z.object({ calledAt: instant, answeredAt: instant.nullable() }).nullable(),
})
export type KioskBoard = z.output<typeof kioskBoard>

/** The code of a booking, or the whole name or reading of its holder. */
export const kioskFindBody = z.object({ text: line(100) })

export const kioskBooking = z.object({
  id,
  /** The first letter of the name: enough to see whether it is one's own. */
  initial: z.string(),
  place: localText,
  units: z.array(z.string()),
  startsAt: instant,
  endsAt: instant,
  partySize: z.int(),
  arrived: z.int(),
})
export type KioskBooking = z.output<typeof kioskBooking>
export const kioskFound = z.object({ items: z.array(kioskBooking) })

export const kioskCheckInBody = z.object({ text: line(100), bookingId: id, people: z.int().min(1).max(1_000) })
export const kioskWalkInBody = z.object({
  name: optionalLine(100),
  partySize: z.int().min(1).max(20).default(1),
  minutes: z.int().min(30).max(480).default(120),
  language: language.default('ja'),
})
export type KioskWalkInBody = z.output<typeof kioskWalkInBody>

// ---- at the desk

export const kioskCall = z.object({ id, kioskName: z.string(), calledAt: instant })
export const kioskCalls = z.object({ items: z.array(kioskCall) })
