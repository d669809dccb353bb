import type { DeskClosure } from '../../contract/closure/schemas.ts'
import type { CaseCounts, ClosureRow } from './repository.ts'

export function presentClosure(row: ClosureRow, counts: CaseCounts | undefined): DeskClosure {
  return {
    id: row.id,
    hubId: row.hubId,
    spaceId: row.spaceId,
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    reason: row.reason,
    message: row.message,
    createdAt: row.createdAt.toString(),
    liftedAt: row.liftedAt?.toString() ?? null,
    planned: counts?.planned ?? 0,
    done: counts?.done ?? 0,
    refused: counts?.refused ?? 0,
  }
}
