import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import * as repository from '../repository.ts'

const fail = failOf(peopleErrors)

export interface OrganisationName {
  readonly id: string
  readonly kind: repository.OrganisationRow['kind']
  readonly name: string
  readonly nameEn: string | null
  readonly isArchived: boolean
}

/** Organisations by id; what this consortium does not know is not in the answer. */
export async function organisationsByIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, OrganisationName>> {
  if (ids.length === 0) return new Map()
  const rows = await repository.listByIds(scope, [...new Set(ids)])
  return new Map(
    rows.map((row) => [row.id, { id: row.id, kind: row.kind, name: row.name, nameEn: row.name_en, isArchived: row.archived_at !== null }]),
  )
}

/** One that people may be put into: a body of a request named it, so a wrong one is the caller's mistake. */
export async function requireOpenOrganisation(scope: Scope, id: string): Promise<OrganisationName> {
  const found = (await repository.lock(scope, id)) ? (await organisationsByIds(scope, [id])).get(id) : undefined
  if (found === undefined || found.isArchived) return fail('people.organisation_unknown')
  return found
}
