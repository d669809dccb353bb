/** One of my bookings at a partner's hub: what it is, the way there, change, cancel. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { hubQuery } from '#modules/hubs/web/index.ts'
import { ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Breadcrumb } from '#ui/link.tsx'
import { Tag } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useUiWords } from '#ui/words.tsx'
import { isActiveStatus } from '../../contract/rules.ts'
import type { Booking } from '../../contract/schemas.ts'
import { BookingBody } from '../components/booking-body.tsx'
import { BookingFacts, Fact } from '../components/booking-facts.tsx'
import { CheckInCode } from '../components/policy/check-in-code.tsx'
import { useSay } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { visitorBookingQuery } from '../mutual-use/queries.ts'

export function MyVisitPage() {
  const say = useSay()
  const words = useUiWords()
  const { hubKey = '', bookingId = '' } = useParams({ strict: false }) as { hubKey?: string; bookingId?: string }
  const query = useQuery(visitorBookingQuery(hubKey, bookingId))
  const title = query.data === undefined ? say.t('me.bookings') : say.what(query.data)
  usePageTitle([title])
  return (
    <div className="wrap pb-16">
      <div className="max-w-2xl">
        <Breadcrumb
          label={words.breadcrumb}
          crumbs={[{ label: say.t('me.bookings'), target: { to: '/me/bookings' } }, { label: query.data === undefined ? '…' : title }]}
        />
        <h1 className="page-title" tabIndex={-1}>
          {title}{' '}
          <span className="align-middle text-base font-normal">
            <Tag>{say.t('mutualUse.tag')}</Tag>
          </span>
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
  const isLive = isActiveStatus(booking.status) && Date.parse(booking.endsAt) > now
  const gettingIn = hub.data?.gettingIn ?? null
  return (
    <BookingBody booking={booking} isDesk={false} now={now}>
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
    </BookingBody>
  )
}
