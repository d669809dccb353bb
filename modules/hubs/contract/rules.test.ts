import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LocalText } from '#platform/contract/schemas.ts'
import {
  addDays,
  clockTime,
  emptySchedule,
  findOverlap,
  instantOf,
  isWithinOpening,
  layersOf,
  minuteOf,
  nextDay,
  openingOn,
  openPeriodsBetween,
  usualBookableAs,
  usualClosures,
  weekdayOf,
  yearlyDays,
  type OpeningRule,
  type Schedule,
} from './rules.ts'

const zone = 'Asia/Tokyo'
const at = (text: string) => Temporal.Instant.from(`${text}+09:00`)
const rule = (on: OpeningRule['on'], opens: string | null, closes: string | null, more: Partial<OpeningRule> = {}): OpeningRule => ({
  on,
  opensMinute: opens === null ? null : (minuteOf(opens) ?? null),
  closesMinute: closes === null ? null : (minuteOf(closes) ?? null),
  validFrom: null,
  validTo: null,
  ...more,
})
const days = (on: readonly number[], opens: string, closes: string) => on.map((day) => rule(day, opens, closes))
const schedule = (parts: Partial<Schedule>): Schedule => ({ ...emptySchedule, ...parts })
const holidays = new Map<string, LocalText>([['2026-11-23', { ja: '勤労感謝の日', en: 'Labour Thanksgiving Day' }]])
const holidayOf = (day: string) => holidays.get(day)
const noHoliday = () => undefined
const words = (day: ReturnType<typeof openingOn>) => [
  day.reason,
  ...day.periods.map((period) => `${clockTime(period.opensMinute)}-${clockTime(period.closesMinute)}`),
]
const spans = (periods: ReturnType<typeof openPeriodsBetween>) =>
  periods.map(({ startsAt, endsAt }) =>
    [startsAt, endsAt].map((instant) => instant.toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16)).join(' '),
  )

const everyDay = schedule({
  rules: days([1, 2, 3, 4, 5, 6, 7], '06:00', '24:00'),
  yearlyClosures: [
    { fromDay: '12-29', toDay: '01-03', reason: { ja: '年末年始' } },
    { fromDay: '08-13', toDay: '08-16', reason: { ja: 'お盆' } },
  ],
})
const weekdays = schedule({ rules: [...days([1, 2, 3, 4, 5], '09:00', '18:00'), rule('holiday', null, null)] })

