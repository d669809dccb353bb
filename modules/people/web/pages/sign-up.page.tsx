/** A new account. What it may do comes later, by an invitation or a request to join. */
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

export function SignUpPage() {
  const t = usePeopleTexts()
  const [form, setForm] = useState({ familyName: '', givenName: '', mail: '' })
  const [isTried, setTried] = useState(false)
  const mail = form.mail.normalize('NFKC').trim().toLowerCase()
  const signUp = useMutation({
    mutationFn: () =>
      callSignIn('sign-up/email', {
        name: `${form.familyName.trim()} ${form.givenName.trim()}`,
        email: mail,
        // the link of the mail leads to choosing one; this one is never used
        password: `${crypto.randomUUID()}${crypto.randomUUID()}`,
      }),
  })
  const missing = {
    familyName: form.familyName.trim() === '',
    givenName: form.givenName.trim() === '',
    mail: !/^\S+@\S+\.\S+$/.test(mail),
  }
  const wrong = (field: keyof typeof missing, words: string) => (isTried && missing[field] ? words : undefined)
  if (signUp.isSuccess) {
    return (
      <Narrow title={t('public.signUpSentTitle')} lead={t('public.signUpSentBody', { mail })}>
        <Note>{t('public.signUpSentNote')}</Note>
      </Narrow>
    )
  }
  return (
    <Narrow title={t('public.signUpTitle')} lead={t('public.signUpLead')}>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          showFirstError(event.currentTarget)
          if (!Object.values(missing).includes(true) && !signUp.isPending) signUp.mutate()
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t('public.field.familyName')}
            autoComplete="family-name"
            isRequired
            value={form.familyName}
            onChange={(familyName) => setForm({ ...form, familyName })}
            error={wrong('familyName', t('public.needed'))}
            maxLength={60}
          />
          <TextField
            label={t('public.field.givenName')}
            autoComplete="given-name"
            isRequired
            value={form.givenName}
            onChange={(givenName) => setForm({ ...form, givenName })}
            error={wrong('givenName', t('public.needed'))}
            maxLength={60}
          />
        </div>
        <TextField
          label={t('public.field.mail')}
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="none"
          isRequired
          value={form.mail}
          onChange={(typed) => setForm({ ...form, mail: typed })}
          error={wrong('mail', t('public.mailWrong'))}
          maxLength={254}
        />
        <Refusal error={signUp.error} />
        <Button type="submit" kind="main" isWide isBusy={signUp.isPending}>
          {t('public.signUp')}
        </Button>
      </form>
      <p className="border-t border-rule pt-6">
        {t('public.haveAccount')} <Link to="/sign-in">{t('public.signIn')}</Link>
      </p>
    </Narrow>
  )
}
