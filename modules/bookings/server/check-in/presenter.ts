import type * as z from 'zod'
import type { checkInCard } from '../../contract/check-in/schemas.ts'
import type { PlacedBooking } from '../booking/presenter.ts'

/** For a screen that anybody may be looking at. */
export function presentCheckIn({ row, place }: PlacedBooking): z.output<typeof checkInCard> {
  const labels = new Map(place.units.map((unit) => [unit.id, unit.label]))
  return {
    bookingId: row.id,
    targetName: place.names,
    units: row.unitIds.map((id) => ({ id, label: labels.get(id) ?? '' })),
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    partySize: row.partySize,
    checkedInAt: (row.checkedInAt ?? row.changedAt).toString(),
    timeZone: place.zone,
  }
}
