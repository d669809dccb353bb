/** From the ledger of devices to stays: decisions of doors, contacts, exit buttons, motion. In the transaction that stores them. */
import { createHash } from 'node:crypto'
import { doorsOf, entriesOfCodes, subjectsByIds as subjectsOfAccess, type DoorRef } from '#modules/access/server/index.ts'
import { devicesByIds, type StoredEvent } from '#modules/devices/server/index.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listHubsOfOpenDoors } from './repository.ts'
import { placeAfter } from './rules.ts'
import { recordPassages, type SeenPassage } from './use-cases/record-passages.ts'
import type { SubjectName } from './use-cases/name-subjects.ts'
import { recordContact, recordReason } from './use-cases/watch-doors.ts'

export async function foldDoors(scope: Scope, events: readonly StoredEvent[]): Promise<void> {
  for (const [hubId, ofHub] of Map.groupBy(events, (event) => event.hubId)) {
    const hub = await requireHub(scope, hubId)
    const doors = await doorsOf(scope, hubId)
    await recordPassages(scope, { id: hub.id, zone: hub.zone }, await passagesOf(scope, hubId, ofHub))
    // asked for once, and not at all where there is no door to be seen at
    const moving = ofHub.flatMap((event) => (event.type === 'motion' && event.data.isActive && doors.length > 0 ? [event.deviceId] : []))
    const spaces = new Map((await devicesByIds(scope, [...new Set(moving)])).map((device) => [device.id, device.spaceId]))
    for (const event of ofHub) await recordSign(scope, event, { doors, spaces })
  }
}

async function passagesOf(scope: Scope, hubId: string, events: readonly StoredEvent[]): Promise<SeenPassage[]> {
  const decisions = [...events.flatMap((event) => (event.type === 'decision' ? [event] : [])), ...(await entriesOfCodes(scope, events))]
  const opened = decisions.filter((event) => event.data.isOpen)
  if (opened.length === 0) return []
  // also through a door that was retired meanwhile
  const doors = await doorsOf(
    scope,
    hubId,
    opened.flatMap((event) => idOf(event.data.doorId) ?? []),
  )
  const subjects = await subjectsOfAccess(
    scope,
    opened.flatMap((event) => idOf(event.data.subjectId) ?? []),
  )
  const members = await namesOf(
    scope,
    [...subjects.values()].flatMap(({ accountId }) => accountId ?? []),
  )
  return opened.flatMap((event): SeenPassage[] => {
    const { data } = event
    const door = doors.find(({ id }) => id === data.doorId)
    // a door of another hub, or one that nobody knows: the ledger has it
    if (door === undefined) return []
    const subjectId = idOf(data.subjectId)
    const known = subjectId === null ? undefined : subjects.get(subjectId)
    const accountId = known?.accountId ?? null
    return [
      {
        id: data.decisionId,
        doorId: door.id,
        at: event.at.epochMilliseconds,
        timeQuality: event.quality,
        // a member who came in with a booking's PIN leaves with a card: one person. A guest of another town is known by the booking
        subject:
          subjectId === null || known === undefined
            ? null
            : accountId === null || !members.has(accountId)
              ? { kind: known.kind, id: subjectId }
              : { kind: 'person', id: accountId },
        isShared: known?.kind === 'booking',
        isExit: data.direction === 'out',
        to: placeAfter(data.direction === 'out', door, doors),
      },
    ]
  })
}

interface Watched {
  readonly doors: readonly DoorRef[]
  /** Where each sensor of motion is; null: in no space of its own. */
  readonly spaces: ReadonlyMap<string, string | null>
}

async function recordSign(scope: Scope, event: StoredEvent, { doors, spaces }: Watched): Promise<void> {
  const { id, hubId } = event
  const at = event.at.epochMilliseconds
  const door = doors.find(({ contactDeviceId, lockDeviceId }) => contactDeviceId === event.deviceId || lockDeviceId === event.deviceId)
  if (event.type === 'contact' && door !== undefined)
    await recordContact(scope, hubId, { id, doorId: door.id, at, isOpen: event.data.isOpen, heldOpenSeconds: door.heldOpenSeconds })
  // opened from inside by its knob, or with a key: somebody who may
  if (
    event.type === 'lock' &&
    door !== undefined &&
    event.data.state === 'unlocked' &&
    (event.data.by === 'manual' || event.data.by === 'key')
  )
    await recordReason(scope, hubId, { id, doorId: door.id, at, kind: 'button' })
  if (event.type === 'button') await recordReason(scope, hubId, { id, doorId: door?.id ?? null, at, kind: 'button' })
  if (event.type === 'motion' && event.data.isActive)
    for (const doorId of doorsSeenBy(event.deviceId, { doors, spaces }))
      await recordReason(scope, hubId, { id: idFor(id, doorId), doorId, at, kind: 'motion' })
}

/** The door that a motion sensor belongs to, else those into the space it is in; without a space, those into the hub itself. */
function doorsSeenBy(deviceId: string, { doors, spaces }: Watched): readonly string[] {
  const own = doors.filter(({ contactDeviceId, lockDeviceId }) => contactDeviceId === deviceId || lockDeviceId === deviceId)
  if (own.length > 0) return own.map((door) => door.id)
  const spaceId = spaces.get(deviceId)
  return spaceId === undefined ? [] : doors.filter(({ insideSpaceId }) => insideSpaceId === spaceId).map((door) => door.id)
}

/** One event says something of several doors: the same id each time it is told. */
function idFor(eventId: string, doorId: string): string {
  const hex = createHash('sha256').update(`${eventId}/${doorId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const idOf = (text: string | null): string | null => (text !== null && idPattern.test(text) ? text : null)

/** Holders of bookings and announced visitors, by whoever let them in. */
export async function guestsByIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, SubjectName>> {
  const known = await subjectsOfAccess(scope, ids)
  return new Map([...known].map(([id, { name, ...more }]) => [id, { name: name ?? '', ...more }]))
}

export async function doorNamesByIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, LocalText>> {
  const names = new Map<string, LocalText>()
  for (const hubId of await listHubsOfOpenDoors(scope, ids))
    for (const door of await doorsOf(scope, hubId, ids)) names.set(door.id, door.names)
  return names
}
