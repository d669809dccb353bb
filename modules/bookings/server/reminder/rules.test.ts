import { describe, expect, test } from 'vitest'
import { isPushService } from '../../contract/reminder/rules.ts'
import { nightFrom, nightUntil, reminderDueAt } from './rules.ts'

const zone = 'Asia/Tokyo'
const at = (local: string) => Temporal.ZonedDateTime.from(`${local}[${zone}]`).toInstant()
const localOf = (instant: Temporal.Instant | undefined) =>
  instant?.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
const due = (startsAt: string, lead: 'usual' | 'day' | 'hour' | 'none', createdAt = '2026-11-01T12:00') =>
  localOf(reminderDueAt({ startsAt: at(startsAt), createdAt: at(createdAt), zone }, lead))

test('as usual: the day before at 17:00, of what was booked more than two days ahead', () => {
  expect(due('2026-11-24T09:00', 'usual')).toBe('2026-11-23T17:00')
  expect(due('2026-11-24T23:30', 'usual')).toBe('2026-11-23T17:00')
  expect(due('2026-11-24T09:00', 'usual', '2026-11-22T08:59')).toBe('2026-11-23T17:00')
  expect(due('2026-11-24T09:00', 'usual', '2026-11-22T09:00')).toBeUndefined()
  expect(due('2026-11-24T09:00', 'none')).toBeUndefined()
})

test('never at night: the morning, where that is still before the start, else the evening before', () => {
  expect(due('2026-11-24T09:00', 'hour')).toBe('2026-11-24T08:00')
  expect(due('2026-11-24T07:30', 'hour')).toBe('2026-11-24T07:00')
  expect(due('2026-11-24T07:00', 'hour')).toBe('2026-11-23T20:00')
  expect(due('2026-11-24T00:30', 'hour')).toBe('2026-11-23T20:00')
  expect(due('2026-11-24T22:30', 'hour')).toBe('2026-11-24T20:00')
  expect(due('2026-11-24T22:30', 'day')).toBe('2026-11-24T07:00')
  expect(due('2026-11-24T05:00', 'day')).toBe('2026-11-23T07:00')
})

test('made after it would have been due: the confirmation has just said it', () => {
  expect(due('2026-11-24T09:00', 'day', '2026-11-23T10:00')).toBeUndefined()
  expect(due('2026-11-24T09:00', 'hour', '2026-11-24T08:30')).toBeUndefined()
})

test('whatever the start and the zone: before the start, by day, and after it was made', () => {
  let state = 11
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
  for (let round = 0; round < 3_000; round++) {
    const there = ['Asia/Tokyo', 'Europe/Berlin', 'America/Sao_Paulo', 'UTC'][next(4)] as string
    const startsAt = Temporal.Instant.from('2026-01-01T00:00:00Z').add({ minutes: next(700 * 24 * 60) })
    const createdAt = startsAt.subtract({ minutes: next(60 * 24 * 60) })
    for (const lead of ['usual', 'day', 'hour'] as const) {
      const found = reminderDueAt({ startsAt, createdAt, zone: there }, lead)
      if (found === undefined) continue
      const { hour } = found.toZonedDateTimeISO(there)
      expect(hour >= nightUntil && hour < nightFrom).toBe(true)
      expect(Temporal.Instant.compare(found, startsAt)).toBe(-1)
      expect(Temporal.Instant.compare(found, createdAt)).toBe(1)
    }
  }
})

describe('a device is called at its browser maker and nowhere else', () => {
  test.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ])('%s', (url) => expect(isPushService(url)).toBe(true))
  test.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com.example.jp/abc',
    'https://example.jp/fcm.googleapis.com/',
    'https://fcm.googleapis.com@10.0.0.1/abc',
    'https://fcm.googleapis.com:8443/abc',
    'https://127.0.0.1/abc',
    'https://xnotify.windows.com/abc',
  ])('%s is refused', (url) => expect(isPushService(url)).toBe(false))
})
