/** One's own names and how to be reached; every own consortium follows. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '#platform/web/client.ts'
import { useLanguage } from '#platform/web/language.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { sessionChanged } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { readMe, updateProfile } from '../../contract/endpoints.ts'
import type { Me } from '../../contract/schemas.ts'
import { AccountFrame } from '../components/account-frame.tsx'
import { emptyProfile, errorsOf, formOf, ProfileFields } from '../components/profile-fields.tsx'
import { Refusal } from '../components/refusal.tsx'
import { useChange } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

export function ProfilePage() {
  const t = usePeopleTexts()
  const me = useQuery(reading(readMe, {}))
  return (
    <AccountFrame title={t('account.profile')}>
      {me.isError ? (
        <ProblemState error={me.error} onRetry={() => void me.refetch()} isRetrying={me.isFetching} />
      ) : me.data === undefined ? (
        <SkeletonLines count={6} label={t('public.loading')} />
      ) : (
        <ProfileForm me={me.data} />
      )}
    </AccountFrame>
  )
}

function ProfileForm({ me }: { me: Me }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const { toast } = useToast()
  const [family = '', ...given] = me.name.split(' ')
  const [profile, setProfile] = useState(
    me.profile === null ? { ...emptyProfile(language), familyName: family, givenName: given.join(' ') } : formOf(me.profile),
  )
  const [isTried, setTried] = useState(false)
  const errors = errorsOf(profile)
  const save = useChange(updateProfile, [readMe])
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        showFirstError(event.currentTarget)
        if (Object.keys(errors).length > 0 || save.isPending) return
        save.mutate(
          { body: profile },
          {
            onSuccess: (saved) => {
              setProfile(formOf(saved))
              toast(t('account.saved'))
              void sessionChanged()
            },
          },
        )
      }}
    >
      <p className="muted">{t('account.profileAbout')}</p>
      <p>
        <span className="legend mb-0!">{t('public.field.mail')}</span>
        {me.mail}
      </p>
      <ProfileFields value={profile} onChange={setProfile} errors={isTried ? errors : {}} isFull />
      <Refusal error={save.error} />
      <div>
        <Button type="submit" kind="main" isBusy={save.isPending}>
          {t('account.save')}
        </Button>
      </div>
    </form>
  )
}
