/** The lending desk: what is out and when it is due, lend and take back; and what somebody left behind. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle, useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { useToast } from '#ui/toast.tsx'
import { minuteMs } from '../../contract/rules.ts'
import type { Loan } from '../../contract/lending/schemas.ts'
import { DeskFrame } from '../components/desk-frame.tsx'
import { LendDialog, ReturnDialog } from '../components/lending/lend-dialogs.tsx'
import { LostItems } from '../components/lending/lost-items.tsx'
import { useSay, type Say } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { lendingQuery, loansQuery, useExtend, useRemind } from '../lending/queries.ts'
import type { HubRef } from '../queries.ts'

export function LendingPage() {
  return <DeskFrame>{(hub) => <Lending key={hub.id} hub={hub} />}</DeskFrame>
}

function Lending({ hub }: { hub: HubRef }) {
  const say = useSay()
  usePageTitle([say.t('lending.title'), say.local(hub.names)])
  const { search, change } = useSearchState()
  return (
    <>
      <PageHead title={say.t('lending.title')} lead={say.local(hub.names)} />
      <Tabs
        label={say.t('lending.title')}
        value={search['tab'] === 'lost' ? 'lost' : 'loans'}
        onChange={(tab) => change({ tab: tab === 'lost' ? 'lost' : undefined }, { replace: true })}
        views={[
          { key: 'loans', label: say.t('lending.tabLoans'), content: <Loans hub={hub} /> },
          { key: 'lost', label: say.t('lending.tabLost'), content: <LostItems hub={hub} /> },
        ]}
      />
    </>
  )
}

const pieceOf = (loan: Loan, say: Say): string => `${say.local(loan.equipmentName)} ${loan.unitLabel}`.trim()

function Loans({ hub }: { hub: HubRef }) {
  const say = useSay()
  const query = useQuery(lendingQuery(hub.id))
  const now = useClock(query.data?.now, query.dataUpdatedAt)
  const [isLending, setLending] = useState(false)
  const [returning, setReturning] = useState<Loan | undefined>(undefined)
  if (query.data === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />
    return <SkeletonLines count={5} label={say.t('booking.loading')} />
  }
  const { out, lendable } = query.data
  return (
    <div className="grid gap-10 pt-5">
      <section aria-labelledby="out">
        <SectionHead
          id="out"
          title={say.t('lending.out', { count: out.length })}
          more={
            lendable.length > 0 && (
              <Button size="small" icon="plus" onClick={() => setLending(true)}>
                {say.t('lending.lend')}
              </Button>
            )
          }
        />
        {lendable.length === 0 && out.length === 0 ? (
          <EmptyState title={say.t('lending.noPieces')}>{say.t('lending.noPiecesBody')}</EmptyState>
        ) : out.length === 0 ? (
          <EmptyState icon="check" title={say.t('lending.outNone')} />
        ) : (
          <ul className="border-t border-rule">
            {out.map((loan) => (
              <OutRow key={loan.id} hub={hub} loan={loan} now={now} onReturn={setReturning} />
            ))}
          </ul>
        )}
      </section>
      <History hub={hub} />
      <LendDialog hub={hub} lendable={lendable} isOpen={isLending} onClose={() => setLending(false)} />
      <ReturnDialog
        hub={hub}
        loan={returning}
        what={returning === undefined ? '' : pieceOf(returning, say)}
        onClose={() => setReturning(undefined)}
      />
    </div>
  )
}

function OutRow({ hub, loan, now, onReturn }: { hub: HubRef; loan: Loan; now: number; onReturn: (loan: Loan) => void }) {
  const say = useSay()
  const { toast } = useToast()
  const problemText = useProblemText()
  const remind = useRemind(hub.id)
  const extend = useExtend(hub.id)
  const isLate = Date.parse(loan.dueAt) < now
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-rule py-3">
      <div className="min-w-52 grow">
        <StateMark tone={isLate ? 'bad' : 'go'} icon={isLate ? 'alert' : 'clock'}>
          {say.t(isLate ? 'lending.late' : 'lending.onLoan')}
        </StateMark>
        <p>
          <b>{pieceOf(loan, say)}</b>
          {`　${say.name(loan.holder.name)}`}
        </p>
        <p className="dense muted">
          {say.facts([
            isLate
              ? say.t('lending.lateBy', { time: say.length(Math.max(1, Math.floor((now - Date.parse(loan.dueAt)) / minuteMs))) })
              : say.t('lending.dueUntil', { time: say.instant(loan.dueAt, hub.zone) }),
            loan.holder.phone ?? '',
            isLate && loan.holder.mail === null ? say.t('lending.noMail') : '',
            loan.conditionOut,
            loan.nextBookingAt === null ? '' : say.t('lending.nextBooked', { time: say.instant(loan.nextBookingAt, hub.zone) }),
            loan.remindedAt === null ? '' : say.t('lending.reminded', { when: say.instant(loan.remindedAt, hub.zone) }),
          ])}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {isLate && loan.holder.mail !== null && (
          <Button
            size="small"
            icon="mail"
            isBusy={remind.isPending}
            onClick={() =>
              remind.mutate({ loanId: loan.id, version: loan.version }, { onSuccess: () => toast(say.t('lending.remindedNow')) })
            }
          >
            {say.t('lending.remind')}
          </Button>
        )}
        <Button
          size="small"
          isBusy={extend.isPending}
          onClick={() =>
            extend.mutate(
              {
                loanId: loan.id,
                version: loan.version,
                dueAt: new Date(Math.max(now, Date.parse(loan.dueAt)) + 60 * minuteMs).toISOString(),
              },
              {
                onSuccess: (after) => toast(say.t('lending.extended', { when: say.instant(after.dueAt, hub.zone) })),
                onError: (error) => toast(problemText(error)),
              },
            )
          }
        >
          {say.t('lending.extend')}
        </Button>
        <Button size="small" kind="main" onClick={() => onReturn(loan)}>
          {say.t('lending.giveBack')}
        </Button>
      </div>
    </li>
  )
}

function History({ hub }: { hub: HubRef }) {
  const say = useSay()
  const query = useQuery(loansQuery(hub.id))
  const past = query.data?.items.filter((loan) => loan.state === 'back') ?? []
  return (
    <section aria-labelledby="history">
      <SectionHead id="history" title={say.t('lending.history')} />
      {past.length === 0 ? (
        <EmptyState title={say.t('lending.historyNone')} />
      ) : (
        <ul className="border-t border-rule">
          {past.map((loan) => (
            <li key={loan.id} className="border-b border-rule py-2.5">
              <b>{pieceOf(loan, say)}</b>
              {`　${say.name(loan.holder.name)}`}
              <p className="dense muted">
                {say.facts([
                  say.dayAndRange(loan.outAt, loan.backAt ?? loan.dueAt, hub.zone),
                  loan.conditionBack,
                  loan.isDamaged ? say.t('lending.damaged') : '',
                ])}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
