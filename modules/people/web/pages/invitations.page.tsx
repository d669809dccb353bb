/** Invitations: who was asked in, and what became of it. The link can be handed over without a mail. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { roles as allRoles, type Role } from '#platform/contract/permissions.ts'
import { languages } from '#platform/contract/texts.ts'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { call, keyOf } from '#platform/web/client.ts'
import { formatInstant } from '#platform/web/format.ts'
import { languageNames, useLanguage } from '#platform/web/language.ts'
import { CopyButton } from '#platform/web/pages/copy.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select, TextArea, TextField } from '#ui/fields.tsx'
import type { IconName } from '#ui/icon.tsx'
import { Note, StateMark, Tag, type Tone } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { invite, listInvitations, readInvitationLink, renewInvitation, revokeInvitation } from '../../contract/endpoints.ts'
import { PeopleFrame } from '../components/people-frame.tsx'
import { Refusal } from '../components/refusal.tsx'
import { RoleChoice } from '../components/role-choice.tsx'
import { useNarrowing } from '../components/use-narrowing.tsx'
import { useOrganisationChoices } from '../components/use-pages.tsx'
import { useChange } from '../queries.ts'
import { showFirstError } from '../components/show-first-error.tsx'
import { usePeopleTexts } from '../texts.ts'

type Invitation = ResponseOf<typeof listInvitations>['items'][number]

const looks: Readonly<Record<Invitation['state'], { tone: Tone; icon: IconName }>> = {
  open: { tone: 'wait', icon: 'hourglass' },
  accepted: { tone: 'ok', icon: 'check' },
  revoked: { tone: 'off', icon: 'cross' },
  expired: { tone: 'off', icon: 'clock' },
}

export function InvitationsPage() {
  const t = usePeopleTexts()
  const [search, change] = useNarrowing()
  const isNew = search['new'] === '1'
  const list = useInfiniteQuery({
    queryKey: [...keyOf(listInvitations), 'pages'],
    queryFn: ({ pageParam }) => call(listInvitations, { query: pageParam === '' ? {} : { cursor: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const invitations = list.data?.pages.flatMap((page) => page.items) ?? []
  const add = (
    <Button kind="main" icon="plus" onClick={() => change({ new: '1' })}>
      {t('members.invite')}
    </Button>
  )
  return (
    <PeopleFrame title={t('invitations.title')} acts={add}>
      {list.isError ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
      ) : list.isPending ? (
        <SkeletonLines count={6} label={t('public.loading')} />
      ) : invitations.length === 0 ? (
        <EmptyState icon="mail" title={t('invitations.emptyTitle')} act={add}>
          {t('invitations.emptyBody')}
        </EmptyState>
      ) : (
        <>
          <ul className="border-t border-ink">
            {invitations.map((invitation) => (
              <Row key={invitation.id} invitation={invitation} />
            ))}
          </ul>
          {list.hasNextPage && (
            <p className="mt-6">
              <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('members.more')}
              </Button>
            </p>
          )}
        </>
      )}
      <Dialog title={t('members.invite')} isOpen={isNew} onClose={() => change({ new: '' })} isWide>
        <InviteForm onClose={() => change({ new: '' })} />
      </Dialog>
    </PeopleFrame>
  )
}

function Row({ invitation }: { invitation: Invitation }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const [link, setLink] = useState<string | undefined>(undefined)
  const show = useMutation({
    mutationFn: () => call(readInvitationLink, { params: { id: invitation.id } }),
    onSuccess: ({ url }) => setLink(url),
  })
  const renew = useChange(renewInvitation, [listInvitations])
  const revoke = useChange(revokeInvitation, [listInvitations])
  const isWaiting = invitation.state === 'open' || invitation.state === 'expired'
  const name = `${invitation.familyName} ${invitation.givenName}`.trim()
  return (
    <li className="border-b border-rule py-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 leading-normal">
        <span className="min-w-0 flex-1 basis-64">
          <b className="block break-all">{invitation.mail}</b>
          <span className="dense muted block">{[name, invitation.organisation?.name].filter(Boolean).join('　')}</span>
          <span className="mt-1 flex flex-wrap gap-1">
            {invitation.roles.map((role) => (
              <Tag key={role}>{t(`role.${role}`)}</Tag>
            ))}
          </span>
        </span>
        <span className="dense muted basis-56">
          {t('invitations.sentBy', {
            when: formatInstant(invitation.createdAt, language),
            name: invitation.invitedBy ?? t('members.by.system'),
          })}
          {invitation.state === 'open' && (
            <span className="block">{t('invitations.until', { until: formatInstant(invitation.expiresAt, language) })}</span>
          )}
        </span>
        <StateMark {...looks[invitation.state]}>{t(`invitations.state.${invitation.state}`)}</StateMark>
      </div>
      {isWaiting && (
        <div className="mt-2 flex flex-wrap gap-2">
          {invitation.state === 'open' && (
            <Button size="small" icon="link" isBusy={show.isPending} onClick={() => show.mutate()}>
              {t('invitations.showLink')}
            </Button>
          )}
          <Button
            size="small"
            icon="mail"
            isBusy={renew.isPending}
            onClick={() => renew.mutate({ params: { id: invitation.id } }, { onSuccess: ({ url }) => setLink(url) })}
          >
            {t('invitations.again')}
          </Button>
          <Button size="small" kind="quiet" isBusy={revoke.isPending} onClick={() => revoke.mutate({ params: { id: invitation.id } })}>
            {t('invitations.revoke')}
          </Button>
        </div>
      )}
      <Refusal error={show.error ?? renew.error ?? revoke.error} />
      {link !== undefined && isWaiting && (
        <div className="mt-3">
          <LinkToHand url={link} />
        </div>
      )}
    </li>
  )
}

/** Whoever opens it joins as the invited person, so it is shown only on request. */
function LinkToHand({ url }: { url: string }) {
  const t = usePeopleTexts()
  return (
    <Note tone="go" isAlert>
      <p>{t('invitations.linkAbout')}</p>
      <p className="my-2 break-all font-mono text-sm">{url}</p>
      <CopyButton text={url} label={t('invitations.copy')} />
    </Note>
  )
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const { session } = useSession()
  const organisations = useOrganisationChoices()
  const [form, setForm] = useState({ mail: '', familyName: '', givenName: '', message: '', organisationId: '', language })
  const [chosen, setChosen] = useState<readonly Role[]>(['member'])
  const [isTried, setTried] = useState(false)
  const send = useChange(invite, [listInvitations])
  const mail = form.mail.normalize('NFKC').trim()
  const isMail = /^\S+@\S+\.\S+$/.test(mail)
  if (send.data !== undefined) {
    return (
      <div className="grid gap-5">
        <Note tone="ok" isAlert>
          {t('invitations.sent', { mail: send.data.mail })}
        </Note>
        <LinkToHand url={send.data.url} />
        <div className="dlg-acts">
          <Button
            onClick={() => {
              send.reset()
              setTried(false)
              setForm({ ...form, mail: '', familyName: '', givenName: '' })
            }}
          >
            {t('invitations.another')}
          </Button>
          <Button kind="main" onClick={onClose}>
            {t('invitations.done')}
          </Button>
        </div>
      </div>
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
        if (!isMail || chosen.length === 0 || send.isPending) return
        send.mutate({
          body: {
            ...form,
            mail,
            roles: allRoles.filter((role) => chosen.includes(role)),
            organisationId: form.organisationId === '' ? null : form.organisationId,
          },
        })
      }}
    >
      <TextField
        label={t('public.field.mail')}
        type="email"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        isRequired
        value={form.mail}
        onChange={(typed) => setForm({ ...form, mail: typed })}
        error={isTried && !isMail ? t('public.mailWrong') : undefined}
        maxLength={254}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('public.field.familyName')}
          autoComplete="off"
          value={form.familyName}
          onChange={(familyName) => setForm({ ...form, familyName })}
          maxLength={60}
        />
        <TextField
          label={t('public.field.givenName')}
          autoComplete="off"
          value={form.givenName}
          onChange={(givenName) => setForm({ ...form, givenName })}
          maxLength={60}
        />
        <Select
          label={t('public.field.organisation')}
          value={form.organisationId}
          onChange={(organisationId) => setForm({ ...form, organisationId })}
          choices={[{ value: '', label: t('members.noOrganisation') }, ...organisations]}
        />
        <Select
          label={t('invitations.language')}
          value={form.language}
          onChange={(chosenLanguage) => setForm({ ...form, language: chosenLanguage })}
          choices={languages.map((each) => ({ value: each, label: languageNames[each] }))}
        />
      </div>
      <RoleChoice
        value={chosen}
        onChange={setChosen}
        mayGiveAdmin={heldRoles(session).includes('admin')}
        error={isTried && chosen.length === 0 ? t('members.oneRole') : undefined}
      />
      <TextArea
        label={t('invitations.message')}
        hint={t('invitations.messageHint')}
        value={form.message}
        onChange={(message) => setForm({ ...form, message })}
        maxLength={1000}
      />
      <Refusal error={send.error} />
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('members.cancel')}
        </Button>
        <Button type="submit" kind="main" isBusy={send.isPending}>
          {t('invitations.send')}
        </Button>
      </div>
    </form>
  )
}
