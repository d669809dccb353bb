/** Decisions about time, where time is hard: midnights, 24:00, month ends, New Year, a leap day, in three zones of the process. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptySchedule, type HolidayOf, type Schedule } from '#modules/hubs/contract/rules.ts'
import {
  covers,
  defaultPolicy,
  freePeriodsOf,
  mergeSpans,
  minuteMs,
  nearestFree,
  stepsOf,
  subtractSpans,
  whyNotPeriod,
  type Span,
} from '../contract/rules.ts'
import { addDays, clockTime, dayAt, daySpan, isoOf, openSpans, startOfDay, wishSpan } from './rules.ts'
import { periodText } from './mails/when.ts'

const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const tokyoMs = 9 * hourMs
const noHolidays: HolidayOf = () => undefined

/** Days around which calendars break: ends of months and years, a leap day, and one that is not. */
const hardDays = [
  '2026-11-30',
  '2026-12-31',
  '2027-01-01',
  '2027-02-28',
  '2028-02-28',
  '2028-02-29',
  '2028-03-01',
  '2028-12-31',
  '2027-03-14',
  '2026-11-01',
]
/** A period that begins or ends near a midnight of such a day, on the quarter. */
const hardPeriod = fc
  .record({ day: fc.constantFrom(...hardDays), start: fc.integer({ min: -8, max: 100 }), quarters: fc.integer({ min: 1, max: 120 }) })
  .map(({ day, start, quarters }): Span => {
    const from = Date.parse(`${day}T00:00:00Z`) - tokyoMs + start * 15 * minuteMs
    return { from, to: from + quarters * 15 * minuteMs }
  })

const everyDay = (opensMinute: number, closesMinute: number): Schedule => ({
  ...emptySchedule,
  rules: [1, 2, 3, 4, 5, 6, 7].map((on) => ({ on, opensMinute, closesMinute, validFrom: null, validTo: null })),
})

/** By arithmetic alone, as Japan has no other clock: minutes of the day there, and the number of the day. */
const tokyoMinute = (at: number): number => ((((at + tokyoMs) % dayMs) + dayMs) % dayMs) / minuteMs
const tokyoDay = (at: number): number => Math.floor((at + tokyoMs) / dayMs)

