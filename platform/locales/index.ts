/** The platform's texts in all languages, for the server. The browser loads one language at a time instead. */
import type { Language, TextTree } from '#platform/contract/texts.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

export const platformTexts: Readonly<Record<Language, TextTree>> = { ja, en, 'zh-Hans': zhHans, 'zh-Hant': zhHant, ko }
