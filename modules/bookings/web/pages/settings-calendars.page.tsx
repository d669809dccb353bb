/** The desk's calendars, hub by hub. */
import { useQuery } from '@tanstack/react-query'
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { reading } from '#platform/web/client.ts'
import { today } from '#platform/web/format.ts'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Select } from '#ui/fields.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { HubFeeds } from '../components/calendar/hub-feeds.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'

export function SettingsCalendarsPage() {
  const say = useSay()
  const { search, change } = useSearchState()
  const hubs = useQuery(reading(listOwnHubs, {}))
  const items = hubs.data?.items ?? []
  const hub = items.find((each) => each.key === search['hub']) ?? items[0]
  return (
    <SettingsFrame title={say.t('calendar.deskTitle')}>
      <div className="grid gap-6">
        <p className="muted max-w-[40em]">{say.t('calendar.deskLead')}</p>
        {hubs.error !== null ? (
          <ProblemState error={hubs.error} onRetry={() => void hubs.refetch()} isRetrying={hubs.isFetching} />
        ) : hub === undefined ? (
          <SkeletonLines count={4} label={say.t('booking.loading')} />
        ) : (
          <>
            {items.length > 1 && (
              <div className="max-w-96">
                <Select
                  label={say.t('calendar.hub')}
                  value={hub.key}
                  onChange={(key) => change({ hub: key }, { replace: true })}
                  choices={items.map((each) => ({ value: each.key, label: say.local(each.names) }))}
                />
              </div>
            )}
            <HubFeeds key={hub.id} hubId={hub.id} today={today(hub.zone)} />
          </>
        )}
      </div>
    </SettingsFrame>
  )
}
