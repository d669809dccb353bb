/** From hours and occupied spans to what is free: marks of days, states of spaces, the nearest other times. */
import {
  clipSpans,
  covers,
  freePeriodsOf,
  minuteMs,
  mergeSpans,
  nearestFree,
  overlaps,
  subtractSpans,
  type Policy,
  type Span,
} from '../../contract/rules.ts'
import type { DayMark, UserClass } from '../../contract/schemas.ts'
import { listFeeOf } from '../policy/rules.ts'
import type { Target } from '../rules.ts'

export type Occupied = ReadonlyMap<string, readonly Span[]>

/** A target with all that decides about it, for one stretch of time. */
export interface Place {
  readonly target: Target
  readonly policy: Policy
  /** Opening spans of the stretch, merged. */
  readonly open: readonly Span[]
  /** Of each unit that is taken together: the spans in which a booking with its buffers would meet nothing. */
  readonly freeByUnit: readonly (readonly Span[])[]
  readonly unitIds: readonly string[]
  /** Taken as a whole: one thing, made of all units. */
  readonly isWhole: boolean
}

/**
 * A room that is taken whole is free where all its units are; seats and pieces are free one by one.
 * Occupied spans are widened by the buffers of what would come beside them, so that what is left can be booked to the minute.
 */
export function placeOf(parts: { target: Target; policy: Policy; open: readonly Span[]; occupied: Occupied; isWhole?: boolean }): Place {
  const { target, policy, open, occupied } = parts
  const isWhole = parts.isWhole ?? target.takenAs === 'whole'
  const widen = (spans: readonly Span[]): Span[] =>
    spans.map(({ from, to }) => ({ from: from - policy.bufferAfterMinutes * minuteMs, to: to + policy.bufferBeforeMinutes * minuteMs }))
  const takenByUnit = target.units.map((unit) => widen(occupied.get(unit.id) ?? []))
  const freeByUnit = isWhole
    ? [subtractSpans(open, mergeSpans(takenByUnit.flat()))]
    : takenByUnit.map((taken) => subtractSpans(open, taken))
  return { target, policy, open, freeByUnit, unitIds: target.units.map((unit) => unit.id), isWhole }
}

/** How many of the things that are taken together are free for all of the wish. */
export const freeUnitsFor = (place: Place, wish: Span): number => place.freeByUnit.filter((free) => covers(free, wish)).length

export const totalUnitsOf = (place: Place): number => (place.isWhole ? 1 : place.target.units.length)

/** People a place can still take: a whole room its capacity, seats one each. */
export function holds(place: Place, people: number): boolean {
  const { target } = place
  if (place.isWhole) return target.capacity === null || !target.isCapacityFirm || people <= target.capacity
  return target.kind === 'equipment' || people <= target.units.length
}

/** Units a party needs: a seat each; a room, or a piece, one. */
export const neededUnits = (place: Place, people: number): number => (place.isWhole || place.target.kind === 'equipment' ? 1 : people)

/** `partly`: not all of the wish can be had, because somebody has a part, or because it is longer than is allowed in one go. */
export type State = 'free' | 'partly' | 'full' | 'closed' | 'too_small'

export function stateOf(place: Place, wish: Span, people: number): State {
  if (!holds(place, people)) return 'too_small'
  const openThen = clipSpans(place.open, wish)
  if (openThen.length === 0) return 'closed'
  const need = neededUnits(place, people)
  const length = wish.to - wish.from
  const shortest = place.policy.shortestMinutes * minuteMs
  const isAllowed = shortest <= length && length <= place.policy.longestMinutes * minuteMs
  if (isAllowed && freeUnitsFor(place, wish) >= need) return 'free'
  const hasPart = freePeriodsOf(
    openThen,
    place.freeByUnit.map((free) => clipSpans(free, wish)),
    need,
  ).some(({ span }) => span.to - span.from >= shortest)
  if (hasPart) return 'partly'
  return 'full'
}

/** A quarter of all or less is "few". */
const fewShare = 0.25

/**
 * The mark of a day for the calendar. With a wished time: how many of the places can be had for all of it. Without:
 * how much of the day's hours is left. Places too small for the party or shut do not count.
 */
export function markOf(places: readonly Place[], asked: { day: Span; wish: Span | undefined; people: number; now: number }): DayMark {
  const fitting = places.filter((place) => holds(place, asked.people))
  return asked.wish === undefined
    ? markOfHours(fitting, asked.day, asked.people, asked.now)
    : markOfWish(fitting, asked.wish, asked.people, asked.now)
}

function markOfWish(places: readonly Place[], wish: Span, people: number, now: number): DayMark {
  if (wish.to <= now) return 'closed'
  const open = places.filter((place) => place.open.some((span) => overlaps(span, wish)))
  if (open.length === 0) return 'closed'
  const had = open.filter((place) => freeUnitsFor(place, wish) >= neededUnits(place, people))
  if (had.length === 0) return open.some((place) => stateOf(place, wish, people) === 'partly') ? 'few' : 'full'
  const free = sum(had.map((place) => freeUnitsFor(place, wish)))
  const total = sum(open.map(totalUnitsOf))
  return total > 1 && free / total <= fewShare ? 'few' : 'free'
}

function markOfHours(places: readonly Place[], day: Span, people: number, now: number): DayMark {
  const left = { from: Math.max(day.from, now), to: day.to }
  let openMs = 0
  let freeMs = 0
  for (const place of places) {
    const shortest = place.policy.shortestMinutes * minuteMs
    const open = clipSpans(place.open, left).filter((span) => span.to - span.from >= shortest)
    openMs += sum(open.map(lengthOf)) * totalUnitsOf(place)
    const free = place.freeByUnit.map((spans) => clipSpans(spans, left).filter((span) => span.to - span.from >= shortest))
    // a party of three is not helped by two seats
    if (free.filter((spans) => spans.length > 0).length >= neededUnits(place, people)) freeMs += sum(free.flat().map(lengthOf))
  }
  if (openMs === 0) return 'closed'
  if (freeMs === 0) return 'full'
  return freeMs / openMs <= fewShare ? 'few' : 'free'
}

const lengthOf = (span: Span): number => span.to - span.from
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** The nearest times of the same length, where the wish itself cannot be had. */
export function nearestOf(
  place: Place,
  wish: Span,
  facts: { need: number; now: number; offsetMs: number },
): { span: Span; freeUnits: number }[] {
  return nearestFree(wish, {
    freeByUnit: place.freeByUnit,
    need: facts.need,
    stepMs: place.policy.granularityMinutes * minuteMs,
    offsetMs: facts.offsetMs,
    earliest: facts.now,
  })
}

/** For the wish and the units it needs. */
export const feeFor = (place: Place, wish: Span, userClass: UserClass, units = 1): number =>
  listFeeOf(place.policy, wish, place.target.zone, userClass).yen * units
