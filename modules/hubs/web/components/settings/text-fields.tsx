/** A text in five languages: Japanese and English side by side, the others behind a fold. */
import { useState } from 'react'
import type { LocalText } from '#platform/contract/schemas.ts'
import { TextArea, TextField } from '#ui/fields.tsx'
import { useHubsTexts } from '../../texts.ts'

export type Texts = {
  readonly ja: string
  readonly en: string
  readonly 'zh-Hans': string
  readonly 'zh-Hant': string
  readonly ko: string
}

export const noTexts: Texts = { ja: '', en: '', 'zh-Hans': '', 'zh-Hant': '', ko: '' }

export function textsOf(text: LocalText | null): Texts {
  return { ...noTexts, ...text }
}

/** Null where nothing is written; a text has Japanese at least. */
export function textsIn(texts: Texts): LocalText | null {
  const filled = Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) => (text.trim() === '' ? [] : [[language, text.trim()]])),
  )
  return Object.keys(filled).length === 0 ? null : { ja: '', ...filled }
}

/** English alone is no text here: the town's own language must be there. */
export const lacksJapanese = (texts: Texts): boolean => texts.ja.trim() === '' && Object.values(texts).some((text) => text.trim() !== '')

export interface TextFieldsProps {
  readonly label: string
  readonly value: Texts
  readonly onChange: (value: Texts) => void
  readonly isRequired?: boolean
  readonly rows?: number
  readonly hint?: string
  readonly error?: string | undefined
}

const others = [
  ['zh-Hans', 'settings.inZhHans'],
  ['zh-Hant', 'settings.inZhHant'],
  ['ko', 'settings.inKo'],
] as const

export function TextFields({ label, value, onChange, isRequired, rows, hint, error }: TextFieldsProps) {
  const t = useHubsTexts()
  const [isOpen, setOpen] = useState(false)
  const filled = others.filter(([language]) => value[language] !== '').length
  const field = (
    language: keyof Texts,
    name: string,
    extra: { isRequired?: boolean | undefined; hint?: string | undefined; error?: string | undefined } = {},
  ) => {
    const shared = {
      label: name,
      lang: language,
      value: value[language],
      onChange: (text: string) => onChange({ ...value, [language]: text }),
      ...extra,
    }
    return rows === undefined ? <TextField key={language} {...shared} /> : <TextArea key={language} rows={rows} {...shared} />
  }
  return (
    <div className="grid gap-2">
      <div className="grid items-start gap-x-6 gap-y-4 md:grid-cols-2">
        {field('ja', t('settings.inJa', { label }), { isRequired, hint, error })}
        {field('en', t('settings.inEn', { label }))}
      </div>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="dense cursor-pointer py-2">
          {t('settings.otherLanguages')} ({filled}/3)
        </summary>
        {isOpen && (
          <div className="grid items-start gap-4 pt-2 md:grid-cols-3">
            {others.map(([language, key]) => field(language, t(key, { label })))}
          </div>
        )}
      </details>
    </div>
  )
}
