/** How much one may book: any number of limits, each a line. */
import { Button, IconButton } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { useSay } from '../say.tsx'
import { numberIn, type QuotaDraft } from './rules-draft.tsx'
import { useRulesWords } from './use-rules-words.tsx'

export function QuotaFields({
  quotas,
  onChange,
  wrong,
}: {
  quotas: readonly QuotaDraft[]
  onChange: (quotas: readonly QuotaDraft[]) => void
  wrong: ReadonlySet<string>
}) {
  const { t } = useSay()
  const words = useRulesWords()
  const set = (at: number, part: Partial<QuotaDraft>): void =>
    onChange(quotas.map((quota, i) => (i === at ? { ...quota, ...part } : quota)))
  return (
    <div className="grid gap-4">
      {quotas.length === 0 && <p className="muted">{t('rules.quota.none')}</p>}
      {quotas.map((quota, i) => (
        <div key={i} className="grid grid-cols-2 items-end gap-3 md:grid-cols-[1fr_1fr_6rem_1fr_auto]">
          <Select
            label={t('rules.quota.of')}
            value={quota.of}
            onChange={(of) => set(i, { of })}
            choices={(['person', 'organisation'] as const).map((value) => ({ value, label: t(`rules.quota.${value}`) }))}
          />
          <Select
            label={t('rules.quota.per')}
            value={quota.per}
            onChange={(per) => set(i, { per })}
            choices={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`rules.quota.${value}`) }))}
          />
          <TextField
            inputMode="numeric"
            label={t('rules.quota.most')}
            value={quota.most}
            error={wrong.has(`quota${i}`) ? t('rules.badNumber') : undefined}
            onChange={(most) => set(i, { most })}
          />
          <Select
            label={t('rules.quota.unit')}
            value={quota.unit}
            onChange={(unit) => set(i, { unit })}
            choices={(['bookings', 'hours'] as const).map((value) => ({ value, label: t(`rules.quota.${value}`) }))}
          />
          <IconButton
            icon="trash"
            label={t('rules.quota.remove', { limit: words.limit({ ...quota, most: numberIn(quota.most, 1, 1_000) ?? 0 }) })}
            onClick={() => onChange(quotas.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon="plus"
          disabled={quotas.length >= 6}
          onClick={() => onChange([...quotas, { of: 'person', per: 'week', unit: 'bookings', most: '3' }])}
        >
          {t('rules.quota.add')}
        </Button>
      </div>
    </div>
  )
}
