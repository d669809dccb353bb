/** A password by the link of a mail, or of `hiroba admin`: a new one, or the first of an account. */
import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { LinkButton } from '#ui/link.tsx'
import { EmptyState } from '#ui/states.tsx'
import { Note } from '#ui/marks.tsx'
import { Narrow } from '../components/narrow.tsx'
import { PasswordField, shortestPassword } from '../components/password-field.tsx'
import { Refusal } from '../components/refusal.tsx'
import { callSignIn } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

export function ResetPasswordPage() {
  const t = usePeopleTexts()
  const { token, first } = useSearch({ strict: false }) as { token?: string; first?: unknown }
  const isFirst = first !== undefined
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const reset = useMutation({ mutationFn: () => callSignIn('reset-password', { token, newPassword: password }) })
  const again = <LinkButton to="/forgot-password">{t('public.askLinkAgain')}</LinkButton>
  if (token === undefined || token === '') {
    return (
      <Narrow title={t('public.resetTitle')}>
        <EmptyState icon="link" title={t('public.refused.oldLink')} act={again} />
      </Narrow>
    )
  }
  return (
    <Narrow title={t(isFirst ? 'public.firstPasswordTitle' : 'public.resetTitle')}>
      {reset.isSuccess ? (
        <>
          <Note tone="ok" isAlert>
            {t(isFirst ? 'public.firstPasswordDone' : 'public.resetDone')}
          </Note>
          <LinkButton to="/sign-in" kind="main">
            {t('public.signIn')}
          </LinkButton>
        </>
      ) : (
        <form
          noValidate
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            showFirstError(event.currentTarget)
            if (password.length >= shortestPassword && !reset.isPending) reset.mutate()
          }}
        >
          <PasswordField
            label={t(isFirst ? 'public.field.password' : 'public.field.newPassword')}
            isNew
            value={password}
            onChange={setPassword}
            error={isTried && password.length < shortestPassword ? t('public.passwordHint') : undefined}
          />
          <Refusal error={reset.error} />
          {reset.isError && again}
          <Button type="submit" kind="main" isWide isBusy={reset.isPending}>
            {t(isFirst ? 'public.firstPasswordTitle' : 'public.resetAct')}
          </Button>
        </form>
      )}
    </Narrow>
  )
}
