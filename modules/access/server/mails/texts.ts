/** Texts of this module on the server: mails, the log as a file, words in refusals. */
import { translator, type Language, type Translate } from '#platform/contract/texts.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import { en } from '../../locales/en.ts'
import { ja } from '../../locales/ja.ts'
import { ko } from '../../locales/ko.ts'
import { zhHans } from '../../locales/zh-hans.ts'
import { zhHant } from '../../locales/zh-hant.ts'

export const texts = { ja, en, 'zh-Hans': zhHans, 'zh-Hant': zhHant, ko }

export function sayIn(language: Language): Translate<typeof ja> {
  return translator<typeof ja>(texts[language], language, en)
}

/** A name in the reader's language; a visitor who finds none reads the English one before the Japanese one. */
export function localName(names: LocalText, language: Language): string {
  return names[language] ?? (language === 'ja' ? undefined : names.en) ?? names.ja
}
