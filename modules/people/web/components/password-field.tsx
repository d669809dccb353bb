import { useState } from 'react'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { usePeopleTexts } from '../texts.ts'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  /** A new one is made up by the browser, the one there is filled in by it. */
  isNew?: boolean
  error?: string | undefined
}

export const shortestPassword = 10

/** Can be looked at while it is typed: a password that is typed twice blindly is a worse password. */
export function PasswordField({ label, value, onChange, isNew, error }: Props) {
  const t = usePeopleTexts()
  const [isShown, setShown] = useState(false)
  return (
    <div>
      <TextField
        label={label}
        type={isShown ? 'text' : 'password'}
        value={value}
        onChange={onChange}
        isRequired
        error={error}
        hint={isNew === true ? t('public.passwordHint') : undefined}
        autoComplete={isNew === true ? 'new-password' : 'current-password'}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={128}
      />
      <Checkbox isChecked={isShown} onChange={setShown}>
        {t('public.showPassword')}
      </Checkbox>
    </div>
  )
}
