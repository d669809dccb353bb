import type { Policy } from '../../contract/rules.ts'
import type { Rules, RulesOfPlace } from '../../contract/policy/schemas.ts'
import { termsOn } from './rules.ts'

/** The rules as they hold, and the prices of today and of days to come. */
export function presentRules(policy: Policy, today: string): Pick<RulesOfPlace, 'rules' | 'tariffs' | 'terms'> {
  const { terms, tariffId } = termsOn(policy, today)
  const { who, granularityMinutes, shortestMinutes, longestMinutes, daysAhead, bufferBeforeMinutes, bufferAfterMinutes } = policy
  const { needsApproval, approvalHours, releaseMinutes, holdMinutes, deskMayOverride } = policy
  const rules: Rules = {
    who,
    granularityMinutes,
    shortestMinutes,
    longestMinutes,
    daysAhead,
    bufferBeforeMinutes,
    bufferAfterMinutes,
    quotas: [...policy.quotas],
    needsApproval,
    approvalHours,
    releaseMinutes,
    holdMinutes,
    deskMayOverride,
  }
  return {
    rules,
    terms: terms as RulesOfPlace['terms'],
    tariffs: policy.tariffs.filter((one) => one.id === tariffId || one.validFrom > today) as RulesOfPlace['tariffs'],
  }
}
