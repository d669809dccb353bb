import { createHash } from 'node:crypto'
import { fail } from '#platform/server/errors.ts'
import type { Database } from '#platform/server/database.ts'
import type { InvitationScope } from '#platform/server/scope.ts'
import { findTenantOfInvitation } from '../../repository.ts'
import * as repository from '../repository.ts'

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** The way in by invitation: the tenant is the one that gave out this secret. */
export async function tenantOfSecret(appDatabase: Database, secret: string): Promise<string | undefined> {
  return findTenantOfInvitation(appDatabase, hashToken(secret))
}

/** The invitation of the caller's link, held for a change. */
export async function requireInvitation(scope: InvitationScope, { isLocked }: { isLocked: boolean }): Promise<repository.InvitationRow> {
  const id = await repository.findIdByToken(scope, hashToken(scope.link))
  const row = id === undefined ? undefined : await (isLocked ? repository.lock(scope, id) : repository.find(scope, id))
  if (row === undefined) return fail('platform.not_found')
  return row
}
