/** The night closing: who has not left by then is taken to have left, and the stay says that a rule did it. */
import type { Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { doorLeftOpen, nightClosed } from '../../contract/events.ts'
import { deleteOldLooks } from '../look/repository.ts'
import { deleteOldEvidence, listHere, listStillOpen, takeDueHub, updateNextClose, updateOpening } from '../repository.ts'
import { instantOf, windowOf } from '../rules.ts'
import { foldMoments } from './fold-subject.ts'
import { tellChange } from './tell-change.ts'

/** As long as visits are compared with those of a year ago. */
const looksKeptDays = 400

export async function closeNight(scope: Scope, hubId: string): Promise<void> {
  const rule = await takeDueHub(scope, hubId)
  if (rule === undefined) return
  const hub = await requireHub(scope, hubId)
  const now = scope.clock.now()
  const current = windowOf(now.epochMilliseconds, rule, hub.zone)
  const over = (await listHere(scope, hubId)).filter((stay) => stay.enteredAt.epochMilliseconds < current.from)
  await foldMoments(
    scope,
    hub,
    over.map((stay) => ({ subject: { kind: stay.subjectKind, id: stay.subjectId }, at: stay.enteredAt.epochMilliseconds })),
  )
  for (const row of await listStillOpen(scope, hubId, now.subtract({ hours: 7 * 24 })))
    if (row.leftOpenAt === null && row.openedAt.epochMilliseconds < current.from) {
      await updateOpening(scope, row.id, { leftOpenAt: rule.nextCloseAt })
      scope.emit(doorLeftOpen, { hubId, doorId: row.doorId, openingId: row.id }, { subjectId: row.id })
    }
  await deleteOldEvidence(scope, hubId, now.subtract({ hours: 31 * 24 }))
  await deleteOldLooks(scope, hubId, now.subtract({ hours: looksKeptDays * 24 }))
  await updateNextClose(scope, hubId, instantOf(current.to))
  if (over.length > 0) {
    scope.emit(nightClosed, { hubId, stays: over.length })
    tellChange(scope, rule)
  }
}
