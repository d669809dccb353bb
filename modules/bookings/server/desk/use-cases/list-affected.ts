import type { MemberScope } from '#platform/server/scope.ts'
import { holidayLookup, requireHub } from '#modules/hubs/server/index.ts'
import { covers } from '../../../contract/rules.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { openSpansByTarget, spanOf } from '../../rules.ts'
import { listComing } from '../repository.ts'

/** More than one hub has coming; with this many, the closure is the smaller problem. */
const mostComing = 5_000

/** Who is left outside: after a closure was added, hours were cut, or a seat was taken out of use. */
export async function listAffected(scope: MemberScope, hubId: string): Promise<BookingRow[]> {
  await requireHub(scope, hubId)
  const now = scope.clock.now()
  const coming = await listComing(scope, hubId, now, mostComing)
  if (coming.length === 0) return []
  const { targets } = await findTargets(scope, hubId)
  const byId = new Map(targets.map((target) => [target.id, target]))
  const holidayOf = await holidayLookup(scope)
  const range = { from: Math.min(...coming.map((row) => spanOf(row).from)), to: Math.max(...coming.map((row) => spanOf(row).to)) }
  const opens = openSpansByTarget(targets, range, holidayOf)
  return coming.filter((row) => {
    const target = byId.get(row.targetId)
    const inUse = new Set(target?.units.map((unit) => unit.id))
    return !covers(opens.get(row.targetId) ?? [], spanOf(row)) || !row.unitIds.every((id) => inUse.has(id))
  })
}
