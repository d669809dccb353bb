/** Ask the consortium that runs a hub to become a member. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call, reading } from '#platform/web/client.ts'
import { useLanguage } from '#platform/web/language.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { TextArea, TextField } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { askToJoin, readMe } from '../../contract/endpoints.ts'
import type { Profile } from '../../contract/schemas.ts'
import { Narrow } from '../components/narrow.tsx'
import { emptyProfile, errorsOf, formOf, ProfileFields } from '../components/profile-fields.tsx'
import { Refusal } from '../components/refusal.tsx'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

export function JoinPage() {
  const t = usePeopleTexts()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const { session, isPending } = useSession()
  const me = useQuery(reading(readMe, {}, { isOn: session !== undefined }))
  if (session === undefined && !isPending) {
    return (
      <Narrow title={t('public.joinTitle')} lead={t('public.joinSignIn')}>
        <div className="flex flex-wrap gap-4">
          <LinkButton to="/sign-in" search={{ next: `/hubs/${hubKey}/join` }} kind="main">
            {t('public.signIn')}
          </LinkButton>
          <LinkButton to="/sign-up">{t('public.signUp')}</LinkButton>
        </div>
      </Narrow>
    )
  }
  return (
    <Narrow title={t('public.joinTitle')} lead={t('public.joinLead')}>
      {me.isError ? (
        <ProblemState error={me.error} onRetry={() => void me.refetch()} />
      ) : me.data === undefined ? (
        <SkeletonLines count={5} label={t('public.loading')} />
      ) : (
        <JoinForm hubKey={hubKey} profile={me.data.profile} name={me.data.name} />
      )}
    </Narrow>
  )
}

function JoinForm({ hubKey, profile: known, name }: { hubKey: string; profile: Profile | null; name: string }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const [family = '', ...given] = name.split(' ')
  const [profile, setProfile] = useState(
    known === null ? { ...emptyProfile(language), familyName: family, givenName: given.join(' ') } : formOf(known),
  )
  const [organisationName, setOrganisationName] = useState('')
  const [message, setMessage] = useState('')
  const [isTried, setTried] = useState(false)
  const errors = errorsOf(profile)
  const ask = useMutation({ mutationFn: () => call(askToJoin, { params: { hubKey }, body: { profile, organisationName, message } }) })
  if (ask.isSuccess) {
    return (
      <>
        <Note tone="ok" isAlert>
          {t('public.joinSent')}
        </Note>
        <LinkButton to="/me">{t('public.goToMe')}</LinkButton>
      </>
    )
  }
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (Object.keys(errors).length === 0 && !ask.isPending) ask.mutate()
      }}
    >
      <ProfileFields value={profile} onChange={setProfile} errors={isTried ? errors : {}} />
      <TextField
        label={t('public.field.organisation')}
        hint={t('public.joinOrganisationHint')}
        autoComplete="organization"
        value={organisationName}
        onChange={setOrganisationName}
        maxLength={120}
      />
      <TextArea label={t('public.joinMessage')} hint={t('public.joinMessageHint')} value={message} onChange={setMessage} maxLength={1000} />
      <Refusal error={ask.error} />
      <Button type="submit" kind="main" isWide isBusy={ask.isPending}>
        {t('public.joinAct')}
      </Button>
    </form>
  )
}
