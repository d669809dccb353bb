import type { MemberScope } from '#platform/server/scope.ts'
import { listBookingsOfAccount, type BookingRow } from '../repository.ts'

/** Own bookings, a page of them. The cursor is start and id of the last row. */
export async function listMyBookings(
  scope: MemberScope,
  query: { when: 'coming' | 'past'; limit: number; cursor?: string | undefined },
): Promise<{ rows: BookingRow[]; nextCursor: string | null }> {
  const rows = await listBookingsOfAccount(scope, scope.actor.accountId, {
    when: query.when,
    limit: query.limit,
    after: readTimeCursor(query.cursor),
  })
  return { rows: rows.slice(0, query.limit), nextCursor: timeCursorOf(rows, query.limit) }
}

export function timeCursorOf(rows: readonly Pick<BookingRow, 'startsAt' | 'id'>[], limit: number): string | null {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return last === undefined ? null : `${last.startsAt.toString()}_${last.id}`
}

/** A cursor that does not read starts from the beginning. */
export function readTimeCursor(cursor: string | undefined): { startsAt: Temporal.Instant; id: string } | undefined {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor ?? '')
  if (match === null) return undefined
  try {
    return { startsAt: Temporal.Instant.from(match[1] as string), id: match[2] as string }
  } catch {
    return undefined
  }
}
