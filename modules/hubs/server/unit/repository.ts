import type { Scope } from '#platform/server/scope.ts'

export interface UnitRow {
  readonly id: string
  readonly kind: string
  readonly label: string
  readonly position: number
}

export type UnitOwner = { readonly spaceId: string } | { readonly equipmentId: string }

const ownerOf = (owner: UnitOwner) =>
  'spaceId' in owner ? (['spaceId', owner.spaceId] as const) : (['equipmentId', owner.equipmentId] as const)

/** The units in use of a space or of equipment; the lock keeps two changes of the number apart. */
export async function lockUnits(scope: Scope, owner: UnitOwner): Promise<UnitRow[]> {
  const [column, id] = ownerOf(owner)
  return scope
    .db('hubs')
    .selectFrom('hubs.unit')
    .select(['id', 'kind', 'label', 'position'])
    .where('consortiumId', '=', scope.consortiumId)
    .where(column, '=', id)
    .where('retiredAt', 'is', null)
    .orderBy('position')
    .forUpdate()
    .execute()
}

export async function insertUnits(
  scope: Scope,
  hubId: string,
  owner: UnitOwner,
  units: readonly { kind: string; label: string; position: number }[],
): Promise<string[]> {
  if (units.length === 0) return []
  const [column, id] = ownerOf(owner)
  const rows = await scope
    .db('hubs')
    .insertInto('hubs.unit')
    .values(units.map((unit) => ({ consortiumId: scope.consortiumId, hubId, [column]: id, ...unit })))
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

export async function retireUnits(scope: Scope, unitIds: readonly string[]): Promise<void> {
  await scope.prepared(
    'hubs_units_retire',
    'update hubs.unit set retired_at = $3 where consortium_id = $1 and id = any($2) and retired_at is null',
    [scope.consortiumId, unitIds, scope.clock.now()],
  )
}
