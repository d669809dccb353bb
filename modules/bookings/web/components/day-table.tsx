/** The day of a hub as a table: for a screen reader, for paper, for whoever would rather read. */
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/states.tsx'
import type { DayBooking, DayModel, DayRow } from './day-model.tsx'
import { BookingStateMark, useSay } from './say.tsx'
import { useNarrow } from './use-narrow.tsx'

export function DayTable({ model, onBooking }: { model: DayModel; onBooking: (id: string) => void }) {
  const say = useSay()
  const isNarrow = useNarrow()
  const lines = model.rows.flatMap((row) => row.bookings.map((each) => ({ row, ...each })))
  if (lines.length === 0) return <EmptyState title={say.t('desk.nothingBooked')} />
  type Line = DayBooking & { row: DayRow }
  const inOrder = lines.toSorted((a, b) => a.span.from - b.span.from)
  // Five columns do not fit beside each other on a phone: the same facts, one booking below the other.
  if (isNarrow) {
    return (
      <ul className="border-t border-rule">
        {inOrder.map((line) => (
          <li key={`${line.row.key} ${line.booking.id}`} className="rec rec-range">
            <button type="button" className="rec-main" onClick={() => onBooking(line.booking.id)}>
              <b className="n">{say.range(line.booking.startsAt, line.booking.endsAt, model.zone)}</b>
              <span className="rec-who">{say.name(line.booking.holderName)}</span>
              <span className="dense muted">{say.facts([placeOf(line, say), say.people(line.booking.partySize)])}</span>
            </button>
            <BookingStateMark state={line.state} />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <DataTable<Line>
      caption={say.t('desk.gridLabel', { day: say.day(model.day) })}
      locale={say.language}
      rows={inOrder}
      rowKey={(line) => `${line.row.key} ${line.booking.id}`}
      columns={[
        {
          key: 'time',
          label: say.t('booking.time'),
          cell: (line) => <span className="n">{say.range(line.booking.startsAt, line.booking.endsAt, model.zone)}</span>,
          sortValue: (line) => line.span.from,
        },
        { key: 'place', label: say.t('booking.place'), cell: (line) => placeOf(line, say), sortValue: (line) => placeOf(line, say) },
        {
          key: 'who',
          label: say.t('booking.holder'),
          isRowHead: true,
          cell: (line) => (
            <button type="button" className="link-btn" onClick={() => onBooking(line.booking.id)}>
              {say.bareName(line.booking.holderName)}
            </button>
          ),
          sortValue: (line) => line.booking.holderName,
        },
        {
          key: 'people',
          label: say.t('booking.partySize'),
          align: 'end',
          cell: (line) => <span className="n">{say.people(line.booking.partySize)}</span>,
          sortValue: (line) => line.booking.partySize,
        },
        {
          key: 'state',
          label: say.t('booking.state'),
          cell: (line) => (
            <span className="n">
              <BookingStateMark state={line.state} />
            </span>
          ),
          sortValue: (line) => line.state,
        },
      ]}
    />
  )
}

function placeOf({ row, booking }: { row: DayRow; booking: DayBooking['booking'] }, say: ReturnType<typeof useSay>): string {
  const units = row.source.units.filter((unit) => booking.unitIds.includes(unit.id))
  return say.what({ kind: row.isCurve ? row.source.kind : 'space', targetName: row.source.name, units: row.isCurve ? units : [] })
}
