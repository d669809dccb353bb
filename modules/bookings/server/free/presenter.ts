/** Places and spans to what the contract says about them. */
import type { HolidayOf } from '#modules/hubs/contract/rules.ts'
import type { HubRef } from '#modules/hubs/server/index.ts'
import { clipSpans, covers, freePeriodsOf, mergeSpans, minuteMs, type Span } from '../../contract/rules.ts'
import { pricesFor } from '../../contract/policy/rules.ts'
import type { Availability, FreeNow, SpaceAvailability, UserClass } from '../../contract/schemas.ts'
import { bookableUntil, daySpan, hoursOf, isoOf, offsetMsAt, periodOf, usualKind } from '../rules.ts'
import { termsOn } from '../policy/rules.ts'
import { feeFor, freeUnitsFor, markOf, neededUnits, nearestOf, stateOf, totalUnitsOf, type Place } from './rules.ts'

export interface AskedTime {
  readonly zone: string
  readonly people: number
  readonly now: number
  readonly holidayOf: HolidayOf
  /** At whose price. */
  readonly userClass: UserClass
  /** The wished time of the day; absent: all its hours. */
  readonly wish: Span | undefined
}

export function presentDay(day: string, places: readonly Place[], asked: AskedTime): Availability['days'][number] {
  const whole = daySpan(day, asked.zone)
  const bookable = places.filter((place) => whole.from < bookableUntil(place.policy, asked.now, asked.zone))
  const mark = markOf(bookable, { day: whole, wish: asked.wish, people: asked.people, now: asked.now })
  const open = mergeSpans(places.flatMap((place) => clipSpans(place.open, whole)))
  const hours = places.map((place) => hoursOf(day, place.target.layers, asked.holidayOf))
  const shut = hours.find((each) => each.reason !== null)
  return {
    day,
    mark,
    closedReason: mark !== 'closed' ? null : open.length > 0 ? 'hours' : (shut?.reason ?? 'weekly'),
    open: open.map(periodOf),
    note: hours.find((each) => each.note !== null)?.note ?? null,
  }
}

export function presentChoice(day: string, places: readonly Place[], asked: AskedTime): NonNullable<Availability['choice']> {
  const whole = daySpan(day, asked.zone)
  const open = mergeSpans(places.flatMap((place) => clipSpans(place.open, whole)))
  const all = { from: open[0]?.from ?? whole.from, to: open.at(-1)?.to ?? whole.to }
  return { day, ...periodOf(asked.wish ?? all), people: asked.people, spaces: places.map((place) => presentSpace(place, day, asked)) }
}

function presentSpace(place: Place, day: string, asked: AskedTime): SpaceAvailability {
  const { target, policy } = place
  const { people, now, zone } = asked
  const whole = daySpan(day, zone)
  const openThatDay = clipSpans(place.open, whole)
  const wish = asked.wish ?? hoursFromNow(openThatDay, place, now, zone)
  const need = neededUnits(place, people)
  const until = bookableUntil(policy, now, zone)
  const { terms } = termsOn(policy, day)
  const isInTime = wish !== undefined && wish.to > now && wish.to <= until
  const state = wish === undefined || !isInTime ? 'closed' : stateOf(place, wish, people)
  const hours = hoursOf(day, target.layers, asked.holidayOf)
  const nearest =
    wish === undefined || state === 'free' || state === 'too_small' || wish.to - wish.from > policy.longestMinutes * minuteMs
      ? []
      : nearestOf(place, wish, { need, now, offsetMs: offsetMsAt(wish.from, zone) }).filter(({ span }) => span.to <= until)
  return {
    kind: usualKind(target),
    targetId: target.id,
    name: target.names,
    type: target.type,
    capacity: target.capacity ?? (place.isWhole ? null : target.units.length),
    state,
    closedReason: state === 'closed' ? (hours.reason ?? 'hours') : null,
    wish: wish === undefined ? null : periodOf(wish),
    totalUnits: totalUnitsOf(place),
    freeUnits: wish === undefined || !isInTime ? 0 : freeUnitsFor(place, wish),
    units: place.isWhole
      ? []
      : target.units.map((unit, i) => ({
          id: unit.id,
          label: unit.label,
          isFree: wish !== undefined && isInTime && covers(place.freeByUnit[i] ?? [], wish),
        })),
    open: openThatDay.map(periodOf),
    free: freePeriodsOf(
      openThatDay,
      place.freeByUnit.map((free) => clipSpans(free, { from: Math.max(whole.from, now), to: whole.to })),
    ).map(({ span, freeUnits }) => ({
      ...periodOf(span),
      freeUnits,
    })),
    nearest: nearest.map(({ span }) => periodOf(span)),
    feeYen: wish === undefined ? 0 : feeFor(place, wish, asked.userClass),
    fee: { ...pricesFor(terms, asked.userClass), blocks: terms.blocks },
    rules: {
      granularityMinutes: policy.granularityMinutes,
      shortestMinutes: policy.shortestMinutes,
      longestMinutes: policy.longestMinutes,
      daysAhead: policy.daysAhead,
      holdMinutes: policy.holdMinutes,
      who: policy.who,
      needsApproval: policy.needsApproval,
      approvalHours: policy.approvalHours,
    },
  }
}

/** All hours of a day that are left: today's begin at the next quarter, or whatever the space counts in. */
function hoursFromNow(open: readonly Span[], place: Place, now: number, zone: string): Span | undefined {
  const from = open[0]?.from
  const to = open.at(-1)?.to
  if (from === undefined || to === undefined) return undefined
  const step = place.policy.granularityMinutes * minuteMs
  const offset = offsetMsAt(now, zone)
  const next = Math.ceil((now + offset) / step) * step - offset
  return next >= to ? { from, to } : { from: Math.max(from, next), to }
}

export function presentFreeNow(hub: HubRef, places: readonly Place[], now: number): FreeNow {
  const open = mergeSpans(places.flatMap((place) => place.open))
  const current = open.find((span) => span.from <= now && now < span.to)
  const changesAt = current === undefined ? open.find((span) => span.from > now)?.from : current.to
  return {
    hubId: hub.id,
    timeZone: hub.zone,
    now: isoOf(now),
    isOpen: current !== undefined,
    changesAt: changesAt === undefined ? null : isoOf(changesAt),
    spaces: places.map((place) => {
      const free = place.freeByUnit.flatMap((spans) =>
        spans.filter((span) => span.from <= now && now + place.policy.shortestMinutes * minuteMs <= span.to),
      )
      return {
        kind: usualKind(place.target),
        targetId: place.target.id,
        name: place.target.names,
        type: place.target.type,
        totalUnits: totalUnitsOf(place),
        freeUnits: free.length,
        freeUntil: free.length === 0 ? null : isoOf(Math.max(...free.map((span) => span.to))),
      }
    }),
  }
}
