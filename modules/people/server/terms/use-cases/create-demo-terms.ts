/** Terms and privacy notice of the demonstration: an example that says so, accepted by its people. */
import type { output } from 'zod/v4/core'
import type { Scope } from '#platform/server/scope.ts'
import type { termsBody } from '../../../contract/schemas.ts'
import { dayOf } from '../../rules.ts'
import * as repository from '../repository.ts'

export type DemoTerms = Pick<output<typeof termsBody>, 'text'> & { readonly privacy: output<typeof termsBody>['text'] }

/** In the scope of one consortium. May run again: terms that are there stay. */
export async function createDemoTerms(
  scope: Scope,
  { text: { ja, en, ...more }, privacy }: DemoTerms,
  people: readonly { readonly accountId: string }[],
): Promise<void> {
  const today = Temporal.PlainDate.from(dayOf(scope.clock.now()))
  // since the beginning of the fiscal year, April
  const validFrom = `${today.month >= 4 ? today.year : today.year - 1}-04-01`
  const termsId =
    (await repository.findIdOn(scope, validFrom)) ??
    (await repository.insert(scope, { textJa: ja, textEn: en, more, privacy, validFrom, createdBy: null }))
  for (const { accountId } of people) await repository.insertConsent(scope, accountId, termsId)
}
