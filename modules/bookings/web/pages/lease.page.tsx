/** One lease: who has which room until when, what can be done, who is named, its money and its history. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Breadcrumb, Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { useUiWords } from '#ui/words.tsx'
import type { LeaseDetail } from '../../contract/lease/schemas.ts'
import { DeskFrame } from '../components/desk-frame.tsx'
import { LeaseActs } from '../components/lease/lease-acts.tsx'
import { LeaseMoney } from '../components/lease/lease-money.tsx'
import { leaseDays, leaseFee, LeaseMark } from '../components/lease/lease-words.tsx'
import { PeopleDialog } from '../components/lease/people-dialog.tsx'
import { useSay } from '../components/say.tsx'
import { leaseQuery, organisationMembersQuery, useSetLeaseMembers } from '../lease/queries.ts'
import type { HubRef } from '../queries.ts'

export function LeasePage() {
  return <DeskFrame>{(hub) => <One key={hub.id} hub={hub} />}</DeskFrame>
}

function One({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  const words = useUiWords()
  const { leaseId = '' } = useParams({ strict: false }) as { leaseId?: string }
  const query = useQuery(leaseQuery(hub.id, leaseId))
  usePageTitle([query.data === undefined ? t('lease.title') : say.bareName(query.data.lease.holderName), say.local(hub.names)])
  if (query.data === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    return <SkeletonLines count={6} label={t('booking.loading')} />
  }
  const detail = query.data
  const { lease } = detail
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-9 pt-6">
      <div className="max-w-3xl">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[{ label: t('lease.title'), target: { to: `/operate/${hub.key}/leases` } }, { label: say.bareName(lease.holderName) }]}
        />
        <h1 className="page-title wrap-anywhere" tabIndex={-1}>
          {say.bareName(lease.holderName)}
        </h1>
        <p className="flex flex-wrap items-center gap-x-5 gap-y-1">
          <span>{say.facts([t(`lease.kind.${lease.kind}`), say.local(lease.spaceNames)])}</span>
          <LeaseMark lease={lease} />
        </p>
        <Facts hub={hub} detail={detail} />
        <LeaseActs hub={hub} detail={detail} />
      </div>
      <People hub={hub} detail={detail} />
      <LeaseMoney hub={hub} detail={detail} />
      <History hub={hub} detail={detail} />
    </div>
  )
}

function Facts({ hub, detail: { lease } }: { hub: HubRef; detail: LeaseDetail }) {
  const say = useSay()
  const { t } = say
  const lines: (readonly [string, ReactNode])[] = [
    [t('lease.detail.period'), leaseDays(say, lease)],
    [t('lease.detail.fee'), leaseFee(say, lease)],
    ...(lease.offerUntil === null ? [] : [[t('lease.detail.offerUntil'), say.day(lease.offerUntil, { hasYear: true })] as const]),
    [t('lease.detail.contact'), say.facts([lease.contactName, lease.contactPhone ?? '', lease.contactMail ?? '']) || '–'],
    ...(lease.purpose === '' ? [] : [[t('lease.detail.purpose'), lease.purpose] as const]),
    ...(lease.kind === 'trial'
      ? [[t('lease.detail.result'), lease.result === '' ? t('lease.detail.resultNone') : lease.result] as const]
      : []),
    ...(lease.note === '' ? [] : [[t('lease.detail.note'), lease.note] as const]),
    ...(lease.renewsId === null
      ? []
      : [
          [
            t('lease.detail.renews'),
            <Link key="before" to={`/operate/${hub.key}/leases/${lease.renewsId}`}>
              {t('lease.detail.renews')}
            </Link>,
          ] as const,
        ]),
    ...(lease.endReason === '' ? [] : [[t('lease.detail.endReason'), lease.endReason] as const]),
  ]
  return (
    <dl className="mt-4 grid gap-x-6 gap-y-1 sm:grid-cols-[9rem_minmax(0,1fr)]">
      {lines.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="muted">{name}</dt>
          <dd className="wrap-anywhere whitespace-pre-line max-sm:mb-2">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function People({ hub, detail }: { hub: HubRef; detail: LeaseDetail }) {
  const { t } = useSay()
  const { toast } = useToast()
  const { lease, people } = detail
  const [isOpen, setOpen] = useState(false)
  const members = useQuery({ ...organisationMembersQuery(lease.organisationId, ''), enabled: isOpen })
  const save = useSetLeaseMembers(hub.id, lease.id)
  const isChangeable = lease.status !== 'ended' && lease.status !== 'withdrawn'
  const candidates = (members.data?.items ?? []).flatMap((member) =>
    member.accountId === null ? [] : [{ accountId: member.accountId, name: member.name, mail: member.mail }],
  )
  return (
    <section aria-labelledby="people">
      <SectionHead
        id="people"
        title={t('lease.detail.members')}
        more={
          isChangeable && (
            <Button size="small" icon="people" onClick={() => setOpen(true)}>
              {t('lease.detail.membersEdit')}
            </Button>
          )
        }
      />
      <p className="dense muted mb-2">{t(lease.admitsMembers ? 'lease.detail.membersLead' : 'lease.detail.membersLeadNot')}</p>
      {people.length === 0 ? (
        <EmptyState icon="people" title={t('lease.detail.membersNone')} />
      ) : (
        <ul className="border-t border-rule">
          {people.map((person) => (
            <li key={person.accountId} className="border-b border-rule py-2">
              {person.name} <span className="dense muted">{person.mail}</span>
            </li>
          ))}
        </ul>
      )}
      {isOpen && members.data !== undefined && (
        <PeopleDialog
          candidates={candidates}
          named={people}
          zone={hub.zone}
          isBusy={save.isPending}
          error={save.error}
          onClose={() => setOpen(false)}
          onSave={(accountIds) =>
            save.mutate(accountIds, {
              onSuccess: () => {
                setOpen(false)
                toast(t('lease.detail.done'))
              },
            })
          }
        />
      )}
    </section>
  )
}

/** Of the events of leases alone: `bookings.leaseOffered`. */
const auditKey = (type: string): 'audit.leaseDrafted' => `audit.${type.slice('bookings.'.length)}` as 'audit.leaseDrafted'

function History({ hub, detail: { history } }: { hub: HubRef; detail: LeaseDetail }) {
  const say = useSay()
  const { t } = say
  return (
    <section aria-labelledby="history">
      <SectionHead id="history" title={t('lease.detail.history')} />
      <ul className="border-t border-rule">
        {history.map((step) => (
          <li key={`${step.at}${step.type}`} className="border-b border-rule py-2">
            <span className="n dense muted">{say.instant(step.at, hub.zone)}</span> {t(auditKey(step.type))}{' '}
            <span className="dense muted">{say.facts([step.who === '' ? t('lease.detail.program') : step.who, step.reason ?? ''])}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
