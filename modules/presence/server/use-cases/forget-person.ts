/**
 * Who is forgotten was here all the same: days, people and organisations are counted as before, by an id that leads nowhere.
 * What employers have to keep of working hours (five years) they keep themselves: this is what doors saw, not their record.
 */
import { randomUUID } from 'node:crypto'
import { forgetInHistory } from '#platform/server/history.ts'
import type { Scope } from '#platform/server/scope.ts'
import { presenceCorrected } from '../../contract/events.ts'
import { forgetSubject, listHubsOfSubject, lockSubject } from '../repository.ts'

export async function forgetPerson(scope: Scope, accountId: string): Promise<void> {
  // whoever folds this person's stays just now is waited for, hub by hub in one order
  for (const hubId of await listHubsOfSubject(scope, accountId)) await lockSubject(scope, hubId, accountId)
  const instead = randomUUID()
  const corrections = await forgetSubject(scope, accountId, instead)
  await forgetInHistory(scope, { type: presenceCorrected.type, subjectIds: corrections, payload: { personId: instead } })
}
