import type { output } from 'zod/v4/core'
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { organisationEdited } from '../../../contract/events.ts'
import type { Organisation, organisationPatch } from '../../../contract/schemas.ts'
import { presentOrganisation } from '../presenter.ts'
import * as repository from '../repository.ts'
import { organisationSortKey } from './add-organisation.ts'

const fail = failOf(peopleErrors)

export async function updateOrganisation(scope: MemberScope, id: string, patch: output<typeof organisationPatch>): Promise<Organisation> {
  const before = (await repository.lock(scope, id)) ? (await repository.listByIds(scope, [id]))[0] : undefined
  if (before === undefined) return fail('platform.not_found')
  const { isArchived, ...given } = patch
  if (isArchived === true && before.members > 0) fail('people.organisation_in_use', { params: { count: before.members } })

  const old = presentOrganisation(before)
  const next = { ...old, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }
  const fields = (Object.keys(given) as (keyof typeof given)[]).filter((field) => next[field] !== old[field])
  const archives = isArchived !== undefined && isArchived !== old.isArchived
  if (fields.length > 0 || archives) {
    await repository.update(scope, id, {
      ...Object.fromEntries(fields.map((field) => [field, next[field]])),
      sortKey: organisationSortKey(next.name, next.nameKana),
      ...(archives ? { archivedAt: isArchived ? scope.clock.now() : null } : {}),
    })
    scope.emit(organisationEdited, { organisationId: id, fields: [...fields, ...(archives ? ['isArchived'] : [])] }, { subjectId: id })
  }
  const [row] = await repository.listByIds(scope, [id])
  if (row === undefined) return fail('platform.not_found')
  return presentOrganisation(row)
}
