/** A member's bookings, one line each: when, what, where; the state at the end. The whole line opens it. */
import { Link } from '#ui/link.tsx'
import type { Booking } from '../../contract/schemas.ts'
import { BookingStateMark, stateOfBooking, useSay } from './say.tsx'

export function MyBookingLines({ bookings, now }: { bookings: readonly Booking[]; now: number }) {
  const say = useSay()
  return (
    <ul className="border-t border-rule">
      {bookings.map((booking) => (
        <li key={booking.id} className="rec">
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
      ))}
    </ul>
  )
}
