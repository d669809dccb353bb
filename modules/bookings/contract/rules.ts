/**
 * Decisions about time and money that server and browser share. Instants are epoch milliseconds and spans half-open,
 * so that nothing here needs a time zone, a clock or `Temporal`; days and wall times become spans in `server/rules.ts`.
 */
import type { Quota, Tariff } from './policy/rules.ts'
import type { WhoMayBook } from './policy/schemas.ts'
import type { BookingStatus } from './schemas.ts'

export interface Span {
  readonly from: number
  readonly to: number
}

/** Its place is taken. */
export const isActiveStatus = (status: BookingStatus): boolean => status === 'requested' || status === 'held' || status === 'confirmed'

export const minuteMs = 60_000

export interface Policy {
  /** Kept free before and after each booking; not shown as booked time. */
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly granularityMinutes: number
  readonly shortestMinutes: number
  readonly longestMinutes: number
  /** The last day that can be booked is today plus this. */
  readonly daysAhead: number
  readonly who: WhoMayBook
  /** What holds while there are no tariffs. */
  readonly hourYen: number | null
  readonly dayYen: number | null
  /** By the day they begin. */
  readonly tariffs: readonly Tariff[]
  readonly quotas: readonly Quota[]
  /** Counted over all of the hub that has no quota of its own, or over this place alone. */
  readonly quotasOver: 'hub' | 'place'
  /** Booked only with the office's yes. */
  readonly needsApproval: boolean
  /** How long the place is kept while the office has not answered. */
  readonly approvalHours: number
  /** Released so long after the start when nobody has come; null: never. */
  readonly releaseMinutes: number | null
  readonly deskMayOverride: boolean
  /** How long a guest's booking waits for its link. */
  readonly holdMinutes: number
}

/** What holds where nobody has decided otherwise. */
export const defaultPolicy: Policy = {
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  granularityMinutes: 15,
  shortestMinutes: 30,
  longestMinutes: 24 * 60,
  daysAhead: 90,
  who: 'public',
  hourYen: null,
  dayYen: null,
  tariffs: [],
  quotas: [],
  quotasOver: 'hub',
  needsApproval: false,
  approvalHours: 72,
  releaseMinutes: null,
  deskMayOverride: true,
  holdMinutes: 30,
}

/** Sorted, and joined where they touch: two days with 24:00 and 0:00 between them are one span. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: { from: number; to: number }[] = []
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    if (span.to <= span.from) continue
    const last = merged.at(-1)
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push({ from: span.from, to: span.to })
  }
  return merged
}

/** What is left of `open` (merged) without `taken`. */
export function subtractSpans(open: readonly Span[], taken: readonly Span[]): Span[] {
  const left: Span[] = []
  const cuts = mergeSpans(taken)
  let first = 0
  for (const span of open) {
    let from = span.from
    while (first < cuts.length && (cuts[first] as Span).to <= span.from) first++
    for (let i = first; i < cuts.length; i++) {
      const cut = cuts[i] as Span
      if (cut.from >= span.to) break
      if (cut.from > from) left.push({ from, to: cut.from })
      from = Math.max(from, cut.to)
    }
    if (from < span.to) left.push({ from, to: span.to })
  }
  return left
}

export function clipSpans(spans: readonly Span[], within: Span): Span[] {
  return spans.flatMap((span) => {
    const from = Math.max(span.from, within.from)
    const to = Math.min(span.to, within.to)
    return from < to ? [{ from, to }] : []
  })
}

export const covers = (spans: readonly Span[], wish: Span): boolean => spans.some((span) => span.from <= wish.from && wish.to <= span.to)
export const overlaps = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to

export type PeriodRefusal = 'in_the_past' | 'too_short' | 'too_long' | 'too_far_ahead' | 'off_the_clock' | 'outside_hours'

export interface PeriodFacts {
  readonly now: number
  readonly policy: Policy
  /** Opening spans around the wish, merged. */
  readonly open: readonly Span[]
  /** First instant after the last day that can be booked. */
  readonly bookableUntil: number
  /** The hub's distance from UTC at the wish, so that the granularity counts on the hub's own clock. */
  readonly offsetMs: number
  /** A running booking keeps its start: only what is new is asked about. */
  readonly keepsStart?: boolean
  /** The desk may book outside the rules for length and distance, never outside hours or in the past. */
  readonly isDesk?: boolean
}

/** Why this period cannot be booked, whatever is taken already; undefined when it can. */
export function whyNotPeriod(wish: Span, facts: PeriodFacts): PeriodRefusal | undefined {
  const { policy, open } = facts
  const length = wish.to - wish.from
  if (length <= 0) return 'too_short'
  if (facts.keepsStart === true ? wish.to <= facts.now : wish.from < facts.now - startGraceMs) return 'in_the_past'
  if (facts.isDesk !== true) {
    if (length < policy.shortestMinutes * minuteMs) return 'too_short'
    if (length > policy.longestMinutes * minuteMs) return 'too_long'
    if (wish.to > facts.bookableUntil) return 'too_far_ahead'
  }
  const edges = new Set(open.flatMap((span) => [span.from, span.to]))
  const step = policy.granularityMinutes * minuteMs
  const isOnTheClock = (at: number): boolean => (at + facts.offsetMs) % step === 0 || edges.has(at)
  if (!(facts.keepsStart === true || isOnTheClock(wish.from)) || !isOnTheClock(wish.to)) return 'off_the_clock'
  return covers(open, wish) ? undefined : 'outside_hours'
}

