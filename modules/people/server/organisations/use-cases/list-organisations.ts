import type { MemberScope } from '#platform/server/scope.ts'
import { memberCursor, readMemberCursor } from '../../members/rules.ts'
import { presentOrganisation } from '../presenter.ts'
import * as repository from '../repository.ts'

export async function listOrganisations(
  scope: MemberScope,
  query: { withArchived: boolean; q?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const filter = { withArchived: query.withArchived, q: query.q?.normalize('NFKC').trim() }
  const rows = await repository.list(scope, filter, { limit: query.limit + 1, after: readMemberCursor(query.cursor) })
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined
  return {
    items: rows.slice(0, query.limit).map(presentOrganisation),
    nextCursor: last === undefined ? null : memberCursor(last),
    total: await repository.count(scope, filter),
  }
}
