import type { Me, Profile } from '../../contract/schemas.ts'
import type { OwnMembershipRow, OwnRequestRow, ProfileRow } from './repository.ts'

export function presentProfile(row: ProfileRow): Profile {
  return {
    familyName: row.family_name,
    givenName: row.given_name,
    familyKana: row.family_kana,
    givenKana: row.given_kana,
    latinName: row.latin_name,
    displayName: row.display_name,
    phone: row.phone,
    language: row.language,
  }
}

export function presentOwnMembership(row: OwnMembershipRow): Me['memberships'][number] {
  return {
    id: row.id,
    consortium: consortiumOf(row),
    organisation: row.organisation_id === null ? null : { id: row.organisation_id, name: row.organisation_name ?? '' },
    roles: row.roles,
    status: row.status,
  }
}

export function presentOwnRequest(row: OwnRequestRow): Me['joinRequests'][number] {
  return { id: row.id, consortium: consortiumOf(row), status: row.status, at: row.created_at.toString(), reason: row.reason }
}

function consortiumOf(row: Pick<OwnMembershipRow, 'consortium_id' | 'slug' | 'consortium_name'>) {
  return { id: row.consortium_id, slug: row.slug, name: { ...row.consortium_name, ja: row.consortium_name.ja ?? row.slug } }
}
