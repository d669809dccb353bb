/** A day of a hub as the screens draw it: each booking with its state now, what is free, what is shut. No words here. */
import { hoursOfDay } from '#platform/web/format.ts'
import type { Fill } from '#ui/time-band.tsx'
import type { IconName } from '#ui/icon.tsx'
import type { Tone } from '#ui/marks.tsx'
import { clipSpans, covers, mergeSpans, minuteMs, subtractSpans, startGraceMs, type Span } from '../../contract/rules.ts'
import type { BookingStatus, DayGrid, GridBooking, GridLease, Period } from '../../contract/schemas.ts'

export type GridRowData = DayGrid['rows'][number]

/** What a booking is at this moment; `astray`: the hours have changed since and it lies outside them. */
export type BookingState =
  | 'requested'
  | 'held'
  | 'provisional'
  | 'coming'
  | 'running'
  | 'over'
  | 'cancelled'
  | 'declined'
  | 'lapsed'
  | 'no-show'
  | 'astray'

export const stateLook: Record<BookingState, { fill: Fill; icon: IconName; tone: Tone }> = {
  requested: { fill: 'wait', icon: 'hourglass', tone: 'wait' },
  held: { fill: 'wait', icon: 'hourglass', tone: 'wait' },
  provisional: { fill: 'wait', icon: 'hourglass', tone: 'wait' },
  coming: { fill: 'conf', icon: 'check', tone: 'ok' },
  running: { fill: 'in', icon: 'person', tone: 'go' },
  over: { fill: 'done', icon: 'check', tone: 'off' },
  cancelled: { fill: 'gap', icon: 'cross', tone: 'off' },
  declined: { fill: 'gap', icon: 'cross', tone: 'off' },
  lapsed: { fill: 'gap', icon: 'clock', tone: 'off' },
  'no-show': { fill: 'gap', icon: 'minus', tone: 'off' },
  astray: { fill: 'late', icon: 'alert', tone: 'bad' },
}

export const at = (instant: string): number => Date.parse(instant)
export const spanOf = (period: Period): Span => ({ from: at(period.startsAt), to: at(period.endsAt) })

interface Stated extends Period {
  readonly status: BookingStatus
  /** Until when it must be paid to stay. */
  readonly provisionalUntil?: string | null
}

export function stateOf(booking: Stated, now: number): Exclude<BookingState, 'astray'> {
  const { status } = booking
  if (status === 'cancelled' || status === 'declined' || status === 'lapsed' || status === 'no-show') return status
  if (at(booking.endsAt) <= now) return 'over'
  if (status !== 'confirmed') return status
  if (at(booking.startsAt) <= now) return 'running'
  return booking.provisionalUntil == null ? 'coming' : 'provisional'
}

export interface DayBooking {
  readonly booking: GridBooking
  readonly state: BookingState
  readonly span: Span
}

export interface DayLease {
  readonly lease: GridLease
  readonly span: Span
}

export interface DayLevel {
  readonly span: Span
  readonly taken: number
  readonly isPast: boolean
}

export interface DayRow {
  readonly key: string
  readonly source: GridRowData
  readonly total: number
  /** Drawn as one block a booking, or as a curve of how many are taken. */
  readonly isCurve: boolean
  readonly bookings: readonly DayBooking[]
  /** Let whole: nobody books it then. */
  readonly leases: readonly DayLease[]
  readonly open: readonly Span[]
  readonly shut: readonly Span[]
  /** Kept free around bookings to tidy up. */
  readonly buffers: readonly Span[]
  /** Can still be booked: within the hours, not taken, not gone. Of a curve: at least one is left. */
  readonly free: readonly Span[]
  readonly levels: readonly DayLevel[]
}

export const rowKey = (row: Pick<GridRowData, 'kind' | 'targetId'>): string => `${row.kind}:${row.targetId}`

