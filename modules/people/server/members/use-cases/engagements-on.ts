import type { Scope } from '#platform/server/scope.ts'
import * as repository from '../repository.ts'

/** As which of the programme's types these accounts counted on a day; whoever had none is not in the answer. */
export async function engagementsOn(
  scope: Scope,
  accountIds: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, repository.EngagementType>> {
  if (accountIds.length === 0) return new Map()
  const rows = await repository.engagementTypes(scope, [...new Set(accountIds)], day)
  return new Map(rows.map((row) => [row.account_id, row.type]))
}
