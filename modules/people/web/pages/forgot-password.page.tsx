/** A mail with a link to a new password. Whether the address has an account is not told. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { Narrow } from '../components/narrow.tsx'
import { Refusal } from '../components/refusal.tsx'
import { callSignIn } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

export function ForgotPasswordPage() {
  const t = usePeopleTexts()
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const mail = typed.normalize('NFKC').trim().toLowerCase()
  const isMail = /^\S+@\S+\.\S+$/.test(mail)
  const ask = useMutation({ mutationFn: () => callSignIn('request-password-reset', { email: mail, redirectTo: '/reset-password' }) })
  return (
    <Narrow title={t('public.forgotTitle')} lead={ask.isSuccess ? undefined : t('public.forgotLead')}>
      {ask.isSuccess ? (
        <>
          <Note tone="ok" isAlert>
            {t('public.forgotSent', { mail })}
          </Note>
          <p className="muted">{t('public.forgotNothing')}</p>
        </>
      ) : (
        <form
          noValidate
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            showFirstError(event.currentTarget)
            if (isMail && !ask.isPending) ask.mutate()
          }}
        >
          <TextField
            label={t('public.field.mail')}
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            isRequired
            value={typed}
            onChange={setTyped}
            error={isTried && !isMail ? t('public.mailWrong') : undefined}
            maxLength={254}
          />
          <Refusal error={ask.error} />
          <Button type="submit" kind="main" isWide isBusy={ask.isPending}>
            {t('public.sendLink')}
          </Button>
        </form>
      )}
      <p>
        <Link to="/sign-in">{t('public.backToSignIn')}</Link>
      </p>
    </Narrow>
  )
}
