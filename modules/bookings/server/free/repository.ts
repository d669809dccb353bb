/** What is occupied, read for pictures and offers. Whether something can be had only the insert decides. */
import type { Scope } from '#platform/server/scope.ts'
import type { Span } from '../../contract/rules.ts'
import { instantOf } from '../rules.ts'

export interface OccupiedRow {
  readonly unit_id: string
  readonly from: number
  readonly to: number
}

const milliseconds = (column: string): string => `(extract(epoch from ${column}) * 1000)::int8`

/** Occupied spans that touch the range, buffers included, by unit. `except` leaves out one booking: the one that is moving. */
export async function listOccupied(
  scope: Scope,
  unitIds: readonly string[],
  range: Span,
  except: string | null = null,
): Promise<ReadonlyMap<string, readonly Span[]>> {
  const rows = await scope.prepared<OccupiedRow>(
    'bookings_occupied',
    `select unit_id, ${milliseconds('starts_at')} as "from", ${milliseconds('ends_at')} as "to"
     from bookings.occupancy
     where consortium_id = $1 and unit_id = any($2) and starts_at >= $3::timestamptz - interval '24 hours' and starts_at < $4 and ends_at > $3
       and ($5::uuid is null or source_id <> $5)
     union all
     select unit_id, ${milliseconds('starts_at')}, ${milliseconds('ends_at')}
     from bookings.occupancy
     where consortium_id = $1 and unit_id = any($2) and is_long and ends_at > $3 and starts_at < $3::timestamptz - interval '24 hours'
       and ($5::uuid is null or source_id <> $5)`,
    [scope.consortiumId, unitIds, instantOf(range.from), instantOf(range.to), except],
  )
  const byUnit = new Map<string, Span[]>()
  for (const { unit_id, from, to } of rows) {
    const spans = byUnit.get(unit_id)
    if (spans === undefined) byUnit.set(unit_id, [{ from, to }])
    else spans.push({ from, to })
  }
  return byUnit
}

export interface UnitUseRow {
  readonly unit_id: string
  readonly source_id: string
  readonly source_kind: 'booking' | 'hold' | 'lease' | 'closure'
  readonly starts_at: Temporal.Instant
  readonly ends_at: Temporal.Instant
}

/** What stands on units from an instant on. `is_part`: its source has units of its place that are not among them. */
export async function listUsesFrom(
  scope: Scope,
  unitIds: readonly string[],
  from: Temporal.Instant,
): Promise<readonly (UnitUseRow & { readonly is_part: boolean })[]> {
  return scope.prepared<UnitUseRow & { is_part: boolean }>(
    'bookings_uses_from',
    `select o.unit_id, o.source_id, o.source_kind, o.starts_at, o.ends_at, coalesce(case o.source_kind
       when 'lease' then (select not l.unit_ids <@ $2::uuid[] from bookings.lease l where l.consortium_id = $1 and l.id = o.source_id)
       when 'closure' then exists (select from bookings.occupancy c
         where c.consortium_id = $1 and c.source_id = o.source_id and not c.unit_id = any($2))
       else (select b.kind = 'space' and not b.unit_ids <@ $2::uuid[] from bookings.booking b
         where b.consortium_id = $1 and b.id = o.source_id) end, false) as is_part
     from bookings.occupancy o
     where o.consortium_id = $1 and o.unit_id = any($2) and o.ends_at > $3 order by o.starts_at`,
    [scope.consortiumId, unitIds, from],
  )
}

/** Ends what stands on units at a minute, and drops what would begin later; says of which sources there was something. */
export async function cutUses(
  scope: Scope,
  unitIds: readonly string[],
  { now, cut }: { now: Temporal.Instant; cut: Temporal.Instant },
): Promise<readonly Pick<UnitUseRow, 'source_id' | 'source_kind'>[]> {
  return scope.prepared<Pick<UnitUseRow, 'source_id' | 'source_kind'>>(
    'bookings_cut_uses',
    `with gone as (
       delete from bookings.occupancy where consortium_id = $1 and unit_id = any($2) and ends_at > $3 and starts_at >= $4
       returning source_id, source_kind
     ), ended as (
       update bookings.occupancy set ends_at = $4 where consortium_id = $1 and unit_id = any($2) and ends_at > $3 and starts_at < $4
       returning source_id, source_kind
     )
     select source_id, source_kind from gone union select source_id, source_kind from ended order by source_id`,
    [scope.consortiumId, unitIds, now, cut],
  )
}

/** Their version stays: nobody changed them. */
export async function leaveWholeBookings(scope: Scope, ids: readonly string[], unitIds: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await scope.prepared(
    'bookings_leave_whole',
    `update bookings.booking b set unit_ids = (select array_agg(u.id order by u.id) from unnest(b.unit_ids) as u (id) where not u.id = any($3))
     where b.consortium_id = $1 and b.id = any($2)`,
    [scope.consortiumId, ids, unitIds],
  )
}

/**
 * Bookings of a whole space that are not over take units that were added to it, for the period that they hold there with its
 * buffers. Their version stays: nobody changed them. Who asks is alone with them (`trySpaceAlone`).
 */
export async function joinWholeBookings(
  scope: Scope,
  { hubId, spaceId, unitIds }: { hubId: string; spaceId: string; unitIds: readonly string[] },
): Promise<void> {
  await scope.prepared(
    'bookings_join_whole',
    `with whole as materialized (
       select b.id, held.source_kind, held.starts_at, held.ends_at
       from bookings.booking b
       cross join lateral (select o.source_kind, o.starts_at, o.ends_at from bookings.occupancy o
         where o.consortium_id = $1 and o.source_id = b.id order by o.unit_id limit 1) as held
       where b.consortium_id = $1 and b.hub_id = $2 and b.target_id = $3 and b.kind = 'space'
         and b.status in ('requested', 'held', 'confirmed') and b.ends_at > $5
     ), taken as (
       insert into bookings.occupancy (consortium_id, unit_id, source_id, source_kind, starts_at, ends_at)
       select $1, u.id, w.id, w.source_kind, w.starts_at, w.ends_at from whole w cross join unnest($4::uuid[]) as u (id) order by u.id, w.starts_at
     )
     update bookings.booking b set unit_ids = (select array_agg(id order by id) from unnest(b.unit_ids || $4::uuid[]) as all_of (id))
     from whole w where b.consortium_id = $1 and b.id = w.id`,
    [scope.consortiumId, hubId, spaceId, unitIds, scope.clock.now()],
  )
}
