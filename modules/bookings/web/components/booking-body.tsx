/** What every view of one booking begins with: its state and time, and what can be done with it. */
import { useState, type ReactNode } from 'react'
import { Button, buttonClass } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import type { Booking } from '../../contract/schemas.ts'
import { visitCalendarUrl } from '../mutual-use/queries.ts'
import { calendarUrl } from '../queries.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { ChangeForm } from './change-form.tsx'
import { BookingStateMark, stateOfBooking, useSay } from './say.tsx'

export interface BookingBodyProps {
  booking: Booking
  isDesk: boolean
  now: number
  more?: ReactNode
  /** After a change or a cancellation: a panel closes, so that the way back beside it can be reached. */
  onActed?: (() => void) | undefined
  children: ReactNode
}

export function BookingBody({ booking, isDesk, now, more, onActed, children }: BookingBodyProps) {
  const say = useSay()
  const [isChanging, setChanging] = useState(false)
  const [isCancelling, setCancelling] = useState(false)
  const zone = booking.timeZone
  const state = stateOfBooking(booking, now)
  const isLive = state === 'requested' || state === 'held' || state === 'provisional' || state === 'coming' || state === 'running'
  if (isChanging)
    return (
      <ChangeForm
        booking={booking}
        isDesk={isDesk}
        now={now}
        onDone={() => {
          setChanging(false)
          onActed?.()
        }}
        onClose={() => setChanging(false)}
      />
    )
  return (
    <div className="grid gap-6">
      <div>
        <BookingStateMark state={state} />
        <p className="mt-1 text-[1.375rem] font-bold leading-snug">{say.dayAndRange(booking.startsAt, booking.endsAt, zone)}</p>
        {state === 'requested' && !isDesk && booking.holdExpiresAt !== null && (
          <div className="mt-3">
            <Note tone="wait">{say.t('approval.memberWaits', { time: say.instant(booking.holdExpiresAt, zone) })}</Note>
          </div>
        )}
        {state === 'provisional' && booking.provisionalUntil !== null && (
          <div className="mt-3">
            <Note tone="wait">{say.t('payment.provisional', { due: say.instant(booking.provisionalUntil, zone) })}</Note>
          </div>
        )}
        {state === 'held' && booking.holdExpiresAt !== null && (
          <div className="mt-3">
            <Note tone="wait">{say.t(isDesk ? 'desk.heldUntil' : 'me.heldUntil', { time: say.time(booking.holdExpiresAt, zone) })}</Note>
          </div>
        )}
      </div>
      {booking.seriesId !== null && (
        <p>
          {say.t('series.partOf')}{' '}
          <Link to={isDesk ? `/operate/${booking.hubKey}/series/${booking.seriesId}` : `/me/series/${booking.seriesId}`}>
            {say.t('series.open')}
          </Link>
        </p>
      )}
      <div className="flex flex-wrap gap-3 empty:hidden">
        {booking.can.change && (
          <Button kind={state === 'requested' && isDesk ? 'quiet' : 'main'} icon="edit" onClick={() => setChanging(true)}>
            {say.t('booking.change')}
          </Button>
        )}
        {booking.can.cancel && (
          <Button kind="quiet" icon="trash" onClick={() => setCancelling(true)}>
            {say.t('booking.cancel')}
          </Button>
        )}
        {isLive && (
          <a
            className={buttonClass({ kind: 'quiet' })}
            href={booking.visitFrom === null || isDesk ? calendarUrl(booking.id) : visitCalendarUrl(booking)}
            download
          >
            <Icon name="calendar" />
            {say.t('booking.calendarFile')}
          </a>
        )}
        {more}
      </div>
      {children}
      <CancelDialog booking={booking} isDesk={isDesk} isOpen={isCancelling} onClose={() => setCancelling(false)} onDone={onActed} />
    </div>
  )
}
