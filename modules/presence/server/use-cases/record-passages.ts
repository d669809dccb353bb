/** What doors decided, from the ledger of devices: kept once, and the stays of whoever it was about folded anew. */
import type { Scope } from '#platform/server/scope.ts'
import type { SubjectKind } from '../../contract/schemas.ts'
import { insertPassages } from '../repository.ts'
import { instantOf } from '../rules.ts'
import { foldMoments, ruleOf, type WatchedHub } from './fold-subject.ts'
import { tellChange } from './tell-change.ts'
import { explainOpenings } from './watch-doors.ts'

export interface SeenPassage {
  /** The decision's own id. */
  readonly id: string
  readonly doorId: string | null
  /** Milliseconds since 1970. */
  readonly at: number
  readonly timeQuality: string
  readonly subject: { readonly kind: SubjectKind; readonly id: string } | null
  /** Shown with what may be in many hands, as a booking's PIN. */
  readonly isShared?: boolean
  /** On the way out, be it only of a room. */
  readonly isExit?: boolean
  /** Where one is after it. */
  readonly to: { readonly isOut: boolean; readonly spaceId: string | null }
}

export async function recordPassages(scope: Scope, hub: WatchedHub, seen: readonly SeenPassage[]): Promise<void> {
  if (seen.length === 0) return
  const rule = await ruleOf(scope, hub)
  const fresh = await insertPassages(
    scope,
    seen.map((one) => ({
      id: one.id,
      hubId: hub.id,
      doorId: one.doorId,
      at: instantOf(one.at),
      timeQuality: one.timeQuality,
      subjectKind: one.subject?.kind ?? null,
      subjectId: one.subject?.id ?? null,
      isShared: one.isShared ?? false,
      isExit: one.isExit ?? false,
      isOut: one.to.isOut,
      spaceId: one.to.isOut ? null : one.to.spaceId,
    })),
  )
  const stored = seen.filter(({ id }) => fresh.has(id))
  if (stored.length === 0) return
  await foldMoments(
    scope,
    hub,
    stored.flatMap(({ subject, at }) => (subject === null ? [] : [{ subject, at }])),
  )
  for (const { doorId, at } of stored) if (doorId !== null) await explainOpenings(scope, hub.id, { doorId, at })
  tellChange(scope, rule)
}
