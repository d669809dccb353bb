/** That somebody came, went or changed the room: to members, and to the street only where the hub shows how full it is. */
import type { Scope } from '#platform/server/scope.ts'
import { occupancyChanged, presenceChanged } from '../../contract/events.ts'

export function tellChange(scope: Scope, { hubId, isPublic }: { readonly hubId: string; readonly isPublic: boolean }): void {
  scope.emit(presenceChanged, { hubId })
  if (isPublic) scope.emit(occupancyChanged, { hubId })
}
