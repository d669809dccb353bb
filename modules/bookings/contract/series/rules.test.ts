/** Which days a series means, held against a slow way to say the same, around the days on which calendars break. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  dayOf,
  daysInMonth,
  daysOf,
  mostOccurrences,
  nthOfMonth,
  numberOf,
  weekdayOfDay,
  type SeriesPattern,
  type SeriesRule,
} from './rules.ts'

const hardDays = ['2026-12-29', '2027-01-31', '2027-02-28', '2028-02-28', '2028-02-29', '2028-12-31', '2100-02-28', '2026-11-22'] as const
const day = fc.oneof(
  fc.constantFrom(...hardDays),
  fc.integer({ min: 0, max: 40_000 }).map((days) => Temporal.PlainDate.from('1990-01-01').add({ days }).toString()),
)
const every = fc.integer({ min: 1, max: 5 })
const weekday = fc.integer({ min: 1, max: 7 })
const pattern: fc.Arbitrary<SeriesPattern> = fc.oneof(
  fc.record({ kind: fc.constant('daily' as const), every }),
  fc.record({ kind: fc.constant('weekly' as const), every, weekdays: fc.array(weekday, { minLength: 1, maxLength: 7 }) }),
  fc.record({ kind: fc.constant('monthly-weekday' as const), every, nth: fc.constantFrom(1, 2, 3, 4, 5, -1), weekday }),
  fc.record({
    kind: fc.constant('monthly-date' as const),
    every,
    date: fc.integer({ min: 1, max: 31 }),
    whenShort: fc.constantFrom('skip' as const, 'last-day' as const),
  }),
  fc.constant({ kind: 'weekdays' as const }),
)
/** Some holidays, on any day of the week. */
const isHoliday = (each: string): boolean => numberOf(each) % 11 === 0

/** Slowly, by `Temporal`: does the rule mean this day? */
function means({ startsOn, pattern: p }: SeriesRule, each: Temporal.PlainDate): boolean {
  const start = Temporal.PlainDate.from(startsOn)
  const months = (each.year - start.year) * 12 + each.month - start.month
  switch (p.kind) {
    case 'daily':
      return start.until(each, { largestUnit: 'days' }).days % p.every === 0
    case 'weekdays':
      return each.dayOfWeek <= 5 && !isHoliday(each.toString())
    case 'weekly': {
      const monday = start.subtract({ days: start.dayOfWeek - 1 })
      const weeks = Math.floor(monday.until(each, { largestUnit: 'days' }).days / 7)
      return weeks % p.every === 0 && p.weekdays.includes(each.dayOfWeek)
    }
    case 'monthly-weekday': {
      if (months % p.every !== 0 || each.dayOfWeek !== p.weekday) return false
      return p.nth === -1
        ? each.add({ weeks: 1 }).month !== each.month
        : each.subtract({ weeks: p.nth - 1 }).month === each.month && each.subtract({ weeks: p.nth }).month !== each.month
    }
    case 'monthly-date':
      if (months % p.every !== 0) return false
      return each.day === p.date || (p.whenShort === 'last-day' && each.daysInMonth < p.date && each.day === each.daysInMonth)
  }
}

