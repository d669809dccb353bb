/** The demonstration's money: an issuer for the papers, and fees of past days as paid. All assumed. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findRule, saveRule } from '../../money-rule/repository.ts'
import { insertDemoBills } from '../repository.ts'

export interface DemoMoney {
  readonly conditions: string
  readonly conditionsEn: string
}

export async function createDemoMoney(
  scope: Scope,
  hub: { id: string; zone: string; names: LocalText; address: LocalText; phone: string | null },
  money: DemoMoney,
): Promise<void> {
  const rule = await findRule(scope, hub.id)
  if (rule.version === 0)
    await saveRule(scope, {
      ...rule,
      issuerName: hub.names.ja,
      issuerAddress: hub.address.ja,
      issuerPhone: hub.phone ?? '',
      permitConditions: money.conditions,
      permitConditionsEn: money.conditionsEn,
    })
  await insertDemoBills(scope, hub)
}
