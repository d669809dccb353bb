/** The day of one space in order of time: who is in it, what is free. What the grid draws, in words. */
import { useMemo } from 'react'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/states.tsx'
import { clipSpans, type Span } from '../../contract/rules.ts'
import type { DayBooking, DayModel, DayRow } from './day-model.tsx'
import { closedText, rowDetail } from './day-grid.tsx'
import { BookingStateMark, useSay } from './say.tsx'

type Entry = { at: number; booking: DayBooking } | { at: number; free: Span; left: number }

export function SpaceDay({
  row,
  model,
  onBooking,
  onTake,
}: {
  row: DayRow
  model: DayModel
  onBooking: (id: string) => void
  onTake: (row: DayRow, start: number, end: number | undefined) => void
}) {
  const say = useSay()
  const entries = useMemo<Entry[]>(() => {
    const free = row.isCurve
      ? row.free.map((span) => ({
          at: span.from,
          free: span,
          left:
            row.total - Math.max(0, ...row.levels.filter((level) => clipSpans([level.span], span).length > 0).map((level) => level.taken)),
        }))
      : row.free.map((span) => ({ at: span.from, free: span, left: 1 }))
    return [...row.bookings.map((booking) => ({ at: booking.span.from, booking })), ...free].toSorted((a, b) => a.at - b.at)
  }, [row])
  return (
    <div>
      <p className="muted mb-3">
        {say.day(model.day)}　{rowDetail(row, model, say)}
      </p>
      {entries.length === 0 ? (
        <EmptyState title={row.open.length === 0 ? closedText(row, say) : say.t('desk.nothingBooked')} />
      ) : (
        <ul className="border-t border-rule">
          {entries.map((entry) =>
            'booking' in entry ? (
              <li key={entry.booking.booking.id} className="rec rec-range">
                <button type="button" className="rec-main" onClick={() => onBooking(entry.booking.booking.id)}>
                  <b className="n">{say.range(entry.booking.booking.startsAt, entry.booking.booking.endsAt, model.zone)}</b>
                  <span className="rec-who">{say.name(entry.booking.booking.holderName)}</span>
                  <span className="dense muted">
                    {[
                      row.isCurve ? unitLabels(row, entry.booking, say.t('booking.listComma')) : '',
                      entry.booking.booking.partySize > 1 ? say.people(entry.booking.booking.partySize) : '',
                    ]
                      .filter(Boolean)
                      .join('　')}
                  </span>
                </button>
                <BookingStateMark state={entry.booking.state} />
              </li>
            ) : (
              <li key={`free-${entry.at}`} className="rec rec-range">
                <span className="rec-main">
                  <b className="n">
                    {say.hours(model.hours(entry.free.from))}–{say.hours(model.hours(entry.free.to))}
                  </b>
                  <span className="text-ok">
                    {row.isCurve ? say.t('desk.leftCount', { what: say.count(row.source.kind, entry.left) }) : say.t('desk.free')}
                  </span>
                </span>
                <Button size="small" icon="plus" onClick={() => onTake(row, model.hours(entry.free.from), undefined)}>
                  {say.t('desk.take')}
                </Button>
              </li>
            ),
          )}
        </ul>
      )}
    </div>
  )
}

function unitLabels(row: DayRow, { booking }: DayBooking, comma: string): string {
  const labels = row.source.units.filter((unit) => booking.unitIds.includes(unit.id)).map((unit) => unit.label)
  return labels.length <= 6 ? labels.join(comma) : `${labels.slice(0, 6).join(comma)}…`
}
