/** One's own entries and exits, as the doors recorded them: the same facts that the desk sees. */
import { useZones } from '#modules/access/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useSay } from '../components/say.tsx'
import { StaysTable } from '../components/stays-table.tsx'
import { myStaysQuery } from '../queries.ts'

export function MyStaysPage() {
  const { t } = useSay()
  usePageTitle([t('mine.title')])
  const zoneOf = useZones()
  const [limit, setLimit] = useState(50)
  const list = useQuery(myStaysQuery(limit))
  return (
    <div className="wrap pb-16">
      <PageHead title={t('mine.title')} />
      <p className="max-w-3xl pb-6">{t('mine.lead')}</p>
      {list.data === undefined ? (
        list.error === null ? (
          <SkeletonLines count={6} label={t('now.loading')} />
        ) : (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
        )
      ) : list.data.items.length === 0 ? (
        <EmptyState icon="door" title={t('mine.nothing')}>
          {t('mine.nothingBody')}
        </EmptyState>
      ) : (
        <>
          <StaysTable stays={list.data.items} zoneOf={zoneOf} isOwn />
          {list.data.nextCursor !== null && limit < 200 && (
            <p className="pt-4">
              <Button isBusy={list.isFetching} onClick={() => setLimit(200)}>
                {t('stays.more')}
              </Button>
            </p>
          )}
        </>
      )}
    </div>
  )
}
