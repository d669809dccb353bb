/** A party comes, all at once or one after the other: counted by rows that are only added to. */
import { failOf } from '#platform/server/errors.ts'
import { accountIdOf, type MemberScope, type Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import type { ArrivalCount } from '../../../contract/desk/schemas.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { arrived } from '../../../contract/desk/events.ts'
import { isActiveStatus } from '../../../contract/rules.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { isDesk, requireBooking } from '../../booking/use-cases/require-booking.ts'
import { checkIn, undoCheckIn } from '../../check-in/use-cases/check-in.ts'
import { dayAt, daySpan, spanOf } from '../../rules.ts'
import { insertArrival, listActive, listArrived } from '../repository.ts'

const fail = failOf(bookingsErrors)

export async function recordArrival(scope: Scope, bookingId: string, people: number): Promise<ArrivalCount> {
  const row = await requireBooking(scope, bookingId, { forChange: true })
  if (!isActiveStatus(row.status)) fail('bookings.not_active')
  if (row.endsAt.epochMilliseconds <= scope.clock.now().epochMilliseconds) fail('bookings.already_over')
  const [before] = await listArrived(scope, [row.id])
  const known = before?.arrived ?? 0
  if (people === 0) return countOf(row, known, before?.lastAt ?? null)
  if (known + people < 0) fail('bookings.not_so_many_came', { params: { arrived: known } })
  await arrive(scope, row, people, known)
  return countOf(row, known + people, scope.clock.now())
}

/** The first who comes checks the booking in; when all were counted wrongly, it is as if nobody had. `row` is locked or new. */
export async function arrive(scope: Scope, row: BookingRow, people: number, known = 0): Promise<BookingRow> {
  const by = accountIdOf(scope.actor)
  await insertArrival(scope, { bookingId: row.id, people, by })
  const total = known + people
  scope.emit(arrived, { hubId: row.hubId, bookingId: row.id, people, arrived: total }, { subjectId: row.id })
  const isAtDesk = isDesk(scope)
  if (total > 0) return checkIn(scope, row, { isDesk: isAtDesk })
  // all were counted wrongly: as if nobody had come
  if (total === 0 && isAtDesk && row.checkedInAt !== null) return undoCheckIn(scope as MemberScope, row.id)
  return row
}

/** How many of each of today's parties have come. */
export async function listArrivals(scope: MemberScope, hubId: string): Promise<ArrivalCount[]> {
  const hub = await requireHub(scope, hubId)
  const now = scope.clock.now().epochMilliseconds
  const today = daySpan(dayAt(now, hub.zone), hub.zone)
  const rows = (await listActive(scope, hubId, today)).filter((row) => spanOf(row).from < today.to)
  const counts = new Map(
    (
      await listArrived(
        scope,
        rows.map((row) => row.id),
      )
    ).map((count) => [count.bookingId, count]),
  )
  return rows.map((row) => countOf(row, counts.get(row.id)?.arrived ?? 0, counts.get(row.id)?.lastAt ?? null))
}

const countOf = (row: Pick<BookingRow, 'id' | 'partySize'>, count: number, lastAt: Temporal.Instant | null): ArrivalCount => ({
  bookingId: row.id,
  partySize: row.partySize,
  arrived: count,
  lastAt: lastAt?.toString() ?? null,
})
