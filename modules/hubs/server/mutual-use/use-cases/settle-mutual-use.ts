/** Answer, withdraw, end. Whoever comes second hears what it has become meanwhile. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { mutualUseErrors } from '../../../contract/mutual-use/errors.ts'
import { stageOf } from '../../../contract/mutual-use/rules.ts'
import type { AnswerMutualUseBody, EndMutualUseBody } from '../../../contract/mutual-use/schemas.ts'
import { findMutualUse, turnMutualUse } from '../repository.ts'
import { dayOf, isOurs, type MutualUseRow } from '../rules.ts'
import { ownHubIds } from './propose-mutual-use.ts'
import { noteTurn } from './tell-partner.ts'

const fail = failOf(mutualUseErrors)

export async function requireMutualUse(scope: Scope, id: string): Promise<MutualUseRow> {
  return (await findMutualUse(scope, id)) ?? fail('platform.not_found')
}

export async function answerMutualUse(scope: Scope, id: string, body: AnswerMutualUseBody): Promise<MutualUseRow> {
  const row = await requireMutualUse(scope, id)
  // who has proposed has nothing to answer: the policies of the table refuse it as well
  if (isOurs(row, scope.consortiumId)) fail('platform.not_allowed')
  if (stageOf(row, dayOf(scope.clock.now())) !== 'proposed') refuseSettled(scope, row)
  const after = await turnMutualUse(scope, row, body.version, {
    state: body.isAccepted ? 'active' : 'declined',
    answeredAt: scope.clock.now(),
    answer: body.message ?? '',
    ...(body.isAccepted ? { partnerHubIds: await ownHubIds(scope, body.hubKeys) } : {}),
  })
  if (after === undefined) return refuseMeanwhile(scope, id)
  noteTurn(scope, after, body.isAccepted ? 'accepted' : 'declined', after.answer)
  return after
}

export async function withdrawMutualUse(scope: Scope, id: string, version: number): Promise<MutualUseRow> {
  const row = await requireMutualUse(scope, id)
  if (!isOurs(row, scope.consortiumId)) fail('platform.not_allowed')
  if (row.state !== 'proposed') refuseSettled(scope, row)
  const after = await turnMutualUse(scope, row, version, { state: 'withdrawn' })
  if (after === undefined) return refuseMeanwhile(scope, id)
  noteTurn(scope, after, 'withdrawn')
  return after
}

export async function endMutualUse(scope: Scope, id: string, body: EndMutualUseBody): Promise<MutualUseRow> {
  const row = await requireMutualUse(scope, id)
  const today = dayOf(scope.clock.now())
  if (row.state !== 'active' || stageOf(row, today) === 'over') refuseSettled(scope, row)
  if (body.lastOn < today) fail('platform.invalid_input', { fields: [{ path: 'body.lastOn', expected: `${today} or later` }] })
  const after = await turnMutualUse(scope, row, body.version, {
    state: 'ended',
    endedAt: scope.clock.now(),
    endedBy: isOurs(row, scope.consortiumId) ? 'proposer' : 'partner',
    endsOn: body.lastOn,
    endReason: body.reason,
  })
  if (after === undefined) return refuseMeanwhile(scope, id)
  noteTurn(scope, after, 'ended', body.reason)
  return after
}

/** Lost a race, or looked at an old screen. */
async function refuseMeanwhile(scope: Scope, id: string): Promise<never> {
  return refuseSettled(scope, await requireMutualUse(scope, id))
}

function refuseSettled(scope: Scope, row: MutualUseRow): never {
  return fail('hubs.mutual_use_settled', { params: { stage: stageOf(row, dayOf(scope.clock.now())) } })
}
