import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

/** A partner told of a booking that an own member has at a hub of its own; `abroadId` is that booking. */
export const usedAbroad = defineEvent({ type: 'bookings.usedAbroad', payload: z.object({ abroadId: id }), live: 'tenant' })

export const mutualUseEvents = [usedAbroad]
