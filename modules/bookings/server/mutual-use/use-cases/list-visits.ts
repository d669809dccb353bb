import type { MemberScope } from '#platform/server/scope.ts'
import { readTimeCursor, timeCursorOf } from '../../booking/use-cases/list-my-bookings.ts'
import type { AbroadBooking } from '../../../contract/mutual-use/schemas.ts'
import { listAbroadOfAccount, type AbroadRow } from '../repository.ts'

/** Own bookings at hubs of partners, a page of them. */
export async function listMyVisits(
  scope: MemberScope,
  query: { when: 'coming' | 'past'; limit: number; cursor?: string | undefined },
): Promise<{ items: AbroadBooking[]; nextCursor: string | null }> {
  const rows = await listAbroadOfAccount(scope, scope.actor.accountId, {
    when: query.when,
    limit: query.limit + 1,
    after: readTimeCursor(query.cursor),
  })
  return {
    items: rows.slice(0, query.limit).map(presentAbroad),
    nextCursor: timeCursorOf(
      rows.map((row) => ({ startsAt: row.startsAt, id: row.bookingId })),
      query.limit,
    ),
  }
}

const presentAbroad = (row: AbroadRow): AbroadBooking => ({
  bookingId: row.bookingId,
  hubKey: row.hubKey,
  hubName: row.hubNames,
  placeName: row.placeNames,
  timeZone: row.zone,
  startsAt: row.startsAt.toString(),
  endsAt: row.endsAt.toString(),
  status: row.status,
  partySize: row.partySize,
  feeYen: row.feeYen,
})
