/** A party comes: all of it with one press, or so many at a time; what was counted wrongly is taken back. */
import { useQuery } from '@tanstack/react-query'
import { Button, IconButton } from '#ui/button.tsx'
import { Pips } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { DeskBooking } from '../../../contract/schemas.ts'
import { arrivalsQuery, useRecordArrival } from '../../desk/queries.ts'
import { useSay } from '../say.tsx'

/** More than this is a figure, not a row of marks. */
const mostPips = 12

export function useArrived(hubId: string): ReadonlyMap<string, number> {
  const { data } = useQuery(arrivalsQuery(hubId))
  return new Map(data?.items.map((count) => [count.bookingId, count.arrived]))
}

export function Arrival({ hubId, booking }: { hubId: string; booking: DeskBooking }) {
  const say = useSay()
  const { announce } = useToast()
  const record = useRecordArrival()
  const arrived = useArrived(hubId).get(booking.id) ?? 0
  const left = Math.max(0, booking.partySize - arrived)
  const come = (people: number): void =>
    record.mutate(
      { bookingId: booking.id, people },
      { onSuccess: (count) => announce(say.t('desk.arrivedOf', { arrived: count.arrived, of: say.people(count.partySize) })) },
    )
  if (booking.status !== 'confirmed') return null
  return (
    <section aria-label={say.t('desk.arrival')} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-y border-rule py-3">
      <span className="grow">
        <b>{say.t('desk.arrivedOf', { arrived, of: say.people(booking.partySize) })}</b>
        {booking.partySize <= mostPips && booking.partySize > 1 && (
          <Pips total={booking.partySize} done={Math.min(arrived, booking.partySize)} />
        )}
      </span>
      {(booking.partySize > 1 || arrived > 0) && (
        <span className="flex items-center" role="group" aria-label={say.t('desk.arrivalCount')}>
          <IconButton
            icon="minus"
            label={say.t('desk.arrivedLess')}
            disabled={arrived === 0 || record.isPending}
            onClick={() => come(-1)}
          />
          <IconButton icon="plus" label={say.t('desk.arrivedMore')} disabled={record.isPending} onClick={() => come(1)} />
        </span>
      )}
      {left > 0 && (
        <Button size="small" icon="check" isBusy={record.isPending} onClick={() => come(left)}>
          {say.t(booking.partySize === 1 ? 'desk.arrivedOne' : 'desk.arrivedAll')}
        </Button>
      )}
    </section>
  )
}

/** In the list of who is expected: one press for the whole party. */
export function ArriveButton({ hubId, booking }: { hubId: string; booking: DeskBooking }) {
  const say = useSay()
  const { toast } = useToast()
  const record = useRecordArrival()
  const arrived = useArrived(hubId).get(booking.id) ?? 0
  if (booking.status !== 'confirmed' || booking.id === '') return null
  if (arrived >= booking.partySize) return null
  const left = booking.partySize - arrived
  return (
    <Button
      size="small"
      aria-label={say.t('desk.arrivedLabel', { name: say.name(booking.holder.name) })}
      isBusy={record.isPending}
      onClick={() =>
        record.mutate(
          { bookingId: booking.id, people: left },
          {
            onSuccess: () =>
              toast(say.t('desk.arrivedToast', { name: say.name(booking.holder.name) }), {
                label: say.t('booking.undo'),
                run: () => record.mutate({ bookingId: booking.id, people: -left }),
              }),
          },
        )
      }
    >
      {say.t('desk.arrivedShort')}
    </Button>
  )
}
