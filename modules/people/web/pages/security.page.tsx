/** How one signs in: passkeys, password, and the devices that are signed in. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { signOut } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note, SectionHead, StateMark } from '#ui/marks.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { AccountFrame } from '../components/account-frame.tsx'
import { PasswordField, shortestPassword } from '../components/password-field.tsx'
import { Refusal, useRefusalText } from '../components/refusal.tsx'
import {
  accountsQuery,
  addPasskey,
  callSignIn,
  canUsePasskeys,
  devicesQuery,
  isTurnedAway,
  passkeysQuery,
  SignInError,
  thisDeviceQuery,
  type OwnPasskey,
} from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

export function SecurityPage() {
  const t = usePeopleTexts()
  return (
    <AccountFrame title={t('account.security')}>
      <Passkeys />
      <Password />
      <Devices />
    </AccountFrame>
  )
}

function Passkeys() {
  const t = usePeopleTexts()
  const language = useLanguage()
  const client = useQueryClient()
  const passkeys = useQuery(passkeysQuery)
  const [name, setName] = useState('')
  const [leaving, setLeaving] = useState<OwnPasskey | undefined>(undefined)
  const refresh = () => client.invalidateQueries({ queryKey: passkeysQuery.queryKey })
  const add = useMutation({
    mutationFn: () => addPasskey(name.trim() === '' ? t('security.thisDevice') : name.trim()),
    onSuccess: async () => {
      setName('')
      await refresh()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => callSignIn('passkey/delete-passkey', { id }),
    onSuccess: async () => {
      setLeaving(undefined)
      await refresh()
    },
  })
  const isOld = add.error instanceof SignInError && add.error.code === 'SESSION_NOT_FRESH'
  return (
    <section>
      <SectionHead title={t('security.passkeys')} />
      <p className="muted mb-4">{t('security.passkeysAbout')}</p>
      <Loaded query={passkeys}>
        {(list) => (
          <ul className="mb-4 border-t border-rule empty:hidden">
            {list.map((passkey) => (
              <li key={passkey.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-rule py-2">
                <span className="leading-normal">
                  <b>{passkey.name ?? t('security.unnamed')}</b>
                  {passkey.createdAt != null && (
                    <span className="dense muted block">{t('security.since', { when: formatInstant(passkey.createdAt, language) })}</span>
                  )}
                </span>
                <Button size="small" kind="quiet" icon="trash" onClick={() => setLeaving(passkey)}>
                  {t('security.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {canUsePasskeys() ? (
        <form
          className="grid max-w-lg gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (!add.isPending) add.mutate()
          }}
        >
          <TextField
            label={t('security.passkeyName')}
            hint={t('security.passkeyNameHint')}
            value={name}
            onChange={setName}
            maxLength={60}
          />
          {!isTurnedAway(add.error) && <Refusal error={add.error} />}
          {isOld && (
            <Button onClick={() => void signOut().then(() => location.assign('/sign-in?next=/me/account/security'))}>
              {t('security.signInAgain')}
            </Button>
          )}
          <div>
            <Button type="submit" isBusy={add.isPending} icon="plus">
              {t('security.addPasskey')}
            </Button>
          </div>
        </form>
      ) : (
        <Note>{t('security.noPasskeys')}</Note>
      )}
      <ConfirmDialog
        title={t('security.removePasskey')}
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        confirmLabel={t('security.remove')}
        kind="bad"
        isBusy={remove.isPending}
        error={<Refusal error={remove.error} />}
        onConfirm={() => leaving !== undefined && remove.mutate(leaving.id)}
      >
        {t('security.removePasskeyBody', { name: leaving?.name ?? t('security.unnamed') })}
      </ConfirmDialog>
    </section>
  )
}

function Password() {
  const t = usePeopleTexts()
  const { toast } = useToast()
  const client = useQueryClient()
  const accounts = useQuery(accountsQuery)
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [endsOthers, setEndsOthers] = useState(true)
  const [isTried, setTried] = useState(false)
  const change = useMutation({
    mutationFn: () => callSignIn('change-password', { currentPassword: current, newPassword: next, revokeOtherSessions: endsOthers }),
    onSuccess: async () => {
      setCurrent('')
      setNext('')
      setTried(false)
      toast(t('security.passwordChanged'))
      await client.invalidateQueries({ queryKey: devicesQuery.queryKey })
    },
  })
  return (
    <section>
      <SectionHead title={t('security.password')} />
      <Loaded query={accounts}>
        {(list) =>
          list.some((account) => account.providerId === 'credential') ? (
            <form
              noValidate
              className="grid max-w-lg gap-4"
              onSubmit={(event) => {
                event.preventDefault()
                setTried(true)
                showFirstError(event.currentTarget)
                if (current !== '' && next.length >= shortestPassword && !change.isPending) change.mutate()
              }}
            >
              <PasswordField
                label={t('security.currentPassword')}
                value={current}
                onChange={setCurrent}
                error={isTried && current === '' ? t('public.needed') : undefined}
              />
              <PasswordField
                label={t('public.field.newPassword')}
                isNew
                value={next}
                onChange={setNext}
                error={isTried && next.length < shortestPassword ? t('public.passwordHint') : undefined}
              />
              <Checkbox isChecked={endsOthers} onChange={setEndsOthers}>
                {t('security.endOthers')}
              </Checkbox>
              <Refusal error={change.error} />
              <div>
                <Button type="submit" isBusy={change.isPending}>
                  {t('security.changePassword')}
                </Button>
              </div>
            </form>
          ) : (
            <>
              <p className="mb-4">{t('security.noPassword')}</p>
              <LinkButton to="/forgot-password">{t('security.makePassword')}</LinkButton>
            </>
          )
        }
      </Loaded>
    </section>
  )
}

function Devices() {
  const t = usePeopleTexts()
  const language = useLanguage()
  const client = useQueryClient()
  const devices = useQuery(devicesQuery)
  const here = useQuery(thisDeviceQuery).data?.session.id
  const end = useMutation({
    mutationFn: (token: string | undefined) =>
      token === undefined ? callSignIn('revoke-other-sessions', {}) : callSignIn('revoke-session', { token }),
    onSuccess: () => client.invalidateQueries({ queryKey: devicesQuery.queryKey }),
  })
  return (
    <section>
      <SectionHead title={t('security.devices')} />
      <p className="muted mb-4">{t('security.devicesAbout')}</p>
      <Refusal error={end.error} />
      <Loaded query={devices}>
        {(list) => (
          <>
            <ul className="mb-4 border-t border-rule">
              {list
                .toSorted((one, other) => other.updatedAt.localeCompare(one.updatedAt))
                .map((device) => (
                  <li key={device.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-rule py-2">
                    <span className="min-w-0 leading-normal">
                      <b className="break-words">{deviceName(device.userAgent ?? '') ?? t('security.unknownDevice')}</b>
                      <span className="dense muted block">
                        {t('security.lastSeen', { when: formatInstant(device.updatedAt, language) })}
                      </span>
                    </span>
                    {device.id === here ? (
                      <StateMark tone="go" icon="check">
                        {t('security.thisDevice')}
                      </StateMark>
                    ) : (
                      <Button
                        size="small"
                        kind="quiet"
                        isBusy={end.isPending && end.variables === device.token}
                        onClick={() => end.mutate(device.token)}
                      >
                        {t('security.endDevice')}
                      </Button>
                    )}
                  </li>
                ))}
            </ul>
            {list.length > 1 && (
              <Button isBusy={end.isPending && end.variables === undefined} onClick={() => end.mutate(undefined)}>
                {t('security.endAllOthers')}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

/** As much as helps to tell one's own devices apart: `Firefox · Windows`. */
function deviceName(agent: string): string | undefined {
  const browser = /(Edg|OPR|Firefox|FxiOS|CriOS|Chrome|Safari)(?:\/|$)/.exec(agent.replace(/Chrome(?=.*(?:Edg|OPR)\/)/, ''))?.[1]
  const system = /(Windows|iPhone|iPad|Android|Macintosh|Linux|CrOS)/.exec(agent)?.[1]
  const names: Readonly<Record<string, string>> = {
    Edg: 'Edge',
    OPR: 'Opera',
    FxiOS: 'Firefox',
    CriOS: 'Chrome',
    Macintosh: 'Mac',
    CrOS: 'Chromebook',
  }
  const parts = [browser, system].flatMap((part) => (part === undefined ? [] : [names[part] ?? part]))
  return parts.length === 0 ? undefined : parts.join(' · ')
}

function Loaded<T>({
  query,
  children,
}: {
  query: { data: T | undefined; isError: boolean; error: unknown; isFetching: boolean; refetch: () => unknown }
  children: (data: T) => ReactNode
}) {
  const t = usePeopleTexts()
  const say = useRefusalText()
  if (query.isError) return <ErrorState title={say(query.error)} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
  if (query.data === undefined) return <SkeletonLines count={2} label={t('public.loading')} />
  return children(query.data)
}
