import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { useRuleChanged } from '../../../contract/use/events.ts'
import type { UseRule } from '../../../contract/use/schemas.ts'
import { findRule, storeRule } from '../repository.ts'

export async function showUseRule(scope: MemberScope): Promise<UseRule & { version: number }> {
  return findRule(scope)
}

/** Facts are stored and the rule is asked for when they are added up: figures of before follow it too. */
export async function setUseRule(scope: MemberScope, body: UseRule & { version: number }): Promise<UseRule & { version: number }> {
  const { version, ...became } = body
  const { version: _, ...was } = await findRule(scope)
  if (!(await storeRule(scope, became, version))) fail('platform.changed_meanwhile')
  scope.emit(useRuleChanged, { was, became })
  return findRule(scope)
}
