import type { Scope } from '#platform/server/scope.ts'
import { hubsUnitsChanged } from '../../../contract/events.ts'
import { insertUnits, lockUnits, type UnitOwner } from '../repository.ts'
import { retireUnits } from './retire-units.ts'

export interface WantedUnits {
  readonly hubId: string
  readonly owner: UnitOwner
  readonly kind: 'seat' | 'room' | 'machine' | 'item'
  readonly count: number
}

export interface AddedUnits {
  readonly hubId: string
  /** Of a space; null: of equipment. */
  readonly spaceId: string | null
  readonly unitIds: readonly string[]
}

type TakeAdded = (scope: Scope, added: AddedUnits) => Promise<void>

const takers = new Map<string, TakeAdded>()

/**
 * After units were made, whoever holds all of their place takes them too, in the same transaction. Modules above hubs
 * register here; registering again under the same name replaces.
 */
export function afterAddingUnits(name: string, takeAdded: TakeAdded): void {
  takers.set(name, takeAdded)
}

/** Makes or retires units until there are as many as wanted; the last ones go first, and not while they are booked. */
export async function fitUnits(scope: Scope, { hubId, owner, kind, count }: WantedUnits): Promise<void> {
  const present = await lockUnits(scope, owner)
  const fitting = present.filter((unit) => unit.kind === kind)
  const kept = fitting.slice(0, count)
  const leaving = [...present.filter((unit) => unit.kind !== kind), ...fitting.slice(count)].map((unit) => unit.id)
  await retireUnits(scope, hubId, leaving)
  const last = Math.max(0, ...kept.map((unit) => unit.position))
  const missing = Array.from({ length: Math.max(0, count - kept.length) }, (_, index) => {
    const position = last + index + 1
    return { kind, label: String(position), position }
  })
  const added = await insertUnits(scope, hubId, owner, missing)
  if (added.length > 0) {
    const spaceId = 'spaceId' in owner ? owner.spaceId : null
    for (const takeAdded of takers.values()) await takeAdded(scope, { hubId, spaceId, unitIds: added })
  }
  if (added.length + leaving.length > 0) scope.emit(hubsUnitsChanged, { hubId, added, retired: leaving }, { subjectId: hubId })
}
