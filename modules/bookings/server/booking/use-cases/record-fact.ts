/** What the events of a booking carry: ids and times, never names. */
import type { BookedKind } from '../../../contract/schemas.ts'
import type { BookingRow } from '../repository.ts'

export function factOf(row: BookingRow): { hubId: string; bookingId: string; kind: BookedKind; targetId: string } {
  return { hubId: row.hubId, bookingId: row.id, kind: row.kind, targetId: row.targetId }
}

export function placeAndTimeOf(row: BookingRow): { startsAt: string; endsAt: string; targetId: string } {
  return { startsAt: row.startsAt.toString(), endsAt: row.endsAt.toString(), targetId: row.targetId }
}
