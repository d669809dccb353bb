/** What several parts of the API say alike: capacities, places of Japan, days. */
import type { LocalText } from '#platform/contract/schemas.ts'
import { findText } from '#platform/contract/texts.ts'
import {
  isWithinOpening,
  openingBetween,
  usualClosures,
  type DayOpening,
  type HolidayOf,
  type Schedule,
  type YearlyClosure,
} from '../contract/rules.ts'
import type { Capacity } from '../contract/schemas.ts'
import { en } from '../locales/en.ts'
import { ja } from '../locales/ja.ts'
import { ko } from '../locales/ko.ts'
import { zhHans } from '../locales/zh-hans.ts'
import { zhHant } from '../locales/zh-hant.ts'

type PrefectureKey = keyof typeof ja.public.prefectures

const locales = { ja, en, 'zh-Hans': zhHans, 'zh-Hant': zhHant, ko }

/** New Year and Obon as offices keep them, named in every language. */
export function usualYearlyClosures(): YearlyClosure[] {
  return usualClosures.map(({ key, fromDay, toDay }) => ({
    fromDay,
    toDay,
    reason: Object.fromEntries(Object.entries(locales).map(([language, tree]) => [language, findText(tree, key)])) as LocalText,
  }))
}

/** The prefecture of a municipality code (its first two digits, JIS X 0401), named in all languages. */
export function prefectureOf(municipalityCode: string | null): { code: string; names: LocalText } | null {
  const code = municipalityCode?.slice(0, 2) ?? ''
  const key = `p${code}` as PrefectureKey
  if (!(key in ja.public.prefectures)) return null
  const named = (tree: { readonly public: { readonly prefectures: Readonly<Record<PrefectureKey, unknown>> } }) =>
    String(tree.public.prefectures[key])
  return { code, names: { ja: named(ja), en: named(en), 'zh-Hans': named(zhHans), 'zh-Hant': named(zhHant), ko: named(ko) } }
}

/** Codes of the prefectures whose name in any language holds the text. */
export function prefecturesNamed(text: string): string[] {
  const wanted = text.normalize('NFKC').toLowerCase()
  return Object.keys(ja.public.prefectures).flatMap((key) => {
    const prefecture = prefectureOf(key.slice(1))
    return Object.values(prefecture?.names ?? {}).some((name) => name.toLowerCase().includes(wanted)) ? [key.slice(1)] : []
  })
}

export function municipalityOf(code: string | null, names: LocalText | null): { code: string; names: LocalText } | null {
  return code === null || names === null ? null : { code, names }
}

export function capacityOf(row: {
  readonly capacityValue: number | null
  readonly capacityIs: string
  readonly capacityMin?: number | null
}): Capacity | null {
  return row.capacityValue === null
    ? null
    : { value: row.capacityValue, is: row.capacityIs as Capacity['is'], min: row.capacityMin ?? null }
}

/** A schedule in which nothing is said is none: the place follows what is around it. */
export function ownSchedule<S extends Schedule>(schedule: S): S | null {
  const isEmpty = schedule.rules.length + schedule.exceptions.length + schedule.closures.length + schedule.yearlyClosures.length === 0
  return isEmpty ? null : schedule
}

export function isOpenAt(now: Temporal.Instant, layers: readonly Schedule[], zone: string, holidayOf: HolidayOf): boolean {
  return isWithinOpening({ startsAt: now, endsAt: now.add({ milliseconds: 1 }) }, layers, zone, holidayOf)
}

export function presentDays(from: string, to: string, layers: readonly Schedule[], holidayOf: HolidayOf) {
  return openingBetween(from, to, layers, holidayOf).map(presentDay)
}

export function presentDay(day: DayOpening) {
  return { ...day, periods: [...day.periods] }
}
