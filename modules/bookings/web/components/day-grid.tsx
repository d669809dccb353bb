/** The day of a hub, wide: a row for each space, states by shape, sign and word. */
import { useMemo } from 'react'
import { TimeGrid, type CarryStep, type GridCell, type GridMove, type GridRow, type Hours } from '#ui/time-grid.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Span } from '../../contract/rules.ts'
import { stateLook, type DayBooking, type DayLease, type DayModel, type DayRow } from './day-model.tsx'
import { useSay, type Say } from './say.tsx'

/** Where a row says nothing: each says its own. */
const stepHours = 0.25

export interface DayGridProps {
  model: DayModel
  /** Rows of the day before stand in while the day loads. */
  isPending?: boolean
  hourPixels?: number | undefined
  onBooking: (bookingId: string) => void
  onLease?: (leaseId: string) => void
  onSpace: (row: DayRow) => void
  /** Hours of the day. Without an end: as long as the desk thinks. */
  onTake: (row: DayRow, start: number, end: number | undefined) => void
  onMove: (booking: DayBooking, to: { row: DayRow; fromRow: DayRow; start: number; end: number }) => void
}

export function DayGrid({ model, isPending, hourPixels, onBooking, onLease, onSpace, onTake, onMove }: DayGridProps) {
  const say = useSay()
  const { toast } = useToast()
  const rows = useMemo(() => {
    const shared = sharedBeginnings(model.rows.map((row) => say.local(row.source.name)))
    return model.rows.map((row) => gridRow(row, model, say, shared))
  }, [model, say])
  const rowOf = (key: string): DayRow | undefined => model.rows.find((row) => row.key === key)
  return (
    <TimeGrid
      label={say.t('desk.gridLabel', { day: say.day(model.day) })}
      help={say.t('desk.gridHelp')}
      from={model.from}
      to={model.to}
      now={model.hours(model.now)}
      rows={rows}
      stepHours={stepHours}
      sayHours={say.hours}
      sayCarry={(step) => carryWords(step, rowOf, say)}
      hourPixels={hourPixels}
      isBusy={isPending === true}
      onRow={(key) => {
        const row = rowOf(key)
        if (row !== undefined) onSpace(row)
      }}
      onOpen={(key, cell) => {
        const row = rowOf(key)
        if (row === undefined) return
        if (cell.startsWith(leaseKey)) onLease?.(cell.slice(leaseKey.length))
        else if (row.isCurve) onSpace(row)
        else onBooking(cell)
      }}
      onTake={(key, start, end) => {
        const row = rowOf(key)
        if (row !== undefined) onTake(row, start, end)
      }}
      // Said, not only drawn: the mouse has been let go.
      onRefuse={() => toast(say.t('desk.cannotStand'))}
      onMove={(move: GridMove) => {
        const fromRow = rowOf(move.rowKey)
        const row = rowOf(move.toRowKey)
        const booking = fromRow?.bookings.find((each) => each.booking.id === move.cellKey)
        if (fromRow !== undefined && row !== undefined && booking !== undefined)
          onMove(booking, { row, fromRow, start: move.start, end: move.end })
      }}
    />
  )
}

/** Each step of a block that is carried by keys: where it would be, and whether it may stand there. */
function carryWords(step: CarryStep, rowOf: (key: string) => DayRow | undefined, say: Say): string {
  const booking = rowOf(step.rowKey)?.bookings.find((each) => each.booking.id === step.cellKey)
  const words = {
    name: say.bareName(booking?.booking.holderName ?? ''),
    place: say.local(rowOf(step.toRowKey)?.source.name ?? { ja: '' }),
    from: say.hours(step.start),
    to: say.hours(step.end),
  }
  switch (step.what) {
    case 'taken-up':
      return say.t('desk.carryTakenUp', words)
    case 'put-back':
      return say.t('desk.carryPutBack', words)
    case 'refused':
      return say.t('desk.cannotStand')
    case 'let-go':
      return ''
    case 'carried':
      return say.t(step.isAllowed ? 'desk.carryFits' : 'desk.carryFitsNot', words)
  }
}

