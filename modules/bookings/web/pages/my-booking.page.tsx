/** One of my bookings: what it is, the way there, change, cancel, what happened with it. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { hubQuery } from '#modules/hubs/web/index.ts'
import { ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Breadcrumb, LinkButton } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useUiWords } from '#ui/words.tsx'
import { isActiveStatus } from '../../contract/rules.ts'
import type { Booking } from '../../contract/schemas.ts'
import { againSearch } from '../components/book-again.tsx'
import { BookingBody } from '../components/booking-body.tsx'
import { BookingFacts, Fact } from '../components/booking-facts.tsx'
import { BookingHistory } from '../components/booking-history.tsx'
import { CheckInCode } from '../components/policy/check-in-code.tsx'
import { Papers } from '../components/payment/papers.tsx'
import { PaymentPanel } from '../components/payment/payment-panel.tsx'
import { useSay } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { bookingQuery } from '../queries.ts'

export function MyBookingPage() {
  const say = useSay()
  const words = useUiWords()
  const { bookingId = '' } = useParams({ strict: false }) as { bookingId?: string }
  const query = useQuery(bookingQuery(bookingId))
  usePageTitle([query.data === undefined ? say.t('me.bookings') : say.what(query.data)])
  return (
    <div className="wrap pb-16">
      <div className="max-w-2xl">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[
            { label: say.t('me.bookings'), target: { to: '/me/bookings' } },
            { label: query.data === undefined ? '…' : say.what(query.data) },
          ]}
        />
        <h1 className="page-title" tabIndex={-1}>
          {query.data === undefined ? say.t('me.bookings') : say.what(query.data)}
        </h1>
        {query.data !== undefined ? (
          <Loaded key={query.data.id} booking={query.data} />
        ) : query.error !== null ? (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <SkeletonLines count={6} label={say.t('booking.loading')} />
        )}
      </div>
    </div>
  )
}

function Loaded({ booking }: { booking: Booking }) {
  const say = useSay()
  const now = useClock(undefined, 0)
  const hub = useQuery(hubQuery(booking.hubKey))
  const placeName = (id: string): string | undefined => {
    const found = [...(hub.data?.spaces ?? []), ...(hub.data?.equipment ?? [])].find((each) => each.id === id)
    return found === undefined ? undefined : say.local(found.names)
  }
  const isLive = isActiveStatus(booking.status) && Date.parse(booking.endsAt) > now
  const gettingIn = hub.data?.gettingIn ?? null
  return (
    <BookingBody
      booking={booking}
      isDesk={false}
      now={now}
      more={
        !isLive && (
          <LinkButton kind="main" to="/me/book" search={againSearch(booking)}>
            {say.t('me.again')}
          </LinkButton>
        )
      }
    >
      <CheckInCode booking={booking} now={now} />
      {isLive && !booking.can.cancel && booking.cancelUntil !== null && booking.status === 'confirmed' && (
        <p className="dense">{say.t('public.rules.cancelTooLate', { until: say.instant(booking.cancelUntil, booking.timeZone) })}</p>
      )}
      <BookingFacts booking={booking} isDesk={false}>
        {hub.data !== undefined && <Fact label={say.t('me.address')}>{say.local(hub.data.address)}</Fact>}
        {gettingIn !== null && <Fact label={say.t('me.gettingIn')}>{say.local(gettingIn)}</Fact>}
        {hub.data?.phone != null && (
          <Fact label={say.t('me.askThem')}>
            <a href={`tel:${hub.data.phone.replaceAll(/[^+\d]/g, '')}`}>{hub.data.phone}</a>
          </Fact>
        )}
      </BookingFacts>
      {(booking.feeYen > 0 || (booking.cancellationFeeYen ?? 0) > 0) && <PaymentPanel booking={booking} isHolder />}
      <Papers booking={booking} />
      <section>
        <SectionHead level={2} title={say.t('booking.history')} />
        <BookingHistory bookingId={booking.id} zone={booking.timeZone} placeName={placeName} />
      </section>
    </BookingBody>
  )
}
