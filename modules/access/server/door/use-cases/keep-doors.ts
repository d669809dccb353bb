/** Doors as the desk sets them up. Every change says who, when and why, and reaches the gateway at once. */
import { devicesByIds } from '#modules/devices/server/index.ts'
import { bookablePlaces, requireHub } from '#modules/hubs/server/index.ts'
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import type { AddDoorBody, ChangeDoorBody, Door, DoorRules } from '../../../contract/door/schemas.ts'
import { accessErrors } from '../../../contract/errors.ts'
import { doorAdded, doorChanged, doorRetired, rulesChanged } from '../../../contract/events.ts'
import { renewRules } from '../../grant/use-cases/regrant.ts'
import { doorSecretOf } from '../../use-cases/derive-keys.ts'
import { presentDoor, presentRules } from '../presenter.ts'
import * as repository from '../repository.ts'
import type { DoorRow } from '../repository.ts'

const fail: ReturnType<typeof failOf<typeof accessErrors>> = failOf(accessErrors)

export const regrantHubJob = 'access.regrantHub'

/** What follows for bookings, leases and roles is much in a large hub: a job, the later one in place of the earlier. */
export function regrantLater(scope: Scope, hubId: string): void {
  scope.enqueue({ name: regrantHubJob, payload: { hubId }, key: `${regrantHubJob}/${scope.consortiumId}/${hubId}` })
}

export const qrUrlOf = (scope: Scope, hubKey: string, door: Pick<DoorRow, 'id' | 'qrNumber'>): string =>
  `${scope.publicUrl}/d/${hubKey}/${door.id}#${doorSecretOf(scope, door)}`

export async function listDoors(scope: MemberScope, hubId: string): Promise<{ items: Door[]; rules: DoorRules; rulesVersion: number }> {
  const hub = await requireHub(scope, hubId)
  const rules = await repository.findHubRules(scope, hubId)
  const doors = await repository.listDoorsOfHubs(scope, [hubId])
  const ids = doors.map((door) => door.id)
  const readers = await repository.listReaders(scope, ids)
  const last = await repository.lastPassages(scope, ids)
  const waiting = await repository.countWaitingCodes(scope, hubId)
  return {
    items: doors.map((door) =>
      presentDoor(door, { readers, last: last.get(door.id), codesWaiting: waiting.get(door.id), qrUrl: qrUrlOf(scope, hub.key, door) }),
    ),
    rules: presentRules(rules),
    rulesVersion: rules.version,
  }
}

async function presented(scope: Scope, row: DoorRow): Promise<Door> {
  const hub = await requireHub(scope, row.hubId)
  return presentDoor(row, { readers: await repository.listReaders(scope, [row.id]), qrUrl: qrUrlOf(scope, hub.key, row) })
}

/** The door of this hub; another's, or one of another tenant, is not there. */
export async function requireDoor(scope: Scope, { hubId, doorId }: { hubId: string; doorId: string }, forChange = false): Promise<DoorRow> {
  await requireHub(scope, hubId)
  const row = await repository.findDoor(scope, doorId, { forChange })
  if (row === undefined || row.hubId !== hubId) fail('platform.not_found')
  return row
}

const readerKinds: readonly string[] = ['reader', 'button', 'tracker', 'lock']

type Hung = Partial<Pick<AddDoorBody, 'lockDeviceId' | 'contactDeviceId' | 'readers' | 'insideSpaceId' | 'outsideSpaceId'>>

/** What hangs at a door is of its hub and fit for it; spaces are of the hub, too. That a device hangs at one door the database says. */
async function requireFit(scope: MemberScope, hubId: string, door: Hung): Promise<void> {
  const spaces = [door.insideSpaceId, door.outsideSpaceId].flatMap((id) => id ?? [])
  if (spaces.length > 0) {
    const known = new Set((await bookablePlaces(scope, { hubId, spaceIds: spaces })).map((space) => space.spaceId))
    if (spaces.some((id) => !known.has(id))) fail('access.space_elsewhere')
  }
  const readers = door.readers?.map((reader) => reader.deviceId) ?? []
  const ids = [...readers, ...[door.lockDeviceId, door.contactDeviceId].flatMap((id) => id ?? [])]
  if (new Set(readers).size !== readers.length) fail('access.device_taken')
  const devices = new Map((await devicesByIds(scope, ids)).map((device) => [device.id, device]))
  const isFit = (id: string | null | undefined, kinds: readonly string[]): boolean => {
    if (id === null || id === undefined) return true
    const device = devices.get(id)
    return device !== undefined && device.hubId === hubId && device.status !== 'retired' && kinds.includes(device.kind)
  }
  if (!isFit(door.lockDeviceId, ['lock']) || !isFit(door.contactDeviceId, ['contact']) || !readers.every((id) => isFit(id, readerKinds))) {
    fail('access.device_unfit')
  }
}

