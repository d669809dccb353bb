import { defineErrors } from '#platform/contract/errors.ts'
import { mutualUseErrors } from './mutual-use/errors.ts'

export const hubsErrors = defineErrors({
  ...mutualUseErrors,
  'hubs.slug_taken': { status: 409 },
  /** Something that is to go is still booked or leased; `until` says how long. */
  'hubs.space_in_use': { status: 409 },
  'hubs.space_has_children': { status: 409 },
  'hubs.space_under_itself': { status: 422 },
  'hubs.hours_overlap': { status: 422 },
  'hubs.end_before_start': { status: 422 },
  /** `missing` lists what a public page needs and the hub has not. */
  'hubs.not_ready_to_publish': { status: 422 },
  'hubs.not_a_picture': { status: 415 },
  'hubs.too_many_photos': { status: 409 },
  'hubs.too_many_plans': { status: 409 },
  /** `problems` lists place and reason of each; nothing was stored. */
  'hubs.file_refused': { status: 422 },
  'hubs.consortium_not_in_file': { status: 422 },
})
