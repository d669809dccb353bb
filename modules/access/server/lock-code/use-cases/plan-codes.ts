/**
 * Locks that keep codes should know the PINs of the next days and forget those that are over. Here it is written down what
 * should be; `follow-code.ts` closes the gap. Until a code is on the lock the reader, the phone and the desk still open it.
 */
import type { Scope } from '#platform/server/scope.ts'
import { listPins, type CredentialRow } from '../../credential/repository.ts'
import type { DoorRow } from '../../door/repository.ts'
import { listGrantsOfSubjects, type GrantRow } from '../../grant/repository.ts'
import { listCodesOfDoors, updateCode, upsertCode } from '../repository.ts'

/** Codes go to a lock this long before they are needed: some ask for news once an hour. */
const leadHours = 48

export async function planCodes(scope: Scope, of: { subjectIds: readonly string[]; doors: readonly DoorRow[] }): Promise<void> {
  const doors = of.doors.filter((door) => door.codeSlots > 0 && door.lockDeviceId !== null)
  if (doors.length === 0 || of.subjectIds.length === 0) return
  const now = scope.clock.now()
  const pins = new Map((await listPins(scope, of.subjectIds)).map((pin) => [pin.subjectId, pin]))
  const grants = (await listGrantsOfSubjects(scope, of.subjectIds)).filter((grant) => Temporal.Instant.compare(grant.until_at, now) > 0)
  const there = await listCodesOfDoors(
    scope,
    doors.map((door) => door.id),
  )
  for (const door of doors) {
    const wanted = grants.flatMap((grant) => {
      const pin = pins.get(grant.subject_id)
      return pin !== undefined && grant.door_ids.includes(door.id) ? [{ grant, pin }] : []
    })
    const kept = new Set(wanted.map(({ pin }) => pin.id))
    const onDoor = there.filter((code) => code.doorId === door.id)
    const gone = new Set<string>()
    for (const code of onDoor) {
      const isOurs = [...pins.values()].some((pin) => pin.id === code.credentialId)
      if (isOurs && !kept.has(code.credentialId) && code.wanted === 'on-lock') {
        await updateCode(scope, code.id, { wanted: 'withdrawn', tries: 0, lastError: null, nextAt: now })
        gone.add(code.id)
      }
    }
    const taken = new Set(onDoor.filter((code) => !gone.has(code.id)).map((code) => code.slot))
    for (const one of wanted)
      await wantCode(scope, door, { ...one, slot: onDoor.find((code) => code.credentialId === one.pin.id)?.slot }, taken)
  }
}

async function wantCode(
  scope: Scope,
  door: DoorRow,
  { grant, pin, slot }: { grant: GrantRow; pin: CredentialRow; slot: number | undefined },
  taken: Set<number>,
): Promise<void> {
  let place = slot
  for (let free = 1; place === undefined && free <= door.codeSlots; free++) if (!taken.has(free)) place = free
  // no room: the lock's own memory is full, the reader still opens
  if (place === undefined) return
  taken.add(place)
  const dueAt = grant.from_at.subtract({ hours: leadHours })
  const now = scope.clock.now()
  await upsertCode(scope, {
    hubId: door.hubId,
    doorId: door.id,
    deviceId: door.lockDeviceId ?? '',
    slot: place,
    credentialId: pin.id,
    validFrom: grant.from_at,
    validTo: grant.until_at,
    nextAt: Temporal.Instant.compare(dueAt, now) > 0 ? dueAt : now,
  })
}
