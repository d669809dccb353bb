import { failOf } from '#platform/server/errors.ts'
import type { AccountScope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { joinWithdrawn } from '../../../contract/events.ts'
import { listJoinRequests } from '../../own/repository.ts'
import * as repository from '../repository.ts'

const fail = failOf(peopleErrors)

/** Who asked takes it back, in whichever consortium it lies, until somebody has answered. */
export async function withdrawJoinRequest(scope: AccountScope, id: string): Promise<void> {
  const { accountId } = scope.actor
  const own = (await listJoinRequests(scope)).find((request) => request.id === id)
  if (own === undefined) return fail('platform.not_found')
  await scope.inOwnTenant(own.consortium_id, async (there) => {
    const request = await repository.lock(there, id)
    if (request?.status !== 'pending') return fail('people.request_decided')
    await repository.decide(there, id, {
      status: 'withdrawn',
      decidedBy: null,
      decidedAt: there.clock.now(),
      reason: null,
      membershipId: null,
    })
    there.emit(joinWithdrawn, { requestId: id, accountId }, { subjectId: id })
  })
}
