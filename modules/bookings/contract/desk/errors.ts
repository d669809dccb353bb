import { defineErrors } from '#platform/contract/errors.ts'

export const deskErrors = defineErrors({
  /** Nothing is free now for so many. */
  'bookings.nothing_free_now': { status: 409 },
  /** More than were counted cannot be taken back; params `arrived`. */
  'bookings.not_so_many_came': { status: 409 },
})
