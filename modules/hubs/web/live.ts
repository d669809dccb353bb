/** Which answers an event of hubs makes old. */
import type { QueryKey } from '@tanstack/react-query'
import { hubsEvents } from '../contract/events.ts'

export const hubsLive: Readonly<Record<string, readonly QueryKey[]>> = Object.fromEntries(
  hubsEvents.map((event) => [event.type, [['hubs']]]),
)
