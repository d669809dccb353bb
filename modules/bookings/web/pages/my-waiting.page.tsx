/** What a member waits for, at its own address: where the mail of an offer leads. */
import { useQuery } from '@tanstack/react-query'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { LinkButton } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { MyWaiting } from '../components/waiting/my-waiting.tsx'
import { useSay } from '../components/say.tsx'
import { myWaitingQuery } from '../waiting/queries.ts'

export function MyWaitingPage() {
  const say = useSay()
  const query = useQuery(myWaitingQuery())
  usePageTitle([say.t('waiting.mine')])
  return (
    <div className="wrap pb-16">
      <PageHead title={say.t('waiting.mine')} />
      <div className="max-w-2xl">
        {query.data === undefined ? (
          query.error === null ? (
            <SkeletonLines count={4} label={say.t('booking.loading')} />
          ) : (
            <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
          )
        ) : query.data.items.length === 0 ? (
          <EmptyState title={say.t('waiting.mineNone')} act={<LinkButton to="/me/book">{say.t('me.book')}</LinkButton>}>
            {say.t('waiting.mineNoneBody')}
          </EmptyState>
        ) : (
          <MyWaiting />
        )}
      </div>
    </div>
  )
}
