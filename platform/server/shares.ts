/**
 * How much of a place one line may keep from others before it has answered for it. Beside the rate limit, which counts
 * calls: this counts what is held at this moment, and what was answered for counts no more.
 *
 * A line is an IPv4 address or an IPv6 /56, as much as one customer is given. Several people share one: a family, an
 * office, a provider's customers behind one address. So a limit is for a handful of parties at once, not for one.
 */
import { createHash } from 'node:crypto'
import { isLoopbackName } from './own-address.ts'
import type { Scope } from './scope.ts'

export interface Share {
  readonly placeId: string
  readonly amount: number
  readonly most: number
}

/**
 * Whether the caller may hold so much more there. Callers of one line follow one another until the end of the
 * transaction. Who sits at this machine, or comes by a proxy that does not say for whom, is not counted: a limit that
 * everybody shares would shut everybody out.
 */
export async function hasShareLeft(scope: Scope, share: Share): Promise<boolean> {
  const caller = callerOf(scope)
  return caller === undefined || (await holdsOf(scope, share, { caller })) + share.amount <= share.most
}

export interface Held {
  readonly subjectId: string
  readonly until: Temporal.Instant
}

export async function takeShare(scope: Scope, share: Share, held: Held): Promise<void> {
  const caller = callerOf(scope)
  if (caller !== undefined) await storeShare(scope, share, { ...held, caller })
}

/**
 * What is held becomes more or less: counted for the line that took it, or for the caller's where none was counted.
 * False: that line may not hold so much more, and nothing has changed. To hold less is never refused.
 */
export async function resizeShare(scope: Scope, share: Share, held: Held): Promise<boolean> {
  const [was] = await scope.prepared<{ caller: string; amount: number }>(
    'share_of_subject',
    'select caller, amount from platform.share where consortium_id = $1 and subject_id = $2',
    [scope.consortiumId, held.subjectId],
  )
  const caller = was?.caller ?? callerOf(scope)
  if (caller === undefined || was?.amount === share.amount) return true
  const others = await holdsOf(scope, share, { caller, exceptSubjectId: held.subjectId })
  if (share.amount > (was?.amount ?? 0) && others + share.amount > share.most) return false
  await releaseShare(scope, held.subjectId)
  await storeShare(scope, share, { ...held, caller })
  return true
}

/** How much a line holds there. Whoever asks for the same line next waits until the end of the transaction. */
async function holdsOf(
  scope: Scope,
  { placeId }: Share,
  { caller, exceptSubjectId }: { caller: string; exceptSubjectId?: string },
): Promise<number> {
  await scope.prepared('share_lock', 'select pg_advisory_xact_lock(hashtextextended($1, 1))', [`${placeId}/${caller}`])
  const [row] = await scope.prepared<{ amount: number }>(
    'share_sum',
    `select coalesce(sum(amount), 0) as amount from platform.share
     where consortium_id = $1 and place_id = $2 and caller = $3 and until > $4 and ($5::uuid is null or subject_id <> $5)`,
    [scope.consortiumId, placeId, caller, scope.clock.now(), exceptSubjectId ?? null],
  )
  return row?.amount ?? 0
}

async function storeShare(scope: Scope, share: Share, held: Held & { caller: string }): Promise<void> {
  await scope.prepared(
    'share_take',
    'insert into platform.share (consortium_id, subject_id, place_id, caller, amount, until) values ($1, $2, $3, $4, $5, $6)',
    [scope.consortiumId, held.subjectId, share.placeId, held.caller, share.amount, held.until],
  )
}

/** The caller has answered, or given it back. */
export async function releaseShare(scope: Scope, subjectId: string): Promise<void> {
  await scope.prepared('share_release', 'delete from platform.share where consortium_id = $1 and subject_id = $2', [
    scope.consortiumId,
    subjectId,
  ])
}

function callerOf({ remoteAddress }: Scope): string | undefined {
  if (remoteAddress === '' || remoteAddress === '0.0.0.0' || isLoopbackName(remoteAddress)) return undefined
  return createHash('sha256').update(lineOf(remoteAddress)).digest('base64url').slice(0, 32)
}

/** `networkOf` gives the /64 of an IPv6 address; of that the first 56 bits. */
export function lineOf(address: string): string {
  const groups = address.replace(/::$/, '').split(':')
  if (!address.includes(':')) return address
  const fourth = Number.parseInt(groups[3] ?? '0', 16) & 0xff00
  return `${groups.slice(0, 3).join(':')}:${fourth.toString(16)}::/56`
}
