/** What we write is read back by a program of others (ical.js): folds, escapes, and every day that a rule gives. */
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { daysOf, type SeriesPattern, type SeriesRule } from '../../contract/series/rules.ts'
import { calendarText, type CalendarEvent } from './rules.ts'

const zone = 'Asia/Tokyo'
const at = (day: string, time: string) => Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant()
const event = (change: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: 'one@localhost',
  sequence: 0,
  changedAt: at('2026-11-22', '12:00'),
  startsAt: at('2026-11-24', '09:00'),
  endsAt: at('2026-11-24', '10:00'),
  summary: '会議室（見本拠点）',
  location: '見本県例示町1-2',
  description: '',
  url: 'http://localhost/me/bookings/1',
  status: 'CONFIRMED',
  ...change,
})
const read = (text: string) =>
  new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))

/** Starts in order as a calendar shows them: exceptions in place of what they stand for. */
function startsIn(text: string): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as never)
  for (const block of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(block)
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
  const whole = events.find((one) => !one.isRecurrenceException())
  if (whole === undefined) return []
  for (const one of events) if (one.isRecurrenceException()) whole.relateException(one)
  const starts: string[] = []
  const iterator = whole.iterator()
  for (let next = iterator.next(); next !== null && next !== undefined && starts.length < 1_000; next = iterator.next()) {
    const { startDate } = whole.getOccurrenceDetails(next)
    starts.push(Temporal.Instant.fromEpochMilliseconds(startDate.toJSDate().getTime()).toString())
  }
  return starts.toSorted()
}

describe('lines', () => {
  test('are of 75 bytes at most, end with CRLF and are never broken within a letter', () => {
    const summary = `𠮷野家、会議;室,${'ながい名前の部屋'.repeat(30)}`
    const text = calendarText({ method: 'PUBLISH', events: [event({ summary, description: '一行目\n二行目\\' })] })
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const [one] = read(text)
    expect(one?.summary).toBe(summary)
    expect(one?.description).toBe('一行目\n二行目\\')
  })

  test('a name with quotes and breaks stays one parameter', () => {
    const text = calendarText({ method: 'REQUEST', events: [event({ attendee: { name: 'A "B"\r\nX:1;2', mail: 'a@example.jp' } })] })
    const attendee = read(text)[0]?.attendees[0]
    expect(attendee?.getParameter('cn')).toBe("A 'B' X:1;2")
    expect(attendee?.getFirstValue()).toBe('mailto:a@example.jp')
  })
})

const random = (seed: number) => {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

function anyRule(next: (below: number) => number): SeriesRule {
  const startsOn = Temporal.PlainDate.from('2026-01-01')
    .add({ days: next(700) })
    .toString()
  const every = 1 + next(3)
  const patterns: SeriesPattern[] = [
    { kind: 'daily', every },
    { kind: 'weekly', every, weekdays: [1, 2, 3, 4, 5, 6, 7].filter(() => next(2) === 1) },
    { kind: 'monthly-weekday', every, nth: [1, 2, 3, 4, 5, -1][next(6)] ?? 1, weekday: 1 + next(7) },
    { kind: 'monthly-date', every, date: 1 + next(31), whenShort: next(2) === 0 ? 'skip' : 'last-day' },
    { kind: 'weekdays' },
  ]
  const pattern = patterns[next(patterns.length)] as SeriesPattern
  return {
    startsOn,
    pattern: pattern.kind === 'weekly' && pattern.weekdays.length === 0 ? { ...pattern, weekdays: [3] } : pattern,
    end: { count: 2 + next(30) },
  }
}

test('a calendar repeats a series on the very days that were booked, whatever the rule and the hour', () => {
  const next = random(7)
  // a day that 平日 passes over, now and then
  const isHoliday = (day: string) => day.endsWith('-03') || day.endsWith('-23')
  for (let round = 0; round < 400; round++) {
    const rule = anyRule(next)
    const { days, passed } = daysOf(rule, isHoliday)
    if (days.length < 2) continue
    const time = ['00:00', '07:30', '09:00', '23:00'][next(4)] as string
    const last = days.at(-1) as string
    // short months are no days of the rule; holidays are, and do not take place
    const holidays = passed.filter((one) => one.why === 'holiday' && one.day < last).map((one) => one.day)
    const starts = [...days, ...holidays].toSorted().map((day) => at(day, time))
    const first = starts[0] as Temporal.Instant
    const gone = days.filter((_, index) => index > 0 && next(6) === 0)
    const moved = days.find((day, index) => index > 0 && !gone.includes(day))
    const without = [...holidays, ...gone].map((day) => at(day, time))
    const repeats = { rule, zone, lastAt: at(last, time), starts, without }
    const whole = event({ startsAt: first, endsAt: first.add({ hours: 1 }), repeats })
    const exceptions =
      moved === undefined
        ? []
        : [
            event({
              startsAt: at(moved, time).add({ hours: 30 }),
              endsAt: at(moved, time).add({ hours: 31 }),
              insteadOf: { startsAt: at(moved, time), zone },
            }),
          ]
    const text = calendarText({ method: 'PUBLISH', events: [whole, ...exceptions] })
    const wanted = days
      .filter((day) => !gone.includes(day))
      .map((day) => (day === moved ? at(day, time).add({ hours: 30 }) : at(day, time)).toString())
    expect({ rule, starts: startsIn(text) }).toEqual({ rule, starts: wanted.toSorted() })
  }
})

test('where the clocks change the days stand one by one, each at its own hour', () => {
  const there = 'Europe/Berlin'
  const local = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: there, plainTime: '09:00' }).toInstant()
  const starts = ['2026-10-18', '2026-10-25', '2026-11-01'].map(local)
  const rule: SeriesRule = { startsOn: '2026-10-18', pattern: { kind: 'weekly', every: 1, weekdays: [7] }, end: { count: 3 } }
  const repeats = { rule, zone: there, lastAt: starts[2] as Temporal.Instant, starts, without: [] }
  const first = starts[0] as Temporal.Instant
  const text = calendarText({ method: 'PUBLISH', events: [event({ startsAt: first, endsAt: first.add({ hours: 1 }), repeats })] })
  expect(text).not.toContain('VTIMEZONE')
  expect(startsIn(text)).toEqual(starts.map(String))
})
