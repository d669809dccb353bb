/** Why a booking is refused. Texts stand in `locales` under `errors`; params are for programs. */
import { defineErrors } from '#platform/contract/errors.ts'

export const bookingsErrors = defineErrors({
  /** params `alternatives` (schema `alternatives`): other times of the same space, other spaces at the same time. */
  'bookings.space_taken': { status: 409 },
  /** params `day`, `hours` (`9:00–18:00` or empty), `open` (periods), `closedReason`, `note` (localText or null), `alternatives`. */
  'bookings.outside_hours': { status: 422 },
  /** params `longestMinutes`, `hours`. */
  'bookings.too_long': { status: 422 },
  /** params `shortestMinutes`. */
  'bookings.too_short': { status: 422 },
  /** params `granularityMinutes`: times must be multiples of it on the hub's clock. */
  'bookings.off_the_clock': { status: 422 },
  /** params `lastDay`, `daysAhead`. */
  'bookings.too_far_ahead': { status: 422 },
  'bookings.in_the_past': { status: 422 },
  /** params `capacity`. */
  'bookings.party_too_large': { status: 422 },
  /** params `totalUnits`: more seats or pieces than there are. */
  'bookings.too_many_units': { status: 422 },
  /** params `most`: so many seats or pieces a guest may hold in one booking; the desk books more. */
  'bookings.too_many_for_guest': { status: 422 },
  /** Not for booking at all, or not in this way (a single seat of a room that is let as a whole). */
  'bookings.not_bookable': { status: 422 },
  /** This space is for members. */
  'bookings.members_only': { status: 403 },
  /** params `count`: the unconfirmed bookings of this mail address, which may hold only so many, and so many seats, at a time. */
  'bookings.too_many_holds': { status: 429 },
  /** The link came too late; params `alternatives`. */
  'bookings.hold_lapsed': { status: 410 },
  /** Cancelled or lapsed: nothing can be changed any more. */
  'bookings.not_active': { status: 409 },
  'bookings.already_started': { status: 409 },
  'bookings.already_over': { status: 409 },
})
export type BookingsCode = keyof typeof bookingsErrors
