import type { Scope } from '#platform/server/scope.ts'
import { bookings, type BookingRow } from '../booking/repository.ts'

export interface WaitingForIt {
  readonly id: string
  readonly name: string
  readonly from_at: Temporal.Instant
  readonly to_at: Temporal.Instant
}

/** Who waits for a place at a time that a request would take. */
export async function listWaitingFor(scope: Scope, row: BookingRow): Promise<readonly WaitingForIt[]> {
  return scope.prepared<WaitingForIt>(
    'bookings_waiting_for',
    `select id, name, from_at, to_at from bookings.waiting
     where consortium_id = $1 and hub_id = $2 and target_id = $3 and status = 'waiting' and from_at < $5 and to_at > $4
     order by id limit 50`,
    [scope.consortiumId, row.hubId, row.targetId, row.startsAt, row.endsAt],
  )
}

/** What the holder of a booking has at the same hub from now on, the booking itself left out. */
export async function listOthersOf(scope: Scope, row: BookingRow, limit: number): Promise<BookingRow[]> {
  return bookings(scope)
    .where('hubId', '=', row.hubId)
    .where('id', '<>', row.id)
    .where('endsAt', '>', scope.clock.now())
    .where('status', 'in', ['requested', 'held', 'confirmed'])
    .$if(row.accountId !== null, (query) => query.where('accountId', '=', row.accountId))
    .$if(row.accountId === null, (query) => query.where('accountId', 'is', null).where('holderMail', '=', row.holderMail))
    .orderBy('startsAt')
    .limit(limit)
    .execute()
}
