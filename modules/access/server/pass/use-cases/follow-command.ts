import type { StoredEvent } from '#modules/devices/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { heardOfCode } from '../../lock-code/use-cases/follow-code.ts'
import { heardOfOpening } from './open-by-phone.ts'

/** A wish of this module has ended: of a person to open, or for a lock's code. Anybody else's is not ours. */
export async function foldAcks(scope: Scope, events: readonly StoredEvent[]): Promise<void> {
  for (const event of events) {
    if (event.type !== 'command-ack') continue
    const { commandId, outcome, detail = null } = event.data
    // what was told before has been heard
    if (outcome === 'duplicate') continue
    await heardOfOpening(scope, commandId, outcome, detail)
    await heardOfCode(scope, commandId, { isDone: outcome === 'done', detail })
  }
}
