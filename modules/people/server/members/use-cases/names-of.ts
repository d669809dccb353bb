import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import { nameOf } from '../presenter.ts'
import * as repository from '../repository.ts'

export interface PersonName {
  readonly accountId: string
  readonly membershipId: string
  /** What the person is called on screens; empty once forgotten. */
  readonly name: string
  readonly familyName: string
  readonly mail: string | null
  readonly language: Language
  readonly organisationId: string | null
  readonly isForgotten: boolean
}

/** Names of accounts as this consortium records them; an account it does not know is not in the answer. */
export async function namesOf(scope: Scope, accountIds: readonly string[]): Promise<ReadonlyMap<string, PersonName>> {
  if (accountIds.length === 0) return new Map()
  const rows = await repository.names(scope, [...new Set(accountIds)])
  return new Map(
    rows.map((row) => [
      row.account_id,
      {
        accountId: row.account_id,
        membershipId: row.membership_id,
        name: nameOf(row),
        familyName: row.family_name,
        mail: row.mail,
        language: row.language,
        organisationId: row.organisation_id,
        isForgotten: row.is_forgotten,
      },
    ]),
  )
}

/** The same as plain names, for the audit log; whoever has been forgotten is left out. */
export async function nameAccounts(scope: Scope, accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const known = await namesOf(scope, accountIds)
  return new Map([...known.values()].filter((person) => !person.isForgotten).map((person) => [person.accountId, person.name]))
}
