/** A series on the wire: the rule in days and times of the hub, and what becomes of each of its days. */
import * as z from 'zod'
import { day, id, instant, language, localText, optionalLine, page, pageQuery, yen } from '#platform/contract/schemas.ts'
import { alternatives, bookedKind, bookForSomebodyBody, bookingStatus, unit, userClass, wallTime, wanted } from '../schemas.ts'
import { mostOccurrences } from './rules.ts'

const weekday = z.int().min(1).max(7)
const every = z.int().min(1).max(52).default(1)

export const seriesPattern = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('daily'), every }),
  z.object({ kind: z.literal('weekly'), every, weekdays: z.array(weekday).min(1).max(7) }),
  /** The third Tuesday; -1 is the last. A month without a fifth is passed over. */
  z.object({ kind: z.literal('monthly-weekday'), every, nth: z.union([z.int().min(1).max(5), z.literal(-1)]), weekday }),
  /** The 29th to 31st in a month without one: none, or its last day. */
  z.object({
    kind: z.literal('monthly-date'),
    every,
    date: z.int().min(1).max(31),
    whenShort: z.enum(['skip', 'last-day']).default('skip'),
  }),
  /** Monday to Friday without public holidays. */
  z.object({ kind: z.literal('weekdays') }),
])

export const seriesRule = z.object({
  startsOn: day,
  pattern: seriesPattern,
  /** Until a day, that day too, or so many times. At most 366 in all. */
  end: z.union([z.object({ until: day }), z.object({ count: z.int().min(1).max(mostOccurrences) })]),
})
export type SeriesRuleBody = z.output<typeof seriesRule>

/** What was agreed for one day of the rule: not at all, or at another time or place. What is left out stays. */
export const dayChoice = z.union([
  z.object({ day, isLeftOut: z.literal(true) }),
  z.object({ day, startsAt: instant.optional(), endsAt: instant.optional(), what: wanted.optional() }),
])
export type DayChoice = z.output<typeof dayChoice>

const startTime = wallTime.refine((time) => time !== '24:00', 'a time before 24:00')

export const seriesWish = z.object({
  what: wanted,
  rule: seriesRule,
  /** On the hub's clock; an end at or before the start is on the next day. */
  start: startTime,
  end: wallTime,
  partySize: z.int().min(1).max(1_000).default(1),
  purpose: optionalLine(500),
  /** In the name of the booker's organisation. */
  forOrganisation: z.boolean().default(false),
  reductionId: id.optional(),
  choices: z.array(dayChoice).max(mostOccurrences).default([]),
})
export type SeriesWish = z.output<typeof seriesWish>

export const bookSeriesForSomebodyBody = seriesWish.extend({
  holder: bookForSomebodyBody.shape.holder,
  userClass: userClass.optional(),
  note: optionalLine(1_000),
})
export type BookSeriesForSomebodyBody = z.output<typeof bookSeriesForSomebodyBody>

export const dayState = z.enum(['free', 'taken', 'closed', 'refused', 'left_out'])

/** One day of a rule, tried. */
export const triedDay = z.object({
  day,
  startsAt: instant,
  endsAt: instant,
  kind: bookedKind,
  targetId: id,
  targetName: localText,
  /** At another time or place than the rule says, by choice. */
  isOther: z.boolean(),
  state: dayState,
  /** What is in the way; `series`: the day before of the same series. */
  takenBy: z.enum(['booking', 'hold', 'lease', 'closure', 'series']).nullable(),
  /** The error that booking this day alone would answer, and its sentence. */
  code: z.string().nullable(),
  why: z.string().nullable(),
  holiday: localText.nullable(),
  feeYen: yen,
  /** Other times, those of the same day first, and other places; of the first 40 days that cannot be had. */
  alternatives: alternatives.nullable(),
})
export type TriedDay = z.output<typeof triedDay>

export const passedDay = z.object({ day, why: z.enum(['holiday', 'short_month']), holiday: localText.nullable() })

export const seriesPreview = z.object({
  hubId: id,
  hubKey: z.string(),
  timeZone: z.string(),
  days: z.array(triedDay),
  /** What the rule passes over by itself. */
  passed: z.array(passedDay),
  freeCount: z.int(),
  /** Days that stand in the way of storing: neither free nor left out. */
  refusedCount: z.int(),
  feeYen: yen,
})
export type SeriesPreview = z.output<typeof seriesPreview>

/** params of `bookings.series_conflicts`. */
export const seriesConflicts = z.object({ days: z.array(triedDay) })

const counts = z.object({
  /** Days with a booking, whatever became of it. */
  total: z.int(),
  /** Not over, and not cancelled. */
  coming: z.int(),
  moved: z.int(),
  gone: z.int(),
})

