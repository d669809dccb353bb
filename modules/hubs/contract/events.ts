import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { day, id } from '#platform/contract/schemas.ts'
import { mutualUseEvents } from './mutual-use/events.ts'

/** What of a hub was changed; screens refetch, other modules look again at what they derived from it. */
export const hubsChanged = defineEvent({
  type: 'hubs.changed',
  payload: z.object({
    hubId: id,
    what: z.enum(['hub', 'space', 'equipment', 'photo', 'plan', 'import']),
    /** Names of the changed fields. */
    fields: z.array(z.string()),
    spaceId: id.optional(),
    equipmentId: id.optional(),
  }),
  live: 'public',
})

/** Hours changed: bookings that now lie outside them can be found. */
export const hubsOpeningChanged = defineEvent({
  type: 'hubs.openingChanged',
  payload: z.object({
    hubId: id,
    /** Absent: of the whole hub. */
    spaceId: id.optional(),
    what: z.enum(['rules', 'yearly-closures', 'closure', 'exception']),
    /** The days concerned, where they are bounded; both included. */
    from: day.optional(),
    to: day.optional(),
  }),
  live: 'public',
})

export const hubsPublished = defineEvent({ type: 'hubs.published', payload: z.object({ hubId: id }), live: 'public' })
export const hubsUnpublished = defineEvent({ type: 'hubs.unpublished', payload: z.object({ hubId: id }), live: 'public' })

/** Units came to be or were retired: what is free has changed. */
export const hubsUnitsChanged = defineEvent({
  type: 'hubs.unitsChanged',
  payload: z.object({ hubId: id, added: z.array(id), retired: z.array(id) }),
  live: 'public',
})

export const hubsConsortiumChanged = defineEvent({
  type: 'hubs.consortiumChanged',
  payload: z.object({ consortiumId: id, fields: z.array(z.string()) }),
  live: 'tenant',
})

export const hubsFactsImported = defineEvent({
  type: 'hubs.factsImported',
  payload: z.object({ consortiumId: id, sha256: z.string(), created: z.int(), changed: z.int(), unchanged: z.int() }),
  live: 'tenant',
})

export const hubsEvents = [
  hubsChanged,
  hubsOpeningChanged,
  hubsPublished,
  hubsUnpublished,
  hubsUnitsChanged,
  hubsConsortiumChanged,
  hubsFactsImported,
  ...mutualUseEvents,
]
