/**
 * Dates, times and figures as people write them, by language and the hub's zone; the one place for it.
 * Days are `YYYY-MM-DD`, instants ISO 8601. `Temporal` is not yet in every browser: Intl does the zones.
 */
import type { Language } from '#platform/contract/texts.ts'
import { dayName, englishMonths } from '#ui/day-names.ts'

export const defaultZone = 'Asia/Tokyo'

/** Making a formatter costs a thousand times its use: one each. */
const formatters = new Map<string, Intl.DateTimeFormat>()
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  let found = formatters.get(key)
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locale, options)
    formatters.set(key, found)
  }
  return found
}

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`)

/** What the clock on the hub's wall shows. */
export function wallClock(instant: string | number | Date, zone: string): { day: string; hour: number; minute: number } {
  // Japan has kept UTC+9 since 1952. Plain arithmetic here saves a phone 70 ms of making formatters before the first paint.
  if (zone === defaultZone) {
    const shifted = new Date(new Date(instant).getTime() + 9 * 3_600_000)
    return { day: shifted.toISOString().slice(0, 10), hour: shifted.getUTCHours(), minute: shifted.getUTCMinutes() }
  }
  const parts = formatter('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant))
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')), minute: Number(part('minute')) }
}

export const dayOf = (instant: string | number | Date, zone: string = defaultZone): string => wallClock(instant, zone).day
export const today = (zone: string = defaultZone): string => dayOf(Date.now(), zone)

/** Hours since the start of `day` at the hub: 24 for the midnight that ends it, 25.5 for half past one the next morning. */
export function hoursOfDay(instant: string | number | Date, day: string, zone: string = defaultZone): number {
  const at = wallClock(instant, zone)
  const days = Math.round((noon(at.day).getTime() - noon(day).getTime()) / 86_400_000)
  return days * 24 + at.hour + at.minute / 60
}

/** The instant at which the hub's clock shows `minutes` after midnight of `day`; 1440 is midnight at its end. */
export function instantAt(day: string, minutes: number, zone: string = defaultZone): string {
  const wanted = new Date(`${day}T00:00:00Z`).getTime() + minutes * 60_000
  let guess = wanted
  // Twice: the first offset may be that of the other side of a change of the clocks.
  for (let round = 0; round < 2; round += 1) {
    const shown = wallClock(guess, zone)
    const shownAt = new Date(`${shown.day}T00:00:00Z`).getTime() + (shown.hour * 60 + shown.minute) * 60_000
    guess += wanted - shownAt
  }
  return new Date(guess).toISOString()
}

/** `9:00`, and `24:00` for 1440: an office's day ends at 24, not at 0. */
export function formatMinutes(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(Math.round(minutes % 60)).padStart(2, '0')}`
}

/** The minute of the day that a field of time holds: 540 for `09:00`, 1440 for `24:00`. */
export function minutesOfTime(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

export function formatTime(instant: string | number | Date, zone: string = defaultZone): string {
  const { hour, minute } = wallClock(instant, zone)
  return formatMinutes(hour * 60 + minute)
}

/** `11月20日（金）`, `Fri 20 Nov`. With `hasYear` the year in front or behind, in Japanese also the era. */
export function formatDay(day: string, language: Language, options: { hasYear?: boolean; hasWeekday?: boolean } = {}): string {
  const { hasYear = false, hasWeekday = true } = options
  const date = noon(day)
  const year = day.slice(0, 4)
  const month = Number(day.slice(5, 7))
  const dom = Number(day.slice(8, 10))
  const weekday = dayName(date.getUTCDay(), language, 'short')
  switch (language) {
    case 'ja':
      return `${hasYear ? `${formatEraYear(day)}（${year}年）` : ''}${month}月${dom}日${hasWeekday ? `（${weekday}）` : ''}`
    case 'zh-Hans':
    case 'zh-Hant':
      return `${hasYear ? `${year}年` : ''}${month}月${dom}日${hasWeekday ? `（${weekday}）` : ''}`
    case 'ko':
      return `${hasYear ? `${year}년 ` : ''}${month}월 ${dom}일${hasWeekday ? ` (${weekday})` : ''}`
    case 'en': {
      const name = englishMonths[month - 1]?.slice(0, 3) ?? ''
      return `${hasWeekday ? `${weekday} ` : ''}${dom} ${name}${hasYear ? ` ${year}` : ''}`
    }
  }
}

/** 1 Monday to 7 Sunday: `月`, `Mon`. */
export function formatWeekday(weekday: number, language: Language): string {
  return dayName(weekday, language, 'short')
}

/** `令和8年`, `令和元年`. */
function formatEraYear(day: string): string {
  const parts = formatter('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', timeZone: 'UTC' }).formatToParts(noon(day))
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  const year = part('year')
  return `${part('era')}${year === '1' ? '元' : year}年`
}

/** `令和8年（2026年）11月`, `November 2026`. */
export function formatMonth(month: string, language: Language): string {
  const year = month.slice(0, 4)
  const number = Number(month.slice(5, 7))
  switch (language) {
    case 'ja':
      return `${formatEraYear(`${month}-01`)}（${year}年）${number}月`
    case 'zh-Hans':
    case 'zh-Hant':
      return `${year}年${number}月`
    case 'ko':
      return `${year}년 ${number}월`
    case 'en':
      return `${englishMonths[number - 1]} ${year}`
  }
}

/** `9:00–18:00`; over midnight the end of the day is 24:00, a later day is named. */
export function formatTimeRange(startsAt: string, endsAt: string, language: Language, zone: string = defaultZone): string {
  const day = dayOf(startsAt, zone)
  const end = hoursOfDay(endsAt, day, zone)
  const start = formatTime(startsAt, zone)
  if (end <= 24) return `${start}–${formatMinutes(Math.round(end * 60))}`
  return `${start} – ${formatDay(dayOf(endsAt, zone), language)} ${formatTime(endsAt, zone)}`
}

/** `11月20日（金）9:00–18:00`, `Fri 20 Nov, 9:00–18:00`. */
export function formatDayAndRange(startsAt: string, endsAt: string, language: Language, zone: string = defaultZone): string {
  const day = formatDay(dayOf(startsAt, zone), language)
  const between = language === 'ja' || language === 'zh-Hans' || language === 'zh-Hant' ? '' : language === 'en' ? ', ' : ' '
  return `${day}${between}${formatTimeRange(startsAt, endsAt, language, zone)}`
}

/** `11月20日（金）10:42` */
export function formatInstant(instant: string | number | Date, language: Language, zone: string = defaultZone): string {
  const between = language === 'ja' || language === 'zh-Hans' || language === 'zh-Hant' ? '' : ' '
  return `${formatDay(dayOf(instant, zone), language)}${between}${formatTime(instant, zone)}`
}

/** Whole yen, no decimals: `¥1,000`. */
export function formatYen(yen: number): string {
  return `¥${String(yen).replaceAll(/\B(?=(\d{3})+$)/g, ',')}`
}
