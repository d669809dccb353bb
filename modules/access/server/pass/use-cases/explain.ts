/** What a door would say: the same rules over the same data as the gateway's, asked for one subject. */
import { decide, indexSnapshot, type SnapshotIndex } from '../../../contract/rules.ts'
import type { Explanation } from '../../../contract/door/schemas.ts'
import type { Decision, Factor, Snapshot } from '../../../contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { readSnapshot } from '../../snapshot/use-cases/build-snapshot.ts'

export interface HubView {
  readonly snapshot: Snapshot
  readonly index: SnapshotIndex
}

export async function viewOf(scope: Scope, hubId: string): Promise<HubView> {
  const snapshot = await readSnapshot(scope, hubId)
  return { snapshot, index: indexSnapshot(snapshot) }
}

/** Of somebody who shows what proves them: a phone, or the link of a booking. */
export function explain(view: HubView, doorId: string, factor: Factor, at: number): Explanation {
  return presentDecision(view, decide(view.index, { doorId, at, direction: 'in', factors: [factor], isClockTrusted: true, triesLeft: 1 }))
}

function presentDecision({ snapshot }: HubView, decision: Decision): Explanation {
  const grant = decision.grantId === null ? undefined : snapshot.grants.find((one) => one.id === decision.grantId)
  return {
    isOpen: decision.isOpen,
    reason: decision.reason,
    opensAt: decision.opensAt === undefined ? null : new Date(decision.opensAt).toISOString(),
    until: decision.until === null ? null : new Date(decision.until).toISOString(),
    source: grant === undefined ? null : grant.source,
  }
}
