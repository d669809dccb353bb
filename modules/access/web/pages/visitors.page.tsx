/** Whom members have announced, as the desk sees it. */
import type { DeskHub } from '#modules/hubs/web/index.ts'
import { useSay } from '../components/say.tsx'
import { DoorsDesk } from '../components/desk-views.tsx'
import { VisitList } from '../components/visit-list.tsx'

export function VisitorsPage() {
  const say = useSay()
  return (
    <DoorsDesk name={say.t('visitors.title')} title={() => say.t('visitors.title')}>
      {(hub: DeskHub) => (
        <VisitList hubId={hub.id} zone={hub.zone} emptyText={say.t('visitors.none')} emptyHint={say.t('visitors.noneDesk')} />
      )}
    </DoorsDesk>
  )
}
