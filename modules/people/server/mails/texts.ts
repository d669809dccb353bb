/** Texts of this module on the server: mails, reports of an import, what is forgotten. */
import { translator, type Language, type Translate } from '#platform/contract/texts.ts'
import { en } from '../../locales/en.ts'
import { ja } from '../../locales/ja.ts'
import { ko } from '../../locales/ko.ts'
import { zhHans } from '../../locales/zh-hans.ts'
import { zhHant } from '../../locales/zh-hant.ts'

export const texts = { ja, en, 'zh-Hans': zhHans, 'zh-Hant': zhHant, ko }

/** Visitors' languages have what visitors get; the rest they read in English. */
export function sayIn(language: Language): Translate<typeof ja> {
  return translator<typeof ja>(texts[language], language, en)
}
