/** The bookings behind a figure; at the desk each opens. */
import { ProblemState } from '#platform/web/shell/page.tsx'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Link } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { UseRecord } from '../../../contract/use/schemas.ts'
import { useRecordPages, type Part, type Period } from '../../use/queries.ts'
import { useSay } from '../say.tsx'

export interface Opened {
  readonly title: string
  readonly part: Part
}

export function Records({ period, opened, onClose }: { period: Period; opened: Opened | undefined; onClose: () => void }) {
  const say = useSay()
  const { session } = useSession()
  const pages = useRecordPages(period, opened?.part)
  const isDesk = heldRoles(session).some((role) => role === 'operator' || role === 'admin')
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  const when = (one: UseRecord): string => say.dayAndRange(one.startsAt, one.endsAt, one.timeZone)
  return (
    <Dialog title={`${say.t('use.records')}　${opened?.title ?? ''}`} isOpen={opened !== undefined} onClose={onClose} isWide>
      {pages.isPending ? (
        <SkeletonLines count={6} label={say.t('use.loading')} />
      ) : pages.error !== null && pages.data === undefined ? (
        <ProblemState error={pages.error} onRetry={() => void pages.refetch()} isRetrying={pages.isFetching} />
      ) : items.length === 0 ? (
        <EmptyState title={say.t('use.recordsNone')} />
      ) : (
        <div className="grid gap-4">
          <DataTable
            caption={say.t('use.records')}
            isCaptionHidden
            rows={items}
            rowKey={(one) => `${one.day}/${one.bookingId}`}
            columns={[
              {
                key: 'when',
                label: say.t('use.time'),
                isRowHead: true,
                cell: (one) =>
                  isDesk ? (
                    <Link to="/operate/$hubKey/bookings/$bookingId" params={{ hubKey: one.hubKey, bookingId: one.bookingId }}>
                      {when(one)}
                    </Link>
                  ) : (
                    when(one)
                  ),
              },
              { key: 'space', label: say.t('use.space'), cell: (one) => say.local(one.targetName) },
              ...(isDesk
                ? [
                    {
                      key: 'who',
                      label: say.t('use.who'),
                      cell: (one: UseRecord) => (one.holderName === null ? '' : say.bareName(one.holderName)),
                    },
                  ]
                : []),
              { key: 'people', label: say.t('use.file.people'), align: 'end' as const, cell: (one) => one.people },
              { key: 'type', label: say.t('use.engagement'), cell: (one) => one.engagement ?? say.t('use.none') },
              {
                key: 'organisation',
                label: say.t('use.organisation'),
                cell: (one) => (one.organisation === '' ? say.t('use.none') : one.organisation),
              },
              {
                key: 'outcome',
                label: say.t('use.outcome'),
                cell: (one) => (one.hasCome ? say.t('use.came') : say.t(`use.outcomes.${one.outcome}`)),
              },
            ]}
          />
          {pages.hasNextPage && (
            <p>
              <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {say.t('use.more')}
              </Button>
            </p>
          )}
        </div>
      )}
    </Dialog>
  )
}
