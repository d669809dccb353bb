import type { LocalText } from '#platform/contract/schemas.ts'
import type { SearchHit } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { findMembersByText } from '#modules/people/server/index.ts'
import { withPlaces } from '../../booking/presenter.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { listBookingsById } from '../../booking/repository.ts'
import { listBookingsOfAccounts, listBookingsOfGuests } from '../../guests/repository.ts'
import { findGuests } from '../../guests/use-cases/find-people.ts'
import { periodText } from '../../mails/when.ts'
import { spanOf } from '../../rules.ts'

/** So many people of a name are looked at for their bookings. */
const mostPeople = 20

/** Bookings by the name, mail or telephone of their holder, for the search box of the desk: those to come first. */
export async function searchBookings(scope: MemberScope, text: string, limit: number): Promise<readonly SearchHit[]> {
  if (!isDesk(scope)) return []
  const say = (names: LocalText): string => names[scope.language] ?? names.en ?? names.ja
  const accountIds = (await findMembersByText(scope, text, mostPeople)).flatMap((member) => member.accountId ?? [])
  const guestIds = (await findGuests(scope, text, mostPeople)).map((guest) => guest.id)
  const ids = [
    ...(accountIds.length === 0 ? [] : await listBookingsOfAccounts(scope, accountIds, limit)),
    ...(guestIds.length === 0 ? [] : await listBookingsOfGuests(scope, guestIds, limit)),
  ]
  const now = scope.clock.now().epochMilliseconds
  const rows = (await listBookingsById(scope, ids))
    .map((row) => ({ row, isOver: spanOf(row).to < now, distance: Math.abs(spanOf(row).from - now) }))
    .toSorted((a, b) => Number(a.isOver) - Number(b.isOver) || a.distance - b.distance)
    .slice(0, limit)
    .map(({ row }) => row)
  return (await withPlaces(scope, rows)).map(({ row, place }) => ({
    kind: 'booking',
    id: row.id,
    title: row.holderName,
    detail: [periodText(spanOf(row), place.zone, scope.language), say(place.names), say(place.hubNames)].join(
      scope.language === 'ja' ? '　' : ' · ',
    ),
    href: `/operate/${place.hubKey}/bookings/${row.id}`,
  }))
}
