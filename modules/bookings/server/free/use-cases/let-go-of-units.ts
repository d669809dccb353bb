import type { Scope } from '#platform/server/scope.ts'
import { leaseChanged } from '../../../contract/lease/events.ts'
import { minuteMs } from '../../../contract/rules.ts'
import { listLeasesById, updateLease } from '../../lease/repository.ts'
import { factOf } from '../../lease/use-cases/tell-lease.ts'
import { instantOf } from '../../rules.ts'
import { cutUses, leaveWholeBookings } from '../repository.ts'

/** Units that go out of use are let go of by whoever holds them as a part: what has been stays, what is to come goes. */
export async function letGoOfUnits(scope: Scope, _hubId: string, unitIds: readonly string[]): Promise<void> {
  const now = scope.clock.now().epochMilliseconds
  const sources = await cutUses(scope, unitIds, { now: scope.clock.now(), cut: instantOf(now - (now % minuteMs)) })
  const idsOf = (kinds: readonly string[]) => sources.filter((one) => kinds.includes(one.source_kind)).map((one) => one.source_id)
  await leaveWholeBookings(scope, idsOf(['booking', 'hold']), unitIds)
  for (const lease of await listLeasesById(scope, idsOf(['lease']))) {
    const after = await updateLease(scope, lease, { unitIds: lease.unitIds.filter((id) => !unitIds.includes(id)) }, { isPerson: false })
    scope.emit(leaseChanged, factOf(after), { subjectId: after.id })
  }
}
