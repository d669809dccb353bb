/** Facts of lotteries. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

const fact = z.object({ hubId: id, lotteryId: id })

export const lotteryMade = defineEvent({ type: 'bookings.lotteryMade', payload: fact, live: 'public' })
export const lotteryChanged = defineEvent({ type: 'bookings.lotteryChanged', payload: fact, live: 'public' })
export const lotteryCancelled = defineEvent({ type: 'bookings.lotteryCancelled', payload: fact, live: 'public' })
export const lotteryDrawn = defineEvent({
  type: 'bookings.lotteryDrawn',
  payload: fact.extend({ applications: z.int(), wins: z.int() }),
  live: 'public',
})
/** The subject is the application. */
export const lotteryApplied = defineEvent({
  type: 'bookings.lotteryApplied',
  payload: fact.extend({ applicationId: id, number: z.int() }),
  live: 'tenant',
})
export const lotteryApplicationChanged = defineEvent({
  type: 'bookings.lotteryApplicationChanged',
  payload: fact.extend({ applicationId: id }),
  live: 'tenant',
})
export const lotteryWithdrawn = defineEvent({
  type: 'bookings.lotteryWithdrawn',
  payload: fact.extend({ applicationId: id }),
  live: 'tenant',
})

export const lotteryEvents = [
  lotteryMade,
  lotteryChanged,
  lotteryCancelled,
  lotteryDrawn,
  lotteryApplied,
  lotteryApplicationChanged,
  lotteryWithdrawn,
]