describe('one day', () => {
  test('every day from 6 to 24 but New Year and Obon; weekdays without public holidays', () => {
    const office = [everyDay]
    const center = [weekdays, everyDay]
    const on = (day: string) => [words(openingOn(day, office, holidayOf)), words(openingOn(day, center, holidayOf))]
    expect(on('2026-11-20')).toEqual([
      ['rule', '06:00-24:00'],
      ['rule', '09:00-18:00'],
    ])
    expect(on('2026-11-22')).toEqual([['rule', '06:00-24:00'], ['weekday']])
    expect(on('2026-11-23')).toEqual([['rule', '06:00-24:00'], ['holiday']])
    expect(on('2026-12-28')).toEqual([
      ['rule', '06:00-24:00'],
      ['rule', '09:00-18:00'],
    ])
    expect(on('2026-12-29')).toEqual([['yearly-closure'], ['yearly-closure']])
    expect(on('2027-01-03')).toEqual([['yearly-closure'], ['yearly-closure']])
    expect(on('2027-01-04')).toEqual([
      ['rule', '06:00-24:00'],
      ['rule', '09:00-18:00'],
    ])
    expect(on('2026-08-14')).toEqual([['yearly-closure'], ['yearly-closure']])
    expect(openingOn('2026-11-23', center, holidayOf).label).toEqual(holidays.get('2026-11-23'))
    expect(openingOn('2026-12-31', office, holidayOf).label).toEqual({ ja: '年末年始' })
  })

  test('an exception stands above a closure, a closure above the yearly one, that above the holiday, the holiday above the weekday', () => {
    const all = schedule({
      rules: [...days([1, 2, 3, 4, 5, 6, 7], '09:00', '18:00'), rule('holiday', '10:00', '16:00')],
      exceptions: [{ on: '2026-11-23', periods: [{ opensMinute: 780, closesMinute: 840 }], reason: { ja: '説明会' } }],
      closures: [{ startsOn: '2026-11-22', endsOn: '2026-11-24', reason: { ja: '工事' } }],
      yearlyClosures: [{ fromDay: '11-20', toDay: '11-25', reason: null }],
    })
    const on = (layer: Schedule) => words(openingOn('2026-11-23', [layer], holidayOf))
    expect(on(all)).toEqual(['exception', '13:00-14:00'])
    expect(on({ ...all, exceptions: [] })).toEqual(['closure'])
    expect(on({ ...all, exceptions: [], closures: [] })).toEqual(['yearly-closure'])
    expect(on({ ...all, exceptions: [], closures: [], yearlyClosures: [] })).toEqual(['holiday', '10:00-16:00'])
    expect(words(openingOn('2026-11-24', [{ ...all, closures: [], yearlyClosures: [] }], holidayOf))).toEqual(['rule', '09:00-18:00'])
    expect(words(openingOn('2026-11-24', [emptySchedule], holidayOf))).toEqual(['unknown'])
  })

  test('the nearest layer decides: a space closed for repair stays closed on a day when the hub opens specially', () => {
    const hub = schedule({
      rules: days([1, 2, 3, 4, 5], '09:00', '18:00'),
      exceptions: [{ on: '2026-11-22', periods: [{ opensMinute: 600, closesMinute: 900 }], reason: null }],
    })
    const repaired = schedule({ closures: [{ startsOn: '2026-11-20', endsOn: '2026-11-30', reason: { ja: '修繕' } }] })
    expect(words(openingOn('2026-11-22', [hub], noHoliday))).toEqual(['exception', '10:00-15:00'])
    expect(words(openingOn('2026-11-22', [repaired, hub], noHoliday))).toEqual(['closure'])
    expect(words(openingOn('2026-11-19', [repaired, hub], noHoliday))).toEqual(['rule', '09:00-18:00'])
  })

  test('rules hold between their days, and several periods of a day stay apart unless they touch', () => {
    const layer = schedule({
      rules: [
        rule(1, '13:00', '18:00'),
        rule(1, '09:00', '12:00'),
        rule(1, '18:00', '20:00', { validFrom: '2026-12-01', validTo: '2026-12-07' }),
      ],
    })
    expect(words(openingOn('2026-11-30', [layer], noHoliday))).toEqual(['rule', '09:00-12:00', '13:00-18:00'])
    expect(words(openingOn('2026-12-07', [layer], noHoliday))).toEqual(['rule', '09:00-12:00', '13:00-20:00'])
    expect(words(openingOn('2026-12-14', [layer], noHoliday))).toEqual(['rule', '09:00-12:00', '13:00-18:00'])
  })

  test('a place in the tree has the layers of everything around it', () => {
    const floor = { id: 'floor', parentId: null, schedule: schedule({ rules: days([6], '10:00', '12:00') }) }
    const room = { id: 'room', parentId: 'floor', schedule: null }
    const seat = { id: 'seat', parentId: 'room', schedule: weekdays }
    expect(layersOf('seat', [floor, room, seat], everyDay)).toEqual([weekdays, floor.schedule, everyDay])
    expect(layersOf('room', [floor, room, seat], everyDay)).toEqual([floor.schedule, everyDay])
    expect(layersOf(null, [floor, room, seat], everyDay)).toEqual([everyDay])
    // a circle, which the database refuses, does not hang a browser either
    expect(
      layersOf(
        'a',
        [
          { id: 'a', parentId: 'b', schedule: null },
          { id: 'b', parentId: 'a', schedule: null },
        ],
        everyDay,
      ),
    ).toEqual([everyDay])
  })
})

