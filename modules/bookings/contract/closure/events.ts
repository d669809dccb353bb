/** Facts of closures. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id, instant } from '#platform/contract/schemas.ts'

const fact = z.object({ hubId: id, closureId: id })
export const closed = defineEvent({
  type: 'bookings.closed',
  payload: fact.extend({ spaceId: id.nullable(), startsAt: instant, endsAt: instant }),
  live: 'public',
})
/** A hand of cases went through. */
export const closureAdvanced = defineEvent({ type: 'bookings.closureAdvanced', payload: fact.extend({ planned: z.int() }), live: 'tenant' })
export const closureLifted = defineEvent({ type: 'bookings.closureLifted', payload: fact, live: 'public' })

export const closureEvents = [closed, closureAdvanced, closureLifted]
