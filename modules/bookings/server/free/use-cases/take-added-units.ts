import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { AddedUnits } from '#modules/hubs/server/index.ts'
import { trySpaceAlone } from '../../booking/repository.ts'
import { keepClosuresShut } from '../../closure/use-cases/keep-shut.ts'
import { takeAdded } from '../../lease/use-cases/take-room.ts'
import { joinWholeBookings } from '../repository.ts'

/** Three to five seconds of bookings of the whole room, one after another without a gap. */
const mostTries = 200

/** New units of a place belong to whoever has it whole: leases, bookings of all of it, closures. Nothing stands on them yet. */
export async function takeAddedUnits(scope: Scope, { hubId, spaceId, unitIds }: AddedUnits): Promise<void> {
  if (spaceId !== null) {
    await takeAdded(scope, { hubId, spaceId, unitIds })
    // from here on nobody is waited for: whoever takes the whole from now on waits for this transaction and reads its units
    for (let tries = 1; !(await trySpaceAlone(scope, { hubId, spaceId })); tries++) {
      if (tries === mostTries) fail('platform.unavailable')
      await sleep(10 + Math.random() * 20)
    }
    await joinWholeBookings(scope, { hubId, spaceId, unitIds })
  }
  await keepClosuresShut(scope, hubId, unitIds)
}
