/** Wishes to open by one's own phone. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Scope } from '#platform/server/scope.ts'

export type OpeningRow = Selectable<DB['access.opening']>

export async function insertOpening(scope: Scope, one: Pick<OpeningRow, 'id' | 'hubId' | 'doorId' | 'subjectId'>): Promise<void> {
  await scope
    .db('access')
    .insertInto('access.opening')
    .values({ consortiumId: scope.consortiumId, ...one, askedAt: scope.clock.now() })
    .execute()
}

export async function findOpening(scope: Scope, id: string): Promise<OpeningRow | undefined> {
  return scope
    .db('access')
    .selectFrom('access.opening')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What the gateway answered. */
export async function endOpening(scope: Scope, id: string, outcome: string, detail: string | null): Promise<void> {
  await scope
    .db('access')
    .updateTable('access.opening')
    .set({ outcome, detail })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .execute()
}

/** Hubs at which somebody has a grant, or may soon have one. */
export async function listHubsOfSubject(scope: Scope, subjectId: string, until: Temporal.Instant): Promise<string[]> {
  const rows = await scope.prepared<{ hub_id: string }>(
    'access_hubs_of_subject',
    'select distinct hub_id from access.door_grant where consortium_id = $1 and subject_id = $2 and until_at > $3 and from_at < $4 order by hub_id limit 50',
    [scope.consortiumId, subjectId, scope.clock.now(), until],
  )
  return rows.map((row) => row.hub_id)
}

export async function deleteOpenings(scope: Scope, before: Temporal.Instant): Promise<void> {
  await scope.prepared('access_openings_old', 'delete from access.opening where consortium_id = $1 and asked_at < $2', [
    scope.consortiumId,
    before,
  ])
}

/** Within five minutes, asking for finger, face or PIN of their device (platform/server/auth.ts). */
export async function hasUsedPasskey(scope: Scope, accountId: string): Promise<boolean> {
  const [row] = await scope.prepared<{ used: boolean }>('access_used_passkey', 'select access.has_used_passkey($1) as used', [accountId])
  return row?.used === true
}
