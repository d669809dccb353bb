import { displayNameOf } from '../../contract/rules.ts'
import type { JoinRequestRow } from './repository.ts'

export function presentJoinRequest(row: JoinRequestRow, decidedBy: string | null) {
  return {
    id: row.id,
    name: displayNameOf({ familyName: row.family_name, givenName: row.given_name }),
    kana: [row.family_kana, row.given_kana].filter((part) => part !== null).join(' ') || null,
    mail: row.mail,
    phone: row.phone,
    organisationName: row.organisation_name,
    message: row.message,
    status: row.status,
    createdAt: row.created_at.toString(),
    decidedAt: row.decided_at?.toString() ?? null,
    decidedBy,
    reason: row.reason,
    membershipId: row.membership_id,
  }
}
