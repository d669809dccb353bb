/**
 * When a place is open. Pure, and the same on the server, in the browser and in a program at a hub.
 *
 * A day is a text (`2026-11-23`), hours are minutes from local midnight: 1440 is 24:00, more is the night after.
 * A place has its own hours, or those of the floor, building or hub around it: `layers` lists them, nearest first.
 * Nearest layer first, and in each: dated exception, then closure. Then yearly closures of all layers, then the rules
 * of the nearest layer that has rules: a holiday rule before the rule of the weekday.
 */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { BookableAs, SpaceKind } from './schemas.ts'

export interface MinutePeriod {
  readonly opensMinute: number
  readonly closesMinute: number
}

export interface OpeningRule {
  /** 1 Monday to 7 Sunday; `holiday` replaces the weekday's rules on public holidays. */
  readonly on: number | 'holiday'
  /** Both null: closed. */
  readonly opensMinute: number | null
  readonly closesMinute: number | null
  readonly validFrom: string | null
  readonly validTo: string | null
}

export interface OpeningException {
  readonly on: string
  /** Empty: closed on that day. */
  readonly periods: readonly MinutePeriod[]
  readonly reason: LocalText | null
}

/** Whole days (both ends closed) or instants (half-open, ISO 8601). */
export type Closure =
  | { readonly startsOn: string; readonly endsOn: string; readonly reason: LocalText | null }
  | { readonly startsAt: string; readonly endsAt: string; readonly reason: LocalText | null }

export interface YearlyClosure {
  /** `12-29`; after `toDay` it runs over New Year. */
  readonly fromDay: string
  readonly toDay: string
  readonly reason: LocalText | null
}

/** What offices in Japan close for, by the keys of its names; offered, never set by itself. */
export const usualClosures = [
  { key: 'public.usualClosures.newYear', fromDay: '12-29', toDay: '01-03' },
  { key: 'public.usualClosures.obon', fromDay: '08-13', toDay: '08-16' },
] as const

export interface Schedule {
  readonly rules: readonly OpeningRule[]
  readonly exceptions: readonly OpeningException[]
  readonly closures: readonly Closure[]
  readonly yearlyClosures: readonly YearlyClosure[]
}

/** The name of the public holiday on that day, or undefined. */
export type HolidayOf = (day: string) => LocalText | undefined

/**
 * Why a day is as it is: `rule` open by the weekday's rule, `weekday` closed on that weekday, `holiday` by the holiday
 * rule (open or closed), the three kinds of dated rows, `unknown` where nobody has given hours.
 */
export type OpeningReason = 'rule' | 'weekday' | 'holiday' | 'exception' | 'closure' | 'yearly-closure' | 'unknown'

export interface DayOpening {
  readonly on: string
  /** In order, without overlaps. Closures by instants are not cut out here: see `openPeriodsBetween`. */
  readonly periods: readonly MinutePeriod[]
  readonly reason: OpeningReason
  /** The name of the holiday, or the reason that somebody gave. */
  readonly label: LocalText | null
}

