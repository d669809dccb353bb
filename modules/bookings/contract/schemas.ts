/** What bookings look like on the wire. Instants are ISO 8601 in UTC; days and times of day are those of the hub. */
import * as z from 'zod'
import {
  day,
  id,
  instant,
  language,
  line,
  localText,
  mailAddress,
  optionalLine,
  page,
  pageQuery,
  personName,
  tenantKey,
  yen,
} from '#platform/contract/schemas.ts'
import { leaseKinds } from './lease/rules.ts'

export const bookingStatuses = ['requested', 'held', 'confirmed', 'declined', 'cancelled', 'lapsed', 'no-show'] as const
/**
 * `held`: a guest has yet to confirm by the link; `requested`: the office has yet to say yes. Both take the place until
 * `holdExpiresAt`. `lapsed`: nobody confirmed, or the office did not answer. `no-show`: nobody came, and the rest was released.
 */
export const bookingStatus = z.enum(bookingStatuses)
export type BookingStatus = z.output<typeof bookingStatus>

export const bookingOrigins = ['web', 'desk', 'walk-in', 'series', 'waiting-list', 'lottery'] as const
/** Where a booking came from. */
export const bookingOrigin = z.enum(bookingOrigins)
export type BookingOrigin = z.output<typeof bookingOrigin>

export const userClasses = ['general', 'resident', 'member', 'non-profit', 'company'] as const
/** Who uses it, as far as the price goes. */
export const userClass = z.enum(userClasses)
export type UserClass = z.output<typeof userClass>

export const bookedKinds = ['space', 'seat', 'equipment'] as const
/** `space`: the whole of it. `seat`: one or more seats of a space. `equipment`: one or more pieces of a kind. */
export const bookedKind = z.enum(bookedKinds)
export type BookedKind = z.output<typeof bookedKind>

/** A seat number or a piece: the smallest thing that can be taken. */
export const unit = z.object({ id, label: z.string() })
export type Unit = z.output<typeof unit>

const unitIds = z.array(id).min(1).max(100)

/** What a caller wants to have. Without `unitIds` any free seat or piece will do. */
export const wanted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('space'), spaceId: id }),
  z.object({ kind: z.literal('seat'), spaceId: id, count: z.int().min(1).max(100).default(1), unitIds: unitIds.optional() }),
  z.object({ kind: z.literal('equipment'), equipmentId: id, count: z.int().min(1).max(100).default(1), unitIds: unitIds.optional() }),
])
export type Wanted = z.output<typeof wanted>
export type WantedIn = z.input<typeof wanted>

export const period = z.object({ startsAt: instant, endsAt: instant })
export type Period = z.output<typeof period>

const partySize = z.int().min(1).max(1_000)

/** Half-open: `endsAt` is the first instant that is free again. */
const bookingWish = z.object({
  what: wanted,
  startsAt: instant,
  endsAt: instant,
  partySize: partySize.default(1),
  purpose: optionalLine(500),
  /** A reason to pay less, of those that the hub has. */
  reductionId: id.optional(),
})

/** `forOrganisation`: in the name of the member's organisation, whose quota and price it then is. */
export const bookSpaceBody = bookingWish.extend({ forOrganisation: z.boolean().default(false) })
export type BookSpaceBody = z.output<typeof bookSpaceBody>

/** Phone numbers as people type them: full-width digits and dashes are folded. */
export const phone = z
  .string()
  .transform((text) =>
    text
      .normalize('NFKC')
      .replaceAll(/[‐-―−ー]/g, '-')
      .trim(),
  )
  .pipe(z.string().regex(/^\+?[0-9][0-9 ()-]{5,24}$/))

export const guest = z.object({ name: personName(100), mail: mailAddress, language, phone: phone.optional() })

export const bookAsGuestBody = bookingWish.extend({
  guest,
  /** The guest agrees to the hub's terms of use and to what is kept about them. */
  consent: z.literal(true),
  /** The version of them that was shown; none where the hub has none. */
  termsId: id.optional(),
})
export type BookAsGuestBody = z.output<typeof bookAsGuestBody>

/** Booked at the desk: for a member (`accountId`), or for somebody by name, with a mail if they want one. */
export const bookForSomebodyBody = bookingWish.extend({
  holder: z.union([
    z.object({ accountId: id }),
    z.object({ name: line(100), mail: mailAddress.optional(), phone: phone.optional(), language: language.default('ja') }),
  ]),
  note: optionalLine(1_000),
  forOrganisation: z.boolean().default(false),
  userClass: userClass.optional(),
  /** Beyond the quota, where the rules let the desk; and why. */
  overrideReason: optionalLine(300),
})
export type BookForSomebodyBody = z.output<typeof bookForSomebodyBody>

