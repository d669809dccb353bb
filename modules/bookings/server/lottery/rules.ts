/**
 * The drawing. Given the seed, the applications and what cannot be given, there is one result, and anybody with the
 * published list can work it out again:
 *
 * 1. The lot of an application is SHA-256 of `<seed>:<number>` in hexadecimal. Sorted by lot, ascending, they have their order.
 * 2. In this order each is given the first of its wishes that is still free. Once all have had their turn, those that
 *    have fewer than `mostWins` have another, in the same order, until a turn gives nothing more.
 * 3. A wish is free when nothing given before takes the same space at the same time (its times between bookings
 *    included), it is not blocked, and the applicant has nothing else at that time.
 *
 * The seed is made with the lottery and kept; its SHA-256 is told from the start. So the office cannot choose a seed to
 * suit the applications, and no applicant can choose a number to suit the seed.
 */
import { overlaps, type Span } from '../../contract/rules.ts'
import type { LotteryState } from '../../contract/lottery/schemas.ts'

export interface DrawnWish {
  readonly targetId: string
  readonly span: Span
  /** With the times before and after that the space needs. */
  readonly blocked: Span
}

export interface DrawnApplication {
  readonly number: number
  readonly wishes: readonly DrawnWish[]
}

export interface Win {
  readonly number: number
  /** From 0. */
  readonly wish: number
}

export interface Drawing {
  /** Numbers in the order that was drawn. */
  readonly order: readonly number[]
  readonly wins: readonly Win[]
}

export interface DrawOptions {
  readonly mostWins: number
  readonly isBlocked: (number: number, wish: number) => boolean
}

/** `lotOf`: the lot of a number; no two are the same. */
export function draw(
  applications: readonly DrawnApplication[],
  lotOf: (number: number) => string,
  { mostWins, isBlocked }: DrawOptions,
): Drawing {
  const sorted = applications
    .map((application) => ({ application, lot: lotOf(application.number) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ application }) => application)
  const given = new Map<string, Span[]>()
  const own = new Map<number, Span[]>()
  const wins: Win[] = []
  for (let turn = 1, isGiving = true; turn <= mostWins && isGiving; turn++) {
    isGiving = false
    for (const { number, wishes } of sorted) {
      const mine = own.get(number) ?? []
      if (mine.length >= turn) continue
      const wish = wishes.findIndex(
        (each, i) =>
          !isBlocked(number, i) &&
          !mine.some((span) => overlaps(span, each.span)) &&
          // a time between bookings is kept by one of the two, as in the table of occupancies
          !(given.get(each.targetId) ?? []).some((span) => overlaps(span, each.blocked)),
      )
      const won = wishes[wish]
      if (won === undefined) continue
      given.set(won.targetId, [...(given.get(won.targetId) ?? []), won.blocked])
      own.set(number, [...mine, won.span])
      wins.push({ number, wish })
      isGiving = true
    }
  }
  return { order: sorted.map(({ number }) => number), wins }
}

export interface LotteryTimes {
  readonly opensAt: Temporal.Instant
  readonly closesAt: Temporal.Instant
  readonly drawnAt: Temporal.Instant | null
  readonly cancelledAt: Temporal.Instant | null
}

export function stateOf(lottery: LotteryTimes, now: Temporal.Instant): LotteryState {
  if (lottery.cancelledAt !== null) return 'cancelled'
  if (lottery.drawnAt !== null) return 'drawn'
  if (Temporal.Instant.compare(now, lottery.opensAt) < 0) return 'before'
  return Temporal.Instant.compare(now, lottery.closesAt) < 0 ? 'open' : 'closed'
}