export interface InstantPeriod {
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** A schedule in which nothing is said. */
export const emptySchedule: Schedule = { rules: [], exceptions: [], closures: [], yearlyClosures: [] }

export function holidayLookup(holidays: readonly { readonly on: string; readonly names: LocalText }[]): HolidayOf {
  const byDay = new Map(holidays.map((holiday) => [holiday.on, holiday.names]))
  return (day) => byDay.get(day)
}

/** The schedules that hold for a space, nearest first: its own, its parents', the hub's. */
export function layersOf<S extends { readonly id: string; readonly parentId: string | null; readonly schedule: Schedule | null }>(
  spaceId: string | null,
  spaces: readonly S[],
  hubSchedule: Schedule,
): readonly Schedule[] {
  const byId = new Map(spaces.map((space) => [space.id, space]))
  const layers: Schedule[] = []
  const seen = new Set<string>()
  for (let at = spaceId; at !== null && !seen.has(at);) {
    seen.add(at)
    const space = byId.get(at)
    if (space === undefined) break
    if (space.schedule !== null) layers.push(space.schedule)
    at = space.parentId
  }
  return [...layers, hubSchedule]
}

/** The opening hours of one day, before closures by instants are cut out. */
export function openingOn(day: string, layers: readonly Schedule[], holidayOf: HolidayOf): DayOpening {
  for (const layer of layers) {
    const exceptions = layer.exceptions.filter((exception) => exception.on === day)
    if (exceptions.length > 0) {
      return {
        on: day,
        periods: merged(exceptions.flatMap((exception) => exception.periods)),
        reason: 'exception',
        label: exceptions.find((exception) => exception.reason !== null)?.reason ?? null,
      }
    }
    const closure = layer.closures.find((one) => 'startsOn' in one && one.startsOn <= day && day <= one.endsOn)
    if (closure !== undefined) return { on: day, periods: [], reason: 'closure', label: closure.reason }
  }
  const monthDay = day.slice(5)
  for (const layer of layers) {
    const yearly = layer.yearlyClosures.find((one) => isWithinYear(monthDay, one))
    if (yearly !== undefined) return { on: day, periods: [], reason: 'yearly-closure', label: yearly.reason }
  }
  const rules = (layers.find((layer) => layer.rules.length > 0)?.rules ?? []).filter((rule) => isValidOn(rule, day))
  if (rules.length === 0) return { on: day, periods: [], reason: 'unknown', label: null }
  const holiday = holidayOf(day)
  const ofHolidays = holiday === undefined ? [] : rules.filter((rule) => rule.on === 'holiday')
  if (ofHolidays.length > 0) return { on: day, periods: periodsOf(ofHolidays), reason: 'holiday', label: holiday ?? null }
  const periods = periodsOf(rules.filter((rule) => rule.on === weekdayOf(day)))
  return { on: day, periods, reason: periods.length > 0 ? 'rule' : 'weekday', label: null }
}

/** Each day from `from` to `to`, both included. */
export function openingBetween(from: string, to: string, layers: readonly Schedule[], holidayOf: HolidayOf): DayOpening[] {
  const days: DayOpening[] = []
  for (let day = from; day <= to; day = nextDay(day)) days.push(openingOn(day, layers, holidayOf))
  return days
}

/**
 * The open periods between two instants, in order, joined where one runs into the next (24:00 into 00:00), closures by
 * instants cut out, cut to the range asked for.
 */
export function openPeriodsBetween(range: InstantPeriod, layers: readonly Schedule[], zone: string, holidayOf: HolidayOf): InstantPeriod[] {
  if (Temporal.Instant.compare(range.startsAt, range.endsAt) >= 0) return []
  // hours may run to 48:00: what is open now may belong to the day before yesterday's midnight
  const first = range.startsAt.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 2 }).toString()
  const last = range.endsAt.toZonedDateTimeISO(zone).toPlainDate().toString()
  const open: InstantPeriod[] = []
  for (const day of openingBetween(first, last, layers, holidayOf)) {
    const cuts = day.periods.length === 0 ? [] : cutsFor(day, layers)
    for (const period of day.periods) {
      const whole = { startsAt: instantOf(day.on, period.opensMinute, zone), endsAt: instantOf(day.on, period.closesMinute, zone) }
      open.push(...without(whole, cuts))
    }
  }
  return joined(open).flatMap((period) => {
    const startsAt = later(period.startsAt, range.startsAt)
    const endsAt = earlier(period.endsAt, range.endsAt)
    return Temporal.Instant.compare(startsAt, endsAt) < 0 ? [{ startsAt, endsAt }] : []
  })
}

/** Is the place open from start to end, without a break? */
export function isWithinOpening(period: InstantPeriod, layers: readonly Schedule[], zone: string, holidayOf: HolidayOf): boolean {
  const [only, ...others] = openPeriodsBetween(period, layers, zone, holidayOf)
  return only !== undefined && others.length === 0 && only.startsAt.equals(period.startsAt) && only.endsAt.equals(period.endsAt)
}

