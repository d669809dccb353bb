/** Before units are taken out of use, whoever holds something on them is asked. Modules above hubs register here. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { hubsErrors } from '../../../contract/errors.ts'
import { findHub } from '../../hub/repository.ts'
import { retireUnits as retire } from '../repository.ts'

const fail = failOf(hubsErrors)

export interface UnitUse {
  readonly unitId: string
  /** The end of the last thing that stands on the unit from now on. */
  readonly until: Temporal.Instant
}

type FindUses = (scope: Scope, unitIds: readonly string[]) => Promise<readonly UnitUse[]>

const askers = new Map<string, FindUses>()

/** Registers who knows what stands on units from now on. Registering again under the same name replaces. */
export function beforeRetiringUnits(name: string, findUses: FindUses): void {
  askers.set(name, findUses)
}

type LetGo = (scope: Scope, hubId: string, unitIds: readonly string[]) => Promise<void>

const leavers = new Map<string, LetGo>()

/** Before units go, in the same transaction, whoever holds them only as a part of a place lets go of them. Registering again replaces. */
export function whileRetiringUnits(name: string, letGo: LetGo): void {
  leavers.set(name, letGo)
}

/** Takes units out of use, or refuses where something stands on one of them. */
export async function retireUnits(scope: Scope, hubId: string, unitIds: readonly string[]): Promise<void> {
  if (unitIds.length === 0) return
  for (const findUses of askers.values()) {
    const uses = await findUses(scope, unitIds)
    const last = uses
      .map((use) => use.until)
      .toSorted(Temporal.Instant.compare)
      .at(-1)
    if (last !== undefined) {
      const zone = (await findHub(scope, hubId))?.zone ?? 'Asia/Tokyo'
      const until = last.toLocaleString(scope.language, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' })
      fail('hubs.space_in_use', { params: { count: uses.length, until, untilAt: last.toString() } })
    }
  }
  for (const letGo of leavers.values()) await letGo(scope, hubId, unitIds)
  await retire(scope, unitIds)
}
