/** Which values nobody published, in words, and one press to stand by them. */
import { Button } from '#ui/button.tsx'
import { Note, Tag } from '#ui/marks.tsx'
import { useHubsTexts } from '../../texts.ts'

const labels = {
  names: 'settings.name',
  address: 'settings.address',
  municipalityNames: 'settings.municipality',
  capacity: 'settings.capacity',
  audience: 'settings.audience',
  description: 'settings.description',
  gettingIn: 'settings.gettingIn',
  phone: 'settings.phone',
  opening: 'settings.weekTitle',
  yearlyClosures: 'settings.yearlyTitle',
  closures: 'settings.closuresField',
  exceptions: 'settings.exceptionsField',
  uses: 'settings.uses',
  count: 'settings.itemCount',
} as const

const languages = {
  ja: 'settings.inJa',
  en: 'settings.inEn',
  'zh-Hans': 'settings.inZhHans',
  'zh-Hant': 'settings.inZhHant',
  ko: 'settings.inKo',
} as const

/** `names.en` → 名称（英語）. */
export function useFieldNames(): (field: string) => string {
  const t = useHubsTexts()
  return (field) => {
    const [name = '', language = ''] = field.split('.')
    const label = name in labels ? t(labels[name as keyof typeof labels]) : name
    return language in languages ? t(languages[language as keyof typeof languages], { label }) : label
  }
}

export function AssumedNote({ assumed, onConfirm, isBusy }: { assumed: readonly string[]; onConfirm: () => void; isBusy: boolean }) {
  const t = useHubsTexts()
  const nameOf = useFieldNames()
  if (assumed.length === 0) return null
  return (
    <Note tone="wait" icon="info">
      <p className="font-bold">{t('settings.assumedTitle', { count: assumed.length })}</p>
      <p>{t('settings.assumedBody')}</p>
      <ul className="my-2 flex flex-wrap gap-2">
        {assumed.map((field) => (
          <li key={field}>
            <Tag>{nameOf(field)}</Tag>
          </li>
        ))}
      </ul>
      <Button size="small" isBusy={isBusy} onClick={onConfirm}>
        {t('settings.confirmAll')}
      </Button>
    </Note>
  )
}
