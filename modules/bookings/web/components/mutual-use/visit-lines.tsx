/** Bookings at partners' hubs, one line each, with the tag that says by what they are. */
import { Link } from '#ui/link.tsx'
import { Tag } from '#ui/marks.tsx'
import type { AbroadBooking } from '../../../contract/mutual-use/schemas.ts'
import { BookingStateMark, stateOfBooking, useSay } from '../say.tsx'

export function VisitLines({ visits, now }: { visits: readonly AbroadBooking[]; now: number }) {
  return (
    <ul className="border-t border-rule">
      {visits.map((visit) => (
        <VisitLine key={visit.bookingId} visit={visit} now={now} />
      ))}
    </ul>
  )
}

export function VisitLine({ visit, now }: { visit: AbroadBooking; now: number }) {
  const say = useSay()
  return (
    <li className="rec">
      <Link to={`/me/visits/${visit.hubKey}/${visit.bookingId}`} className="rec-main grid-cols-1!">
        <b className="rec-who">{say.dayAndRange(visit.startsAt, visit.endsAt, visit.timeZone)}</b>
        <span className="dense muted">
          {say.local(visit.hubName)}
          {'　'}
          {say.local(visit.placeName)}
          {'　'}
          <Tag>{say.t('mutualUse.tag')}</Tag>
        </span>
      </Link>
      <BookingStateMark state={stateOfBooking({ ...visit, provisionalUntil: null }, now)} />
    </li>
  )
}