const zone = process.env['TZ']
describe.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])('in a process at %s', (processZone) => {
  beforeAll(() => {
    process.env['TZ'] = processZone
    expect(new Date(0).getTimezoneOffset()).toBe(processZone === 'UTC' ? 0 : processZone === 'Asia/Tokyo' ? -540 : 480)
  })
  afterAll(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  test('days are counted as the calendar counts them', () => {
    fc.assert(
      fc.property(day, (each) => {
        const date = Temporal.PlainDate.from(each)
        expect(dayOf(numberOf(each))).toBe(each)
        expect(dayOf(numberOf(each) + 1)).toBe(date.add({ days: 1 }).toString())
        expect(weekdayOfDay(each)).toBe(date.dayOfWeek)
        expect(daysInMonth(date.year, date.month)).toBe(date.daysInMonth)
        const { nth, isLast } = nthOfMonth(each)
        expect(date.subtract({ weeks: nth - 1 }).month).toBe(date.month)
        expect(isLast).toBe(date.add({ weeks: 1 }).month !== date.month)
      }),
      { numRuns: 500 },
    )
  })

  test('until a day: exactly the days that the rule means, the last one too', () => {
    fc.assert(
      fc.property(day, pattern, fc.integer({ min: 0, max: 800 }), (startsOn, p, length) => {
        const start = Temporal.PlainDate.from(startsOn)
        const until = start.add({ days: length })
        const rule: SeriesRule = { startsOn, pattern: p, end: { until: until.toString() } }
        const expected = Array.from({ length: length + 1 }, (_, i) => start.add({ days: i }))
          .filter((each) => means(rule, each))
          .map(String)
        const { days, isCut } = daysOf(rule, isHoliday)
        expect(days).toEqual(expected.slice(0, mostOccurrences))
        expect(isCut).toBe(expected.length > mostOccurrences)
      }),
      { numRuns: 150 },
    )
  })

  test('a count: so many, and the same as until the last of them', () => {
    fc.assert(
      fc.property(day, pattern, fc.integer({ min: 1, max: 60 }), (startsOn, p, count) => {
        const { days, passed } = daysOf({ startsOn, pattern: p, end: { count } }, isHoliday)
        const last = days.at(-1)
        if (last === undefined) return
        expect(days.length).toBeLessThanOrEqual(count)
        const until = daysOf({ startsOn, pattern: p, end: { until: last } }, isHoliday)
        expect(until.days).toEqual(days)
        if (days.length === count) expect(until.passed).toEqual(passed)
      }),
      { numRuns: 300 },
    )
  })
})

const of = (p: SeriesPattern, startsOn: string, end: SeriesRule['end']) => daysOf({ startsOn, pattern: p, end }, isHolidayOf2026)
const isHolidayOf2026 = (each: string): boolean => ['2026-11-23', '2027-01-01', '2027-01-11'].includes(each)

describe('as people mean it', () => {
  test('the 31st: months without one are passed over and said, or have their last day', () => {
    const by31 = (whenShort: 'skip' | 'last-day') =>
      of({ kind: 'monthly-date', every: 1, date: 31, whenShort }, '2027-01-31', { until: '2027-05-31' })
    expect(by31('skip')).toEqual({
      days: ['2027-01-31', '2027-03-31', '2027-05-31'],
      passed: [
        { day: '2027-02-28', why: 'short_month' },
        { day: '2027-04-30', why: 'short_month' },
      ],
      isCut: false,
    })
    expect(by31('last-day').days).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31'])
  })

  test('29 February: every year by month is every twelfth month', () => {
    const leap = { kind: 'monthly-date', every: 12, date: 29, whenShort: 'last-day' } as const
    expect(of(leap, '2028-02-29', { count: 4 }).days).toEqual(['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28'])
    expect(of({ ...leap, whenShort: 'skip' }, '2028-02-29', { count: 2 }).days).toEqual(['2028-02-29', '2032-02-29'])
  })

  test('平日: holidays are passed over, told, and not counted', () => {
    expect(of({ kind: 'weekdays' }, '2026-11-20', { count: 3 })).toEqual({
      days: ['2026-11-20', '2026-11-24', '2026-11-25'],
      passed: [{ day: '2026-11-23', why: 'holiday' }],
      isCut: false,
    })
  })

  test('over New Year, every second week on two days', () => {
    expect(of({ kind: 'weekly', every: 2, weekdays: [2, 5] }, '2026-12-18', { count: 5 }).days).toEqual([
      '2026-12-18',
      '2026-12-29',
      '2027-01-01',
      '2027-01-12',
      '2027-01-15',
    ])
  })

  test('the last Friday, and the fifth Monday where there is one', () => {
    expect(of({ kind: 'monthly-weekday', every: 1, nth: -1, weekday: 5 }, '2027-01-01', { count: 3 }).days).toEqual([
      '2027-01-29',
      '2027-02-26',
      '2027-03-26',
    ])
    const fifth = of({ kind: 'monthly-weekday', every: 1, nth: 5, weekday: 1 }, '2026-11-01', { until: '2027-03-31' })
    expect(fifth.days).toEqual(['2026-11-30', '2027-03-29'])
    expect(fifth.passed.map(({ day: each }) => each)).toEqual(['2026-12-31', '2027-01-31', '2027-02-28'])
  })

  test('a rule that never comes about ends; one of every day stops after a year', () => {
    expect(of({ kind: 'monthly-date', every: 12, date: 31, whenShort: 'skip' }, '2027-02-01', { count: 3 }).days).toEqual([])
    const endless = of({ kind: 'daily', every: 1 }, '2027-01-01', { until: '2029-01-01' })
    expect(endless.days).toHaveLength(mostOccurrences)
    expect(endless.isCut).toBe(true)
    expect(of({ kind: 'daily', every: 1 }, '2027-01-01', { count: 366 }).isCut).toBe(false)
    expect(of({ kind: 'daily', every: 1 }, '2027-01-01', { until: '2028-01-01' })).toMatchObject({ isCut: false, days: { length: 366 } })
  })
})
