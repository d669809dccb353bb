import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listDoorsById, listDoorsOfHubs } from '../repository.ts'

/** A door as presence needs it. */
export interface DoorRef {
  readonly id: string
  readonly hubId: string
  readonly names: LocalText
  /** Null: the hub itself. */
  readonly insideSpaceId: string | null
  /** Null: the street, or the hub itself where `outsideIsHub`. */
  readonly outsideSpaceId: string | null
  readonly outsideIsHub: boolean
  readonly lockDeviceId: string | null
  readonly contactDeviceId: string | null
  readonly heldOpenSeconds: number
}

/** The doors of a hub, and of those that are named also the ones that are gone: what was kept while there was no line comes later. */
export async function doorsOf(scope: Scope, hubId: string, named: readonly string[] = []): Promise<readonly DoorRef[]> {
  const retired = (await listDoorsById(scope, named)).filter((door) => door.hubId === hubId && door.retiredAt !== null)
  return [...(await listDoorsOfHubs(scope, [hubId])), ...retired].map((door) => ({
    id: door.id,
    hubId: door.hubId,
    names: door.names,
    insideSpaceId: door.insideSpaceId,
    outsideSpaceId: door.outsideSpaceId,
    outsideIsHub: door.outsideIsHub,
    lockDeviceId: door.lockDeviceId,
    contactDeviceId: door.contactDeviceId,
    heldOpenSeconds: door.heldOpenSeconds,
  }))
}
