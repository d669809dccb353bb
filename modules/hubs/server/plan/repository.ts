import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { sql } from 'kysely'
import type { PlanSpot } from '../../contract/plan/schemas.ts'

export interface PlanRow {
  readonly id: string
  readonly hubId: string
  readonly spaceId: string | null
  readonly names: LocalText
  readonly fileId: string
  readonly mediaType: string
  readonly sortOrder: number
  readonly version: number
  readonly spots: PlanSpot[]
}

export async function listPlans(scope: Scope, hubId: string): Promise<PlanRow[]> {
  const rows = await scope
    .db('hubs')
    .selectFrom('hubs.floorPlan as p')
    .innerJoin('hubs.planWithSpots as s', (join) => join.onRef('s.consortiumId', '=', 'p.consortiumId').onRef('s.planId', '=', 'p.id'))
    .select(['p.id', 'p.hubId', 'p.spaceId', 'p.names', 'p.fileId', 'p.mediaType', 'p.sortOrder', 'p.version', 's.spots'])
    .where('p.consortiumId', '=', scope.consortiumId)
    .where('p.hubId', '=', hubId)
    .orderBy('p.sortOrder')
    .orderBy('p.id')
    .execute()
  return rows as unknown as PlanRow[]
}

export async function insertPlan(scope: Scope, plan: Omit<PlanRow, 'id' | 'version' | 'spots'>): Promise<string> {
  const row = await scope
    .db('hubs')
    .insertInto('hubs.floorPlan')
    .values({ ...plan, names: JSON.stringify(plan.names), consortiumId: scope.consortiumId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** False: changed meanwhile. */
export async function updatePlan(
  scope: Scope,
  planId: string,
  values: Partial<Pick<PlanRow, 'names' | 'spaceId'>>,
  version: number,
): Promise<boolean> {
  const result = await scope
    .db('hubs')
    .updateTable('hubs.floorPlan')
    .set({ ...values, ...(values.names === undefined ? {} : { names: JSON.stringify(values.names) }) } as never)
    .set({ version: sql<number>`version + 1`, updatedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', planId)
    .where('version', '=', version)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export interface SpotValues {
  readonly spaceId: string | null
  readonly unitId: string | null
  readonly x: number
  readonly y: number
}

export async function replaceSpots(scope: Scope, hubId: string, planId: string, spots: readonly SpotValues[]): Promise<void> {
  await scope.db('hubs').deleteFrom('hubs.planSpot').where('consortiumId', '=', scope.consortiumId).where('planId', '=', planId).execute()
  if (spots.length === 0) return
  await scope
    .db('hubs')
    .insertInto('hubs.planSpot')
    .values(spots.map(({ spaceId, unitId, x, y }) => ({ consortiumId: scope.consortiumId, hubId, planId, spaceId, unitId, x, y })))
    .execute()
}

/** Its places go with it. */
export async function deletePlan(scope: Scope, planId: string): Promise<void> {
  await scope.db('hubs').deleteFrom('hubs.floorPlan').where('consortiumId', '=', scope.consortiumId).where('id', '=', planId).execute()
}
