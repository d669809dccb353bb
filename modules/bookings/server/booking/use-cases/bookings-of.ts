/** Bookings as other modules need them: by id, and what is taken of units in a stretch of time. */
import type { Scope } from '#platform/server/scope.ts'
import type { BookedKind, BookingStatus } from '../../../contract/schemas.ts'
import { listUsesBetween } from '../../free/repository.ts'
import { listBookingsByIds } from '../repository.ts'

export interface BookingRef {
  readonly id: string
  readonly hubId: string
  readonly kind: BookedKind
  readonly targetId: string
  readonly unitIds: readonly string[]
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly status: BookingStatus
  readonly partySize: number
  /** Null: a guest. */
  readonly accountId: string | null
  readonly holderName: string
}

/** Bookings by id; those that are not there are not in the answer. */
export async function bookingsOf(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, BookingRef>> {
  if (ids.length === 0) return new Map()
  const rows = await listBookingsByIds(scope, ids)
  return new Map(
    rows.map(({ id, hubId, kind, targetId, unitIds, startsAt, endsAt, status, partySize, accountId, holderName }) => [
      id,
      { id, hubId, kind, targetId, unitIds, startsAt, endsAt, status, partySize, accountId, holderName },
    ]),
  )
}

export interface OccupancyRef {
  readonly unitId: string
  readonly sourceKind: 'booking' | 'hold' | 'lease' | 'closure'
  readonly sourceId: string
  /** With the buffers. */
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** What is taken of these units in a half-open stretch of time: the bookings that a closure would meet, for one. */
export async function occupanciesBetween(
  scope: Scope,
  unitIds: readonly string[],
  period: { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): Promise<OccupancyRef[]> {
  const rows = await listUsesBetween(scope, unitIds, period)
  return rows.map((row) => ({
    unitId: row.unit_id,
    sourceKind: row.source_kind,
    sourceId: row.source_id,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  }))
}
