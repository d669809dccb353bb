/** Facts about people. Ids only: names stand in rows that can be forgotten. */
import * as z from 'zod'
import { defineEvent } from '#platform/contract/events.ts'
import { roles } from '#platform/contract/permissions.ts'
import { day, id, localText } from '#platform/contract/schemas.ts'
import { engagementOrigin, engagementType, membershipStatus } from './schemas.ts'

const member = z.object({ membershipId: id })
const roleList = z.array(z.enum(roles))

/** A new tenant. The name is the consortium's, public, and no person's. */
export const consortiumFounded = defineEvent({
  type: 'people.consortiumFounded',
  payload: z.object({ consortiumId: id, slug: z.string(), name: localText, municipality: z.string().nullable() }),
})

export const memberInvited = defineEvent({
  type: 'people.memberInvited',
  payload: z.object({ invitationId: id, roles: roleList, organisationId: id.nullable() }),
  live: 'tenant',
})
export const invitationRenewed = defineEvent({ type: 'people.invitationRenewed', payload: z.object({ invitationId: id }), live: 'tenant' })
/** Somebody of the staff looked at the link that is handed over. */
export const invitationLinkTaken = defineEvent({ type: 'people.invitationLinkTaken', payload: z.object({ invitationId: id }) })
export const invitationRevoked = defineEvent({ type: 'people.invitationRevoked', payload: z.object({ invitationId: id }), live: 'tenant' })
/** Somebody became a member: by invitation, by request, or by whoever set up the consortium. */
export const memberJoined = defineEvent({
  type: 'people.memberJoined',
  payload: z.object({
    membershipId: id,
    accountId: id,
    organisationId: id.nullable(),
    roles: roleList,
    by: z.enum(['invitation', 'request', 'setup']),
  }),
  live: 'tenant',
})
/** Recorded by an import, without an account yet. */
export const memberRecorded = defineEvent({ type: 'people.memberRecorded', payload: member, live: 'tenant' })
/** Names or addresses changed; which fields, never what they said. */
export const memberChanged = defineEvent({
  type: 'people.memberChanged',
  payload: z.object({ membershipId: id, fields: z.array(z.string()) }),
  live: 'tenant',
})
export const rolesChanged = defineEvent({
  type: 'people.rolesChanged',
  payload: z.object({ membershipId: id, from: roleList, to: roleList }),
  live: 'tenant',
})
export const organisationChanged = defineEvent({
  type: 'people.organisationOfMemberChanged',
  payload: z.object({ membershipId: id, from: id.nullable(), to: id.nullable() }),
  live: 'tenant',
})
export const statusChanged = defineEvent({
  type: 'people.statusChanged',
  payload: z.object({ membershipId: id, accountId: id.nullable(), from: membershipStatus, to: membershipStatus, endedOn: day.nullable() }),
  live: 'tenant',
})
export const engagementChanged = defineEvent({
  type: 'people.engagementChanged',
  payload: z.object({
    membershipId: id,
    type: engagementType.nullable(),
    origin: engagementOrigin.nullable(),
    validFrom: day,
    validTo: day.nullable(),
  }),
  live: 'tenant',
})
export const memberForgotten = defineEvent({
  type: 'people.memberForgotten',
  payload: z.object({ membershipId: id, accountId: id }),
  live: 'tenant',
})
export const membersImported = defineEvent({
  type: 'people.membersImported',
  payload: z.object({ added: z.int(), changed: z.int(), kept: z.int() }),
  live: 'tenant',
})
export const membersExported = defineEvent({
  type: 'people.membersExported',
  payload: z.object({ format: z.enum(['csv', 'xlsx']), rows: z.int() }),
})

export const organisationAdded = defineEvent({
  type: 'people.organisationAdded',
  payload: z.object({ organisationId: id }),
  live: 'tenant',
})
export const organisationEdited = defineEvent({
  type: 'people.organisationEdited',
  payload: z.object({ organisationId: id, fields: z.array(z.string()) }),
  live: 'tenant',
})

export const joinRequested = defineEvent({
  type: 'people.joinRequested',
  payload: z.object({ requestId: id, accountId: id }),
  live: 'tenant',
})
export const joinDecided = defineEvent({
  type: 'people.joinDecided',
  payload: z.object({ requestId: id, accountId: id, decision: z.enum(['approved', 'declined']) }),
  live: 'tenant',
})
export const joinWithdrawn = defineEvent({
  type: 'people.joinWithdrawn',
  payload: z.object({ requestId: id, accountId: id }),
  live: 'tenant',
})

export const termsPublished = defineEvent({
  type: 'people.termsPublished',
  payload: z.object({ termsId: id, version: z.int(), validFrom: day }),
  live: 'tenant',
})
export const termsAccepted = defineEvent({ type: 'people.termsAccepted', payload: z.object({ termsId: id, accountId: id }) })

/** Of the installation's own log: the account, outside any tenant. */
export const profileChanged = defineEvent({ type: 'people.profileChanged', payload: z.object({ accountId: id }), live: 'tenant' })
export const membershipChosen = defineEvent({
  type: 'people.membershipChosen',
  payload: z.object({ accountId: id, consortiumId: id }),
  live: 'tenant',
})
export const recordsTaken = defineEvent({
  type: 'people.recordsTaken',
  payload: z.object({ accountId: id, format: z.enum(['json', 'xlsx']) }),
})
export const forgettingAsked = defineEvent({ type: 'people.forgettingAsked', payload: z.object({ accountId: id }) })
export const accountForgotten = defineEvent({ type: 'people.accountForgotten', payload: z.object({ accountId: id }), live: 'tenant' })
