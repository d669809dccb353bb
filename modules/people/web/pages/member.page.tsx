/** One member: who it is, what they may do, as which type they count, and who changed what. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call, keyOf, reading } from '#platform/web/client.ts'
import { formatDay, formatInstant } from '#platform/web/format.ts'
import { languageNames, useLanguage } from '#platform/web/language.ts'
import { ProblemState, usePageTitle, PageHead } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Breadcrumb } from '#ui/link.tsx'
import { Note, SectionHead, Tag } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { readMember, readMemberHistory } from '../../contract/endpoints.ts'
import { peoplePermissions } from '../../contract/permissions.ts'
import { formatPhone } from '../../contract/rules.ts'
import type { MemberDetail } from '../../contract/schemas.ts'
import { EditMember } from '../components/edit-member.tsx'
import { EditEngagement, EditRoles, EditStatus } from '../components/member-changes.tsx'
import { Fact, Facts } from '../components/facts.tsx'
import { useListOf } from '../components/list-of.tsx'
import { StatusMark } from '../components/status-mark.tsx'
import { usePeopleTexts } from '../texts.ts'

export function MemberPage() {
  return <MemberView listTo="/settings/members" isOwn={false} />
}

/** Of a manager: to read, not to change. */
export function OwnPersonPage() {
  return <MemberView listTo="/me/people" isOwn />
}

const may = (permission: keyof typeof peoplePermissions, held: readonly string[]): boolean =>
  (peoplePermissions[permission] as readonly string[]).some((role) => held.includes(role))

function MemberView({ listTo, isOwn }: { listTo: string; isOwn: boolean }) {
  const t = usePeopleTexts()
  const { memberId = '' } = useParams({ strict: false }) as { memberId?: string }
  const { session } = useSession()
  const held = heldRoles(session)
  const member = useQuery(reading(readMember, { params: { id: memberId } }))
  const listTitle = t(isOwn ? 'members.ownTitle' : 'members.title')
  const name = member.data === undefined ? undefined : member.data.name === '' ? t('members.forgotten') : member.data.name
  usePageTitle([name, listTitle])
  return (
    <div className="wrap pb-16 pt-2">
      <Breadcrumb
        label={t('members.breadcrumb')}
        crumbs={[
          ...(isOwn ? [] : [{ label: t('members.settings'), target: { to: '/settings' } }]),
          { label: listTitle, target: { to: listTo } },
          { label: name ?? '…' },
        ]}
      />
      {member.isError ? (
        <ProblemState error={member.error} onRetry={() => void member.refetch()} isRetrying={member.isFetching} />
      ) : member.data === undefined ? (
        <SkeletonLines count={8} label={t('public.loading')} />
      ) : (
        <>
          <PageHead title={<NameAndKana name={name ?? ''} kana={member.data.kana} />} facts={<StatusMark status={member.data.status} />} />
          <MemberBody
            member={member.data}
            canManage={!isOwn && may('people.manage-members', held) && !member.data.isForgotten}
            canSeeHistory={may('people.read-history', held)}
          />
        </>
      )}
    </div>
  )
}

function NameAndKana({ name, kana }: { name: string; kana: string | null }) {
  return (
    <>
      {name}
      {kana !== null && <span className="ms-4 text-base font-normal text-ink-2">{kana}</span>}
    </>
  )
}

type Change = 'member' | 'roles' | 'status' | 'engagement'

