import type { AddedUnits } from '#modules/hubs/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { keepClosuresShut } from '../../closure/use-cases/keep-shut.ts'
import { takeAdded } from '../../lease/use-cases/take-room.ts'
import { joinWholeBookings } from '../repository.ts'

/** New units of a place belong to whoever has it whole: leases, bookings of all of it, closures. Nothing stands on them yet. */
export async function takeAddedUnits(scope: Scope, { hubId, spaceId, unitIds }: AddedUnits): Promise<void> {
  if (spaceId !== null) {
    await takeAdded(scope, { hubId, spaceId, unitIds })
    await joinWholeBookings(scope, { hubId, spaceId, unitIds })
  }
  await keepClosuresShut(scope, hubId)
}
