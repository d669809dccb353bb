/** Visitors whom members announced. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'

export type VisitRow = Omit<Selectable<DB['access.visit']>, 'status' | 'language'> & {
  status: 'announced' | 'withdrawn'
  language: Language
}

const visits = (scope: Scope) =>
  scope.db('access').selectFrom('access.visit').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<VisitRow>()

export async function insertVisit(
  scope: Scope,
  visit: Pick<VisitRow, 'hubId' | 'hostAccountId' | 'name' | 'mail' | 'language' | 'startsAt' | 'endsAt'>,
): Promise<VisitRow> {
  return scope
    .db('access')
    .insertInto('access.visit')
    .values({ consortiumId: scope.consortiumId, ...visit, createdAt: scope.clock.now() })
    .returningAll()
    .$castTo<VisitRow>()
    .executeTakeFirstOrThrow()
}

export async function findVisit(scope: Scope, id: string, { forChange = false } = {}): Promise<VisitRow | undefined> {
  const query = visits(scope).where('id', '=', id)
  return (forChange ? query.forUpdate() : query).executeTakeFirst()
}

export async function listVisitsById(scope: Scope, ids: readonly string[]): Promise<VisitRow[]> {
  if (ids.length === 0) return []
  return visits(scope)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val([...new Set(ids)]))))
    .execute()
}

export async function listVisitsOfHub(
  scope: Scope,
  hubId: string,
  page: { after: string | undefined; endingAfter: Temporal.Instant; limit: number },
): Promise<VisitRow[]> {
  return visits(scope)
    .where('hubId', '=', hubId)
    .where('endsAt', '>', page.endingAfter)
    .$if(page.after !== undefined, (query) => query.where('id', '>', page.after as string))
    .orderBy('id')
    .limit(page.limit)
    .execute()
}

/** Those that are not over, of these hosts. */
export async function listVisitsOfHosts(
  scope: Scope,
  hostAccountIds: readonly string[],
  endingAfter: Temporal.Instant,
): Promise<VisitRow[]> {
  if (hostAccountIds.length === 0) return []
  return visits(scope)
    .where((eb) => eb('hostAccountId', '=', eb.fn.any(eb.val([...hostAccountIds]))))
    .where('endsAt', '>', endingAfter)
    .where('status', '=', 'announced')
    .orderBy('id')
    .execute()
}

export async function listPage(
  scope: Scope,
  page: { hostAccountId: string | undefined; from: Temporal.Instant | undefined; before: string | null; limit: number },
): Promise<VisitRow[]> {
  return visits(scope)
    .$if(page.hostAccountId !== undefined, (query) => query.where('hostAccountId', '=', page.hostAccountId as string))
    .$if(page.from !== undefined, (query) => query.where('endsAt', '>', page.from as Temporal.Instant))
    .$if(page.before !== null, (query) => query.where('id', '<', page.before as string))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

/** The first time that a door let them in; answers those of whom none was known. What came late may say an earlier one. */
export async function markArrived(scope: Scope, arrivals: readonly { visitId: string; at: Temporal.Instant }[]): Promise<VisitRow[]> {
  const news: VisitRow[] = []
  for (const { visitId, at } of arrivals) {
    const row = await visits(scope).where('id', '=', visitId).forUpdate().executeTakeFirst()
    if (row === undefined || (row.arrivedAt !== null && Temporal.Instant.compare(row.arrivedAt, at) <= 0)) continue
    await scope
      .db('access')
      .updateTable('access.visit')
      .set({ arrivedAt: at })
      .where('consortiumId', '=', scope.consortiumId)
      .where('id', '=', visitId)
      .execute()
    if (row.arrivedAt === null) news.push({ ...row, arrivedAt: at })
  }
  return news
}

/** Of long ago, with the name that was given; the oldest first. */
export async function listNamedBefore(scope: Scope, before: Temporal.Instant, limit: number): Promise<VisitRow[]> {
  return visits(scope).where('forgottenAt', 'is', null).where('endsAt', '<', before).orderBy('endsAt').limit(limit).forUpdate().execute()
}

/** Tenants with names of visitors that may be old: none keeps them for less than a year. */
export async function listTenantsWithOldVisits(jobsDatabase: Database): Promise<{ consortiumId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string }>(
    'access_tenants_with_old_visits',
    `select distinct consortium_id from access.visit where forgotten_at is null and ends_at < now() - make_interval(years => 1)`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id }))
}

export async function updateVisit(
  scope: Scope,
  id: string,
  change: Partial<
    Pick<VisitRow, 'status' | 'name' | 'mail' | 'forgottenAt' | 'startsAt' | 'endsAt' | 'sequence' | 'changedAt' | 'toldEntry'>
  >,
): Promise<VisitRow> {
  return scope
    .db('access')
    .updateTable('access.visit')
    .set(change)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .returningAll()
    .$castTo<VisitRow>()
    .executeTakeFirstOrThrow()
}
