/** Settings of one hub: details, spaces, hours, equipment, photos; and whether the public sees it. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '#platform/web/client.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { PagePending, ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Link } from '#ui/link.tsx'
import { StateMark } from '#ui/marks.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { publishHub, unpublishHub } from '../../contract/endpoints.ts'
import type { HubSettings } from '../../contract/schemas.ts'
import { DetailsForm } from '../components/settings/details-form.tsx'
import { SavingProblem, useSaving } from '../components/settings/draft.tsx'
import { EquipmentList } from '../components/settings/equipment-list.tsx'
import { HoursForm } from '../components/settings/hours-form.tsx'
import { HubsFrame } from '../components/settings/hub-frame.tsx'
import { PhotoList } from '../components/settings/photo-list.tsx'
import { PlanList } from '../components/settings/plan-list.tsx'
import { SpaceTree } from '../components/settings/space-tree.tsx'
import { keepHub, ownHubQuery } from '../queries.ts'
import { useHubsTexts } from '../texts.ts'

export function SettingsHubPage() {
  const { hubId = '' } = useParams({ strict: false }) as { hubId?: string }
  const hub = useQuery(ownHubQuery(hubId))
  if (hub.data !== undefined) return <HubSettingsView hub={hub.data} />
  if (hub.isError) {
    return (
      <div className="wrap py-8">
        <ProblemState error={hub.error} onRetry={() => void hub.refetch()} isRetrying={hub.isFetching} />
      </div>
    )
  }
  return <PagePending />
}

function HubSettingsView({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const navigate = useNavigate()
  const { tab = 'details' } = useSearch({ strict: false }) as { tab?: string }
  return (
    <HubsFrame
      title={local(hub.names)}
      crumbs={[{ label: t('settings.hubs'), target: { to: '/settings/hubs' } }]}
      facts={<Publication hub={hub} />}
    >
      <Tabs
        label={t('settings.tabs')}
        value={tab}
        onChange={(key) => void navigate({ to: '.', search: { tab: key }, replace: true, resetScroll: false })}
        views={[
          { key: 'details', label: t('settings.tabDetails'), content: <DetailsForm hub={hub} /> },
          { key: 'spaces', label: t('settings.tabSpaces'), content: <SpaceTree hub={hub} /> },
          { key: 'hours', label: t('settings.tabHours'), content: <HoursForm hub={hub} /> },
          { key: 'equipment', label: t('settings.tabEquipment'), content: <EquipmentList hub={hub} /> },
          { key: 'plans', label: t('plan.tab'), content: <PlanList hub={hub} /> },
          { key: 'photos', label: t('settings.tabPhotos'), content: <PhotoList hub={hub} /> },
        ]}
      />
    </HubsFrame>
  )
}

function Publication({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const [isAsking, setAsking] = useState(false)
  const isPublished = hub.publishedAt !== null
  const saving = useSaving({
    run: () => call(isPublished ? unpublishHub : publishHub, { params: { hubId: hub.id } }),
    onSaved: (saved) => {
      keepHub(saved)
      setAsking(false)
    },
    saidWhenDone: t(isPublished ? 'settings.nowUnpublished' : 'settings.nowPublished'),
  })
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {isPublished ? (
        <>
          <StateMark tone="ok" icon="globe">
            {t('settings.published')}
          </StateMark>
          <Link to="/hubs/$hubKey" params={{ hubKey: hub.key }}>
            {t('settings.publicPage')}
          </Link>
        </>
      ) : (
        <StateMark tone="off" icon="lock">
          {t('settings.unpublished')}
        </StateMark>
      )}
      <Button
        size="small"
        kind={isPublished ? 'quiet' : 'main'}
        onClick={() => {
          saving.reset()
          setAsking(true)
        }}
      >
        {t(isPublished ? 'settings.unpublish' : 'settings.publish')}
      </Button>
      <ConfirmDialog
        title={t(isPublished ? 'settings.unpublish' : 'settings.publish')}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        kind={isPublished ? 'bad' : 'main'}
        confirmLabel={t(isPublished ? 'settings.unpublish' : 'settings.publish')}
        isBusy={saving.isPending}
        error={<SavingProblem error={saving.error} />}
        onConfirm={() => saving.mutate(undefined)}
      >
        <p>{t(isPublished ? 'settings.unpublishAsk' : 'settings.publishAsk')}</p>
      </ConfirmDialog>
    </div>
  )
}
