import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { failOf } from '#platform/server/errors.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { statusChanged } from '../../../contract/events.ts'
import type { MemberDetail } from '../../../contract/schemas.ts'
import { revokeOpenOf } from '../../invitations/repository.ts'
import { dayOf, mayBecome, mayGiveRoles } from '../../rules.ts'
import * as repository from '../repository.ts'
import { keepAnAdmin } from './change-roles.ts'
import { readMember, requireMember } from './require-member.ts'

const fail = failOf(peopleErrors)

export async function changeStatus(
  scope: MemberScope,
  id: string,
  wanted: { status: 'active' | 'suspended' | 'ended'; endedOn?: string | undefined; reason: string },
): Promise<MemberDetail> {
  if (!(await repository.lock(scope, id))) fail('platform.not_found')
  const before = await requireMember(scope, id)
  if (!mayGiveRoles(scope.membership.roles, before.roles, before.roles)) fail('people.roles_beyond_own')
  const canReturn = before.account_id !== null && before.forgotten_at === null
  if (!mayBecome(before.status, wanted.status) || (wanted.status === 'active' && !canReturn)) {
    fail('people.status_unreachable', { params: { from: before.status, to: wanted.status } })
  }
  if (wanted.status !== 'active') await keepAnAdmin(scope, before)
  if (wanted.status === 'ended') {
    const endedOn = wanted.endedOn ?? dayOf(scope.clock.now())
    await repository.update(scope, id, { status: 'ended', endedOn })
    await endEngagements(scope, id, endedOn)
    await revokeOpenOf(scope, id)
  } else {
    await repository.update(scope, id, { status: wanted.status, endedOn: null })
  }
  scope.emit(
    statusChanged,
    {
      membershipId: id,
      accountId: before.account_id,
      from: before.status,
      to: wanted.status,
      endedOn: wanted.status === 'ended' ? (wanted.endedOn ?? dayOf(scope.clock.now())) : null,
    },
    { subjectId: id, reason: wanted.reason },
  )
  return readMember(scope, id)
}

/** The last day of the membership is the last day of the type. What was planned for later never began. */
export async function endEngagements(scope: Scope, membershipId: string, endedOn: string): Promise<void> {
  const firstDayAfter = Temporal.PlainDate.from(endedOn).add({ days: 1 }).toString()
  for (const engagement of await repository.listEngagements(scope, membershipId)) {
    if (engagement.validFrom >= firstDayAfter) await repository.deleteEngagement(scope, engagement.id)
    else if (engagement.validTo === null || engagement.validTo > firstDayAfter)
      await repository.cutEngagement(scope, engagement.id, firstDayAfter)
  }
}
