/**
 * Where a person was: stays folded from what doors saw and what the desk corrected. The order of arrival does not matter:
 * the same facts give the same stays, however late, often or mixed up they came. What is not known is said, never guessed.
 */

/** A door let somebody in or out, or the desk says so. */
export interface Move {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Where the person is after it: a space, `null` for the hub itself, `outside` for the street (spaces are UUIDs). */
  readonly to: string | null
  /** The clock behind it is doubtful. */
  readonly isDoubtful: boolean
  readonly isCorrection: boolean
}

/** How many came in on one card, as the desk counted; holds for the stay at `at` and what follows it until the person leaves. */
export interface HeadCount {
  readonly id: string
  readonly at: number
  readonly people: number
}

export type Doubt = 'clock' | 'seen-twice' | 'entry-missed' | 'closed-by-rule' | 'count'
export type ClosedBy = 'exit' | 'move' | 'rule' | 'correction'

export interface Stay {
  /** Of the move that began it; of the exit where nobody saw the entry. */
  readonly id: string
  readonly spaceId: string | null
  readonly enteredAt: number
  /** False: the exit was seen and the entry was not; `enteredAt` is then the exit's time. */
  readonly isEntryKnown: boolean
  readonly leftAt: number | null
  readonly closedBy: ClosedBy | null
  readonly people: number
  /** False: a group may be there on one card, and nobody has counted it. */
  readonly isCountSure: boolean
  readonly doubts: readonly Doubt[]
}

export interface FoldInput {
  readonly moves: readonly Move[]
  readonly counts: readonly HeadCount[]
  /** Ids that the desk struck out: moves and counts. */
  readonly voided: readonly string[]
  /** The night closing that ends this window, and whether it has come. */
  readonly closesAt: number
  readonly isClosed: boolean
  /** A booking's PIN or a group's card: shown again it may be another of them. */
  readonly isShared: boolean
}

/** Shown again within this time it is the same step through the door; readers see a card that is held on for long as two. */
export const sameStepMs = 60_000

type Open = { -readonly [K in keyof Stay]: Stay[K] } & { doubts: Doubt[] }

/** The stays of one subject between two night closings, in their order. */
export function foldStays(input: FoldInput): readonly Stay[] {
  const voided = new Set(input.voided)
  const byOrder = (a: { at: number; id: string }, b: { at: number; id: string }): number => a.at - b.at || (a.id < b.id ? -1 : 1)
  const moves = once(input.moves, voided).toSorted(byOrder)
  const counts = once(input.counts, voided).toSorted(byOrder)
  const stays: Open[] = []
  let open: Open | undefined
  let stepBegan: Move | undefined
  // a group on one PIN: each showing since somebody came in, so that one who goes takes nobody else along
  let shown: Move[] = []
  const partlyLeft = new Map<Open, number>()
  for (const move of moves) {
    // held on to the reader, or shown twice: one step, seen twice; measured from its first sight, for a queue is many steps
    const isSameStep = stepBegan !== undefined && stepBegan.to === move.to && move.at - stepBegan.at <= sameStepMs && !move.isCorrection
    if (!isSameStep) stepBegan = move
    if (isSameStep && (move.to === 'outside' || open !== undefined)) {
      // of a group it may be the next one: two who come in are feared to be two, two who go are hoped to be one
      if (input.isShared && move.to !== 'outside' && open !== undefined) {
        shown.push(move)
        uncounted(open)
      }
      continue
    }
    if (open === undefined) shown = []
    shown.push(move)
    if (move.to === 'outside') {
      if (open !== undefined && input.isShared && !move.isCorrection && mayBeInStill(shown, counts)) {
        uncounted(open)
        partlyLeft.set(open, move.at)
        continue
      }
      if (open === undefined) stays.push(unseenEntry(move))
      else end(open, move, move.isCorrection ? 'correction' : 'exit')
      open = undefined
    } else if (open !== undefined && open.spaceId === move.to) {
      // in again without having left: went out behind somebody, or gave the card to another. One place, said to be in doubt
      doubt(open, 'seen-twice')
      if (input.isShared) uncounted(open)
    } else {
      const before: Open | undefined = open
      if (before !== undefined) end(before, move, 'move')
      open = begin(move, before)
      stays.push(open)
    }
  }
  if (open !== undefined && input.isClosed) {
    open.leftAt = Math.max(input.closesAt, open.enteredAt)
    open.closedBy = 'rule'
    doubt(open, 'closed-by-rule')
  }
  for (const count of counts) applyCount(stays, count, partlyLeft)
  return stays
}

