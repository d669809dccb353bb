/** The way back from a change, for the toast that tells of it. It works after the form that made the change is gone. */
import { useToast, type ToastAct } from '#ui/toast.tsx'
import { useProblemText } from '#platform/web/shell/page.tsx'
import type { Booking } from '../../contract/schemas.ts'
import { changeBookingNow, visitOf, type Change } from '../queries.ts'
import { placeKey, wantedOf } from './places.tsx'
import { useSay } from './say.tsx'

/** What brings a booking back to what it was. */
export function backTo(before: Booking, after: Booking): Omit<Change, 'version'> {
  const isSamePlace = placeKey(before) === placeKey(after) && before.units.length === after.units.length
  return {
    ...(before.startsAt === after.startsAt ? {} : { startsAt: before.startsAt }),
    ...(before.endsAt === after.endsAt ? {} : { endsAt: before.endsAt }),
    ...(isSamePlace ? {} : { what: wantedOf(before, Math.max(1, before.units.length)) }),
    ...(before.partySize === after.partySize ? {} : { partySize: before.partySize }),
  }
}

export function useUndo(): (before: Booking, after: Booking, isDesk?: boolean) => ToastAct {
  const { toast } = useToast()
  const say = useSay()
  const problemText = useProblemText()
  return (before, after, isDesk = true) => ({
    label: say.t('booking.undo'),
    run: () => {
      changeBookingNow({ bookingId: after.id, ...visitOf(after, isDesk), version: after.version, ...backTo(before, after) }).then(
        () => toast(say.t('booking.undone')),
        (error: unknown) => toast(say.t('booking.notUndone', { why: problemText(error) })),
      )
    },
  })
}
