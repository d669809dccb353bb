/** Accept an invitation: who invites, into what, and the few things that are still asked. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { call, keyOf } from '#platform/web/client.ts'
import { formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { signOut, useSession, type Session } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { acceptInvitation, mailInvitationLink, readInvitation, readMe } from '../../contract/endpoints.ts'
import { useListOf } from '../components/list-of.tsx'
import { Narrow } from '../components/narrow.tsx'
import { PasswordField, shortestPassword } from '../components/password-field.tsx'
import { emptyProfile, errorsOf, formOf, ProfileFields, type ProfileForm } from '../components/profile-fields.tsx'
import { Refusal } from '../components/refusal.tsx'
import { TermsText } from '../components/terms-text.tsx'
import { callSignIn, dropInvitationSecret, takeInvitationSecret, workIn } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

type Preview = ResponseOf<typeof readInvitation>

export function InvitationPage() {
  const t = usePeopleTexts()
  const [secret] = useState(takeInvitationSecret)
  const { session, isPending: isSessionPending } = useSession()
  const invitation = useQuery({
    queryKey: keyOf(readInvitation, { link: secret ?? '' }),
    queryFn: () => call(readInvitation, { link: secret ?? '' }),
    enabled: secret !== undefined,
  })
  if (secret === undefined) {
    return (
      <Narrow title={t('public.invitationTitle')}>
        <EmptyState icon="link" title={t('public.invitationNoLink')}>
          {t('public.invitationAskAgain')}
        </EmptyState>
      </Narrow>
    )
  }
  if (invitation.isError) {
    return (
      <Narrow title={t('public.invitationTitle')}>
        <ProblemState error={invitation.error} onRetry={() => void invitation.refetch()} isRetrying={invitation.isFetching} />
      </Narrow>
    )
  }
  if (invitation.data === undefined || isSessionPending) {
    return (
      <Narrow title={t('public.invitationTitle')}>
        <SkeletonLines count={5} label={t('public.loading')} />
      </Narrow>
    )
  }
  return <Accept key={session?.accountId ?? ''} secret={secret} preview={invitation.data} session={session} />
}

function Accept({ secret, preview, session }: { secret: string; preview: Preview; session: Session | undefined }) {
  const t = usePeopleTexts()
  const local = useLocalText()
  const listOf = useListOf()
  const language = useLanguage()
  const consortium = local(preview.consortium)
  const title = t('public.invitationTo', { consortium })
  if (preview.state !== 'open') {
    return (
      <Narrow title={title}>
        <EmptyState
          icon={preview.state === 'accepted' ? 'check' : 'hourglass'}
          title={t(`public.invitationState.${preview.state}`)}
          act={
            <LinkButton to={session === undefined ? '/sign-in' : '/me'}>
              {t(session === undefined ? 'public.signIn' : 'public.goToMe')}
            </LinkButton>
          }
        >
          {preview.state !== 'accepted' && t('public.invitationAskAgain')}
        </EmptyState>
      </Narrow>
    )
  }
  const lead = (
    <>
      <p>{t('public.invitationRoles', { roles: listOf(preview.roles.map((role) => t(`public.role.${role}`))) })}</p>
      {preview.organisation !== null && <p>{t('public.invitationOrganisation', { organisation: preview.organisation })}</p>}
      <p className="dense">{t('public.invitationUntil', { until: formatInstant(preview.expiresAt, language) })}</p>
    </>
  )
  return (
    <Narrow title={title} lead={lead}>
      {session === undefined && preview.hasAccount ? (
        <>
          <Note tone="go">{t('public.invitationHasAccount', { mail: preview.mail })}</Note>
          <LinkButton to="/sign-in" search={{ next: '/invitation' }} kind="main">
            {t('public.signIn')}
          </LinkButton>
        </>
      ) : session === undefined && preview.needsMail ? (
        <ProveMail secret={secret} mail={preview.mail} />
      ) : session === undefined ? (
        <AcceptForm
          secret={secret}
          preview={preview}
          session={undefined}
          start={{ ...emptyProfile(language), familyName: preview.familyName, givenName: preview.givenName }}
        />
      ) : (
        <AcceptAs secret={secret} preview={preview} session={session} />
      )}
    </Narrow>
  )
}

/** Whoever was handed the link has the other one mailed, or has an account already. */
function ProveMail({ secret, mail }: { secret: string; mail: string }) {
  const t = usePeopleTexts()
  const send = useMutation({ mutationFn: () => call(mailInvitationLink, { link: secret, body: {} }) })
  return (
    <>
      {send.isSuccess ? (
        <Note tone="ok" isAlert>
          {t('public.invitationMailed', { mail })}
        </Note>
      ) : (
        <>
          <p>{t('public.invitationByMail', { mail })}</p>
          <Refusal error={send.error} />
          <Button kind="main" icon="mail" isWide isBusy={send.isPending} onClick={() => send.mutate()}>
            {t('public.invitationMailMe', { mail })}
          </Button>
        </>
      )}
      <LinkButton to="/sign-in" search={{ next: '/invitation' }}>
        {t('public.invitationOther')}
      </LinkButton>
    </>
  )
}

