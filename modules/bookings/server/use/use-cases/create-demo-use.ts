/**
 * The demonstration's months before today, so that the figures of use show a year as offices know it: more on working
 * days, fewer in August and at the turn of the year, a few who cancel or do not come. Written in one statement a hub and
 * counted by the minute's round, so that the first start does not wait for it.
 */
import type { Scope } from '#platform/server/scope.ts'
import { holidayLookup } from '#modules/hubs/server/index.ts'
import { booked } from '../../../contract/events.ts'
import type { Holder } from '../../booking/repository.ts'
import { addDays, dayAt, daySpan, instantOf, openSpans, type Target } from '../../rules.ts'
import { insertDueDays, insertPast, type PastBooking } from '../repository.ts'
import { startCounting } from './count-use.ts'

export interface DemoUse {
  readonly hubId: string
  readonly zone: string
  readonly targets: readonly Target[]
  readonly holders: readonly Holder[]
  /** Days before today; those nearer are filled with care already. */
  readonly from: number
  readonly to: number
  readonly next: (below: number) => number
}

const hour = 3_600_000
/** How busy a month is, in tenths, January first. */
const busy = [6, 8, 9, 7, 8, 8, 9, 5, 9, 10, 10, 7]

export async function createDemoUse(scope: Scope, { hubId, zone, targets, holders, from, to, next }: DemoUse): Promise<void> {
  const holidayOf = await holidayLookup(scope)
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  const bookings: PastBooking[] = []
  const days: string[] = []
  for (let back = from; back >= to; back--) {
    const day = addDays(today, -back)
    days.push(day)
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    const ease = (weekday === 0 || weekday === 6 ? 4 : 10) * (busy[Number(day.slice(5, 7)) - 1] ?? 8)
    for (const target of targets) {
      const [open] = openSpans(target, daySpan(day, zone), holidayOf)
      if (open === undefined) continue
      for (const unit of unitsFor(target, next, ease)) {
        const startsAt = open.from + startHour(open.to - open.from, next) * hour
        const endsAt = Math.min(open.to, startsAt + (target.takenAs === 'whole' ? 2 + next(5) : 2 + next(6)) * hour)
        const holder = next(3) === 0 ? visitors(next, holders) : holders[next(holders.length)]
        if (holder === undefined) continue
        const fate = next(100)
        bookings.push({
          targetId: target.id,
          kind: target.kind === 'equipment' ? 'equipment' : target.takenAs === 'whole' ? 'space' : 'seat',
          unitIds: unit,
          startsAt: instantOf(startsAt).toString(),
          endsAt: instantOf(endsAt).toString(),
          createdAt: instantOf(startsAt - (1 + next(12 * 24)) * hour).toString(),
          status: fate < 6 ? 'cancelled' : fate < 9 ? 'no-show' : 'confirmed',
          hasCome: fate >= 24,
          partySize: target.takenAs === 'whole' ? 1 + next(Math.min(5, target.capacity ?? 3)) : 1,
          holder,
        })
      }
    }
  }
  for (const row of await insertPast(scope, hubId, bookings))
    scope.emit(booked, { hubId, bookingId: row.id, kind: row.kind, targetId: row.target_id }, { subjectId: row.id })
  await startCounting(scope, hubId)
  // due since always: whatever the clock of the database says, the next round counts them
  await insertDueDays(scope, hubId, days, instantOf(0))
}

/** Hubs that are open from six fill up when people work. */
function startHour(length: number, next: (below: number) => number): number {
  const hours = Math.floor(length / hour)
  return hours > 12 ? 2 + Math.min(next(10), next(12)) : next(Math.max(1, hours - 2))
}

/** The units of each booking of a day: a room whole, once or twice; seats one by one, most of them on the busiest day. */
function unitsFor(target: Target, next: (below: number) => number, ease: number): string[][] {
  const ids = target.units.map((unit) => unit.id)
  if (target.takenAs === 'whole') return next(110) < ease ? [ids] : []
  const most = Math.ceil((Math.min(ids.length, 24) * ease) / 120)
  return ids.slice(0, Math.ceil(most / 3) + next(most)).map((id) => [id])
}

/** People who come now and then, beside those who have names in the demonstration. */
function visitors(next: (below: number) => number, names: readonly Holder[]): Holder | undefined {
  const number = Math.floor((next(9) * next(9)) / 1.1)
  const like = names[number % Math.max(1, names.length)]
  return like === undefined ? undefined : { ...like, accountId: null, mail: `visitor${number}@example.jp` }
}
