/** When and for how many: the choices of a day's times, made from its hours. */
import { hoursOfDay } from '#platform/web/format.ts'
import type { Period } from '../../../contract/schemas.ts'

export interface TimeChoice {
  readonly key: 'day' | 'rest' | 'morning' | 'afternoon' | 'evening' | 'own'
  readonly start: number
  readonly end: number
}

const noon = 13 * 60
const halfHour = 30

/** Minutes of the hub's day between which something is open, from now on where the day is today. */
export interface OpenRange {
  readonly start: number
  readonly end: number
  /** A part of it is over already. */
  readonly isRest: boolean
}

export function openRange(open: readonly Period[], day: string, zone: string, now: string): OpenRange | undefined {
  if (open.length === 0) return undefined
  const at = (instant: string): number => Math.round(hoursOfDay(instant, day, zone) * 60)
  const start = Math.min(...open.map((period) => at(period.startsAt)))
  const end = Math.min(24 * 60, Math.max(...open.map((period) => at(period.endsAt))))
  const from = Math.max(start, Math.ceil(at(now) / halfHour) * halfHour)
  return end - from < halfHour ? undefined : { start: from, end, isRest: from > start }
}

/** All day, morning, afternoon, evening, as far as the hours go. Where a hub is open from 6 to 24 a day is 9 to 18. */
export function timeChoices(range: OpenRange | undefined): TimeChoice[] {
  if (range === undefined) return []
  const { start, end } = range
  const isLong = end - start > 11 * 60
  const day = isLong ? { start: Math.max(start, 9 * 60), end: Math.min(end, 18 * 60) } : range
  const choices: TimeChoice[] = [{ key: range.isRest ? 'rest' : 'day', start: day.start, end: day.end }]
  if (day.start < noon && day.end > noon) {
    choices.push({ key: 'morning', start: day.start, end: noon }, { key: 'afternoon', start: noon, end: day.end })
  }
  if (isLong && end >= 20 * 60 && start < 22 * 60)
    choices.push({ key: 'evening', start: Math.max(18 * 60, start), end: Math.min(end, 22 * 60) })
  return [...choices.filter((choice) => choice.end - choice.start >= halfHour), { key: 'own', start: day.start, end: day.end }]
}

/** 540 → `09:00`; 1440 → `24:00`. */
export const wallTimeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export function minutesOf(wallTime: string): number | undefined {
  const match = /^(\d{1,2}):([0-5]\d)$/.exec(wallTime)
  if (match === null) return undefined
  const minutes = Number(match[1]) * 60 + Number(match[2])
  return minutes <= 24 * 60 ? minutes : undefined
}

/** Every half hour from `from` to `to`, both ends included. */
export function halfHours(from: number, to: number): number[] {
  const times: number[] = []
  for (let at = Math.ceil(from / halfHour) * halfHour; at <= to; at += halfHour) times.push(at)
  return times
}
