import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import type { UseRecord, UseRecordsQuery } from '../../../contract/use/schemas.ts'
import { withPlaces } from '../../booking/presenter.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { listBookingsById } from '../../booking/repository.ts'
import { listRecords } from '../repository.ts'

const usualZone = 'Asia/Tokyo'

/** The bookings behind a figure. Who reports on a programme sees how many and of what kind; names are the desk's. */
export async function listUseRecords(
  scope: MemberScope,
  query: UseRecordsQuery,
): Promise<{ items: UseRecord[]; nextCursor: string | null }> {
  const zone = query.hubId === undefined ? usualZone : (await requireHub(scope, query.hubId)).zone
  const found = await listRecords(scope, query, { after: readCursor(query.cursor), zone })
  const rows = found.slice(0, query.limit)
  const bookings = await listBookingsById(
    scope,
    rows.map((row) => row.booking_id),
  )
  const placed = new Map((await withPlaces(scope, bookings)).map((one) => [one.row.id, one]))
  const organisations = await organisationsByIds(
    scope,
    rows.flatMap((row) => row.organisation_id ?? []),
  )
  const last = found.length > query.limit ? rows.at(-1) : undefined
  return {
    items: rows.flatMap((row) => {
      const one = placed.get(row.booking_id)
      if (one === undefined) return []
      return [
        {
          day: row.day,
          bookingId: row.booking_id,
          hubId: one.row.hubId,
          hubKey: one.place.hubKey,
          kind: one.row.kind,
          targetName: one.place.names,
          startsAt: one.row.startsAt.toString(),
          endsAt: one.row.endsAt.toString(),
          timeZone: one.place.zone,
          outcome: row.outcome,
          people: row.people,
          hasCome: row.has_come,
          engagement: row.engagement,
          organisation: row.organisation_id === null ? '' : (organisations.get(row.organisation_id)?.name ?? ''),
          holderName: isDesk(scope) ? one.row.holderName : null,
        },
      ]
    }),
    nextCursor: last === undefined ? null : `${last.day}_${last.booking_id}`,
  }
}

/** A cursor that does not read starts from the beginning. */
function readCursor(cursor: string | undefined): { day: string; id: string } | undefined {
  const match = /^(\d{4}-(?:0\d|1[0-2])-(?:0[1-9]|[12]\d|3[01]))_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor ?? '')
  return match === null ? undefined : { day: match[1] ?? '', id: match[2] ?? '' }
}