function MemberBody({ member, canManage, canSeeHistory }: { member: MemberDetail; canManage: boolean; canSeeHistory: boolean }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const [change, setChange] = useState<Change | undefined>(undefined)
  const close = (): void => setChange(undefined)
  const edit = (what: Change, label: string) =>
    canManage && (
      <Button size="small" icon="edit" onClick={() => setChange(what)}>
        {label}
      </Button>
    )
  const day = (text: string | null): string => (text === null ? '–' : formatDay(text, language, { hasYear: true, hasWeekday: false }))
  return (
    <div className="grid gap-12 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="grid content-start gap-10">
        {member.isForgotten && <Note>{t('members.forgottenBody')}</Note>}
        <section>
          <SectionHead title={t('members.record')} more={edit('member', t('members.edit'))} />
          <Facts>
            <Fact name={t('members.name')}>{`${member.profile.familyName} ${member.profile.givenName}`.trim() || '–'}</Fact>
            {member.profile.displayName !== null && <Fact name={t('public.field.displayName')}>{member.profile.displayName}</Fact>}
            {member.profile.latinName !== null && <Fact name={t('public.field.latinName')}>{member.profile.latinName}</Fact>}
            <Fact name={t('public.field.mail')}>{member.mail === null ? '–' : <a href={`mailto:${member.mail}`}>{member.mail}</a>}</Fact>
            <Fact name={t('public.field.phone')}>
              {member.profile.phone === null ? '–' : <a href={`tel:${member.profile.phone}`}>{formatPhone(member.profile.phone)}</a>}
            </Fact>
            <Fact name={t('public.field.language')}>{languageNames[member.profile.language]}</Fact>
            <Fact name={t('public.field.organisation')}>{member.organisation?.name ?? '–'}</Fact>
            <Fact name={t('members.joinedOn')}>{day(member.joinedOn)}</Fact>
            {member.endedOn !== null && <Fact name={t('members.endedOn')}>{day(member.endedOn)}</Fact>}
            <Fact name={t('members.consents')}>
              {member.consents.length === 0
                ? '–'
                : member.consents.map(({ version, at }) => (
                    <span key={version} className="block">
                      {t('members.consent', { version, when: formatInstant(at, language) })}
                    </span>
                  ))}
            </Fact>
          </Facts>
        </section>
        <section>
          <SectionHead title={t('members.rights')} more={edit('roles', t('members.changeRoles'))} />
          <p className="flex flex-wrap gap-2">
            {member.roles.map((role) => (
              <Tag key={role}>{t(`role.${role}`)}</Tag>
            ))}
          </p>
          {canManage && (
            <p className="mt-4">
              <Button size="small" onClick={() => setChange('status')}>
                {t('members.changeStatus')}
              </Button>
            </p>
          )}
        </section>
        <section>
          <SectionHead title={t('members.types')} more={edit('engagement', t('members.changeType'))} />
          {member.engagements.length === 0 ? (
            <p className="muted">{t('members.noType')}</p>
          ) : (
            <ul className="border-t border-rule">
              {member.engagements.map((engagement) => (
                <li
                  key={engagement.id}
                  className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 border-b border-rule py-2 leading-normal"
                >
                  <b>{t(`type.${engagement.type}`)}</b>
                  <span>
                    {t(`origin.${engagement.origin}`)}
                    <span className="dense muted block">
                      {engagement.validTo === null
                        ? t('members.since', { from: day(engagement.validFrom) })
                        : t('members.fromTo', { from: day(engagement.validFrom), to: day(dayBefore(engagement.validTo)) })}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      {canSeeHistory && <History memberId={member.id} />}
      <Dialog title={t('members.edit')} isOpen={change === 'member'} onClose={close} isWide>
        <EditMember member={member} onClose={close} />
      </Dialog>
      <Dialog title={t('members.changeRoles')} isOpen={change === 'roles'} onClose={close}>
        <EditRoles member={member} onClose={close} />
      </Dialog>
      <Dialog title={t('members.changeStatus')} isOpen={change === 'status'} onClose={close}>
        <EditStatus member={member} onClose={close} />
      </Dialog>
      <Dialog title={t('members.changeType')} isOpen={change === 'engagement'} onClose={close}>
        <EditEngagement member={member} onClose={close} />
      </Dialog>
    </div>
  )
}

/** The end of a period is the first day that is not in it; people read the last that is. */
function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}

function History({ memberId }: { memberId: string }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const history = useInfiniteQuery({
    queryKey: [...keyOf(readMemberHistory), 'pages', memberId],
    queryFn: ({ pageParam }) => call(readMemberHistory, { params: { id: memberId }, query: pageParam === '' ? {} : { cursor: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = history.data?.pages.flatMap((page) => page.items) ?? []
  const sentence = (type: string): string => {
    const key = `audit.${type.replace(/^people\./, '')}` as 'audit.rolesChanged'
    const text = t(key)
    return text === key ? type : text
  }
  return (
    <section>
      <SectionHead title={t('members.history')} />
      {history.isError ? (
        <ProblemState error={history.error} onRetry={() => void history.refetch()} />
      ) : history.isPending ? (
        <SkeletonLines count={4} label={t('public.loading')} />
      ) : items.length === 0 ? (
        <p className="muted">{t('members.noHistory')}</p>
      ) : (
        <ol className="border-t border-rule">
          {items.map((item) => (
            <li key={item.id} className="border-b border-rule py-3 leading-normal">
              <b className="block">{sentence(item.type)}</b>
              <What what={item.what} type={item.type} />
              {item.reason !== null && <span className="block">{t('requests.reasonWas', { reason: item.reason })}</span>}
              <span className="dense muted">
                <time dateTime={item.at}>{formatInstant(item.at, language)}</time>
                {'　'}
                {item.by ?? t(`members.by.${item.byKind}`)}
              </span>
            </li>
          ))}
        </ol>
      )}
      {history.hasNextPage && (
        <p className="mt-4">
          <Button isBusy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {t('members.more')}
          </Button>
        </p>
      )}
    </section>
  )
}

/** From what to what, where the fact says it. */
function What({ what, type }: { what: Readonly<Record<string, unknown>>; type: string }) {
  const t = usePeopleTexts()
  const listOf = useListOf()
  const name = (value: unknown, group: 'role' | 'status'): string => t(`${group}.${String(value)}` as 'role.member')
  if (type === 'people.rolesChanged' && Array.isArray(what['from']) && Array.isArray(what['to'])) {
    const list = (values: unknown[]): string => listOf(values.map((value) => name(value, 'role')))
    return <span className="block">{t('members.change', { from: list(what['from']), to: list(what['to']) })}</span>
  }
  if (type === 'people.statusChanged')
    return <span className="block">{t('members.change', { from: name(what['from'], 'status'), to: name(what['to'], 'status') })}</span>
  if (type === 'people.engagementChanged' && typeof what['type'] === 'string') {
    return (
      <span className="block">
        {t('members.typeFrom', { type: t(`type.${what['type']}` as 'type.A'), from: String(what['validFrom']) })}
      </span>
    )
  }
  return null
}
