/** Facts of agreements. Each side's log has them: there by whoever did it, on the other side by the system, told by job. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

const fact = z.object({ mutualUseId: id, by: z.enum(['us', 'them']) })

export const mutualUseProposed = defineEvent({ type: 'hubs.mutualUseProposed', payload: fact, live: 'tenant' })
export const mutualUseAccepted = defineEvent({ type: 'hubs.mutualUseAccepted', payload: fact, live: 'tenant' })
export const mutualUseDeclined = defineEvent({ type: 'hubs.mutualUseDeclined', payload: fact, live: 'tenant' })
export const mutualUseWithdrawn = defineEvent({ type: 'hubs.mutualUseWithdrawn', payload: fact, live: 'tenant' })
export const mutualUseEnded = defineEvent({ type: 'hubs.mutualUseEnded', payload: fact, live: 'tenant' })

export const mutualUseEvents = [mutualUseProposed, mutualUseAccepted, mutualUseDeclined, mutualUseWithdrawn, mutualUseEnded]
