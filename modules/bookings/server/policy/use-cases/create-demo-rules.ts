/** The demonstration's rules beyond the plain ones: a hall with prices by the block that the office says yes to, and reductions. All assumed. */
import type { Scope } from '#platform/server/scope.ts'
import { requested } from '../../../contract/events.ts'
import { noPrices, usualBlocks, type Terms } from '../../../contract/policy/rules.ts'
import { insertBooking, type Holder } from '../../booking/repository.ts'
import { sayIn } from '../../mails/texts.ts'
import { addDays, blockedSpan, chooseUnits, dayAt, startOfDay, type Target } from '../../rules.ts'
import { findPolicy, insertReduction, insertTariff, listOwnRules, listReductions, savePolicy } from '../repository.ts'
import { listFeeOf } from '../rules.ts'

const hallTerms: Terms = {
  prices: {
    general: { ...noPrices, morningYen: 3_000, afternoonYen: 4_000, eveningYen: 4_500, dayYen: 10_000 },
    resident: { ...noPrices, morningYen: 1_500, afternoonYen: 2_000, eveningYen: 2_300, dayYen: 5_000 },
    member: { ...noPrices, morningYen: 2_000, afternoonYen: 2_800, eveningYen: 3_200, dayYen: 7_000 },
    company: { ...noPrices, morningYen: 4_500, afternoonYen: 6_000, eveningYen: 6_800, dayYen: 15_000 },
  },
  blocks: usualBlocks,
  cancellation: {
    deadlineHours: 24,
    steps: [
      { fromDaysBefore: 7, percent: 30 },
      { fromDaysBefore: 1, percent: 100 },
    ],
    noShowPercent: 100,
  },
}

const named = (key: 'disability' | 'together') => ({
  ja: sayIn('ja')(`rules.sample.${key}`),
  en: sayIn('en')(`rules.sample.${key}`),
})

/** A hall if there is one; else the last of several rooms. */
const hallOf = (targets: readonly Target[]): Target | undefined =>
  targets.find((target) => target.type === 'event-space' && target.takenAs === 'whole') ??
  (targets.filter((target) => target.takenAs === 'whole').length > 1 ? targets.findLast((target) => target.takenAs === 'whole') : undefined)

export async function createDemoRules(scope: Scope, hub: { id: string; zone: string }, targets: readonly Target[]): Promise<void> {
  const today = dayAt(scope.clock.now().epochMilliseconds, hub.zone)
  const year = `${today.slice(5) < '04-01' ? Number(today.slice(0, 4)) - 1 : today.slice(0, 4)}-04-01`
  const made = { hubId: hub.id, madeBy: null, reason: sayIn('ja')('rules.sample.why') }
  if ((await listReductions(scope, hub.id, today)).length === 0) {
    const usual = { validFrom: year, yen: null, needsProof: true, isDeskOnly: false, ...made }
    await insertReduction(scope, {
      ...usual,
      names: named('disability'),
      percent: 50,
    })
    await insertReduction(scope, {
      ...usual,
      names: named('together'),
      percent: 100,
      isDeskOnly: true,
    })
  }
  const hall = hallOf(targets)
  const own = hall === undefined ? undefined : (await listOwnRules(scope, hub.id)).get(hall.id)
  if (hall === undefined || own === undefined || own.values.tariffs.length > 0) return
  await savePolicy(
    scope,
    { hubId: hub.id, targetId: hall.id },
    { ...own.values, needsApproval: true, approvalHours: 48, releaseMinutes: 30 },
    { assumed: ['needsApproval', 'tariffs'], inherits: own.inherits.filter((group) => !['approval', 'release', 'fee'].includes(group)) },
  )
  await insertTariff(scope, { ...made, targetId: hall.id, validFrom: year, terms: hallTerms })
}

/** Somebody asks for the hall in the coming days, so that the desk has something to say yes to. */
export async function createDemoRequest(
  scope: Scope,
  hub: { id: string; zone: string },
  targets: readonly Target[],
  holder: Holder | undefined,
): Promise<void> {
  const hall = hallOf(targets)
  if (hall === undefined || holder === undefined) return
  const policy = await findPolicy(scope, { hubId: hub.id, targetId: hall.id })
  const choice = chooseUnits(hall, { kind: 'space', spaceId: hall.id }, 1)
  if (!policy.needsApproval || typeof choice === 'string') return
  const now = scope.clock.now()
  // a day on which the sample's bookings have ended
  const day = startOfDay(addDays(dayAt(now.epochMilliseconds, hub.zone), 12), hub.zone)
  const wish = { from: day + 13 * 3_600_000, to: day + 17 * 3_600_000 }
  const fields = {
    hubId: hub.id,
    targetId: hall.id,
    status: 'requested' as const,
    holdExpiresAt: now.add({ hours: policy.approvalHours }),
    partySize: Math.min(20, hall.capacity ?? 20),
    consentedAt: null,
    purpose: sayIn('ja')('rules.sample.purpose'),
    note: '',
  }
  const list = listFeeOf(policy, wish, hub.zone, 'resident')
  const row = await insertBooking(scope, choice, {
    ...fields,
    feeYen: list.yen,
    tariffId: list.tariffId,
    userClass: 'resident',
    wish,
    blocked: blockedSpan(wish, policy),
    // nobody is written to about a sample
    holder: { ...holder, mail: null },
  })
  if (row === undefined) return
  scope.emit(requested, { hubId: hub.id, bookingId: row.id, kind: choice.kind, targetId: hall.id }, { subjectId: row.id })
}
