/** Texts of this module on the server: mails to those who run a consortium, in Japanese or English. */
import { translator, type Translate } from '#platform/contract/texts.ts'
import { en } from '../../locales/en.ts'
import { ja } from '../../locales/ja.ts'

export function sayIn(language: 'ja' | 'en'): Translate<typeof ja> {
  return translator<typeof ja>(language === 'ja' ? ja : en, language, en)
}
