/** How many people, and how exactly that is known. */
import { Select, TextField } from '#ui/fields.tsx'
import type { Capacity } from '../../../contract/schemas.ts'
import { useHubsTexts } from '../../texts.ts'

export interface CapacityDraft {
  readonly value: string
  readonly is: Capacity['is']
  readonly min: string
}

export function capacityDraft(capacity: Capacity | null): CapacityDraft {
  return {
    value: capacity === null ? '' : String(capacity.value),
    is: capacity?.is ?? 'exact',
    min: capacity?.min == null ? '' : String(capacity.min),
  }
}

/** Undefined where a field holds something else than a number. */
export function capacityFrom(draft: CapacityDraft): Capacity | null | undefined {
  if (draft.value.trim() === '') return null
  const [value, min] = [numberIn(draft.value), draft.min.trim() === '' ? null : numberIn(draft.min)]
  return value === undefined || min === undefined ? undefined : { value, is: draft.is, min }
}

/** Whole and not negative, in whichever width it was typed. */
export function numberIn(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim()
  return /^\d{1,6}$/.test(plain) ? Number(plain) : undefined
}

export function CapacityFields({
  value,
  onChange,
  hasMin,
  error,
}: {
  value: CapacityDraft
  onChange: (value: CapacityDraft) => void
  hasMin?: boolean
  error?: string | undefined
}) {
  const t = useHubsTexts()
  return (
    <div className="grid items-start gap-x-6 gap-y-4 sm:grid-cols-3">
      <TextField
        label={t('settings.capacity')}
        inputMode="numeric"
        value={value.value}
        onChange={(text) => onChange({ ...value, value: text })}
        hint={t('settings.capacityUnknown')}
        error={error}
      />
      <Select
        label={t('settings.capacityIs')}
        value={value.is}
        onChange={(is) => onChange({ ...value, is })}
        choices={[
          { value: 'exact', label: t('settings.exact') },
          { value: 'about', label: t('settings.about') },
          { value: 'at-least', label: t('settings.atLeast') },
          { value: 'at-most', label: t('settings.atMost') },
        ]}
      />
      {hasMin === true && (
        <TextField
          label={t('settings.capacityMin')}
          inputMode="numeric"
          value={value.min}
          onChange={(min) => onChange({ ...value, min })}
          hint={t('settings.capacityMinHint')}
        />
      )}
    </div>
  )
}
