import type { Scope } from '#platform/server/scope.ts'
import { placeNames } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { Feed } from '../../contract/calendar/schemas.ts'
import type { FeedRow } from './repository.ts'

export async function presentFeeds(scope: Scope, rows: readonly FeedRow[]): Promise<Feed[]> {
  const places = await placeNames(
    scope,
    rows.flatMap((row) => row.targetId ?? []),
  )
  const names = await namesOf(
    scope,
    rows.map((row) => row.accountId),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    hubId: row.hubId,
    targetId: row.targetId,
    targetName: row.targetId === null ? null : (places.get(row.targetId)?.names ?? null),
    hasNames: row.hasNames,
    language: row.language,
    madeBy: names.get(row.accountId)?.name ?? '',
    createdAt: row.createdAt.toString(),
    renewedAt: row.renewedAt?.toString() ?? null,
    fetchedAt: row.fetchedAt?.toString() ?? null,
    fetchedBy: row.fetchedBy,
  }))
}
