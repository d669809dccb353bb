import type { Scope } from '#platform/server/scope.ts'
import { listAgreedWith, listPartners, type PartnerRow } from '../repository.ts'
import { hubAgreementOf, type HubAgreement } from '../rules.ts'

/** What was agreed between the seated tenant and these consortia, ended and coming agreements too; those that hold first. */
export async function mutualUseOf(scope: Scope, partnerIds: readonly string[]): Promise<readonly HubAgreement[]> {
  if (partnerIds.length === 0) return []
  return (await listAgreedWith(scope, partnerIds)).map((row) => hubAgreementOf(row, scope.consortiumId))
}

/** What consortia call themselves, by id. */
export async function consortiaByIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, PartnerRow>> {
  if (ids.length === 0) return new Map()
  return new Map((await listPartners(scope, [...new Set(ids)])).map((one) => [one.id, one]))
}
