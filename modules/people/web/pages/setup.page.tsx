/** The first run: the first administrator and the first consortium, once. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { call, reading } from '#platform/web/client.ts'
import { LanguageScope, staffLanguageOf, useLanguage } from '#platform/web/language.ts'
import { textIn } from '#platform/web/local-text.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { sessionChanged } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { readSetup, setUp } from '../../contract/endpoints.ts'
import { Narrow } from '../components/narrow.tsx'
import { PasswordField, shortestPassword } from '../components/password-field.tsx'
import { emptyProfile, errorsOf, ProfileFields } from '../components/profile-fields.tsx'
import { Refusal } from '../components/refusal.tsx'
import { callSignIn } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

/** Japanese and English, as everything that runs the place. */
export function SetupPage() {
  const language = staffLanguageOf(useLanguage())
  return (
    <LanguageScope value={language}>
      <Setup />
    </LanguageScope>
  )
}

function Setup() {
  const t = usePeopleTexts()
  const state = useQuery(reading(readSetup, {}))
  return (
    <Narrow title={t('setup.title')} lead={state.data?.isSetUp === false ? t('setup.lead') : undefined}>
      {state.isError ? (
        <ProblemState error={state.error} onRetry={() => void state.refetch()} />
      ) : state.data === undefined ? (
        <SkeletonLines count={6} label={t('public.loading')} />
      ) : state.data.isSetUp ? (
        <EmptyState
          icon="check"
          title={t('setup.done')}
          act={
            <LinkButton to="/sign-in" kind="main">
              {t('public.signIn')}
            </LinkButton>
          }
        />
      ) : (
        <SetupForm state={state.data} />
      )}
    </Narrow>
  )
}

const elsewhere = ''

function SetupForm({ state }: { state: ResponseOf<typeof readSetup> }) {
  const t = usePeopleTexts()
  const language = staffLanguageOf(useLanguage())
  const router = useRouter()
  const [profile, setProfile] = useState(emptyProfile(language))
  const [account, setAccount] = useState({ mail: '', password: '', code: '' })
  const [known, setKnown] = useState(state.consortia[0]?.slug ?? elsewhere)
  const [made, setMade] = useState({ name: '', nameEn: '', slug: '', municipality: '' })
  const [isTried, setTried] = useState(false)
  const mail = account.mail.normalize('NFKC').trim().toLowerCase()
  const there = state.consortia.find((each) => each.slug === known)
  const slug = there?.slug ?? made.slug.normalize('NFKC').trim().toLowerCase()
  const errors = errorsOf(profile)
  const wrong = {
    mail: !/^\S+@\S+\.\S+$/.test(mail),
    password: account.password.length < shortestPassword,
    code: state.needsCode && account.code.trim() === '',
    name: there === undefined && made.name.trim() === '',
    slug: !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug),
  }
  const say = (field: keyof typeof wrong, words: string) => (isTried && wrong[field] ? words : undefined)
  const start = useMutation({
    mutationFn: async () => {
      const { familyName, givenName, familyKana, givenKana } = profile
      const answer = await call(setUp, {
        body: {
          ...(state.needsCode ? { code: account.code } : {}),
          mail,
          password: account.password,
          familyName,
          givenName,
          familyKana,
          givenKana,
          language,
          consortium: there === undefined ? { ...made, slug } : { slug: there.slug, name: there.name.ja },
        },
      })
      await callSignIn('sign-in/email', { email: answer.mail, password: account.password })
      await sessionChanged()
    },
    onSuccess: () => router.history.replace('/settings'),
  })
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (Object.keys(errors).length === 0 && !Object.values(wrong).includes(true) && !start.isPending) start.mutate()
      }}
    >
      {state.needsCode && (
        <TextField
          label={t('setup.code')}
          hint={t('setup.codeHint')}
          isRequired
          autoComplete="off"
          autoCapitalize="none"
          value={account.code}
          onChange={(code) => setAccount({ ...account, code })}
          error={say('code', t('public.needed'))}
          maxLength={40}
        />
      )}
      <SectionHead title={t('setup.you')} />
      <ProfileFields value={profile} onChange={setProfile} errors={isTried ? errors : {}} hasNoPhone />
      <TextField
        label={t('public.field.mail')}
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        isRequired
        value={account.mail}
        onChange={(typed) => setAccount({ ...account, mail: typed })}
        error={say('mail', t('public.mailWrong'))}
        maxLength={254}
      />
      <PasswordField
        label={t('public.field.password')}
        isNew
        value={account.password}
        onChange={(password) => setAccount({ ...account, password })}
        error={say('password', t('public.passwordHint'))}
      />
      <SectionHead title={t('setup.consortium')} />
      {state.consortia.length > 0 && (
        <Select
          label={t('setup.which')}
          value={known}
          onChange={setKnown}
          choices={[
            ...state.consortia.map((each) => ({ value: each.slug, label: textIn(each.name, language) })),
            { value: elsewhere, label: t('setup.another') },
          ]}
        />
      )}
      {there === undefined && (
        <>
          <TextField
            label={t('setup.name')}
            hint={t('setup.nameHint')}
            isRequired
            value={made.name}
            onChange={(name) => setMade({ ...made, name })}
            error={say('name', t('public.needed'))}
            maxLength={120}
          />
          <TextField label={t('setup.nameEn')} value={made.nameEn} onChange={(nameEn) => setMade({ ...made, nameEn })} maxLength={120} />
          <TextField
            label={t('setup.municipality')}
            hint={t('setup.municipalityHint')}
            value={made.municipality}
            onChange={(municipality) => setMade({ ...made, municipality })}
            maxLength={60}
          />
          <TextField
            label={t('setup.slug')}
            hint={t('setup.slugHint')}
            isRequired
            autoCapitalize="none"
            spellCheck={false}
            value={made.slug}
            onChange={(typed) => setMade({ ...made, slug: typed })}
            error={say('slug', t('setup.slugWrong'))}
            maxLength={60}
          />
        </>
      )}
      <Refusal error={start.error} />
      <Button type="submit" kind="main" isWide isBusy={start.isPending}>
        {t('setup.act')}
      </Button>
    </form>
  )
}