/** The first rule whose hours run into another's on the same day of the week; what ends at 12:00 and begins at 12:00 does not. */
export function findOverlap(rules: readonly OpeningRule[]): OpeningRule | undefined {
  return rules.find((rule, index) => rules.slice(0, index).some((other) => other.on === rule.on && isSameTime(other, rule)))
}

function isSameTime(a: OpeningRule, b: OpeningRule): boolean {
  if ((a.validTo ?? '9999') < (b.validFrom ?? '') || (b.validTo ?? '9999') < (a.validFrom ?? '')) return false
  // "closed" beside hours of the same day contradicts them
  if (a.opensMinute === null || a.closesMinute === null || b.opensMinute === null || b.closesMinute === null) return true
  return a.opensMinute < b.closesMinute && b.opensMinute < a.closesMinute
}

/** The instant of a minute of a local day; 1440 is the next day's 00:00, by the wall clock of the zone. */
export function instantOf(day: string, minute: number, zone: string): Temporal.Instant {
  const on = minute < 1440 ? day : addDays(day, Math.floor(minute / 1440))
  const start = startOfEvenDay(on, zone)
  if (start !== null) return Temporal.Instant.fromEpochMilliseconds(start + (minute % 1440) * 60_000)
  return Temporal.PlainDate.from(on)
    .toZonedDateTime({ timeZone: zone, plainTime: { hour: Math.floor((minute % 1440) / 60), minute: minute % 60 } })
    .toInstant()
}

/** Starts of days that were asked for: each booking asks for the same few, and the calendar takes 6 µs a day. */
const evenDays = new Map<string, number | null>()
const mostEvenDays = 4_000

/** Milliseconds of 00:00 of a day of 24 hours; null: the clocks of the zone are put forward or back on it. */
function startOfEvenDay(day: string, zone: string): number | null {
  const key = `${day} ${zone}`
  const known = evenDays.get(key)
  if (known !== undefined) return known
  const start = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: '00:00' })
  const isEven = start.hour === 0 && start.minute === 0 && start.hoursInDay === 24
  if (evenDays.size >= mostEvenDays) evenDays.clear()
  evenDays.set(key, isEven ? start.epochMilliseconds : null)
  return isEven ? start.epochMilliseconds : null
}

/** `09:00`; 1440 is `24:00`, later minutes go on (`25:30`), as Japanese timetables write them. */
export function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** The minute of `9:00`, `24:00`, `25:30`; undefined where it is none (`25:60`, or past `most`). */
export function minuteOf(text: string, most = 2880): number | undefined {
  const match = /^(\d{1,2}):([0-5]\d)$/.exec(text)
  if (match === null) return undefined
  const minute = Number(match[1]) * 60 + Number(match[2])
  return minute <= most ? minute : undefined
}

/** 1 Monday to 7 Sunday, of a day as text; no zone is involved. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

export function nextDay(day: string): string {
  return addDays(day, 1)
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

/** How many days it closes; over New Year and the 29th of February included. */
export function yearlyDays({ fromDay, toDay }: Pick<YearlyClosure, 'fromDay' | 'toDay'>): number {
  const at = (year: number, monthDay: string) => Date.parse(`${year}-${monthDay}T00:00:00Z`)
  return (at(fromDay <= toDay ? 2024 : 2025, toDay) - at(2024, fromDay)) / 86_400_000 + 1
}

function isWithinYear(monthDay: string, { fromDay, toDay }: YearlyClosure): boolean {
  return fromDay <= toDay ? fromDay <= monthDay && monthDay <= toDay : monthDay >= fromDay || monthDay <= toDay
}

function isValidOn(rule: OpeningRule, day: string): boolean {
  return (rule.validFrom === null || rule.validFrom <= day) && (rule.validTo === null || day <= rule.validTo)
}

function periodsOf(rules: readonly OpeningRule[]): MinutePeriod[] {
  return merged(
    rules.flatMap(({ opensMinute, closesMinute }) =>
      opensMinute === null || closesMinute === null ? [] : [{ opensMinute, closesMinute }],
    ),
  )
}

