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
  /** Shown with what may be in many hands, as a booking's PIN: this may be another of them, or somebody beside the person. */
  readonly isShared: boolean
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
  // each showing since somebody came in, so that one who goes takes nobody else along
  let shown: Move[] = []
  const unsureSince = new Map<Open, number>()
  const uncounted = (stay: Open, at: number): void => {
    stay.isCountSure = false
    doubt(stay, 'count')
    unsureSince.set(stay, at)
  }
  for (const move of moves) {
    // held on to the reader, or shown twice: one step, seen twice; measured from its first sight, for a queue is many steps
    const isSameStep = isStepOf(move, stepBegan) && (move.isShared === stepBegan?.isShared || open === undefined)
    if (!isSameStep) stepBegan = move
    if (isSameStep && (move.to === 'outside' || open !== undefined)) {
      // of a group it may be the next one: two who come in are feared to be two, two who go are hoped to be one
      if (move.isShared && move.to !== 'outside' && open !== undefined) {
        shown.push(move)
        uncounted(open, move.at)
      }
      continue
    }
    if (open === undefined) shown = []
    shown.push(move)
    if (move.to === 'outside') {
      if (open !== undefined && !move.isCorrection && mayBeInStill(shown, counts)) {
        uncounted(open, move.at)
        continue
      }
      if (open === undefined) stays.push(unseenEntry(move))
      else end(open, move, move.isCorrection ? 'correction' : 'exit')
      open = undefined
      continue
    }
    const before: Open | undefined = open
    if (before !== undefined && before.spaceId === move.to) {
      // in again without having left: went out behind somebody, or gave the card to another. One place, said to be in doubt
      doubt(before, 'seen-twice')
    } else {
      if (before !== undefined) end(before, move, 'move')
      open = begin(move, before)
      stays.push(open)
      const since = before === undefined ? undefined : unsureSince.get(before)
      if (since !== undefined) unsureSince.set(open, since)
    }
    if (open !== undefined && before !== undefined && mayBeOneMore(shown)) uncounted(open, move.at)
  }
  if (open !== undefined && input.isClosed) {
    open.leftAt = Math.max(input.closesAt, open.enteredAt)
    open.closedBy = 'rule'
    doubt(open, 'closed-by-rule')
  }
  for (const count of counts) applyCount(stays, count, unsureSince)
  return stays
}

function once<T extends { readonly id: string }>(all: readonly T[], voided: ReadonlySet<string>): T[] {
  return [...new Map(all.map((one) => [one.id, one])).values()].filter((one) => !voided.has(one.id))
}

function isStepOf(move: Move, began: Move | undefined): boolean {
  return began !== undefined && began.to === move.to && move.at - began.at <= sameStepMs && !move.isCorrection
}

/** Who is in by what was shown: the person, by what they alone have, and others by what is in many hands. */
interface Party {
  readonly isPersonIn: boolean
  readonly others: number
}

/** Where nothing was shared it is the person alone, however often seen. Too long on the list is safe, missing on it is not. */
function partyOf(shown: readonly Move[], counts: readonly HeadCount[]): Party {
  let party: Party = { isPersonIn: false, others: 0 }
  const been = new Set<Move['to']>()
  const [first, last] = [shown[0], shown.at(-1)]
  // counted when several came at once: all of them
  const counted = first === undefined || last === undefined ? undefined : counts.findLast(({ at }) => at >= first.at && at <= last.at)
  let isCounted = counted === undefined
  const count = (): void => {
    isCounted = true
    if (counted !== undefined) party = { ...party, others: counted.people - (party.isPersonIn ? 1 : 0) }
  }
  for (const [i, move] of shown.entries()) {
    if (!isCounted && (move === last || (counted !== undefined && move.at > counted.at))) count()
    if (move.to === 'outside') party = without(party, move)
    // from one place to the next nobody is added; where somebody was already it is another
    else party = withOne(party, move, i === 0 || been.has(move.to) || shown[i - 1]?.to === 'outside')
    been.add(move.to)
  }
  return party
}

