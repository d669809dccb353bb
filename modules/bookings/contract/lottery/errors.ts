/** Why something of a lottery is refused. */
import { defineErrors } from '#platform/contract/errors.ts'

export const lotteryErrors = defineErrors({
  /** These days of this space are given by lot; params `lotteryId`, `closesAt`, `closes` (said). */
  'bookings.given_by_lot': { status: 409 },
  /** Before the first or after the last moment of applying. */
  'bookings.lottery_not_open': { status: 409 },
  /** params `most`. */
  'bookings.lottery_too_many_wishes': { status: 422 },
  /** params `wish` (from 1): not a space or day of this lottery, or twice the same. */
  'bookings.lottery_wrong_wish': { status: 422 },
  /** Spaces, days and the count of wins stay once somebody may have applied. */
  'bookings.lottery_begun': { status: 409 },
  'bookings.lottery_over': { status: 409 },
  /** Applications are still taken. */
  'bookings.lottery_too_early': { status: 409 },
  /** One application a person. */
  'bookings.lottery_applied': { status: 409 },
  /** Another lottery gives these days of this space; params `name`. */
  'bookings.lottery_overlaps': { status: 409 },
})
