/** What new rules would mean, before anybody decides: read only, and for bookings that exist as for those to come. */
import type { MemberScope } from '#platform/server/scope.ts'
import { bookableEquipment, bookablePlaces, placeNames, requireHub } from '#modules/hubs/server/index.ts'
import { isBeyond, reducedYen, type BlockName, type Tariff, type Terms } from '../../../contract/policy/rules.ts'
import { pricesFor, priceOf } from '../../../contract/policy/rules.ts'
import type { RulesDraft, RulesTrial } from '../../../contract/policy/schemas.ts'
import { minuteMs, type Policy, type Span } from '../../../contract/rules.ts'
import { userClasses, type UserClass } from '../../../contract/schemas.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { listComing } from '../../desk/repository.ts'
import { addDays, bookableUntil, dayAt, isoOf, offsetMsAt, spanOf, startOfDay, targetOfEquipment, targetOfSpace } from '../../rules.ts'
import { listOwnRules, listReductionsById } from '../repository.ts'
import { blockSpans, listFeeOf, policyOf, quotaSpan, termsOn, type OwnRules } from '../rules.ts'
import { requireRulesTarget } from './show-rules.ts'
import { draftRules, type RulesRef } from './save-rules.ts'

/** More than one hub has coming. */
const mostComing = 5_000
const mostShown = 200

type Refusal = RulesTrial['affected']['items'][number]['refusals'][number]

/** Stands for a tariff that nobody has stored. */
const draftTariffId = '00000000-0000-0000-0000-000000000000'

export async function tryRules(scope: MemberScope, ref: RulesRef, draft: RulesDraft): Promise<RulesTrial> {
  const hub = await requireHub(scope, ref.hubId)
  await requireRulesTarget(scope, ref)
  const own = await listOwnRules(scope, ref.hubId)
  const drafted = withTariff(draftRules(own.get(ref.targetId), draft), draft)
  const after = new Map<string, OwnRules>([...own, [ref.targetId, drafted]])
  const policyBefore = (targetId: string): Policy => policyOf(own.get(ref.hubId), targetId === ref.hubId ? undefined : own.get(targetId))
  const policyAfter = (targetId: string): Policy => policyOf(after.get(ref.hubId), targetId === ref.hubId ? undefined : after.get(targetId))
  const policy = policyAfter(ref.targetId)
  const now = scope.clock.now().epochMilliseconds
  const today = dayAt(now, hub.zone)
  return {
    who: whoMay(policy, today),
    fees: feesOf(policy, hub.zone, draft.tariff?.validFrom ?? today),
    affected: await findAffected(scope, ref, { zone: hub.zone, now, policyBefore, policyAfter }),
  }
}

function withTariff(rules: OwnRules, draft: RulesDraft): OwnRules {
  if (draft.tariff === undefined) return rules
  const tariff: Tariff = { id: draftTariffId, validFrom: draft.tariff.validFrom, terms: draft.tariff.terms }
  const tariffs = [...rules.values.tariffs, tariff].toSorted((a, b) =>
    a.validFrom === b.validFrom ? Number(a === tariff) - Number(b === tariff) : a.validFrom < b.validFrom ? -1 : 1,
  )
  return { ...rules, values: { ...rules.values, tariffs } }
}

function whoMay(policy: Policy, today: string): RulesTrial['who'] {
  const may: Record<RulesTrial['who'][number]['booker'], boolean> = {
    public: policy.who === 'public',
    registered: policy.who === 'public' || policy.who === 'registered',
    member: policy.who !== 'leaseholders',
    leaseholder: true,
    desk: true,
  }
  return (['public', 'registered', 'member', 'leaseholder', 'desk'] as const).map((booker) => ({
    booker,
    mayBook: may[booker],
    isConfirmedAtOnce: booker === 'desk' || !policy.needsApproval,
    lastDay: addDays(today, policy.daysAhead),
    shortestMinutes: policy.shortestMinutes,
    longestMinutes: policy.longestMinutes,
  }))
}

/** One hour, each block, and from morning until three hours of evening, for each class with a price of its own. */
function feesOf(policy: Policy, zone: string, day: string): RulesTrial['fees'] {
  const { terms } = termsOn(policy, day)
  const from = startOfDay(day, zone)
  const at = (minute: number): number => from + minute * minuteMs
  const { morning, afternoon, evening } = terms.blocks
  const last = Math.min(24 * 60, evening + 180)
  const samples: Record<'hour' | BlockName | 'day', Span> = {
    hour: { from: at(morning), to: at(morning + 60) },
    morning: { from: at(morning), to: at(afternoon) },
    afternoon: { from: at(afternoon), to: at(evening) },
    evening: { from: at(evening), to: at(last) },
    day: { from: at(morning), to: at(last) },
  }
  return classesOf(terms).map((userClass) => ({
    userClass,
    validFrom: day,
    samples: (['hour', 'morning', 'afternoon', 'evening', 'day'] as const).map((sample) => ({
      sample,
      yen: priceOf(pricesFor(terms, userClass), blockSpans(terms.blocks, samples[sample], zone), samples[sample]),
    })),
  }))
}