const zone = process.env['TZ']
describe.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])('in a process at %s', (processZone) => {
  beforeAll(() => {
    process.env['TZ'] = processZone
    // the setting works here, or the tests below would prove nothing
    const hour = { UTC: 12, 'Asia/Tokyo': 21, 'America/Los_Angeles': 4 }[processZone]
    if (new Date('2026-11-22T12:00:00Z').getHours() !== hour) throw new Error(`the process is not at ${processZone}`)
  })
  afterAll(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  const decide = (wish: Span, schedule: Schedule) =>
    whyNotPeriod(wish, {
      now: Date.parse('2026-11-01T00:00:00Z') - dayMs,
      policy: { ...defaultPolicy, shortestMinutes: 15, longestMinutes: 10_000 },
      open: openSpans({ layers: [schedule], zone: 'Asia/Tokyo' }, { from: wish.from - minuteMs, to: wish.to + minuteMs }, noHolidays),
      bookableUntil: Number.POSITIVE_INFINITY,
      offsetMs: tokyoMs,
    })

  test('6:00 to 24:00: within one day, never before six', () => {
    fc.assert(
      fc.property(hardPeriod, (wish) => {
        const isWithin = tokyoDay(wish.from) === tokyoDay(wish.to - 1) && tokyoMinute(wish.from) >= 360
        expect(decide(wish, everyDay(360, 1440))).toBe(isWithin ? undefined : 'outside_hours')
      }),
      { numRuns: 400 },
    )
  })

  test('open round the clock: over any midnight', () => {
    fc.assert(
      fc.property(hardPeriod, (wish) => {
        expect(decide(wish, everyDay(0, 1440))).toBeUndefined()
      }),
      { numRuns: 200 },
    )
  })

  test('closed over New Year: nothing touches those days', () => {
    const schedule: Schedule = { ...everyDay(0, 1440), yearlyClosures: [{ fromDay: '12-29', toDay: '01-03', reason: null }] }
    const isShut = (day: string) => day.slice(5) >= '12-29' || day.slice(5) <= '01-03'
    fc.assert(
      fc.property(hardPeriod, (wish) => {
        const days = new Set([wish.from, wish.to - 1].map((at) => new Date(at + tokyoMs).toISOString().slice(0, 10)))
        expect(decide(wish, schedule)).toBe([...days].some(isShut) ? 'outside_hours' : undefined)
      }),
      { numRuns: 400 },
    )
  })

  test('LibreBooking 1536, Cal.com 24713: days and wall times go to instants and back unchanged', () => {
    fc.assert(
      fc.property(hardPeriod, fc.constantFrom('Asia/Tokyo', 'UTC', 'America/New_York'), (wish, hubZone) => {
        expect(Date.parse(isoOf(wish.from))).toBe(wish.from)
        const day = dayAt(wish.from, hubZone)
        const span = daySpan(day, hubZone)
        expect(span.from <= wish.from && wish.from < span.to).toBe(true)
        expect(addDays(addDays(day, 1), -1)).toBe(day)
        expect(startOfDay(addDays(day, 1), hubZone)).toBe(span.to)
      }),
      { numRuns: 400 },
    )
  })

  test('24:00 is the end of the day it is written on, in questions and in mails', () => {
    for (const day of hardDays) {
      expect(wishSpan(day, '22:00', '24:00', 'Asia/Tokyo')).toEqual({
        from: Date.parse(`${day}T13:00:00Z`),
        to: Date.parse(`${day}T15:00:00Z`),
      })
      expect(wishSpan(day, '22:00', '02:00', 'Asia/Tokyo').to - wishSpan(day, '22:00', '24:00', 'Asia/Tokyo').to).toBe(2 * hourMs)
      expect(clockTime(Date.parse(`${day}T15:00:00Z`), day, 'Asia/Tokyo')).toBe('24:00')
    }
    expect(periodText(wishSpan('2026-12-31', '22:00', '24:00', 'Asia/Tokyo'), 'Asia/Tokyo', 'ja')).toBe('2026年12月31日（木）22:00–24:00')
    expect(periodText(wishSpan('2028-02-29', '22:00', '01:30', 'Asia/Tokyo'), 'Asia/Tokyo', 'en')).toBe(
      'Tue 29 Feb 2028, 22:00– Wed 1 Mar 2028, 1:30 (Japan Standard Time)',
    )
  })
})

describe('spans', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 96 }), fc.integer({ min: 1, max: 12 }))
    .map(([from, length]): Span => ({ from, to: from + length }))
  const has = (spans: readonly Span[], at: number) => spans.some((one) => one.from <= at && at < one.to)

  test('merging and subtracting agree with looking at each moment', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), fc.array(span, { maxLength: 8 }), (open, taken) => {
        const merged = mergeSpans(open)
        const left = subtractSpans(merged, taken)
        for (let at = 0; at <= 110; at++) {
          expect(has(merged, at)).toBe(has(open, at))
          expect(has(left, at)).toBe(has(open, at) && !has(taken, at))
        }
      }),
    )
  })

  test('the nearest free times are free, of the wished length, and none lies nearer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(span, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
        span,
        fc.integer({ min: 1, max: 2 }),
        (takenByUnit, wish, need) => {
          const freeByUnit = takenByUnit.map((taken) => subtractSpans([{ from: 0, to: 100 }], taken))
          const free = (from: number) => freeByUnit.filter((each) => covers(each, { from, to: from + wish.to - wish.from })).length
          const offered = nearestFree(wish, { freeByUnit, need, stepMs: 1, offsetMs: 0, earliest: 0 })
          for (const one of offered) {
            expect(one.span.to - one.span.from).toBe(wish.to - wish.from)
            expect(free(one.span.from)).toBe(one.freeUnits)
            expect(one.freeUnits).toBeGreaterThanOrEqual(need)
          }
          const possible = Array.from({ length: 101 }, (_, from) => from).filter((from) => free(from) >= need && from !== wish.from)
          const later = possible.find((from) => from > wish.from)
          const sooner = possible.findLast((from) => from < wish.from)
          const starts = offered.map((one) => one.span.from)
          if (later !== undefined) expect(starts).toContain(later)
          if (sooner !== undefined) expect(starts).toContain(sooner)
        },
      ),
    )
  })

  test('steps and free periods count what is there at each moment', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (taken) => {
        const day = { from: 0, to: 108 }
        const steps = stepsOf(
          day,
          taken.map((one) => ({ span: one, units: 1 })),
        )
        const periods = freePeriodsOf(
          [day],
          taken.map((one) => subtractSpans([day], [one])),
        )
        for (let at = 0; at < 108; at++) {
          const busy = taken.filter((one) => has([one], at)).length
          expect(steps.findLast((step) => step.at <= at)?.taken).toBe(busy)
          const period = periods.find((one) => has([one.span], at))
          expect(period?.freeUnits ?? 0).toBe(taken.length - busy)
        }
      }),
    )
  })
})