/** What is left out stays. `version` is the one that was on the screen: a change since then is refused (412). */
export const changeBookingBody = z.object({
  version: z.int().min(1),
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  what: wanted.optional(),
  partySize: partySize.optional(),
  purpose: optionalLine(500),
  /** Why, for the history; the operator's word to the guest when the desk moves a booking. */
  reason: optionalLine(300),
})
export type ChangeBookingBody = z.output<typeof changeBookingBody>

/** `chargesFee`: by the desk, whether the fee that was promised for a late cancellation is due; the holder always owes it. */
export const cancelBookingBody = z.object({ reason: optionalLine(300), chargesFee: z.boolean().optional() })
export const noteBookingBody = z.object({ version: z.int().min(1), note: z.string().max(1_000) })

export const booking = z.object({
  id,
  hubId: id,
  /** `<consortium>.<hub>`, the hub's key in addresses. */
  hubKey: z.string(),
  hubName: localText,
  timeZone: z.string(),
  kind: bookedKind,
  /** The space or the kind of equipment. */
  targetId: id,
  targetName: localText,
  units: z.array(unit),
  startsAt: instant,
  endsAt: instant,
  status: bookingStatus,
  /** Only while held or requested. */
  holdExpiresAt: instant.nullable(),
  /** Confirmed once it is paid, and cancelled by itself after that; null: nothing of the kind is asked, or it is paid. */
  provisionalUntil: instant.nullable(),
  partySize: z.int(),
  holder: z.object({
    kind: z.enum(['account', 'guest']),
    /** Empty once the person has been forgotten. */
    name: z.string(),
    mail: z.string().nullable(),
    phone: z.string().nullable(),
    language,
  }),
  purpose: z.string(),
  /** Due, after the reduction. */
  feeYen: yen,
  /** Before the reduction; the same where there is none. */
  listFeeYen: yen,
  userClass,
  /** Why less is paid, and whether the desk has seen the proof that it wants. */
  reduction: z.object({ id, names: localText, needsProof: z.boolean(), isProofSeen: z.boolean() }).nullable(),
  /** Due because it was cancelled late or nobody came. */
  cancellationFeeYen: yen.nullable(),
  checkedInAt: instant.nullable(),
  /** Released then unless somebody has come. */
  releaseAt: instant.nullable(),
  /** What the holder shows at the entrance, as a QR code; only while it can be used. */
  checkInCode: z.string().nullable(),
  /** Six signs to type at the entrance where there is no camera; only while it can be used. */
  shortCode: z.string().nullable(),
  /** Until when the holder can cancel; null: until the start. */
  cancelUntil: instant.nullable(),
  origin: bookingOrigin,
  seriesId: id.nullable(),
  organisationId: id.nullable(),
  /** By an agreement of mutual use: the consortium whose member it is. Null for everybody else. */
  visitFrom: localText.nullable(),
  /** What may still be done with it, by the one who asks, at the time of asking. */
  can: z.object({ confirm: z.boolean(), change: z.boolean(), cancel: z.boolean(), checkIn: z.boolean() }),
  version: z.int(),
  createdAt: instant,
  changedAt: instant,
})
export type Booking = z.output<typeof booking>

/** What the desk sees besides. */
export const deskBooking = booking.extend({ accountId: id.nullable(), note: z.string() })
export type DeskBooking = z.output<typeof deskBooking>

export const bookingPage = page(booking)
export const deskBookingPage = page(deskBooking)

export const bookingParams = z.object({ bookingId: id })
export const hubParams = z.object({ hubId: id })
export const hubKeyParams = z.object({ hubKey: tenantKey })
export const guestBookingParams = z.object({ hubKey: tenantKey, bookingId: id })

export const myBookingsQuery = pageQuery.extend({
  /** `coming` (also running), earliest first; `past` (also cancelled and lapsed), latest first. */
  when: z.enum(['coming', 'past']).default('coming'),
})
/** A day, or a period of days (`to` included, 92 at most); `text` is a part of the holder's name, mail or telephone. */
export const hubBookingsQuery = pageQuery
  .extend({
    day: day.optional(),
    from: day.optional(),
    to: day.optional(),
    status: z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(bookingStatus).max(7)).optional(),
    targetId: id.optional(),
    text: line(100).optional(),
  })
  .refine((query) => (query.day === undefined) !== (query.from === undefined) && (query.from === undefined) === (query.to === undefined), {
    message: 'a day, or from and to',
    path: ['day'],
  })