const classesOf = (terms: Terms): UserClass[] =>
  userClasses.filter((userClass) => userClass === 'general' || terms.prices[userClass] !== undefined)

interface Facts {
  readonly zone: string
  readonly now: number
  readonly policyBefore: (targetId: string) => Policy
  readonly policyAfter: (targetId: string) => Policy
}

async function findAffected(scope: MemberScope, ref: RulesRef, facts: Facts): Promise<RulesTrial['affected']> {
  const touched = new Set(
    ref.targetId === ref.hubId
      ? [
          ...(await bookablePlaces(scope, { hubId: ref.hubId })).map(targetOfSpace),
          ...(await bookableEquipment(scope, { hubId: ref.hubId })).map(targetOfEquipment),
        ].map((target) => target.id)
      : [ref.targetId],
  )
  const coming = (await listComing(scope, ref.hubId, scope.clock.now(), mostComing)).filter((row) => touched.has(row.targetId))
  const reductions = await listReductionsById(
    scope,
    coming.flatMap((row) => row.reductionId ?? []),
  )
  const beyondBefore = beyondQuota(coming, facts.policyBefore, facts.zone)
  const beyondAfter = beyondQuota(coming, facts.policyAfter, facts.zone)
  const affected = coming.flatMap((row) => {
    const policy = facts.policyAfter(row.targetId)
    const was = new Set(refusalsOf(row, facts.policyBefore(row.targetId), facts))
    const refusals = refusalsOf(row, policy, facts).filter((refusal) => !was.has(refusal))
    if (beyondAfter.has(row.id) && !beyondBefore.has(row.id)) refusals.push('quota')
    const list = listFeeOf(policy, spanOf(row), facts.zone, row.userClass).yen * (row.kind === 'space' ? 1 : row.unitIds.length)
    const newFeeYen = reducedYen(list, row.reductionId === null ? undefined : reductions.get(row.reductionId))
    return refusals.length === 0 && newFeeYen === row.feeYen ? [] : [{ row, refusals, newFeeYen }]
  })
  const shown = affected.slice(0, mostShown)
  const names = await placeNames(
    scope,
    shown.map(({ row }) => row.targetId),
  )
  return {
    total: affected.length,
    items: shown.map(({ row, refusals, newFeeYen }) => ({
      bookingId: row.id,
      status: row.status,
      startsAt: isoOf(row.startsAt.epochMilliseconds),
      endsAt: isoOf(row.endsAt.epochMilliseconds),
      targetName: names.get(row.targetId)?.names ?? { ja: '' },
      holderName: row.holderName,
      refusals,
      feeYen: row.feeYen,
      newFeeYen,
    })),
  }
}

/** What the rules alone say against a booking, were it made anew now. */
function refusalsOf(row: BookingRow, policy: Policy, { zone, now }: Facts): Refusal[] {
  const span = spanOf(row)
  const length = span.to - span.from
  const step = policy.granularityMinutes * minuteMs
  const isOnTheClock = (at: number): boolean => (at + offsetMsAt(at, zone)) % step === 0
  const refusals: [Refusal, boolean][] = [
    ['members_only', row.accountId === null && (policy.who === 'members' || policy.who === 'leaseholders')],
    ['too_short', length < policy.shortestMinutes * minuteMs],
    ['too_long', length > policy.longestMinutes * minuteMs],
    ['too_far_ahead', span.to > bookableUntil(policy, now, zone)],
    ['off_the_clock', !isOnTheClock(span.from) || !isOnTheClock(span.to)],
    ['needs_approval', policy.needsApproval],
  ]
  return refusals.flatMap(([refusal, holds]) => (holds ? [refusal] : []))
}

/** Those of the coming bookings that are one too many of their holder's, the later ones first to be. */
function beyondQuota(rows: readonly BookingRow[], policyFor: (targetId: string) => Policy, zone: string): ReadonlySet<string> {
  const used = new Map<string, { bookings: number; minutes: number }>()
  const beyond = new Set<string>()
  for (const row of rows) {
    const policy = policyFor(row.targetId)
    const minutes = (row.endsAt.epochMilliseconds - row.startsAt.epochMilliseconds) / minuteMs
    for (const quota of policy.quotas) {
      const holder = quota.of === 'organisation' ? row.organisationId : (row.accountId ?? row.holderMail)
      if (holder === null) continue
      const { from } = quotaSpan(quota.per, row.startsAt.epochMilliseconds, zone)
      const key = [quota.of, quota.per, quota.unit, quota.most, policy.quotasOver === 'hub' ? '' : row.targetId, holder, from].join('/')
      const soFar = used.get(key) ?? { bookings: 0, minutes: 0 }
      if (isBeyond(quota, soFar, minutes)) beyond.add(row.id)
      used.set(key, { bookings: soFar.bookings + 1, minutes: soFar.minutes + minutes })
    }
  }
  return beyond
}
