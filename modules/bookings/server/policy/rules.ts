/** Rules of a place as they hold on a day: what the place and its hub say together, and prices on the hub's own clock. */
import { defaultPolicy, minuteMs, type Policy, type Span } from '../../contract/rules.ts'
import {
  noCancellationFee,
  noPrices,
  priceOf,
  pricesFor,
  tariffOn,
  usualBlocks,
  type BlockName,
  type BlockSpan,
  type Quota,
  type Terms,
} from '../../contract/policy/rules.ts'
import type { RuleGroup } from '../../contract/policy/schemas.ts'
import type { UserClass } from '../../contract/schemas.ts'
import { addDays, dayAt, startOfDay } from '../rules.ts'

/** The fields of each group; a place has the whole group of its own, or none of it. */
const fieldsOf = {
  who: ['who', 'deskMayOverride'],
  time: ['granularityMinutes', 'shortestMinutes', 'longestMinutes', 'daysAhead', 'holdMinutes'],
  buffer: ['bufferBeforeMinutes', 'bufferAfterMinutes'],
  quota: ['quotas', 'quotasOver'],
  approval: ['needsApproval', 'approvalHours'],
  release: ['releaseMinutes'],
  fee: ['hourYen', 'dayYen', 'tariffs'],
} as const satisfies Record<RuleGroup, readonly (keyof Policy)[]>

export const allGroups = Object.keys(fieldsOf) as RuleGroup[]

/** A row: values, and the groups of them that are another's. */
export interface OwnRules {
  readonly values: Policy
  readonly inherits: readonly RuleGroup[]
}

/** What holds for a place: its own groups over its hub's, and those over what holds everywhere. */
export function policyOf(hub: OwnRules | undefined, place: OwnRules | undefined): Policy {
  const ofHub = laidOver({ ...defaultPolicy, quotasOver: 'hub' }, hub, 'hub')
  return laidOver(ofHub, place, 'place')
}

function laidOver(under: Policy, own: OwnRules | undefined, quotasOver: Policy['quotasOver']): Policy {
  if (own === undefined) return under
  const policy: Record<string, unknown> = { ...own.values, quotasOver }
  for (const group of own.inherits) for (const field of fieldsOf[group]) policy[field] = under[field]
  return policy as unknown as Policy
}

/** Groups of which nothing is given. */
export const groupsWithout = (given: Partial<Policy>): RuleGroup[] =>
  allGroups.filter((group) => !fieldsOf[group].some((field) => field in given))

/** Prices and cancellation terms for use on a day, and the tariff they stand in. */
export function termsOn(policy: Pick<Policy, 'hourYen' | 'dayYen' | 'tariffs'>, day: string): { terms: Terms; tariffId: string | null } {
  const tariff = tariffOn(policy.tariffs, day)
  if (tariff !== undefined) return { terms: tariff.terms, tariffId: tariff.id }
  return {
    terms: {
      prices: { general: { ...noPrices, hourYen: policy.hourYen, dayYen: policy.dayYen } },
      blocks: usualBlocks,
      cancellation: noCancellationFee,
    },
    tariffId: null,
  }
}

/** The blocks that a span touches, in order, without gaps: each reaches until the next begins, the first from midnight. */
export function blockSpans(blocks: Terms['blocks'], span: Span, zone: string): BlockSpan[] {
  const spans: BlockSpan[] = []
  for (let day = dayAt(span.from, zone); startOfDay(day, zone) < span.to; day = addDays(day, 1)) {
    const from = startOfDay(day, zone)
    const borders: [BlockName, number, number][] = [
      ['morning', from, from + blocks.afternoon * minuteMs],
      ['afternoon', from + blocks.afternoon * minuteMs, from + blocks.evening * minuteMs],
      ['evening', from + blocks.evening * minuteMs, startOfDay(addDays(day, 1), zone)],
    ]
    for (const [block, begins, ends] of borders)
      if (begins < span.to && ends > span.from && begins < ends) spans.push({ block, from: begins, to: ends })
  }
  return spans
}

/** Whole yen for one unit, by the tariff of the day on which the use begins. */
export function listFeeOf(
  policy: Pick<Policy, 'hourYen' | 'dayYen' | 'tariffs'>,
  span: Span,
  zone: string,
  userClass: UserClass,
): { yen: number; tariffId: string | null } {
  // most places: free, or one price without blocks
  if (policy.tariffs.length === 0 && policy.hourYen === null && policy.dayYen === null) return { yen: 0, tariffId: null }
  const { terms, tariffId } = termsOn(policy, dayAt(span.from, zone))
  const prices = pricesFor(terms, userClass)
  const hasBlocks = prices.morningYen !== null || prices.afternoonYen !== null || prices.eveningYen !== null
  return { yen: priceOf(prices, hasBlocks ? blockSpans(terms.blocks, span, zone) : [], span), tariffId }
}

/** The day, the week from Monday, or the month of the hub in which a use begins. */
export function quotaSpan(per: Quota['per'], at: number, zone: string): Span {
  const day = Temporal.PlainDate.from(dayAt(at, zone))
  const first = per === 'day' ? day : per === 'week' ? day.subtract({ days: day.dayOfWeek - 1 }) : day.with({ day: 1 })
  const next = per === 'day' ? first.add({ days: 1 }) : per === 'week' ? first.add({ days: 7 }) : first.add({ months: 1 })
  return { from: startOfDay(first.toString(), zone), to: startOfDay(next.toString(), zone) }
}

/** Whole days of the hub's calendar from now to the day of use. */
export function daysBefore(startsAt: number, now: number, zone: string): number {
  return Temporal.PlainDate.from(dayAt(now, zone)).until(dayAt(startsAt, zone), { largestUnit: 'days' }).days
}

/** Whether a place is offered at all: one for registered persons is shown to strangers, who can become one. */
export const isOfferedTo = (policy: Pick<Policy, 'who'>, isMember: boolean): boolean =>
  isMember || policy.who === 'public' || policy.who === 'registered'
