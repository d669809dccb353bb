import { expect, test } from 'vitest'
import { dayName, englishMonths } from './day-names.ts'

const locales = { ja: 'ja-JP', en: 'en-GB', 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', ko: 'ko-KR' }
/** 1 November 2026 was a Sunday. */
const dayOfWeek = (weekday: number): Date => new Date(Date.UTC(2026, 10, 1 + weekday))

test.each(Object.entries(locales))('days are called as Intl calls them: %s', (language, locale) => {
  for (const style of ['long', 'short', 'narrow'] as const) {
    const names = new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' })
    for (let weekday = 0; weekday <= 7; weekday++) expect(dayName(weekday, language, style)).toBe(names.format(dayOfWeek(weekday)))
  }
})

test('months are called as Intl calls them', () => {
  const names = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' })
  expect(englishMonths).toEqual(Array.from({ length: 12 }, (_, month) => names.format(Date.UTC(2026, month, 1))))
})
