import type { Scope } from '#platform/server/scope.ts'
import type { UnitUse } from '#modules/hubs/server/index.ts'
import { listUsesFrom } from '../repository.ts'

/**
 * What keeps units from going: bookings and holds of them. A lease, a booking of the whole room or a closure holds them
 * as a part of its place, and goes on with the units that remain; with the last of them it would have nothing.
 */
export async function findUnitUses(scope: Scope, unitIds: readonly string[]): Promise<UnitUse[]> {
  const rows = await listUsesFrom(scope, unitIds, scope.clock.now())
  return rows.filter((row) => !row.is_part).map((row) => ({ unitId: row.unit_id, until: row.ends_at }))
}
