/** The operator's hand: open from afar, open all, lock down. Each with a reason, each on record. */
import { sendCommand } from '#modules/devices/server/index.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import type { DoorCommand } from '../../../contract/door/schemas.ts'
import { accessErrors } from '../../../contract/errors.ts'
import { doorModeSet, doorOpenedRemotely } from '../../../contract/events.ts'
import type { DoorMode } from '../../../contract/schemas.ts'
import { renewRules } from '../../grant/use-cases/regrant.ts'
import * as repository from '../repository.ts'
import { requireDoor } from './keep-doors.ts'

const fail: ReturnType<typeof failOf<typeof accessErrors>> = failOf(accessErrors)

/** A wish that comes later than this opens nobody a door. */
const openSeconds = 20

/** The gateway decides and records it as it does a card; what became of it is in the log. */
export async function openDoor(scope: MemberScope, at: { hubId: string; doorId: string }, reason: string): Promise<DoorCommand> {
  const door = await requireDoor(scope, at)
  if (door.retiredAt !== null) fail('access.door_retired')
  if (door.lockDeviceId === null) fail('access.no_lock')
  const command = await sendCommand(scope, {
    deviceId: door.lockDeviceId,
    action: 'open',
    params: { doorId: door.id, factors: [{ kind: 'remote', by: scope.actor.accountId, reason }] },
    expiresAt: scope.clock.now().add({ seconds: openSeconds }),
    reason,
    askedBy: scope.actor.accountId,
  })
  scope.emit(doorOpenedRemotely, { hubId: at.hubId, doorId: door.id, commandId: command.id }, { subjectId: door.id, reason })
  return { commandId: command.id, status: command.state }
}

/** The gateway itself drives the locks when it gets the new rules. */
export async function setDoorMode(
  scope: MemberScope,
  hubId: string,
  { doorIds, mode, reason }: { doorIds?: readonly string[] | undefined; mode: DoorMode; reason: string },
): Promise<{ items: { doorId: string; mode: DoorMode }[] }> {
  await requireHub(scope, hubId)
  const all = await repository.listDoorsOfHubs(scope, [hubId])
  const chosen = doorIds === undefined ? all : all.filter((door) => doorIds.includes(door.id))
  if (doorIds !== undefined && chosen.length !== new Set(doorIds).size) fail('platform.not_found')
  const changed: string[] = []
  for (const { id } of chosen) {
    const door = await repository.findDoor(scope, id, { forChange: true })
    if (door === undefined || door.mode === mode) continue
    await repository.updateDoor(scope, door, { mode })
    changed.push(id)
  }
  if (changed.length > 0) {
    scope.emit(doorModeSet, { hubId, doorIds: changed, mode }, { subjectId: hubId, reason })
    await renewRules(scope, [hubId])
  }
  return { items: all.map((door) => ({ doorId: door.id, mode: chosen.includes(door) ? mode : door.mode })) }
}
