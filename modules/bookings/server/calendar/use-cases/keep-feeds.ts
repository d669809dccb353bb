/** Make, renew and end the addresses of calendars. The secret is told once; what is kept is its hash. */
import { createHash, randomBytes } from 'node:crypto'
import { fail } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import type { Language } from '#platform/contract/texts.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import { feedMade, feedRenewed, feedRevoked } from '../../../contract/calendar/events.ts'
import type { Feed, MadeFeed } from '../../../contract/calendar/schemas.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { presentFeeds } from '../presenter.ts'
import { findFeedOfPerson, insertFeed, listFeedsOfHub, lockFeed, updateFeed, type FeedRow } from '../repository.ts'

export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
const newSecret = (): string => randomBytes(32).toString('base64url')

export async function showOwnFeed(scope: MemberScope): Promise<Feed | null> {
  const row = await findFeedOfPerson(scope, scope.actor.accountId)
  return row === undefined ? null : present(scope, row)
}

export async function makeOwnFeed(scope: MemberScope, body: { language: Language }): Promise<MadeFeed> {
  return make(scope, { kind: 'person', hubId: null, targetId: null, hasNames: false, language: body.language })
}

export async function listHubFeeds(scope: MemberScope, hubId: string): Promise<Feed[]> {
  await requireHub(scope, hubId)
  return presentFeeds(scope, await listFeedsOfHub(scope, hubId))
}

export async function makeHubFeed(
  scope: MemberScope,
  hubId: string,
  body: { targetId?: string | undefined; hasNames: boolean; language: Language },
): Promise<MadeFeed> {
  await requireHub(scope, hubId)
  const { targetId = null, hasNames, language } = body
  if (targetId !== null && (await placeNames(scope, [targetId])).get(targetId)?.hubId !== hubId) fail('platform.not_found')
  return make(scope, { kind: targetId === null ? 'hub' : 'space', hubId, targetId, hasNames, language })
}

/** The old address is dead from here on. */
export async function renewFeed(scope: MemberScope, feedId: string): Promise<MadeFeed> {
  const row = await requireFeed(scope, feedId)
  const secret = newSecret()
  const after = await updateFeed(scope, row, {
    secretHash: hashOfSecret(secret),
    renewedAt: scope.clock.now(),
    fetchedAt: null,
    fetchedBy: null,
  })
  scope.emit(feedRenewed, aboutOf(after), { subjectId: after.id })
  return { feed: await present(scope, after), url: urlOf(scope, secret) }
}

export async function revokeFeed(scope: MemberScope, feedId: string): Promise<void> {
  const row = await requireFeed(scope, feedId)
  await updateFeed(scope, row, { revokedAt: scope.clock.now() })
  scope.emit(feedRevoked, aboutOf(row), { subjectId: row.id })
}

async function make(scope: MemberScope, feed: Pick<FeedRow, 'kind' | 'hubId' | 'targetId' | 'hasNames' | 'language'>): Promise<MadeFeed> {
  const secret = newSecret()
  const row = await insertFeed(scope, { ...feed, accountId: scope.actor.accountId, secretHash: hashOfSecret(secret) })
  scope.emit(feedMade, aboutOf(row), { subjectId: row.id })
  return { feed: await present(scope, row), url: urlOf(scope, secret) }
}

/** One's own, or for the desk any of the desk's. */
async function requireFeed(scope: MemberScope, feedId: string): Promise<FeedRow> {
  const row = await lockFeed(scope, feedId)
  const isAllowed = row !== undefined && (row.kind === 'person' ? row.accountId === scope.actor.accountId : isDesk(scope))
  if (!isAllowed) fail('platform.not_found')
  return row
}

const urlOf = (scope: Scope, secret: string): string => `${scope.publicUrl}/api/v1/feeds/${secret}.ics`

function aboutOf(row: FeedRow) {
  return {
    feedId: row.id,
    kind: row.kind,
    hasNames: row.hasNames,
    ...(row.hubId === null ? {} : { hubId: row.hubId }),
    ...(row.targetId === null ? {} : { targetId: row.targetId }),
  }
}

async function present(scope: Scope, row: FeedRow): Promise<Feed> {
  const [feed] = await presentFeeds(scope, [row])
  return feed as Feed
}
