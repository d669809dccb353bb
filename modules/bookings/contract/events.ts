/** Facts of bookings. They carry ids and times, never names. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id, instant } from '#platform/contract/schemas.ts'
import { registrationEvents } from './registration/events.ts'
import { calendarEvents } from './calendar/events.ts'
import { useEvents } from './use/events.ts'
import { closureEvents } from './closure/events.ts'
import { deskEvents } from './desk/events.ts'
import { kioskEvents } from './kiosk/events.ts'
import { mutualUseEvents } from './mutual-use/events.ts'
import { lendingEvents } from './lending/events.ts'
import { leaseEvents } from './lease/events.ts'
import { lotteryEvents } from './lottery/events.ts'
import { paymentEvents } from './payment/events.ts'
import { bookedKind } from './schemas.ts'
import { seriesEvents } from './series/events.ts'
import { recordsEvents } from './records/events.ts'
import { waitingEvents } from './waiting/events.ts'

const fact = z.object({ hubId: id, bookingId: id, kind: bookedKind, targetId: id })
const place = z.object({ startsAt: instant, endsAt: instant, targetId: id })

/** A guest's booking waits for its link. */
export const held = defineEvent({ type: 'bookings.held', payload: fact, live: 'public' })
/** Booked for good at once: by a member, or at the desk. */
export const booked = defineEvent({ type: 'bookings.booked', payload: fact, live: 'public' })
/** A held booking was confirmed by its link. */
export const confirmed = defineEvent({ type: 'bookings.confirmed', payload: fact, live: 'public' })
/** A booking waits for the office's yes. */
export const requested = defineEvent({ type: 'bookings.requested', payload: fact, live: 'public' })
/** The office said yes. */
export const approved = defineEvent({ type: 'bookings.approved', payload: fact, live: 'public' })
/** The office said no; the place is free again. */
export const declined = defineEvent({ type: 'bookings.declined', payload: fact, live: 'public' })
/** Somebody of the booking has come. */
export const checkedIn = defineEvent({ type: 'bookings.checkedIn', payload: fact, live: 'public' })
/** The desk took a check-in back. */
export const checkInUndone = defineEvent({ type: 'bookings.checkInUndone', payload: fact, live: 'public' })
/** Nobody came in time; what was left of the place is free. */
export const released = defineEvent({ type: 'bookings.released', payload: fact, live: 'public' })
/** They came after all, and had the place back. */
export const releaseUndone = defineEvent({ type: 'bookings.releaseUndone', payload: fact, live: 'public' })
/** What is due was changed: the fee of the use, or of its cancellation. `reason` says why. */
export const feeChanged = defineEvent({
  type: 'bookings.feeChanged',
  payload: fact.extend({ what: z.enum(['use', 'cancellation']), wasYen: z.int(), becameYen: z.int() }),
  live: 'tenant',
})
/** The desk has seen the proof of a reduction. */
export const proofSeen = defineEvent({ type: 'bookings.proofSeen', payload: fact, live: 'tenant' })
/** Rules, prices or reductions of a hub or one of its places were changed. */
export const rulesChanged = defineEvent({
  type: 'bookings.rulesChanged',
  payload: z.object({ hubId: id, targetId: id, tariffId: id.nullable(), reductionId: id.nullable() }),
  live: 'public',
})
/** Moved, extended, shortened, or another space, party or purpose. */
export const changed = defineEvent({ type: 'bookings.changed', payload: fact.extend({ was: place, became: place }), live: 'public' })

export const cancelled = defineEvent({ type: 'bookings.cancelled', payload: fact, live: 'public' })
/** Nobody confirmed in time; the place is free again. */
export const lapsed = defineEvent({ type: 'bookings.lapsed', payload: fact, live: 'public' })
/** The desk wrote a note. */
export const noted = defineEvent({ type: 'bookings.noted', payload: fact, live: 'tenant' })

export const bookingsEvents = [
  held,
  booked,
  confirmed,
  requested,
  approved,
  declined,
  checkedIn,
  checkInUndone,
  released,
  releaseUndone,
  feeChanged,
  proofSeen,
  rulesChanged,
  changed,
  cancelled,
  lapsed,
  noted,
  ...calendarEvents,
  ...useEvents,
  ...seriesEvents,
  ...recordsEvents,
  ...waitingEvents,
  ...registrationEvents,
  ...closureEvents,
  ...deskEvents,
  ...kioskEvents,
  ...mutualUseEvents,
  ...lendingEvents,
  ...leaseEvents,
  ...lotteryEvents,
  ...paymentEvents,
]
