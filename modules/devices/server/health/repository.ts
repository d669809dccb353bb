import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'

/** Hubs with devices whose deadline is over, of all tenants. */
export async function listDueHubs(jobsDatabase: Database): Promise<{ consortiumId: string; hubId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; hub_id: string }>(
    'sweep_silence',
    `select distinct consortium_id, hub_id from devices.health where silent_since is null and due_at is not null and due_at <= now() limit 1000`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, hubId: row.hub_id }))
}

/** One round of a hub at a time. */
export async function lockSilence(scope: Scope, hubId: string): Promise<void> {
  await scope.prepared('devices_silence_lock', `select pg_advisory_xact_lock(hashtextextended('devices.silence/' || $1, 0))`, [hubId])
}

/** From now on silent. A row that somebody writes at this moment is alive, or found in a minute. */
export async function markSilent(scope: Scope, hubId: string): Promise<readonly string[]> {
  const rows = await scope.prepared<{ device_id: string }>(
    'devices_silent',
    `update devices.health h set silent_since = h.due_at, is_told = false
     from (select device_id from devices.health where consortium_id = $1 and hub_id = $2 and silent_since is null and due_at <= $3
           order by device_id for update skip locked) due
     where h.consortium_id = $1 and h.device_id = due.device_id returning h.device_id`,
    [scope.consortiumId, hubId, scope.clock.now()],
  )
  return rows.map((row) => row.device_id)
}

export async function markTold(scope: Scope, deviceIds: readonly string[]): Promise<void> {
  await scope.prepared(
    'devices_told',
    'update devices.health set is_told = true where consortium_id = $1 and device_id = any($2::uuid[])',
    [scope.consortiumId, deviceIds],
  )
}

/** Whether the hub's edge is away: then of the others nobody knows anything. */
export async function isEdgeSilent(scope: Scope, hubId: string): Promise<boolean> {
  const rows = await scope.prepared<{ id: string }>(
    'devices_edge_silent',
    `select d.id from devices.device d join devices.health h on h.consortium_id = d.consortium_id and h.device_id = d.id
     where d.consortium_id = $1 and d.hub_id = $2 and d.kind = 'edge' and d.status = 'active' and h.silent_since is not null`,
    [scope.consortiumId, hubId],
  )
  return rows.length > 0
}

/** The edge itself was heard: by a call of its own, which is no event of the ledger. */
export async function touchHealth(scope: Scope, deviceId: string, expireSeconds: number): Promise<boolean | undefined> {
  const [row] = await scope.prepared<{ is_back: boolean }>(
    'devices_touch',
    `update devices.health h set last_seen_at = $3, due_at = $3::timestamptz + $4 * interval '1 second', silent_since = null, is_told = false
     where h.consortium_id = $1 and h.device_id = $2
       and (h.last_seen_at is null or h.last_seen_at < $3::timestamptz - interval '10 seconds' or h.silent_since is not null)
     returning old.silent_since is not null and old.is_told as is_back`,
    [scope.consortiumId, deviceId, scope.clock.now(), expireSeconds],
  )
  return row?.is_back
}
