/** Facts of presence. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id } from '#platform/contract/schemas.ts'

const atHub = z.object({ hubId: id })

/** Somebody came, went or changed the room. */
export const presenceChanged = defineEvent({ type: 'presence.changed', payload: atHub, live: 'tenant' })
/** The number that strangers see may be another, and nothing else; only where the hub shows it. */
export const occupancyChanged = defineEvent({ type: 'presence.occupancyChanged', payload: atHub, live: 'public' })
export const presenceCorrected = defineEvent({
  type: 'presence.corrected',
  payload: atHub.extend({ kind: z.enum(['entered', 'left', 'people', 'void']), correctionId: id, personId: id }),
  live: 'tenant',
})
export const nightClosed = defineEvent({ type: 'presence.nightClosed', payload: atHub.extend({ stays: z.int() }), live: 'tenant' })
const ofDoor = atHub.extend({ doorId: id, openingId: id })
/** It opened, and nobody was let through. */
export const doorForced = defineEvent({ type: 'presence.doorForced', payload: ofDoor, live: 'tenant' })
export const doorHeld = defineEvent({ type: 'presence.doorHeld', payload: ofDoor, live: 'tenant' })
export const doorLeftOpen = defineEvent({ type: 'presence.doorLeftOpen', payload: ofDoor, live: 'tenant' })
/** A reason for the opening arrived late. */
export const doorExplained = defineEvent({ type: 'presence.doorExplained', payload: ofDoor, live: 'tenant' })
export const doorSettled = defineEvent({ type: 'presence.doorSettled', payload: ofDoor, live: 'tenant' })
export const presenceRulesSet = defineEvent({ type: 'presence.rulesSet', payload: atHub, live: 'tenant' })
/** Somebody took out the list of who is in. */
export const evacuationPrinted = defineEvent({ type: 'presence.evacuationPrinted', payload: atHub.extend({ people: z.int() }) })
export const visitsExported = defineEvent({
  type: 'presence.visitsExported',
  payload: z.object({ hubId: id.optional(), from: z.string(), to: z.string() }),
})

export const presenceEvents = [
  presenceChanged,
  occupancyChanged,
  presenceCorrected,
  nightClosed,
  doorForced,
  doorHeld,
  doorLeftOpen,
  doorExplained,
  doorSettled,
  presenceRulesSet,
  evacuationPrinted,
  visitsExported,
]
