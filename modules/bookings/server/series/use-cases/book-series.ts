/** All days as agreed, in one transaction; where one cannot be had nothing is stored and each such day is said. */
import { ExpectedError, failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { booked, requested } from '../../../contract/events.ts'
import { seriesBooked } from '../../../contract/series/events.ts'
import type { BookSeriesForSomebodyBody, SeriesWish } from '../../../contract/series/schemas.ts'
import { askOffice } from '../../approval/use-cases/ask-office.ts'
import { lockUnits, type BookingRow, type Holder } from '../../booking/repository.ts'
import { holderOf } from '../../booking/use-cases/book-for-somebody.ts'
import { decideWish } from '../../booking/use-cases/decide-wish.ts'
import { placeBooking } from '../../booking/use-cases/place-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { lapseWhenDue } from '../../booking/use-cases/tell-holder.ts'
import { wishSpan } from '../../rules.ts'
import { insertSeries, insertSeriesDays, listSeriesDays, type NewSeriesDay } from '../repository.ts'
import type { PlannedDay } from '../rules.ts'
import type { WholeSeries } from './require-series.ts'
import { tellSeries } from './tell-series.ts'
import { decideOptionsOf, planSeries, sameEachDay, tryDays, type Caller, type PlannedSeries, type SameEachDay } from './try-days.ts'

const fail = failOf(bookingsErrors)

/** A member books for themselves. */
export async function bookSeries(scope: MemberScope, wish: SeriesWish): Promise<WholeSeries> {
  const { accountId, name, mail } = scope.actor
  const holder = { accountId, name, mail, phone: null, language: scope.language }
  return storeSeries(scope, wish, { each: sameEachDay(wish), caller: { isDesk: false }, holder, note: '' })
}

/** The desk books for a member or for somebody by name. */
export async function bookSeriesForSomebody(scope: MemberScope, hubId: string, body: BookSeriesForSomebodyBody): Promise<WholeSeries> {
  const { holder, booker } = await holderOf(scope, body.holder)
  return storeSeries(scope, body, { each: sameEachDay(body), caller: { isDesk: true, hub: hubId, booker }, holder, note: body.note ?? '' })
}

export interface BookedBy {
  readonly each: SameEachDay
  readonly caller: Caller
  readonly holder: Holder
  readonly note: string
}

/** For whoever it is. */
export async function storeSeries(scope: Scope, wish: SeriesWish, by: BookedBy): Promise<WholeSeries> {
  const plan = await planSeries(scope, wish, by.caller)
  const wanted = plan.days.filter((day) => !day.isLeftOut).toSorted((a, b) => a.span.from - b.span.from)
  if (wanted.length === 0) fail('bookings.series_empty')
  // what lets go and takes again, and other series, go one after another; single bookings need not wait for it
  await lockUnits(
    scope,
    plan.target.units.map((unit) => unit.id),
  )
  const series = await insertSeries(scope, {
    hubId: plan.target.hubId,
    accountId: by.holder.accountId,
    rule: wish.rule,
    lastOn: (plan.days.at(-1) as PlannedDay).day,
    startTime: wish.start,
    endTime: wish.end,
    kind: wish.what.kind,
    targetId: plan.target.id,
  })
  const rows = new Map<string, BookingRow>()
  const refused: PlannedDay[] = []
  for (const planned of wanted) {
    const row = await place(scope, planned, { wish, by, seriesId: series.id })
    if (row === undefined) refused.push(planned)
    else rows.set(planned.day, row)
  }
  if (refused.length > 0) {
    const { holidayOf } = plan
    const days = await tryDays(scope, refused, { each: by.each, caller: by.caller, holidayOf })
    fail('bookings.series_conflicts', { params: { count: refused.length, days } })
  }
  await insertSeriesDays(scope, series.id, daysOfSeries(wish, plan, rows))
  announce(scope, [...rows.values()])
  scope.emit(seriesBooked, { hubId: series.hubId, seriesId: series.id, count: rows.size }, { subjectId: series.id })
  tellSeries(scope, series.id)
  return {
    row: series,
    days: (await listSeriesDays(scope, [series.id])).get(series.id) ?? [],
    bookings: new Map([...rows.values()].map((row) => [row.id, row])),
  }
}

/** Facts of each day; the office is asked once for all of them. */
function announce(scope: Scope, rows: readonly BookingRow[]): void {
  const [first, ...others] = rows.filter(({ status }) => status === 'requested')
  if (first !== undefined) askOffice(scope, first)
  for (const row of others) {
    scope.emit(requested, factOf(row), { subjectId: row.id })
    lapseWhenDue(scope, row)
  }
  for (const row of rows) if (row.status === 'confirmed') scope.emit(booked, factOf(row), { subjectId: row.id })
}

/** Undefined: not this day, for whichever reason; a part of its units may be taken, so the transaction must not be stored. */
async function place(
  scope: Scope,
  { span, what }: PlannedDay,
  { wish, by, seriesId }: { wish: SeriesWish; by: BookedBy; seriesId: string },
): Promise<BookingRow | undefined> {
  try {
    const decided = await decideWish(scope, { ...by.each, what, span }, decideOptionsOf(by.caller))
    return await placeBooking(scope, decided, {
      holder: by.holder,
      // the desk's own is its yes
      status: decided.policy.needsApproval && !by.caller.isDesk ? 'requested' : 'confirmed',
      purpose: wish.purpose ?? '',
      note: by.note,
      origin: 'series',
      seriesId,
    })
  } catch (error) {
    if (error instanceof ExpectedError && error.code.startsWith('bookings.')) return undefined
    throw error
  }
}

function daysOfSeries(wish: SeriesWish, plan: PlannedSeries, rows: ReadonlyMap<string, BookingRow>): NewSeriesDay[] {
  return [
    ...plan.days.map(({ day, ruled }) => {
      const bookingId = rows.get(day)?.id ?? null
      return { day, ruled, bookingId, passed: bookingId === null ? ('left_out' as const) : null }
    }),
    // a calendar is told the rule, and that these days are not of it; a short month no calendar has
    ...plan.passed.flatMap(({ day, why }) =>
      why === 'holiday' ? [{ day, ruled: wishSpan(day, wish.start, wish.end, plan.target.zone), bookingId: null, passed: why }] : [],
    ),
  ]
}
