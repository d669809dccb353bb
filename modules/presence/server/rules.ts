/** The hub's days: from one night closing to the next. */

export interface Window {
  /** The day it begins on: what happens after midnight belongs to the evening before. */
  readonly day: string
  /** Milliseconds since 1970, half open. */
  readonly from: number
  readonly to: number
}

const closingOn = (day: Temporal.PlainDate, minute: number, zone: string): number =>
  day.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(Math.floor(minute / 60), minute % 60) }).epochMilliseconds

export function windowOf(at: number, closesMinute: number, zone: string): Window {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const first = closingOn(here, closesMinute, zone) <= at ? here : here.subtract({ days: 1 })
  return windowOfDay(first.toString(), closesMinute, zone)
}

export function windowOfDay(day: string, closesMinute: number, zone: string): Window {
  const first = Temporal.PlainDate.from(day)
  return { day, from: closingOn(first, closesMinute, zone), to: closingOn(first.add({ days: 1 }), closesMinute, zone) }
}

export const instantOf = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)

interface Way {
  readonly insideSpaceId: string | null
  readonly outsideSpaceId: string | null
}

/**
 * Where somebody is who went through a door. A room's door with no space before it leads to the hall where the hub has an
 * entrance of its own: too long on the list is safe, missing on it is not.
 */
export function placeAfter(isExit: boolean, door: Way, doorsOfHub: readonly Way[]): { isOut: boolean; spaceId: string | null } {
  if (!isExit) return { isOut: false, spaceId: door.insideSpaceId }
  if (door.outsideSpaceId !== null) return { isOut: false, spaceId: door.outsideSpaceId }
  const hasEntrance = doorsOfHub.some(({ insideSpaceId, outsideSpaceId }) => insideSpaceId === null && outsideSpaceId === null)
  return { isOut: door.insideSpaceId === null || !hasEntrance, spaceId: null }
}
