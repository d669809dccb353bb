import { fail, failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { output } from 'zod/v4/core'
import { hubsErrors } from '../../../contract/errors.ts'
import { usualBookableAs } from '../../../contract/rules.ts'
import { hubsChanged } from '../../../contract/events.ts'
import type { changeSpaceBody, createSpaceBody, moveSpaceBody, retireBody, SpaceSettings } from '../../../contract/schemas.ts'
import { presentSpace } from '../../hub/presenter.ts'
import { requireOwnHub } from '../../hub/use-cases/show-own-hub.ts'
import { listSchedules } from '../../hours/repository.ts'
import { capacityOf } from '../../presenter.ts'
import { changesOf, withoutAssumed } from '../../rules.ts'
import { fitUnits } from '../../unit/use-cases/fit-units.ts'
import {
  findSpace,
  insertSpace,
  listAllSpaces,
  listSpaces,
  orderSpaces,
  updateSpace,
  type SpaceValues,
  type SpaceWithUnits,
} from '../repository.ts'
import { unitPlan } from '../rules.ts'

const failHubs = failOf(hubsErrors)

type Given = Omit<output<typeof changeSpaceBody>, 'version' | 'confirmed' | 'seats'>

/** Capacity is one value outside and three columns inside. */
function columnsOf({ capacity, ...others }: Given): SpaceValues {
  return {
    ...others,
    ...(capacity === undefined
      ? {}
      : { capacityValue: capacity?.value ?? null, capacityIs: capacity?.is ?? 'exact', capacityMin: capacity?.min ?? null }),
  }
}

const current = (space: SpaceWithUnits): Given => ({ ...space, capacity: capacityOf(space) })

export async function requireSpace(scope: Scope, spaceId: string): Promise<SpaceWithUnits> {
  const space = await findSpace(scope, spaceId)
  if (space === undefined) fail('platform.not_found')
  return space
}

export async function showSpace(scope: Scope, spaceId: string): Promise<SpaceSettings> {
  const space = await requireSpace(scope, spaceId)
  return presentSpace(space, await listSchedules(scope, space.hubId))
}

export async function createSpace(
  scope: Scope,
  hubId: string,
  { key, seats, parentId, ...given }: output<typeof createSpaceBody>,
): Promise<SpaceSettings> {
  await requireOwnHub(scope, hubId)
  const all = (await listAllSpaces(scope)).filter((space) => space.hubId === hubId)
  if (parentId !== null && !all.some((space) => space.id === parentId && space.retiredAt === null)) fail('platform.not_found')
  const bookableAs = given.bookableAs ?? usualBookableAs(given.kind, seats ?? given.capacity?.value ?? null)
  const spaceId = await insertSpace(scope, {
    ...columnsOf(given),
    hubId,
    parentId,
    bookableAs,
    slug: key ?? freeKey(given.kind, new Set(all.map((space) => space.slug))),
    sortOrder: Math.max(0, ...all.map((space) => space.sortOrder)) + 1,
  })
  await fitUnits(scope, { hubId, owner: { spaceId }, ...unitPlan(bookableAs, seats ?? given.capacity?.value ?? null) })
  scope.emit(hubsChanged, { hubId, what: 'space', fields: Object.keys(given), spaceId }, { subjectId: spaceId })
  return showSpace(scope, spaceId)
}

export async function changeSpace(
  scope: Scope,
  spaceId: string,
  { version, confirmed, seats, ...given }: output<typeof changeSpaceBody>,
): Promise<SpaceSettings> {
  const space = await requireSpace(scope, spaceId)
  const { fields, values } = changesOf(current(space), given)
  const settled = [...fields, ...confirmed.filter((field) => space.assumed.includes(field))]
  const bookableAs = given.bookableAs ?? space.bookableAs
  const seatsNow = space.units.filter((unit) => unit.kind === 'seat').length
  const plan = unitPlan(bookableAs, seats ?? (seatsNow > 0 ? seatsNow : (given.capacity?.value ?? space.capacityValue)))
  const hasOtherUnits = plan.count !== space.units.length || space.units.some((unit) => unit.kind !== plan.kind)
  if (settled.length > 0 || hasOtherUnits || space.version !== version) {
    if (!(await updateSpace(scope, spaceId, { ...columnsOf(values), assumed: withoutAssumed(space.assumed, settled) }, version)))
      fail('platform.changed_meanwhile')
    if (hasOtherUnits) await fitUnits(scope, { hubId: space.hubId, owner: { spaceId }, ...plan })
    scope.emit(
      hubsChanged,
      { hubId: space.hubId, what: 'space', fields: hasOtherUnits ? [...settled, 'seats'] : settled, spaceId },
      { subjectId: spaceId },
    )
  }
  return showSpace(scope, spaceId)
}

export async function moveSpace(
  scope: Scope,
  spaceId: string,
  { parentId, afterId, version }: output<typeof moveSpaceBody>,
): Promise<SpaceSettings> {
  const space = await requireSpace(scope, spaceId)
  const spaces = await listSpaces(scope, space.hubId)
  const byId = new Map(spaces.map((one) => [one.id, one]))
  if (parentId !== null && !byId.has(parentId)) fail('platform.not_found')
  for (let at = parentId; at !== null; at = byId.get(at)?.parentId ?? null) if (at === spaceId) failHubs('hubs.space_under_itself')
  if (!(await updateSpace(scope, spaceId, { parentId }, version))) fail('platform.changed_meanwhile')
  const siblings = spaces.filter((one) => one.parentId === parentId && one.id !== spaceId).map((one) => one.id)
  siblings.splice(afterId === null ? 0 : siblings.indexOf(afterId) + 1, 0, spaceId)
  // the order is one over the whole hub: siblings keep the places they share
  const others = spaces.filter((one) => one.id !== spaceId && one.parentId !== parentId).map((one) => one.id)
  await orderSpaces(scope, [...siblings, ...others])
  scope.emit(hubsChanged, { hubId: space.hubId, what: 'space', fields: ['place'], spaceId }, { subjectId: spaceId })
  return showSpace(scope, spaceId)
}

export async function retireSpace(scope: Scope, spaceId: string, { version, reason }: output<typeof retireBody>): Promise<void> {
  const space = await requireSpace(scope, spaceId)
  const spaces = await listSpaces(scope, space.hubId)
  if (spaces.some((one) => one.parentId === spaceId)) failHubs('hubs.space_has_children')
  if (!(await updateSpace(scope, spaceId, { retiredAt: scope.clock.now() }, version))) fail('platform.changed_meanwhile')
  await fitUnits(scope, { hubId: space.hubId, owner: { spaceId }, kind: 'room', count: 0 })
  scope.emit(hubsChanged, { hubId: space.hubId, what: 'space', fields: ['retired'], spaceId }, { subjectId: spaceId, reason })
}

function freeKey(kind: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const key = number === 1 ? kind : `${kind}-${number}`
    if (!taken.has(key)) return key
  }
}
