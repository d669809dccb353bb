import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { readTimeCursor, timeCursorOf } from '../../booking/use-cases/list-my-bookings.ts'
import { requireBooking } from '../../booking/use-cases/require-booking.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { daySpan } from '../../rules.ts'
import { listHubBookings } from '../repository.ts'

/** Everything that touches a day of a hub, cancelled and lapsed included. */
export async function listBookingsOfDay(
  scope: MemberScope,
  hubId: string,
  query: { day: string; limit: number; cursor?: string | undefined },
): Promise<{ rows: BookingRow[]; nextCursor: string | null }> {
  const hub = await requireHub(scope, hubId)
  const rows = await listHubBookings(scope, hubId, daySpan(query.day, hub.zone), {
    limit: query.limit,
    after: readTimeCursor(query.cursor),
  })
  return { rows: rows.slice(0, query.limit), nextCursor: timeCursorOf(rows, query.limit) }
}

export async function requireHubBooking(scope: MemberScope, hubId: string, bookingId: string): Promise<BookingRow> {
  const row = await requireBooking(scope, bookingId)
  if (row.hubId !== hubId) fail('platform.not_found')
  return row
}
