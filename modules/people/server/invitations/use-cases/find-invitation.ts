import { createHash } from 'node:crypto'
import { invitationToken, type InvitationLink, type TokenHashes } from '../rules.ts'
import { fail } from '#platform/server/errors.ts'
import type { Database } from '#platform/server/database.ts'
import type { InvitationScope, Scope } from '#platform/server/scope.ts'
import { findTenantOfInvitation } from '../../repository.ts'
import * as repository from '../repository.ts'

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Of both links of a generation. */
export function hashesOf(scope: Pick<Scope, 'sign'>, id: string, generation: number): TokenHashes {
  const hashOf = (link: InvitationLink) => hashToken(invitationToken(scope, link, id, generation))
  return { tokenHash: hashOf('mailed'), handedHash: hashOf('handed') }
}

/** The way in by invitation: the tenant is the one that gave out this secret. */
export async function tenantOfSecret(appDatabase: Database, secret: string): Promise<string | undefined> {
  return findTenantOfInvitation(appDatabase, hashToken(secret))
}

/** The invitation of the caller's link, held for a change, and whether that link is the one its address was mailed. */
export async function requireInvitation(
  scope: InvitationScope,
  { isLocked }: { isLocked: boolean },
): Promise<{ row: repository.InvitationRow; provesMail: boolean }> {
  const hash = hashToken(scope.link)
  const id = await repository.findIdByToken(scope, hash)
  const row = id === undefined ? undefined : await (isLocked ? repository.lock(scope, id) : repository.find(scope, id))
  if (row === undefined) return fail('platform.not_found')
  return { row, provesMail: row.token_hash === hash }
}
