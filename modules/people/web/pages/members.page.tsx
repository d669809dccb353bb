/** The members of the consortium, in the order of the syllabary; a manager's own people. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import { roles } from '#platform/contract/permissions.ts'
import { call, keyOf } from '#platform/web/client.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Select } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link, LinkButton } from '#ui/link.tsx'
import { Tag } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { exportMembers, listMembers } from '../../contract/endpoints.ts'
import { peoplePermissions } from '../../contract/permissions.ts'
import { engagementTypes, membershipStatuses, type Member } from '../../contract/schemas.ts'
import { FindField } from '../components/find-field.tsx'
import { PeopleFrame } from '../components/people-frame.tsx'
import { StatusMark } from '../components/status-mark.tsx'
import { useNarrowing } from '../components/use-narrowing.tsx'
import { useOrganisationChoices } from '../components/use-pages.tsx'
import { usePeopleTexts } from '../texts.ts'

export function MembersPage() {
  const t = usePeopleTexts()
  const { session } = useSession()
  const canManage = heldRoles(session).some((role) => (peoplePermissions['people.manage-members'] as readonly string[]).includes(role))
  return (
    <PeopleFrame
      title={t('members.title')}
      acts={
        canManage && (
          <>
            <LinkButton to="/settings/invitations" search={{ new: '1' }} kind="main" icon="plus">
              {t('members.invite')}
            </LinkButton>
            <LinkButton to="/settings/members/import" icon="upload">
              {t('members.import')}
            </LinkButton>
          </>
        )
      }
    >
      <List base="/settings/members" hasOrganisations />
    </PeopleFrame>
  )
}

/** Of a manager: the own organisation's people and nobody else. */
export function OwnPeoplePage() {
  const t = usePeopleTexts()
  usePageTitle([t('members.ownTitle')])
  return (
    <div className="wrap pb-16">
      <PageHead title={t('members.ownTitle')} />
      <List base="/me/people" hasOrganisations={false} />
    </div>
  )
}

const pick = <V extends string>(values: readonly V[], given: string | undefined): V | undefined => values.find((each) => each === given)

