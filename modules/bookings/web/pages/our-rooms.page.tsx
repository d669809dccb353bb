/** The rooms of the organisation: who of it uses them, named by its manager. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { OurLease } from '../../contract/lease/schemas.ts'
import { leaseDays, LeaseMark } from '../components/lease/lease-words.tsx'
import { PeopleDialog } from '../components/lease/people-dialog.tsx'
import { useSay } from '../components/say.tsx'
import { ourLeasesQuery, useSetOurMembers } from '../lease/queries.ts'

export function OurRoomsPage() {
  const say = useSay()
  const { t } = say
  usePageTitle([t('lease.ours.title')])
  const query = useQuery(ourLeasesQuery())
  const items = query.data?.items ?? []
  return (
    <div className="wrap pb-16">
      <PageHead title={t('lease.ours.title')} />
      <p className="mb-6 max-w-2xl">{t('lease.ours.lead')}</p>
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={t('booking.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : items.length === 0 ? (
        <EmptyState icon="door" title={t('lease.ours.none')}>
          {t('lease.ours.noneBody')}
        </EmptyState>
      ) : (
        <ul className="grid gap-8">
          {items.map((one) => (
            <Room key={one.lease.id} ours={one} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Room({ ours: { lease, people, canName, candidates } }: { ours: OurLease }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const [isOpen, setOpen] = useState(false)
  const save = useSetOurMembers(lease.id)
  return (
    <li className="max-w-3xl border-t-2 border-ink pt-4">
      <h2 className="text-[1.25rem] font-bold">{say.local(lease.spaceNames)}</h2>
      <p className="dense muted mb-1">{say.local(lease.hubNames)}</p>
      <p className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <span>{say.facts([t(`lease.kind.${lease.kind}`), leaseDays(say, lease)])}</span>
        <LeaseMark lease={lease} />
      </p>
      <h3 className="mt-4 font-bold">{t('lease.detail.members')}</h3>
      {people.length === 0 ? (
        <p className="dense muted">{t(canName ? 'lease.detail.membersNone' : 'lease.ours.named')}</p>
      ) : (
        <ul className="border-t border-rule">
          {people.map((person) => (
            <li key={person.accountId} className="border-b border-rule py-1.5">
              {person.name}
            </li>
          ))}
        </ul>
      )}
      {canName && (
        <p className="mt-3">
          <Button size="small" icon="people" onClick={() => setOpen(true)}>
            {t('lease.detail.membersEdit')}
          </Button>
        </p>
      )}
      {isOpen && (
        <PeopleDialog
          candidates={candidates}
          named={people}
          zone={lease.timeZone}
          isBusy={save.isPending}
          error={save.error}
          onClose={() => setOpen(false)}
          onSave={(accountIds) =>
            save.mutate(accountIds, {
              onSuccess: () => {
                setOpen(false)
                toast(t('lease.ours.saved'))
              },
            })
          }
        />
      )}
    </li>
  )
}
