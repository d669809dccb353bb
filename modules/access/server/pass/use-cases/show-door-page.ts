import type { HubRef } from '#modules/hubs/server/index.ts'
import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findDoor } from '../../door/repository.ts'

/** What whoever scanned a door's code is shown before they are known. */
export async function showDoorPage(scope: Scope, hub: HubRef, doorId: string) {
  const door = await findDoor(scope, doorId)
  if (door === undefined || door.hubId !== hub.id || door.retiredAt !== null) fail('platform.not_found')
  return { doorId: door.id, hubId: hub.id, hubKey: hub.key, hubNames: hub.names, names: door.names, zone: hub.zone }
}
