import type { Scope } from '#platform/server/scope.ts'
import { lapsed } from '../../../contract/events.ts'
import { tellHolder } from './tell-holder.ts'
import { isHoldOver } from '../../rules.ts'
import { deleteOccupancies, lockBooking, updateBooking } from '../repository.ts'
import { factOf } from './record-fact.ts'

/** Nobody confirmed in time: the place is free again. Runs by its job and by the minute's round; the first one does it. */
export async function lapseHold(scope: Scope, bookingId: string): Promise<void> {
  const row = await lockBooking(scope, bookingId)
  if (row === undefined || !isHoldOver(row, scope.clock.now().epochMilliseconds)) return
  const after = await updateBooking(scope, row, { status: 'lapsed', holdExpiresAt: null, releaseAt: null, sequence: row.sequence + 1 })
  await deleteOccupancies(scope, row.id)
  scope.emit(lapsed, factOf(after), { subjectId: row.id })
  tellHolder(scope, after, row.status === 'requested' ? 'request_lapsed' : 'lapsed')
}
