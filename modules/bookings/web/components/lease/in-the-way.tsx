/** What stands in the period of a lease, before anything is stored: each booking moved or cancelled first, or another period. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { TextField } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { leasePreviewQuery, useSolveHits, type Asked } from '../../lease/queries.ts'
import type { HubRef } from '../../queries.ts'
import { firstPlans, PlanList, type Plans } from '../closure/plan-list.tsx'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { leaseDays } from './lease-words.tsx'

/** Whether the period is free; undefined while that is not known. */
export function useIsFree(hub: HubRef, asked: Asked | undefined): boolean | undefined {
  const { data, isFetching } = useQuery(leasePreviewQuery(hub.id, asked))
  if (data === undefined || isFetching) return undefined
  return data.totalHits + data.leases.length + data.lotteries.length === 0
}

export function InTheWay({ hub, asked }: { hub: HubRef; asked: Asked }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const preview = useQuery(leasePreviewQuery(hub.id, asked))
  const solve = useSolveHits()
  const [plans, setPlans] = useState<Plans>(new Map())
  const [reason, setReason] = useState(t('lease.form.reasonDefault'))
  const hits = useMemo(() => preview.data?.hits ?? [], [preview.data])
  const planned = useMemo(
    () => new Map([...firstPlans(hits), ...[...plans].filter(([id]) => hits.some((hit) => hit.booking.id === id))]),
    [hits, plans],
  )
  if (preview.data === undefined) {
    if (preview.error !== null)
      return <ProblemState error={preview.error} onRetry={() => void preview.refetch()} isRetrying={preview.isFetching} />
    return <SkeletonLines count={3} label={t('booking.loading')} />
  }
  const { leases, lotteries, totalHits } = preview.data
  if (totalHits + leases.length + lotteries.length === 0)
    return (
      <div role="status">
        <EmptyState icon="check" title={t('lease.form.free')} />
      </div>
    )
  return (
    <div className="grid gap-6" aria-busy={preview.isFetching || solve.isPending}>
      <Note tone="wait">{t('lease.form.blocked')}</Note>
      {leases.length > 0 && (
        <section aria-labelledby="leases-there">
          <h3 id="leases-there" className="font-bold">
            {t('lease.form.leases')}
          </h3>
          <p>{t('lease.form.leasesLead')}</p>
          <ul className="mt-2 border-t border-rule">
            {leases.map((lease) => (
              <li key={lease.id} className="border-b border-rule py-2">
                <Link to={`/operate/${hub.key}/leases/${lease.id}`}>{say.bareName(lease.holderName)}</Link>{' '}
                <span className="dense muted">{leaseDays(say, lease)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {lotteries.length > 0 && (
        <section aria-labelledby="lotteries-there">
          <h3 id="lotteries-there" className="font-bold">
            {t('lease.form.lotteries')}
          </h3>
          <ul className="mt-2 border-t border-rule">
            {lotteries.map((lottery) => (
              <li key={lottery.id} className="border-b border-rule py-2">
                <Link to={`/operate/${hub.key}/lotteries/${lottery.id}`}>{say.local(lottery.names)}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {totalHits > 0 && (
        <section aria-labelledby="hits" className="grid gap-4">
          <div>
            <h3 id="hits" className="font-bold" role="status">
              {t('lease.form.hits', { count: totalHits })}
            </h3>
            <p>{t('lease.form.hitsLead')}</p>
            {totalHits > hits.length && <p className="dense muted">{t('lease.form.hitsFirst', { count: hits.length })}</p>}
          </div>
          <PlanList
            hits={hits}
            plans={planned}
            zone={hub.zone}
            mayAsk={false}
            onPlan={(plan) => setPlans(new Map([...plans, [plan.bookingId, plan]]))}
          />
          <TextField label={t('lease.form.reason')} value={reason} maxLength={500} onChange={setReason} />
          <Refusal error={solve.error} zone={hub.zone} day="" />
          <div>
            <Button
              isBusy={solve.isPending}
              onClick={() =>
                solve.mutate(
                  { hits, plans: planned, reason: reason.trim() === '' ? t('lease.form.reasonDefault') : reason.trim() },
                  {
                    onSuccess: ({ done, refused }) =>
                      toast(refused === 0 ? t('lease.form.applied', { count: done }) : t('lease.form.refusedSome', { count: refused })),
                  },
                )
              }
            >
              {t('lease.form.apply')}
            </Button>
          </div>
        </section>
      )}
    </div>
  )
}
