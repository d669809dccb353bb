import { fail } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import {
  findEquipment,
  findHub,
  findHubByKey,
  findSpace,
  listPlaceNames,
  listPlaces,
  type BookableEquipment,
  type BookableSpace,
  type HubRef,
  type PlaceName,
  type Places,
} from '../repository.ts'

/** A hub of the seated tenant; one that is not published is there for the consortium's own people only. */
export async function requireHub(scope: Scope, hubId: string): Promise<HubRef> {
  const hub = await findHub(scope, hubId)
  return seen(scope, hub)
}

/** The same by what stands in an address: its id or `<consortium>.<hub>`. */
export async function requireHubByKey(scope: Scope, hubKey: string): Promise<HubRef> {
  return seen(scope, await findHubByKey(scope, hubKey))
}

/** Names of spaces and equipment by id, for records of what was booked: also retired ones. */
export async function placeNames(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, PlaceName>> {
  if (ids.length === 0) return new Map()
  const rows = await listPlaceNames(scope, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, row]))
}

/** A space with its units and hours, in one round trip. */
export async function bookableSpace(scope: Scope, spaceId: string): Promise<BookableSpace> {
  return seen(scope, await findSpace(scope, spaceId))
}

/** A machine or a thing to borrow, with its units and hours, in one round trip. */
export async function bookableItem(scope: Scope, equipmentId: string): Promise<BookableEquipment> {
  return seen(scope, await findEquipment(scope, equipmentId))
}

/** Spaces and equipment of a hub in one go. */
export async function bookableOfHub(scope: Scope, hubId: string): Promise<Places> {
  const { spaces, equipment } = await listPlaces(scope, hubId)
  return {
    spaces: spaces.filter((space) => isSeen(scope, space)),
    equipment: equipment.filter((one) => isSeen(scope, one)),
  }
}

/** The spaces of a hub in their order, those that cannot be booked included (`bookableAs: 'none'`). */
export async function bookablePlaces(
  scope: Scope,
  { hubId, spaceIds }: { hubId: string; spaceIds?: readonly string[] },
): Promise<readonly BookableSpace[]> {
  const { spaces } = await bookableOfHub(scope, hubId)
  return spaceIds === undefined ? spaces : spaces.filter((space) => spaceIds.includes(space.spaceId))
}

export async function bookableEquipment(scope: Scope, { hubId }: { hubId: string }): Promise<readonly BookableEquipment[]> {
  return (await bookableOfHub(scope, hubId)).equipment
}

function isSeen(scope: Scope, place: { readonly isPublished: boolean }): boolean {
  if (place.isPublished || scope.actor.kind === 'system') return true
  // a person who looks from elsewhere, by the guest's way, is a stranger here
  return (scope as Partial<MemberScope>).membership?.consortiumId === scope.consortiumId
}

function seen<P extends { readonly isPublished: boolean }>(scope: Scope, place: P | undefined): P {
  if (place === undefined || !isSeen(scope, place)) fail('platform.not_found')
  return place
}
