import type { Scope } from '#platform/server/scope.ts'
import { defaultPolicy, type Policy } from '../../contract/rules.ts'

interface PolicyRow {
  readonly target_id: string
  readonly buffer_before_minutes: number
  readonly buffer_after_minutes: number
  readonly granularity_minutes: number
  readonly shortest_minutes: number
  readonly longest_minutes: number
  readonly days_ahead: number
  readonly who: 'public' | 'members'
  readonly hour_yen: number | null
  readonly day_yen: number | null
  readonly hold_minutes: number
}

const columns = `target_id, buffer_before_minutes, buffer_after_minutes, granularity_minutes, shortest_minutes, longest_minutes,
  days_ahead, who, hour_yen, day_yen, hold_minutes`

/** Policies by target; a target without a row has its hub's, a hub without one the default. */
export type PolicyOf = (targetId: string) => Policy

/** Of one target: two rows by key, as a booking waits for it. */
export async function findPolicy(scope: Scope, of: { hubId: string; targetId: string }): Promise<Policy> {
  const rows = await scope.prepared<PolicyRow>(
    'bookings_policy',
    `select ${columns} from bookings.policy where consortium_id = $1 and target_id = any($2)`,
    [scope.consortiumId, [of.targetId, of.hubId]],
  )
  const row = rows.find((each) => each.target_id === of.targetId) ?? rows[0]
  return row === undefined ? defaultPolicy : policyFrom(row)
}

/** Of a whole hub. */
export async function findPolicies(scope: Scope, hubId: string): Promise<PolicyOf> {
  const rows = await scope.prepared<PolicyRow>(
    'bookings_policies',
    `select ${columns} from bookings.policy where consortium_id = $1 and hub_id = $2`,
    [scope.consortiumId, hubId],
  )
  const byTarget = new Map(rows.map((row) => [row.target_id, policyFrom(row)]))
  const ofHub = byTarget.get(hubId) ?? defaultPolicy
  return (targetId) => byTarget.get(targetId) ?? ofHub
}

function policyFrom(row: PolicyRow): Policy {
  return {
    bufferBeforeMinutes: row.buffer_before_minutes,
    bufferAfterMinutes: row.buffer_after_minutes,
    granularityMinutes: row.granularity_minutes,
    shortestMinutes: row.shortest_minutes,
    longestMinutes: row.longest_minutes,
    daysAhead: row.days_ahead,
    who: row.who,
    hourYen: row.hour_yen,
    dayYen: row.day_yen,
    holdMinutes: row.hold_minutes,
  }
}

/** Writes a policy; true when that changed anything. Storing the same again does not. */
export async function savePolicy(
  scope: Scope,
  of: { hubId: string; targetId: string },
  policy: Policy,
  assumed: readonly string[],
): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_save_policy',
    `insert into bookings.policy as p (consortium_id, hub_id, target_id, buffer_before_minutes, buffer_after_minutes, granularity_minutes,
       shortest_minutes, longest_minutes, days_ahead, who, hour_yen, day_yen, hold_minutes, assumed, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (consortium_id, target_id) do update set
       hub_id = excluded.hub_id, buffer_before_minutes = excluded.buffer_before_minutes, buffer_after_minutes = excluded.buffer_after_minutes,
       granularity_minutes = excluded.granularity_minutes, shortest_minutes = excluded.shortest_minutes, longest_minutes = excluded.longest_minutes,
       days_ahead = excluded.days_ahead, who = excluded.who, hour_yen = excluded.hour_yen, day_yen = excluded.day_yen,
       hold_minutes = excluded.hold_minutes, assumed = excluded.assumed, changed_at = excluded.changed_at, version = p.version + 1
     where (p.buffer_before_minutes, p.buffer_after_minutes, p.granularity_minutes, p.shortest_minutes, p.longest_minutes, p.days_ahead, p.who,
            p.hour_yen, p.day_yen, p.hold_minutes, p.assumed)
       is distinct from (excluded.buffer_before_minutes, excluded.buffer_after_minutes, excluded.granularity_minutes, excluded.shortest_minutes,
            excluded.longest_minutes, excluded.days_ahead, excluded.who, excluded.hour_yen, excluded.day_yen, excluded.hold_minutes, excluded.assumed)
     returning p.target_id`,
    [
      scope.consortiumId,
      of.hubId,
      of.targetId,
      policy.bufferBeforeMinutes,
      policy.bufferAfterMinutes,
      policy.granularityMinutes,
      policy.shortestMinutes,
      policy.longestMinutes,
      policy.daysAhead,
      policy.who,
      policy.hourYen,
      policy.dayYen,
      policy.holdMinutes,
      [...assumed],
      scope.clock.now(),
    ],
  )
  return rows.length > 0
}
