/** Facts of doors and of who may enter. Ids and times, never names, numbers or PINs. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { id, instant } from '#platform/contract/schemas.ts'
import { credentialKind, credentialStatus, doorMode, grantSourceKind, subjectKind } from './schemas.ts'

const ofDoor = z.object({ hubId: id, doorId: id })
export const doorAdded = defineEvent({ type: 'access.doorAdded', payload: ofDoor, live: 'tenant' })
export const doorChanged = defineEvent({
  type: 'access.doorChanged',
  payload: ofDoor.extend({ fields: z.array(z.string()) }),
  live: 'tenant',
})
export const doorRetired = defineEvent({ type: 'access.doorRetired', payload: ofDoor, live: 'tenant' })
/** The sheet with its code was made; whoever holds it can say that they stand at the door. */
export const doorSheetTaken = defineEvent({ type: 'access.doorSheetTaken', payload: ofDoor })
/** Opened for good or closed for everyone, or back to normal. `reason` says why. */
export const doorModeSet = defineEvent({
  type: 'access.doorModeSet',
  payload: z.object({ hubId: id, doorIds: z.array(id), mode: doorMode }),
  live: 'tenant',
})
/** Somebody at the desk opened from afar; `reason` says why. */
export const doorOpenedRemotely = defineEvent({
  type: 'access.doorOpenedRemotely',
  payload: ofDoor.extend({ commandId: id }),
  live: 'tenant',
})
export const rulesChanged = defineEvent({
  type: 'access.rulesChanged',
  payload: z.object({ hubId: id, fields: z.array(z.string()) }),
  live: 'tenant',
})

const ofCredential = z.object({ hubId: id, credentialId: id, kind: credentialKind, subjectKind, holderId: id })
export const credentialIssued = defineEvent({ type: 'access.credentialIssued', payload: ofCredential, live: 'tenant' })
export const credentialMarked = defineEvent({
  type: 'access.credentialMarked',
  payload: ofCredential.extend({ from: credentialStatus, to: credentialStatus }),
  live: 'tenant',
})
/** Computed from a booking, a lease, a role or a visit: who may enter where and when. */
export const grantsChanged = defineEvent({
  type: 'access.grantsChanged',
  payload: z.object({
    hubId: id,
    source: grantSourceKind,
    sourceId: id,
    given: z.array(z.object({ grantId: id, holderId: id, from: instant, until: instant, doorIds: z.array(id) })),
    withdrawn: z.array(id),
  }),
  live: 'tenant',
})
/** There are newer rules for the gateway of a hub. */
export const snapshotChanged = defineEvent({
  type: 'access.snapshotChanged',
  payload: z.object({ hubId: id, version: z.int() }),
  live: 'tenant',
  isForEdge: true,
})
/** Somebody went through a door, or was refused. */
export const passed = defineEvent({ type: 'access.passed', payload: ofDoor.extend({ passageId: id, isOpen: z.boolean() }), live: 'tenant' })
export const passagesExported = defineEvent({
  type: 'access.passagesExported',
  payload: z.object({ hubId: id, format: z.enum(['csv', 'xlsx']), rows: z.int() }),
})
/** The list of who may enter was taken out. */
export const entrantsExported = defineEvent({
  type: 'access.entrantsExported',
  payload: z.object({ hubId: id, format: z.enum(['csv', 'xlsx']), rows: z.int() }),
})

const ofVisit = z.object({ hubId: id, visitId: id })
export const visitAnnounced = defineEvent({ type: 'access.visitAnnounced', payload: ofVisit, live: 'tenant' })
/** Another time. */
export const visitMoved = defineEvent({ type: 'access.visitMoved', payload: ofVisit, live: 'tenant' })
/** A door let the visitor in, for the first time. */
export const visitorArrived = defineEvent({
  type: 'access.visitorArrived',
  payload: ofVisit.extend({ at: instant }),
  live: 'tenant',
})
export const visitWithdrawn = defineEvent({ type: 'access.visitWithdrawn', payload: ofVisit, live: 'tenant' })
/** Names of visitors went whose day is longer ago than the consortium keeps names. */
export const visitorsExpired = defineEvent({ type: 'access.visitorsExpired', payload: z.object({ hubId: id, visitors: z.int() }) })
/** A code that a lock keeps itself did not reach it, again and again. */
export const lockCodeStuck = defineEvent({ type: 'access.lockCodeStuck', payload: ofDoor.extend({ lockCodeId: id }), live: 'tenant' })

/** A lock was asked again and again and does not say that it is locked (open, where the door is held open). */
export const lockStuck = defineEvent({
  type: 'access.lockStuck',
  payload: ofDoor.extend({ wanted: z.enum(['locked', 'unlocked']) }),
  live: 'tenant',
})
/** The contact said that the door stands open and has been silent since: the lock was shut by the time alone. */
export const contactSilent = defineEvent({ type: 'access.contactSilent', payload: ofDoor, live: 'tenant' })
/** It did, in the end. */
export const lockMoved = defineEvent({ type: 'access.lockMoved', payload: ofDoor, live: 'tenant' })

export const accessEvents = [
  doorAdded,
  doorChanged,
  doorRetired,
  doorSheetTaken,
  doorModeSet,
  doorOpenedRemotely,
  rulesChanged,
  credentialIssued,
  credentialMarked,
  grantsChanged,
  snapshotChanged,
  passed,
  passagesExported,
  entrantsExported,
  visitAnnounced,
  visitMoved,
  visitorArrived,
  visitWithdrawn,
  visitorsExpired,
  lockCodeStuck,
  lockStuck,
  lockMoved,
  contactSilent,
]
