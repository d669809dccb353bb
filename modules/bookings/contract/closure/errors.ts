import { defineErrors } from '#platform/contract/errors.ts'

export const closureErrors = defineErrors({
  'bookings.closure_lifted': { status: 409 },
})