function merged(periods: readonly MinutePeriod[]): MinutePeriod[] {
  const result: MinutePeriod[] = []
  for (const period of periods.toSorted((a, b) => a.opensMinute - b.opensMinute)) {
    const last = result.at(-1)
    if (last !== undefined && period.opensMinute <= last.closesMinute) {
      result[result.length - 1] = { opensMinute: last.opensMinute, closesMinute: Math.max(last.closesMinute, period.closesMinute) }
    } else result.push(period)
  }
  return result
}

/**
 * Closures by instants that cut into a day. A dated exception stands above the closures of its own layer and of the
 * layers around it, so only those of nearer layers remain.
 */
function cutsFor(day: DayOpening, layers: readonly Schedule[]): InstantPeriod[] {
  const bound =
    day.reason === 'exception' ? layers.findIndex((layer) => layer.exceptions.some((exception) => exception.on === day.on)) : layers.length
  return layers
    .slice(0, bound)
    .flatMap((layer) =>
      layer.closures.flatMap((closure) =>
        'startsAt' in closure ? [{ startsAt: Temporal.Instant.from(closure.startsAt), endsAt: Temporal.Instant.from(closure.endsAt) }] : [],
      ),
    )
}

function without(whole: InstantPeriod, cuts: readonly InstantPeriod[]): InstantPeriod[] {
  let rest: InstantPeriod[] = [whole]
  for (const cut of cuts) {
    rest = rest.flatMap((piece) => {
      const isApart = Temporal.Instant.compare(cut.endsAt, piece.startsAt) <= 0 || Temporal.Instant.compare(piece.endsAt, cut.startsAt) <= 0
      if (isApart) return [piece]
      return [
        { startsAt: piece.startsAt, endsAt: cut.startsAt },
        { startsAt: cut.endsAt, endsAt: piece.endsAt },
      ].filter((part) => Temporal.Instant.compare(part.startsAt, part.endsAt) < 0)
    })
  }
  return rest
}

function joined(periods: readonly InstantPeriod[]): InstantPeriod[] {
  const result: InstantPeriod[] = []
  for (const period of periods.toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt))) {
    const last = result.at(-1)
    if (last !== undefined && Temporal.Instant.compare(period.startsAt, last.endsAt) <= 0) {
      result[result.length - 1] = { startsAt: last.startsAt, endsAt: later(last.endsAt, period.endsAt) }
    } else result.push(period)
  }
  return result
}

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) <= 0 ? a : b)

/** What a list of hubs says first: how many are open; else how many open later today, and from when; else that it is over for today. */
export type OpeningNews =
  | { readonly is: 'open'; readonly open: number }
  | { readonly is: 'later'; readonly count: number; readonly opensMinute: number }
  | { readonly is: 'over' }

/** `nowMinute`: of the hub's own day. */
export function openingNews(
  hubs: readonly {
    readonly isOpenNow: boolean
    readonly periods: readonly { readonly opensMinute: number }[]
    readonly nowMinute: number
  }[],
): OpeningNews {
  const open = hubs.filter((hub) => hub.isOpenNow).length
  if (open > 0) return { is: 'open', open }
  const coming = hubs.flatMap((hub) => {
    const next = hub.periods.map((period) => period.opensMinute).filter((minute) => minute > hub.nowMinute)
    return next.length === 0 ? [] : [Math.min(...next)]
  })
  return coming.length === 0 ? { is: 'over' } : { is: 'later', count: coming.length, opensMinute: Math.min(...coming) }
}

const seatKinds: ReadonlySet<SpaceKind> = new Set(['coworking', 'telework-center'])
const closedKinds: ReadonlySet<SpaceKind> = new Set(['storage', 'security-room', 'floor', 'building'])
/** From so many seats on a coworking space is also taken as a whole: for an event, a team. */
const seatsOfAHall = 10

/** What is usual for the kind; a person may choose otherwise. */
export function usualBookableAs(kind: SpaceKind, seats: number | null): BookableAs {
  if (closedKinds.has(kind)) return 'none'
  if (!seatKinds.has(kind) || seats === null || seats === 0) return 'whole'
  return kind === 'coworking' && seats >= seatsOfAHall ? 'both' : 'seats'
}
