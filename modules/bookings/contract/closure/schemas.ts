/** Closing a space or hub for a time: whom it hits, what they could have instead, what became of each. */
import * as z from 'zod'
import { day, id, instant, localText, paragraphs } from '#platform/contract/schemas.ts'
import { leaseKinds } from '../lease/rules.ts'
import { bookedKind, deskBooking, period } from '../schemas.ts'

export const closureParams = z.object({ hubId: id, deskClosureId: id })

export const closurePreviewQuery = z.object({ startsAt: instant, endsAt: instant, spaceId: id.optional() })
export type ClosurePreviewQuery = z.output<typeof closurePreviewQuery>

const place = z.object({ kind: bookedKind, targetId: id, name: localText, type: z.string() })

/** A booking that lies in the closed time, with what it could be instead. No two are proposed the same seat. */
export const hitBooking = z.object({
  booking: deskBooking,
  /** The same time elsewhere. */
  spaces: z.array(place),
  /** The same space at other times: the same hour of other days first. */
  times: z.array(period),
  proposal: z.object({ act: z.enum(['move', 'cancel']), to: place.extend({ startsAt: instant, endsAt: instant }).nullable() }),
})
export type HitBooking = z.output<typeof hitBooking>

/** A room that is let at the closed time. The lease stays as it is; whoever has the room is told. */
export const hitLease = z.object({
  id,
  kind: z.enum(leaseKinds),
  holderName: z.string(),
  spaceNames: localText,
  startsOn: day,
  endsOn: day,
  contactPhone: z.string().nullable(),
  /** To so many addresses it is or was mailed: those of the contact and of the members named. */
  mails: z.int(),
  isTold: z.boolean(),
})
export type HitLease = z.output<typeof hitLease>

export const closurePreview = z.object({ hits: z.array(hitBooking), leases: z.array(hitLease) })
export type ClosurePreview = z.output<typeof closurePreview>

/** `move` with where to; `offer`: the holder is asked to choose, and without an answer it is cancelled when the closure begins. */
export const closurePlan = z.object({
  bookingId: id,
  act: z.enum(['move', 'cancel', 'offer']),
  to: z.object({ kind: bookedKind, targetId: id, startsAt: instant, endsAt: instant }).nullable().default(null),
})
export type ClosurePlan = z.output<typeof closurePlan>

const words = z.object({ ja: paragraphs(2_000), en: paragraphs(2_000) }).partial()

export const closeBody = z.object({
  spaceId: id.nullable().default(null),
  startsAt: instant,
  endsAt: instant,
  /** Stands on the public page and in the mails. */
  reason: z.object({ ja: paragraphs(300), en: paragraphs(300).optional() }),
  /** The desk's own words to those who are hit. */
  message: words.default({}),
  plans: z.array(closurePlan).max(500).default([]),
})
export type CloseBody = z.output<typeof closeBody>

export const addPlansBody = z.object({ plans: z.array(closurePlan).min(1).max(500) })

export const closureCase = z.object({
  booking: deskBooking.nullable(),
  bookingId: id,
  act: z.enum(['move', 'cancel', 'offer']),
  state: z.enum(['planned', 'done', 'refused']),
  /** Error code of what stood against it. */
  refusal: z.string().nullable(),
})

export const deskClosure = z.object({
  id,
  hubId: id,
  spaceId: id.nullable(),
  startsAt: instant,
  endsAt: instant,
  reason: localText,
  message: words,
  createdAt: instant,
  liftedAt: instant.nullable(),
  /** So many cases wait for the hand that goes on, are done, or were refused. */
  planned: z.int(),
  done: z.int(),
  refused: z.int(),
})
export type DeskClosure = z.output<typeof deskClosure>
export const deskClosures = z.object({ items: z.array(deskClosure) })

export const deskClosureDetail = deskClosure.extend({
  cases: z.array(closureCase),
  /** Still in the closed time, with nothing planned: booked meanwhile, or refused. */
  left: z.array(hitBooking),
  leases: z.array(hitLease),
})
export type DeskClosureDetail = z.output<typeof deskClosureDetail>
