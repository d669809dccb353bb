/** Which answers an event makes old. What is free hangs on bookings and on a hub's hours, spaces and units. */
import type { QueryKey } from '@tanstack/react-query'
import { hubsChanged, hubsOpeningChanged, hubsUnitsChanged } from '#modules/hubs/contract/events.ts'
import { bookingsEvents } from '../contract/events.ts'

export const bookingsLive: Readonly<Record<string, readonly QueryKey[]>> = Object.fromEntries(
  [...bookingsEvents, hubsChanged, hubsOpeningChanged, hubsUnitsChanged].map((event) => [event.type, [['bookings']]]),
)
