/** After a booking was made, changed, ended or noted: what was derived from it is set right. Idempotent, in any order. */
import { historyOf } from '#platform/server/history.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findBooking, type BookingRow } from '../../booking/repository.ts'
import { keepBillOf } from '../../payment/use-cases/keep-bill.ts'
import { planReminder } from '../../reminder/use-cases/plan-reminder.ts'
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

export async function followBooking(
  scope: Scope,
  { eventId, type, payload }: { readonly eventId: string; readonly type: string; readonly payload: BookingFact },
): Promise<void> {
  const row = await findBooking(scope, payload.bookingId)
  if (row === undefined) return
  // the space it has left shows it no more
  const targetIds = [...new Set([row.targetId, payload.was?.targetId ?? row.targetId])]
  await raiseFeeds(scope, { accountId: row.accountId, hubId: row.hubId, targetIds })
  if (row.accountId !== null || row.holderMail !== null) await planReminder(scope, row.id)
  await keepBillOf(scope, row.id)
  await markUse(scope, row.hubId, [row, ...timesOf(payload.was)])
  await tellDevices(scope, row, { eventId, type, isMoved: isMoved(payload) })
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
