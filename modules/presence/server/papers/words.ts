/** Texts of presence on the server: papers and files. */
import type { LocalText } from '#platform/contract/schemas.ts'
import { translator, type Language, type Translate } from '#platform/contract/texts.ts'
import { en } from '../../locales/en.ts'
import { ja } from '../../locales/ja.ts'
import { ko } from '../../locales/ko.ts'
import { zhHans } from '../../locales/zh-hans.ts'
import { zhHant } from '../../locales/zh-hant.ts'

export const texts = { ja, en, 'zh-Hans': zhHans, 'zh-Hant': zhHant, ko }

export const sayIn = (language: Language): Translate<typeof ja> => translator<typeof ja>(texts[language], language, en)

export const localName = (names: LocalText, language: Language): string =>
  names[language] ?? (language === 'ja' ? undefined : names.en) ?? names.ja