describe('spans of time', () => {
  const between = (from: string, to: string, layers: readonly Schedule[], holiday = holidayOf) =>
    spans(openPeriodsBetween({ startsAt: at(from), endsAt: at(to) }, layers, zone, holiday))

  test('24:00 runs into the next day where that opens at 0:00, and into nothing where it does not', () => {
    const round = schedule({ rules: days([1, 2, 3, 4, 5, 6, 7], '00:00', '24:00') })
    expect(between('2026-11-20T22:00', '2026-11-22T03:00', [round])).toEqual(['2026-11-20T22:00 2026-11-22T03:00'])
    expect(between('2026-11-20T22:00', '2026-11-21T07:00', [everyDay])).toEqual([
      '2026-11-20T22:00 2026-11-21T00:00',
      '2026-11-21T06:00 2026-11-21T07:00',
    ])
    expect(isWithinOpening({ startsAt: at('2026-11-20T23:00'), endsAt: at('2026-11-21T00:00') }, [everyDay], zone, holidayOf)).toBe(true)
    expect(isWithinOpening({ startsAt: at('2026-11-20T23:00'), endsAt: at('2026-11-21T00:01') }, [everyDay], zone, holidayOf)).toBe(false)
  })

  test('hours past midnight belong to the evening: they last into a closed day, and a closed evening has none', () => {
    const bar = schedule({
      rules: days([1, 2, 3, 4, 5, 6, 7], '18:00', '26:00'),
      closures: [{ startsOn: '2026-11-21', endsOn: '2026-11-21', reason: null }],
    })
    expect(between('2026-11-20T17:00', '2026-11-23T00:00', [bar])).toEqual([
      '2026-11-20T18:00 2026-11-21T02:00',
      '2026-11-22T18:00 2026-11-23T00:00',
    ])
    expect(between('2026-11-21T00:30', '2026-11-21T01:00', [bar])).toEqual(['2026-11-21T00:30 2026-11-21T01:00'])
  })

  test('a closure by the hour cuts out what it covers; a special day of the same place does not know it', () => {
    const layer = schedule({
      rules: days([1, 2, 3, 4, 5], '09:00', '18:00'),
      closures: [{ startsAt: '2026-11-20T03:00:00Z', endsAt: '2026-11-20T04:30:00Z', reason: { ja: '点検' } }],
    })
    expect(between('2026-11-20T00:00', '2026-11-21T00:00', [layer])).toEqual([
      '2026-11-20T09:00 2026-11-20T12:00',
      '2026-11-20T13:30 2026-11-20T18:00',
    ])
    const special = { ...layer, exceptions: [{ on: '2026-11-20', periods: [{ opensMinute: 600, closesMinute: 900 }], reason: null }] }
    expect(between('2026-11-20T00:00', '2026-11-21T00:00', [special])).toEqual(['2026-11-20T10:00 2026-11-20T15:00'])
    // the closure of a room inside still holds on the hub's special day
    const room = schedule({ closures: layer.closures })
    expect(between('2026-11-20T00:00', '2026-11-21T00:00', [room, special])).toEqual([
      '2026-11-20T10:00 2026-11-20T12:00',
      '2026-11-20T13:30 2026-11-20T15:00',
    ])
  })

  test('the wall clock decides where clocks change', () => {
    const berlin = 'Europe/Berlin'
    const open = openPeriodsBetween(
      { startsAt: Temporal.Instant.from('2026-03-28T00:00:00Z'), endsAt: Temporal.Instant.from('2026-03-30T00:00:00Z') },
      [schedule({ rules: days([1, 2, 3, 4, 5, 6, 7], '09:00', '18:00') })],
      berlin,
      noHoliday,
    )
    expect(open.map((period) => period.startsAt.toString())).toEqual(['2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z'])
  })
})

/** Schedules of all shapes around the days where calendars break: month ends, New Year, a leap day. */
const minute = fc.integer({ min: 0, max: 2880 })
const period = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), minute)
  .map(([opens, closes]) => ({ opensMinute: opens, closesMinute: Math.max(closes, opens + 1) }))
const day = fc.oneof(
  fc.constantFrom('2026-12-31', '2027-01-01', '2028-02-28', '2028-02-29', '2028-03-01', '2026-10-31', '2026-11-01', '2026-11-23'),
  fc.integer({ min: 0, max: 800 }).map((count) => addDays('2026-11-01', count)),
)
const monthDay = day.map((text) => text.slice(5))
const anyRule: fc.Arbitrary<OpeningRule> = fc
  .record({
    on: fc.oneof(fc.integer({ min: 1, max: 7 }), fc.constant('holiday' as const)),
    hours: fc.option(period, { nil: null }),
  })
  .map(({ on, hours }) => ({
    on,
    opensMinute: hours?.opensMinute ?? null,
    closesMinute: hours?.closesMinute ?? null,
    validFrom: null,
    validTo: null,
  }))
