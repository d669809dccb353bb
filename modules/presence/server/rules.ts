/** The hub's days: from one night closing to the next. */

export interface Window {
  /** The day it begins on: what happens after midnight belongs to the evening before. */
  readonly day: string
  /** Milliseconds since 1970, half open. */
  readonly from: number
  readonly to: number
}

/** When nights are closed: the minute that holds now, and those that held before, each until a day. */
export interface Closings {
  readonly closesMinute: number
  /** In the order of their days. */
  readonly earlier: readonly { readonly until: string; readonly minute: number }[]
}

/** 4:00: after the last train and before the first who comes to work. */
export const usualClosings: Closings = { closesMinute: 240, earlier: [] }

const minuteOn = (day: Temporal.PlainDate, { closesMinute, earlier }: Closings): number =>
  earlier.find(({ until }) => Temporal.PlainDate.compare(day, until) < 0)?.minute ?? closesMinute

function closingOn(day: Temporal.PlainDate, closings: Closings, zone: string): number {
  const minute = minuteOn(day, closings)
  const plainTime = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60)
  return day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
}

export function windowOf(at: number, closings: Closings, zone: string): Window {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const first = closingOn(here, closings, zone) <= at ? here : here.subtract({ days: 1 })
  return windowOfDay(first.toString(), closings, zone)
}

export function windowOfDay(day: string, closings: Closings, zone: string): Window {
  const first = Temporal.PlainDate.from(day)
  return { day, from: closingOn(first, closings, zone), to: closingOn(first.add({ days: 1 }), closings, zone) }
}

/** The night before the one that is running, and when this one began. */
export function nightBefore(now: Temporal.Instant, closings: Closings, zone: string): { day: string; from: Temporal.Instant } {
  const { day, from } = windowOf(now.epochMilliseconds, closings, zone)
  return { day: Temporal.PlainDate.from(day).subtract({ days: 1 }).toString(), from: instantOf(from) }
}

/**
 * Another closing minute from now on. The night that is running ends by it where that is still to come, else as it would have:
 * nobody who is in falls out of every night, and nights that are over stay as they were.
 */
export function moveClosing(before: Closings, closesMinute: number, at: number, zone: string): Closings {
  const next = Temporal.PlainDate.from(windowOf(at, before, zone).day).add({ days: 1 })
  const isToCome = closingOn(next, { closesMinute, earlier: [] }, zone) > at
  const holdsFrom = isToCome ? next : next.add({ days: 1 })
  const last = { until: holdsFrom.toString(), minute: minuteOn(holdsFrom.subtract({ days: 1 }), before) }
  const past = before.earlier.filter(({ until }) => until < last.until)
  return { closesMinute, earlier: [...past, last].filter((one, i, all) => one.minute !== (all[i + 1]?.minute ?? closesMinute)) }
}

export const instantOf = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)

interface Way {
  readonly insideSpaceId: string | null
  readonly outsideSpaceId: string | null
  readonly outsideIsHub: boolean
}

/**
 * Where somebody is who went through a door. A room's door with no space before it leads to the hall where the hub has an
 * entrance of its own, or where the door says so: too long on the list is safe, missing on it is not.
 */
export function placeAfter(isExit: boolean, door: Way, doorsOfHub: readonly Way[]): { isOut: boolean; spaceId: string | null } {
  if (!isExit) return { isOut: false, spaceId: door.insideSpaceId }
  if (door.outsideSpaceId !== null || door.outsideIsHub) return { isOut: false, spaceId: door.outsideSpaceId }
  const hasEntrance = doorsOfHub.some((way) => way.insideSpaceId === null && way.outsideSpaceId === null && !way.outsideIsHub)
  return { isOut: door.insideSpaceId === null || !hasEntrance, spaceId: null }
}
