/** Records as they were collected, of whatever shape: pairs, lists, tables. A field or a value without a word here keeps the API's own. */
import { formatDay, formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useAuditSentences } from '#platform/web/pages/audit-sentences.ts'
import { usePeopleTexts } from '../texts.ts'

const isPlain = (value: unknown): boolean => value === null || typeof value !== 'object'

export function RecordTree({ data }: { data: unknown }) {
  const t = usePeopleTexts()
  const word = useRecordWord()
  if (isPlain(data)) return <Value value={data} />
  if (Array.isArray(data)) {
    if (data.length === 0) return <span className="muted">{t('records.nothing')}</span>
    return (
      <ol className="grid gap-3">
        {data.map((item, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a snapshot that never changes its order
          <li key={index} className="border-s-2 border-rule ps-4">
            <RecordTree data={item} />
          </li>
        ))}
      </ol>
    )
  }
  return (
    <dl className="grid gap-x-6 gap-y-1 leading-normal sm:grid-cols-[12rem_minmax(0,1fr)]">
      {Object.entries(data as Record<string, unknown>).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="dense muted break-words pt-0.5">{word('field', name)}</dt>
          <dd className="min-w-0 max-sm:mb-2">
            <RecordTree data={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Of a field, or of a code: roles, states, kinds of facts. */
export function useRecordWord(): (group: 'field' | 'value', code: string) => string {
  const t = usePeopleTexts()
  const facts = useAuditSentences()
  return (group, code) => {
    const fact = facts.get(code)
    if (fact !== undefined) return fact
    const keys = group === 'field' ? [`records.field.${code}`] : [`role.${code}`, `status.${code}`, `origin.${code}`]
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key that no text has shows itself
    for (const key of keys) if (/^[\w.-]+$/.test(key) && t(key as 'role.member') !== key) return t(key as 'role.member')
    return code
  }
}

function Value({ value }: { value: unknown }) {
  const language = useLanguage()
  const word = useRecordWord()
  const text = value === null || value === undefined || value === '' ? '–' : String(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text, language, { hasYear: true })
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text))
    return <time dateTime={text}>{`${text.slice(0, 4)} ${formatInstant(text, language)}`}</time>
  return <span className="break-words">{word('value', text)}</span>
}
