import { defineErrors } from '#platform/contract/errors.ts'

export const mutualUseErrors = defineErrors({
  /** It was answered, withdrawn or ended meanwhile; `stage` says which. */
  'hubs.mutual_use_settled': { status: 409 },
  /** Between these two consortia there is one already, or a proposal that waits, for some of these days. */
  'hubs.mutual_use_overlaps': { status: 409 },
})
