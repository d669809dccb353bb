import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { useRule } from './schemas.ts'

/** Figures of reports change with it, so it is on record. */
export const useRuleChanged = defineEvent({
  type: 'bookings.useRuleChanged',
  payload: z.object({ was: useRule, became: useRule }),
  live: 'tenant',
})

export const useEvents = [useRuleChanged]
