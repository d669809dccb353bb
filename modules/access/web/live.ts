/** Which answers an event makes old: who may enter hangs on bookings and leases too, the state of a lock on its device. */
import type { QueryKey } from '@tanstack/react-query'
import { bookingsEvents } from '#modules/bookings/contract/events.ts'
import { devicesEvents } from '#modules/devices/contract/events.ts'
import { accessEvents } from '../contract/events.ts'

export const accessLive: Readonly<Record<string, readonly QueryKey[]>> = Object.fromEntries(
  [...accessEvents, ...bookingsEvents, ...devicesEvents].map((event) => [event.type, [['access']]]),
)