export type HubBookingsQuery = z.output<typeof hubBookingsQuery>
export const dayQuery = z.object({ day })

/** Who did what when. `who.name` is empty where the person was forgotten. */
export const historyEntry = z.object({
  at: instant,
  /** `bookings.booked` and the like. */
  type: z.string(),
  who: z.object({ kind: z.enum(['stranger', 'guest', 'person', 'system']), name: z.string() }),
  reason: z.string().nullable(),
  /** For a change: what it was and what it became. */
  was: z.object({ startsAt: instant, endsAt: instant, targetId: id }).nullable(),
  became: z.object({ startsAt: instant, endsAt: instant, targetId: id }).nullable(),
})
export type HistoryEntry = z.output<typeof historyEntry>
export const history = z.object({ items: z.array(historyEntry) })

/** Coming bookings that lie outside the hours as they are now, or on units no longer in use. */
export const affectedBookings = z.object({ items: z.array(deskBooking) })

// ---- what is free

/** A time of the hub's day; `24:00` is its end. */
export const wallTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)

export const availabilityQuery = z
  .object({
    /** First day of the marks. */
    from: day,
    days: z.coerce.number().int().min(1).max(62).default(1),
    /** The chosen day; its spaces are told one by one. */
    day: day.optional(),
    /** The wished time of the chosen day, `09:00` to `24:00`; an end at or before the start is on the next day. Absent: all the day's hours. */
    start: wallTime.optional(),
    end: wallTime.optional(),
    people: z.coerce.number().int().min(1).max(1_000).default(1),
  })
  .refine((query) => (query.start === undefined) === (query.end === undefined), { message: 'start and end go together', path: ['end'] })
export type AvailabilityQuery = z.output<typeof availabilityQuery>

/** `few`: three quarters or more is taken, or only a part of the wished time is left. */
export const dayMark = z.enum(['free', 'few', 'full', 'closed'])
export type DayMark = z.output<typeof dayMark>

/** Why a day or time is shut: no hours on that day of the week, a public holiday, a closure, or a time outside the day's hours. */
export const closedReason = z.enum(['weekly', 'holiday', 'closure', 'hours'])
export type ClosedReason = z.output<typeof closedReason>

export const freePeriod = period.extend({ freeUnits: z.int() })

export const spaceState = z.enum(['free', 'partly', 'full', 'closed', 'too_small'])

export const spaceAvailability = z.object({
  kind: bookedKind,
  targetId: id,
  name: localText,
  /** The kind of space of `hubs` (`meeting-room`); of equipment its kind. */
  type: z.string(),
  capacity: z.int().nullable(),
  /** For the wished time: all of it free, a part of it (also where it is longer than `rules` allow in one go), none, shut, or too small for the party. */
  state: spaceState,
  closedReason: closedReason.nullable(),
  /** What `state`, `freeUnits` and `feeYen` are about: the wished time, or all hours of the day from now on; null where it is shut all day. */
  wish: period.nullable(),
  totalUnits: z.int(),
  /** Free for all of the wished time. */
  freeUnits: z.int(),
  /** Seats or pieces by number, where a choice makes sense. */
  units: z.array(unit.extend({ isFree: z.boolean() })),
  /** The hours of the chosen day. */
  open: z.array(period),
  /** What is left of them, with how many units. */
  free: z.array(freePeriod),
  /** The nearest times of the wished length that are free, before and after; empty where the wish itself is. */
  nearest: z.array(period),
  /** For the wished time, one unit (or the whole space). */
  feeYen: yen,
  /** The reader's prices; `blocks` are the minutes from midnight at which morning, afternoon and evening begin. */
  fee: z.object({
    hourYen: yen.nullable(),
    dayYen: yen.nullable(),
    morningYen: yen.nullable(),
    afternoonYen: yen.nullable(),
    eveningYen: yen.nullable(),
    blocks: z.object({ morning: z.int(), afternoon: z.int(), evening: z.int() }),
  }),
  rules: z.object({
    granularityMinutes: z.int(),
    shortestMinutes: z.int(),
    longestMinutes: z.int(),
    daysAhead: z.int(),
    /** How long a guest's hold waits for the link. */
    holdMinutes: z.int(),
    who: z.enum(['public', 'members', 'leaseholders', 'registered']),
    /** Booked only with the office's yes, for which it has `approvalHours`. */
    needsApproval: z.boolean(),
    approvalHours: z.int(),
  }),
})
export type SpaceAvailability = z.output<typeof spaceAvailability>

