/** The demonstration's agreement: one consortium proposes, the other says yes. May run again: an agreement that is there stays. */
import type { Scope } from '#platform/server/scope.ts'
import { findPartner, listMutualUses } from '../repository.ts'
import { dayOf } from '../rules.ts'
import { proposeMutualUse } from './propose-mutual-use.ts'
import { answerMutualUse } from './settle-mutual-use.ts'

/** In the scope of the one that proposes; its id. */
export async function proposeDemoMutualUse(
  scope: Scope,
  { partnerKey, message }: { partnerKey: string; message: string },
): Promise<string | undefined> {
  if ((await findPartner(scope, partnerKey)) === undefined) return undefined
  const [known] = await listMutualUses(scope, { limit: 1, after: null, isWaiting: false })
  if (known !== undefined) return known.id
  const today = dayOf(scope.clock.now())
  const row = await proposeMutualUse(scope, {
    partnerKey,
    hubKeys: null,
    fromOn: today,
    untilOn: Temporal.PlainDate.from(today).add({ years: 1 }).toString(),
    who: 'members',
    priceClass: 'member',
    mostPerMonth: 4,
    message,
  })
  return row.id
}

/** In the scope of the other one. */
export async function acceptDemoMutualUse(scope: Scope, { mutualUseId, message }: { mutualUseId: string; message: string }): Promise<void> {
  const [row] = await listMutualUses(scope, { limit: 1, after: null, isWaiting: true })
  if (row?.id !== mutualUseId) return
  await answerMutualUse(scope, mutualUseId, {
    version: row.version,
    isAccepted: true,
    hubKeys: null,
    message,
  })
}