function withOne({ isPersonIn, others }: Party, move: Move, isOneMore: boolean): Party {
  if (move.isShared) return { isPersonIn, others: others + (isOneMore ? 1 : 0) }
  // came in with the booking's PIN and shows the card at the next door: one of those who are in
  return { isPersonIn: true, others: isPersonIn || isOneMore ? others : Math.max(0, others - 1) }
}

/** What is in many hands never takes the person out; what is theirs alone takes nobody else out. */
function without({ isPersonIn, others }: Party, move: Move): Party {
  return !move.isShared && isPersonIn ? { isPersonIn: false, others } : { isPersonIn, others: Math.max(0, others - 1) }
}

function mayBeInStill(shown: readonly Move[], counts: readonly HeadCount[]): boolean {
  // a person whom others came with on one card takes them along, as far as anybody knows
  if (!shown.some(({ isShared }) => isShared)) return false
  const { isPersonIn, others } = partyOf(shown, counts)
  return isPersonIn || others > 0
}

/** The last of them: shared, where somebody was already or beside the person; the person's own, where others may be. */
function mayBeOneMore(shown: readonly Move[]): boolean {
  const last = shown.at(-1)
  const before = shown.slice(0, -1)
  if (last === undefined) return false
  const hasBeen = before.some(({ to }) => to === last.to) || before.at(-1)?.to === 'outside'
  if (last.isShared) return hasBeen || partyOf(before, []).isPersonIn
  return hasBeen && before.some(({ isShared }) => isShared)
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

/** From the stay at the time of the count on, as long as one leads into the next. */
function applyCount(stays: readonly Open[], count: HeadCount, unsureSince: ReadonlyMap<Open, number>): void {
  let isOn = false
  for (const [i, stay] of stays.entries()) {
    if (stay.enteredAt <= count.at && (stay.leftAt === null || count.at < stay.leftAt)) isOn = true
    else if (isOn && stays[i - 1]?.closedBy !== 'move') isOn = false
    if (!isOn) continue
    stay.people = count.people
    // one of them has gone or may have come since, and nobody has counted again
    if ((unsureSince.get(stay) ?? count.at) > count.at) continue
    stay.isCountSure = true
    stay.doubts = stay.doubts.filter((one) => one !== 'count')
  }
}

/** What the desk struck out and has not put back: a strike that is itself struck out strikes nothing. */
export function struckOut(strikes: readonly { readonly id: string; readonly targetId: string }[]): ReadonlySet<string> {
  const byTarget = Map.groupBy(strikes, ({ targetId }) => targetId)
  const isStruck = (id: string, seen: readonly string[]): boolean =>
    (byTarget.get(id) ?? []).some((strike) => !seen.includes(strike.id) && !isStruck(strike.id, [...seen, strike.id]))
  return new Set(strikes.flatMap(({ targetId }) => (isStruck(targetId, []) ? [targetId] : [])))
}

/** A time of the clock, on a day and on the day after: the one that is in the night that begins then. */
export const inNight = (onDay: number, dayAfter: number, beginsAt: number): number => (onDay < beginsAt ? dayAfter : onDay)

/** A count is of who is there by all that is known of the stay: just after the last of it, before it ends. */
export function countedAt(stay: Pick<Stay, 'enteredAt' | 'leftAt' | 'closedBy'>, known: readonly number[]): number {
  const until = stay.leftAt === null || stay.closedBy === 'rule' ? Number.POSITIVE_INFINITY : stay.leftAt
  const last = Math.max(stay.enteredAt, ...known.filter((at) => at < until))
  return last + 1_000 < until ? last + 1_000 : last
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
  readonly reasons: readonly { readonly at: number; readonly isMotion: boolean }[]
}

/**
 * A decision comes before the door moves, a button about then; a person from inside is seen before it: whoever is seen after
 * may be the one who broke in. What arrives late is given its time by the gateway.
 */
export const evidenceBeforeMs = 30_000
export const evidenceAfterMs = 3_000

export const isForced = ({ openedAt, reasons }: DoorEvidence): boolean =>
  !reasons.some(({ at, isMotion }) => at >= openedAt - evidenceBeforeMs && at <= openedAt + (isMotion ? 0 : evidenceAfterMs))