export const availability = z.object({
  hubId: id,
  timeZone: z.string(),
  now: instant,
  today: day,
  /** The last day that anything here can be booked for. */
  lastDay: day,
  days: z.array(z.object({ day, mark: dayMark, closedReason: closedReason.nullable(), open: z.array(period), note: localText.nullable() })),
  choice: z.object({ day, startsAt: instant, endsAt: instant, people: z.int(), spaces: z.array(spaceAvailability) }).nullable(),
})
export type Availability = z.output<typeof availability>

export const freeNow = z.object({
  hubId: id,
  timeZone: z.string(),
  now: instant,
  isOpen: z.boolean(),
  /** When it closes, or opens next (within a week). */
  changesAt: instant.nullable(),
  spaces: z.array(
    z.object({
      kind: bookedKind,
      targetId: id,
      name: localText,
      type: z.string(),
      totalUnits: z.int(),
      freeUnits: z.int(),
      /** Until when the place that is free longest stays free. */
      freeUntil: instant.nullable(),
    }),
  ),
})
export type FreeNow = z.output<typeof freeNow>

/** What a refused booking offers instead: params `alternatives` of `bookings.space_taken`. */
export const alternatives = z.object({
  /** The same space at the nearest free times of the same length, before and after. */
  times: z.array(freePeriod),
  /** Other spaces for the same time. */
  spaces: z.array(z.object({ kind: bookedKind, targetId: id, name: localText, type: z.string(), freeUnits: z.int(), feeYen: yen })),
})
export type Alternatives = z.output<typeof alternatives>

// ---- the desk's day

export const gridBooking = z.object({
  id,
  status: z.enum(['requested', 'held', 'confirmed']),
  startsAt: instant,
  endsAt: instant,
  holderName: z.string(),
  isGuest: z.boolean(),
  partySize: z.int(),
  unitIds: z.array(id),
  version: z.int(),
})
export type GridBooking = z.output<typeof gridBooking>

/** From `at` on, this many units are taken, until the next step. */
export const gridStep = z.object({ at: instant, taken: z.int() })

export const gridRow = z.object({
  kind: bookedKind,
  targetId: id,
  name: localText,
  type: z.string(),
  units: z.array(unit),
  open: z.array(period),
  closedReason: closedReason.nullable(),
  /** Bookings that touch the day, whole or in part, also of the whole of a space that is else booked by seats. */
  bookings: z.array(gridBooking),
  /** Of spaces booked by seats and of equipment: how full, over the day. */
  steps: z.array(gridStep),
  bufferBeforeMinutes: z.int(),
  bufferAfterMinutes: z.int(),
  /** Begins and ends are multiples of it on the hub's clock, or edges of the hours. */
  granularityMinutes: z.int(),
})

/** A space that is let, lent or tried out, whole, over the day or a part of it. */
export const gridLease = z.object({
  id,
  targetId: id,
  kind: z.enum(leaseKinds),
  status: z.enum(['offered', 'active', 'ended']),
  holderName: z.string(),
  startsAt: instant,
  endsAt: instant,
  endsOn: day,
})
export type GridLease = z.output<typeof gridLease>

export const dayGrid = z.object({
  hubId: id,
  day,
  timeZone: z.string(),
  startsAt: instant,
  endsAt: instant,
  now: instant,
  /** Bookings of the day that are cancelled by themselves unless they are paid. */
  provisional: z.array(id),
  leases: z.array(gridLease),
  rows: z.array(gridRow),
})
export type DayGrid = z.output<typeof dayGrid>

/** Today at the desk: who is coming, and what waits for a decision. */
export const deskToday = z.object({
  hubId: id,
  day,
  timeZone: z.string(),
  now: instant,
  /** Confirmed bookings that begin today and have not begun, earliest first. */
  arrivals: z.array(deskBooking),
  /** Running now. */
  running: z.array(deskBooking),
  /** Requests that wait for the office's answer and holds that lapse, soonest first. */
  needsMe: z.array(z.object({ kind: z.enum(['request', 'hold_lapsing']), dueAt: instant, booking: deskBooking })),
  free: z.object({ spaces: z.int(), seats: z.int() }),
})
export type DeskToday = z.output<typeof deskToday>
