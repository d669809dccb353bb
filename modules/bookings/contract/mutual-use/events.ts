import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'
import { bookedKind } from '../schemas.ts'

/** A partner told of a booking that an own member has at a hub of its own; `abroadId` is that booking. */
export const usedAbroad = defineEvent({ type: 'bookings.usedAbroad', payload: z.object({ abroadId: id }), live: 'tenant' })

const fact = z.object({ hubId: id, bookingId: id, kind: bookedKind, targetId: id })
/** Of a visitor's booking: home has stopped the member, so it opens no door. */
export const visitorStopped = defineEvent({ type: 'bookings.visitorStopped', payload: fact, live: 'tenant' })
/** Home lets the member again. */
export const visitorBack = defineEvent({ type: 'bookings.visitorBack', payload: fact, live: 'tenant' })

export const mutualUseEvents = [usedAbroad, visitorStopped, visitorBack]
