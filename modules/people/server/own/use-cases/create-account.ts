import { hashPassword } from 'better-auth/crypto'
import type { Scope } from '#platform/server/scope.ts'
import { insertAccount } from '../../repository.ts'

/**
 * An account whose mail is proven already: by the invitation's link, or by whoever sits at the machine.
 * The password is hashed as better-auth does, so that its sign-in knows it.
 */
export async function createAccount(scope: Scope, account: { mail: string; name: string; password: string }): Promise<string> {
  return insertAccount(scope, { mail: account.mail, name: account.name, passwordHash: await hashPassword(account.password) })
}
