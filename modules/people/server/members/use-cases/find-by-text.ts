import type { Scope } from '#platform/server/scope.ts'
import { soughtKeys } from '../../../contract/rules.ts'
import { dayOf } from '../../rules.ts'
import { presentMember } from '../presenter.ts'
import * as repository from '../repository.ts'
import type { MemberRef } from './find-member.ts'

export interface FoundMember extends MemberRef {
  readonly kana: string | null
  readonly organisationName: string | null
  readonly phone: string | null
}

/** Active members by a part of a name or reading, the end of a telephone number or the beginning of a word of the mail, for whoever books for them. The caller has asked who may. */
export async function findMembersByText(scope: Scope, text: string, limit: number): Promise<FoundMember[]> {
  if (soughtKeys(text).length === 0) return []
  const rows = await repository.list(scope, { on: dayOf(scope.clock.now()), text, statuses: ['active'] }, { limit })
  return rows.map((row) => {
    const member = presentMember(row)
    return {
      id: row.id,
      accountId: row.account_id,
      name: member.name,
      kana: member.kana,
      mail: row.mail,
      phone: row.phone,
      language: row.language,
      organisationId: row.organisation_id,
      organisationName: row.organisation_name,
      roles: row.roles,
      status: row.status,
    }
  })
}
