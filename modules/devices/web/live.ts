/** Which answers an event of devices makes old. */
import type { QueryKey } from '@tanstack/react-query'
import { devicesEvents } from '../contract/events.ts'

export const devicesLive: Readonly<Record<string, readonly QueryKey[]>> = Object.fromEntries(
  devicesEvents.map((event) => [event.type, [['devices']]]),
)
