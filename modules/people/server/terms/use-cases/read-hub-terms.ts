/** For strangers: what they agree to by booking. */
import type { Scope } from '#platform/server/scope.ts'
import { tenantsByIds } from '../../repository.ts'
import { dayOf } from '../../rules.ts'
import { presentVersion } from '../presenter.ts'
import * as repository from '../repository.ts'

export async function readHubTerms(scope: Scope) {
  const row = await repository.findOn(scope, dayOf(scope.clock.now()))
  const tenant = (await tenantsByIds(scope, [scope.consortiumId])).get(scope.consortiumId)
  return { consortium: tenant?.name ?? { ja: '' }, terms: row === undefined ? null : presentVersion(row) }
}

/** Of a guest who agreed to the terms that hold at this moment, by what they did; without terms there is nothing to agree to. */
export async function recordGuestConsent(scope: Scope, subjectId: string): Promise<void> {
  const row = await repository.findOn(scope, dayOf(scope.clock.now()))
  if (row !== undefined) await repository.insertGuestConsent(scope, subjectId, row.id)
}

/** To which version, and when; of the subjects that have one. */
export async function guestConsentsOf(
  scope: Scope,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, { version: number; at: string }>> {
  const rows = await repository.listGuestConsents(scope, subjectIds)
  return new Map(rows.map((row) => [row.subject_id, { version: row.version, at: row.at.toString() }]))
}
