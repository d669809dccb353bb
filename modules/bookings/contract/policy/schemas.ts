/** The rules of booking on the wire: what a hub, a space or a kind of equipment decides, and what trying new ones tells. */
import * as z from 'zod'
import { day, id, instant, line, localText, yen } from '#platform/contract/schemas.ts'
import { bookedKind, bookingStatus, userClass, type UserClass } from '../schemas.ts'

/** Groups of rules that a space decides for itself or takes from its hub. */
export const ruleGroups = ['who', 'time', 'buffer', 'quota', 'approval', 'release', 'fee'] as const
export const ruleGroup = z.enum(ruleGroups)
export type RuleGroup = z.output<typeof ruleGroup>

/** `leaseholders`: members of an organisation that holds a lease here. `registered`: persons and groups whom the office has registered, and members. */
export const whoMayBook = z.enum(['public', 'members', 'leaseholders', 'registered'])
export type WhoMayBook = z.output<typeof whoMayBook>

export const quota = z.object({
  of: z.enum(['person', 'organisation']),
  per: z.enum(['day', 'week', 'month']),
  unit: z.enum(['bookings', 'hours']),
  most: z.int().min(1).max(1_000),
})

const price = yen.nullable()
export const prices = z.object({ hourYen: price, dayYen: price, morningYen: price, afternoonYen: price, eveningYen: price })

const minuteOfDay = z.int().min(0).max(1_440)
const percent = z.int().min(0).max(100)

export const terms = z
  .object({
    prices: z.object({
      general: prices,
      resident: prices.optional(),
      member: prices.optional(),
      'non-profit': prices.optional(),
      company: prices.optional(),
    } satisfies Record<UserClass, unknown>),
    blocks: z.object({ morning: minuteOfDay, afternoon: minuteOfDay, evening: minuteOfDay }),
    cancellation: z.object({
      deadlineHours: z.int().min(0).max(8_760).nullable(),
      steps: z.array(z.object({ fromDaysBefore: z.int().min(0).max(365), percent })).max(10),
      noShowPercent: percent,
    }),
  })
  .refine(({ blocks }) => blocks.morning < blocks.afternoon && blocks.afternoon < blocks.evening, {
    message: 'the blocks of a day follow each other',
    path: ['blocks'],
  })

export const tariff = z.object({ id, validFrom: day, terms })

const minutes = (least: number, most: number) => z.int().min(least).max(most)

/** The rules of one place, all of them, as they hold: its own and those of its hub. Money stands in tariffs. */
export const rules = z
  .object({
    who: whoMayBook,
    granularityMinutes: z.int().refine((value) => value > 0 && 1_440 % value === 0, 'a part of a day'),
    shortestMinutes: minutes(1, 44_640),
    longestMinutes: minutes(1, 44_640),
    daysAhead: z.int().min(0).max(1_100),
    bufferBeforeMinutes: minutes(0, 1_440),
    bufferAfterMinutes: minutes(0, 1_440),
    quotas: z.array(quota).max(6),
    needsApproval: z.boolean(),
    approvalHours: z.int().min(1).max(2_160),
    releaseMinutes: minutes(5, 1_440).nullable(),
    holdMinutes: minutes(5, 1_440),
    /** The desk may go beyond quota and distance, with a reason. */
    deskMayOverride: z.boolean(),
  })
  .refine((value) => value.longestMinutes >= value.shortestMinutes, { message: 'not under the shortest', path: ['longestMinutes'] })
export type Rules = z.output<typeof rules>

/** A hub, or one of its places, with its rules. */
export const rulesOfPlace = z.object({
  targetId: id,
  /** `hub`: what holds where a place says nothing of its own. */
  kind: z.enum(['hub', 'space', 'equipment']),
  name: localText,
  type: z.string(),
  /** Groups that are the hub's; of the hub itself: of what holds everywhere. */
  inherits: z.array(ruleGroup),
  rules,
  /** The tariff in force and those to come, also where they are the hub's; empty: free. */
  tariffs: z.array(tariff),
  /** In force today. */
  terms,
  /** Of the row; 0: there is none yet. */
  version: z.int(),
  isAssumed: z.boolean(),
})
export type RulesOfPlace = z.output<typeof rulesOfPlace>

export const reduction = z.object({
  id,
  names: localText,
  percent: z.int().min(1).max(100).nullable(),
  yen: z.int().min(1).nullable(),
  needsProof: z.boolean(),
  isDeskOnly: z.boolean(),
  validFrom: day,
  validUntil: day.nullable(),
})
export type Reduction = z.output<typeof reduction>

