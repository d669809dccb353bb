/** Facts of series. Each day's booking has facts of its own besides. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { day, id } from '#platform/contract/schemas.ts'

const fact = z.object({ hubId: id, seriesId: id, count: z.int() })

export const seriesBooked = defineEvent({ type: 'bookings.seriesBooked', payload: fact, live: 'tenant' })
/** One day, a range or the rest. */
export const seriesChanged = defineEvent({
  type: 'bookings.seriesChanged',
  payload: fact.extend({ from: day.nullable(), to: day.nullable() }),
  live: 'tenant',
})
export const seriesCancelled = defineEvent({
  type: 'bookings.seriesCancelled',
  payload: fact.extend({ from: day.nullable(), to: day.nullable() }),
  live: 'tenant',
})

export const seriesEvents = [seriesBooked, seriesChanged, seriesCancelled]
