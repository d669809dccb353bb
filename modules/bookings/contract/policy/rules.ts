/**
 * What a booking costs, what cancelling it costs, and how much one may have: pure, in whole yen. Times are instants and
 * spans; the server turns the blocks of a day (午前・午後・夜間) into spans of the hub's zone.
 */
import type { Span } from '../rules.ts'
import type { UserClass } from '../schemas.ts'

export const blockNames = ['morning', 'afternoon', 'evening'] as const
export type BlockName = (typeof blockNames)[number]

/** Of one class of users; null: there is no such price. All null: free. */
export interface Prices {
  readonly hourYen: number | null
  readonly dayYen: number | null
  readonly morningYen: number | null
  readonly afternoonYen: number | null
  readonly eveningYen: number | null
}

export interface CancellationStep {
  /** From so many days before the day of use on; 0: on the day itself. */
  readonly fromDaysBefore: number
  readonly percent: number
}

/** What is promised with a booking: prices, and what it costs to withdraw. Never changed, only followed by others. */
export interface Terms {
  /** A class without prices pays those of `general`. */
  readonly prices: { readonly general: Prices } & { readonly [K in UserClass]?: Prices | undefined }
  /** Minutes from midnight at which the blocks begin. Each reaches until the next begins, the last until midnight, the first from midnight. */
  readonly blocks: { readonly morning: number; readonly afternoon: number; readonly evening: number }
  readonly cancellation: {
    /** The holder can cancel until so many hours before the start; null: until the start. The desk always can. */
    readonly deadlineHours: number | null
    readonly steps: readonly CancellationStep[]
    /** Of the fee, where nobody came. */
    readonly noShowPercent: number
  }
}

export interface Tariff {
  readonly id: string
  /** For use from this day on, `YYYY-MM-DD`. */
  readonly validFrom: string
  readonly terms: Terms
}

export const noPrices: Prices = { hourYen: null, dayYen: null, morningYen: null, afternoonYen: null, eveningYen: null }
export const usualBlocks: Terms['blocks'] = { morning: 9 * 60, afternoon: 13 * 60, evening: 18 * 60 }
export const noCancellationFee: Terms['cancellation'] = { deadlineHours: null, steps: [], noShowPercent: 0 }

export const pricesFor = (terms: Pick<Terms, 'prices'>, userClass: UserClass): Prices => terms.prices[userClass] ?? terms.prices.general

/** The tariff of a day of use: the last that has begun. `tariffs` by the day they begin, a correction after what it corrects. */
export const tariffOn = (tariffs: readonly Tariff[], day: string): Tariff | undefined => tariffs.findLast((one) => one.validFrom <= day)

/** A block of one day, as instants. */
export interface BlockSpan extends Span {
  readonly block: BlockName
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * Whole yen for one unit: the cheapest set of tickets that covers the wish. Tickets are: time by the started minute of
 * the hour's price, a block of a day (all of it, however little of it is used), and any 24 hours at the day's price.
 * Time for which there is no ticket at all costs nothing. So more time never costs less, and a longer stay pays the
 * day's price as soon as that is the cheaper way. `blocks` are those that the wish touches, in order, without gaps.
 */
export function priceOf(prices: Prices, blocks: readonly BlockSpan[], wish: Span): number {
  const blockYen = { morning: prices.morningYen, afternoon: prices.afternoonYen, evening: prices.eveningYen }
  const priced = blocks.filter((block) => blockYen[block.block] !== null && block.from < wish.to && block.to > wish.from)
  if (wish.to <= wish.from || (prices.hourYen === null && prices.dayYen === null && priced.length === 0)) return 0
  const points = pointsOf(wish, priced, prices.dayYen !== null)
  const indexOf = new Map(points.map((at, i) => [at, i]))
  // in yen times an hour's milliseconds, so that all is whole until the end
  const cost = points.map((_, i) => (i === 0 ? 0 : Number.POSITIVE_INFINITY))
  const offer = (at: number, value: number): void => {
    const i = indexOf.get(Math.min(at, wish.to)) as number
    if (value < (cost[i] as number)) cost[i] = value
  }
  for (let i = 0; i < points.length - 1; i++) {
    const here = points[i] as number
    const next = points[i + 1] as number
    const soFar = cost[i] as number
    const block = priced.find((one) => one.from <= here && here < one.to)
    if (prices.hourYen !== null) offer(next, soFar + prices.hourYen * (next - here))
    if (block !== undefined) offer(block.to, soFar + (blockYen[block.block] as number) * hourMs)
    if (prices.dayYen !== null) offer(here + dayMs, soFar + prices.dayYen * hourMs)
    if (prices.hourYen === null && prices.dayYen === null && block === undefined) offer(next, soFar)
  }
  return Math.ceil((cost.at(-1) as number) / hourMs)
}

/** Where a ticket may begin or end: the ends of the wish, borders of blocks, and whole days away from those. */
function pointsOf(wish: Span, blocks: readonly BlockSpan[], hasDays: boolean): number[] {
  const points = new Set([wish.from, wish.to])
  const add = (at: number): void => {
    if (at > wish.from && at < wish.to) points.add(at)
  }
  for (const border of [wish.from, wish.to, ...blocks.flatMap((block) => [block.from, block.to])]) {
    add(border)
    if (!hasDays) continue
    for (let at = border + dayMs; at < wish.to; at += dayMs) add(at)
    for (let at = border - dayMs; at > wish.from; at -= dayMs) add(at)
  }
  return [...points].toSorted((a, b) => a - b)
}

export interface ReductionAmount {
  readonly percent: number | null
  readonly yen: number | null
}

/** What is due after a reduction; fractions of a yen are dropped, never below zero. */
export function reducedYen(listYen: number, reduction: ReductionAmount | undefined): number {
  if (reduction === undefined) return listYen
  if (reduction.percent !== null) return Math.floor((listYen * (100 - reduction.percent)) / 100)
  return Math.max(0, listYen - (reduction.yen ?? 0))
}

/** The share of the fee that cancelling costs, so many whole days of the calendar before the day of use; negative after it. */
export function cancellationPercent(terms: Pick<Terms, 'cancellation'>, daysBefore: number): number {
  return Math.max(0, ...terms.cancellation.steps.filter((step) => daysBefore <= step.fromDaysBefore).map((step) => step.percent))
}

export const shareOf = (feeYen: number, percent: number): number => Math.floor((feeYen * percent) / 100)

// ---- how much one may have

export interface Quota {
  readonly of: 'person' | 'organisation'
  readonly per: 'day' | 'week' | 'month'
  readonly unit: 'bookings' | 'hours'
  readonly most: number
}

export interface Used {
  readonly bookings: number
  readonly minutes: number
}

/** What is left of a quota before the wish, in its unit. */
export const leftOf = (quota: Quota, used: Used): number =>
  Math.max(0, quota.most - (quota.unit === 'bookings' ? used.bookings : used.minutes / 60))

/** Whether one more booking of this length goes beyond. */
export const isBeyond = (quota: Quota, used: Used, minutes: number): boolean =>
  quota.unit === 'bookings' ? used.bookings + 1 > quota.most : used.minutes + minutes > quota.most * 60
