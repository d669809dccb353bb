/** The first door that lets a visitor in says that they have come. */
import type { Scope } from '#platform/server/scope.ts'
import { visitorArrived } from '../../../contract/events.ts'
import { findHubRules } from '../../door/repository.ts'
import type { PassageRow } from '../../passage/repository.ts'
import { firstArrivals, isFresh } from '../../rules.ts'
import { markArrived } from '../repository.ts'

export const mailArrivalJob = 'access.mailArrival'

/** Once a visit, not once a door; what a hub tells after its line was cut is on record, and told to nobody as news. */
export async function noteArrivals(scope: Scope, passages: readonly PassageRow[]): Promise<void> {
  for (const visit of await markArrived(scope, firstArrivals(passages))) {
    const { arrivedAt } = visit
    if (arrivedAt === null) continue
    scope.emit(visitorArrived, { hubId: visit.hubId, visitId: visit.id, at: arrivedAt.toString() }, { subjectId: visit.id })
    if (isFresh(arrivedAt, scope.clock.now()) && (await findHubRules(scope, visit.hubId)).tellsHosts)
      scope.enqueue({ name: mailArrivalJob, payload: { visitId: visit.id } })
  }
}
