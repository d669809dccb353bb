/** What the edge says, in the language of whoever asks. */
import { en } from './locales/en.ts'
import { ja } from './locales/ja.ts'

export type EdgeLanguage = 'ja' | 'en'

const texts: Readonly<Record<EdgeLanguage, typeof ja>> = { ja, en }

export const textsOf = (language: EdgeLanguage): typeof ja => texts[language]

/** Of `Accept-Language`, or of the environment; Japanese where nobody says. */
export function languageOf(wish: string | undefined): EdgeLanguage {
  const found = /(^|[,\s])(ja|en)(?![a-z])/i.exec(wish ?? '')?.[2]?.toLowerCase()
  return found === 'en' ? 'en' : 'ja'
}
