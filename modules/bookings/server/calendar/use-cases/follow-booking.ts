/** After a booking was made, changed, ended or noted: what was derived from it is set right. Idempotent, in any order. */
import type { Scope } from '#platform/server/scope.ts'
import { findBooking } from '../../booking/repository.ts'
import { raiseFeeds } from '../repository.ts'

interface PlaceAndTime {
  readonly startsAt: string
  readonly endsAt: string
  readonly targetId: string
}

export interface BookingFact {
  readonly bookingId: string
  readonly was?: PlaceAndTime
  readonly became?: PlaceAndTime
}

export async function followBooking(
  scope: Scope,
  { payload }: { readonly eventId: string; readonly type: string; readonly payload: BookingFact },
): Promise<void> {
  const row = await findBooking(scope, payload.bookingId)
  if (row === undefined) return
  // the space it has left shows it no more
  const targetIds = [...new Set([row.targetId, payload.was?.targetId ?? row.targetId])]
  await raiseFeeds(scope, { accountId: row.accountId, hubId: row.hubId, targetIds })
}