function once<T extends { readonly id: string }>(all: readonly T[], voided: ReadonlySet<string>): T[] {
  return [...new Map(all.map((one) => [one.id, one])).values()].filter((one) => !voided.has(one.id))
}

/** More came in, or were counted, than have gone. Too long on the list is safe, missing on it is not. */
function mayBeInStill(shown: readonly Move[], counts: readonly HeadCount[]): boolean {
  const [first, last] = [shown[0], shown.at(-1)]
  if (first === undefined || last === undefined) return false
  const counted = counts.findLast(({ at }) => at >= first.at && at <= last.at)
  const since = counted === undefined ? shown : shown.filter(({ at }) => at > counted.at || at === last.at)
  const gone = since.filter(({ to }) => to === 'outside').length
  // from one place to another nobody is added
  const came = since.filter(
    ({ to }, i) => to !== 'outside' && (i === 0 ? counted === undefined : since[i - 1]?.to === to || since[i - 1]?.to === 'outside'),
  ).length
  return came + (counted?.people ?? 0) > gone
}

function begin(move: Move, before: Open | undefined): Open {
  return {
    id: move.id,
    spaceId: move.to,
    enteredAt: move.at,
    isEntryKnown: true,
    leftAt: null,
    closedBy: null,
    people: 1,
    isCountSure: before?.isCountSure ?? true,
    doubts: [...(move.isDoubtful ? ['clock' as const] : []), ...(before?.isCountSure === false ? ['count' as const] : [])],
  }
}

const unseenEntry = (move: Move): Open => ({
  id: move.id,
  spaceId: null,
  enteredAt: move.at,
  isEntryKnown: false,
  leftAt: move.at,
  closedBy: move.isCorrection ? 'correction' : 'exit',
  people: 1,
  isCountSure: true,
  doubts: ['entry-missed', ...(move.isDoubtful ? ['clock' as const] : [])],
})

function end(open: Open, move: Move, by: ClosedBy): void {
  open.leftAt = move.at
  open.closedBy = by
  if (move.isDoubtful) doubt(open, 'clock')
}

function doubt(open: Open, what: Doubt): void {
  if (!open.doubts.includes(what)) open.doubts.push(what)
}

function uncounted(open: Open): void {
  open.isCountSure = false
  doubt(open, 'count')
}

/** From the stay at the time of the count on, as long as one leads into the next. */
function applyCount(stays: readonly Open[], count: HeadCount, partlyLeft: ReadonlyMap<Open, number>): void {
  let isOn = false
  for (const [i, stay] of stays.entries()) {
    if (stay.enteredAt <= count.at && (stay.leftAt === null || count.at < stay.leftAt)) isOn = true
    else if (isOn && stays[i - 1]?.closedBy !== 'move') isOn = false
    if (!isOn) continue
    stay.people = count.people
    // one of them has gone since, and nobody has counted again
    if ((partlyLeft.get(stay) ?? count.at) > count.at) continue
    stay.isCountSure = true
    stay.doubts = stay.doubts.filter((one) => one !== 'count')
  }
}

// ---- how full it is

export const fullness = ['free', 'some', 'busy', 'unknown'] as const
export type Fullness = (typeof fullness)[number]

/** A word for the street: below half, below 80 per cent, above; `unknown` where nobody said how many the place holds. */
export function fullnessOf(people: number, capacity: number | null): Fullness {
  if (capacity === null || capacity <= 0) return 'unknown'
  const share = people / capacity
  return share < 0.5 ? 'free' : share < 0.8 ? 'some' : 'busy'
}

// ---- a door that opened

export interface DoorEvidence {
  /** When the contact said open. */
  readonly openedAt: number
  /** Whoever was let through, an exit button, a person seen at the door from inside. */
  readonly reasons: readonly number[]
}

/** A decision comes before the door moves; a button or a person from inside about then. What arrives late is given its time by the gateway. */
export const evidenceBeforeMs = 30_000
export const evidenceAfterMs = 3_000

export const isForced = ({ openedAt, reasons }: DoorEvidence): boolean =>
  !reasons.some((at) => at >= openedAt - evidenceBeforeMs && at <= openedAt + evidenceAfterMs)
