import type { SearchHit } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { peoplePermissions } from '../../../contract/permissions.ts'
import { presentMember } from '../presenter.ts'
import * as repository from '../repository.ts'
import { seesEverybody } from '../../rules.ts'
import { filterOf } from './list-members.ts'

/** Members for the search box of whoever may read them. */
export async function searchMembers(scope: MemberScope, text: string, limit: number): Promise<readonly SearchHit[]> {
  const readers: readonly string[] = peoplePermissions['people.read-members']
  const filter = scope.membership.roles.some((role) => readers.includes(role)) ? filterOf(scope, { q: text }) : undefined
  if (filter === undefined) return []
  const rows = await repository.list(scope, filter, { limit })
  return rows.map(presentMember).map((member) => ({
    kind: 'member',
    id: member.id,
    title: member.name,
    detail: [member.kana, member.organisation?.name].filter((part) => part != null).join(' '),
    href: seesEverybody(scope.membership.roles) ? `/settings/members/${member.id}` : `/me/people/${member.id}`,
  }))
}
