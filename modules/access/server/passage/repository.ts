/** The entry log. Rows are added, never changed. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Scope } from '#platform/server/scope.ts'

export type PassageRow = Selectable<DB['access.passage']>

/** Answers the ids of those that were not there. */
export async function insertPassages(scope: Scope, rows: readonly PassageRow[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set()
  const stored = await scope
    .db('access')
    .insertInto('access.passage')
    .values(rows.map((row) => ({ ...row, factors: [...row.factors] })))
    .onConflict((conflict) => conflict.columns(['consortiumId', 'id']).doNothing())
    .returning('id')
    .execute()
  return new Set(stored.map((row) => row.id))
}

export interface PassageFilter {
  readonly hubId?: string
  readonly accountId?: string | undefined
  readonly doorId?: string | undefined
  readonly isOpen?: boolean | undefined
  readonly reason?: string | undefined
  readonly from?: Temporal.Instant | undefined
  readonly to?: Temporal.Instant | undefined
  /** The last of the page before. */
  readonly before?: { readonly at: Temporal.Instant; readonly id: string } | undefined
}

/** Newest first, by the effective time: what came late stands where it belongs. */
export async function listPassages(scope: Scope, filter: PassageFilter, limit: number): Promise<PassageRow[]> {
  return scope
    .db('access')
    .selectFrom('access.passage')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .$if(filter.hubId !== undefined, (query) => query.where('hubId', '=', filter.hubId as string))
    .$if(filter.accountId !== undefined, (query) => query.where('accountId', '=', filter.accountId as string))
    .$if(filter.doorId !== undefined, (query) => query.where('doorId', '=', filter.doorId as string))
    .$if(filter.isOpen !== undefined, (query) => query.where('isOpen', '=', filter.isOpen as boolean))
    .$if(filter.reason !== undefined, (query) => query.where('reason', '=', filter.reason as string))
    .$if(filter.from !== undefined, (query) => query.where('at', '>=', filter.from as Temporal.Instant))
    .$if(filter.to !== undefined, (query) => query.where('at', '<', filter.to as Temporal.Instant))
    .$if(filter.before !== undefined, (query) =>
      query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(filter.before?.at as Temporal.Instant, filter.before?.id as string))),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Who was at the doors is somebody from now on; of bookings too, which name their holder. Answers where the ledger says it as well. */
export async function forgetPassages(
  scope: Scope,
  accountId: string,
  instead: string,
): Promise<readonly { decisionId: string; deviceId: string; storedAt: Temporal.Instant }[]> {
  const rows = await scope.prepared<{ id: string; device_id: string; stored_at: Temporal.Instant }>(
    'access_forget_passages',
    `update access.passage set subject_id = case subject_kind when 'person' then $3::uuid else gen_random_uuid() end,
       account_id = null, grant_id = null, source_id = null, credential_id = null
     where consortium_id = $1 and account_id = $2 returning id, device_id, stored_at`,
    [scope.consortiumId, accountId, instead],
  )
  return rows.map((row) => ({ decisionId: row.id, deviceId: row.device_id, storedAt: row.stored_at }))
}
