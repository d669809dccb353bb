import type { Language } from '#platform/contract/texts.ts'
import { useLanguage } from '#platform/web/language.ts'

type Texts = Readonly<Partial<Record<Language, string>>>

/** The reader's own where the consortium wrote it; else English, which always is there. */
export function languageOfTerms(text: Texts, language: Language): Language {
  return text[language] !== undefined && text[language] !== '' ? language : 'en'
}

/** A long text in a box that scrolls, in the reader's language where it has one. */
export function TermsText({ text, title }: { text: Texts; title: string }) {
  const shown = languageOfTerms(text, useLanguage())
  return (
    <section aria-label={title}>
      <h2 className="text-base font-bold">{title}</h2>
      <div
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable without a pointer
        tabIndex={0}
        role="region"
        aria-label={title}
        lang={shown}
        className="mt-2 max-h-72 overflow-y-auto whitespace-pre-wrap rounded-lg border border-rule bg-band p-4 leading-relaxed"
      >
        {text[shown]}
      </div>
    </section>
  )
}
