/** Facts of registrations: ids, never names. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

const about = z.object({ registrationId: id })

export const registrationAsked = defineEvent({ type: 'bookings.registrationAsked', payload: about, live: 'tenant' })
/** What was missing was sent, or a paper was added. */
export const registrationAnswered = defineEvent({ type: 'bookings.registrationAnswered', payload: about, live: 'tenant' })
/** `decision`: accepted, returned, refused, renewed, blocked, unblocked. */
export const registrationDecided = defineEvent({
  type: 'bookings.registrationDecided',
  payload: about.extend({ decision: z.string() }),
  live: 'tenant',
})
export const registrationRenewalAsked = defineEvent({ type: 'bookings.registrationRenewalAsked', payload: about, live: 'tenant' })
export const registrationWithdrawn = defineEvent({ type: 'bookings.registrationWithdrawn', payload: about, live: 'tenant' })
export const registrationsExported = defineEvent({
  type: 'bookings.registrationsExported',
  payload: z.object({ format: z.string(), rows: z.int() }),
})

export const registrationEvents = [
  registrationAsked,
  registrationAnswered,
  registrationDecided,
  registrationRenewalAsked,
  registrationWithdrawn,
  registrationsExported,
]
