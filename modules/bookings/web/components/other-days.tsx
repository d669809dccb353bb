/** The hubs of the consortium: one press to another one's desk, or their days below each other. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { instantAt } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, Skeleton } from '#ui/states.tsx'
import { dayGridQuery, type HubRef } from '../queries.ts'
import { DayGrid } from './day-grid.tsx'
import { DayList } from './day-list.tsx'
import { dayModel } from './day-model.tsx'
import { MoveDialog, type Move } from './move-dialog.tsx'
import { useSay } from './say.tsx'
import { useNarrow } from './use-narrow.tsx'
import { useSearchState } from './use-search-state.tsx'

/** More desks than this are not watched by one pair of eyes. */
const mostBeside = 6

export function HubSwitch({ hub, hubs }: { hub: HubRef; hubs: readonly HubRef[] }) {
  const say = useSay()
  const { search, change } = useSearchState()
  if (hubs.length < 2) return null
  const isBeside = search['beside'] === 'yes'
  return (
    <nav aria-label={say.t('desk.hubs')} className="no-print flex flex-wrap items-center gap-2 pt-4">
      {hubs.map((each) => (
        <Link
          key={each.id}
          to={`/operate/${each.key}`}
          search={search['day'] === undefined ? {} : { day: search['day'] }}
          className="hub-chip"
          aria-current={each.id === hub.id ? 'page' : undefined}
        >
          {say.local(each.names)}
        </Link>
      ))}
      <button
        type="button"
        className="link-btn"
        aria-pressed={isBeside}
        onClick={() => change({ beside: isBeside ? undefined : 'yes' }, { replace: true })}
      >
        {say.t(isBeside ? 'desk.hubsAlone' : 'desk.hubsBeside')}
      </button>
    </nav>
  )
}

/** The days of the other hubs, to work in as in the own. */
export function OtherDays({ hub, hubs, day, now }: { hub: HubRef; hubs: readonly HubRef[]; day: string; now: number }) {
  const { search } = useSearchState()
  if (search['beside'] !== 'yes') return null
  return hubs
    .filter((each) => each.id !== hub.id)
    .slice(0, mostBeside)
    .map((each) => <OtherDay key={each.id} hub={each} day={day} now={now} />)
}

function OtherDay({ hub, day, now }: { hub: HubRef; day: string; now: number }) {
  const say = useSay()
  const navigate = useNavigate()
  const isNarrow = useNarrow()
  const grid = useQuery(dayGridQuery(hub.id, day))
  const model = useMemo(() => (grid.data === undefined ? undefined : dayModel(grid.data, now)), [grid.data, now])
  const [move, setMove] = useState<Move | undefined>(undefined)
  const to = (path: string, search: Record<string, string>): void => void navigate({ to: `/operate/${hub.key}${path}`, search } as never)
  const id = `day-of-${hub.id}`
  return (
    <section aria-labelledby={id} className="pt-8">
      <SectionHead
        id={id}
        title={say.local(hub.names)}
        more={
          <Link to={`/operate/${hub.key}`} search={{ day }}>
            {say.t('desk.openDesk')}
          </Link>
        }
      />
      {model === undefined ? (
        grid.error === null ? (
          <Skeleton height="9rem" />
        ) : (
          <ProblemState error={grid.error} onRetry={() => void grid.refetch()} isRetrying={grid.isFetching} />
        )
      ) : model.rows.length === 0 ? (
        <EmptyState title={say.t('desk.noSpaces')} />
      ) : isNarrow ? (
        <DayList model={model} onSpace={() => to('', { day })} />
      ) : (
        <DayGrid
          model={model}
          onBooking={(booking) => to('', { day, booking })}
          onSpace={() => to('', { day })}
          onTake={(row, start, end) =>
            to('/book', {
              day,
              place: row.key,
              start: String(Math.round(start * 60)),
              ...(end === undefined ? {} : { end: String(Math.round(end * 60)) }),
            })
          }
          onMove={(each, target) =>
            setMove({
              bookingId: each.booking.id,
              version: each.booking.version,
              period: {
                startsAt: instantAt(day, Math.round(target.start * 60), hub.zone),
                endsAt: instantAt(day, Math.round(target.end * 60), hub.zone),
              },
              toRow: target.row.key === target.fromRow.key ? undefined : target.row,
            })
          }
        />
      )}
      <MoveDialog hub={hub} move={move} onClose={() => setMove(undefined)} />
    </section>
  )
}
