/** What one has booked before, to be booked again with the same place, hours and number. */
import { useQuery } from '@tanstack/react-query'
import { addDays } from '#ui/month-grid.tsx'
import { today as todayIn } from '#platform/web/format.ts'
import { LinkButton } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import type { Booking } from '../../contract/schemas.ts'
import { myBookingsQuery } from '../queries.ts'
import { useSay } from './say.tsx'
import { wallTimeOf, whenOf } from './when-fields.tsx'

const shown = 3

/** The same place and hours, tomorrow: the day is what changes. */
export function againSearch(booking: Booking): Record<string, string> {
  const when = whenOf(booking, booking.timeZone)
  return {
    hub: booking.hubKey,
    day: addDays(todayIn(booking.timeZone), 1),
    ...(when.end <= 24 * 60 ? { from: wallTimeOf(when.start), to: wallTimeOf(when.end) } : {}),
    ...(booking.partySize > 1 ? { people: String(booking.partySize) } : {}),
  }
}

export function BookAgain() {
  const say = useSay()
  const past = useQuery(myBookingsQuery('past', 20))
  const kept = (past.data?.items ?? []).filter((booking) => booking.status === 'confirmed')
  const distinct = [
    ...new Map(
      kept.map((booking) => [`${booking.targetId} ${say.range(booking.startsAt, booking.endsAt, booking.timeZone)}`, booking]),
    ).values(),
  ].slice(0, shown)
  if (distinct.length === 0) return null
  return (
    <section aria-labelledby="again">
      <SectionHead id="again" title={say.t('me.again')} />
      <ul className="border-t border-rule">
        {distinct.map((booking) => (
          <li key={booking.id} className="rec">
            <span className="rec-main grid-cols-1!">
              <b>{say.local(booking.targetName)}</b>
              <span className="dense muted">
                {say.local(booking.hubName)}
                {'　'}
                {say.range(booking.startsAt, booking.endsAt, booking.timeZone)}
              </span>
            </span>
            <LinkButton
              size="small"
              to="/me/book"
              search={againSearch(booking)}
              aria-label={say.t('me.againLabel', { what: say.local(booking.targetName) })}
            >
              {say.t('me.againAct')}
            </LinkButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
