import type { Scope } from '#platform/server/scope.ts'
import type { Span } from '../../../contract/rules.ts'
import type { GridLease } from '../../../contract/schemas.ts'
import { listLeasesTouching } from '../repository.ts'

/** What the pictures of the desk draw beside bookings: rooms let over the span or a part of it, of one target where wanted. */
export async function findGridLeases(scope: Scope, hubId: string, span: Span, targetId?: string): Promise<GridLease[]> {
  const of = { statuses: ['offered', 'active', 'ended'] as const, ...(targetId === undefined ? {} : { targetId }) }
  return (await listLeasesTouching(scope, hubId, span, of)).map((row) => ({
    id: row.id,
    targetId: row.targetId,
    kind: row.kind,
    status: row.status as GridLease['status'],
    holderName: row.holderName,
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    endsOn: row.endsOn,
  }))
}
