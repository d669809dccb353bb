import { hashPassword } from 'better-auth/crypto'
import type { Scope } from '#platform/server/scope.ts'
import { insertAccount } from '../../repository.ts'

/**
 * An account whose mail is proven by the mailed link of an invitation, or one whose address stands for nobody yet.
 * The password is hashed as better-auth does, so that its sign-in knows it.
 */
export async function createAccount(
  scope: Scope,
  account: { mail: string; name: string; password: string; isProven: boolean },
): Promise<string> {
  const { password, ...fields } = account
  return insertAccount(scope, { ...fields, passwordHash: await hashPassword(password) })
}
