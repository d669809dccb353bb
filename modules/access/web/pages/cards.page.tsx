/** What opens doors, at the desk: whose card it is, found by name; lost, blocked, replaced within a minute. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useState } from 'react'
import { dayOf } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select } from '#ui/fields.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { Credential } from '../../contract/credential/schemas.ts'
import type { CredentialKind, CredentialStatus } from '../../contract/schemas.ts'
import { GiveCardForm, IssuePinForm, MarkDialog, ReplaceDialog, type Marking } from '../components/card-dialogs.tsx'
import { DoorsDesk } from '../components/desk-views.tsx'
import { MemberPicker, type Member } from '../components/member-picker.tsx'
import { StatusMark, useSay } from '../components/say.tsx'
import { useCredentials } from '../queries.ts'

export function CardsPage() {
  const say = useSay()
  return (
    <DoorsDesk name={say.t('cards.title')} title={() => say.t('cards.title')}>
      {(hub) => <Cards hub={hub} />}
    </DoorsDesk>
  )
}

const kinds = ['card', 'pin', 'phone', 'near'] as const
const statuses = ['active', 'lost', 'blocked', 'replaced'] as const
type Asked =
  | { kind: 'give' | 'pin' }
  | { kind: 'mark'; credential: Credential; status: Marking }
  | { kind: 'replace'; credential: Credential }

function Cards({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const [member, setMember] = useState<Member | undefined>(undefined)
  const [kind, setKind] = useState<CredentialKind | ''>('')
  const [status, setStatus] = useState<CredentialStatus | ''>('')
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const close = (): void => setAsked(undefined)
  const query = useCredentials(hub.id, {
    ...(member === undefined ? {} : { accountId: member.id }),
    ...(kind === '' ? {} : { kind }),
    ...(status === '' ? {} : { status }),
  })
  const items = query.data?.pages.flatMap((page) => page.items)
  const whatOf = (credential: Credential): string =>
    say.facts([say.name(credential.subjectName), credential.label === '' ? say.t(`kinds.${credential.kind}`) : credential.label])
  return (
    <>
      <div className="flex flex-wrap gap-3 pb-6">
        <Button icon="card" kind="main" onClick={() => setAsked({ kind: 'give' })}>
          {say.t('cards.give')}
        </Button>
        <Button icon="lock" onClick={() => setAsked({ kind: 'pin' })}>
          {say.t('cards.givePin')}
        </Button>
      </div>
      <div className="grid grid-cols-2 items-start gap-4 pb-6 sm:grid-cols-3 [&>:first-child]:max-sm:col-span-2">
        <MemberPicker hubId={hub.id} label={say.t('door.person')} value={member} onChange={setMember} clearLabel={say.t('log.whoClear')} />
        <Select
          label={say.t('cards.filterKind')}
          value={kind}
          onChange={setKind}
          choices={[{ value: '', label: say.t('cards.all') }, ...kinds.map((each) => ({ value: each, label: say.t(`kinds.${each}`) }))]}
        />
        <Select
          label={say.t('cards.filterStatus')}
          value={status}
          onChange={setStatus}
          choices={[
            { value: '', label: say.t('cards.all') },
            ...statuses.map((each) => ({ value: each, label: say.t(`statuses.${each}`) })),
          ]}
        />
      </div>
      {items === undefined ? (
        query.error === null ? (
          <SkeletonLines count={6} label={say.t('common.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : items.length === 0 ? (
        <EmptyState icon="card" title={say.t('cards.none')}>
          {say.t('cards.noneHint')}
        </EmptyState>
      ) : (
        <ul className="border-t border-rule" aria-label={say.t('cards.title')}>
          {items.map((credential) => (
            <li key={credential.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-rule py-3">
              <div className="min-w-56 grow">
                <p className="flex flex-wrap items-baseline gap-x-4">
                  <b>{say.name(credential.subjectName)}</b>
                  <StatusMark status={credential.status} />
                </p>
                <p className="dense muted">
                  {say.facts([
                    say.t(`kinds.${credential.kind}`),
                    credential.label === say.t(`kinds.${credential.kind}`) ? '' : credential.label,
                    credential.subjectKind === 'person' ? '' : say.t(`cards.of.${credential.subjectKind}`),
                    credential.validTo === null ? '' : say.t('cards.until', { day: say.day(dayOf(credential.validTo, hub.zone)) }),
                    say.instant(credential.changedAt, hub.zone),
                  ])}
                </p>
              </div>
              <CredentialActs
                credential={credential}
                onMark={(next) => setAsked({ kind: 'mark', credential, status: next })}
                onReplace={() => setAsked({ kind: 'replace', credential })}
              />
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <p className="pt-5">
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {say.t('common.more')}
          </Button>
        </p>
      )}
      <Dialog title={say.t('cards.give')} place="side" isOpen={asked?.kind === 'give'} onClose={close}>
        <GiveCardForm hub={hub} onClose={close} />
      </Dialog>
      <Dialog title={say.t('cards.givePin')} place="side" isOpen={asked?.kind === 'pin'} onClose={close}>
        <IssuePinForm hub={hub} onClose={close} />
      </Dialog>
      {asked?.kind === 'mark' && (
        <MarkDialog hubId={hub.id} credential={asked.credential} what={whatOf(asked.credential)} status={asked.status} onClose={close} />
      )}
      {asked?.kind === 'replace' && (
        <ReplaceDialog hub={hub} credential={asked.credential} what={whatOf(asked.credential)} isOpen onClose={close} />
      )}
    </>
  )
}

function CredentialActs({
  credential,
  onMark,
  onReplace,
}: {
  credential: Credential
  onMark: (status: Marking) => void
  onReplace: () => void
}) {
  const say = useSay()
  if (credential.status === 'replaced') return null
  return (
    <div className="flex flex-wrap gap-2">
      {credential.status === 'active' ? (
        <>
          <Button size="small" onClick={() => onMark('lost')}>
            {say.t('cards.lost')}
          </Button>
          <Button size="small" kind="bare" onClick={() => onMark('blocked')}>
            {say.t('cards.block')}
          </Button>
        </>
      ) : (
        <Button size="small" onClick={() => onMark('active')}>
          {say.t('cards.found')}
        </Button>
      )}
      {credential.kind === 'card' && (
        <Button size="small" kind={credential.status === 'lost' ? 'main' : undefined} onClick={onReplace}>
          {say.t('cards.replace')}
        </Button>
      )}
    </div>
  )
}
