/**
 * Which days a series means. Days are texts (`2026-11-24`) and are counted with whole numbers: no `Date`, no zone and no
 * hour takes part, so that the last day of a series is the same wherever and whenever it is asked for. The time of day
 * belongs to the hub and becomes instants on the server.
 */

/** 1 Monday to 7 Sunday. */
export type Weekday = number

export type SeriesPattern =
  /** Every day, or every `every` days. */
  | { readonly kind: 'daily'; readonly every: number }
  /** On these days of every `every`-th week; the week of the first day is the first, and weeks begin on Monday. */
  | { readonly kind: 'weekly'; readonly every: number; readonly weekdays: readonly Weekday[] }
  /** The `nth` (1 to 5, or -1: the last) of a weekday in every `every`-th month. A month without a fifth has none. */
  | { readonly kind: 'monthly-weekday'; readonly every: number; readonly nth: number; readonly weekday: Weekday }
  /** By date. In a month that is too short: none, or its last day. */
  | { readonly kind: 'monthly-date'; readonly every: number; readonly date: number; readonly whenShort: 'skip' | 'last-day' }
  /** 平日: Monday to Friday, without public holidays. */
  | { readonly kind: 'weekdays' }

/** Until a day, this day too, or so many times: dates that fall out (a holiday, a short month) are not counted. */
export type SeriesEnd = { readonly until: string } | { readonly count: number }

export interface SeriesRule {
  readonly startsOn: string
  readonly pattern: SeriesPattern
  readonly end: SeriesEnd
}

export interface SeriesDays {
  /** In order. */
  readonly days: readonly string[]
  /** What the rule passes over, within the same stretch of time. */
  readonly passed: readonly { readonly day: string; readonly why: 'holiday' | 'short_month' }[]
  /** There would have been more than a series may have. */
  readonly isCut: boolean
}

/** A year of every day. Longer is another series, decided by people a year older. */
export const mostOccurrences = 366
/** However rare the dates of a rule are, nobody looks further ahead. */
const furthestDays = 366 * 12

export function daysOf(rule: SeriesRule, isHoliday: (day: string) => boolean): SeriesDays {
  const { end } = rule
  const until = 'until' in end ? numberOf(end.until) : Number.POSITIVE_INFINITY
  const wanted = 'count' in end ? Math.min(end.count, mostOccurrences) : mostOccurrences
  const start = numberOf(rule.startsOn)
  const last = Math.min(until, start + furthestDays)
  const days: string[] = []
  const passed: { day: string; why: 'holiday' | 'short_month' }[] = []
  for (const candidate of candidatesOf(rule, start)) {
    if (candidate.at > last) break
    const day = dayOf(candidate.at)
    if (candidate.isShort) passed.push({ day, why: 'short_month' })
    else if (rule.pattern.kind === 'weekdays' && isHoliday(day)) passed.push({ day, why: 'holiday' })
    else if (days.length === wanted) return { days, passed, isCut: !('count' in end) || end.count > wanted }
    else days.push(day)
    // a number of times is reached: what would be passed over after it is nobody's matter
    if ('count' in end && days.length === wanted) return { days, passed, isCut: end.count > wanted }
  }
  return { days, passed, isCut: false }
}

interface Candidate {
  readonly at: number
  /** The month has no such date: `at` is its last day. */
  readonly isShort: boolean
}

/** Without end, in order; each at or after the first day. */
function* candidatesOf({ pattern }: SeriesRule, start: number): Generator<Candidate> {
  switch (pattern.kind) {
    case 'daily':
      for (let at = start; ; at += pattern.every) yield { at, isShort: false }
    case 'weekdays':
      for (let at = start; ; at++) if (weekdayOf(at) <= 5) yield { at, isShort: false }
    case 'weekly': {
      const weekdays = [...new Set(pattern.weekdays)].toSorted((a, b) => a - b)
      for (let monday = start - (weekdayOf(start) - 1); ; monday += 7 * pattern.every)
        for (const weekday of weekdays) if (monday + weekday - 1 >= start) yield { at: monday + weekday - 1, isShort: false }
    }
    case 'monthly-weekday':
    case 'monthly-date': {
      const first = civilOf(start)
      for (let month = first.year * 12 + first.month - 1; ; month += pattern.every) {
        const candidate = inMonth(pattern, Math.floor(month / 12), (month % 12) + 1)
        if (candidate !== undefined && candidate.at >= start) yield candidate
      }
    }
  }
}

function inMonth(
  pattern: Extract<SeriesPattern, { kind: 'monthly-weekday' | 'monthly-date' }>,
  year: number,
  month: number,
): Candidate | undefined {
  const first = numberOfCivil(year, month, 1)
  const length = daysInMonth(year, month)
  if (pattern.kind === 'monthly-date') {
    if (pattern.date <= length) return { at: first + pattern.date - 1, isShort: false }
    return { at: first + length - 1, isShort: pattern.whenShort === 'skip' }
  }
  if (pattern.nth === -1) {
    const end = first + length - 1
    return { at: end - ((weekdayOf(end) - pattern.weekday + 7) % 7), isShort: false }
  }
  const date = 1 + ((pattern.weekday - weekdayOf(first) + 7) % 7) + (pattern.nth - 1) * 7
  return date <= length ? { at: first + date - 1, isShort: false } : { at: first + length - 1, isShort: true }
}

// ---- days as numbers: 0 is 1970-01-01, as H. Hinnant's "chrono-compatible low-level date algorithms" count them

export function numberOf(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return numberOfCivil(year, month, date)
}

export function dayOf(at: number): string {
  const { year, month, date } = civilOf(at)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

/** 1970-01-01 was a Thursday. */
export const weekdayOf = (at: number): Weekday => ((((at + 3) % 7) + 7) % 7) + 1
export const weekdayOfDay = (day: string): Weekday => weekdayOf(numberOf(day))

/** Which of its weekday in the month a day is (1 to 5), and whether it is the last: what "every third Tuesday" is offered from. */
export function nthOfMonth(day: string): { nth: number; isLast: boolean } {
  const { year, month, date } = civilOf(numberOf(day))
  return { nth: Math.ceil(date / 7), isLast: date + 7 > daysInMonth(year, month) }
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

function numberOfCivil(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function civilOf(at: number): { year: number; month: number; date: number } {
  const shifted = at + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthPart = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthPart < 10 ? monthPart + 3 : monthPart - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: dayOfYear - Math.floor((153 * monthPart + 2) / 5) + 1,
  }
}
