/** Check-in at the entrance. */
import * as z from 'zod'
import { id, instant, line, localText } from '#platform/contract/schemas.ts'
import { unit } from '../schemas.ts'

export const checkInByCodeBody = z.object({ code: line(200) })

/** What a screen at the entrance may show: the place and the time, and no name. */
export const checkInCard = z.object({
  bookingId: id,
  targetName: localText,
  units: z.array(unit),
  startsAt: instant,
  endsAt: instant,
  partySize: z.int(),
  checkedInAt: instant,
  timeZone: z.string(),
})
