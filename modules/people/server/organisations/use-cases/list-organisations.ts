import type { MemberScope } from '#platform/server/scope.ts'
import { presentOrganisation } from '../presenter.ts'
import * as repository from '../repository.ts'

export async function listOrganisations(scope: MemberScope, query: { withArchived: boolean }) {
  return { items: (await repository.list(scope, query)).map(presentOrganisation) }
}
