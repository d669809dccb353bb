/** How much was used: days counted once, asked about by period. Minutes are those of units: a room of 20 seats open for an hour has 1,200. */
import * as z from 'zod'
import { day, id, instant, localText, page, pageQuery } from '#platform/contract/schemas.ts'
import { bookedKind } from '../schemas.ts'

/** No law says how visits are counted: each consortium says it itself, and reports say how it was. */
export const useRule = z.object({
  /** `booked`: all that were booked and neither cancelled nor released. `came`: only those who checked in. */
  counts: z.enum(['booked', 'came']),
  /** `day` (人日): a person once a day and hub. `booking` (人回): each booking. */
  per: z.enum(['day', 'booking']),
  /** Whether those who come along are counted. */
  hasCompanions: z.boolean(),
})
export type UseRule = z.output<typeof useRule>
export const usualRule: UseRule = { counts: 'booked', per: 'day', hasCompanions: true }

export const storedUseRule = useRule.extend({ version: z.int().min(0) })

const mostDays = 366 * 3

/** In order, and no longer than a report asks for. */
const isPeriod = ({ from, to }: { from: string; to: string }): boolean =>
  from <= to && (Date.parse(to) - Date.parse(from)) / 86_400_000 < mostDays
const wrongPeriod = { message: 'a day from the beginning on, within three years', path: ['to'] }

const period = z.object({
  from: day,
  /** This day too. */
  to: day,
  /** One hub; absent: all of the consortium. */
  hubId: id.optional(),
})
export const usePeriod = period.refine(isPeriod, wrongPeriod)
export type UsePeriod = z.output<typeof usePeriod>

const count = z.int()

export const useFigures = z.object({
  /** 延べ人数, as the rule counts it. */
  visits: count,
  /** 実人数: different persons who booked. Whoever comes along has no name here. */
  persons: count,
  bookings: count,
  noShows: count,
  cancellations: count,
  openMinutes: count,
  bookedMinutes: count,
  /** Booked within the opening hours: what the rate is made of. */
  insideMinutes: count,
  /** From making a booking to its start, on the average; null: there is none. */
  leadMinutes: count.nullable(),
})
export type UseFigures = z.output<typeof useFigures>

const engagement = z.enum(['A', 'B', 'C', 'D'])

export const useReport = z.object({
  from: day,
  to: day,
  /** The last day that is counted; null: none is. */
  countedTo: day.nullable(),
  rule: useRule,
  /** Spaces; what is lent stands by itself under `spaces`. */
  total: useFigures,
  months: z.array(useFigures.extend({ month: z.string() })),
  spaces: z.array(useFigures.extend({ targetId: id, name: localText, hubId: id, hubName: localText, isEquipment: z.boolean() })),
  /** 24 of them. `people` is how many were there in that hour, all days together. */
  hours: z.array(z.object({ hour: count, openMinutes: count, bookedMinutes: count, insideMinutes: count, people: count })),
  /** 1 Monday to 7 Sunday. */
  weekdays: z.array(
    z.object({
      weekday: count,
      visits: count,
      openMinutes: count,
      insideMinutes: count,
      hours: z.array(z.object({ openMinutes: count, insideMinutes: count })),
    }),
  ),
  /** Null: of no type, or a guest. */
  engagements: z.array(z.object({ engagement: engagement.nullable(), visits: count, persons: count })),
  /** Null: of no organisation. */
  organisations: z.array(z.object({ organisationId: id.nullable(), name: z.string(), visits: count, persons: count })),
})
export type UseReport = z.output<typeof useReport>

export const useOutcome = z.enum(['used', 'no-show', 'cancelled'])
export type UseOutcome = z.output<typeof useOutcome>

export const useRecordsQuery = z
  .object({
    ...period.shape,
    ...pageQuery.shape,
    targetId: id.optional(),
    outcome: useOutcome.optional(),
    engagement: z.enum(['A', 'B', 'C', 'D', 'none']).optional(),
    /** An organisation, or `none`. */
    organisationId: z.union([id, z.literal('none')]).optional(),
    weekday: z.coerce.number().int().min(1).max(7).optional(),
    /** There in this hour of the hub's day. */
    hour: z.coerce.number().int().min(0).max(23).optional(),
  })
  .refine(isPeriod, wrongPeriod)
export type UseRecordsQuery = z.output<typeof useRecordsQuery>

export const useRecord = z.object({
  day,
  bookingId: id,
  hubId: id,
  hubKey: z.string(),
  kind: bookedKind,
  targetName: localText,
  startsAt: instant,
  endsAt: instant,
  timeZone: z.string(),
  outcome: useOutcome,
  people: count,
  hasCome: z.boolean(),
  engagement: engagement.nullable(),
  organisation: z.string(),
  /** Null for whoever does not run the desk. */
  holderName: z.string().nullable(),
})
export type UseRecord = z.output<typeof useRecord>
export const useRecords = page(useRecord)

export const useFileQuery = period.extend({ format: z.enum(['xlsx', 'csv']) }).refine(isPeriod, wrongPeriod)
