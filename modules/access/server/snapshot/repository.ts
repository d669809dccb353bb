/** Which rows of a hub's rules changed since a version of them (migration 0140). */
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'

export interface Changed {
  readonly grants: readonly string[]
  readonly credentials: readonly string[]
}

/** Said by whatever writes such rows, in the same transaction. */
export async function noteChanges(
  scope: Scope,
  kind: 'grant' | 'credential',
  rows: readonly { readonly id: string; readonly hub_id: string | null }[],
): Promise<void> {
  if (rows.length === 0) return
  await scope.prepared(
    'access_note_changes',
    `insert into access.change (consortium_id, kind, hub_id, row_id)
     select $1, $2, w.hub_id, w.id from unnest($3::uuid[], $4::uuid[]) as w (hub_id, id)`,
    [scope.consortiumId, kind, rows.map((row) => row.hub_id), rows.map((row) => row.id)],
  )
}

/** So many, and the whole is as good. */
const mostChanged = 5_000

/**
 * Undefined: not known any more, or too much. `raisedAfter`: nothing older is believed to be whole, as it may be let go in this
 * moment. Versions after `until` are left for the next time.
 */
export async function findChanged(
  scope: Scope,
  hubId: string,
  { since, until, raisedAfter }: { since: number; until: number; raisedAfter: Temporal.Instant },
): Promise<Changed | undefined> {
  if (since === until) return { grants: [], credentials: [] }
  if (since > until) return undefined
  const [found] = await scope.prepared<{ is_whole: boolean; grants: string[] | null; credentials: string[] | null; count: number }>(
    'access_changed',
    // each version follows one that is among them: a database that was brought back leaves a hole
    `with raised as (
       select version, previous, transaction, raised_at from access.version
       where consortium_id = $1 and hub_id = $2 and version > $3 and version <= $4
     ), changed as (
       select distinct kind, row_id from access.change
       where consortium_id = $1 and transaction in (select transaction from raised) and (hub_id = $2 or hub_id is null)
       limit ${mostChanged + 1}
     )
     select (select bool_and(previous = $3 or previous in (select version from raised)) and bool_or(version = $4) and min(raised_at) > $5 from raised) as is_whole,
       array_agg(row_id) filter (where kind = 'grant') as grants, array_agg(row_id) filter (where kind = 'credential') as credentials,
       count(*)::int as count
     from changed`,
    [scope.consortiumId, hubId, since, until, raisedAfter],
  )
  if (found?.is_whole !== true || found.count > mostChanged) return undefined
  return { grants: found.grants ?? [], credentials: found.credentials ?? [] }
}

export async function deleteChanges(scope: Scope, before: Temporal.Instant): Promise<void> {
  await scope.prepared('access_versions_old', 'delete from access.version where consortium_id = $1 and raised_at < $2', [
    scope.consortiumId,
    before,
  ])
  // also what belongs to no version, as the going of grants that were over long ago
  await scope.prepared(
    'access_changes_old',
    `delete from access.change c where consortium_id = $1 and noted_at < now() - interval '10 minutes'
       and not exists (select from access.version v where v.consortium_id = $1 and v.transaction = c.transaction)`,
    [scope.consortiumId],
  )
}

/** Tenants in which changes are older than they are kept for. */
export async function listTenantsWithOldChanges(jobsDatabase: Database): Promise<{ consortiumId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string }>(
    'access_tenants_with_old_changes',
    `select distinct consortium_id from access.version where raised_at < now() - interval '150 minutes'`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id }))
}
