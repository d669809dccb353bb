import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { output } from 'zod/v4/core'
import { hubsConsortiumChanged } from '../../../contract/events.ts'
import type { changeConsortiumBody, ConsortiumSettings } from '../../../contract/schemas.ts'
import { changesOf, withoutAssumed } from '../../rules.ts'
import { ensureConsortium, findConsortium, nameTenant, updateConsortium, type ConsortiumRow, type ConsortiumValues } from '../repository.ts'

/** The own consortium; one that was just founded has its row by now, or as soon as the reaction has run. */
export async function requireConsortium(scope: Scope): Promise<ConsortiumRow> {
  const row = await findConsortium(scope)
  if (row === undefined) fail('platform.not_found')
  return row
}

export async function showConsortium(scope: Scope): Promise<ConsortiumSettings> {
  return present(await requireConsortium(scope))
}

export async function changeConsortium(
  scope: Scope,
  { version, ...given }: output<typeof changeConsortiumBody>,
): Promise<ConsortiumSettings> {
  const row = await requireConsortium(scope)
  const { fields, values } = changesOf<ConsortiumValues>(row, given)
  if (fields.length > 0 || row.version !== version) {
    if (!(await updateConsortium(scope, { ...values, assumed: withoutAssumed(row.assumed, fields) }, version)))
      fail('platform.changed_meanwhile')
    if (values.names !== undefined) await nameTenant(scope, values.names)
    scope.emit(hubsConsortiumChanged, { consortiumId: scope.consortiumId, fields: [...fields] }, { subjectId: scope.consortiumId })
  }
  return showConsortium(scope)
}

/** After a consortium was founded on the first-run page, or before its first hub. May run again. */
export async function foundConsortium(scope: Scope, municipality: string | null): Promise<void> {
  await ensureConsortium(scope)
  const row = await requireConsortium(scope)
  if (municipality !== null && row.municipalityNames === null) await updateConsortium(scope, { municipalityNames: { ja: municipality } })
}

function present(row: ConsortiumRow): ConsortiumSettings {
  return {
    id: row.consortiumId,
    key: row.slug,
    names: row.names,
    project: row.project,
    projectAlso: row.projectAlso,
    municipalityCode: row.municipalityCode,
    municipalityNames: row.municipalityNames,
    lead: row.lead,
    operator: row.operator,
    members: row.members,
    workKinds: row.workKinds,
    notes: row.notes,
    assumed: row.assumed,
    version: row.version,
  }
}
