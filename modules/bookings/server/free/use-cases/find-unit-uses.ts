import type { Scope } from '#platform/server/scope.ts'
import type { UnitUse } from '#modules/hubs/server/index.ts'
import { listUsesFrom } from '../repository.ts'

/** What stands on units from now on: bookings, holds, leases, closures. */
export async function findUnitUses(scope: Scope, unitIds: readonly string[]): Promise<UnitUse[]> {
  const rows = await listUsesFrom(scope, unitIds, scope.clock.now())
  return rows.map((row) => ({ unitId: row.unit_id, until: row.ends_at }))
}
