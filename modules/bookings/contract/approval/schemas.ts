/** What the one who decides about a request sees. */
import * as z from 'zod'
import { id, instant, line, optionalLine } from '#platform/contract/schemas.ts'
import { deskBooking } from '../schemas.ts'

/** A word to the holder, if any. */
export const approveBody = z.object({ reason: optionalLine(300) })
export const declineBody = z.object({ reason: line(300) })

export const decision = z.object({
  booking: deskBooking,
  /** Those who wait for this place at this time: a yes refuses them, a no lets the first of them have it. */
  refuses: z.array(z.object({ id, name: z.string(), startsAt: instant, endsAt: instant })),
  /** What the same holder has at this hub from today on, this request left out. */
  others: z.array(deskBooking),
})
export type Decision = z.output<typeof decision>
