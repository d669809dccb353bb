/** Facts of the waiting list. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

const fact = z.object({ hubId: id, waitingId: id })
const offered = fact.extend({ offerId: id })

export const waitingAsked = defineEvent({ type: 'bookings.waitingAsked', payload: fact, live: 'tenant' })
export const waitingOffered = defineEvent({ type: 'bookings.waitingOffered', payload: offered, live: 'tenant' })
export const waitingTaken = defineEvent({ type: 'bookings.waitingTaken', payload: offered, live: 'tenant' })
export const waitingDeclined = defineEvent({ type: 'bookings.waitingDeclined', payload: offered, live: 'tenant' })
/** The offer ended unanswered. */
export const waitingMissed = defineEvent({ type: 'bookings.waitingMissed', payload: offered, live: 'tenant' })
export const waitingLeft = defineEvent({ type: 'bookings.waitingLeft', payload: fact, live: 'tenant' })
/** The desk put somebody elsewhere in the line; the reason is the event's. */
export const waitingMoved = defineEvent({ type: 'bookings.waitingMoved', payload: fact, live: 'tenant' })
export const waitingRuleSet = defineEvent({ type: 'bookings.waitingRuleSet', payload: z.object({ hubId: id }), live: 'tenant' })

export const waitingEvents = [
  waitingAsked,
  waitingOffered,
  waitingTaken,
  waitingDeclined,
  waitingMissed,
  waitingLeft,
  waitingMoved,
  waitingRuleSet,
]
