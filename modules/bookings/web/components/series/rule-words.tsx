/** A rule said in words: `毎週 火・金`, `Every 2 weeks on Tue, Fri`. */
import { formatWeekday } from '#platform/web/format.ts'
import type { SeriesPattern } from '../../../contract/series/rules.ts'
import type { Say } from '../say.tsx'

export function sayRule(pattern: SeriesPattern, say: Say): string {
  const { t, language } = say
  const every = 'every' in pattern ? pattern.every : 1
  switch (pattern.kind) {
    case 'daily':
      return every === 1 ? t('series.sayDaily') : t('series.sayDailyEvery', { every })
    case 'weekdays':
      return t('series.sayWeekdays')
    case 'weekly': {
      const days = pattern.weekdays
        .toSorted((a, b) => a - b)
        .map((day) => formatWeekday(day, language))
        .join(t('booking.listComma'))
      return every === 1 ? t('series.sayWeekly', { days }) : t('series.sayWeeklyEvery', { days, every })
    }
    case 'monthly-weekday': {
      const day = formatWeekday(pattern.weekday, language)
      const rule = pattern.nth === -1 ? t('series.sayMonthlyLast', { day }) : t('series.sayMonthlyNth', { day, nth: pattern.nth })
      return every === 1 ? rule : t('series.sayEveryMonths', { every, rule })
    }
    case 'monthly-date': {
      const isLast = pattern.date > 28 && pattern.whenShort === 'last-day'
      const rule = t(isLast ? 'series.sayMonthlyDateLast' : 'series.sayMonthlyDate', { date: pattern.date })
      return every === 1 ? rule : t('series.sayEveryMonths', { every, rule })
    }
  }
}
