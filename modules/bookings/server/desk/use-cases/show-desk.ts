import type { MemberScope } from '#platform/server/scope.ts'
import { holidayLookup, requireHub } from '#modules/hubs/server/index.ts'
import { minuteMs } from '../../../contract/rules.ts'
import type { DeskToday } from '../../../contract/schemas.ts'
import { presentDeskBooking, withPlaces } from '../../booking/presenter.ts'
import { findPlaces } from '../../free/use-cases/find-places.ts'
import { dayAt, daySpan, isoOf } from '../../rules.ts'
import { listActive, listHolds } from '../repository.ts'

const mostHolds = 20

/** Today at the desk: who is coming, who is here, which holds wait for their guest. */
export async function showDesk(scope: MemberScope, hubId: string): Promise<DeskToday> {
  const hub = await requireHub(scope, hubId)
  const now = scope.clock.now().epochMilliseconds
  const day = dayAt(now, hub.zone)
  const active = await withPlaces(scope, await listActive(scope, hubId, { from: now, to: daySpan(day, hub.zone).to }))
  const holds = await withPlaces(scope, await listHolds(scope, hubId, mostHolds))
  const present = (placed: (typeof active)[number]) => presentDeskBooking(scope, placed)
  const confirmed = active.filter(({ row }) => row.status === 'confirmed')
  const places = await findPlaces(scope, hubId, { from: now, to: now + 24 * 60 * minuteMs }, await holidayLookup(scope))
  const freeNow = places.map((place) => ({
    place,
    units: place.freeByUnit.filter((free) => free.some((span) => span.from <= now && now < span.to)).length,
  }))
  return {
    hubId,
    day,
    timeZone: hub.zone,
    now: isoOf(now),
    arrivals: confirmed.filter(({ row }) => row.startsAt.epochMilliseconds > now).map(present),
    running: confirmed.filter(({ row }) => row.startsAt.epochMilliseconds <= now).map(present),
    needsMe: holds.map((placed) => ({
      kind: placed.row.status === 'requested' ? 'request' : 'hold_lapsing',
      dueAt: placed.row.holdExpiresAt?.toString() ?? isoOf(now),
      booking: present(placed),
    })),
    free: {
      spaces: freeNow.filter(({ place, units }) => place.isWhole && units > 0).length,
      seats: freeNow.filter(({ place }) => !place.isWhole && place.target.kind === 'space').reduce((sum, { units }) => sum + units, 0),
    },
  }
}
