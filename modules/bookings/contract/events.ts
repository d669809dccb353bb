/** Facts of bookings. They carry ids and times, never names. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id, instant } from '#platform/contract/schemas.ts'
import { registrationEvents } from './registration/events.ts'
import { calendarEvents } from './calendar/events.ts'
import { deskEvents } from './desk/events.ts'
import { bookedKind } from './schemas.ts'
import { seriesEvents } from './series/events.ts'

const fact = z.object({ hubId: id, bookingId: id, kind: bookedKind, targetId: id })
const place = z.object({ startsAt: instant, endsAt: instant, targetId: id })

/** A guest's booking waits for its link. */
export const held = defineEvent({ type: 'bookings.held', payload: fact, live: 'public' })
/** Booked for good at once: by a member, or at the desk. */
export const booked = defineEvent({ type: 'bookings.booked', payload: fact, live: 'public' })
/** A held booking was confirmed by its link. */
export const confirmed = defineEvent({ type: 'bookings.confirmed', payload: fact, live: 'public' })
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
  changed,
  cancelled,
  lapsed,
  noted,
  ...calendarEvents,
  ...seriesEvents,
  ...registrationEvents, ...deskEvents]