const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  rules: fc.array(anyRule, { maxLength: 10 }),
  exceptions: fc.array(fc.record({ on: day, periods: fc.array(period, { maxLength: 2 }), reason: fc.constant(null) }), { maxLength: 3 }),
  closures: fc.array(
    fc.oneof(
      fc
        .tuple(day, fc.integer({ min: 0, max: 5 }))
        .map(([from, count]) => ({ startsOn: from, endsOn: addDays(from, count), reason: null })),
      fc.tuple(day, minute, fc.integer({ min: 1, max: 3000 })).map(([from, start, length]) => {
        const startsAt = instantOf(from, start, zone)
        return { startsAt: startsAt.toString(), endsAt: startsAt.add({ minutes: length }).toString(), reason: null }
      }),
    ),
    { maxLength: 3 },
  ),
  yearlyClosures: fc.array(fc.record({ fromDay: monthDay, toDay: monthDay, reason: fc.constant(null) }), { maxLength: 2 }),
})
const anyRange = fc.tuple(day, minute, fc.integer({ min: 1, max: 3 * 1440 })).map(([from, start, length]) => {
  const startsAt = instantOf(from, start, zone)
  return { startsAt, endsAt: startsAt.add({ minutes: length }) }
})

describe('for any schedule', () => {
  test('open spans are in order, apart, inside the range, and each minute of them is open by its day', () => {
    fc.assert(
      fc.property(fc.array(anySchedule, { minLength: 1, maxLength: 3 }), anyRange, (layers, range) => {
        const open = openPeriodsBetween(range, layers, zone, holidayOf)
        for (const [index, span] of open.entries()) {
          expect(Temporal.Instant.compare(span.startsAt, span.endsAt)).toBe(-1)
          expect(Temporal.Instant.compare(range.startsAt, span.startsAt)).not.toBe(1)
          expect(Temporal.Instant.compare(span.endsAt, range.endsAt)).not.toBe(1)
          const next = open[index + 1]
          if (next !== undefined) expect(Temporal.Instant.compare(span.endsAt, next.startsAt)).toBe(-1)
        }
        // minute by minute, the slow way: some day's hours hold this minute, and nothing by the hour covers it
        for (let instant = range.startsAt; Temporal.Instant.compare(instant, range.endsAt) < 0; instant = instant.add({ minutes: 97 })) {
          const isOpen = open.some(
            (span) => Temporal.Instant.compare(span.startsAt, instant) <= 0 && Temporal.Instant.compare(instant, span.endsAt) < 0,
          )
          expect(isOpen).toBe(isOpenSlowly(instant, layers))
        }
      }),
      { numRuns: 150 },
    )
  })

  test('what is within the opening hours stays so when it is cut in two, and a minute more on a closed side is not', () => {
    fc.assert(
      fc.property(fc.array(anySchedule, { minLength: 1, maxLength: 2 }), anyRange, (layers, range) => {
        const [span] = openPeriodsBetween(range, layers, zone, holidayOf)
        if (span === undefined) return
        const minutes = Math.floor(span.endsAt.since(span.startsAt).total('minutes'))
        expect(isWithinOpening(span, layers, zone, holidayOf)).toBe(true)
        const middle = span.startsAt.add({ minutes: Math.floor(minutes / 2) })
        if (Temporal.Instant.compare(span.startsAt, middle) < 0) {
          expect(isWithinOpening({ startsAt: span.startsAt, endsAt: middle }, layers, zone, holidayOf)).toBe(true)
          expect(isWithinOpening({ startsAt: middle, endsAt: span.endsAt }, layers, zone, holidayOf)).toBe(true)
        }
        const longer = { startsAt: span.startsAt, endsAt: span.endsAt.add({ minutes: 1 }) }
        expect(isWithinOpening(longer, layers, zone, holidayOf)).toBe(isOpenSlowly(span.endsAt, layers))
      }),
      { numRuns: 150 },
    )
  })

  function isOpenSlowly(instant: Temporal.Instant, layers: readonly Schedule[]): boolean {
    const today = instant.toZonedDateTimeISO(zone).toPlainDate()
    return [0, 1, 2].some((back) => {
      const of = openingOn(today.subtract({ days: back }).toString(), layers, holidayOf)
      const since = instant.since(instantOf(of.on, 0, zone)).total('minutes')
      if (!of.periods.some((one) => one.opensMinute <= since && since < one.closesMinute)) return false
      const special =
        of.reason === 'exception' ? layers.findIndex((layer) => layer.exceptions.some((one) => one.on === of.on)) : layers.length
      return !layers
        .slice(0, special)
        .some((layer) =>
          layer.closures.some(
            (one) =>
              'startsAt' in one &&
              Temporal.Instant.compare(one.startsAt, instant) <= 0 &&
              Temporal.Instant.compare(instant, one.endsAt) < 0,
          ),
        )
    })
  }

  test('days follow each other without a gap, and weekdays go round', () => {
    fc.assert(
      fc.property(day, (one) => {
        const next = nextDay(one)
        expect(Temporal.PlainDate.from(one).add({ days: 1 }).toString()).toBe(next)
        expect(weekdayOf(one)).toBe(Temporal.PlainDate.from(one).dayOfWeek)
        expect(weekdayOf(next)).toBe((weekdayOf(one) % 7) + 1)
      }),
    )
  })
})

