/** A member's series, and one of them with all its days. */
import { useParams } from '@tanstack/react-router'
import { PageHead, usePageTitle } from '#platform/web/shell/page.tsx'
import { Breadcrumb } from '#ui/link.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { useUiWords } from '#ui/words.tsx'
import { SeriesList } from '../components/series/series-list.tsx'
import { SeriesView } from '../components/series/series-view.tsx'
import { useSay } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { useSearchState } from '../components/use-search-state.tsx'

export function MySeriesPage() {
  const say = useSay()
  const { search, change } = useSearchState()
  usePageTitle([say.t('series.mine')])
  return (
    <div className="wrap pb-16">
      <PageHead title={say.t('series.mine')} />
      <Tabs
        label={say.t('series.mine')}
        value={search['when'] === 'past' ? 'past' : 'coming'}
        onChange={(key) => change({ when: key === 'past' ? 'past' : undefined }, { replace: true })}
        views={[
          { key: 'coming', label: say.t('series.coming'), content: <SeriesList when="coming" /> },
          { key: 'past', label: say.t('series.past'), content: <SeriesList when="past" /> },
        ]}
      />
    </div>
  )
}

export function MyOneSeriesPage() {
  const say = useSay()
  const words = useUiWords()
  const { seriesId = '' } = useParams({ strict: false }) as { seriesId?: string }
  const now = useClock(undefined, 0)
  usePageTitle([say.t('series.title')])
  return (
    <div className="wrap pb-16">
      <div className="max-w-2xl">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[
            { label: say.t('me.bookings'), target: { to: '/me/bookings' } },
            { label: say.t('series.mine'), target: { to: '/me/series' } },
            { label: say.t('series.title') },
          ]}
        />
        <h1 className="page-title" tabIndex={-1}>
          {say.t('series.title')}
        </h1>
        <SeriesView seriesId={seriesId} now={now} />
      </div>
    </div>
  )
}
