/** Closures of the desk, and what became of each booking they hit. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { LeaseRow } from '../lease/repository.ts'
import type { ClosurePlan, DeskClosure } from '../../contract/closure/schemas.ts'

export type ClosureRow = Omit<Selectable<DB['bookings.closure']>, 'reason' | 'message'> & {
  reason: LocalText
  message: DeskClosure['message']
}
type CaseTable = Selectable<DB['bookings.closureCase']>
export type CaseRow = Omit<CaseTable, 'act' | 'state' | 'toKind'> & {
  act: ClosurePlan['act']
  state: 'planned' | 'done' | 'refused'
  toKind: 'space' | 'seat' | 'equipment' | null
}

export interface NewClosure {
  readonly hubId: string
  readonly spaceId: string | null
  readonly hoursClosureId: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly reason: LocalText
  readonly message: DeskClosure['message']
  readonly createdBy: string
}

export async function insertClosure(scope: Scope, closure: NewClosure): Promise<ClosureRow> {
  const row = await scope
    .db('bookings')
    .insertInto('bookings.closure')
    .values({
      consortiumId: scope.consortiumId,
      ...closure,
      reason: JSON.stringify(closure.reason),
      message: JSON.stringify(closure.message),
      createdAt: scope.clock.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as unknown as ClosureRow
}

export async function findClosure(scope: Scope, id: string, forChange = false): Promise<ClosureRow | undefined> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.closure')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .$if(forChange, (query) => query.forUpdate())
    .executeTakeFirst()
  return row as unknown as ClosureRow | undefined
}

/** Those not over, then the latest; few. */
export async function listClosures(scope: Scope, hubId: string, limit: number): Promise<ClosureRow[]> {
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.closure')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .orderBy('endsAt', 'desc')
    .limit(limit)
    .execute()
  return rows as unknown as ClosureRow[]
}

export async function markLifted(scope: Scope, id: string): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.closure')
    .set({ liftedAt: scope.clock.now(), hoursClosureId: null })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

/** A later decision replaces one that was refused; what is done stays. */
export async function savePlans(scope: Scope, closureId: string, plans: readonly ClosurePlan[]): Promise<void> {
  for (const plan of plans) {
    await scope.prepared(
      'bookings_closure_plan',
      `insert into bookings.closure_case as c (consortium_id, closure_id, booking_id, act, to_kind, to_target_id, to_starts_at, to_ends_at, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'planned')
       on conflict (consortium_id, closure_id, booking_id) do update set act = excluded.act, to_kind = excluded.to_kind,
         to_target_id = excluded.to_target_id, to_starts_at = excluded.to_starts_at, to_ends_at = excluded.to_ends_at, state = 'planned',
         refusal = null, settled_at = null
       where c.state = 'refused' or (c.state = 'done' and c.act = 'offer')`,
      [
        scope.consortiumId,
        closureId,
        plan.bookingId,
        plan.act,
        plan.to?.kind ?? null,
        plan.to?.targetId ?? null,
        plan.to?.startsAt ?? null,
        plan.to?.endsAt ?? null,
      ],
    )
  }
}

export async function listCases(scope: Scope, closureId: string, only?: 'planned', limit = 500): Promise<CaseRow[]> {
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.closureCase')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('closureId', '=', closureId)
    .$if(only !== undefined, (query) => query.where('state', '=', 'planned'))
    .orderBy('bookingId')
    .limit(limit)
    .execute()
  return rows as CaseRow[]
}