export async function addDoor(scope: MemberScope, hubId: string, body: AddDoorBody): Promise<Door> {
  await requireHub(scope, hubId)
  await requireFit(scope, hubId, body)
  const { readers, nearCountsAsFactor, ...plain } = body
  const row = await repository.insertDoor(scope, hubId, { ...plain, nearCounts: nearCountsAsFactor })
  await repository.replaceReaders(scope, row.id, readers)
  scope.emit(doorAdded, { hubId, doorId: row.id }, { subjectId: row.id })
  await renewRules(scope, [hubId])
  regrantLater(scope, hubId)
  return presented(scope, row)
}

/** After these others may enter, or other codes belong on locks. */
const regranting: ReadonlySet<string> = new Set([
  'insideSpaceId',
  'outsideSpaceId',
  'outsideIsHub',
  'codeSlots',
  'lockDeviceId',
  'pinPeriods',
  'needsPasskey',
] satisfies (keyof ChangeDoorBody)[])

/** Of the two ways to say what is outside, the one that is told now holds. */
function outsideOf({ outsideSpaceId, outsideIsHub }: ChangeDoorBody): Partial<Pick<DoorRow, 'outsideSpaceId' | 'outsideIsHub'>> {
  if (outsideIsHub === true) return { outsideSpaceId: null }
  return typeof outsideSpaceId === 'string' ? { outsideIsHub: false } : {}
}

export async function changeDoor(scope: MemberScope, at: { hubId: string; doorId: string }, body: ChangeDoorBody): Promise<Door> {
  const old = await requireDoor(scope, at, true)
  if (old.retiredAt !== null) fail('access.door_retired')
  if (old.version !== body.version) fail('platform.changed_meanwhile')
  await requireFit(scope, at.hubId, body)
  const { version: _version, reason, readers, nearCountsAsFactor, ...plain } = body
  const row = await repository.updateDoor(scope, old, {
    ...plain,
    ...outsideOf(body),
    ...(nearCountsAsFactor === undefined ? {} : { nearCounts: nearCountsAsFactor }),
  })
  if (readers !== undefined) await repository.replaceReaders(scope, row.id, readers)
  const fields = Object.keys(body).filter((field) => field !== 'version' && field !== 'reason')
  scope.emit(doorChanged, { hubId: at.hubId, doorId: row.id, fields }, { subjectId: row.id, reason })
  await renewRules(scope, [at.hubId])
  if (fields.some((field) => regranting.has(field))) regrantLater(scope, at.hubId)
  return presented(scope, row)
}

export async function retireDoor(scope: MemberScope, at: { hubId: string; doorId: string }, reason: string): Promise<Door> {
  const old = await requireDoor(scope, at, true)
  if (old.retiredAt !== null) return presented(scope, old)
  const row = await repository.updateDoor(scope, old, { retiredAt: scope.clock.now() })
  // its devices may hang at another door
  await repository.replaceReaders(scope, row.id, [])
  scope.emit(doorRetired, { hubId: at.hubId, doorId: row.id }, { subjectId: row.id, reason })
  await renewRules(scope, [at.hubId])
  regrantLater(scope, at.hubId)
  return presented(scope, row)
}

export async function setDoorRules(
  scope: MemberScope,
  hubId: string,
  { reason, ...change }: Partial<DoorRules> & { reason: string },
): Promise<DoorRules> {
  await requireHub(scope, hubId)
  const row = await repository.upsertHubRules(scope, hubId, change)
  scope.emit(rulesChanged, { hubId, fields: Object.keys(change) }, { subjectId: hubId, reason })
  await renewRules(scope, [hubId])
  regrantLater(scope, hubId)
  return presentRules(row)
}
