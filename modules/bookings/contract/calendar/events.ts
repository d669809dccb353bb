/** Who opened and closed a calendar to subscribe to: the address shows what its maker sees, so it is on record. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

const about = z.object({ feedId: id, kind: z.string(), hubId: id.optional(), targetId: id.optional(), hasNames: z.boolean() })

export const feedMade = defineEvent({ type: 'bookings.feedMade', payload: about })
export const feedRenewed = defineEvent({ type: 'bookings.feedRenewed', payload: about })
export const feedRevoked = defineEvent({ type: 'bookings.feedRevoked', payload: about })

export const calendarEvents = [feedMade, feedRenewed, feedRevoked]
