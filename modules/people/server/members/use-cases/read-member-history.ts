import { historyOf } from '#platform/server/history.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { namesOf } from './names-of.ts'
import { requireMember } from './require-member.ts'

/** Who changed what of this member, when and why; also what the person did about the own membership. */
export async function readMemberHistory(scope: MemberScope, id: string, page: { limit: number; cursor?: string | undefined }) {
  await requireMember(scope, id)
  const { items, nextCursor } = await historyOf(scope, { subjectIds: [id] }, page)
  const names = await namesOf(
    scope,
    items.flatMap((item) => item.actorAccountId ?? []),
  )
  return {
    items: items.map((item) => ({
      id: item.id,
      at: item.at.toString(),
      type: item.type,
      by: item.actorAccountId === null ? null : (names.get(item.actorAccountId)?.name ?? null),
      byKind: item.actorKind,
      reason: item.reason,
      what: item.payload,
    })),
    nextCursor,
  }
}
