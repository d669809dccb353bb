/** Facts of kiosks. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

const fact = z.object({ hubId: id, kioskId: id })
export const kioskAdded = defineEvent({ type: 'bookings.kioskAdded', payload: fact, live: 'tenant' })
export const kioskRevoked = defineEvent({ type: 'bookings.kioskRevoked', payload: fact, live: 'public' })
/** Somebody at the entrance calls the desk. */
export const called = defineEvent({ type: 'bookings.called', payload: fact, live: 'tenant' })
export const callAnswered = defineEvent({ type: 'bookings.callAnswered', payload: fact, live: 'public' })

export const kioskEvents = [kioskAdded, kioskRevoked, called, callAnswered]
