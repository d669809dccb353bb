import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, minuteMs, overlaps, type Span } from '../../contract/rules.ts'
import type { DayGrid } from '../../contract/schemas.ts'
import { dayModel, rowNow, type GridRowData } from './day-model.tsx'

const zone = 'Asia/Tokyo'
const midnight = Date.parse('2026-11-20T00:00:00+09:00')
/** `10:30` of the day; `24:00` is its end, `25:00` an hour into the next. */
const time = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return midnight + (hours * 60 + minutes) * minuteMs
}
const iso = (ms: number): string => new Date(ms).toISOString()
const period = (from: string, to: string) => ({ startsAt: iso(time(from)), endsAt: iso(time(to)) })

let count = 0
const booking = (from: string, to: string, over: Partial<GridRowData['bookings'][number]> = {}): GridRowData['bookings'][number] => {
  count += 1
  return {
    id: `0193-${count}`,
    status: 'confirmed',
    ...period(from, to),
    holderName: '見本 花子',
    isGuest: false,
    partySize: 1,
    unitIds: [],
    version: 1,
    ...over,
  }
}
const room = (over: Partial<GridRowData> = {}): GridRowData => ({
  kind: 'space',
  targetId: 'room',
  name: { ja: '2F-3' },
  type: 'satellite-office',
  units: [{ id: 'u1', label: '' }],
  open: [period('6:00', '24:00')],
  closedReason: null,
  bookings: [],
  steps: [],
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  granularityMinutes: 15,
  ...over,
})
const grid = (rows: GridRowData[], day = '2026-11-20'): DayGrid => ({
  hubId: 'hub',
  day,
  timeZone: zone,
  startsAt: iso(midnight),
  endsAt: iso(time('24:00')),
  now: iso(midnight),
  provisional: [],
  leases: [],
  rows,
})
const model = (row: GridRowData, now: string) => dayModel(grid([row]), time(now))
const only = (row: GridRowData, now: string) => {
  const [first] = model(row, now).rows
  if (first === undefined) throw new Error('no row')
  return first
}
const clock = (spans: readonly Span[]): string[] =>
  spans.map((span) =>
    [span.from, span.to]
      .map((ms) => `${Math.floor((ms - midnight) / 3_600_000)}:${String(((ms - midnight) / minuteMs) % 60).padStart(2, '0')}`)
      .join('–'),
  )

test('what is cancelled unless it is paid is provisional until it begins', () => {
  const unpaid = booking('9:00', '12:00')
  const at = (now: string) =>
    dayModel({ ...grid([room({ bookings: [unpaid] })]), provisional: [unpaid.id] }, time(now)).rows[0]?.bookings[0]?.state
  expect(['8:00', '9:00', '13:00'].map(at)).toEqual(['provisional', 'running', 'over'])
})

describe('the state of a booking follows the clock', () => {
  const row = room({ bookings: [booking('9:00', '12:00')] })
  test.each([
    ['8:59', 'coming'],
    ['9:00', 'running'],
    ['11:59', 'running'],
    ['12:00', 'over'],
  ])('at %s it is %s', (now, state) => {
    expect(only(row, now).bookings[0]?.state).toBe(state)
  })
  test('held stays held while it lasts', () => {
    expect(only(room({ bookings: [booking('9:00', '12:00', { status: 'held' })] }), '10:00').bookings[0]?.state).toBe('held')
  })
})

describe('hours that changed behind a booking', () => {
  const shut = room({ open: [period('6:00', '12:00'), period('20:00', '24:00')], bookings: [booking('15:00', '19:00')] })
  test('it is astray', () => expect(only(shut, '10:00').bookings[0]?.state).toBe('astray'))
  test('what is over is nobody’s trouble any more', () => expect(only(shut, '19:00').bookings[0]?.state).toBe('over'))
  test('a booking over midnight is judged by this day’s part of it', () => {
    expect(only(room({ bookings: [booking('22:00', '26:00')] }), '10:00').bookings[0]?.state).toBe('coming')
  })
})

