import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { readTimeCursor, timeCursorOf } from '../../booking/use-cases/list-my-bookings.ts'
import { requireBooking } from '../../booking/use-cases/require-booking.ts'
import type { HubBookingsQuery } from '../../../contract/schemas.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { addDays, daySpan } from '../../rules.ts'
import { listHubBookings } from '../repository.ts'

const mostDays = 92

/** Everything that touches a day or a period of a hub, cancelled and lapsed included unless asked otherwise. */
export async function listBookingsOfDay(
  scope: MemberScope,
  hubId: string,
  query: HubBookingsQuery,
): Promise<{ rows: BookingRow[]; nextCursor: string | null }> {
  const hub = await requireHub(scope, hubId)
  const [first, last] = [query.day ?? query.from, query.day ?? query.to]
  if (first === undefined || last === undefined)
    return fail('platform.invalid_input', { fields: [{ path: 'query.day', expected: 'a day, or from and to' }] })
  if (last < first || addDays(first, mostDays) <= last)
    fail('platform.invalid_input', { fields: [{ path: 'query.to', expected: `a day within ${mostDays} days of from` }] })
  const span = { from: daySpan(first, hub.zone).from, to: daySpan(last, hub.zone).to }
  const rows = await listHubBookings(scope, hubId, span, {
    statuses: query.status,
    targetId: query.targetId,
    text: query.text?.normalize('NFKC'),
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
