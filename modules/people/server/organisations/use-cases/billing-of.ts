import type { Scope } from '#platform/server/scope.ts'
import type { Language } from '#platform/contract/texts.ts'
import * as members from '../../members/repository.ts'
import { refOf } from '../../members/use-cases/find-member.ts'
import { dayOf } from '../../rules.ts'
import * as repository from '../repository.ts'

export interface Billing {
  readonly name: string
  readonly nameEn: string | null
  readonly postalCode: string | null
  readonly address: string | null
  readonly department: string | null
  readonly contact: string | null
  readonly language: 'ja' | 'en'
  /** Whom papers are mailed to: the address of the organisation, else its managers. */
  readonly recipients: readonly { readonly name: string; readonly address: string; readonly language: Language }[]
}

/** More managers than this are not told one by one. */
const mostManagers = 20

/** To whom, and how, papers of an organisation are addressed; undefined where there is no such organisation. */
export async function billingOf(scope: Scope, organisationId: string): Promise<Billing | undefined> {
  const [row] = await repository.listByIds(scope, [organisationId])
  if (row === undefined) return undefined
  return {
    name: row.name,
    nameEn: row.name_en,
    postalCode: row.postal_code,
    address: row.address,
    department: row.billing_department,
    contact: row.billing_contact,
    language: row.billing_language,
    recipients:
      row.billing_mail === null
        ? await managersOf(scope, organisationId)
        : [{ name: row.billing_contact ?? row.name, address: row.billing_mail, language: row.billing_language }],
  }
}

async function managersOf(scope: Scope, organisationId: string): Promise<Billing['recipients']> {
  const rows = await members.list(
    scope,
    { on: dayOf(scope.clock.now()), role: 'manager', statuses: ['active'], organisationId },
    { limit: mostManagers },
  )
  return rows.map(refOf).flatMap(({ name, mail, language }) => (mail === null ? [] : [{ name, address: mail, language }]))
}