export function dayRow(
  source: GridRowData,
  within: Span,
  now: number,
  provisional: ReadonlySet<string> = new Set(),
  letOut: readonly GridLease[] = [],
): DayRow {
  const open = mergeSpans(clipSpans(source.open.map(spanOf), within))
  const bookings = source.bookings
    .map((booking) => {
      const span = spanOf(booking)
      const kept = stateOf(booking, now)
      const state = kept === 'coming' && provisional.has(booking.id) ? 'provisional' : kept
      // Only what lies in this day can be judged by this day's hours.
      const isAstray = state !== 'over' && clipSpans([span], within).some((part) => !covers(open, part))
      return { booking, span, state: isAstray ? ('astray' as const) : state }
    })
    .toSorted((a, b) => a.span.from - b.span.from)
  const leases = letOut
    .filter((lease) => lease.targetId === source.targetId)
    .flatMap((lease) => clipSpans([spanOf(lease)], within).map((span) => ({ lease, span })))
  const leased = leases.map(({ span }) => span)
  const before = source.bufferBeforeMinutes * minuteMs
  const after = source.bufferAfterMinutes * minuteMs
  const blocked = bookings.map(({ span }) => ({ from: span.from - before, to: span.to + after }))
  const bookable = { from: Math.max(within.from, now - (now % startGraceMs)), to: within.to }
  const total = Math.max(1, source.units.length)
  const isCurve = source.kind !== 'space'
  const levels = isCurve ? leasedLevels(levelsOf(source, within, open, now), { open, leased, total, now }) : []
  return {
    key: rowKey(source),
    source,
    total,
    isCurve,
    bookings,
    leases,
    open,
    shut: subtractSpans([within], open),
    buffers: isCurve
      ? []
      : subtractSpans(
          clipSpans(mergeSpans(blocked), within),
          bookings.map(({ span }) => span),
        ),
    free: isCurve
      ? mergeSpans(
          clipSpans(
            levels.filter((level) => level.taken < total).map((level) => level.span),
            bookable,
          ),
        )
      : clipSpans(subtractSpans(open, [...blocked, ...leased]), bookable),
    levels,
  }
}

/** While it is let, all of it is taken. */
function leasedLevels(
  levels: readonly DayLevel[],
  { open, leased, total, now }: { open: readonly Span[]; leased: readonly Span[]; total: number; now: number },
): readonly DayLevel[] {
  if (leased.length === 0) return levels
  const rest = levels.flatMap((level) => subtractSpans([level.span], leased).map((span) => ({ ...level, span })))
  const full = leased.flatMap((span) => clipSpans(open, span)).map((span) => ({ span, taken: total, isPast: span.to <= now }))
  return [...rest, ...full].toSorted((a, b) => a.span.from - b.span.from)
}

function levelsOf(source: GridRowData, within: Span, open: readonly Span[], now: number): DayLevel[] {
  const shown = mergeSpans([...open, ...clipSpans(source.bookings.map(spanOf), within)])
  return source.steps.flatMap((step, index) => {
    const next = source.steps[index + 1]
    const whole = { from: Math.max(within.from, at(step.at)), to: next === undefined ? within.to : at(next.at) }
    return clipSpans(shown, whole).flatMap((span) =>
      // Cut at this moment: what has been is drawn as over.
      [
        { from: span.from, to: Math.min(span.to, now) },
        { from: Math.max(span.from, now), to: span.to },
      ]
        .filter((part) => part.to > part.from)
        .map((part) => ({ span: part, taken: step.taken, isPast: part.to <= now })),
    )
  })
}

export interface DayModel {
  readonly day: string
  readonly zone: string
  readonly within: Span
  readonly now: number
  readonly rows: readonly DayRow[]
  /** Whole hours to show: the longest opening hours and every booking. */
  readonly from: number
  readonly to: number
  readonly hours: (ms: number) => number
}

const leastHours = 8

export function dayModel(grid: DayGrid, now: number): DayModel {
  const within = { from: at(grid.startsAt), to: at(grid.endsAt) }
  const provisional = new Set(grid.provisional)
  const rows = grid.rows.map((row) => dayRow(row, within, now, provisional, grid.leases))
  const hours = (ms: number): number => Math.round(hoursOfDay(ms, grid.day, grid.timeZone) * 1000) / 1000
  const spans = rows.flatMap((row) => [
    ...row.open,
    ...clipSpans(
      row.bookings.map(({ span }) => span),
      within,
    ),
  ])
  const first = spans.length === 0 ? 8 : Math.floor(Math.min(...spans.map((span) => hours(span.from))))
  const last = spans.length === 0 ? 20 : Math.ceil(Math.max(...spans.map((span) => hours(span.to))))
  // Never so few that an hour looks like a day.
  const missing = Math.max(0, leastHours - (last - first))
  const to = Math.min(24, Math.max(leastHours, last + Math.floor(missing / 2)))
  const from = Math.max(0, Math.min(first, to - leastHours))
  return { day: grid.day, zone: grid.timeZone, within, now, rows, from, to, hours }
}

/** What of a row holds at this moment, and what comes next. */
export function rowNow(
  row: DayRow,
  now: number,
): { running: DayBooking | undefined; next: DayBooking | undefined; taken: number; isOpen: boolean } {
  const live = row.bookings.filter(({ span }) => span.to > now)
  return {
    running: live.find(({ span }) => span.from <= now),
    next: live.find(({ span }) => span.from > now),
    taken: row.levels.find(({ span }) => span.from <= now && now < span.to)?.taken ?? 0,
    isOpen: row.open.some((span) => span.from <= now && now < span.to),
  }
}
