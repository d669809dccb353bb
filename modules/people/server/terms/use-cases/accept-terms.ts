import { fail } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { termsAccepted } from '../../../contract/events.ts'
import { dayOf } from '../../rules.ts'
import { presentVersion } from '../presenter.ts'
import * as repository from '../repository.ts'

export async function readCurrentTerms(scope: MemberScope) {
  const row = await repository.findOn(scope, dayOf(scope.clock.now()))
  if (row === undefined) return { terms: null, acceptedAt: null }
  const acceptedAt = await repository.findConsent(scope, scope.actor.accountId, row.id)
  return { terms: presentVersion(row), acceptedAt: acceptedAt?.toString() ?? null }
}

export async function acceptTerms(scope: MemberScope, id: string) {
  if ((await repository.find(scope, id)) === undefined) fail('platform.not_found')
  await recordConsent(scope, scope.actor.accountId, id)
  return readCurrentTerms(scope)
}

export async function recordConsent(scope: Scope, accountId: string, termsId: string): Promise<void> {
  if (await repository.insertConsent(scope, accountId, termsId)) scope.emit(termsAccepted, { termsId, accountId }, { subjectId: termsId })
}
