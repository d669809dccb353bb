/** What the full desk sees and sends: people by key, who is at the door now, stretches of days, many bookings at once. */
import * as z from 'zod'
import { day, id, instant, language, line, localText, mailAddress, optionalLine } from '#platform/contract/schemas.ts'
import { bookedKind, bookingStatus, deskBooking, gridLease, phone, wanted } from '../schemas.ts'

// ---- people

export const findPeopleQuery = z.object({
  /** The beginning of a name, a reading, a mail address or a telephone number; kana, width and case do not matter. */
  q: line(100),
  limit: z.coerce.number().int().min(1).max(30).default(8),
})
export type FindPeopleQuery = z.output<typeof findPeopleQuery>

/** Somebody who has booked without an account, or a member. */
export const deskPerson = z.object({
  kind: z.enum(['member', 'guest']),
  /** Of a member the account, of a guest the key of what is known about them. */
  id,
  name: z.string(),
  kana: z.string().nullable(),
  organisation: z.string().nullable(),
  mail: z.string().nullable(),
  phone: z.string().nullable(),
  language,
})
export type DeskPerson = z.output<typeof deskPerson>
export const deskPeople = z.object({ items: z.array(deskPerson) })

export const personParams = z.object({ hubId: id, personId: id })
export const personBookingsQuery = z.object({ kind: z.enum(['member', 'guest']) })
/** Bookings of a person in the whole consortium: those to come first, then the latest ones. */
export const personBookings = z.object({ items: z.array(deskBooking) })

// ---- somebody stands at the desk

export const walkInBody = z.object({
  holder: z
    .union([
      z.object({ accountId: id }),
      z.object({ name: line(100), mail: mailAddress.optional(), phone: phone.optional(), language: language.default('ja') }),
    ])
    .optional(),
  partySize: z.int().min(1).max(1_000).default(1),
  /** Absent: whichever seat or room is free for longest. */
  what: wanted.optional(),
  /** How long at most; ends sooner where the house shuts or somebody else comes. */
  minutes: z.int().min(15).max(1_440).default(120),
})
export type WalkInBody = z.output<typeof walkInBody>

export const arrivalBody = z.object({
  /** So many came now; a negative number takes back what was counted wrongly. */
  people: z.int().min(-1_000).max(1_000),
})

/** Who of today's parties has come, by booking. */
export const arrivalCount = z.object({ bookingId: id, partySize: z.int(), arrived: z.int(), lastAt: instant.nullable() })
export type ArrivalCount = z.output<typeof arrivalCount>
export const arrivalCounts = z.object({ items: z.array(arrivalCount) })

// ---- many at once

const bulkAct = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('move'),
    /** Later, or earlier where negative. */
    minutes: z
      .int()
      .min(-14 * 1_440)
      .max(14 * 1_440),
  }),
  z.object({ kind: z.literal('place'), targetKind: bookedKind, targetId: id }),
  z.object({ kind: z.literal('cancel') }),
])

export const changeManyBody = z.object({
  bookings: z
    .array(z.object({ id, version: z.int().min(1) }))
    .min(1)
    .max(200),
  act: bulkAct,
  reason: optionalLine(300),
  /** `try`: changes nothing and says what would be refused. `all`: all of them or none. `possible`: those that can be. */
  how: z.enum(['try', 'all', 'possible']),
})
export type ChangeManyBody = z.output<typeof changeManyBody>

export const changedMany = z.object({
  /** Whether anything was stored. */
  isDone: z.boolean(),
  changed: z.int(),
  items: z.array(
    z.object({ bookingId: id, isRefused: z.boolean(), code: z.string().nullable(), params: z.record(z.string(), z.unknown()) }),
  ),
})
export type ChangedMany = z.output<typeof changedMany>

// ---- a stretch of days

export const periodQuery = z.object({
  from: day,
  days: z.coerce.number().int().min(1).max(42).default(7),
  /** One space or kind of equipment: its bookings are told one by one. */
  targetId: id.optional(),
})
export type PeriodQuery = z.output<typeof periodQuery>

export const periodBooking = z.object({
  id,
  targetId: id,
  status: bookingStatus,
  startsAt: instant,
  endsAt: instant,
  holderName: z.string(),
  partySize: z.int(),
})

export const periodRow = z.object({
  kind: bookedKind,
  targetId: id,
  name: localText,
  type: z.string(),
  totalUnits: z.int(),
  /** A cell a day, in order. Minutes are those of all units together. */
  days: z.array(z.object({ openMinutes: z.int(), takenMinutes: z.int(), bookings: z.int() })),
})
export type PeriodRow = z.output<typeof periodRow>

export const deskPeriod = z.object({
  hubId: id,
  timeZone: z.string(),
  now: instant,
  days: z.array(day),
  rows: z.array(periodRow),
  /** Of the one target that was asked for; else empty. */
  bookings: z.array(periodBooking),
  /** Of the same target. */
  leases: z.array(gridLease),
})
export type DeskPeriod = z.output<typeof deskPeriod>
