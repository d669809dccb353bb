/**
 * Locks that keep codes should know the PINs of the next days and forget those that are over. Here it is written down what
 * should be; `follow-code.ts` closes the gap. Until a code is on the lock the reader, the phone and the desk still open it.
 */
import { devicesByIds } from '#modules/devices/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listPins, type CredentialRow } from '../../credential/repository.ts'
import { findDoor, type DoorRow } from '../../door/repository.ts'
import { listGrantsOfSubjects, lockGrants, type GrantRow } from '../../grant/repository.ts'
import { mayBeOnLock } from '../../rules.ts'
import { listCodesOfDoors, listHolders, listLostCodes, listWithoutCode, updateCode, upsertCode, type LockCodeRow } from '../repository.ts'
import { dueAtOf, forgetOn, withdrawCode, type Lock } from './follow-code.ts'

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
  const holders = await listHolders(
    scope,
    there.map((code) => code.credentialId),
  )
  const lockIds = [...doors.flatMap((door) => door.lockDeviceId ?? []), ...there.map((code) => code.deviceId)]
  const locks = new Map((await devicesByIds(scope, [...new Set(lockIds)])).map((lock) => [lock.id, lock]))
  for (const door of doors) {
    const wanted = grants
      .flatMap((grant) => {
        const pin = pins.get(grant.subject_id)
        return pin !== undefined && grant.door_ids.includes(door.id) && mayBeOnLock(door, pin) ? [{ grant, pin }] : []
      })
      .toSorted((a, b) => Temporal.Instant.compare(a.grant.from_at, b.grant.from_at))
    const kept = new Set(wanted.map(({ pin }) => pin.id))
    const places = new Map<number, LockCodeRow>()
    for (const code of there.filter((one) => one.doorId === door.id)) {
      const holder = holders.get(code.credentialId)
      const isOurs = holder?.isActive !== true || of.subjectIds.includes(holder.subjectId)
      if (isOurs && !kept.has(code.credentialId)) {
        if (code.wanted === 'on-lock') await withdrawCode(scope, code)
        // its place is free once the lock has forgotten it
        if (code.observed === 'planned' && code.commandId === null) continue
      }
      places.set(code.slot, code)
    }
    const taken = new Set(places.keys())
    for (const one of wanted) await wantCode(scope, door, one, { places, taken, locks })
  }
}

/** A door, its lock or places on it are gone: the codes that were there are to be forgotten. */
export async function withdrawLost(scope: Scope, hubId: string): Promise<void> {
  for (const code of await listLostCodes(scope, hubId)) await withdrawCode(scope, code)
}

/** After a place on the lock became free. */
export async function planDoor(scope: Scope, doorId: string): Promise<void> {
  await lockGrants(scope)
  const door = await findDoor(scope, doorId)
  if (door === undefined || door.retiredAt !== null || door.codeSlots === 0 || door.needsPasskey) return
  await planCodes(scope, { subjectIds: await listWithoutCode(scope, door, door.codeSlots), doors: [door] })
}

interface Places {
  /** As they were before this plan. */
  readonly places: ReadonlyMap<number, LockCodeRow>
  readonly taken: Set<number>
}

async function placeOf(
  scope: Scope,
  door: DoorRow,
  { pinId, from }: { pinId: string; from: Temporal.Instant },
  { places, taken }: Places,
): Promise<number | undefined> {
  const own = [...places.values()].find((code) => code.credentialId === pinId)
  // a place that the lock has no more is given back first
  if (own !== undefined) return own.slot <= door.codeSlots ? own.slot : undefined
  for (let free = 1; free <= door.codeSlots; free++) if (!taken.has(free)) return free
  // whoever comes later, and is not on the lock yet, waits for the next place
  const [last] = [...places.values()]
    .filter(
      (code) => code.wanted === 'on-lock' && code.observed === 'planned' && code.commandId === null && code.deviceId === door.lockDeviceId,
    )
    .filter((code) => Temporal.Instant.compare(code.validFrom, from) > 0)
    .toSorted((a, b) => Temporal.Instant.compare(b.validFrom, a.validFrom))
  if (last === undefined) return undefined
  await updateCode(scope, last.id, { wanted: 'withdrawn', observed: 'withdrawn', nextAt: null })
  return last.slot
}

async function wantCode(
  scope: Scope,
  door: DoorRow,
  { grant, pin }: { grant: GrantRow; pin: CredentialRow },
  { places, taken, locks }: { places: Map<number, LockCodeRow>; taken: Set<number>; locks: ReadonlyMap<string, Lock> },
): Promise<void> {
  const place = await placeOf(scope, door, { pinId: pin.id, from: grant.from_at }, { places, taken })
  // no room: the lock's own memory is full, the reader still opens
  if (place === undefined) return
  if (places.get(place)?.credentialId !== pin.id) places.delete(place)
  taken.add(place)
  const own = places.get(place)
  const isSent = own !== undefined && own.commandId !== null
  // another lock hangs here now: the one before is asked to forget it
  if (isSent && own.deviceId !== door.lockDeviceId && locks.get(own.deviceId)?.status === 'active') await forgetOn(scope, own)
  const dueAt = dueAtOf(locks.get(door.lockDeviceId ?? ''), grant.from_at)
  const now = scope.clock.now()
  await upsertCode(scope, {
    hubId: door.hubId,
    doorId: door.id,
    deviceId: door.lockDeviceId ?? '',
    slot: place,
    credentialId: pin.id,
    validFrom: grant.from_at,
    validTo: grant.until_at,
    // what a lock may have of before is not left there until then
    nextAt: isSent || Temporal.Instant.compare(dueAt, now) <= 0 ? now : dueAt,
  })
}
