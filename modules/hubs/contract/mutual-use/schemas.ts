/** Agreements of mutual use on the wire. What belongs to the other consortium is named by its keys, never by its ids. */
import * as z from 'zod'
import { day, id, instant, line, localText, optionalLine, page, pageQuery } from '#platform/contract/schemas.ts'

/** `members`: everybody who belongs to the consortium; `staff`: those who run it. */
export const visitorWho = z.enum(['members', 'staff'])
export type VisitorWho = z.output<typeof visitorWho>
/** At whose price the other side's people use a hub. */
export const visitorPriceClass = z.enum(['member', 'general'])
export type VisitorPriceClass = z.output<typeof visitorPriceClass>

/** `coming`: agreed, and not begun; `ending`: ended, with days of use left; `over`: ended, or its last day is past. */
export const mutualUseStage = z.enum(['proposed', 'coming', 'running', 'ending', 'over', 'declined', 'withdrawn'])
export type MutualUseStage = z.output<typeof mutualUseStage>

const namedHub = z.object({ key: z.string(), names: localText })
const partner = z.object({ key: z.string(), names: localText })

const terms = {
  /** Days of use, both included; without a last day it runs until one side ends it. */
  fromOn: day,
  untilOn: day.nullable(),
  who: visitorWho,
  priceClass: visitorPriceClass,
  /** Bookings of one person in a calendar month; null: as the hub's own rules say. */
  mostPerMonth: z.int().min(1).max(1_000).nullable(),
}

export const mutualUse = z.object({
  id,
  /** Who proposed it: this consortium, or the partner. */
  proposedBy: z.enum(['us', 'them']),
  partner,
  stage: mutualUseStage,
  ...terms,
  /** Null: all published ones. */
  ownHubs: z.array(namedHub).nullable(),
  partnerHubs: z.array(namedHub).nullable(),
  message: z.string(),
  answer: z.string(),
  proposedAt: instant,
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  endedBy: z.enum(['us', 'them']).nullable(),
  /** The last day of use, once ended. */
  endsOn: day.nullable(),
  endReason: z.string(),
  can: z.object({ answer: z.boolean(), withdraw: z.boolean(), end: z.boolean() }),
  version: z.int(),
})
export type MutualUse = z.output<typeof mutualUse>
export const mutualUsePage = page(mutualUse)

export const mutualUseParams = z.object({ mutualUseId: id })

export const mutualUseHistory = z.object({
  items: z.array(
    z.object({
      at: instant,
      type: z.string(),
      /** `name` is empty where the person was forgotten, and for the other side, whose people stay its own matter. */
      who: z.object({ side: z.enum(['us', 'them']), name: z.string() }),
      reason: z.string().nullable(),
    }),
  ),
})

export const possiblePartnersQuery = pageQuery.extend({ q: line(100).optional() })
/** Consortia with a published hub. */
export const possiblePartners = page(partner.extend({ hubs: z.array(namedHub) }))

/** Keys of own published hubs; null: all. */
const ownHubKeys = z
  .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/))
  .min(1)
  .max(100)
  .nullable()

export const proposeMutualUseBody = z.object({
  /** The key of the consortium, as in the addresses of its hubs. */
  partnerKey: z.string().regex(/^[a-z0-9-]{1,60}$/),
  hubKeys: ownHubKeys,
  ...terms,
  /** A word to the partner's administrators. */
  message: optionalLine(1_000),
})
export type ProposeMutualUseBody = z.output<typeof proposeMutualUseBody>

export const answerMutualUseBody = z.object({
  version: z.int().min(1),
  isAccepted: z.boolean(),
  /** One's own hubs for the other side's people; told with a yes. */
  hubKeys: ownHubKeys,
  message: optionalLine(1_000),
})
export type AnswerMutualUseBody = z.output<typeof answerMutualUseBody>

export const withdrawMutualUseBody = z.object({ version: z.int().min(1) })

/** `lastOn`: the last day of use, today or later. Bookings that were made stay. */
export const endMutualUseBody = z.object({ version: z.int().min(1), lastOn: day, reason: line(500) })
export type EndMutualUseBody = z.output<typeof endMutualUseBody>

/** Hubs elsewhere that this consortium's people may use today, by the terms of the agreement. */
export const partnerHubs = page(
  z.object({
    key: z.string(),
    names: localText,
    partner,
    who: visitorWho,
    priceClass: visitorPriceClass,
    mostPerMonth: z.int().nullable(),
    /** The last day of use, where there is one. */
    untilOn: day.nullable(),
  }),
)
export type PartnerHub = z.output<typeof partnerHubs>['items'][number]
