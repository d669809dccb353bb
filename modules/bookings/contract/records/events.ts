/** What a guest did about the records of themselves. Ids and numbers only. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

export const guestRecordsAsked = defineEvent({ type: 'bookings.guestRecordsAsked', payload: z.object({ bookingId: id }) })
export const guestRecordsTaken = defineEvent({
  type: 'bookings.guestRecordsTaken',
  payload: z.object({ bookingId: id, format: z.enum(['json', 'xlsx']) }),
})
export const guestForgotten = defineEvent({
  type: 'bookings.guestForgotten',
  payload: z.object({ bookingId: id, bookings: z.int(), cancelled: z.int() }),
  live: 'tenant',
})

export const guestExpired = defineEvent({
  type: 'bookings.guestExpired',
  payload: z.object({ guestId: id, bookings: z.int() }),
  live: 'tenant',
})
/** Of somebody who only borrowed something or waited for a place. */
export const nameExpired = defineEvent({
  type: 'bookings.nameExpired',
  payload: z.object({ of: z.enum(['loan', 'waiting']), id }),
  live: 'tenant',
})
export const retentionChanged = defineEvent({
  type: 'bookings.retentionChanged',
  payload: z.object({ guestYears: z.int() }),
  live: 'tenant',
})

export const recordsEvents = [guestRecordsAsked, guestRecordsTaken, guestForgotten, guestExpired, nameExpired, retentionChanged]