describe('what is free', () => {
  test('leaves out bookings and the time around them, and what is gone', () => {
    const row = only(room({ bufferAfterMinutes: 30, bookings: [booking('9:00', '12:00'), booking('13:00', '17:00')] }), '10:42')
    expect(clock(row.free)).toEqual(['12:30–13:00', '17:30–24:00'])
    expect(clock(row.buffers)).toEqual(['12:00–12:30', '17:00–17:30'])
  })
  test('begins with the quarter of an hour that runs', () => expect(clock(only(room(), '10:42').free)).toEqual(['10:30–24:00']))
  test('never overlaps a booking with its buffers, never leaves the hours, never lies in the past', () => {
    const quarter = fc.integer({ min: 0, max: 95 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(quarter, fc.integer({ min: 1, max: 16 })), { maxLength: 8 }),
        fc.tuple(quarter, quarter),
        fc.integer({ min: 0, max: 45 }),
        fc.integer({ min: 0, max: 1439 }),
        (lengths, [a, b], buffer, nowMinute) => {
          const at = (quarters: number): string => `${Math.floor(quarters / 4)}:${(quarters % 4) * 15}`
          const [opens, closes] = [Math.min(a, b), Math.max(a, b) + 1]
          const source = room({
            open: [period(at(opens), at(closes))],
            bufferBeforeMinutes: buffer,
            bufferAfterMinutes: buffer,
            bookings: lengths.map(([start, length]) => booking(at(start), at(start + length))),
          })
          const now = midnight + nowMinute * minuteMs
          const row = dayModel(grid([source]), now).rows[0]
          for (const span of row?.free ?? []) {
            expect(covers(row?.open ?? [], span)).toBe(true)
            expect(span.from).toBeGreaterThan(now - 15 * minuteMs)
            for (const other of row?.bookings ?? [])
              expect(overlaps(span, { from: other.span.from - buffer * minuteMs, to: other.span.to + buffer * minuteMs })).toBe(false)
          }
        },
      ),
    )
  })
})

describe('a place with many seats', () => {
  const seats = room({
    kind: 'seat',
    units: [
      { id: 'u1', label: '1' },
      { id: 'u2', label: '2' },
    ],
    open: [period('9:00', '18:00')],
    steps: [
      { at: iso(midnight), taken: 0 },
      { at: iso(time('10:00')), taken: 1 },
      { at: iso(time('13:00')), taken: 2 },
      { at: iso(time('15:00')), taken: 0 },
    ],
  })
  const row = only(seats, '11:00')
  test('is a curve within its hours, cut at this moment', () => {
    expect(row.levels.map((level) => `${clock([level.span]).join()} ${level.taken}${level.isPast ? ' past' : ''}`)).toEqual([
      '9:00–10:00 0 past',
      '10:00–11:00 1 past',
      '11:00–13:00 1',
      '13:00–15:00 2',
      '15:00–18:00 0',
    ])
  })
  test('is free where one is left', () => expect(clock(row.free)).toEqual(['11:00–13:00', '15:00–18:00']))
  test('says how many are taken now', () => expect(rowNow(row, time('11:00')).taken).toBe(1))
})

describe('the hours shown', () => {
  test('hold the opening hours', () => expect(model(room(), '10:00')).toMatchObject({ from: 6, to: 24 }))
  test('hold a booking outside them', () =>
    expect(model(room({ open: [period('9:00', '18:00')], bookings: [booking('7:30', '8:00')] }), '10:00')).toMatchObject({
      from: 7,
      to: 18,
    }))
  test('are a working day where it is shut', () => expect(model(room({ open: [] }), '10:00')).toMatchObject({ from: 8, to: 20 }))
  test('are never so few that an hour fills the screen', () =>
    expect(model(room({ open: [period('10:00', '11:00')] }), '10:00')).toMatchObject({ from: 6, to: 14 }))
})

describe('a room that is let', () => {
  const lease = {
    id: 'lease',
    targetId: 'room',
    kind: 'lease' as const,
    status: 'active' as const,
    holderName: '見本ソフト',
    startsAt: iso(midnight - 40 * 24 * 3_600_000),
    endsAt: iso(time('12:00')),
    endsOn: '2026-11-20',
  }
  test('is taken whole, free after it, and full by the seat', () => {
    const [whole] = dayModel({ ...grid([room()]), leases: [lease] }, time('8:00')).rows
    expect(whole?.leases).toHaveLength(1)
    expect(whole?.free).toEqual([{ from: time('12:00'), to: time('24:00') }])
    const seats = room({
      kind: 'seat',
      units: [
        { id: 'u1', label: '1' },
        { id: 'u2', label: '2' },
      ],
      steps: [{ at: iso(midnight), taken: 0 }],
    })
    const [curve] = dayModel({ ...grid([seats]), leases: [lease] }, time('8:00')).rows
    expect(curve?.levels.map((level) => level.taken)).toEqual(expect.arrayContaining([2, 0]))
    expect(curve?.free).toEqual([{ from: time('12:00'), to: time('24:00') }])
  })
})
