import { defineErrors } from '#platform/contract/errors.ts'

export const recordsErrors = defineErrors({
  /** The address typed to confirm is another one. */
  'bookings.not_your_mail': { status: 422 },
})
