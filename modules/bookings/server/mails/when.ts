/** Days and times as mails write them, by language and the hub's zone. */
import type { Language } from '#platform/contract/texts.ts'
import type { Span } from '../../contract/rules.ts'
import { clockTime, dayAt } from '../rules.ts'

const locales: Record<Language, string> = { ja: 'ja-JP', en: 'en-GB', 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', ko: 'ko-KR' }

/** `2026年11月21日（土）`, `Sat 21 Nov 2026`. The day is a day: no zone can move it. */
export function dayText(day: string, language: Language): string {
  const date = Temporal.PlainDate.from(day)
  const weekday = date.toLocaleString(locales[language], { weekday: 'short' })
  switch (language) {
    case 'ja':
      return `${date.year}年${date.month}月${date.day}日（${weekday}）`
    case 'zh-Hans':
    case 'zh-Hant':
      return `${date.year}年${date.month}月${date.day}日（${weekday}）`
    case 'ko':
      return `${date.year}년 ${date.month}월 ${date.day}일 (${weekday})`
    case 'en':
      return `${weekday} ${date.day} ${date.toLocaleString('en-GB', { month: 'short' })} ${date.year}`
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
  const parts = new Intl.DateTimeFormat(locales[language], { timeZone: zone, timeZoneName: 'long' }).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
  return language.startsWith('zh') ? `（${name}）` : ` (${name})`
}
