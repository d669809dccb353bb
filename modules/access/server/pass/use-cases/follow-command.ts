import type { StoredEvent } from '#modules/devices/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { contactSilent, lockMoved, lockStuck } from '../../../contract/events.ts'
import { findDoorOfLock, setStuck } from '../../door/repository.ts'
import { heardOfCode } from '../../lock-code/use-cases/follow-code.ts'
import { heardOfOpening } from './open-by-phone.ts'

/** What a gateway says of a lock that it asks again and again (gateway/duties.ts). */
const words: ReadonlySet<string> = new Set(['still_unlocked', 'still_locked', 'moved_at_last', 'contact_silent'])

async function heardOfLock(scope: Scope, deviceId: string, word: string): Promise<void> {
  const door = await findDoorOfLock(scope, deviceId)
  if (door === undefined) return
  const about = { hubId: door.hubId, doorId: door.id }
  if (word === 'contact_silent') scope.emit(contactSilent, about, { subjectId: door.id })
  else if (word === 'moved_at_last') {
    await setStuck(scope, door.id, null)
    scope.emit(lockMoved, about, { subjectId: door.id })
  } else {
    const wanted = word === 'still_unlocked' ? 'locked' : 'unlocked'
    await setStuck(scope, door.id, wanted)
    scope.emit(lockStuck, { ...about, wanted }, { subjectId: door.id })
  }
}

/** A wish of this module has ended: of a person to open, or for a lock's code. Anybody else's is not ours. */
export async function foldAcks(scope: Scope, events: readonly StoredEvent[]): Promise<void> {
  for (const event of events) {
    if (event.type !== 'command-ack') continue
    const { commandId, outcome, detail = null } = event.data
    // what was told before has been heard
    if (outcome === 'duplicate') continue
    if (detail !== null && words.has(detail)) await heardOfLock(scope, event.deviceId, detail)
    await heardOfOpening(scope, commandId, outcome, detail)
    await heardOfCode(scope, commandId, { isDone: outcome === 'done', detail })
  }
}
