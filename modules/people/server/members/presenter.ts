import { displayNameOf } from '../../contract/rules.ts'
import type { Member, MemberDetail, Profile } from '../../contract/schemas.ts'
import type { EngagementRow, MemberRow } from './repository.ts'

export function presentMember(row: MemberRow): Member {
  return {
    id: row.id,
    accountId: row.account_id,
    name: nameOf(row),
    kana: [row.family_kana, row.given_kana].filter((part) => part !== null).join(' ') || null,
    mail: row.mail,
    organisation: row.organisation_id === null ? null : { id: row.organisation_id, name: row.organisation_name ?? '' },
    roles: row.roles,
    status: row.status,
    engagement:
      row.engagement_type === null || row.engagement_origin === null || row.engagement_from === null
        ? null
        : { type: row.engagement_type, origin: row.engagement_origin, validFrom: row.engagement_from, validTo: row.engagement_to },
    joinedOn: row.joined_on,
  }
}

export function presentMemberDetail(
  row: MemberRow,
  parts: { engagements: readonly EngagementRow[]; consents: readonly { version: number; at: Temporal.Instant }[] },
): MemberDetail {
  return {
    ...presentMember(row),
    profile: profileOf(row),
    endedOn: row.ended_on,
    isForgotten: row.forgotten_at !== null,
    engagements: parts.engagements
      .toReversed()
      .map(({ id, type, origin, validFrom, validTo }) => ({ id, type, origin, validFrom, validTo })),
    consents: parts.consents.map(({ version, at }) => ({ version, at: at.toString() })),
    createdAt: row.created_at.toString(),
    updatedAt: row.updated_at.toString(),
  }
}

export function nameOf(row: Pick<MemberRow, 'display_name' | 'family_name' | 'given_name'>): string {
  return displayNameOf({ displayName: row.display_name, familyName: row.family_name, givenName: row.given_name })
}

export function profileOf(row: MemberRow): Profile {
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
