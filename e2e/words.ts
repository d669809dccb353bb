/** The words that are on the screens, out of the product's own files: a test looks for what a reader of that language sees. */
import { en as accessEn } from '#modules/access/locales/en.ts'
import { ja as accessJa } from '#modules/access/locales/ja.ts'
import { en as bookingsEn } from '#modules/bookings/locales/en.ts'
import { ja as bookingsJa } from '#modules/bookings/locales/ja.ts'
import { ko as bookingsKo } from '#modules/bookings/locales/ko.ts'
import { zhHans as bookingsZhHans } from '#modules/bookings/locales/zh-hans.ts'
import { zhHant as bookingsZhHant } from '#modules/bookings/locales/zh-hant.ts'
import { en as devicesEn } from '#modules/devices/locales/en.ts'
import { ja as devicesJa } from '#modules/devices/locales/ja.ts'
import { en as hubsEn } from '#modules/hubs/locales/en.ts'
import { ja as hubsJa } from '#modules/hubs/locales/ja.ts'
import { ko as hubsKo } from '#modules/hubs/locales/ko.ts'
import { zhHans as hubsZhHans } from '#modules/hubs/locales/zh-hans.ts'
import { zhHant as hubsZhHant } from '#modules/hubs/locales/zh-hant.ts'
import { en as peopleEn } from '#modules/people/locales/en.ts'
import { ja as peopleJa } from '#modules/people/locales/ja.ts'
import { fillText, findText, type Language, type TextParams, type TextTree } from '#platform/contract/texts.ts'
import { platformTexts } from '#platform/locales/index.ts'

const trees: Readonly<Record<string, Partial<Record<Language, TextTree>>>> = {
  access: { ja: accessJa, en: accessEn },
  devices: { ja: devicesJa, en: devicesEn },
  bookings: { ja: bookingsJa, en: bookingsEn, ko: bookingsKo, 'zh-Hans': bookingsZhHans, 'zh-Hant': bookingsZhHant },
  hubs: { ja: hubsJa, en: hubsEn, ko: hubsKo, 'zh-Hans': hubsZhHans, 'zh-Hant': hubsZhHant },
  people: { ja: peopleJa, en: peopleEn },
  platform: platformTexts,
}

export type Words = (key: string, params?: TextParams) => string

/** `wordsOf('en')('bookings.public.page.confirm')`; a key that is not there fails the test. */
export function wordsOf(language: Language): Words {
  return (key, params) => {
    const [module = '', ...rest] = key.split('.')
    const tree = trees[module]?.[language]
    const text = tree === undefined ? undefined : findText(tree, rest.join('.'))
    if (text === undefined) throw new Error(`no text ${key} in ${language}`)
    return fillText(text, params, language)
  }
}

/** The text with anything in its places, to be found on a screen whatever stands there. */
export function patternOf(language: Language, key: string): RegExp {
  const parts = wordsOf(language)(key).split(/\{\w+\}/)
  return new RegExp(parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.+'))
}
