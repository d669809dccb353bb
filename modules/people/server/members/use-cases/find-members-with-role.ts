import type { Role } from '#platform/contract/permissions.ts'
import type { Scope } from '#platform/server/scope.ts'
import { dayOf } from '../../rules.ts'
import * as repository from '../repository.ts'
import { refOf, type MemberRef } from './find-member.ts'

/** The active members with a role, in the order of their names: those whom a mail about their work goes to. */
export async function findMembersWithRole(scope: Scope, role: Role, limit: number): Promise<readonly MemberRef[]> {
  const rows = await repository.list(scope, { on: dayOf(scope.clock.now()), role, statuses: ['active'] }, { limit })
  return rows.map(refOf)
}
