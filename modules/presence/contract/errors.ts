/** Why something of presence is refused. */
import { defineErrors } from '#platform/contract/errors.ts'

export const presenceErrors = defineErrors({
  /** A correction is about what was, not what will be. */
  'presence.in_the_future': { status: 422 },
  /** There is no stay at that time to count or to end. */
  'presence.nobody_there': { status: 422 },
  /** Struck out by somebody else meanwhile. */
  'presence.struck_already': { status: 409 },
  /** The report is of a day at least and of little more than a year at most. */
  'presence.period_too_long': { status: 422 },
  'presence.already_settled': { status: 409 },
})
