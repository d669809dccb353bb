/** Which days are still given by lot: asked with each booking, so known for a few seconds. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import type { Span } from '../../../contract/rules.ts'
import { instantText } from '../../mails/when.ts'
import { dayAt, type Target } from '../../rules.ts'
import { listUndrawn, type LotteryRow } from '../repository.ts'

const fail = failOf(bookingsErrors)

/**
 * Another process may take a booking in the seconds after a lottery was made: the drawing finds the place taken and
 * gives the next wish, so nothing is given twice.
 */
const knownMilliseconds = 3_000
const mostKnown = 5_000
const known = new Map<string, { readonly at: number; readonly rows: readonly LotteryRow[] }>()

export function forgetUndrawn(scope: Scope, hubId: string): void {
  known.delete(`${scope.consortiumId}/${hubId}`)
}

async function undrawnOf(scope: Scope, hubId: string): Promise<readonly LotteryRow[]> {
  const key = `${scope.consortiumId}/${hubId}`
  const found = known.get(key)
  if (found !== undefined && performance.now() - found.at < knownMilliseconds) return found.rows
  const rows = await listUndrawn(scope, hubId)
  if (known.size >= mostKnown) known.clear()
  known.set(key, { at: performance.now(), rows })
  return rows
}

/** Nobody but the desk books directly what is given by lot, until it is drawn. */
export async function refuseUndrawn(scope: Scope, target: Target, span: Span): Promise<void> {
  if (target.kind !== 'space') return
  const rows = await undrawnOf(scope, target.hubId)
  if (rows.length === 0) return
  const [first, last] = [dayAt(span.from, target.zone), dayAt(span.to - 1, target.zone)]
  const lottery = rows.find((row) => row.targetIds.includes(target.id) && row.useFrom <= last && first <= row.useUntil)
  if (lottery === undefined) return
  fail('bookings.given_by_lot', {
    params: {
      lotteryId: lottery.id,
      closesAt: lottery.closesAt.toString(),
      draws: instantText(lottery.drawsAt.epochMilliseconds, target.zone, scope.language),
    },
  })
}
