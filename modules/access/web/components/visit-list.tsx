/** Visits to come and of today, each to be taken back. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Visit } from '../../contract/pass/schemas.ts'
import { useWithdrawVisit, visitsQuery } from '../queries.ts'
import { MoveVisit } from './move-visit.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { useSay } from './say.tsx'

interface Props {
  /** Absent: all of one's own. */
  hubId?: string
  zone: string
  emptyText: string
  emptyHint?: string
}

/** The host may be there for a part of it. */
function isShorter(visit: Visit): visit is Visit & { entry: NonNullable<Visit['entry']> } {
  const { entry } = visit
  return entry !== null && (Date.parse(entry.from) !== Date.parse(visit.startsAt) || Date.parse(entry.until) !== Date.parse(visit.endsAt))
}

/** They came, which says more than that they were expected; or they do not come. */
function VisitMark({ visit, zone }: { visit: Visit; zone: string }) {
  const say = useSay()
  if (visit.arrivedAt !== null)
    return (
      <StateMark tone="ok" icon="check">
        {say.t('visitors.arrived', { time: say.time(visit.arrivedAt, zone) })}
      </StateMark>
    )
  if (visit.isShutOut)
    return (
      <StateMark tone="bad" icon="alert">
        {say.t('visitors.shutOut')}
      </StateMark>
    )
  return visit.status === 'announced' ? (
    <StateMark tone="go" icon="calendar">
      {say.t('visitors.announced')}
    </StateMark>
  ) : (
    <StateMark tone="off" icon="cross">
      {say.t('visitors.isWithdrawn')}
    </StateMark>
  )
}

export function VisitList({ hubId, zone, emptyText, emptyHint }: Props) {
  const say = useSay()
  const { toast } = useToast()
  const query = useQuery(visitsQuery())
  const withdraw = useWithdrawVisit()
  const [asked, setAsked] = useState<Visit | undefined>(undefined)
  const [moving, setMoving] = useState<Visit | undefined>(undefined)
  const items = query.data?.items.filter((visit) => hubId === undefined || visit.hubId === hubId)
  if (items === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    return <SkeletonLines count={4} label={say.t('common.loading')} />
  }
  if (items.length === 0)
    return (
      <EmptyState icon="people" title={emptyText}>
        {emptyHint}
      </EmptyState>
    )
  const close = (): void => {
    withdraw.reset()
    setAsked(undefined)
  }
  return (
    <>
      <ul className="border-t border-rule" aria-label={say.t('visitors.title')}>
        {items.map((visit) => (
          <li key={visit.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-rule py-3">
            <div className="min-w-56 grow">
              <p className="flex flex-wrap items-baseline gap-x-4">
                <b>{say.name(visit.name)}</b>
                <VisitMark visit={visit} zone={zone} />
              </p>
              <p className="dense muted">
                {say.facts([
                  say.dayAndRange(visit.startsAt, visit.endsAt, zone),
                  visit.hostName === null || hubId === undefined ? '' : say.t('visitors.host', { name: visit.hostName }),
                  visit.mail ?? '',
                  isShorter(visit) ? say.t('visitors.shorter', { time: say.dayAndRange(visit.entry.from, visit.entry.until, zone) }) : '',
                ])}
              </p>
            </div>
            {visit.status === 'announced' && Date.parse(visit.endsAt) > Date.now() && (
              <div className="flex flex-wrap gap-2">
                <Button size="small" aria-label={`${say.name(visit.name)} ${say.t('visitors.move')}`} onClick={() => setMoving(visit)}>
                  {say.t('visitors.move')}
                </Button>
                <Button size="small" aria-label={`${say.name(visit.name)} ${say.t('visitors.withdraw')}`} onClick={() => setAsked(visit)}>
                  {say.t('visitors.withdraw')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {moving !== undefined && <MoveVisit key={moving.id} visit={moving} zone={zone} onClose={() => setMoving(undefined)} />}
      {asked !== undefined && (
        <ReasonDialog
          title={say.t('visitors.withdrawTitle')}
          confirmLabel={say.t('visitors.withdraw')}
          kind="bad"
          isReasonOptional
          isBusy={withdraw.isPending}
          error={withdraw.error}
          onClose={close}
          onConfirm={(reason) =>
            withdraw.mutate(
              { visitId: asked.id, reason },
              {
                onSuccess: () => {
                  toast(say.t('visitors.withdrawn'))
                  close()
                },
              },
            )
          }
        >
          <p>{say.t('visitors.withdrawBody', { name: asked.name })}</p>
        </ReasonDialog>
      )}
    </>
  )
}
