/** What one's own stays on a day are made of: to read, not to change. */
import { useQuery } from '@tanstack/react-query'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { StayView } from '../../contract/schemas.ts'
import { myTraceQuery } from '../queries.ts'
import { useSay } from './say.tsx'
import { TraceList } from './trace-list.tsx'

export function MyTraceDialog({ stay, zone, onClose }: { stay: StayView; zone: string; onClose: () => void }) {
  const say = useSay()
  const { t } = say
  const trace = useQuery(myTraceQuery(stay.hubId, stay.day))
  return (
    <Dialog title={t('mine.trace', { day: say.day(stay.day) })} isOpen onClose={onClose} place="side">
      <div className="grid gap-5">
        <p className="muted">{t('mine.traceLead')}</p>
        {trace.data !== undefined ? (
          <TraceList entries={trace.data.entries} day={stay.day} zone={zone} />
        ) : trace.error === null ? (
          <SkeletonLines count={3} label={t('now.loading')} />
        ) : (
          <ProblemState error={trace.error} onRetry={() => void trace.refetch()} isRetrying={trace.isFetching} />
        )}
      </div>
    </Dialog>
  )
}
