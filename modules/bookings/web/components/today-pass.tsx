/** Today's booking as a thing to take along: when, where, how long still, and the way there. */
import { LinkButton } from '#ui/link.tsx'
import { minuteMs } from '../../contract/rules.ts'
import type { Booking } from '../../contract/schemas.ts'
import { BookingStateMark, stateOfBooking, useSay } from './say.tsx'

export function TodayPass({ booking, now }: { booking: Booking; now: number }) {
  const say = useSay()
  const state = stateOfBooking(booking, now)
  const [startsAt, endsAt] = [Date.parse(booking.startsAt), Date.parse(booking.endsAt)]
  const until = Math.ceil(((startsAt > now ? startsAt : endsAt) - now) / minuteMs)
  return (
    <article className="pass" aria-label={say.dayAndRange(booking.startsAt, booking.endsAt, booking.timeZone)}>
      <p className="when">{say.range(booking.startsAt, booking.endsAt, booking.timeZone)}</p>
      <p className="where">{say.what(booking)}</p>
      <p className="muted">{say.local(booking.hubName)}</p>
      <p className="my-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <BookingStateMark state={state} />
        <span className="dense">{say.t(startsAt > now ? 'me.beginsIn' : 'me.endsIn', { time: say.length(until) })}</span>
      </p>
      <div className="grid gap-2 sm:grid-cols-2">
        <LinkButton to={`/me/bookings/${booking.id}`} icon="edit">
          {say.t(booking.can.change ? 'me.changeOrCancel' : 'me.lookAt')}
        </LinkButton>
        <LinkButton to={`/hubs/${booking.hubKey}`} kind="quiet" icon="pin">
          {say.t('me.wayIn')}
        </LinkButton>
      </div>
    </article>
  )
}
