/** After a booking was made, changed, ended or noted: what was derived from it is set right. Idempotent, in any order. */
import { historyOf } from '#platform/server/history.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listBookingsById, type BookingRow } from '../../booking/repository.ts'
import { tellHomes } from '../../mutual-use/use-cases/keep-use-abroad.ts'
import { keepBillsOf } from '../../payment/use-cases/keep-bill.ts'
import { planReminders } from '../../reminder/use-cases/plan-reminder.ts'
import { pushNews, type News } from '../../reminder/use-cases/push-news.ts'
import { markUse } from '../../use/use-cases/count-use.ts'
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

export interface BookingNews {
  readonly eventId: string
  readonly type: string
  readonly payload: BookingFact
}

/** Facts of one consortium, in their order. What was derived is set right once, however many facts there are. */
export async function followBookings(scope: Scope, facts: readonly BookingNews[]): Promise<void> {
  const ids = [...new Set(facts.map(({ payload }) => payload.bookingId))].toSorted()
  await planReminders(scope, ids)
  const rows = await listBookingsById(scope, ids)
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const left = facts.flatMap(({ payload }) => payload.was?.targetId ?? [])
  await raiseFeeds(scope, {
    accountIds: [...new Set(rows.flatMap((row) => row.accountId ?? []))],
    hubIds: [...new Set(rows.map((row) => row.hubId))],
    // a space that a booking has left shows it no more
    targetIds: [...new Set([...rows.map((row) => row.targetId), ...left])],
  })
  await keepBillsOf(scope, rows)
  await tellHomes(scope, rows)
  const touched = facts.flatMap(({ payload }) => {
    const row = rowOf.get(payload.bookingId)
    return row === undefined ? [] : [row, ...timesOf(payload.was)].map((times) => ({ ...times, hubId: row.hubId }))
  })
  for (const [hubId, times] of Map.groupBy(touched, (one) => one.hubId)) await markUse(scope, hubId, times)
  for (const { eventId, type, payload } of facts) {
    const row = rowOf.get(payload.bookingId)
    if (row !== undefined) await tellDevices(scope, row, { eventId, type, isMoved: isMoved(payload) })
  }
}

const timesOf = (was: PlaceAndTime | undefined) =>
  was === undefined ? [] : [{ startsAt: Temporal.Instant.from(was.startsAt), endsAt: Temporal.Instant.from(was.endsAt) }]

/** What a person's devices are told of. */
const news: Readonly<Record<string, News>> = {
  'bookings.changed': 'changed',
  'bookings.cancelled': 'cancelled',
  'bookings.approved': 'approved',
  'bookings.declined': 'declined',
  'bookings.released': 'released',
}

const isMoved = ({ was, became }: BookingFact): boolean =>
  was?.startsAt !== became?.startsAt || was?.endsAt !== became?.endsAt || was?.targetId !== became?.targetId

/** Only what somebody else did, and where to a booking has gone, not what its purpose is called. */
async function tellDevices(scope: Scope, row: BookingRow, about: { eventId: string; type: string; isMoved: boolean }): Promise<void> {
  const what = news[about.type]
  if (what === undefined || row.accountId === null || (what === 'changed' && !about.isMoved)) return
  const { items } = await historyOf(scope, { subjectIds: [row.id] }, { limit: 20 })
  const done = items.find((item) => item.id === about.eventId)
  if (done === undefined || done.actorAccountId === row.accountId) return
  await pushNews(scope, row.accountId, { news: what, bookingId: row.id })
}
