/** The log of events read as a history: of a record, or of what a person did. */
import { cursorOf, readCursor } from './paging.ts'
import type { Scope } from './scope.ts'

export interface HistoryEntry {
  readonly id: string
  readonly at: Temporal.Instant
  readonly type: string
  readonly subjectId: string | null
  readonly actorKind: 'stranger' | 'guest' | 'person' | 'system'
  readonly actorAccountId: string | null
  readonly reason: string | null
  readonly payload: Readonly<Record<string, unknown>>
}

interface EventRow {
  readonly id: string
  readonly at: Temporal.Instant
  readonly type: string
  readonly subject_id: string | null
  readonly actor_kind: HistoryEntry['actorKind']
  readonly actor_account_id: string | null
  readonly reason: string | null
  readonly payload: Record<string, unknown>
}

/** Newest first, within the seated tenant: events about any of `subjectIds`, or done by `actorAccountId`. */
export async function historyOf(
  scope: Scope,
  about: { readonly subjectIds?: readonly string[]; readonly actorAccountId?: string },
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ items: HistoryEntry[]; nextCursor: string | null }> {
  const rows = await scope.prepared<EventRow>(
    'history_list',
    `select id, at, type, subject_id, actor_kind, actor_account_id, reason, payload from platform.event
     where consortium_id = $1 and ($2::uuid is null or id < $2) and (subject_id = any($3::uuid[]) or actor_account_id = $4)
     order by id desc limit $5`,
    [scope.consortiumId, readCursor(page.cursor), about.subjectIds ?? [], about.actorAccountId ?? null, page.limit + 1],
  )
  return {
    items: rows.slice(0, page.limit).map((row) => ({
      id: row.id,
      at: row.at,
      type: row.type,
      subjectId: row.subject_id,
      actorKind: row.actor_kind,
      actorAccountId: row.actor_account_id,
      reason: row.reason,
      payload: row.payload,
    })),
    nextCursor: cursorOf(rows, page.limit),
  }
}

/**
 * That something was done, by whom and when, stays; of whom, and in which words, goes. The database lets nothing else be changed,
 * and of these types alone: a policy of `platform.event` names them.
 */
export async function forgetInHistory(
  scope: Scope,
  of: { readonly type: string; readonly subjectIds: readonly string[]; readonly payload: Readonly<Record<string, string>> },
): Promise<void> {
  if (of.subjectIds.length === 0) return
  await scope.prepared(
    'history_forget',
    'update platform.event set reason = null, payload = payload || $4::jsonb where consortium_id = $1 and subject_id = any($2::uuid[]) and type = $3',
    [scope.consortiumId, of.subjectIds, of.type, JSON.stringify(of.payload)],
  )
}
