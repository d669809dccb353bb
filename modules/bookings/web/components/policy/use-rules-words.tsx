/** Rules in plain sentences, the same for a place and for what it takes from its hub. */
import { formatYen } from '#platform/web/format.ts'
import type { Terms } from '../../../contract/policy/rules.ts'
import type { RuleGroup, RulesOfPlace } from '../../../contract/policy/schemas.ts'
import { userClasses } from '../../../contract/schemas.ts'
import { useSay } from '../say.tsx'
import { priceKeys } from './rules-draft.tsx'

const priceWords = {
  hourYen: 'public.rules.hour',
  dayYen: 'public.rules.day',
  morningYen: 'public.rules.morning',
  afternoonYen: 'public.rules.afternoon',
  eveningYen: 'public.rules.evening',
} as const

export function useRulesWords() {
  const say = useSay()
  const { t } = say
  const limit = (quota: { per: 'day' | 'week' | 'month'; unit: 'bookings' | 'hours'; most: number }): string =>
    t(`guestMail.quota.${quota.per}.${quota.unit}`, { count: quota.most })
  const prices = (terms: Terms, userClass: (typeof userClasses)[number]): string => {
    const own = terms.prices[userClass] ?? terms.prices.general
    const said = priceKeys.flatMap((key) => {
      const yen = own[key]
      return yen === null ? [] : [t(priceWords[key], { yen: formatYen(yen) })]
    })
    return said.length === 0 ? t('rules.says.noPrice') : say.facts(said)
  }
  const fee = (terms: Terms): string[] => {
    const classes = userClasses.filter((userClass) => userClass === 'general' || terms.prices[userClass] !== undefined)
    const lines =
      classes.length === 1
        ? [prices(terms, 'general')]
        : classes.map((userClass) =>
            t('rules.says.classPrices', { name: t(`rules.fee.classes.${userClass}`), prices: prices(terms, userClass) }),
          )
    const { deadlineHours, steps } = terms.cancellation
    return [
      ...lines,
      ...steps.map((step) => t('rules.says.steps', { days: step.fromDaysBefore, percent: step.percent })),
      ...(deadlineHours === null ? [] : [t('rules.says.deadline', { hours: deadlineHours })]),
    ]
  }
  /** A group of rules in a few lines. */
  const says = (group: RuleGroup, { rules, terms }: Pick<RulesOfPlace, 'rules' | 'terms'>): string[] => {
    switch (group) {
      case 'who':
        return [t(`rules.who.${rules.who}`)]
      case 'time':
        return [
          t('rules.says.time', {
            step: say.length(rules.granularityMinutes),
            shortest: say.length(rules.shortestMinutes),
            longest: say.length(rules.longestMinutes),
            days: rules.daysAhead,
          }),
        ]
      case 'buffer':
        return rules.bufferBeforeMinutes + rules.bufferAfterMinutes === 0
          ? [t('rules.says.noBuffer')]
          : [t('rules.says.buffer', { before: say.length(rules.bufferBeforeMinutes), after: say.length(rules.bufferAfterMinutes) })]
      case 'quota':
        return rules.quotas.length === 0
          ? [t('rules.quota.none')]
          : rules.quotas.map((quota) =>
              t(quota.of === 'person' ? 'rules.says.quotaPerson' : 'rules.says.quotaOrganisation', { limit: limit(quota) }),
            )
      case 'approval':
        return [rules.needsApproval ? t('rules.says.approval', { hours: rules.approvalHours }) : t('rules.says.noApproval')]
      case 'release':
        return [rules.releaseMinutes === null ? t('rules.says.noRelease') : t('rules.says.release', { minutes: rules.releaseMinutes })]
      case 'fee':
        return fee(terms)
    }
  }
  return { says, limit, fee, prices }
}
