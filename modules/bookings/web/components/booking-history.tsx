/** Who did what with a booking, when, and why. */
import { useQuery } from '@tanstack/react-query'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { HistoryEntry } from '../../contract/schemas.ts'
import { historyQuery } from '../queries.ts'
import { useSay, type Say } from './say.tsx'

const kinds = {
  'bookings.held': 'booking.historyHeld',
  'bookings.booked': 'booking.historyBooked',
  'bookings.confirmed': 'booking.historyConfirmed',
  'bookings.changed': 'booking.historyChanged',
  'bookings.cancelled': 'booking.historyCancelled',
  'bookings.lapsed': 'booking.historyLapsed',
  'bookings.noted': 'booking.historyNoted',
  'bookings.requested': 'history.requested',
  'bookings.approved': 'history.approved',
  'bookings.declined': 'history.declined',
  'bookings.checkedIn': 'history.checkedIn',
  'bookings.checkInUndone': 'history.checkInUndone',
  'bookings.released': 'history.released',
  'bookings.releaseUndone': 'history.releaseUndone',
  'bookings.visitorStopped': 'audit.visitorStopped',
  'bookings.visitorBack': 'audit.visitorBack',
  'bookings.feeChanged': 'history.feeChanged',
  'bookings.proofSeen': 'history.proofSeen',
  'bookings.charged': 'audit.charged',
  'bookings.paid': 'audit.paid',
  'bookings.refunded': 'audit.refunded',
  'bookings.waived': 'audit.waived',
  'bookings.paymentVoided': 'audit.paymentVoided',
  'bookings.permitIssued': 'audit.permitIssued',
  'bookings.unpaidWarned': 'audit.unpaidWarned',
} as const

const isKnown = (type: string): type is keyof typeof kinds => Object.hasOwn(kinds, type)

export function BookingHistory({
  bookingId,
  zone,
  placeName,
}: {
  bookingId: string
  zone: string
  placeName: (targetId: string) => string | undefined
}) {
  const say = useSay()
  const query = useQuery(historyQuery(bookingId))
  if (query.isPending) return <SkeletonLines label={say.t('booking.loading')} />
  if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
  return (
    <ol className="story">
      {query.data.items.map((entry) => (
        <li key={`${entry.at}${entry.type}`}>
          <p>
            <b>{isKnown(entry.type) ? say.t(kinds[entry.type]) : entry.type}</b>
            <span className="dense muted">
              {'　'}
              {whoOf(entry, say)}
            </span>
          </p>
          <Difference entry={entry} zone={zone} placeName={placeName} say={say} />
          {entry.reason !== null && entry.reason !== '' && (
            <p className="dense">{say.t('booking.historyReason', { reason: entry.reason })}</p>
          )}
          <p className="dense muted">
            <time dateTime={entry.at}>{say.instant(entry.at, zone)}</time>
          </p>
        </li>
      ))}
    </ol>
  )
}

function whoOf({ who }: HistoryEntry, say: Say): string {
  switch (who.kind) {
    case 'system':
      return say.t('booking.whoSystem')
    case 'stranger':
      return say.t('booking.whoStranger')
    case 'guest':
      return who.name === '' ? say.t('booking.whoGuest') : say.t('booking.whoGuestNamed', { name: say.name(who.name) })
    case 'person':
      return say.name(who.name)
  }
}

function Difference({
  entry,
  zone,
  placeName,
  say,
}: {
  entry: HistoryEntry
  zone: string
  placeName: (targetId: string) => string | undefined
  say: Say
}) {
  const { was, became } = entry
  if (was === null || became === null) return null
  const isMoved = was.startsAt !== became.startsAt || was.endsAt !== became.endsAt
  const isElsewhere = was.targetId !== became.targetId
  return (
    <>
      {isMoved && (
        <p className="dense">
          {say.t('booking.fromTo', {
            from: say.dayAndRange(was.startsAt, was.endsAt, zone),
            to: say.dayAndRange(became.startsAt, became.endsAt, zone),
          })}
        </p>
      )}
      {isElsewhere && (
        <p className="dense">
          {say.t('booking.fromTo', {
            from: placeName(was.targetId) ?? say.t('booking.otherPlace'),
            to: placeName(became.targetId) ?? say.t('booking.otherPlace'),
          })}
        </p>
      )}
    </>
  )
}
