import { invitationStateOf } from '../rules.ts'
import type { InvitationRow } from './repository.ts'

export function presentInvitation(row: InvitationRow, parts: { now: Temporal.Instant; invitedBy: string | null }) {
  return {
    id: row.id,
    // blanked when its person asked to be forgotten
    mail: row.mail.startsWith('forgotten:') ? '' : row.mail,
    familyName: row.family_name,
    givenName: row.given_name,
    roles: row.roles,
    organisation: row.organisation_id === null ? null : { id: row.organisation_id, name: row.organisation_name ?? '' },
    language: row.language,
    state: stateOf(row, parts.now),
    expiresAt: row.expires_at.toString(),
    createdAt: row.created_at.toString(),
    invitedBy: parts.invitedBy,
  }
}

export function stateOf(row: InvitationRow, now: Temporal.Instant) {
  return invitationStateOf({ acceptedAt: row.accepted_at, revokedAt: row.revoked_at, expiresAt: row.expires_at }, now)
}