/** Who is signed in joins as themselves, and sees as whom. */
function AcceptAs({ secret, preview, session }: { secret: string; preview: Preview; session: Session }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const me = useQuery({ queryKey: keyOf(readMe, {}), queryFn: () => call(readMe, {}) })
  if (me.isError) return <ProblemState error={me.error} onRetry={() => void me.refetch()} />
  if (me.data === undefined) return <SkeletonLines count={4} label={t('public.loading')} />
  const start =
    me.data.profile === null
      ? { ...emptyProfile(language), familyName: preview.familyName, givenName: preview.givenName }
      : formOf(me.data.profile)
  return (
    <>
      <Note tone="go">
        <p>{t('public.invitationAs', { name: session.name, mail: session.mail ?? '' })}</p>
        <p className="mt-2">
          <Button size="small" onClick={() => void signOut()}>
            {t('public.notMe')}
          </Button>
        </p>
      </Note>
      <AcceptForm secret={secret} preview={preview} session={session} start={start} />
    </>
  )
}

function AcceptForm({
  secret,
  preview,
  session,
  start,
}: {
  secret: string
  preview: Preview
  session: Session | undefined
  start: ProfileForm
}) {
  const t = usePeopleTexts()
  const router = useRouter()
  const [profile, setProfile] = useState(start)
  const [password, setPassword] = useState('')
  const [isAgreed, setAgreed] = useState(false)
  const [isTried, setTried] = useState(false)
  const errors = errorsOf(profile)
  const isNew = session === undefined
  const isReady =
    Object.keys(errors).length === 0 && (!isNew || password.length >= shortestPassword) && (preview.terms === null || isAgreed)
  const accept = useMutation({
    mutationFn: async () => {
      const accepted = await call(acceptInvitation, {
        link: secret,
        body: { profile, ...(isNew ? { password } : {}), ...(preview.terms === null ? {} : { termsId: preview.terms.id }) },
      })
      if (accepted.isNewAccount) await callSignIn('sign-in/email', { email: accepted.mail, password })
      await workIn(accepted.consortiumId)
    },
    onSuccess: () => {
      dropInvitationSecret()
      router.history.replace('/me')
    },
  })
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (isReady && !accept.isPending) accept.mutate()
      }}
    >
      <ProfileFields value={profile} onChange={setProfile} errors={isTried ? errors : {}} />
      {isNew && (
        <>
          <p>
            <span className="legend mb-0!">{t('public.field.mail')}</span>
            {preview.mail}
          </p>
          <PasswordField
            label={t('public.field.password')}
            isNew
            value={password}
            onChange={setPassword}
            error={isTried && password.length < shortestPassword ? t('public.passwordHint') : undefined}
          />
        </>
      )}
      {preview.terms !== null && (
        <div>
          <TermsText text={preview.terms.text} title={t('public.termsTitle', { version: preview.terms.version })} />
          {preview.terms.privacy !== null && <TermsText text={preview.terms.privacy} title={t('public.privacyHeading')} />}
          <Checkbox isChecked={isAgreed} onChange={setAgreed} error={isTried && !isAgreed ? t('public.termsNeeded') : undefined}>
            {t('public.termsAgree')}
          </Checkbox>
        </div>
      )}
      <Refusal error={accept.error} />
      <Button type="submit" kind="main" isWide isBusy={accept.isPending}>
        {t('public.accept')}
      </Button>
    </form>
  )
}
