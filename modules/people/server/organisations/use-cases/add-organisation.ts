import type { output } from 'zod/v4/core'
import type { Scope } from '#platform/server/scope.ts'
import { foldKana, kanaSortKey } from '../../../contract/rules.ts'
import { organisationAdded } from '../../../contract/events.ts'
import type { Organisation, organisationBody } from '../../../contract/schemas.ts'
import { presentOrganisation } from '../presenter.ts'
import * as repository from '../repository.ts'

export async function addOrganisation(scope: Scope, body: output<typeof organisationBody>): Promise<Organisation> {
  const id = await repository.insert(scope, {
    kind: body.kind,
    name: body.name,
    nameEn: body.nameEn ?? null,
    nameKana: body.nameKana ?? null,
    corporateNumber: body.corporateNumber ?? null,
    invoiceNumber: body.invoiceNumber ?? null,
    phone: body.phone ?? null,
    postalCode: body.postalCode ?? null,
    address: body.address ?? null,
    note: body.note ?? null,
    billingDepartment: body.billingDepartment ?? null,
    billingContact: body.billingContact ?? null,
    billingMail: body.billingMail ?? null,
    billingLanguage: body.billingLanguage ?? 'ja',
    sortKey: organisationSortKey(body.name, body.nameKana ?? null),
  })
  scope.emit(organisationAdded, { organisationId: id }, { subjectId: id })
  const [row] = await repository.listByIds(scope, [id])
  if (row === undefined) throw new Error('the organisation just added is not there')
  return presentOrganisation(row)
}

/** Forms of company (株式会社) at the front do not decide the place in the list. */
export function organisationSortKey(name: string, kana: string | null): string {
  const plain = name.replace(
    /^(?:株式会社|有限会社|合同会社|特定非営利活動法人|NPO法人|一般社団法人|一般財団法人|（[株有一]{1}社?）|\([株有一]社?\))\s*/u,
    '',
  )
  return kana === null ? `\uE000${plain}` : kanaSortKey(foldKana(kana) ?? kana)
}
