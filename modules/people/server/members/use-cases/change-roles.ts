import type { Role } from '#platform/contract/permissions.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { failOf } from '#platform/server/errors.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { rolesChanged } from '../../../contract/events.ts'
import type { MemberDetail } from '../../../contract/schemas.ts'
import { mayGiveRoles } from '../../rules.ts'
import * as repository from '../repository.ts'
import { readMember, requireMember } from './require-member.ts'

const fail = failOf(peopleErrors)

export async function changeRoles(
  scope: MemberScope,
  id: string,
  { roles, reason }: { roles: readonly Role[]; reason: string },
): Promise<MemberDetail> {
  if (!(await repository.lock(scope, id))) fail('platform.not_found')
  const before = await requireMember(scope, id)
  if (!mayGiveRoles(scope.membership.roles, before.roles, roles)) fail('people.roles_beyond_own')
  if (before.roles.join() === roles.join()) return readMember(scope, id)
  if (!roles.includes('admin')) await keepAnAdmin(scope, before)
  await repository.update(scope, id, { roles: [...roles] })
  scope.emit(rolesChanged, { membershipId: id, from: before.roles, to: [...roles] }, { subjectId: id, reason })
  return readMember(scope, id)
}

/** Refuses to take away the only active administrator. */
export async function keepAnAdmin(scope: MemberScope, leaving: repository.MemberRow): Promise<void> {
  if (leaving.status !== 'active' || !leaving.roles.includes('admin')) return
  const admins = await repository.lockAdmins(scope)
  if (admins.every((id) => id === leaving.id)) fail('people.last_admin')
}
