/** For strangers: what they agree to by booking. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { tenantsByIds } from '../../repository.ts'
import { dayOf } from '../../rules.ts'
import { presentVersion } from '../presenter.ts'
import * as repository from '../repository.ts'

const fail = failOf(peopleErrors)

export async function readHubTerms(scope: Scope) {
  const row = await repository.findOn(scope, dayOf(scope.clock.now()))
  const tenant = (await tenantsByIds(scope, [scope.consortiumId])).get(scope.consortiumId)
  return { consortium: tenant?.name ?? { ja: '' }, terms: row === undefined ? null : presentVersion(row) }
}

/** What holds must be what the guest was shown; undefined where nothing holds and nothing was shown. */
export async function requireShownTerms(scope: Scope, shownId: string | undefined): Promise<string | undefined> {
  const holds = await repository.findIdOn(scope, dayOf(scope.clock.now()))
  if (holds !== shownId) fail('people.terms_changed')
  return holds
}

/** By what the guest did; without terms there is nothing to agree to. */
export async function recordGuestConsent(scope: Scope, subjectId: string, termsId: string | undefined): Promise<void> {
  if (termsId !== undefined) await repository.insertGuestConsent(scope, subjectId, termsId)
}

/** To which version, and when; of the subjects that have one. */
export async function guestConsentsOf(
  scope: Scope,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, { version: number; at: string }>> {
  const rows = await repository.listGuestConsents(scope, subjectIds)
  return new Map(rows.map((row) => [row.subject_id, { version: row.version, at: row.at.toString() }]))
}
