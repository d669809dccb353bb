/** A lottery as anybody may see it: what it gives and when, afterwards every number with its lot, and how to check it. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { PageHead, PagePending, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Breadcrumb, LinkButton } from '#ui/link.tsx'
import { EmptyState } from '#ui/states.tsx'
import { useUiWords } from '#ui/words.tsx'
import type { LotteryResult } from '../../contract/lottery/schemas.ts'
import { LotteryFacts, wishText } from '../components/lottery/facts.tsx'
import { useSay } from '../components/say.tsx'
import { lotteryResultQuery } from '../lottery/queries.ts'

export function LotteryResultPage() {
  const say = useSay()
  const { hubKey = '', lotteryId = '' } = useParams({ strict: false }) as { hubKey?: string; lotteryId?: string }
  const query = useQuery(lotteryResultQuery(hubKey, lotteryId))
  usePageTitle([query.data === undefined ? say.t('public.lottery.title') : say.local(query.data.lottery.names)])
  if (query.data === undefined) {
    if (query.error === null) return <PagePending />
    return (
      <div className="wrap py-8">
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      </div>
    )
  }
  return <Result result={query.data} hubKey={hubKey} />
}

function Result({ result, hubKey }: { result: LotteryResult; hubKey: string }) {
  const say = useSay()
  const words = useUiWords()
  const { t } = say
  const { lottery, items, blocked, count } = result
  const byNumber = new Map(items.map((item) => [item.number, item]))
  return (
    <div className="wrap grid grid-cols-[minmax(0,1fr)] gap-10 pb-16 pt-5">
      <div className="max-w-2xl">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[{ label: say.local(lottery.hubNames), target: { to: `/hubs/${hubKey}` } }, { label: t('public.lottery.title') }]}
        />
        <PageHead title={say.local(lottery.names)} />
        <LotteryFacts lottery={lottery} />
        {lottery.state === 'open' && (
          <p className="mt-5">
            <LinkButton kind="main" to={`/me/lotteries/${lottery.id}`}>
              {t('public.lottery.apply')}
            </LinkButton>
          </p>
        )}
      </div>
      <section aria-labelledby="result">
        <h2 id="result" className="mb-1">
          {t('public.lottery.result')}
        </h2>
        <p className="mb-4">{t('public.lottery.applications', { count })}</p>
        {items.length === 0 ? (
          <EmptyState icon="hourglass" title={t('public.lottery.notYet')} />
        ) : (
          <DataTable
            caption={t('public.lottery.result')}
            isCaptionHidden
            rows={items}
            rowKey={(item) => String(item.number)}
            locale={say.language}
            columns={[
              { key: 'place', label: t('public.lottery.place'), align: 'end', cell: (item) => item.place, sortValue: (item) => item.place },
              {
                key: 'number',
                label: t('public.lottery.number'),
                align: 'end',
                isRowHead: true,
                cell: (item) => item.number,
                sortValue: (item) => item.number,
              },
              {
                key: 'wins',
                label: t('public.lottery.wins'),
                cell: (item) =>
                  item.wins.length === 0
                    ? t('public.lottery.noWin')
                    : item.wins.map((wish) => {
                        const won = item.wishes[wish]
                        return won === undefined ? null : (
                          <p key={wish} className="min-w-52">
                            {wishText(say, lottery, won)}
                          </p>
                        )
                      }),
              },
              {
                key: 'wishes',
                label: t('public.lottery.wishes'),
                cell: (item) =>
                  item.wishes.map((wish, i) => (
                    <p key={`${wish.spaceId}${wish.startsAt}`} className="min-w-52">{`${i + 1}. ${wishText(say, lottery, wish)}`}</p>
                  )),
              },
              { key: 'lot', label: t('public.lottery.lot'), cell: (item) => <code className="dense">{item.lot.slice(0, 12)}…</code> },
            ]}
          />
        )}
        {blocked.length > 0 && (
          <div className="mt-6">
            <h3>{t('public.lottery.blocked')}</h3>
            <ul>
              {blocked.map(({ number, wish }) => {
                const taken = byNumber.get(number)?.wishes[wish]
                return (
                  <li key={`${number}/${wish}`} className="dense">
                    {`${t('public.lottery.number')} ${number}: ${taken === undefined ? '' : wishText(say, lottery, taken)}`}
                  </li>
                )
              })}
            </ul>
          </div>
        )}
      </section>
      <section aria-labelledby="fair" className="max-w-2xl">
        <h2 id="fair" className="mb-2">
          {t('public.lottery.fairTitle')}
        </h2>
        <p>{t('public.lottery.fair')}</p>
        <dl className="mt-4 grid gap-2">
          <dt className="muted">{t('public.lottery.seedHash')}</dt>
          <dd className="dense break-all">
            <code>{lottery.seedHash}</code>
          </dd>
          <dt className="muted">{t('public.lottery.seed')}</dt>
          <dd className="dense break-all">{lottery.seed === null ? t('public.lottery.seedLater') : <code>{lottery.seed}</code>}</dd>
        </dl>
      </section>
    </div>
  )
}