export const hubRules = z.object({
  hubId: id,
  today: day,
  timeZone: z.string(),
  places: z.array(rulesOfPlace),
  reductions: z.array(reduction),
})
export type HubRules = z.output<typeof hubRules>

/** What is to hold for a place. Groups in `inherits` are the hub's, whatever `rules` says of them. */
export const rulesDraft = z.object({
  version: z.int().min(0),
  inherits: z.array(ruleGroup),
  rules,
  /** New prices and cancellation terms, for use from a day on; absent: those that hold stay. */
  tariff: z.object({ validFrom: day, terms }).optional(),
})
export type RulesDraft = z.output<typeof rulesDraft>

export const saveRulesBody = rulesDraft.extend({
  reason: line(300),
  /** Bookings that are to follow the new prices although they were promised the old ones. */
  reprice: z.array(id).max(500).default([]),
})
export type SaveRulesBody = z.output<typeof saveRulesBody>

/** One that exists and would be otherwise under the new rules. */
export const affectedByRules = z.object({
  bookingId: id,
  status: bookingStatus,
  startsAt: instant,
  endsAt: instant,
  targetName: localText,
  holderName: z.string(),
  /** Why it could not be made anew. */
  refusals: z.array(z.enum(['members_only', 'too_short', 'too_long', 'too_far_ahead', 'off_the_clock', 'needs_approval', 'quota'])),
  feeYen: yen,
  newFeeYen: yen,
})

export const rulesTrial = z.object({
  /** Who may book how: one line for each kind of booker. */
  who: z.array(
    z.object({
      booker: z.enum(['public', 'member', 'leaseholder', 'registered', 'desk']),
      mayBook: z.boolean(),
      isConfirmedAtOnce: z.boolean(),
      lastDay: day,
      shortestMinutes: z.int(),
      longestMinutes: z.int(),
    }),
  ),
  /** What usual lengths cost on a day, by class of users; `day` all of the day's hours. */
  fees: z.array(
    z.object({
      userClass,
      validFrom: day,
      samples: z.array(z.object({ sample: z.enum(['hour', 'morning', 'afternoon', 'evening', 'day']), yen })),
    }),
  ),
  /** Coming bookings that keep what they were promised; `total` counts those that do not fit on the list too. */
  affected: z.object({ total: z.int(), items: z.array(affectedByRules) }),
})
export type RulesTrial = z.output<typeof rulesTrial>

export const rulesParams = z.object({ hubId: id, targetId: id })

export const addReductionBody = z
  .object({
    names: localText,
    percent: z.int().min(1).max(100).nullable(),
    yen: z.int().min(1).max(1_000_000).nullable(),
    needsProof: z.boolean(),
    isDeskOnly: z.boolean(),
    validFrom: day,
    reason: line(300),
  })
  .refine((value) => (value.percent === null) !== (value.yen === null), { message: 'percent or yen', path: ['yen'] })
export type AddReductionBody = z.output<typeof addReductionBody>

export const reductionParams = z.object({ hubId: id, reductionId: id })
/** From this day on it is given no more; bookings that have it keep it. */
export const endReductionBody = z.object({ validUntil: day, reason: line(300) })

// ---- what a booker is told before booking

export const quoteQuery = z.object({
  targetId: id,
  kind: bookedKind,
  startsAt: instant,
  endsAt: instant,
  units: z.coerce.number().int().min(1).max(100).default(1),
  reductionId: id.optional(),
  forOrganisation: z.stringbool().default(false),
})
export type QuoteQuery = z.output<typeof quoteQuery>

/** What the wish would cost and ask for. Whether the place is free only the booking tells. */
export const quote = z.object({
  userClass,
  listFeeYen: yen,
  feeYen: yen,
  needsApproval: z.boolean(),
  /** How long the office has for its answer. */
  approvalHours: z.int(),
  /** Reductions that may be asked for. */
  reductions: z.array(reduction),
  /** What is left of each quota before this booking. */
  quotas: z.array(quota.extend({ left: z.number() })),
  releaseMinutes: z.int().nullable(),
  cancellation: z.object({
    /** Until when the holder can cancel. */
    until: instant,
    /** From these instants on it costs so much. */
    steps: z.array(z.object({ from: instant, percent: z.int(), yen })),
    noShowYen: yen,
  }),
})
export type Quote = z.output<typeof quote>

/** What cancelling costs at this moment. */
export const cancellationCost = z.object({ feeYen: yen, percent: z.int(), isLate: z.boolean() })

export const neededReasonBody = z.object({ reason: line(300) })
export const setReductionBody = z.object({ reductionId: id.nullable(), reason: line(300) })
