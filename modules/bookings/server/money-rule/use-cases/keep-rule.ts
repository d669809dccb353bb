import { fail } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { hasCorporateCheckDigit } from '#modules/people/contract/rules.ts'
import { moneyRuleChanged, taxRateAdded } from '../../../contract/payment/events.ts'
import type { MoneyRule, MoneyRuleBody, TaxKind } from '../../../contract/payment/schemas.ts'
import { addDays } from '../../rules.ts'
import { findRule, insertRate, listRates, saveRule, type RuleRow } from '../repository.ts'
import { percentOn } from '../rules.ts'

export async function readRule(scope: MemberScope, hubId: string): Promise<MoneyRule> {
  await requireHub(scope, hubId)
  return presentRule(await findRule(scope, hubId))
}

const presentRule = (rule: RuleRow): MoneyRule => ({
  ...rule,
  isNumberDoubtful: rule.invoiceNumber !== null && !hasCorporateCheckDigit(rule.invoiceNumber.slice(1)),
})

/** Decides anew. What was due and issued before stays as it is: bills and papers hold what they were made with. */
export async function keepRule(scope: MemberScope, hubId: string, body: MoneyRuleBody): Promise<MoneyRule> {
  await requireHub(scope, hubId)
  const before = await findRule(scope, hubId, { isLocked: true })
  if (before.version !== body.version) fail('platform.changed_meanwhile')
  const fields = (Object.keys(body) as (keyof MoneyRuleBody)[]).filter((field) => field !== 'version' && body[field] !== before[field])
  if (fields.length === 0) return presentRule(before)
  const after = await saveRule(scope, { ...body, hubId })
  if (after === undefined) return fail('platform.changed_meanwhile')
  scope.emit(moneyRuleChanged, { hubId, fields }, { subjectId: hubId })
  return presentRule(after)
}

/** The rate that holds on a day, asked once for many lines. */
export async function rateLookup(scope: Scope): Promise<(kind: TaxKind, day: string) => number> {
  const rates = await listRates(scope)
  return (kind, day) => percentOn(rates, kind, day)
}

export async function readRates(scope: MemberScope) {
  const rates = await listRates(scope)
  return {
    items: rates.map((rate) => {
      const next = rates.find((other) => other.kind === rate.kind && other.validFrom > rate.validFrom)
      return { ...rate, validTo: next === undefined ? null : addDays(next.validFrom, -1) }
    }),
  }
}

export async function addRate(
  scope: MemberScope,
  body: { kind: 'standard' | 'reduced'; percent: number; validFrom: string; source: string },
) {
  await insertRate(scope, body)
  scope.emit(taxRateAdded, { kind: body.kind, percent: body.percent, validFrom: body.validFrom })
  return readRates(scope)
}
