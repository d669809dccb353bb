import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { output } from 'zod/v4/core'
import { hubsChanged } from '../../../contract/events.ts'
import type { changeEquipmentBody, createEquipmentBody, EquipmentSettings, retireBody } from '../../../contract/schemas.ts'
import { presentEquipment } from '../../hub/presenter.ts'
import { requireOwnHub } from '../../hub/use-cases/show-own-hub.ts'
import { changesOf, withoutAssumed } from '../../rules.ts'
import { listSpaces } from '../../space/repository.ts'
import { fitUnits } from '../../unit/use-cases/fit-units.ts'
import {
  findEquipment,
  insertEquipment,
  listEquipment,
  updateEquipment,
  type EquipmentValues,
  type EquipmentWithUnits,
  type Handling,
} from '../repository.ts'

type Given = Omit<output<typeof changeEquipmentBody>, 'version' | 'confirmed'>

function columnsOf({ count, ...others }: Given): EquipmentValues {
  return { ...others, ...(count === undefined ? {} : { itemCount: count }) }
}

export async function requireEquipment(scope: Scope, equipmentId: string): Promise<EquipmentWithUnits> {
  const equipment = await findEquipment(scope, equipmentId)
  if (equipment === undefined) fail('platform.not_found')
  return equipment
}

export async function createEquipment(scope: Scope, hubId: string, given: output<typeof createEquipmentBody>): Promise<EquipmentSettings> {
  await requireOwnHub(scope, hubId)
  await requireSpaceOf(scope, hubId, given.spaceId)
  const sortOrder = Math.max(0, ...(await listEquipment(scope, hubId)).map((one) => one.sortOrder)) + 1
  const equipmentId = await insertEquipment(scope, { ...columnsOf(given), hubId, sortOrder })
  await fit(scope, { hubId, equipmentId, handling: given.handling ?? 'fixed', count: given.count ?? 1 })
  scope.emit(hubsChanged, { hubId, what: 'equipment', fields: Object.keys(given), equipmentId }, { subjectId: equipmentId })
  return presentEquipment(await requireEquipment(scope, equipmentId))
}

export async function changeEquipment(
  scope: Scope,
  equipmentId: string,
  { version, confirmed, ...given }: output<typeof changeEquipmentBody>,
): Promise<EquipmentSettings> {
  const equipment = await requireEquipment(scope, equipmentId)
  await requireSpaceOf(scope, equipment.hubId, given.spaceId)
  const { fields, values } = changesOf<Given>({ ...equipment, count: equipment.itemCount }, given)
  const settled = [...fields, ...confirmed.filter((field) => equipment.assumed.includes(field))]
  if (settled.length > 0 || equipment.version !== version) {
    if (
      !(await updateEquipment(scope, equipmentId, { ...columnsOf(values), assumed: withoutAssumed(equipment.assumed, settled) }, version))
    )
      fail('platform.changed_meanwhile')
    await fit(scope, {
      hubId: equipment.hubId,
      equipmentId,
      handling: given.handling ?? equipment.handling,
      count: given.count ?? equipment.itemCount,
    })
    scope.emit(hubsChanged, { hubId: equipment.hubId, what: 'equipment', fields: settled, equipmentId }, { subjectId: equipmentId })
  }
  return presentEquipment(await requireEquipment(scope, equipmentId))
}

export async function retireEquipment(scope: Scope, equipmentId: string, { version, reason }: output<typeof retireBody>): Promise<void> {
  const { hubId } = await requireEquipment(scope, equipmentId)
  if (!(await updateEquipment(scope, equipmentId, { retiredAt: scope.clock.now() }, version))) fail('platform.changed_meanwhile')
  await fit(scope, { hubId, equipmentId, handling: 'fixed', count: 0 })
  scope.emit(hubsChanged, { hubId, what: 'equipment', fields: ['retired'], equipmentId }, { subjectId: equipmentId, reason })
}

async function fit(
  scope: Scope,
  { hubId, equipmentId, handling, count }: { hubId: string; equipmentId: string; handling: Handling; count: number },
): Promise<void> {
  await fitUnits(scope, {
    hubId,
    owner: { equipmentId },
    kind: handling === 'lendable' ? 'item' : 'machine',
    count: handling === 'fixed' ? 0 : count,
  })
}

async function requireSpaceOf(scope: Scope, hubId: string, spaceId: string | null | undefined): Promise<void> {
  if (spaceId == null) return
  const spaces = await listSpaces(scope, hubId)
  if (!spaces.some((space) => space.id === spaceId)) fail('platform.not_found')
}