export const seriesParams = z.object({ seriesId: id })

export const seriesSummary = z.object({
  id,
  hubId: id,
  hubKey: z.string(),
  hubName: localText,
  timeZone: z.string(),
  kind: bookedKind,
  targetId: id,
  targetName: localText,
  rule: seriesRule,
  start: z.string(),
  end: z.string(),
  lastDay: day,
  holderName: z.string(),
  isGuest: z.boolean(),
  counts,
  /** The next that is not over; null: none is left. */
  nextStartsAt: instant.nullable(),
  version: z.int(),
  createdAt: instant,
})
export type SeriesSummary = z.output<typeof seriesSummary>
export const seriesPage = page(seriesSummary)

export const seriesDay = z.object({
  day,
  /** What the rule said. */
  startsAt: instant,
  endsAt: instant,
  /** No booking was ever made: left out by choice, or a holiday. */
  passed: z.enum(['left_out', 'holiday']).nullable(),
  holiday: localText.nullable(),
  booking: z
    .object({
      id,
      startsAt: instant,
      endsAt: instant,
      kind: bookedKind,
      targetId: id,
      targetName: localText,
      units: z.array(unit),
      status: bookingStatus,
      /** As of a booking: until when it must be paid to stay. */
      provisionalUntil: instant.nullable(),
      isMoved: z.boolean(),
      feeYen: yen,
      can: z.object({ change: z.boolean(), cancel: z.boolean() }),
      version: z.int(),
    })
    .nullable(),
})
export type SeriesDay = z.output<typeof seriesDay>

export const series = seriesSummary.extend({
  holder: z.object({ name: z.string(), mail: z.string().nullable(), phone: z.string().nullable(), language }),
  partySize: z.int(),
  purpose: z.string(),
  /** Of all days that are not cancelled. */
  feeYen: yen,
  /** The desk's own words on the next of its days; null for anybody else. */
  note: z.string().nullable(),
  days: z.array(seriesDay),
  /** How many wait for the office's yes. */
  requestedCount: z.int(),
})
export type Series = z.output<typeof series>

export const listSeriesQuery = pageQuery.extend({ when: z.enum(['coming', 'past']).default('coming') })

/** Days of the rule, both ends included: one day is `from` = `to`, the rest has no `to`. */
const daysMeant = z.object({ version: z.int().min(1), from: day.optional(), to: day.optional() })

export const cancelSeriesBody = daysMeant.extend({
  reason: optionalLine(300),
  /** The desk's word on the fee that was promised for a late cancellation; a member owes it. */
  chargesFee: z.boolean().optional(),
})
export type CancelSeriesBody = z.output<typeof cancelSeriesBody>

/** Days of which a question asks, as `daysMeant`. */
export const seriesDaysQuery = daysMeant.pick({ from: true, to: true })
/** What cancelling those days costs at this moment, by the terms that were promised. */
export const seriesCancellationCost = z.object({ count: z.int(), feeYen: yen })

export const changeSeriesBody = daysMeant.extend({
  start: startTime.optional(),
  end: wallTime.optional(),
  /** Another place for all of the days. */
  what: wanted.optional(),
  /** Where seats are booked, as many of them. */
  partySize: z.int().min(1).max(1_000).optional(),
  purpose: optionalLine(500),
  reason: optionalLine(300),
  /** The desk's own words on each of the days; from anybody else 403. */
  note: z.string().max(1_000).optional(),
  /** The desk's word where the price of today is another than was agreed: it stays. Anybody else pays the price of the day. */
  keepsFee: z.boolean().default(false),
  /** What was agreed for one day of the rule: it stays as it is (left out of the change), or has another time or place. */
  choices: z.array(dayChoice).max(mostOccurrences).default([]),
})
export type ChangeSeriesBody = z.output<typeof changeSeriesBody>

/** The days that a change means, tried: nothing is stored. `feeYen` and `wasFeeYen` are of the days that can be had. */
export const seriesChangePreview = z.object({
  days: z.array(triedDay),
  freeCount: z.int(),
  refusedCount: z.int(),
  feeYen: yen,
  wasFeeYen: yen,
})
export type SeriesChangePreview = z.output<typeof seriesChangePreview>

/** The office's one answer for all days that wait for it; a no says why. */
export const decideSeriesBody = z
  .object({ version: z.int().min(1), isApproved: z.boolean(), reason: optionalLine(300) })
  .refine(({ isApproved, reason }) => isApproved || (reason ?? '') !== '', { message: 'a reason', path: ['reason'] })
export type DecideSeriesBody = z.output<typeof decideSeriesBody>
