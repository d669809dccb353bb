/** Facts of the desk. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

/** Somebody of a party came; `people` may be negative where it was counted wrongly. */
export const arrived = defineEvent({
  type: 'bookings.arrived',
  payload: z.object({ hubId: id, bookingId: id, people: z.int(), arrived: z.int() }),
  live: 'tenant',
})

export const deskEvents = [arrived]
