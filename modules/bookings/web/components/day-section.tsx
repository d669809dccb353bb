/** The day as a picture: choosing the day, what to show of it, and the picture, the list or the table. */
import { useNavigate, useParams } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useState } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button, IconButton } from '#ui/button.tsx'
import { Checkbox, RadioChips } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, Skeleton } from '#ui/states.tsx'
import { DayGrid } from './day-grid.tsx'
import { DayKey } from './day-key.tsx'
import { DayList } from './day-list.tsx'
import type { DayBooking, DayModel, DayRow } from './day-model.tsx'
import { DayTable } from './day-table.tsx'
import { useSay, type Say } from './say.tsx'
import { useDayNews } from './use-day-news.tsx'
import { useNarrow } from './use-narrow.tsx'
import { useSearchState } from './use-search-state.tsx'
import { DayChoice } from './when-fields.tsx'

export interface DaySectionProps {
  model: DayModel | undefined
  isPending: boolean
  error: unknown
  onRetry: () => void
  isRetrying: boolean
  day: string
  today: string
  onBooking: (bookingId: string) => void
  onSpace: (row: DayRow) => void
  onTake: (row: DayRow | undefined, start: number | undefined, end?: number) => void
  onMove: (booking: DayBooking, to: { row: DayRow; fromRow: DayRow; start: number; end: number }) => void
}

type Kind = 'all' | 'space' | 'seat' | 'equipment'

/** Pixels an hour takes; the first lets all hours fit beside each other. */
const zooms = [undefined, 72, 112, 168] as const

/** A space is shown for its own name, or for whoever is in it. */
function holdsText(row: DayRow, text: string, say: Say): boolean {
  const fold = (words: string): string => words.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
  const wanted = fold(text)
  return (
    wanted === '' ||
    [say.local(row.source.name), ...row.bookings.map(({ booking }) => booking.holderName)].some((words) => fold(words).includes(wanted))
  )
}

export function DaySection(props: DaySectionProps) {
  const { model, isPending, error, onRetry, isRetrying, day, today } = props
  const say = useSay()
  const { search, change } = useSearchState()
  const isTable = search['view'] === 'table'
  const kind = (search['kind'] ?? 'all') as Kind
  const isFreeOnly = search['free'] === 'yes'
  const kinds = new Set(model?.rows.map((row) => row.source.kind))
  const [text, setText] = useState('')
  const sought = useDeferredValue(text)
  const zoom = Math.min(zooms.length - 1, Math.max(0, Number(search['zoom'] ?? 0) || 0))
  const setZoom = (next: number): void => change({ zoom: next === 0 ? undefined : String(next) }, { replace: true })
  const isNarrow = useNarrow()
  useDayNews(model, isPending)
  const shown = useMemo(
    () =>
      model === undefined
        ? undefined
        : {
            ...model,
            rows: model.rows.filter(
              (row) => (kind === 'all' || row.source.kind === kind) && (!isFreeOnly || row.free.length > 0) && holdsText(row, sought, say),
            ),
          },
    [model, kind, isFreeOnly, sought, say],
  )
  return (
    <section id="day" aria-labelledby="day-title" className="scroll-mt-4 pt-8">
      <SectionHead
        id="day-title"
        title={say.t('desk.dayTitle')}
        aside={
          <DayChoice
            label={say.t('desk.chooseDay')}
            day={day}
            today={today}
            onChange={(chosen) => change({ day: chosen === today ? undefined : chosen })}
          />
        }
        more={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            {day !== today && (
              <button type="button" className="link-btn" onClick={() => change({ day: undefined })}>
                {say.t('desk.toToday')}
              </button>
            )}
            <button type="button" className="link-btn" onClick={() => change({ view: isTable ? undefined : 'table' }, { replace: true })}>
              {say.t(isTable ? 'desk.asPicture' : 'desk.asTable')}
            </button>
          </span>
        }
      />
      <div className="no-print mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        {kinds.size > 1 && (
          <RadioChips<Kind>
            legend={say.t('desk.filterKind')}
            isLegendHidden
            layout="flow"
            value={kind}
            onChange={(chosen) => change({ kind: chosen === 'all' ? undefined : chosen }, { replace: true })}
            choices={[
              { value: 'all', label: say.t('desk.kindAll') },
              ...(kinds.has('space') ? [{ value: 'space' as const, label: say.t('desk.kindSpace') }] : []),
              ...(kinds.has('seat') ? [{ value: 'seat' as const, label: say.t('desk.kindSeat') }] : []),
              ...(kinds.has('equipment') ? [{ value: 'equipment' as const, label: say.t('desk.kindEquipment') }] : []),
            ]}
          />
        )}
        <Checkbox isChecked={isFreeOnly} onChange={(checked) => change({ free: checked ? 'yes' : undefined }, { replace: true })}>
          {say.t('desk.freeOnly')}
        </Checkbox>
        {(model?.rows.length ?? 0) > 6 && (
          <input
            type="search"
            className="inp max-w-56"
            aria-label={say.t('desk.filterText')}
            placeholder={say.t('desk.filterText')}
            value={text}
            maxLength={60}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {!isTable && !isNarrow && (
          <span role="group" aria-label={say.t('desk.zoom')} className="flex items-center">
            <IconButton icon="minus" label={say.t('desk.zoomOut')} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)} />
            <IconButton icon="plus" label={say.t('desk.zoomIn')} disabled={zoom === zooms.length - 1} onClick={() => setZoom(zoom + 1)} />
          </span>
        )}
        {!isTable && <DayKey />}
      </div>
      <Day
        {...props}
        model={shown}
        isTable={isTable}
        isFiltered={kind !== 'all' || isFreeOnly || sought !== ''}
        hourPixels={zooms[zoom]}
        onShowAll={() => setText('')}
      />
      {error !== null && error !== undefined && model !== undefined && (
        <div className="pt-4">
          <ProblemState error={error} onRetry={onRetry} isRetrying={isRetrying} />
        </div>
      )}
      {isPending && (
        <span className="sr" role="status">
          {say.t('booking.loading')}
        </span>
      )}
    </section>
  )
}

