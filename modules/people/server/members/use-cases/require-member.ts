import type { MemberScope } from '#platform/server/scope.ts'
import { fail } from '#platform/server/errors.ts'
import { dayOf, seesEverybody } from '../../rules.ts'
import { presentMemberDetail } from '../presenter.ts'
import type { MemberDetail } from '../../../contract/schemas.ts'
import * as repository from '../repository.ts'

/** A member the caller may see: everybody for those who run the place, the own organisation's people for its manager. */
export async function requireMember(scope: MemberScope, id: string): Promise<repository.MemberRow> {
  const row = await repository.find(scope, id, dayOf(scope.clock.now()))
  if (row === undefined || !isVisible(scope, row)) fail('platform.not_found')
  return row
}

function isVisible(scope: MemberScope, row: repository.MemberRow): boolean {
  if (seesEverybody(scope.membership.roles)) return true
  const own = scope.membership.organisationId
  return own !== null && row.organisation_id === own
}

export async function readMember(scope: MemberScope, id: string): Promise<MemberDetail> {
  const row = await requireMember(scope, id)
  const engagements = await repository.listEngagements(scope, id)
  const consents = row.account_id === null ? [] : await repository.listConsents(scope, row.account_id)
  return presentMemberDetail(row, { engagements, consents })
}
