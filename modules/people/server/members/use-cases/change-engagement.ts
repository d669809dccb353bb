import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { fail } from '#platform/server/errors.ts'
import { engagementChanged } from '../../../contract/events.ts'
import type { MemberDetail } from '../../../contract/schemas.ts'
import { placeEngagement } from '../../rules.ts'
import * as repository from '../repository.ts'
import { readMember, requireMember } from './require-member.ts'

export interface NewEngagement {
  readonly type: repository.EngagementType
  readonly origin: repository.EngagementOrigin
  readonly validFrom: string
  readonly validTo: string | null
}

export async function changeEngagement(
  scope: MemberScope,
  id: string,
  { reason, ...wanted }: NewEngagement & { reason: string },
): Promise<MemberDetail> {
  if (!(await repository.lock(scope, id))) fail('platform.not_found')
  await requireMember(scope, id)
  if (wanted.validTo !== null && wanted.validTo <= wanted.validFrom) {
    fail('platform.invalid_input', { fields: [{ path: 'body.validTo', expected: `> ${wanted.validFrom}` }] })
  }
  await putEngagement(scope, id, wanted)
  scope.emit(engagementChanged, { membershipId: id, ...wanted }, { subjectId: id, reason })
  return readMember(scope, id)
}

export async function putEngagement(scope: Scope, membershipId: string, wanted: NewEngagement): Promise<void> {
  const { remove, cut, goOn } = placeEngagement(await repository.listEngagements(scope, membershipId), wanted)
  for (const engagement of remove) await repository.deleteEngagement(scope, engagement.id)
  for (const { engagement, validTo } of cut) await repository.cutEngagement(scope, engagement.id, validTo)
  await repository.insertEngagement(scope, {
    membershipId,
    type: wanted.type,
    origin: wanted.origin,
    validFrom: wanted.validFrom,
    validTo: wanted.validTo,
  })
  for (const { engagement, validFrom } of goOn) {
    await repository.insertEngagement(scope, {
      membershipId,
      type: engagement.type,
      origin: engagement.origin,
      validFrom,
      validTo: engagement.validTo,
    })
  }
}