function Day({
  model,
  isPending,
  error,
  onRetry,
  isRetrying,
  onBooking,
  onSpace,
  onTake,
  onMove,
  isTable,
  isFiltered,
  hourPixels,
  onShowAll,
}: DaySectionProps & { isTable: boolean; isFiltered: boolean; hourPixels: number | undefined; onShowAll: () => void }) {
  const say = useSay()
  const isNarrow = useNarrow()
  const { change } = useSearchState()
  const navigate = useNavigate()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  // The day before stands in as a frame while the chosen one loads: its spaces, not its bookings.
  const drawn = useMemo(
    () =>
      model === undefined || !isPending
        ? model
        : { ...model, rows: model.rows.map((row) => ({ ...row, bookings: [], leases: [], buffers: [], free: [], levels: [] })) },
    [model, isPending],
  )
  if (model === undefined || drawn === undefined) {
    if (error !== null && error !== undefined) return <ProblemState error={error} onRetry={onRetry} isRetrying={isRetrying} />
    return (
      <div role="status">
        <span className="sr">{say.t('booking.loading')}</span>
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="border-t border-rule py-2.5">
            <Skeleton height="2.25rem" />
          </div>
        ))}
      </div>
    )
  }
  if (model.rows.length === 0) {
    return isFiltered ? (
      <EmptyState
        icon="search"
        title={say.t('desk.nothingMatches')}
        act={
          <Button
            size="small"
            onClick={() => {
              onShowAll()
              change({ kind: undefined, free: undefined }, { replace: true })
            }}
          >
            {say.t('desk.showAll')}
          </Button>
        }
      />
    ) : (
      <EmptyState title={say.t('desk.noSpaces')}>{say.t('desk.noSpacesBody')}</EmptyState>
    )
  }
  if (isTable)
    return (
      <>
        <LetOut model={drawn} hubKey={hubKey} />
        <DayTable model={drawn} onBooking={onBooking} />
      </>
    )
  if (isNarrow) return <DayList model={drawn} isPending={isPending} onSpace={onSpace} />
  return (
    <DayGrid
      model={drawn}
      isPending={isPending}
      hourPixels={hourPixels}
      onBooking={onBooking}
      onLease={(leaseId) => void navigate({ to: `/operate/${hubKey}/leases/${leaseId}` } as never)}
      onSpace={onSpace}
      onTake={onTake}
      onMove={onMove}
    />
  )
}

/** Rooms that are let over the day: they are no bookings, so the table of bookings does not hold them. */
function LetOut({ model, hubKey }: { model: DayModel; hubKey: string }) {
  const say = useSay()
  const lines = model.rows.flatMap((row) => row.leases.map(({ lease }) => ({ row, lease })))
  if (lines.length === 0) return null
  return (
    <ul className="mb-4 border-t border-rule">
      {lines.map(({ row, lease }) => (
        <li key={lease.id} className="border-b border-rule py-2">
          <Link to={`/operate/${hubKey}/leases/${lease.id}`}>{say.bareName(lease.holderName)}</Link>{' '}
          <span className="dense muted">
            {say.facts([
              say.local(row.source.name),
              say.t('lease.grid.detail', {
                kind: say.t(`lease.kind.${lease.kind}`),
                until: say.day(lease.endsOn, { hasYear: lease.endsOn.slice(0, 4) !== model.day.slice(0, 4) }),
              }),
            ])}
          </span>
        </li>
      ))}
    </ul>
  )
}