function List({ base, hasOrganisations }: { base: string; hasOrganisations: boolean }) {
  const t = usePeopleTexts()
  const [narrowing, narrow] = useNarrowing()
  const [round, setRound] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const organisations = useOrganisationChoices({ isOn: hasOrganisations })
  const role = pick(roles, narrowing['role'])
  const type = pick(engagementTypes, narrowing['type'])
  const status = pick(membershipStatuses, narrowing['status'])
  const organisationId = /^[0-9a-f-]{36}$/.test(narrowing['organisation'] ?? '') ? narrowing['organisation'] : undefined
  const q = narrowing['q'] ?? ''
  const query = {
    ...(q === '' ? {} : { q }),
    ...(role === undefined ? {} : { role }),
    ...(type === undefined ? {} : { type }),
    ...(status === undefined ? {} : { status: [status] }),
    ...(organisationId === undefined ? {} : { organisationId }),
  }
  const list = useInfiniteQuery({
    queryKey: [...keyOf(listMembers), 'pages', query],
    queryFn: ({ pageParam }) => call(listMembers, { query: { ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  })
  const members = list.data?.pages.flatMap((page) => page.items) ?? []
  const isNarrowed = Object.keys(query).length > 0
  const clear = (): void => {
    setRound(round + 1)
    narrow({ q: '', role: '', type: '', status: '', organisation: '' })
  }
  return (
    <>
      <div className="my-5 grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-5" role="search">
        <FindField key={round} label={t('members.find')} start={round === 0 ? q : ''} onChange={(text) => narrow({ q: text })} />
        <Button
          className="sm:hidden"
          icon={isOpen ? 'minus' : 'plus'}
          aria-expanded={isOpen}
          aria-controls="member-conditions"
          onClick={() => setOpen(!isOpen)}
        >
          {t('members.conditions', { count: [organisationId, role, type, status].filter((each) => each !== undefined).length })}
        </Button>
        {/* On a phone the list stands on the first screen, the conditions behind a button. */}
        <div id="member-conditions" className={isOpen ? 'contents' : 'contents max-sm:hidden'}>
          {hasOrganisations && (
            <Select
              label={t('public.field.organisation')}
              value={organisationId ?? ''}
              onChange={(value) => narrow({ organisation: value })}
              choices={[{ value: '', label: t('members.all') }, ...organisations]}
            />
          )}
          <Select
            label={t('members.role')}
            value={role ?? ''}
            onChange={(value) => narrow({ role: value })}
            choices={[{ value: '', label: t('members.all') }, ...roles.map((value) => ({ value, label: t(`role.${value}`) }))]}
          />
          <Select
            label={t('members.type')}
            value={type ?? ''}
            onChange={(value) => narrow({ type: value })}
            choices={[{ value: '', label: t('members.all') }, ...engagementTypes.map((value) => ({ value, label: t(`type.${value}`) }))]}
          />
          <Select
            label={t('members.status')}
            value={status ?? ''}
            onChange={(value) => narrow({ status: value })}
            choices={[
              { value: '', label: t('members.present') },
              ...membershipStatuses.map((value) => ({ value, label: t(`status.${value}`) })),
            ]}
          />
        </div>
      </div>
      {list.isError ? (
        <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
      ) : list.isPending ? (
        <SkeletonLines count={8} label={t('public.loading')} />
      ) : (
        <>
          <div className="mb-2 flex min-h-11 flex-wrap items-center gap-x-6 gap-y-2">
            <p role="status">{t('members.count', { count: list.data.pages[0]?.total ?? 0 })}</p>
            {members.length > 0 && <Exports query={query} />}
          </div>
          {members.length === 0 ? (
            isNarrowed ? (
              <EmptyState icon="search" title={t('members.noneTitle')} act={<Button onClick={clear}>{t('members.clear')}</Button>}>
                {t('members.noneBody')}
              </EmptyState>
            ) : (
              <EmptyState icon="people" title={t('members.emptyTitle')}>
                {t('members.emptyBody')}
              </EmptyState>
            )
          ) : (
            <ul className="border-t border-ink" aria-label={t('members.title')}>
              {members.map((member) => (
                <Row key={member.id} member={member} base={base} />
              ))}
            </ul>
          )}
          {list.hasNextPage && (
            <p className="mt-6">
              <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('members.more')}
              </Button>
            </p>
          )}
        </>
      )}
    </>
  )
}

function Exports({ query }: { query: Readonly<Record<string, unknown>> }) {
  const t = usePeopleTexts()
  return (
    <span className="ms-auto flex flex-wrap gap-x-5">
      {(['xlsx', 'csv'] as const).map((format) => (
        <a key={format} className="inline-flex min-h-11 items-center gap-2" href={urlOf(exportMembers, {}, { ...query, format })} download>
          <Icon name="download" />
          {t(format === 'xlsx' ? 'members.toExcel' : 'members.toCsv')}
        </a>
      ))}
    </span>
  )
}

function Row({ member, base }: { member: Member; base: string }) {
  const t = usePeopleTexts()
  return (
    <li className="border-b border-rule">
      <Link
        to={`${base}/${member.id}`}
        className="grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 py-2 leading-normal text-ink no-underline hover:bg-band lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1.3fr)_minmax(0,1.3fr)_6rem_6rem]"
      >
        <span className="min-w-0">
          <b className="block">{member.name === '' ? t('members.forgotten') : member.name}</b>
          {member.kana !== null && <span className="dense muted block">{member.kana}</span>}
        </span>
        <span className="text-end lg:order-last lg:text-start">
          <StatusMark status={member.status} />
        </span>
        <span className="min-w-0 max-lg:col-span-2">
          {member.organisation?.name}
          {member.mail !== null && <span className="dense muted block break-all">{member.mail}</span>}
        </span>
        <span className="flex flex-wrap gap-1 max-lg:col-span-2">
          {member.roles.map((role) => (
            <Tag key={role}>{t(`role.${role}`)}</Tag>
          ))}
        </span>
        <span className="dense max-lg:col-span-2">{member.engagement === null ? '' : t(`type.${member.engagement.type}`)}</span>
      </Link>
    </li>
  )
}
