import { expect, test } from 'vitest'
import { placeAfter, windowOf, windowOfDay } from './rules.ts'

const at = (text: string) => Date.parse(text)

test('after midnight and before the closing it is still the evening before', () => {
  expect(windowOf(at('2026-11-23T23:00:00+09:00'), 240, 'Asia/Tokyo').day).toBe('2026-11-23')
  expect(windowOf(at('2026-11-24T03:59:59+09:00'), 240, 'Asia/Tokyo').day).toBe('2026-11-23')
  expect(windowOf(at('2026-11-24T04:00:00+09:00'), 240, 'Asia/Tokyo').day).toBe('2026-11-24')
})

test('windows follow one another without gap, also where clocks are put forward', () => {
  for (const zone of ['Asia/Tokyo', 'Europe/Berlin', 'Australia/Lord_Howe'])
    for (let day = Temporal.PlainDate.from('2026-01-01'); day.year === 2026; day = day.add({ days: 1 })) {
      const here = windowOfDay(day.toString(), 150, zone)
      expect(windowOf(here.from, 150, zone)).toEqual(here)
      expect(windowOf(here.to - 1, 150, zone)).toEqual(here)
      expect(windowOf(here.to, 150, zone).day).toBe(day.add({ days: 1 }).toString())
    }
})

test('out of a room is in the hall where the hub has an entrance, and the street where it has none', () => {
  const entrance = { insideSpaceId: null, outsideSpaceId: null }
  const room = { insideSpaceId: 'room', outsideSpaceId: null }
  const inner = { insideSpaceId: 'booth', outsideSpaceId: 'room' }
  const all = [entrance, room, inner]
  expect(placeAfter(true, room, all)).toEqual({ isOut: false, spaceId: null })
  expect(placeAfter(true, room, [room])).toEqual({ isOut: true, spaceId: null })
  expect(placeAfter(true, entrance, all)).toEqual({ isOut: true, spaceId: null })
  expect(placeAfter(true, inner, all)).toEqual({ isOut: false, spaceId: 'room' })
  expect(placeAfter(false, room, all)).toEqual({ isOut: false, spaceId: 'room' })
})
