/** Texts that people wrote in several languages: the reader's, else English, else Japanese. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Language } from '#platform/contract/texts.ts'
import { useLanguage } from './language.ts'

function chosen(text: LocalText, language: Language): { words: string; language: Language } {
  for (const each of [language, 'en', 'ja'] as const) {
    const words = text[each]
    if (words !== undefined && words !== '') return { words, language: each }
  }
  return { words: text.ja, language: 'ja' }
}

export const textIn = (text: LocalText, language: Language): string => chosen(text, language).words

export function useLocalText(): (text: LocalText) => string {
  const language = useLanguage()
  return (text) => textIn(text, language)
}

/** Marks words that are not in the page's language, so that they are read aloud and drawn right. */
export function Local({ text }: { text: LocalText }) {
  const language = useLanguage()
  const found = chosen(text, language)
  return found.language === language ? found.words : <span lang={found.language}>{found.words}</span>
}
