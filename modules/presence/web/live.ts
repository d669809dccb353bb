import type { QueryKey } from '@tanstack/react-query'
import { presenceEvents } from '../contract/events.ts'

export const presenceLive: Readonly<Record<string, readonly QueryKey[]>> = Object.fromEntries(
  presenceEvents.map((event) => [event.type, [['presence']]]),
)
