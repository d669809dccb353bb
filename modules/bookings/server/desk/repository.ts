/** A hub's day as the desk sees it. */
import { sql } from 'kysely'
import type { Scope } from '#platform/server/scope.ts'
import type { Span } from '../../contract/rules.ts'
import type { BookingRow } from '../booking/repository.ts'
import { instantOf } from '../rules.ts'

export interface DayRow {
  readonly id: string
  readonly target_id: string
  readonly holder_name: string
  /** PostgreSQL's text of the array: `{a,b}`; splitting it is cheaper than the driver's parser. */
  readonly units: string
  readonly starts: number
  readonly ends: number
  readonly is_held: boolean
  readonly is_guest: boolean
  readonly party_size: number
  readonly version: number
}

/** Minutes since 1970: an integer costs neither side a parser. Bookings begin and end on minutes. */
const minutes = (column: string): string => `(date_part('epoch', ${column}) / 60)::int4`

const dayText = `
select id, target_id, holder_name, unit_ids::text as units, ${minutes('starts_at')} as starts, ${minutes('ends_at')} as ends,
       status = 'held' as is_held, account_id is null as is_guest, party_size, version
from bookings.booking
where consortium_id = $1 and hub_id = $2 and status in ('held', 'confirmed')`

/** Active bookings that touch the day, by start. */
export async function listDay(scope: Scope, hubId: string, day: Span): Promise<readonly DayRow[]> {
  return scope.prepared<DayRow>(
    'bookings_day',
    `${dayText} and starts_at >= $3::timestamptz - interval '24 hours' and starts_at < $4 and ends_at > $3
     union all
     ${dayText} and is_long and ends_at > $3 and starts_at < $3::timestamptz - interval '24 hours'
     order by starts, id`,
    [scope.consortiumId, hubId, instantOf(day.from), instantOf(day.to)],
  )
}

/** Every booking that touches the day, also cancelled and lapsed ones, a page by start. */
export async function listHubBookings(
  scope: Scope,
  hubId: string,
  day: Span,
  page: { limit: number; after: { startsAt: Temporal.Instant; id: string } | undefined },
): Promise<BookingRow[]> {
  const from = instantOf(day.from)
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.booking')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('startsAt', '<', instantOf(day.to))
    .where('endsAt', '>', from)
    .where((eb) => eb.or([eb('startsAt', '>=', from.subtract({ hours: 24 })), eb('isLong', '=', true)]))
    .$if(page.after !== undefined, (query) =>
      query.where((eb) => eb(eb.refTuple('startsAt', 'id'), '>', eb.tuple(page.after?.startsAt as Temporal.Instant, page.after?.id as string))),
    )
    .orderBy('startsAt')
    .orderBy('id')
    .limit(page.limit + 1)
    .execute()
  return rows as BookingRow[]
}

/** Active bookings of a hub that are not over at `span.from` and begin before its end; for the lists of Today. */
export async function listActive(scope: Scope, hubId: string, span: Span): Promise<BookingRow[]> {
  const from = instantOf(span.from)
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.booking')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('status', 'in', ['held', 'confirmed'])
    .where('endsAt', '>', from)
    .where('startsAt', '<', instantOf(span.to))
    .where((eb) => eb.or([eb('startsAt', '>=', from.subtract({ hours: 24 })), eb('isLong', '=', true)]))
    .orderBy('startsAt')
    .orderBy('id')
    .execute()
  return rows as BookingRow[]
}

/** Unconfirmed holds of a hub, whatever day they are for, soonest to lapse first. */
export async function listHolds(scope: Scope, hubId: string, limit: number): Promise<BookingRow[]> {
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.booking')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('status', '=', 'held')
    .orderBy('holdExpiresAt')
    .limit(limit)
    .execute()
  return rows as BookingRow[]
}

/** Bookings by a part of the holder's name, mail or telephone: those to come first, then the latest of the last 90 days. */
export async function findByHolder(scope: Scope, text: string, limit: number): Promise<BookingRow[]> {
  const now = scope.clock.now()
  const like = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.booking')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('startsAt', '>', now.subtract({ hours: 90 * 24 }))
    .where('forgottenAt', 'is', null)
    .where((eb) => eb.or([eb('holderName', 'ilike', like), eb('holderMail', 'ilike', like), eb('holderPhone', 'ilike', like)]))
    .orderBy((eb) => eb('endsAt', '<', now))
    .orderBy(sql`abs(extract(epoch from starts_at - ${now.toString()}::timestamptz))`)
    .limit(limit)
    .execute()
  return rows as BookingRow[]
}
