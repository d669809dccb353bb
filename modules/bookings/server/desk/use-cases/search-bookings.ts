import type { LocalText } from '#platform/contract/schemas.ts'
import type { SearchHit } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { withPlaces } from '../../booking/presenter.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { periodText } from '../../mails/when.ts'
import { spanOf } from '../../rules.ts'
import { findByHolder } from '../repository.ts'

/** Bookings by the name, mail or telephone of their holder, for the search box of the desk. */
export async function searchBookings(scope: MemberScope, text: string, limit: number): Promise<readonly SearchHit[]> {
  if (!isDesk(scope)) return []
  const say = (names: LocalText): string => names[scope.language] ?? names.en ?? names.ja
  const placed = await withPlaces(scope, await findByHolder(scope, text.normalize('NFKC'), limit))
  return placed.map(({ row, place }) => ({
    kind: 'booking',
    id: row.id,
    title: row.holderName,
    detail: [periodText(spanOf(row), place.zone, scope.language), say(place.names), say(place.hubNames)].join(
      scope.language === 'ja' ? '　' : ' · ',
    ),
    href: `/operate/${place.hubKey}/bookings/${row.id}`,
  }))
}
