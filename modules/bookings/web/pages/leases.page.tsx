/** Leases, short lets and trial stays of a hub: the list, a new one, and what a month brings. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatYen, today as todayIn } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button, buttonClass } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Breadcrumb, Link, LinkButton } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { useUiWords } from '#ui/words.tsx'
import { leaseKinds } from '../../contract/lease/rules.ts'
import { leaseStates, type DeskLease, type LeaseDues } from '../../contract/lease/schemas.ts'
import { DeskFrame } from '../components/desk-frame.tsx'
import { LeaseForm } from '../components/lease/lease-form.tsx'
import { leaseDays, leaseFee, LeaseMark, signed } from '../components/lease/lease-words.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { leaseDuesQuery, leaseQuery, leaseSheetUrl, leasesQuery, type LeaseFilter } from '../lease/queries.ts'
import type { HubRef } from '../queries.ts'

export function LeasesPage() {
  return <DeskFrame>{(hub) => <Leases key={hub.id} hub={hub} />}</DeskFrame>
}
export function NewLeasePage() {
  return <DeskFrame>{(hub) => <NewLease key={hub.id} hub={hub} />}</DeskFrame>
}
export function LeaseDuesPage() {
  return <DeskFrame>{(hub) => <Dues key={hub.id} hub={hub} />}</DeskFrame>
}

function Leases({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  const { search, change } = useSearchState()
  const [limit, setLimit] = useState(50)
  usePageTitle([t('lease.title'), say.local(hub.names)])
  const state = leaseStates.find((each) => each === search['state']) ?? 'now'
  const kind = leaseKinds.find((each) => each === search['kind'])
  const text = search['q'] ?? ''
  const filter: LeaseFilter = { state, ...(kind === undefined ? {} : { kind }), ...(text === '' ? {} : { text }) }
  const query = useQuery(leasesQuery(hub.id, filter, limit))
  const items = query.data?.items ?? []
  const isNarrowed = state !== 'now' || kind !== undefined || text !== ''
  return (
    <>
      <PageHead
        title={t('lease.title')}
        lead={say.local(hub.names)}
        facts={
          <LinkButton kind="main" icon="plus" to={`/operate/${hub.key}/leases/new`}>
            {t('lease.make')}
          </LinkButton>
        }
      />
      <p className="mb-5 max-w-2xl">{t('lease.lead')}</p>
      <div className="mb-4 flex flex-wrap gap-3">
        <LinkButton kind="quiet" icon="yen" to={`/operate/${hub.key}/leases/dues`}>
          {t('lease.dues')}
        </LinkButton>
        {(['xlsx', 'csv'] as const).map((format) => (
          <a key={format} className={buttonClass({ kind: 'quiet' })} href={leaseSheetUrl(hub.id, filter, format)} download>
            <Icon name="download" />
            {t(format === 'xlsx' ? 'lease.toExcel' : 'lease.toCsv')}
          </a>
        ))}
      </div>
      <div className="mb-4 grid gap-4 md:grid-cols-[minmax(0,1fr)_12rem_12rem]" role="search">
        <TextField
          label={t('lease.find')}
          type="search"
          value={text}
          maxLength={100}
          onChange={(value) => change({ q: value === '' ? undefined : value }, { replace: true })}
        />
        <Select
          label={t('lease.state')}
          value={state}
          onChange={(value) => change({ state: value === 'now' ? undefined : value }, { replace: true })}
          choices={leaseStates.map((value) => ({ value, label: t(`lease.states.${value}`) }))}
        />
        <Select
          label={t('lease.kindLabel')}
          value={kind ?? ''}
          onChange={(value) => change({ kind: value === '' ? undefined : value }, { replace: true })}
          choices={[{ value: '', label: t('lease.kindAll') }, ...leaseKinds.map((value) => ({ value, label: t(`lease.kind.${value}`) }))]}
        />
      </div>
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonLines count={6} label={t('booking.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : items.length === 0 ? (
        <EmptyState icon={isNarrowed ? 'search' : 'door'} title={t(isNarrowed ? 'lease.noneFound' : 'lease.none')}>
          {isNarrowed ? undefined : t('lease.noneBody')}
        </EmptyState>
      ) : (
        <>
          <ul className="border-t border-rule" aria-busy={query.isFetching}>
            {items.map((lease) => (
              <Row key={lease.id} hub={hub} lease={lease} />
            ))}
          </ul>
          {query.data.nextCursor !== null && limit < 200 && (
            <p className="pt-4">
              <Button isBusy={query.isFetching} onClick={() => setLimit((before) => Math.min(200, before + 50))}>
                {t('lease.more')}
              </Button>
            </p>
          )}
        </>
      )}
    </>
  )
}

function Row({ hub, lease }: { hub: HubRef; lease: DeskLease }) {
  const say = useSay()
  return (
    <li className="border-b border-rule">
      <Link
        to={`/operate/${hub.key}/leases/${lease.id}`}
        className="grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 py-2 leading-normal text-ink no-underline hover:bg-band lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1.8fr)_9rem]"
      >
        <span className="min-w-0">
          <b className="block wrap-anywhere">{say.bareName(lease.holderName)}</b>
          <span className="dense muted block">{say.facts([say.t(`lease.kind.${lease.kind}`), say.local(lease.spaceNames)])}</span>
        </span>
        <span className="text-end lg:order-last lg:text-start">
          <LeaseMark lease={lease} />
        </span>
        <span className="dense min-w-0 max-lg:col-span-2">
          {say.facts([
            leaseDays(say, lease),
            leaseFee(say, lease),
            lease.balanceYen > 0 ? `${say.t('lease.detail.balance')} ${formatYen(lease.balanceYen)}` : '',
          ])}
        </span>
      </Link>
    </li>
  )
}

function NewLease({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  const words = useUiWords()
  const { toast } = useToast()
  const navigate = useNavigate()
  const { search } = useSearchState()
  const renewsId = search['renews']
  const before = useQuery({ ...leaseQuery(hub.id, renewsId ?? ''), enabled: renewsId !== undefined })
  const title = t(renewsId === undefined ? 'lease.form.title' : 'lease.form.renewTitle')
  usePageTitle([title, say.local(hub.names)])
  return (
    <>
      <div className="pt-6">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[{ label: t('lease.title'), target: { to: `/operate/${hub.key}/leases` } }, { label: title }]}
        />
      </div>
      <PageHead title={title} lead={say.local(hub.names)} />
      {renewsId !== undefined && before.data === undefined ? (
        before.error === null ? (
          <SkeletonLines count={6} label={t('booking.loading')} />
        ) : (
          <ProblemState error={before.error} onRetry={() => void before.refetch()} />
        )
      ) : (
        <LeaseForm
          hub={hub}
          renews={before.data?.lease}
          onDone={(made, as) => {
            if (as !== 'changed') toast(t(`lease.form.made.${as}`))
            void navigate({ to: `/operate/${hub.key}/leases/${made.lease.id}` } as never)
          }}
        />
      )}
    </>
  )
}

function Dues({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  const words = useUiWords()
  const { search, change } = useSearchState()
  usePageTitle([t('lease.duesPage.title'), say.local(hub.names)])
  const now = todayIn(hub.zone).slice(0, 7)
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(search['month'] ?? '') ? (search['month'] as string) : now
  const query = useQuery(leaseDuesQuery(hub.id, month))
  return (
    <>
      <div className="pt-6">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[{ label: t('lease.title'), target: { to: `/operate/${hub.key}/leases` } }, { label: t('lease.duesPage.title') }]}
        />
      </div>
      <PageHead title={t('lease.duesPage.title')} lead={say.local(hub.names)} />
      <p className="mb-5 max-w-2xl">{t('lease.duesPage.lead')}</p>
      <div className="mb-5 max-w-xs">
        <TextField
          label={t('lease.duesPage.month')}
          type="month"
          value={month}
          onChange={(value) => change({ month: value === now || value === '' ? undefined : value }, { replace: true })}
        />
      </div>
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={t('booking.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : query.data.items.length === 0 ? (
        <EmptyState icon="yen" title={t('lease.duesPage.none')} />
      ) : (
        <DuesTable hub={hub} dues={query.data} />
      )}
    </>
  )
}

function DuesTable({ hub, dues }: { hub: HubRef; dues: LeaseDues }) {
  const say = useSay()
  const { t } = say
  const sum = (of: (item: LeaseDues['items'][number]) => number): string => signed(dues.items.reduce((all, item) => all + of(item), 0))
  return (
    <>
      <DataTable
        caption={t('lease.duesPage.title')}
        isCaptionHidden
        locale={say.language}
        rows={dues.items}
        rowKey={(item) => item.lease.id}
        columns={[
          {
            key: 'who',
            label: t('lease.detail.holder'),
            isRowHead: true,
            cell: (item) => <Link to={`/operate/${hub.key}/leases/${item.lease.id}`}>{say.bareName(item.lease.holderName)}</Link>,
            sortValue: (item) => item.lease.holderName,
          },
          { key: 'space', label: t('lease.form.space'), cell: (item) => say.local(item.lease.spaceNames) },
          {
            key: 'before',
            label: t('lease.duesPage.before'),
            align: 'end',
            cell: (item) => signed(item.beforeYen),
            sortValue: (item) => item.beforeYen,
          },
          {
            key: 'charged',
            label: t('lease.detail.charged'),
            align: 'end',
            cell: (item) => signed(item.chargedYen),
            sortValue: (item) => item.chargedYen,
          },
          {
            key: 'paid',
            label: t('lease.detail.paid'),
            align: 'end',
            cell: (item) => signed(item.paidYen),
            sortValue: (item) => item.paidYen,
          },
          {
            key: 'open',
            label: t('lease.detail.open'),
            align: 'end',
            cell: (item) => <b>{signed(item.balanceYen + item.beforeYen)}</b>,
            sortValue: (item) => item.balanceYen + item.beforeYen,
          },
        ]}
      />
      <p className="mt-4 text-end">
        {say.facts([
          t('lease.duesPage.total'),
          `${t('lease.detail.charged')} ${sum((item) => item.chargedYen)}`,
          `${t('lease.detail.paid')} ${sum((item) => item.paidYen)}`,
          `${t('lease.detail.open')} ${sum((item) => item.balanceYen + item.beforeYen)}`,
        ])}
      </p>
    </>
  )
}
