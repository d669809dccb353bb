/** Who looked at who is in is on record, and those who were in see it: the same facts for the watched as for who watches. */
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { LookView } from '../../../contract/schemas.ts'
import { insertLook, listLooksAt, type LookRow } from '../repository.ts'

/** `day`: the hub's day that was looked at. Looking at one's own is no look. */
export async function recordLook(
  scope: MemberScope,
  look: { hubId: string; what: LookRow['what']; day: string; subjectId?: string },
): Promise<void> {
  if (look.subjectId === scope.actor.accountId) return
  await insertLook(scope, { ...look, subjectId: look.subjectId ?? null, accountId: scope.actor.accountId })
}

/** Looks at lists that one was on, and at one's own stays; the latest first. */
export async function listMyLooks(
  scope: MemberScope,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: LookView[]; nextCursor: string | null }> {
  const rows = await listLooksAt(scope, scope.actor.accountId, { limit: query.limit + 1, before: readCursor(query.cursor) })
  return { items: await presentLooks(scope, rows.slice(0, query.limit)), nextCursor: cursorOf(rows, query.limit) }
}

export async function presentLooks(scope: Scope, rows: readonly LookRow[]): Promise<LookView[]> {
  const names = await namesOf(
    scope,
    rows.map((row) => row.accountId),
  )
  const hubNames = new Map<string, LookView['hubNames']>()
  const items: LookView[] = []
  for (const row of rows) {
    const hub = hubNames.get(row.hubId) ?? (await requireHub(scope, row.hubId)).names
    hubNames.set(row.hubId, hub)
    const by = names.get(row.accountId)
    items.push({
      id: row.id,
      hubId: row.hubId,
      hubNames: hub,
      what: row.what,
      day: row.onDay,
      at: row.lookedAt.toString(),
      by: by === undefined || by.isForgotten ? null : by.name,
    })
  }
  return items
}
