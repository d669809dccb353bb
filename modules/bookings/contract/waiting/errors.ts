/** Why somebody cannot wait, or an offer is no more. */
import { defineErrors } from '#platform/contract/errors.ts'

export const waitingErrors = defineErrors({
  /** Something fits already: params `startsAt`, `endsAt`, `targetId`, `kind`. */
  'bookings.waiting_not_needed': { status: 409 },
  /** params `count`: so many entries of this person are open. */
  'bookings.waiting_too_many': { status: 429 },
  /** The hub keeps no waiting list. */
  'bookings.waiting_closed': { status: 422 },
  /** Longer than the stretch of time it should lie in. */
  'bookings.waiting_too_short': { status: 422 },
  /** The offer was answered already or its time is over. */
  'bookings.offer_over': { status: 410 },
  /** Not waiting any more. */
  'bookings.not_waiting': { status: 409 },
})
