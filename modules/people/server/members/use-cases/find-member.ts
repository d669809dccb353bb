import type { Role } from '#platform/contract/permissions.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import { dayOf } from '../../rules.ts'
import { nameOf } from '../presenter.ts'
import * as repository from '../repository.ts'

/** A member as other modules need one: who it is, for whom, and what the person may do. */
export interface MemberRef {
  readonly id: string
  readonly accountId: string | null
  readonly name: string
  readonly mail: string | null
  readonly language: Language
  readonly organisationId: string | null
  readonly roles: readonly Role[]
  readonly status: repository.MemberRow['status']
}

/** The active member with this account, this mail or this id; undefined where there is none. */
export async function findMember(
  scope: Scope,
  by: { accountId: string } | { mail: string } | { id: string },
): Promise<MemberRef | undefined> {
  const on = dayOf(scope.clock.now())
  if ('id' in by) {
    const row = await repository.find(scope, by.id, on)
    return row === undefined ? undefined : refOf(row)
  }
  const [row] = await repository.listCurrent(scope, on, 'mail' in by ? { mails: [by.mail] } : { accountIds: [by.accountId] })
  return row === undefined ? undefined : refOf(row)
}

/** Of these accounts, those who are members now: not stopped, not ended. */
export async function activeMembersByAccounts(scope: Scope, accountIds: readonly string[]): Promise<ReadonlyMap<string, MemberRef>> {
  const rows = accountIds.length === 0 ? [] : await repository.listCurrent(scope, dayOf(scope.clock.now()), { accountIds })
  return new Map(rows.flatMap((row) => (row.account_id !== null && row.status === 'active' ? [[row.account_id, refOf(row)] as const] : [])))
}

/** Of these accounts, members who are stopped or whose membership has ended. Who never was one is not among them. */
export async function stoppedAmong(scope: Scope, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(accountIds.length === 0 ? [] : await repository.listStopped(scope, accountIds))
}

/** Whether the account is or was a member here, and is not forgotten. */
export async function isKnownHere(scope: Scope, accountId: string): Promise<boolean> {
  const rows = await repository.listOfAccount(scope, accountId, dayOf(scope.clock.now()))
  return rows.some((row) => row.forgotten_at === null)
}

export function refOf(row: repository.MemberRow): MemberRef {
  return {
    id: row.id,
    accountId: row.account_id,
    name: nameOf(row),
    mail: row.mail,
    language: row.language,
    organisationId: row.organisation_id,
    roles: row.roles,
    status: row.status,
  }
}
