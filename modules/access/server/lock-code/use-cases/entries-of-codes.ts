/**
 * A code typed on a lock's own keypad is decided by the lock: nobody at a gateway said anything of it. Whose code it was is
 * known here, so it is an entry as any other: in the log, among who is in.
 */
import type { StoredEvent } from '#modules/devices/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listGrantsOfSubjects } from '../../grant/repository.ts'
import { findUsedCode, listHolders } from '../repository.ts'

/** Of these words of locks, those that name a code of ours, as the decisions that they were. */
export async function entriesOfCodes(scope: Scope, events: readonly StoredEvent[]): Promise<(StoredEvent & { type: 'decision' })[]> {
  const entries: (StoredEvent & { type: 'decision' })[] = []
  for (const event of events) {
    if (event.type !== 'lock' || event.data.state !== 'unlocked' || event.data.by !== 'code' || event.data.codeSlot === undefined) continue
    const code = await findUsedCode(scope, { deviceId: event.deviceId, slot: event.data.codeSlot, at: event.at })
    const holder = code === undefined ? undefined : (await listHolders(scope, [code.credentialId])).get(code.credentialId)
    // a code that somebody set at the lock itself is nobody's here
    if (code === undefined || holder === undefined) continue
    const grants = await listGrantsOfSubjects(scope, [holder.subjectId])
    const at = event.at.epochMilliseconds
    const grant = grants.find(
      (one) => one.door_ids.includes(code.doorId) && one.from_at.epochMilliseconds <= at && at < one.until_at.epochMilliseconds,
    )
    entries.push({
      ...event,
      type: 'decision',
      data: {
        decisionId: event.id,
        doorId: code.doorId,
        isOpen: true,
        reason: 'granted',
        direction: 'in',
        subjectId: holder.subjectId,
        grantId: grant?.id ?? null,
        until: grant?.until_at.toString() ?? null,
        factors: ['pin'],
        credentialId: code.credentialId,
        snapshotVersion: null,
        isOffline: false,
      },
    })
  }
  return entries
}
