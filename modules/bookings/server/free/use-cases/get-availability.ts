/** Dates first, then what is free: marks for the days, and the spaces of the chosen day one by one. */
import type { Scope } from '#platform/server/scope.ts'
import { holidayLookup, requireHubByKey } from '#modules/hubs/server/index.ts'
import type { Span } from '../../../contract/rules.ts'
import type { Availability, AvailabilityQuery, UserClass } from '../../../contract/schemas.ts'
import { isMember } from '../../booking/use-cases/require-booking.ts'
import { isRefusal } from '../../mutual-use/rules.ts'
import { findVisit, homesOf } from '../../mutual-use/use-cases/find-visit.ts'
import { usualClass } from '../../policy/use-cases/find-standing.ts'
import { addDays, dayAt, daySpan, isoOf, wishSpan } from '../../rules.ts'
import { presentChoice, presentDay } from '../presenter.ts'
import { findPlaces } from './find-places.ts'

const dayMs = 86_400_000
/** Around the chosen day, for the nearest other times. */
const aroundMs = 7 * dayMs

export async function getAvailability(scope: Scope, hubKey: string, query: AvailabilityQuery): Promise<Availability> {
  const hub = await requireHubByKey(scope, hubKey)
  const now = scope.clock.now().epochMilliseconds
  const holidayOf = await holidayLookup(scope)
  const days = Array.from({ length: query.days }, (_, i) => addDays(query.from, i))
  // a day more: a wish may run past midnight
  const first = daySpan(query.from, hub.zone).from
  const last = daySpan(addDays(query.from, query.days), hub.zone).to
  const chosen = query.day === undefined ? undefined : daySpan(query.day, hub.zone)
  const range =
    chosen === undefined
      ? { from: first, to: last }
      : { from: Math.min(first, chosen.from - aroundMs), to: Math.max(last, chosen.to + aroundMs) }
  const places = await findPlaces(scope, hub.id, range, holidayOf)
  const today = dayAt(now, hub.zone)
  const facts = {
    zone: hub.zone,
    people: query.people,
    now,
    holidayOf,
    userClass: await classOf(scope, hub.id, query.day ?? today),
  }
  const wishOn = (day: string): Span | undefined =>
    query.start === undefined || query.end === undefined ? undefined : wishSpan(day, query.start, query.end, hub.zone)
  return {
    hubId: hub.id,
    timeZone: hub.zone,
    now: isoOf(now),
    today,
    lastDay: addDays(today, Math.max(0, ...places.map((place) => place.policy.daysAhead))),
    days: days.map((day) => presentDay(day, places, { ...facts, wish: wishOn(day) })),
    choice: query.day === undefined ? null : presentChoice(query.day, places, { ...facts, wish: wishOn(query.day) }),
  }
}

/** The reader's prices: a member's, also by an agreement of mutual use, or anybody's. */
async function classOf(scope: Scope, hubId: string, day: string): Promise<UserClass> {
  const homes = homesOf(scope)
  const visit = homes.length === 0 ? undefined : await findVisit(scope, homes, { hubId, day })
  const isPricedAsMember = visit !== undefined && !isRefusal(visit) && visit.priceClass === 'member'
  return usualClass({ isMember: isMember(scope) || isPricedAsMember, isForOrganisation: false })
}
