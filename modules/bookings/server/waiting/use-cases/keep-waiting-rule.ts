import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { waitingRuleSet } from '../../../contract/waiting/events.ts'
import { findWaitingRule, saveWaitingRule, type WaitingRuleRow } from '../repository.ts'
import { offerSoon } from './tell-waiting.ts'

export async function getWaitingRule(scope: MemberScope, hubId: string): Promise<WaitingRuleRow> {
  const hub = await requireHub(scope, hubId)
  return findWaitingRule(scope, hub.id)
}

export async function setWaitingRule(scope: MemberScope, hubId: string, rule: WaitingRuleRow): Promise<WaitingRuleRow> {
  const hub = await requireHub(scope, hubId)
  if (!(await saveWaitingRule(scope, hub.id, rule))) fail('platform.changed_meanwhile')
  scope.emit(waitingRuleSet, { hubId: hub.id }, { subjectId: hub.id })
  // open again: whoever kept waiting is looked at
  if (rule.isOpen) offerSoon(scope, hub.id)
  return findWaitingRule(scope, hub.id)
}