test('the same in every process zone', () => {
  // what a server in another zone would answer for a year of days and some spans around midnight
  const script = `
    import { openPeriodsBetween, openingBetween, weekdayOf } from '${join(import.meta.dirname, 'rules.ts')}'
    const layer = ${JSON.stringify({ ...weekdays, yearlyClosures: everyDay.yearlyClosures, closures: [{ startsAt: '2026-11-20T03:00:00Z', endsAt: '2026-11-20T04:00:00Z', reason: null }] })}
    const holidayOf = (day) => (day === '2026-11-23' ? { ja: '祝日' } : undefined)
    const days = openingBetween('2026-10-25', '2028-03-01', [layer], holidayOf)
    const spans = openPeriodsBetween({ startsAt: Temporal.Instant.from('2026-10-31T14:30:00Z'), endsAt: Temporal.Instant.from('2026-12-31T15:30:00Z') }, [layer], 'Asia/Tokyo', holidayOf)
    console.log(JSON.stringify([days, spans, weekdayOf('2028-02-29')]))`
  const answers = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'].map((processZone) => {
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, TZ: processZone },
    })
    expect(run.stderr).toBe('')
    return run.stdout
  })
  expect(answers[0]?.length).toBeGreaterThan(10_000)
  expect(new Set(answers).size).toBe(1)
})

test('clock times are written and read as Japanese timetables write them', () => {
  expect([0, 540, 1440, 1530].map(clockTime)).toEqual(['00:00', '09:00', '24:00', '25:30'])
  expect(['9:00', '24:00', '25:30', '48:00'].map((text) => minuteOf(text))).toEqual([540, 1440, 1530, 2880])
  expect(['25:60', '48:01', '9', '９:00', ''].map((text) => minuteOf(text))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('hours that contradict each other are found', () => {
  expect(findOverlap([rule(1, '09:00', '12:00'), rule(1, '12:00', '18:00'), rule(2, '09:00', '18:00')])).toBeUndefined()
  expect(findOverlap([rule(1, '09:00', '13:00'), rule(1, '12:00', '18:00')])?.on).toBe(1)
  expect(findOverlap([rule('holiday', null, null), rule('holiday', '12:00', '18:00')])?.on).toBe('holiday')
  expect(
    findOverlap([rule(1, '09:00', '12:00', { validTo: '2026-12-31' }), rule(1, '10:00', '14:00', { validFrom: '2027-01-01' })]),
  ).toBeUndefined()
})

test('days that close each year are counted as people count them', () => {
  expect(usualClosures.map(yearlyDays)).toEqual([6, 4])
  expect(yearlyDays({ fromDay: '05-05', toDay: '05-05' })).toBe(1)
  expect(yearlyDays({ fromDay: '02-28', toDay: '03-01' })).toBe(3)
})

test('what is usual for a kind of space', () => {
  expect([usualBookableAs('coworking', 4), usualBookableAs('coworking', 20), usualBookableAs('coworking', null)]).toEqual([
    'seats',
    'both',
    'whole',
  ])
  expect([usualBookableAs('telework-center', 20), usualBookableAs('booth', 1), usualBookableAs('storage', 9)]).toEqual([
    'seats',
    'whole',
    'none',
  ])
})
