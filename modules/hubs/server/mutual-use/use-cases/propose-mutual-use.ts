import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { mutualUseErrors } from '../../../contract/mutual-use/errors.ts'
import type { ProposeMutualUseBody } from '../../../contract/mutual-use/schemas.ts'
import { findPartner, insertMutualUse, listNamedHubs, lockPair, overlapsTheirs } from '../repository.ts'
import { dayOf, type MutualUseRow } from '../rules.ts'
import { noteTurn } from './tell-partner.ts'

const fail = failOf(mutualUseErrors)

export async function proposeMutualUse(scope: Scope, body: ProposeMutualUseBody): Promise<MutualUseRow> {
  const partner = await findPartner(scope, body.partnerKey)
  if (partner === undefined || partner.id === scope.consortiumId)
    return fail('platform.invalid_input', {
      fields: [{ path: 'body.partnerKey', expected: 'the key of another consortium with a published hub' }],
    })
  const today = dayOf(scope.clock.now())
  if (body.untilOn !== null && (body.untilOn < body.fromOn || body.untilOn < today))
    fail('platform.invalid_input', { fields: [{ path: 'body.untilOn', expected: 'the first day or later, and not past' }] })
  const hubIds = await ownHubIds(scope, body.hubKeys)
  await lockPair(scope, partner.id)
  if (await overlapsTheirs(scope, { ...body, partnerId: partner.id })) fail('hubs.mutual_use_overlaps')
  const row = await insertMutualUse(scope, { ...body, partnerId: partner.id, hubIds, message: body.message ?? '' })
  noteTurn(scope, row, 'proposed')
  return row
}

/** Own published hubs by key; null stays all. */
export async function ownHubIds(scope: Scope, keys: readonly string[] | null): Promise<string[] | null> {
  if (keys === null) return null
  const found = await listNamedHubs(scope, { consortiumIds: [scope.consortiumId], keys })
  if (found.length !== new Set(keys).size)
    fail('platform.invalid_input', { fields: [{ path: 'body.hubKeys', expected: 'keys of own published hubs' }] })
  return found.map((hub) => hub.id)
}
