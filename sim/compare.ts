/** What was true beside what the product says: each stay put to what the rules promise for what the doors saw of it. */
import type { StayView } from '#modules/presence/contract/schemas.ts'
import type { TrueStay } from './play.ts'

export type Outcome =
  /** In and out as it was. */
  | 'exact'
  /** An exit nobody saw and an entry after it: one stay, said to be in doubt. */
  | 'seenTwice'
  /** Nobody saw the exit: closed at night by the rule, and marked. */
  | 'closedByRule'
  /** Nobody saw the exit and the night has not come: still in. */
  | 'stillIn'
  /** Came in behind somebody and showed the card on the way out: an exit without an entry, and said so. */
  | 'entryMissed'

interface Expected {
  readonly subjectId: string
  readonly from: number
  readonly until: number | null
  readonly outcome: Outcome
}

export interface Comparison {
  readonly outcomes: Readonly<Record<Outcome, number>>
  /** Came in behind somebody and left without showing anything: no door can know. */
  readonly unseen: number
  /** The product says something else than its rules promise, or says it without the mark. */
  readonly wrong: readonly string[]
}

/** What the rules promise for what a door saw. */
export function promisedOf(stays: readonly TrueStay[], isNightClosed: boolean): { expected: Expected[]; unseen: number } {
  const expected: Expected[] = []
  let unseen = 0
  for (const [subjectId, own] of Map.groupBy(stays, (stay) => stay.subjectId)) {
    let open: { from: number; times: number } | undefined
    for (const stay of own.toSorted((a, b) => a.from - b.from)) {
      if (stay.isSeenIn) open = { from: open?.from ?? stay.from, times: (open?.times ?? 0) + 1 }
      if (stay.isSeenOut && stay.until !== null) {
        expected.push({
          subjectId,
          from: open?.from ?? stay.until,
          until: stay.until,
          outcome: open === undefined ? 'entryMissed' : open.times > 1 ? 'seenTwice' : 'exact',
        })
        open = undefined
      } else if (open === undefined) unseen++
    }
    if (open !== undefined) expected.push({ subjectId, from: open.from, until: null, outcome: isNightClosed ? 'closedByRule' : 'stillIn' })
  }
  return { expected, unseen }
}

/** Others than those who were played may be in as well: their stays are not looked at. */
export function compareStays(
  truth: readonly TrueStay[],
  found: readonly StayView[],
  { isNightClosed, toleranceMilliseconds }: { isNightClosed: boolean; toleranceMilliseconds: number },
): Comparison {
  const { expected, unseen } = promisedOf(truth, isNightClosed)
  const outcomes = { exact: 0, seenTwice: 0, closedByRule: 0, stillIn: 0, entryMissed: 0 }
  const wrong: string[] = []
  const ours = new Set(truth.map((stay) => stay.subjectId))
  const left = found.filter((stay) => ours.has(stay.subjectId))
  const isNear = (at: string | null, wanted: number) => at !== null && Math.abs(Date.parse(at) - wanted) <= toleranceMilliseconds
  const clock = (at: number) => new Date(at).toISOString()
  for (const one of expected) {
    const place = left.findIndex((stay) => stay.subjectId === one.subjectId && isNear(stay.enteredAt, one.from))
    const [stay] = place === -1 ? [] : left.splice(place, 1)
    const says = `${one.outcome} ${one.subjectId} ${clock(one.from)}`
    if (stay === undefined) {
      wrong.push(`${says}: not there`)
      continue
    }
    const isKept =
      one.outcome === 'closedByRule'
        ? stay.closedBy === 'rule' && stay.doubts.includes('closed-by-rule')
        : one.outcome === 'stillIn'
          ? stay.leftAt === null
          : isNear(stay.leftAt, one.until ?? 0) &&
            stay.closedBy === 'exit' &&
            stay.isEntryKnown === (one.outcome !== 'entryMissed') &&
            stay.doubts.includes('seen-twice') === (one.outcome === 'seenTwice')
    if (isKept) outcomes[one.outcome]++
    else wrong.push(`${says}: ${stay.enteredAt} to ${stay.leftAt ?? '…'} ${stay.closedBy ?? ''} ${stay.doubts.join(',')}`)
  }
  for (const stay of left) wrong.push(`nobody was there: ${stay.subjectId} ${stay.enteredAt} to ${stay.leftAt ?? '…'}`)
  return { outcomes, unseen, wrong }
}
