/** The series of a hub, and one of them with all its days. */
import { useParams } from '@tanstack/react-router'
import { PageHead, usePageTitle } from '#platform/web/shell/page.tsx'
import { Breadcrumb, LinkButton } from '#ui/link.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { useUiWords } from '#ui/words.tsx'
import { DeskFrame } from '../components/desk-frame.tsx'
import { SeriesList } from '../components/series/series-list.tsx'
import { SeriesView } from '../components/series/series-view.tsx'
import { useSay } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import type { HubRef } from '../queries.ts'

export function HubSeriesPage() {
  return <DeskFrame>{(hub) => <All hub={hub} />}</DeskFrame>
}

export function HubOneSeriesPage() {
  return <DeskFrame>{(hub) => <One hub={hub} />}</DeskFrame>
}

function All({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { search, change } = useSearchState()
  usePageTitle([say.t('series.title'), say.local(hub.names)])
  return (
    <>
      <PageHead
        title={say.t('series.title')}
        facts={
          <LinkButton kind="main" icon="plus" to={`/operate/${hub.key}/book`}>
            {say.t('series.make')}
          </LinkButton>
        }
      />
      <Tabs
        label={say.t('series.title')}
        value={search['when'] === 'past' ? 'past' : 'coming'}
        onChange={(key) => change({ when: key === 'past' ? 'past' : undefined }, { replace: true })}
        views={[
          { key: 'coming', label: say.t('series.coming'), content: <SeriesList hub={hub} when="coming" /> },
          { key: 'past', label: say.t('series.past'), content: <SeriesList hub={hub} when="past" /> },
        ]}
      />
    </>
  )
}

function One({ hub }: { hub: HubRef }) {
  const say = useSay()
  const words = useUiWords()
  const { seriesId = '' } = useParams({ strict: false }) as { seriesId?: string }
  const now = useClock(undefined, 0)
  usePageTitle([say.t('series.title'), say.local(hub.names)])
  return (
    <div className="max-w-2xl">
      <Breadcrumb
        label={words.breadcrumb}
        crumbs={[
          { label: say.t('desk.bookings'), target: { to: `/operate/${hub.key}/bookings` } },
          { label: say.t('series.title'), target: { to: `/operate/${hub.key}/series` } },
          { label: say.t('series.days') },
        ]}
      />
      <h1 className="page-title" tabIndex={-1}>
        {say.t('series.title')}
      </h1>
      <SeriesView seriesId={seriesId} hubKey={hub.key} now={now} />
    </div>
  )
}
