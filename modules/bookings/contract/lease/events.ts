/** Facts of leases. What becomes free or is taken is public as ids; who, and for how much, is not in them. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { day, id } from '#platform/contract/schemas.ts'

const fact = z.object({ hubId: id, leaseId: id, targetId: id, startsOn: day, endsOn: day })
const about = z.object({ hubId: id, leaseId: id })

export const leaseDrafted = defineEvent({ type: 'bookings.leaseDrafted', payload: fact, live: 'tenant' })
export const leaseOffered = defineEvent({ type: 'bookings.leaseOffered', payload: fact, live: 'public' })
export const leaseActivated = defineEvent({ type: 'bookings.leaseActivated', payload: fact, live: 'public' })
/** Longer, shorter, or a draft that looks different. */
export const leaseChanged = defineEvent({ type: 'bookings.leaseChanged', payload: fact, live: 'public' })
/** By its time, or before it with a reason. */
export const leaseEnded = defineEvent({ type: 'bookings.leaseEnded', payload: fact, live: 'public' })
export const leaseWithdrawn = defineEvent({ type: 'bookings.leaseWithdrawn', payload: fact, live: 'public' })
export const leaseMembersSet = defineEvent({
  type: 'bookings.leaseMembersSet',
  payload: about.extend({ added: z.array(id), removed: z.array(id) }),
  live: 'tenant',
})
/** Money: charged, paid, waived, given back, taken back. */
export const leaseAccounted = defineEvent({
  type: 'bookings.leaseAccounted',
  payload: about.extend({ kind: z.string(), amountYen: z.int() }),
  live: 'tenant',
})

export const leaseEvents = [
  leaseDrafted,
  leaseOffered,
  leaseActivated,
  leaseChanged,
  leaseEnded,
  leaseWithdrawn,
  leaseMembersSet,
  leaseAccounted,
]
