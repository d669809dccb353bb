import { defineErrors } from '#platform/contract/errors.ts'

export const kioskErrors = defineErrors({
  /** This tablet takes nobody without a booking. */
  'bookings.no_walk_ins': { status: 403 },
})
