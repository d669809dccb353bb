/** A member's day: today's booking to take along, what comes next, what was booked before with one press to do it again. */
import { useQuery } from '@tanstack/react-query'
import { dayOf } from '#platform/web/format.ts'
import { MeCards } from '#platform/web/shell/cards.tsx'
import { ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { useSession } from '#platform/web/session.ts'
import { Link, LinkButton } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { isActiveStatus } from '../../contract/rules.ts'
import type { Booking } from '../../contract/schemas.ts'
import { BookAgain } from '../components/book-again.tsx'
import { MyBookingLines } from '../components/my-booking-lines.tsx'
import { useSay } from '../components/say.tsx'
import { MyWaiting } from '../components/waiting/my-waiting.tsx'
import { TodayPass } from '../components/today-pass.tsx'
import { useClock } from '../components/use-clock.tsx'
import { myVisitsQuery } from '../mutual-use/queries.ts'
import { myBookingsQuery } from '../queries.ts'

const shownNext = 4

export function MePage() {
  const say = useSay()
  const { session } = useSession()
  const isMember = session?.active !== undefined
  usePageTitle([say.t('me.today')])
  const coming = useQuery({ ...myBookingsQuery('coming'), enabled: isMember })
  const visits = useQuery(myVisitsQuery('coming', isMember))
  const abroad = visits.data?.items ?? []
  const now = useClock(undefined, 0)
  const items = coming.data?.items.filter((booking) => isActiveStatus(booking.status))
  const first = items?.[0]
  const zone = first?.timeZone ?? 'Asia/Tokyo'
  const isToday = (booking: Booking): boolean => dayOf(booking.startsAt, booking.timeZone) <= dayOf(now, booking.timeZone)
  const today = items?.filter(isToday) ?? []
  const next = items?.filter((booking) => !isToday(booking)) ?? []
  return (
    <div className="wrap pb-16">
      <h1 className="pb-4 pt-6 text-[1.75rem] max-md:pt-4 max-md:text-[1.375rem]" tabIndex={-1}>
        <span className="mr-3 font-normal text-ink-2">{say.day(dayOf(now, zone))}</span>
        <time dateTime={new Date(now).toISOString()}>{say.time(now, zone)}</time>
      </h1>
      {!isMember ? (
        <>
          <EmptyState title={say.t('me.noMembership')} act={<LinkButton to="/">{say.t('me.findHub')}</LinkButton>}>
            {say.t('me.noMembershipBody')}
          </EmptyState>
          <div className="pt-10">
            <MeCards />
          </div>
        </>
      ) : (
        <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
          <section aria-label={say.t('me.todayBookings')} className="grid content-start gap-4">
            {coming.isPending ? (
              <SkeletonLines count={4} label={say.t('booking.loading')} />
            ) : coming.error !== null && coming.data === undefined ? (
              <ProblemState error={coming.error} onRetry={() => void coming.refetch()} isRetrying={coming.isFetching} />
            ) : today.length > 0 ? (
              today.map((booking) => <TodayPass key={booking.id} booking={booking} now={now} />)
            ) : (
              <EmptyState
                icon="calendar"
                title={say.t(next.length === 0 ? 'me.nothingYet' : 'me.nothingToday')}
                act={
                  <LinkButton kind="main" to="/me/book">
                    {say.t('me.book')}
                  </LinkButton>
                }
              >
                {say.t('me.nothingBody')}
              </EmptyState>
            )}
          </section>
          <div className="grid min-w-0 content-start gap-10">
            {(next.length > 0 || abroad.length > 0) && (
              <section aria-labelledby="next">
                <SectionHead id="next" title={say.t('me.next')} more={<Link to="/me/book">{say.t('me.book')}</Link>} />
                <MyBookingLines bookings={next} visits={abroad} most={shownNext} now={now} />
                <p className="pt-1">
                  <Link to="/me/bookings" className="inline-flex min-h-11 items-center">
                    {say.t('me.allBookings')}
                  </Link>
                </p>
              </section>
            )}
            <MyWaiting />
            <BookAgain />
            <MeCards />
          </div>
        </div>
      )}
    </div>
  )
}
