import { historyOf } from '#platform/server/history.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { HistoryEntry } from '../../../contract/schemas.ts'
import { requireBooking } from './require-booking.ts'

/** More than anybody changes a booking. */
const mostEntries = 200

interface PlaceAndTime {
  readonly startsAt: string
  readonly endsAt: string
  readonly targetId: string
}

/** Who did what with the booking, newest first. Names come from people and from the booking, never from the log. */
export async function readHistory(scope: MemberScope, bookingId: string): Promise<HistoryEntry[]> {
  const row = await requireBooking(scope, bookingId)
  const { items } = await historyOf(scope, { subjectIds: [bookingId] }, { limit: mostEntries })
  const names = await namesOf(
    scope,
    items.flatMap((item) => item.actorAccountId ?? []),
  )
  return items
    .filter((item) => item.type.startsWith('bookings.'))
    .map((item) => ({
      at: item.at.toString(),
      type: item.type,
      who: {
        kind: item.actorKind,
        name:
          item.actorAccountId === null
            ? item.actorKind === 'guest' || item.actorKind === 'stranger'
              ? row.holderName
              : ''
            : (names.get(item.actorAccountId)?.name ?? (item.actorAccountId === row.accountId ? row.holderName : '')),
      },
      reason: item.reason,
      was: (item.payload['was'] as PlaceAndTime | undefined) ?? null,
      became: (item.payload['became'] as PlaceAndTime | undefined) ?? null,
    }))
}
