/** Who is coming today and who is here now: one line each, which opens the booking. */
import { EmptyState } from '#ui/states.tsx'
import { SectionHead } from '#ui/marks.tsx'
import type { ReactNode } from 'react'
import type { DeskBooking } from '../../contract/schemas.ts'
import { BookingStateMark, stateOfBooking, useSay, type Say } from './say.tsx'
import { useQuietRows } from './use-quiet-rows.tsx'

interface ListProps {
  id: string
  title: string
  empty: string
  more?: ReactNode
  bookings: readonly DeskBooking[]
  now: number
  zone: string
  /** What stands at the front of a line. */
  lead: (booking: DeskBooking) => ReactNode
  onOpen: (bookingId: string) => void
  /** What can be done without opening it. */
  act?: (booking: DeskBooking) => ReactNode
}

export function DeskList({ id, title, empty, more, bookings, now, zone, lead, onOpen, act }: ListProps) {
  const say = useSay()
  const { shown, waiting, showAll } = useQuietRows(bookings, (booking) => booking.id)
  return (
    <section aria-labelledby={id} className="min-w-0">
      <SectionHead id={id} title={title} more={more} />
      {shown.length === 0 && waiting === 0 ? (
        <EmptyState icon="calendar" title={empty} />
      ) : (
        <ul className="border-t border-rule">
          {shown.map(({ key, row: booking, isGone }) => (
            <li key={key} className={isGone ? 'rec gone' : 'rec'}>
              <button type="button" className="rec-main" onClick={() => onOpen(booking.id)}>
                <span className="n">{lead(booking)}</span>
                <span className="rec-who">{say.name(booking.holder.name)}</span>
                <span className="dense muted">{detailOf(booking, zone, say)}</span>
              </button>
              {isGone ? (
                <span className="dense muted">{say.t('desk.needGone')}</span>
              ) : (
                <span className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1 py-1 max-sm:flex-col max-sm:items-end">
                  <BookingStateMark state={stateOfBooking(booking, now)} />
                  {act?.(booking)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {waiting > 0 && (
        <button type="button" className="link-btn" onClick={showAll}>
          {say.t('desk.showNew', { count: waiting })}
        </button>
      )}
    </section>
  )
}

function detailOf(booking: DeskBooking, zone: string, say: Say): string {
  const parts = [
    say.what(booking),
    say.range(booking.startsAt, booking.endsAt, zone),
    booking.partySize > 1 ? say.people(booking.partySize) : '',
    booking.note,
  ]
  return say.facts(parts)
}
