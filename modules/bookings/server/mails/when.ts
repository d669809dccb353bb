/** Days and times as mails write them, by language and the hub's zone. */
import type { Language } from '#platform/contract/texts.ts'
import type { Span } from '../../contract/rules.ts'
import { clockTime, dayAt } from '../rules.ts'

const locales: Record<Language, string> = { ja: 'ja-JP', en: 'en-GB', 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', ko: 'ko-KR' }

/** Making a formatter costs a hundred times its use: one each. */
const formatters = new Map<string, Intl.DateTimeFormat>()
function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const found = formatters.get(key) ?? new Intl.DateTimeFormat(locales[language], options)
  formatters.set(key, found)
  return found
}

/** `2026年11月21日（土）`, `Sat 21 Nov 2026`. The day is a day: no zone can move it. */
export function dayText(day: string, language: Language): string {
  const { year, month, day: dayOfMonth } = Temporal.PlainDate.from(day)
  const noon = Date.parse(`${day}T12:00:00Z`)
  const weekday = formatter(language, { weekday: 'short', timeZone: 'UTC' }).format(noon)
  switch (language) {
    case 'ja':
    case 'zh-Hans':
    case 'zh-Hant':
      return `${year}年${month}月${dayOfMonth}日（${weekday}）`
    case 'ko':
      return `${year}년 ${month}월 ${dayOfMonth}일 (${weekday})`
    case 'en':
      return `${weekday} ${dayOfMonth} ${formatter('en', { month: 'short', timeZone: 'UTC' }).format(noon)} ${year}`
  }
}

/** `2026年11月21日（土）9:00–18:00`; midnight at the end is 24:00 of the same day. Visitors are told whose clock it is. */
export function periodText(span: Span, zone: string, language: Language): string {
  const first = dayAt(span.from, zone)
  const last = dayAt(span.to - 1, zone)
  const gap = language === 'ja' || language.startsWith('zh') ? '' : ', '
  const start = `${dayText(first, language)}${gap}${clockTime(span.from, first, zone)}`
  const end = first === last ? clockTime(span.to, first, zone) : ` ${dayText(last, language)}${gap}${clockTime(span.to, last, zone)}`
  return `${start}–${end}${clockName(zone, span.from, language)}`
}

export function instantText(at: number, zone: string, language: Language): string {
  const day = dayAt(at, zone)
  return `${dayText(day, language)}${language === 'en' || language === 'ko' ? ', ' : ''}${clockTime(at, day, zone)}${clockName(zone, at, language)}`
}

function clockName(zone: string, at: number, language: Language): string {
  if (language === 'ja') return ''
  const parts = formatter(language, { timeZone: zone, timeZoneName: 'long' }).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
  return language.startsWith('zh') ? `（${name}）` : ` (${name})`
}
