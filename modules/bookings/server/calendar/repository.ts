/** Feeds, and the bookings that they show. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { Feed } from '../../contract/calendar/schemas.ts'
import { bookings, type BookingRow } from '../booking/repository.ts'

export type FeedRow = Omit<Selectable<DB['bookings.feed']>, 'kind' | 'language'> & { kind: Feed['kind']; language: Language }

/** The tenant's feeds; a question adds which. */
const feeds = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.feed').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<FeedRow>()

export interface NewFeed {
  readonly kind: Feed['kind']
  readonly accountId: string
  readonly hubId: string | null
  readonly targetId: string | null
  readonly hasNames: boolean
  readonly language: Language
  readonly secretHash: string
}

export async function insertFeed(scope: Scope, feed: NewFeed): Promise<FeedRow> {
  const row = await scope
    .db('bookings')
    .insertInto('bookings.feed')
    .values({ ...feed, consortiumId: scope.consortiumId, createdAt: scope.clock.now() })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as FeedRow
}

export async function findTenantOfFeed(appDatabase: Database, secretHash: string): Promise<string | undefined> {
  const [row] = await appDatabase.query<{ id: string | null }>('bookings_feed_tenant', 'select bookings.find_tenant_of_feed($1) as id', [
    secretHash,
  ])
  return row?.id ?? undefined
}

/** What a program that asks again and again costs: one row by its index. */
export async function findFeedBySecret(scope: Scope, secretHash: string): Promise<FeedRow | undefined> {
  return feeds(scope).where('secretHash', '=', secretHash).where('revokedAt', 'is', null).executeTakeFirst()
}

export async function lockFeed(scope: Scope, id: string): Promise<FeedRow | undefined> {
  return feeds(scope).where('id', '=', id).where('revokedAt', 'is', null).forUpdate().executeTakeFirst()
}

export async function findFeedOfPerson(scope: Scope, accountId: string): Promise<FeedRow | undefined> {
  return feeds(scope).where('accountId', '=', accountId).where('kind', '=', 'person').where('revokedAt', 'is', null).executeTakeFirst()
}

/** A hub has a few; a hundred are somebody's loop. */
const mostFeeds = 100

export async function listFeedsOfHub(scope: Scope, hubId: string): Promise<FeedRow[]> {
  return feeds(scope)
    .where('hubId', '=', hubId)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(mostFeeds)
    .execute()
}

export async function listFeedsOfAccount(scope: Scope, accountId: string): Promise<FeedRow[]> {
  return feeds(scope).where('accountId', '=', accountId).execute()
}

export async function updateFeed(
  scope: Scope,
  row: FeedRow,
  change: Partial<Pick<FeedRow, 'secretHash' | 'renewedAt' | 'revokedAt' | 'fetchedAt' | 'fetchedBy'>>,
): Promise<FeedRow> {
  const updated = await scope
    .db('bookings')
    .updateTable('bookings.feed')
    .set(change)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return updated as FeedRow
}

export async function deleteFeedsOfAccount(scope: Scope, accountId: string): Promise<void> {
  await scope
    .db('bookings')
    .deleteFrom('bookings.feed')
    .where('consortiumId', '=', scope.consortiumId)
    .where('accountId', '=', accountId)
    .execute()
}

/**
 * What the feed shows has changed. Runs after the change is stored, and waits for whoever holds a row: that may be a
 * reading that notes itself, and it has not seen the change. In the order of their ids, as everybody locks them.
 */
export async function raiseFeeds(
  scope: Scope,
  of: { readonly accountIds: readonly string[]; readonly hubIds: readonly string[]; readonly targetIds: readonly string[] },
): Promise<void> {
  await scope.prepared(
    'bookings_feed_raise',
    `update bookings.feed f set version = version + 1 from (
       select id from bookings.feed where consortium_id = $1 and revoked_at is null
         and (account_id = any($2) and kind = 'person' or hub_id = any($3) and (target_id is null or target_id = any($4)))
       order by id for update
     ) as due where f.consortium_id = $1 and f.id = due.id`,
    [scope.consortiumId, of.accountIds, of.hubIds, of.targetIds],
  )
}

/** A name or an address of a hub stands in everybody's entries. */
export async function raiseAllFeeds(scope: Scope): Promise<void> {
  await scope.prepared(
    'bookings_feed_raise_all',
    `update bookings.feed f set version = version + 1 from (
       select id from bookings.feed where consortium_id = $1 and revoked_at is null order by id for update
     ) as due where f.consortium_id = $1 and f.id = due.id`,
    [scope.consortiumId],
  )
}

export interface Window {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  /** What ended is shown as ended if it was changed since, so that subscriptions take it out. */
  readonly endedSince: Temporal.Instant
}

/** Entries of one feed: years of a person, or months of a busy hub. */
const mostEntries = 5_000

export async function listEntries(scope: Scope, feed: FeedRow, window: Window): Promise<BookingRow[]> {
  return bookings(scope)
    .$if(feed.kind === 'person', (query) => query.where('accountId', '=', feed.accountId))
    .$if(feed.hubId !== null, (query) => query.where('hubId', '=', feed.hubId as string))
    .$if(feed.targetId !== null, (query) => query.where('targetId', '=', feed.targetId as string))
    .where('startsAt', '>=', window.from)
    .where('startsAt', '<', window.to)
    .where((eb) => eb.or([eb('status', 'in', ['requested', 'held', 'confirmed']), eb('changedAt', '>=', window.endedSince)]))
    .orderBy('startsAt')
    .limit(mostEntries)
    .execute()
}
