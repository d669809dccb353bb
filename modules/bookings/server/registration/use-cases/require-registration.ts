import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { isOffice } from '../presenter.ts'
import { findRegistration, type RegistrationRow } from '../repository.ts'

/** One's own file, or any for the office; what is not yours is not there. */
export async function requireRegistration(scope: MemberScope, id: string, { isLocked = false } = {}): Promise<RegistrationRow> {
  const row = await findRegistration(scope, id, { isLocked })
  if (row === undefined || !(row.accountId === scope.actor.accountId || isOffice(scope))) fail('platform.not_found')
  return row
}
