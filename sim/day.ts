/**
 * A day at a hub, decided before it begins: who comes with which right, what they show at the door, what they forget, who walks
 * in behind somebody, who leaves without showing anything. Pure: the same seed and people give the same day, so that a proof
 * can say afterwards what was true. Times are milliseconds of the epoch.
 */

export interface Person {
  readonly subjectId: string
  /** When a booking or lease lets this person in, half-open. Nothing: the person has no right today. */
  readonly rights: readonly { readonly from: number; readonly until: number }[]
  /** A lease or a role lets this person in at other hours as well: nothing is too early. */
  readonly mayComeAnyTime?: boolean
  readonly cardId?: string
  readonly pin?: string
}

export type Shown = { readonly kind: 'card'; readonly cardId: string } | { readonly kind: 'pin'; readonly code: string }

/** One thing somebody does. `true`: what a camera would have seen, whatever the door was told. */
export interface Act {
  readonly at: number
  readonly subjectId: string
  readonly does: 'enter' | 'leave' | 'try'
  /** Undefined: nothing is shown; the door is open from another or from inside. */
  readonly shown?: Shown
  /** Walks in behind this one, without showing anything. */
  readonly behind?: string
  /** Why nobody comes in by a `try`. */
  readonly why?: 'early' | 'no-right' | 'wrong-pin' | 'unknown-card'
}

export interface Habits {
  /** Shares of 1. */
  readonly comes: number
  readonly forgetsCard: number
  readonly triesEarly: number
  readonly mistypes: number
  readonly tailgates: number
  readonly leavesUnseen: number
  readonly goesForLunch: number
}

export const usualHabits: Habits = {
  comes: 0.9,
  forgetsCard: 0.05,
  triesEarly: 0.05,
  mistypes: 0.1,
  tailgates: 0.06,
  leavesUnseen: 0.08,
  goesForLunch: 0.3,
}

export interface DayPlan {
  readonly acts: readonly Act[]
  /** Who was inside when, as it was. */
  readonly stays: readonly { readonly subjectId: string; readonly from: number; readonly until: number }[]
}

const minute = 60_000
/** Somebody walks in behind another only while the door is still open. */
const behindMilliseconds = 3_000

export function planDay(people: readonly Person[], { seed, habits = usualHabits }: { seed: number; habits?: Habits }): DayPlan {
  const acts: Act[] = []
  const stays: { subjectId: string; from: number; until: number }[] = []
  const opened: { at: number; subjectId: string }[] = []
  // each has dice of its own: one person more changes nobody else's day
  for (const person of people) {
    const random = randomOf(`${seed} ${person.subjectId}`)
    const happens = (share: number) => random() < share
    for (const right of person.rights) {
      const length = right.until - right.from
      const isComing = happens(habits.comes)
      if (!isComing || length < 10 * minute) continue
      const isWithoutCard = happens(habits.forgetsCard)
      const shown = shownBy(person, isWithoutCard)
      // without anything to show nobody comes in alone; the desk is another story
      const arrival = Math.round(right.from + random() * Math.min(30 * minute, length / 4))
      const leaves = Math.round(right.until - random() * Math.min(30 * minute, length / 4))
      const leader = happens(habits.tailgates) ? opened.findLast((one) => arrival > one.at && arrival - one.at < 5 * minute) : undefined
      const from = leader === undefined ? arrival : leader.at + Math.round(1_000 + random() * (behindMilliseconds - 1_000))
      if (leader === undefined && shown === undefined) continue
      if (leader === undefined && shown !== undefined) {
        const isEarly = happens(habits.triesEarly)
        // before a second time of the day the first may still let in
        if (isEarly && person.mayComeAnyTime !== true && right === person.rights[0])
          acts.push({
            at: right.from - Math.round((30 + random() * 30) * minute),
            subjectId: person.subjectId,
            does: 'try',
            shown,
            why: 'early',
          })
        if (shown.kind === 'pin' && happens(habits.mistypes))
          acts.push({
            at: from - 10_000,
            subjectId: person.subjectId,
            does: 'try',
            shown: { kind: 'pin', code: mistyped(shown.code) },
            why: 'wrong-pin',
          })
        opened.push({ at: from, subjectId: person.subjectId })
      }
      const breaks = length > 5 * 60 * minute && happens(habits.goesForLunch) ? lunchOf(from, leaves, random) : undefined
      const goes = (at: number): Act => ({
        at,
        subjectId: person.subjectId,
        does: 'leave',
        ...(shown === undefined || happens(habits.leavesUnseen) ? {} : { shown }),
      })
      acts.push({
        at: from,
        subjectId: person.subjectId,
        does: 'enter',
        ...(leader === undefined ? (shown === undefined ? {} : { shown }) : { behind: leader.subjectId }),
      })
      if (breaks !== undefined && shown !== undefined) {
        acts.push(goes(breaks.from), { at: breaks.until, subjectId: person.subjectId, does: 'enter', shown })
        stays.push(
          { subjectId: person.subjectId, from, until: breaks.from },
          { subjectId: person.subjectId, from: breaks.until, until: leaves },
        )
      } else stays.push({ subjectId: person.subjectId, from, until: leaves })
      acts.push(goes(leaves))
    }
    const shown = shownBy(person, false)
    if (person.rights.length === 0 && shown !== undefined && people.some((one) => one.rights.length > 0) && happens(habits.comes)) {
      const [first] = people.flatMap((one) => one.rights)
      if (first !== undefined)
        acts.push({
          at: first.from + Math.round(random() * (first.until - first.from)),
          subjectId: person.subjectId,
          does: 'try',
          shown,
          why: 'no-right',
        })
    }
  }
  const order = (a: { at?: number; from?: number; subjectId: string }, b: { at?: number; from?: number; subjectId: string }) =>
    (a.at ?? a.from ?? 0) - (b.at ?? b.from ?? 0) || a.subjectId.localeCompare(b.subjectId)
  return { acts: acts.toSorted(order), stays: stays.toSorted(order) }
}

/** Who is inside at a moment. */
export const insideAt = ({ stays }: DayPlan, at: number): readonly string[] =>
  stays.filter((one) => one.from <= at && at < one.until).map((one) => one.subjectId)

/** The truth as lines of JSON, for a proof to compare with what the server believes. */
export const truthOf = ({ stays }: DayPlan): string =>
  stays
    .map(
      ({ subjectId, from, until }) =>
        `${JSON.stringify({ subjectId, from: new Date(from).toISOString(), until: new Date(until).toISOString() })}\n`,
    )
    .join('')

function shownBy({ cardId, pin }: Person, isWithoutCard: boolean): Shown | undefined {
  if (cardId !== undefined && !isWithoutCard) return { kind: 'card', cardId }
  return pin === undefined ? undefined : { kind: 'pin', code: pin }
}

/** One figure beside the right one. */
const mistyped = (code: string): string => `${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}`

function lunchOf(from: number, until: number, random: () => number): { from: number; until: number } {
  const middle = from + (until - from) * (0.4 + random() * 0.2)
  return { from: Math.round(middle), until: Math.round(middle + (20 + random() * 40) * minute) }
}

/** A generator of its own (mulberry32): the platform's random numbers cannot be seeded. */
export function randomOf(seed: string): () => number {
  let state = 0x81_1c_9d_c5
  for (const sign of seed) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 0x01_00_01_93)
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
