/** What visitors by an agreement of mutual use ask and send, and what both consortia see of it. */
import * as z from 'zod'
import { day, id, instant, localText, page, pageQuery, yen } from '#platform/contract/schemas.ts'
import { bookingStatus, bookSpaceBody, hubKeyParams } from '../schemas.ts'

export const visitorBookingParams = hubKeyParams.extend({ bookingId: id })

export const bookAsVisitorBody = bookSpaceBody.omit({ forOrganisation: true }).extend({
  /** The visitor agrees to the hub's terms of use and to what both consortia see. */
  consent: z.literal(true),
  /** The version of the terms that was shown; absent where the hub has none. */
  termsId: id.optional(),
})
export type BookAsVisitorBody = z.output<typeof bookAsVisitorBody>

/** By which agreement the asker may book at a hub on a day. */
export const visit = z.object({
  /** What the asker's own consortium calls itself. */
  homeName: localText,
  /** The hub's. */
  partnerName: localText,
  priceClass: z.enum(['member', 'general']),
  mostPerMonth: z.int().nullable(),
  /** Booked in the month of that day. */
  usedInMonth: z.int(),
  /** The last day of use, where there is one. */
  untilOn: day.nullable(),
})
export type Visit = z.output<typeof visit>
export const visitQuery = z.object({ day })

/** A booking elsewhere, as the member's own consortium knows it. */
export const abroadBooking = z.object({
  bookingId: id,
  hubKey: z.string(),
  hubName: localText,
  placeName: localText,
  timeZone: z.string(),
  startsAt: instant,
  endsAt: instant,
  status: bookingStatus,
  partySize: z.int(),
  feeYen: yen,
})
export type AbroadBooking = z.output<typeof abroadBooking>
export const abroadBookingPage = page(abroadBooking)

/** Both days included, two years at most. */
const recordsPeriod = z.object({
  /** `ours`: own members at hubs of partners; `theirs`: people of partners at own hubs. */
  side: z.enum(['ours', 'theirs']),
  from: day,
  to: day,
})
const isInOrder = ({ from, to }: { from: string; to: string }): boolean =>
  from <= to && Date.parse(to) - Date.parse(from) <= 732 * 86_400_000
const order = { message: 'from before to, two years at most', path: ['to'] }

export const mutualUseRecordsQuery = recordsPeriod.extend(pageQuery.shape).refine(isInOrder, order)
export type MutualUseRecordsQuery = z.output<typeof mutualUseRecordsQuery>
export const mutualUseFileQuery = recordsPeriod.extend({ format: z.enum(['xlsx', 'csv']).default('xlsx') }).refine(isInOrder, order)
export type MutualUseFileQuery = z.output<typeof mutualUseFileQuery>

const named = z.object({ key: z.string(), names: localText })

export const mutualUseRecord = z.object({
  bookingId: id,
  partner: named,
  hub: named,
  placeName: localText,
  timeZone: z.string(),
  startsAt: instant,
  endsAt: instant,
  status: bookingStatus,
  partySize: z.int(),
  feeYen: yen,
  /** Whose booking it is; empty for whoever may see figures only, and once forgotten. */
  name: z.string(),
})
export type MutualUseRecord = z.output<typeof mutualUseRecord>

export const mutualUseRecords = page(mutualUseRecord).extend({
  /** Over the whole period, bookings that took place or will: one line for each partner and hub. */
  totals: z.array(z.object({ partner: named, hub: named, bookings: z.int(), people: z.int(), minutes: z.int(), feeYen: yen })),
})
export type MutualUseRecords = z.output<typeof mutualUseRecords>