/**
 * `サテライトオフィス 2F-1`, `サテライトオフィス 2F-2`: what they share is said small, so that the difference is seen.
 * For each name the longest beginning of whole words that another name has too.
 */
function sharedBeginnings(names: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  const beginnings = (name: string): string[] => [...name.matchAll(/\s+(?=\S)/gu)].map((match) => name.slice(0, match.index))
  for (const name of names) for (const beginning of beginnings(name)) counts.set(beginning, (counts.get(beginning) ?? 0) + 1)
  return new Map(names.map((name) => [name, beginnings(name).findLast((beginning) => (counts.get(beginning) ?? 0) > 1) ?? '']))
}

function gridRow(row: DayRow, model: DayModel, say: Say, shared: ReadonlyMap<string, string>): GridRow {
  const hoursOf = (span: Span): Hours => ({ start: Math.max(0, model.hours(span.from)), end: Math.min(24, model.hours(span.to)) })
  const { source } = row
  const open = row.open.map(hoursOf)
  const name = say.local(source.name)
  const detail = rowDetail(row, model, say)
  const beginning = shared.get(name) ?? ''
  const isShort = beginning !== ''
  return {
    key: row.key,
    title: isShort ? name.slice(beginning.length).trim() : name,
    detail: isShort && row.open.length > 0 ? beginning : detail,
    label: `${name} ${detail}`,
    lane: row.isCurve ? row.key : source.kind,
    open,
    padBefore: source.bufferBeforeMinutes / 60,
    padAfter: source.bufferAfterMinutes / 60,
    stepHours: source.granularityMinutes / 60,
    marks: [
      ...row.shut
        .map((span) => ({ ...hoursOf(span), fill: 'shut' as const }))
        .filter((mark) => mark.end > model.from && mark.start < model.to)
        .map((mark) => clip(mark, model)),
      ...row.buffers.map((span) => ({ ...hoursOf(span), fill: 'gap' as const, title: say.t('desk.keyBuffer') })),
    ],
    cells: cellsOf(row, model, say, hoursOf),
  }
}

const clip = <Mark extends Hours>(mark: Mark, { from, to }: DayModel): Mark => ({
  ...mark,
  start: Math.max(from, mark.start),
  end: Math.min(to, mark.end),
})

/** `16席 9:00–18:00`; where it is shut all day, why. */
export function rowDetail(row: DayRow, model: DayModel, say: Say): string {
  const hours = row.open
    .map((span) => `${say.hours(model.hours(span.from))}–${say.hours(model.hours(span.to))}`)
    .join(say.t('booking.listComma'))
  const parts = [row.isCurve ? say.count(row.source.kind, row.total) : '', hours === '' ? closedText(row, say) : hours]
  return say.facts(parts)
}

export function closedText(row: DayRow, say: Say): string {
  switch (row.source.closedReason) {
    case 'holiday':
      return say.t('desk.closedHoliday')
    case 'closure':
      return say.t('desk.closedClosure')
    case 'weekly':
    case 'hours':
    case null:
      return say.t('desk.closedWeekly')
  }
}

function cellsOf(row: DayRow, model: DayModel, say: Say, hoursOf: (span: Span) => Hours): GridCell[] {
  const cells: GridCell[] = row.isCurve
    ? levelCells(row, model, say, hoursOf)
    : [
        ...row.bookings.map((booking) => blockCell(booking, model, say, hoursOf)),
        ...row.leases.map((lease) => leaseCell(lease, model, say, hoursOf)),
        ...freeCells(row, say, hoursOf),
      ]
  const shown = cells.filter((cell) => cell.end > model.from && cell.start < model.to).toSorted((a, b) => a.start - b.start)
  if (shown.length > 0) return shown
  // A row of a grid has at least one cell: it says that there is nothing.
  return [
    {
      key: 'none',
      kind: 'idle',
      start: model.from,
      end: model.to,
      label: row.open.length === 0 ? closedText(row, say) : say.t('desk.nothingBooked'),
    },
  ]
}

