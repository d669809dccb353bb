/** My bookings: what comes, what was. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call, keyOf } from '#platform/web/client.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Link, LinkButton } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { listMyBookings } from '../../contract/endpoints.ts'
import { VisitLines } from '../components/mutual-use/visit-lines.tsx'
import { MyBookingLines } from '../components/my-booking-lines.tsx'
import { useSay } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { myVisitsQuery } from '../mutual-use/queries.ts'

export function MyBookingsPage() {
  const say = useSay()
  const { search, change } = useSearchState()
  usePageTitle([say.t('me.bookings')])
  return (
    <div className="wrap pb-16">
      <PageHead
        title={say.t('me.bookings')}
        facts={
          // On a phone it stands under the thumb.
          <>
            <Link to="/me/series" className="inline-flex min-h-11 items-center">
              {say.t('series.mine')}
            </Link>
            <Link to="/me/lotteries" className="inline-flex min-h-11 items-center">
              {say.t('lottery.me.title')}
            </Link>
            <LinkButton kind="main" to="/me/book" icon="plus" className="max-md:hidden">
              {say.t('me.book')}
            </LinkButton>
          </>
        }
      />
      <Tabs
        label={say.t('me.bookings')}
        value={search['when'] === 'past' ? 'past' : 'coming'}
        onChange={(key) => change({ when: key === 'past' ? 'past' : undefined }, { replace: true })}
        views={[
          { key: 'coming', label: say.t('me.coming'), content: <List when="coming" /> },
          { key: 'past', label: say.t('me.past'), content: <List when="past" /> },
        ]}
      />
    </div>
  )
}

function List({ when }: { when: 'coming' | 'past' }) {
  return (
    <>
      <Own when={when} />
      <Visits when={when} />
    </>
  )
}

/** At hubs of partners; nothing at all for whoever has none. */
function Visits({ when }: { when: 'coming' | 'past' }) {
  const say = useSay()
  const now = useClock(undefined, 0)
  const visits = useQuery(myVisitsQuery(when))
  if (visits.data === undefined || visits.data.items.length === 0) return null
  return (
    <section aria-labelledby={`visits-${when}`} className="pt-10">
      <SectionHead id={`visits-${when}`} title={say.t('mutualUse.visits')} />
      <VisitLines visits={visits.data.items} now={now} />
    </section>
  )
}

function Own({ when }: { when: 'coming' | 'past' }) {
  const say = useSay()
  const now = useClock(undefined, 0)
  const query = useInfiniteQuery({
    queryKey: [...keyOf(listMyBookings), 'pages', when],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call(listMyBookings, { query: { when, limit: 30, ...(pageParam === undefined ? {} : { cursor: pageParam }) } }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  if (query.isPending) return <SkeletonLines count={5} label={say.t('booking.loading')} />
  if (query.error !== null && query.data === undefined)
    return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
  const bookings = query.data.pages.flatMap((page) => page.items)
  if (bookings.length === 0) {
    return (
      <EmptyState
        icon="calendar"
        title={say.t(when === 'coming' ? 'me.nothingComing' : 'me.nothingPast')}
        act={
          when === 'coming' && (
            <LinkButton kind="main" to="/me/book">
              {say.t('me.book')}
            </LinkButton>
          )
        }
      >
        {when === 'coming' ? say.t('me.nothingBody') : undefined}
      </EmptyState>
    )
  }
  return (
    <>
      <MyBookingLines bookings={bookings} now={now} />
      {query.hasNextPage && (
        <div className="pt-4">
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {say.t('me.more')}
          </Button>
        </div>
      )}
      {query.isFetchNextPageError && (
        <div className="pt-4">
          <ProblemState error={query.error} onRetry={() => void query.fetchNextPage()} />
        </div>
      )}
    </>
  )
}
