import { defineErrors } from '#platform/contract/errors.ts'

export const lendingErrors = defineErrors({
  /** The piece is out; held by loan_unit_out. */
  'bookings.already_lent': { status: 409 },
  'bookings.already_back': { status: 409 },
  'bookings.lost_settled': { status: 409 },
})
