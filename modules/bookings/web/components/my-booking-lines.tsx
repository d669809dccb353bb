/** A member's bookings, one line each: when, what, where; the state at the end. The whole line opens it. */
import { Link } from '#ui/link.tsx'
import type { AbroadBooking } from '../../contract/mutual-use/schemas.ts'
import type { Booking } from '../../contract/schemas.ts'
import { VisitLine } from './mutual-use/visit-lines.tsx'
import { BookingStateMark, stateOfBooking, useSay } from './say.tsx'

/** `visits`: those at partners' hubs stand among them, by time. */
export function MyBookingLines({
  bookings,
  visits = [],
  most = Number.POSITIVE_INFINITY,
  now,
}: {
  bookings: readonly Booking[]
  visits?: readonly AbroadBooking[]
  most?: number
  now: number
}) {
  const lines = [
    ...bookings.map((booking) => ({ startsAt: booking.startsAt, line: <Line key={booking.id} booking={booking} now={now} /> })),
    ...visits.map((visit) => ({ startsAt: visit.startsAt, line: <VisitLine key={visit.bookingId} visit={visit} now={now} /> })),
  ]
  const sorted = visits.length === 0 ? lines : lines.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  return <ul className="border-t border-rule">{sorted.slice(0, most).map(({ line }) => line)}</ul>
}

function Line({ booking, now }: { booking: Booking; now: number }) {
  const say = useSay()
  return (
    <li className="rec">
      <Link to={`/me/bookings/${booking.id}`} className="rec-main grid-cols-1!">
        <b className="rec-who">{say.dayAndRange(booking.startsAt, booking.endsAt, booking.timeZone)}</b>
        <span className="dense muted">
          {say.local(booking.hubName)}
          {'　'}
          {say.what(booking)}
        </span>
      </Link>
      <BookingStateMark state={stateOfBooking(booking, now)} />
    </li>
  )
}
