/** One booking at the desk: what it is, whom to reach, what can be done, the note, the history. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { dayOf } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { TextArea } from '#ui/fields.tsx'
import { Note, SectionHead, StateMark } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { DeskBooking } from '../../contract/schemas.ts'
import { dayGridQuery, deskBookingQuery, useNoteBooking, type HubRef } from '../queries.ts'
import { BookingBody } from './booking-body.tsx'
import { BookingFacts } from './booking-facts.tsx'
import { BookingHistory } from './booking-history.tsx'
import { Arrival } from './desk/arrival.tsx'
import { CheckInActs, MoneyActs } from './policy/desk-acts.tsx'
import { RequestDecision } from './policy/request-decision.tsx'
import { PaymentPanel } from './payment/payment-panel.tsx'
import { Refusal } from './refusal.tsx'
import { useSay } from './say.tsx'

export function DeskBookingView({ hub, bookingId, now, onActed }: { hub: HubRef; bookingId: string; now: number; onActed?: () => void }) {
  const say = useSay()
  const query = useQuery(deskBookingQuery(hub.id, bookingId))
  const booking = query.data
  const day = booking === undefined ? undefined : dayOf(booking.startsAt, booking.timeZone)
  // Names of the spaces it was moved between.
  const grid = useQuery({ ...dayGridQuery(hub.id, day ?? ''), enabled: day !== undefined })
  if (booking === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    return <SkeletonLines count={6} label={say.t('booking.loading')} />
  }
  const placeName = (id: string): string | undefined => {
    const row = grid.data?.rows.find((each) => each.targetId === id)
    return row === undefined ? undefined : say.local(row.name)
  }
  return (
    <BookingBody booking={booking} isDesk now={now} onActed={onActed}>
      {booking.status === 'requested' && <RequestDecision booking={booking} onActed={onActed} />}
      <CheckInActs booking={booking} now={now} />
      <MoneyActs booking={booking} />
      <Arrival hubId={hub.id} booking={booking} />
      <BookingFacts booking={booking} isDesk />
      <PaymentPanel booking={booking} />
      <DeskNote booking={booking} />
      <section>
        <SectionHead level={3} title={say.t('booking.history')} />
        <BookingHistory bookingId={booking.id} zone={booking.timeZone} placeName={placeName} />
      </section>
    </BookingBody>
  )
}

/** The booking that a list of the desk has open, beside it. */
export function DeskBookingDialog({
  bookingId,
  onClose,
  ...view
}: {
  hub: HubRef
  bookingId: string | undefined
  now: number
  onClose: () => void
  onActed?: () => void
}) {
  const { t } = useSay()
  return (
    <Dialog title={t('desk.bookingTitle')} place="side" isOpen={bookingId !== undefined} onClose={onClose}>
      {bookingId !== undefined && <DeskBookingView key={bookingId} bookingId={bookingId} {...view} />}
    </Dialog>
  )
}

/** Seen by the desk only. What is being typed stays when the booking changes behind it. */
function DeskNote({ booking }: { booking: DeskBooking }) {
  const say = useSay()
  const save = useNoteBooking()
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const text = typed ?? booking.note
  const isChanged = typed !== undefined && typed !== booking.note
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(
          { bookingId: booking.id, version: booking.version, note: text },
          {
            onSuccess: () => setTyped(undefined),
          },
        )
      }}
    >
      <TextArea label={say.t('desk.note')} hint={say.t('desk.noteHint')} value={text} rows={2} maxLength={1000} onChange={setTyped} />
      {isProblem(save.error) && save.error.status === 412 ? (
        <Note tone="wait" isAlert>
          {booking.note === '' ? say.t('desk.noteConflict') : say.t('desk.noteConflictNow', { note: booking.note })}
        </Note>
      ) : (
        <Refusal error={save.error} zone={booking.timeZone} day="" />
      )}
      {/* Here and not as a toast: what lies behind an open panel is not read aloud. */}
      <div role="status">
        {save.isSuccess && !isChanged && (
          <StateMark tone="ok" icon="check">
            {say.t('desk.noteSaved')}
          </StateMark>
        )}
      </div>
      {isChanged && (
        <div className="flex gap-3">
          <Button type="submit" size="small" isBusy={save.isPending}>
            {say.t('desk.noteSave')}
          </Button>
          <Button size="small" kind="bare" onClick={() => setTyped(undefined)}>
            {say.t('booking.discard')}
          </Button>
        </div>
      )}
    </form>
  )
}