export async function settleCase(
  scope: Scope,
  one: Pick<CaseRow, 'closureId' | 'bookingId'>,
  outcome: { state: 'done' | 'refused'; refusal: string | null },
): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.closureCase')
    .set({ ...outcome, settledAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('closureId', '=', one.closureId)
    .where('bookingId', '=', one.bookingId)
    .execute()
}

export interface CaseCounts {
  readonly planned: number
  readonly done: number
  readonly refused: number
}

export async function countCases(scope: Scope, closureIds: readonly string[]): Promise<ReadonlyMap<string, CaseCounts>> {
  const rows = await scope.prepared<{ closure_id: string } & CaseCounts>(
    'bookings_closure_counts',
    `select closure_id, count(*) filter (where state = 'planned') as planned, count(*) filter (where state = 'done') as done,
       count(*) filter (where state = 'refused') as refused
     from bookings.closure_case where consortium_id = $1 and closure_id = any($2::uuid[]) group by closure_id`,
    [scope.consortiumId, closureIds],
  )
  return new Map(rows.map((row) => [row.closure_id, row]))
}

/**
 * Keeps the units shut on which nobody has anything in that time; asked again as bookings leave, until all are. Nobody
 * who read the hours of before can then book into it. Around leases and other closures what is left of the time is kept.
 */
export async function occupyShut(
  scope: Scope,
  closureId: string,
  unitIds: readonly string[],
  period: { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): Promise<void> {
  await scope.prepared(
    'bookings_occupy_shut',
    `insert into bookings.occupancy (consortium_id, unit_id, source_id, source_kind, starts_at, ends_at)
     select $1, u.id, $2, 'closure', lower(part), upper(part)
     from unnest($3::uuid[]) as u (id)
     cross join lateral unnest(tstzmultirange(tstzrange($4, $5)) - coalesce((
       select range_agg(tstzrange(o.starts_at, o.ends_at)) from (
         select starts_at, ends_at from bookings.occupancy where consortium_id = $1 and unit_id = u.id and not is_long
           and source_kind in ('lease', 'closure') and starts_at >= $4::timestamptz - interval '24 hours' and starts_at < $5 and ends_at > $4
         union all
         select starts_at, ends_at from bookings.occupancy where consortium_id = $1 and unit_id = u.id and is_long
           and source_kind in ('lease', 'closure') and ends_at > $4 and starts_at < $5) as o), '{}')) as part
     order by u.id, part on conflict do nothing`,
    [scope.consortiumId, closureId, unitIds, period.startsAt, period.endsAt],
  )
}

// ---- leases that it hits

export async function insertClosureLeases(scope: Scope, closureId: string, leaseIds: readonly string[]): Promise<void> {
  await scope.prepared(
    'bookings_closure_leases_add',
    `insert into bookings.closure_lease (consortium_id, closure_id, lease_id) select $1, $2, l from unnest($3::uuid[]) as l order by l
     on conflict do nothing`,
    [scope.consortiumId, closureId, leaseIds],
  )
}

/** `mails`: to so many addresses; null: not yet. */
export async function listClosureLeases(scope: Scope, closureId: string): Promise<{ lease: LeaseRow; mails: number | null }[]> {
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.closureLease as c')
    .innerJoin('bookings.lease as l', (join) => join.onRef('l.consortiumId', '=', 'c.consortiumId').onRef('l.id', '=', 'c.leaseId'))
    .selectAll('l')
    .select('c.mails')
    .where('c.consortiumId', '=', scope.consortiumId)
    .where('c.closureId', '=', closureId)
    .orderBy('l.startsAt')
    .orderBy('l.id')
    .execute()
  return rows.map(({ mails, ...lease }) => ({ lease: lease as unknown as LeaseRow, mails }))
}

export async function markLeaseTold(scope: Scope, of: { closureId: string; leaseId: string }, mails: number): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.closureLease')
    .set({ mails })
    .where('consortiumId', '=', scope.consortiumId)
    .where('closureId', '=', of.closureId)
    .where('leaseId', '=', of.leaseId)
    .execute()
}

/** Closures of all tenants whose cases wait: by the role of jobs. */
export async function listWaitingClosures(jobsDatabase: Database): Promise<{ consortiumId: string; id: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; closure_id: string }>(
    'bookings_waiting_closures',
    `select distinct consortium_id, closure_id from bookings.closure_case where state = 'planned' limit 100`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, id: row.closure_id }))
}
