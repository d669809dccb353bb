/** Answers kept for a call that is sent twice (ADR 0007), where somebody is to be forgotten at once. */
import type { Scope } from './scope.ts'

/** Those that say an address, whoever they were given to. */
export async function forgetAnswersNaming(scope: Scope, words: string): Promise<void> {
  await scope.prepared(
    'idempotency_forget_naming',
    'delete from platform.idempotency where consortium_id = $1 and position($2 in response::text) > 0',
    [scope.consortiumId, words],
  )
}
