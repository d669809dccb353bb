import type { Role } from '#platform/contract/permissions.ts'
import type { Scope } from '#platform/server/scope.ts'
import { dayOf } from '../../rules.ts'
import * as repository from '../repository.ts'
import { refOf, type MemberRef } from './find-member.ts'

/** The active members of an organisation in the order of their names, of one role where wanted. The caller has asked who may. */
export async function membersOfOrganisation(scope: Scope, organisationId: string, limit: number, role?: Role): Promise<MemberRef[]> {
  const by = { on: dayOf(scope.clock.now()), organisationId, statuses: ['active' as const], ...(role === undefined ? {} : { role }) }
  return (await repository.list(scope, by, { limit })).map(refOf)
}
