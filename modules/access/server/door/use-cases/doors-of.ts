import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listDoorsOfHubs } from '../repository.ts'

/** A door as presence needs it. */
export interface DoorRef {
  readonly id: string
  readonly hubId: string
  readonly names: LocalText
  /** Null: the hub itself. */
  readonly insideSpaceId: string | null
  /** Null: the street. */
  readonly outsideSpaceId: string | null
  readonly lockDeviceId: string | null
  readonly contactDeviceId: string | null
  readonly heldOpenSeconds: number
}

export async function doorsOf(scope: Scope, hubId: string): Promise<readonly DoorRef[]> {
  return (await listDoorsOfHubs(scope, [hubId])).map((door) => ({
    id: door.id,
    hubId: door.hubId,
    names: door.names,
    insideSpaceId: door.insideSpaceId,
    outsideSpaceId: door.outsideSpaceId,
    lockDeviceId: door.lockDeviceId,
    contactDeviceId: door.contactDeviceId,
    heldOpenSeconds: door.heldOpenSeconds,
  }))
}
