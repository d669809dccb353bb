/** Why something is corrected: the usual reasons at one press, and room for what is particular. */
import { useState } from 'react'
import { RadioChips, TextField } from '#ui/fields.tsx'
import { useSay } from './say.tsx'

const reasons = ['forgot', 'together', 'other-way', 'door-failed', 'asked', 'other'] as const
type Reason = (typeof reasons)[number]

/** Empty as long as nothing is chosen, or another reason is not said. */
export function ReasonField({ onChange }: { onChange: (reason: string) => void }) {
  const { t } = useSay()
  const [kind, setKind] = useState<Reason | undefined>(undefined)
  const [more, setMore] = useState('')
  const tell = (nextKind: Reason | undefined, nextMore: string): void => {
    const said = nextMore.trim()
    if (nextKind === undefined) onChange('')
    else if (nextKind === 'other') onChange(said)
    else
      onChange(
        said === '' ? t(`correct.reasons.${nextKind}`) : t('correct.reasonAnd', { reason: t(`correct.reasons.${nextKind}`), more: said }),
      )
  }
  return (
    <div className="grid gap-3">
      <RadioChips
        legend={t('correct.reason')}
        value={kind}
        layout="flow"
        onChange={(value) => {
          setKind(value)
          tell(value, more)
        }}
        choices={reasons.map((value) => ({ value, label: t(`correct.reasons.${value}`) }))}
      />
      <TextField
        label={t('correct.more')}
        hint={t('correct.reasonHint')}
        value={more}
        maxLength={400}
        isRequired={kind === 'other'}
        onChange={(value) => {
          setMore(value)
          tell(kind, value)
        }}
      />
    </div>
  )
}
