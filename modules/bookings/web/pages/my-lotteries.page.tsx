/** Lotteries that a member can apply to or has applied to, and one of them with the own wishes. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { PageHead, PagePending, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Breadcrumb, Link } from '#ui/link.tsx'
import { StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { useUiWords } from '#ui/words.tsx'
import type { MyLottery } from '../../contract/lottery/schemas.ts'
import { ApplyForm } from '../components/lottery/apply-form.tsx'
import { LotteryFacts, LotteryMark, lotteryPeriod, wishText } from '../components/lottery/facts.tsx'
import { Refusal } from '../components/refusal.tsx'
import { useSay } from '../components/say.tsx'
import { myLotteriesQuery, myLotteryQuery, useWithdraw } from '../lottery/queries.ts'

export function MyLotteriesPage() {
  const say = useSay()
  const query = useQuery(myLotteriesQuery('now'))
  usePageTitle([say.t('lottery.me.title')])
  return (
    <div className="wrap pb-16">
      <PageHead title={say.t('lottery.me.title')} />
      <div className="max-w-2xl">
        {query.data === undefined ? (
          query.error === null ? (
            <SkeletonLines count={4} label={say.t('booking.loading')} />
          ) : (
            <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
          )
        ) : query.data.items.length === 0 ? (
          <EmptyState title={say.t('lottery.me.none')}>{say.t('lottery.me.noneBody')}</EmptyState>
        ) : (
          <ul className="border-t border-rule">
            {query.data.items.map((mine) => (
              <Line key={mine.lottery.id} mine={mine} />
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

function Line({ mine: { lottery, application } }: { mine: MyLottery }) {
  const say = useSay()
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-1 border-b border-rule py-3">
      <div className="min-w-52 grow">
        <p>
          <Link to={`/me/lotteries/${lottery.id}`}>
            <b>{say.local(lottery.names)}</b>
          </Link>
        </p>
        <p className="dense muted">{say.facts([say.local(lottery.hubNames), lotteryPeriod(say, lottery)])}</p>
        <p className="dense">{`${say.t('public.lottery.closes')} ${say.instant(lottery.closesAt, lottery.timeZone)}`}</p>
      </div>
      <div className="grid gap-1 sm:justify-items-end">
        <LotteryMark state={lottery.state} />
        <span className="dense">
          {application === null ? say.t('lottery.me.notApplied') : say.t('lottery.me.applied', { number: application.number })}
        </span>
      </div>
    </li>
  )
}

export function MyLotteryPage() {
  const say = useSay()
  const words = useUiWords()
  const { lotteryId = '' } = useParams({ strict: false }) as { lotteryId?: string }
  const query = useQuery(myLotteryQuery(lotteryId))
  usePageTitle([query.data === undefined ? say.t('lottery.me.title') : say.local(query.data.lottery.names)])
  if (query.data === undefined) {
    if (query.error === null) return <PagePending />
    return (
      <div className="wrap py-8">
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      </div>
    )
  }
  const { lottery } = query.data
  return (
    <div className="wrap pb-16 pt-5">
      <div className="max-w-2xl">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[{ label: say.t('lottery.me.title'), target: { to: '/me/lotteries' } }, { label: say.local(lottery.names) }]}
        />
        <h1 className="page-title" tabIndex={-1}>
          {say.local(lottery.names)}
        </h1>
        <div className="grid gap-8">
          <LotteryFacts lottery={lottery} />
          <Own mine={query.data} />
          <p>
            <Link to={`/hubs/${lottery.hubKey}/lotteries/${lottery.id}`}>{say.t('lottery.me.result')}</Link>
          </p>
        </div>
      </div>
    </div>
  )
}

function Own({ mine: { lottery, application } }: { mine: MyLottery }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const withdraw = useWithdraw(lottery.id)
  const [isAsking, setAsking] = useState(false)
  if (lottery.state === 'open')
    return (
      <div className="grid gap-6">
        {application !== null && (
          <p>
            <StateMark tone="ok" icon="check">
              {t('lottery.me.applied', { number: application.number })}
            </StateMark>
          </p>
        )}
        <ApplyForm key={application?.version ?? 0} lottery={lottery} application={application} />
        {application !== null && (
          <div>
            <Button kind="quiet" onClick={() => setAsking(true)}>
              {t('lottery.me.withdraw')}
            </Button>
            <ConfirmDialog
              title={t('lottery.me.withdrawTitle')}
              isOpen={isAsking}
              onClose={() => setAsking(false)}
              kind="bad"
              confirmLabel={t('lottery.me.withdraw')}
              isBusy={withdraw.isPending}
              error={<Refusal error={withdraw.error} zone={lottery.timeZone} day="" />}
              onConfirm={() =>
                withdraw.mutate(undefined, {
                  onSuccess: () => {
                    setAsking(false)
                    toast(t('lottery.me.withdrawn'))
                  },
                })
              }
            >
              <p>{t('lottery.me.withdrawBody')}</p>
            </ConfirmDialog>
          </div>
        )}
      </div>
    )
  if (application === null) return null
  const isDrawn = lottery.state === 'drawn'
  return (
    <section aria-labelledby="own">
      <h2 id="own" className="mb-3">
        {t('lottery.me.applied', { number: application.number })}
      </h2>
      <ol className="border-t border-rule">
        {application.wishes.map((wish, i) => {
          const win = application.wins.find((each) => each.wish === i)
          return (
            <li
              key={`${wish.spaceId}${wish.startsAt}`}
              className="flex flex-wrap items-center justify-between gap-3 border-b border-rule py-3"
            >
              <span>
                <span className="muted">{t('lottery.me.wish', { n: i + 1 })}</span> {wishText(say, lottery, wish)}
              </span>
              {win !== undefined && (
                <span className="flex items-center gap-4">
                  <StateMark tone="ok" icon="check">
                    {t('lottery.me.won')}
                  </StateMark>
                  <Link to={`/me/bookings/${win.bookingId}`}>{t('lottery.me.booking')}</Link>
                </span>
              )}
            </li>
          )
        })}
      </ol>
      {isDrawn && application.wins.length === 0 && <p className="mt-3">{t('lottery.me.lost')}</p>}
    </section>
  )
}
