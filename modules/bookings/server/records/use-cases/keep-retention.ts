import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { retentionChanged } from '../../../contract/records/events.ts'
import type { Retention } from '../../../contract/records/schemas.ts'
import { countGuests, findRetention, saveRetention } from '../repository.ts'

export async function readRetention(scope: MemberScope): Promise<Retention> {
  return { ...(await findRetention(scope)), ...(await countGuests(scope)) }
}

export async function keepRetention(scope: MemberScope, body: { guestYears: number; version: number }): Promise<Retention> {
  const before = await findRetention(scope)
  if (!(await saveRetention(scope, body.guestYears, body.version))) fail('platform.changed_meanwhile')
  if (before.guestYears !== body.guestYears || before.version === 0)
    scope.emit(retentionChanged, { guestYears: body.guestYears }, { subjectId: scope.consortiumId })
  return readRetention(scope)
}
