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

const atOnce = 500

/** All of them, however many: who may enter by a role is no list that ends somewhere. */
export async function listMembersWithRole(scope: Scope, role: Role): Promise<readonly MemberRef[]> {
  const members: MemberRef[] = []
  let after: { sortKey: string; id: string } | undefined
  for (;;) {
    const rows = await repository.list(scope, { on: dayOf(scope.clock.now()), role, statuses: ['active'] }, { limit: atOnce, after })
    members.push(...rows.map(refOf))
    const last = rows.at(-1)
    if (last === undefined || rows.length < atOnce) return members
    after = { sortKey: last.sort_key, id: last.id }
  }
}
