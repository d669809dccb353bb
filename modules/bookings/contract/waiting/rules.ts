/** Decisions of the waiting list: who stands before whom, and how long an offer lasts. */
import { minuteMs, overlaps, type Span } from '../rules.ts'

export interface WaitingRule {
  readonly isOpen: boolean
  readonly offerMinutes: number
  /** Minutes of the hub's day: what falls free in between is offered until the morning. Equal: never quiet. */
  readonly quietFromMinute: number
  readonly quietToMinute: number
}

export const defaultWaitingRule: WaitingRule = { isOpen: true, offerMinutes: 30, quietFromMinute: 21 * 60, quietToMinute: 8 * 60 }

/** Shorter is no offer: nobody reads a mail and decides in less. */
const shortestOfferMs = 5 * minuteMs

/**
 * Until when an offer made now stands; undefined: the time begins too soon for one. Never beyond the start of what is
 * offered, so a short one says its end like any other. In quiet hours the time counts from their end.
 */
export function offerUntil(now: number, startsAt: number, rule: WaitingRule, minuteOfDay: number): number | undefined {
  const until = Math.min(now + quietLeftMs(rule, minuteOfDay) + rule.offerMinutes * minuteMs, startsAt)
  return until - now < shortestOfferMs ? undefined : until
}

function quietLeftMs({ quietFromMinute: from, quietToMinute: to }: WaitingRule, minuteOfDay: number): number {
  if (from === to) return 0
  const isQuiet = from < to ? from <= minuteOfDay && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to
  // from midnight to midnight: a whole day is left, not none
  return isQuiet ? ((to - minuteOfDay + 1440) % 1440 || 1440) * minuteMs : 0
}

export interface InLine {
  readonly id: string
  readonly window: Span
  /** Of the two exactly one. */
  readonly targetId: string | null
  readonly targetType: string | null
}

/** Two that could be offered the same: their times meet, and so do their places. */
export function isRival(a: InLine, b: InLine, typeOf: (targetId: string) => string | undefined): boolean {
  if (!overlaps(a.window, b.window)) return false
  if (a.targetId !== null && b.targetId !== null) return a.targetId === b.targetId
  return typeFor(a, typeOf) === typeFor(b, typeOf)
}

const typeFor = ({ targetId, targetType }: InLine, typeOf: (targetId: string) => string | undefined): string | null =>
  targetType ?? (targetId === null ? null : (typeOf(targetId) ?? null))

/** From 1, among those who wait for the same; `line` in its order. */
export function placeInLine(entry: InLine, line: readonly InLine[], typeOf: (targetId: string) => string | undefined): number {
  let before = 0
  for (const other of line) {
    if (other.id === entry.id) break
    if (isRival(other, entry, typeOf)) before++
  }
  return before + 1
}
