/** What a person's own phone shows and does at a door: a member, whoever holds a booking's link, and visitors. */
import * as z from 'zod'
import { id, instant, language, localText, mailAddress, page, pageQuery, personName, tenantKey } from '#platform/contract/schemas.ts'
import { explanation, reason } from '../door/schemas.ts'

export const myDoorParams = z.object({ doorId: id })
/** `id`: of a booking or of a visit. */
export const passParams = z.object({ hubKey: tenantKey, passId: id })
export const passDoorParams = passParams.extend({ doorId: id })
export const doorPageParams = z.object({ hubKey: tenantKey, doorId: id })

export const passDoor = z.object({
  doorId: id,
  hubId: id,
  names: localText,
  needsPasskey: z.boolean(),
  /** What the door would say to this person now. */
  now: explanation,
  /** The hub's machine has not been heard for a while: the door may still go by older rules. */
  isLockBehind: z.boolean(),
})
export type PassDoor = z.output<typeof passDoor>
export const myDoors = z.object({
  items: z.array(passDoor),
  /** Where the person has a PIN. */
  pins: z.array(z.object({ hubId: id, pin: z.string() })),
})

export const pass = z.object({
  kind: z.enum(['booking', 'visit']),
  hubId: id,
  zone: z.string(),
  /** Six digits; null where the hub gives none, or it is over. */
  pin: z.string().nullable(),
  /** The PIN works in this time. */
  from: instant,
  until: instant,
  doors: z.array(passDoor),
})
export type Pass = z.output<typeof pass>

/**
 * `secret` is what the QR at the door says: whoever sends it has seen the door, once. It stands on paper, so a photograph of
 * it does for anyone who is let in anyway; it is one more obstacle, never the right to enter. Always inwards: leaving needs no
 * right, so only what hangs at the inner side of the door may say that somebody leaves.
 */
export const openBody = z.object({ secret: z.string().min(16).max(80) })
export type OpenBody = z.output<typeof openBody>
/** The door's own word on the wish: asked for until it is no longer `pending`. */
export const opening = z.object({
  commandId: id,
  status: z.enum(['pending', 'sent', 'done', 'failed', 'expired']),
  /** Why not, where the gateway refused. */
  reason: z.string().nullable(),
})
export type Opening = z.output<typeof opening>
export const openingParams = z.object({ commandId: id })
export const passOpeningParams = passParams.extend({ commandId: id })

export const doorPage = z.object({ doorId: id, hubId: id, hubKey: z.string(), hubNames: localText, names: localText, zone: z.string() })

// ---- visitors announced by a member

export const inviteVisitorBody = z.object({
  hubId: id,
  name: personName(100),
  mail: mailAddress,
  language: language.default('ja'),
  startsAt: instant,
  endsAt: instant,
})
export type InviteVisitorBody = z.output<typeof inviteVisitorBody>
export const visit = z.object({
  id,
  hubId: id,
  /** Empty once forgotten. */
  name: z.string(),
  mail: z.string().nullable(),
  startsAt: instant,
  endsAt: instant,
  hostAccountId: id,
  hostName: z.string().nullable(),
  status: z.enum(['announced', 'withdrawn']),
  /** When a door first let them in. */
  arrivedAt: instant.nullable(),
  /** In which the doors let them in: less than the visit where the host may be there for less. Null: at no time, or no door is there. */
  entry: z.object({ from: instant, until: instant }).nullable(),
  /** There are doors, and none lets them in: the host may not be there then. */
  isShutOut: z.boolean(),
})
export type Visit = z.output<typeof visit>
export const visits = page(visit)
export const listVisitsQuery = pageQuery.extend({ from: instant.optional() })
export const visitParams = z.object({ visitId: id })
export const moveVisitBody = z.object({ startsAt: instant, endsAt: instant })
export type MoveVisitBody = z.output<typeof moveVisitBody>
export const withdrawVisitBody = z.object({ reason: reason.optional() })
