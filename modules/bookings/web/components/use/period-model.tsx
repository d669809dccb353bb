/** Periods as offices ask for them. Days are texts and counted with whole numbers, so no zone can move one. */
import type { Language } from '#platform/contract/texts.ts'

export type PeriodKey = 'thisMonth' | 'lastMonth' | `fy${string}` | 'custom'

/** April to March, named by the year it begins in: January 2027 is of 2026, 令和8年度. */
export const fiscalYearOf = (day: string): number => Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < 4 ? 1 : 0)

/** `令和8` of 2026, as the reader's language writes the era: that of May, since an era begins on any day. */
export function eraOf(fiscalYear: number, language: Language): string {
  const parts = new Intl.DateTimeFormat(`${language === 'ja' ? 'ja-JP' : 'en'}-u-ca-japanese`, {
    era: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).formatToParts(new Date(`${fiscalYear}-05-15T00:00:00Z`))
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  return language === 'ja' ? part('era') + part('year') : `${part('era')} ${part('year')}`
}

const lastDayOf = (year: number, month: number): string => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
const two = (number: number): string => String(number).padStart(2, '0')

export function monthRange(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { from: `${month}-01`, to: lastDayOf(year, number) }
}

export function rangeOf(key: PeriodKey, today: string, custom: { from: string; to: string }): { from: string; to: string } {
  if (key === 'custom') return custom
  const [year = 0, month = 1] = today.split('-').map(Number)
  if (key === 'thisMonth') return monthRange(today.slice(0, 7))
  if (key === 'lastMonth') return monthRange(month === 1 ? `${year - 1}-12` : `${year}-${two(month - 1)}`)
  const fiscal = Number(key.slice(2))
  return { from: `${fiscal}-04-01`, to: `${fiscal + 1}-03-31` }
}
