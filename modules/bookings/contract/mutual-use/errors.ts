import { defineErrors } from '#platform/contract/errors.ts'

export const mutualUseErrors = defineErrors({
  /** No agreement between the hub's consortium and one of the asker's. */
  'bookings.no_mutual_use': { status: 403 },
  /** There is one, and it does not hold on that day: `days` says which it holds for. */
  'bookings.mutual_use_other_days': { status: 403 },
  'bookings.mutual_use_other_hub': { status: 403 },
  'bookings.mutual_use_staff_only': { status: 403 },
  /** `most` bookings of one person in a month. */
  'bookings.mutual_use_month_full': { status: 409 },
})
