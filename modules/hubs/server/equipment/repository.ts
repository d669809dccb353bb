import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { sql } from 'kysely'
import type { Unit } from '../../contract/schemas.ts'
import { columnsOf } from '../repository.ts'

export type Handling = 'fixed' | 'bookable' | 'lendable'

export interface EquipmentRow {
  readonly id: string
  readonly hubId: string
  readonly spaceId: string | null
  readonly names: LocalText
  readonly handling: Handling
  readonly itemCount: number
  readonly sortOrder: number
  readonly retiredAt: Temporal.Instant | null
  readonly facts: Record<string, unknown> | null
  readonly assumed: string[]
  readonly version: number
}

export interface EquipmentWithUnits extends EquipmentRow {
  readonly units: Unit[]
}

export type EquipmentValues = Partial<Omit<EquipmentRow, 'id' | 'version'>>

const jsonColumns = ['names', 'facts'] as const

const unitsOfEquipment = sql<Unit[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', u.id, 'kind', u.kind, 'label', u.label, 'position', u.position) order by u.position)
  from hubs.unit u where u.consortium_id = e.consortium_id and u.equipment_id = e.id and u.retired_at is null), '[]')`

const equipmentInUse = (scope: Scope) =>
  scope
    .db('hubs')
    .selectFrom('hubs.equipment as e')
    .selectAll('e')
    .select(unitsOfEquipment.as('units'))
    .where('e.consortiumId', '=', scope.consortiumId)
    .where('e.retiredAt', 'is', null)
    .$castTo<EquipmentWithUnits>()

export async function listEquipment(scope: Scope, hubId?: string): Promise<EquipmentWithUnits[]> {
  return equipmentInUse(scope)
    .$if(hubId !== undefined, (query) => query.where('e.hubId', '=', hubId ?? ''))
    .orderBy('e.sortOrder')
    .orderBy('e.id')
    .execute()
}

/** Also what was taken out of use. */
export async function listAllEquipment(scope: Scope): Promise<EquipmentRow[]> {
  return scope
    .db('hubs')
    .selectFrom('hubs.equipment')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .orderBy('sortOrder')
    .orderBy('id')
    .$castTo<EquipmentRow>()
    .execute()
}

export async function findEquipment(scope: Scope, equipmentId: string): Promise<EquipmentWithUnits | undefined> {
  return equipmentInUse(scope).where('e.id', '=', equipmentId).executeTakeFirst()
}

export async function insertEquipment(scope: Scope, values: EquipmentValues): Promise<string> {
  const row = await scope
    .db('hubs')
    .insertInto('hubs.equipment')
    .values({ ...(columnsOf(values, jsonColumns) as object), consortiumId: scope.consortiumId } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** False: changed meanwhile. Without a version whatever stands is changed. */
export async function updateEquipment(scope: Scope, equipmentId: string, values: EquipmentValues, version?: number): Promise<boolean> {
  const result = await scope
    .db('hubs')
    .updateTable('hubs.equipment')
    .set(columnsOf(values, jsonColumns))
    .set({ version: sql<number>`version + 1`, updatedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', equipmentId)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
