/** Sign in: password or passkey, then back to where one wanted to go. */
import { useMutation } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { queryClient } from '#platform/web/client.ts'
import { isDesk, sessionChanged, sessionQuery, useSession, type Session } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { Narrow } from '../components/narrow.tsx'
import { PasskeySignIn } from '../components/passkey-sign-in.tsx'
import { PasswordField } from '../components/password-field.tsx'
import { Refusal } from '../components/refusal.tsx'
import { callSignIn, nextPlace, SignInError } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

export function SignInPage() {
  const t = usePeopleTexts()
  const router = useRouter()
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const { session } = useSession()
  const [mail, setMail] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const goOn = (who: Session | null | undefined): void => {
    const own = who ?? undefined
    // somebody with several consortia says first which one it is about
    if (own !== undefined && own.active === undefined && own.memberships.length > 1) {
      router.history.replace(
        `/me/account/consortia${nextPlace(search) === undefined ? '' : `?next=${encodeURIComponent(nextPlace(search) ?? '')}`}`,
      )
      return
    }
    router.history.replace(nextPlace(search) ?? (isDesk(own) ? '/operate' : '/me'))
  }
  const done = async (): Promise<void> => {
    await sessionChanged()
    goOn(queryClient.getQueryData(sessionQuery.queryKey))
  }
  const signIn = useMutation({
    mutationFn: () => callSignIn('sign-in/email', { email: mail.normalize('NFKC').trim().toLowerCase(), password, rememberMe: true }),
    onSuccess: done,
  })
  const send = useMutation({
    mutationFn: () => callSignIn('send-verification-email', { email: mail.normalize('NFKC').trim().toLowerCase() }),
  })
  useEffect(() => {
    // who is signed in already has nothing to do here
    if (session !== undefined && !signIn.isPending && !signIn.isSuccess) goOn(session)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once the session is known
  }, [session])

  const isWithout = isTried && (mail.trim() === '' || password === '')
  const isUnverified = signIn.error instanceof SignInError && signIn.error.code === 'EMAIL_NOT_VERIFIED'
  return (
    <Narrow title={t('public.signInTitle')}>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          showFirstError(event.currentTarget)
          if (mail.trim() !== '' && password !== '' && !signIn.isPending) signIn.mutate()
        }}
      >
        <TextField
          label={t('public.field.mail')}
          type="email"
          inputMode="email"
          autoComplete="username webauthn"
          autoCapitalize="none"
          isRequired
          value={mail}
          onChange={setMail}
          error={isWithout && mail.trim() === '' ? t('public.needed') : undefined}
          maxLength={254}
        />
        <PasswordField
          label={t('public.field.password')}
          value={password}
          onChange={setPassword}
          error={isWithout && password === '' ? t('public.needed') : undefined}
        />
        <Refusal error={signIn.error} />
        {isUnverified &&
          (send.isSuccess ? (
            <Note tone="ok">{t('public.verifySent', { mail })}</Note>
          ) : (
            <Button isBusy={send.isPending} onClick={() => send.mutate()}>
              {t('public.verifyAgain')}
            </Button>
          ))}
        <Button type="submit" kind="main" isWide isBusy={signIn.isPending}>
          {t('public.signIn')}
        </Button>
        <p>
          <Link to="/forgot-password">{t('public.forgot')}</Link>
        </p>
      </form>
      <PasskeySignIn onDone={done} />
      <p className="border-t border-rule pt-6">
        {t('public.noAccount')} <Link to="/sign-up">{t('public.signUp')}</Link>
      </p>
    </Narrow>
  )
}