function blockCell({ booking, state, span }: DayBooking, model: DayModel, say: Say, hoursOf: (span: Span) => Hours): GridCell {
  const range = say.range(booking.startsAt, booking.endsAt, model.zone)
  const people = booking.partySize > 1 ? say.people(booking.partySize) : ''
  const word = say.state(state)
  // The usual states are said by shape and sign; what needs a look is also written out.
  const written = state === 'requested' || state === 'held' || state === 'provisional' || state === 'astray' ? word : ''
  const isOver = state === 'over'
  const isWithinDay = span.from >= model.within.from && span.to <= model.within.to
  return {
    key: booking.id,
    kind: 'block',
    ...hoursOf(span),
    fill: stateLook[state].fill,
    icon: stateLook[state].icon,
    title: say.bareName(booking.holderName),
    detail: say.facts([range, people, written]),
    // begins with what is written, so that whoever speaks what they see is understood
    label: `${say.bareName(booking.holderName)} ${say.facts([range, people, word])}`,
    isPast: isOver,
    canMove: !isOver && isWithinDay && span.from > model.now,
    canStretch: !isOver && isWithinDay,
  }
}

/** Before the id of a lease: it opens another page than a booking. */
const leaseKey = 'lease:'

/** Who has the room, over the whole of the hours: opened, never moved. */
function leaseCell({ lease, span }: DayLease, model: DayModel, say: Say, hoursOf: (span: Span) => Hours): GridCell {
  const name = say.bareName(lease.holderName)
  const words = {
    name,
    kind: say.t(`lease.kind.${lease.kind}`),
    until: say.day(lease.endsOn, { hasYear: lease.endsOn.slice(0, 4) !== model.day.slice(0, 4) }),
  }
  return clip(
    {
      key: `${leaseKey}${lease.id}`,
      kind: 'block',
      ...hoursOf(span),
      fill: 'lease',
      icon: 'door',
      title: name,
      detail: say.t('lease.grid.detail', words),
      label: say.t('lease.grid.label', words),
      isPast: span.to <= model.now,
      canMove: false,
      canStretch: false,
    },
    model,
  )
}

function freeCells(row: DayRow, say: Say, hoursOf: (span: Span) => Hours): GridCell[] {
  return row.free.map((span) => {
    const hours = hoursOf(span)
    return {
      key: `free-${span.from}`,
      kind: 'free',
      ...hours,
      canTake: true,
      label: say.t('desk.freeFromTo', { from: say.hours(hours.start), to: say.hours(hours.end) }),
    }
  })
}

function levelCells(row: DayRow, model: DayModel, say: Say, hoursOf: (span: Span) => Hours): GridCell[] {
  return row.levels.map((level) => {
    const hours = hoursOf(level.span)
    const left = row.total - level.taken
    return {
      key: `level-${level.span.from}`,
      kind: 'level',
      ...hours,
      share: Math.min(1, level.taken / row.total),
      // Only where there is room for it, and not twice around the now line.
      ...(level.taken > 0 && (hours.end - hours.start) / (model.to - model.from) > 0.03
        ? { figure: left <= 0 ? say.t('desk.full') : say.count(row.source.kind, level.taken) }
        : {}),
      isPast: level.isPast,
      canTake: !level.isPast && left > 0,
      label: say.t(left <= 0 ? 'desk.levelFull' : 'desk.levelLabel', {
        from: say.hours(hours.start),
        to: say.hours(hours.end),
        taken: say.count(row.source.kind, level.taken),
        left: say.count(row.source.kind, left),
      }),
    }
  })
}
