/** Why a booking is refused. Texts stand in `locales` under `errors`; params are for programs. */
import { defineErrors } from '#platform/contract/errors.ts'
import { closureErrors } from './closure/errors.ts'
import { deskErrors } from './desk/errors.ts'
import { kioskErrors } from './kiosk/errors.ts'
import { mutualUseErrors } from './mutual-use/errors.ts'
import { lendingErrors } from './lending/errors.ts'
import { leaseErrors } from './lease/errors.ts'
import { lotteryErrors } from './lottery/errors.ts'
import { seriesErrors } from './series/errors.ts'
import { recordsErrors } from './records/errors.ts'
import { waitingErrors } from './waiting/errors.ts'
import { registrationErrors } from './registration/errors.ts'
import { paymentErrors } from './payment/errors.ts'

export const bookingsErrors = defineErrors({
  ...paymentErrors,
  ...closureErrors,
  ...deskErrors,
  ...kioskErrors,
  ...mutualUseErrors,
  ...lendingErrors,
  ...leaseErrors,
  ...lotteryErrors,
  ...registrationErrors,
  ...seriesErrors,
  ...recordsErrors,
  ...waitingErrors,
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
  /** Only organisations that hold a lease here. */
  'bookings.leaseholders_only': { status: 403 },
  /** Only persons and groups whom the office has registered. */
  'bookings.registered_only': { status: 403 },
  /** params `of`, `per`, `unit`, `most`, `left`; `limit` and `rest` say it in words. */
  'bookings.quota_used': { status: 409 },
  /** Not of this hub, not on that day, or only the desk gives it. */
  'bookings.no_such_reduction': { status: 422 },
  /** What the office said yes to is changed by the office. */
  'bookings.change_needs_office': { status: 403 },
  /** params `until`: the holder could cancel until then; now only the desk can. */
  'bookings.too_late_to_cancel': { status: 409 },
  /** Withdrawing costs something by now, or its time is over: the holder may extend, the desk moves. */
  'bookings.too_late_to_change': { status: 409 },
  /** The office has stopped this person from using its facilities. */
  'bookings.use_stopped': { status: 403 },
  /** params `count`: the unconfirmed bookings of this mail address, which may hold only so many, and so many seats, at a time. */
  'bookings.too_many_holds': { status: 429 },
  /** The same, by the line the caller comes from: `params.minutes` until the first of them lapse. */
  'bookings.too_many_holds_here': { status: 429 },
  /** The link came too late; params `alternatives`. */
  'bookings.hold_lapsed': { status: 410 },
  /** Cancelled or lapsed: nothing can be changed any more. */
  'bookings.not_active': { status: 409 },
  'bookings.already_started': { status: 409 },
  'bookings.already_over': { status: 409 },
  /** The request was answered meanwhile, or withdrawn. */
  'bookings.not_requested': { status: 409 },
  /** Check-in opens a while before the start; params `opensAt`. */
  'bookings.too_early_to_check_in': { status: 409 },
  /** The check-in code is not of this booking, or an older one. */
  'bookings.wrong_check_in_code': { status: 403 },
  /** The released time has been taken by somebody else. */
  'bookings.released_and_taken': { status: 409 },
})
