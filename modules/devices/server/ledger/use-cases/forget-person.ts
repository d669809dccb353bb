/** The ledger's own copy of what doors decided about somebody, and what they asked of a lock themselves. */
import type { Scope } from '#platform/server/scope.ts'
import { forgetAsker, forgetDecided } from '../repository.ts'

export interface DecidedAbout {
  readonly decisionId: string
  readonly deviceId: string
  readonly storedAt: Temporal.Instant
}

/** That a door opened, and why, stays; for whom does not. */
export async function forgetPerson(scope: Scope, accountId: string, decisions: readonly DecidedAbout[]): Promise<void> {
  await forgetAsker(scope, accountId)
  if (decisions.length > 0) await forgetDecided(scope, decisions)
}