/** A seat wanted "from now" is asked for a little later than its quarter of an hour began. */
export const startGraceMs = 15 * minuteMs

/** At the entrance one can check in from so long before the start. */
export const checkInOpensMinutes = 60
/** The desk's window: the same day, and nothing of next week by a slip of the hand. */
export const deskCheckInOpensMinutes = 12 * 60

/** From `at` on `taken` units are gone, until the next step; begins at `within.from`. */
export function stepsOf(within: Span, taken: readonly { readonly span: Span; readonly units: number }[]): { at: number; taken: number }[] {
  const changes = new Map<number, number>([[within.from, 0]])
  for (const { span, units } of taken) {
    const from = Math.max(span.from, within.from)
    const to = Math.min(span.to, within.to)
    if (from >= to) continue
    changes.set(from, (changes.get(from) ?? 0) + units)
    if (to < within.to) changes.set(to, (changes.get(to) ?? 0) - units)
  }
  const steps: { at: number; taken: number }[] = []
  let sum = 0
  for (const [at, change] of [...changes].toSorted((a, b) => a[0] - b[0])) {
    sum += change
    if (steps.at(-1)?.taken !== sum) steps.push({ at, taken: sum })
  }
  return steps
}

/** The periods of `open` in which at least `need` units are free at each moment, with how many. */
export function freePeriodsOf(
  open: readonly Span[],
  freeByUnit: readonly (readonly Span[])[],
  need = 1,
): { span: Span; freeUnits: number }[] {
  const changes: { at: number; change: number }[] = []
  for (const free of freeByUnit) for (const span of free) changes.push({ at: span.from, change: 1 }, { at: span.to, change: -1 })
  changes.sort((a, b) => a.at - b.at)
  const periods: { span: Span; freeUnits: number }[] = []
  let count = 0
  for (const [i, { at, change }] of changes.entries()) {
    count += change
    const next = changes[i + 1]
    if (next === undefined || next.at === at || count < need) continue
    for (const span of clipSpans(open, { from: at, to: next.at })) {
      const last = periods.at(-1)
      if (last !== undefined && last.freeUnits === count && last.span.to === span.from)
        periods[periods.length - 1] = { span: { from: last.span.from, to: span.to }, freeUnits: count }
      else periods.push({ span, freeUnits: count })
    }
  }
  return periods
}

/**
 * Starts at which `need` units stay free for `length`, as closed spans of starts with the number of units.
 * A unit that is free from 9 to 12 can start a booking of an hour from 9 to 11, both included.
 */
function possibleStarts(freeByUnit: readonly (readonly Span[])[], length: number, need: number): { span: Span; freeUnits: number }[] {
  const edges = new Map<number, { begin: number; end: number }>()
  const edgeAt = (at: number): { begin: number; end: number } => {
    const known = edges.get(at) ?? { begin: 0, end: 0 }
    edges.set(at, known)
    return known
  }
  for (const free of freeByUnit) {
    for (const span of free) {
      if (span.to - span.from < length) continue
      edgeAt(span.from).begin++
      edgeAt(span.to - length).end++
    }
  }
  const sorted = [...edges].toSorted((a, b) => a[0] - b[0])
  const starts: { span: Span; freeUnits: number }[] = []
  const offer = (from: number, to: number, freeUnits: number): void => {
    if (freeUnits >= need && from <= to) starts.push({ span: { from, to }, freeUnits })
  }
  let count = 0
  for (const [i, [at, { begin, end }]] of sorted.entries()) {
    count += begin
    offer(at, at, count)
    count -= end
    const next = sorted[i + 1]
    if (next !== undefined) offer(at + 1, next[0] - 1, count)
  }
  return starts
}

/**
 * The nearest times of the wished length that are free and on the hub's clock, up to `each` before and after the wish,
 * one of each gap, in order of time.
 * `earliest` is the first instant worth offering: now.
 */
export function nearestFree(
  wish: Span,
  facts: {
    readonly freeByUnit: readonly (readonly Span[])[]
    readonly need: number
    readonly stepMs: number
    readonly offsetMs: number
    readonly earliest: number
    readonly each?: number
  },
): { span: Span; freeUnits: number }[] {
  const length = wish.to - wish.from
  const starts = possibleStarts(facts.freeByUnit, length, facts.need)
  const up = (at: number): number => Math.ceil((at + facts.offsetMs) / facts.stepMs) * facts.stepMs - facts.offsetMs
  const down = (at: number): number => Math.floor((at + facts.offsetMs) / facts.stepMs) * facts.stepMs - facts.offsetMs
  const each = facts.each ?? 2
  const offer = (from: number, freeUnits: number) => ({ span: { from, to: from + length }, freeUnits })
  const after: { span: Span; freeUnits: number }[] = []
  let edge = Math.max(wish.from + 1, facts.earliest)
  for (const { span, freeUnits } of starts) {
    if (after.length >= each) break
    const from = up(Math.max(edge, span.from))
    if (from > span.to) continue
    after.push(offer(from, freeUnits))
    edge = from + length
  }
  const before: { span: Span; freeUnits: number }[] = []
  edge = wish.from - 1
  for (const { span, freeUnits } of starts.toReversed()) {
    if (before.length >= each) break
    const from = down(Math.min(edge, span.to))
    if (from < span.from || from < facts.earliest) continue
    before.push(offer(from, freeUnits))
    edge = from - length
  }
  return [...before.toReversed(), ...after]
}
