import { expect, test } from 'vitest'
import { moveClosing, placeAfter, usualClosings, windowOf, windowOfDay } from './rules.ts'

const at = (text: string) => Date.parse(text)

test('after midnight and before the closing it is still the evening before', () => {
  expect(windowOf(at('2026-11-23T23:00:00+09:00'), usualClosings, 'Asia/Tokyo').day).toBe('2026-11-23')
  expect(windowOf(at('2026-11-24T03:59:59+09:00'), usualClosings, 'Asia/Tokyo').day).toBe('2026-11-23')
  expect(windowOf(at('2026-11-24T04:00:00+09:00'), usualClosings, 'Asia/Tokyo').day).toBe('2026-11-24')
})

test('windows follow one another without gap, also where clocks are put forward', () => {
  for (const zone of ['Asia/Tokyo', 'Europe/Berlin', 'Australia/Lord_Howe'])
    for (let day = Temporal.PlainDate.from('2026-01-01'); day.year === 2026; day = day.add({ days: 1 })) {
      const here = windowOfDay(day.toString(), { closesMinute: 150, earlier: [] }, zone)
      expect(windowOf(here.from, { closesMinute: 150, earlier: [] }, zone)).toEqual(here)
      expect(windowOf(here.to - 1, { closesMinute: 150, earlier: [] }, zone)).toEqual(here)
      expect(windowOf(here.to, { closesMinute: 150, earlier: [] }, zone).day).toBe(day.add({ days: 1 }).toString())
    }
})

test('a closing minute that is moved leaves nobody between two nights, and nights that are over as they were', () => {
  const zone = 'Asia/Tokyo'
  // came at one, closing moved at two to half past one: that is over for tonight, so tonight ends at four and the next at half past one
  const now = at('2026-11-24T02:00:00+09:00')
  const earlier = moveClosing(usualClosings, 90, now, zone)
  expect(windowOf(at('2026-11-24T01:00:00+09:00'), earlier, zone)).toEqual({
    day: '2026-11-23',
    from: at('2026-11-23T04:00:00+09:00'),
    to: at('2026-11-24T04:00:00+09:00'),
  })
  expect(windowOfDay('2026-11-24', earlier, zone).to).toBe(at('2026-11-25T01:30:00+09:00'))
  // still to come: tonight already
  expect(windowOf(now, moveClosing(usualClosings, 150, now, zone), zone).to).toBe(at('2026-11-24T02:30:00+09:00'))
  expect(moveClosing(usualClosings, 240, now, zone)).toEqual(usualClosings)
  // however often it is moved: no gap, none over before its time, and what was stays
  let closings = usualClosings
  let seed = 7
  const dice = (below: number): number => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 1) % below
  let when = now
  for (let i = 0; i < 60; i++) {
    when += dice(40) * 3_600_000 + dice(60) * 60_000
    const before = windowOf(when, closings, zone)
    const moved = moveClosing(closings, dice(1_440), when, zone)
    const running = windowOf(when, moved, zone)
    expect(running).toMatchObject({ day: before.day, from: before.from })
    expect(running.to).toBeGreaterThan(when)
    let last = windowOf(when - 4 * 86_400_000, closings, zone)
    while (last.from <= when + 3 * 86_400_000) {
      if (last.to <= when) expect(last).toEqual(windowOfDay(last.day, closings, zone))
      const next = windowOf(last.to, moved, zone)
      expect(next.from).toBe(last.to)
      last = next
    }
    closings = moved
  }
})

test('out of a room is in the hall where the hub has an entrance, and the street where it has none', () => {
  const entrance = { insideSpaceId: null, outsideSpaceId: null, outsideIsHub: false }
  const room = { insideSpaceId: 'room', outsideSpaceId: null, outsideIsHub: false }
  const inner = { insideSpaceId: 'booth', outsideSpaceId: 'room', outsideIsHub: false }
  const all = [entrance, room, inner]
  expect(placeAfter(true, room, all)).toEqual({ isOut: false, spaceId: null })
  expect(placeAfter(true, room, [room])).toEqual({ isOut: true, spaceId: null })
  expect(placeAfter(true, entrance, all)).toEqual({ isOut: true, spaceId: null })
  expect(placeAfter(true, inner, all)).toEqual({ isOut: false, spaceId: 'room' })
  expect(placeAfter(false, room, all)).toEqual({ isOut: false, spaceId: 'room' })
  // where the entrance leads into a named space, the door of the room says what is before it
  const lobby = { insideSpaceId: 'lobby', outsideSpaceId: null, outsideIsHub: false }
  const fromHall = { insideSpaceId: 'room', outsideSpaceId: null, outsideIsHub: true }
  expect(placeAfter(true, fromHall, [lobby, fromHall])).toEqual({ isOut: false, spaceId: null })
  expect(placeAfter(true, lobby, [lobby, fromHall])).toEqual({ isOut: true, spaceId: null })
  // and a door within the hall is no entrance
  const within = { insideSpaceId: null, outsideSpaceId: null, outsideIsHub: true }
  expect(placeAfter(true, room, [room, within])).toEqual({ isOut: true, spaceId: null })
  expect(placeAfter(true, within, [room, within])).toEqual({ isOut: false, spaceId: null })
})
