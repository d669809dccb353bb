import { fail } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub, type HubRef } from '#modules/hubs/server/index.ts'
import { rulesChanged } from '../../../contract/events.ts'
import { reducedYen } from '../../../contract/policy/rules.ts'
import type { HubRules, RulesDraft, SaveRulesBody } from '../../../contract/policy/schemas.ts'
import { defaultPolicy, isActiveStatus, type Policy } from '../../../contract/rules.ts'
import { lockBooking, updateBooking } from '../../booking/repository.ts'
import { tellHolder } from '../../booking/use-cases/tell-holder.ts'
import { refuseInvoiced } from '../../payment/use-cases/keep-bill.ts'
import { dayAt, spanOf } from '../../rules.ts'
import { findPolicy, findReduction, insertTariff, listOwnRules, lockRules, savePolicy, type StoredRules } from '../repository.ts'
import { listFeeOf, type OwnRules } from '../rules.ts'
import { recordFee } from './charge-cancellation.ts'
import { requireRulesTarget, showRules } from './show-rules.ts'

export interface RulesRef {
  readonly hubId: string
  readonly targetId: string
}

/** New rules. What was booked before keeps what it was promised; those that are named follow the new prices, and are told. */
export async function saveRules(scope: MemberScope, ref: RulesRef, body: SaveRulesBody): Promise<HubRules> {
  const hub = await requireHub(scope, ref.hubId)
  await requireRulesTarget(scope, ref)
  await lockRules(scope, ref.targetId)
  const before = (await listOwnRules(scope, ref.hubId)).get(ref.targetId)
  if ((before?.version ?? 0) !== body.version) fail('platform.changed_meanwhile')
  requireComing(scope, hub, body)
  const { values, inherits } = draftRules(before, body)
  await savePolicy(scope, ref, values, { assumed: [], inherits })
  const tariffId =
    body.tariff === undefined || inherits.includes('fee')
      ? null
      : await insertTariff(scope, { ...ref, ...body.tariff, madeBy: scope.actor.accountId, reason: body.reason })
  scope.emit(rulesChanged, { ...ref, tariffId, reductionId: null }, { subjectId: ref.targetId, reason: body.reason })
  for (const bookingId of body.reprice) await reprice(scope, ref.hubId, bookingId, body.reason)
  return showRules(scope, ref.hubId)
}

/** A price for days that are over would say nothing true about them. */
function requireComing(scope: Scope, hub: HubRef, draft: RulesDraft): void {
  const today = dayAt(scope.clock.now().epochMilliseconds, hub.zone)
  if (draft.tariff !== undefined && draft.tariff.validFrom < today)
    fail('platform.invalid_input', { fields: [{ path: 'body.tariff.validFrom', expected: `${today} or later` }] })
}

/** A row as the draft would have it; prices without a tariff stay as they stand. */
export function draftRules(before: StoredRules | undefined, draft: RulesDraft): OwnRules {
  const values: Policy = {
    ...draft.rules,
    hourYen: before?.values.hourYen ?? defaultPolicy.hourYen,
    dayYen: before?.values.dayYen ?? defaultPolicy.dayYen,
    tariffs: before?.values.tariffs ?? [],
    quotasOver: 'place',
  }
  return { values, inherits: [...new Set(draft.inherits)] }
}

async function reprice(scope: MemberScope, hubId: string, bookingId: string, reason: string): Promise<void> {
  const row = await lockBooking(scope, bookingId)
  if (row === undefined || row.hubId !== hubId || !isActiveStatus(row.status)) return
  const hub = await requireHub(scope, hubId)
  const policy = await findPolicy(scope, { hubId, targetId: row.targetId })
  const list = listFeeOf(policy, spanOf(row), hub.zone, row.userClass)
  const listYen = list.yen * (row.kind === 'space' ? 1 : row.unitIds.length)
  const reduction = row.reductionId === null ? undefined : await findReduction(scope, row.reductionId)
  const feeYen = reducedYen(listYen, reduction)
  if (feeYen === row.feeYen && list.tariffId === row.tariffId) return
  await refuseInvoiced(scope, row.id)
  const after = await updateBooking(scope, row, {
    feeYen,
    listFeeYen: reduction === undefined ? null : listYen,
    tariffId: list.tariffId,
    sequence: row.sequence + 1,
  })
  recordFee(scope, after, { what: 'use', wasYen: row.feeYen, becameYen: feeYen, reason })
  tellHolder(scope, after, row.status === 'held' ? 'held' : row.status === 'requested' ? 'requested' : 'changed')
}
