import type { Scope } from '#platform/server/scope.ts'
import { organisationAdded } from '../../../contract/events.ts'
import type { Organisation } from '../../../contract/schemas.ts'
import * as repository from '../repository.ts'
import { organisationSortKey } from './add-organisation.ts'

/** Adds the organisations of an import that are not there by name; those that are stay as they are. */
export async function ensureOrganisations(
  scope: Scope,
  wanted: readonly { readonly name: string; readonly kind: Organisation['kind'] }[],
): Promise<void> {
  const known = new Set((await repository.listOpenNames(scope)).map((organisation) => organisation.name))
  for (const { name, kind } of wanted) {
    if (known.has(name)) continue
    known.add(name)
    const id = await repository.insert(scope, {
      kind,
      name,
      nameEn: null,
      nameKana: null,
      corporateNumber: null,
      invoiceNumber: null,
      phone: null,
      address: null,
      note: null,
      sortKey: organisationSortKey(name, null),
    })
    scope.emit(organisationAdded, { organisationId: id }, { subjectId: id })
  }
}
