/** One booking of the desk at its own address: what a link in a mail or a chat leads to. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { usePageTitle } from '#platform/web/shell/page.tsx'
import { Breadcrumb } from '#ui/link.tsx'
import { useUiWords } from '#ui/words.tsx'
import { DeskBookingView } from '../components/desk-booking.tsx'
import { DeskFrame } from '../components/desk-frame.tsx'
import { useSay } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { deskBookingQuery, type HubRef } from '../queries.ts'

export function BookingDetailPage() {
  return <DeskFrame>{(hub) => <Detail hub={hub} />}</DeskFrame>
}

function Detail({ hub }: { hub: HubRef }) {
  const say = useSay()
  const words = useUiWords()
  const { bookingId = '' } = useParams({ strict: false }) as { bookingId?: string }
  const { data } = useQuery(deskBookingQuery(hub.id, bookingId))
  const now = useClock(undefined, 0)
  const title = data === undefined ? say.t('desk.bookingTitle') : say.t('desk.bookingOf', { name: say.name(data.holder.name) })
  usePageTitle([title, say.local(hub.names)])
  return (
    <div className="max-w-2xl">
      <Breadcrumb
        label={words.breadcrumb}
        crumbs={[{ label: say.t('desk.bookings'), target: { to: `/operate/${hub.key}/bookings` } }, { label: title }]}
      />
      <h1 className="page-title" tabIndex={-1}>
        {title}
      </h1>
      <DeskBookingView hub={hub} bookingId={bookingId} now={now} />
    </div>
  )
}
