import { expect, test } from 'vitest'
import { windowOf, windowOfDay } from './rules.ts'

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
