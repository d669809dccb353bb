import type { MemberScope } from '#platform/server/scope.ts'
import type { Member } from '../../../contract/schemas.ts'
import { dayOf, seesEverybody } from '../../rules.ts'
import { presentMember } from '../presenter.ts'
import { memberCursor, readMemberCursor } from '../rules.ts'
import * as repository from '../repository.ts'

export interface MemberQuery {
  readonly q?: string | undefined
  readonly organisationId?: string | undefined
  readonly role?: Member['roles'][number] | undefined
  readonly type?: repository.EngagementType | undefined
  readonly status?: readonly Member['status'][] | undefined
}

/** People who have left are shown to those who ask for them. */
const shownUnlessAsked: readonly Member['status'][] = ['invited', 'active', 'suspended']

/** Undefined: a manager without an organisation, who sees nobody. */
export function filterOf(scope: MemberScope, query: MemberQuery): repository.MemberFilter | undefined {
  const own = scope.membership.organisationId
  const isBound = !seesEverybody(scope.membership.roles)
  if (isBound && (own === null || (query.organisationId !== undefined && query.organisationId !== own))) return undefined
  return {
    on: dayOf(scope.clock.now()),
    text: query.q,
    organisationId: isBound ? (own ?? undefined) : query.organisationId,
    role: query.role,
    type: query.type,
    statuses: query.status ?? shownUnlessAsked,
  }
}

export async function listMembers(
  scope: MemberScope,
  query: MemberQuery & { limit: number; cursor?: string | undefined },
): Promise<{ items: Member[]; nextCursor: string | null; total: number }> {
  const filter = filterOf(scope, query)
  if (filter === undefined) return { items: [], nextCursor: null, total: 0 }
  const rows = await repository.list(scope, filter, { limit: query.limit + 1, after: readMemberCursor(query.cursor) })
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined
  return {
    items: rows.slice(0, query.limit).map(presentMember),
    nextCursor: last === undefined ? null : memberCursor(last),
    total: await repository.count(scope, filter),
  }
}
