/** Why a series is refused. */
import { defineErrors } from '#platform/contract/errors.ts'

export const seriesErrors = defineErrors({
  /** params `days` (schema `triedDay`): each day that cannot be had, and why. Nothing was stored. */
  'bookings.series_conflicts': { status: 409 },
  /** params `most`: more days than a series may have. */
  'bookings.series_too_long': { status: 422 },
  /** The rule means no day at all, or all of them were left out. */
  'bookings.series_empty': { status: 422 },
  /** Nothing of what was meant is left to be changed or cancelled. */
  'bookings.series_over': { status: 409 },
})
