import { useLanguage } from '#platform/web/language.ts'

/** Several words as one, with the marks of the reader's language. */
export function useListOf(): (words: readonly string[]) => string {
  const language = useLanguage()
  return (words) => new Intl.ListFormat(language, { type: 'conjunction' }).format(words)
}
