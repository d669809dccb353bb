/** The drawing: repeatable, never twice the same, nobody passed over, and fair. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { overlaps } from '../../contract/rules.ts'
import type { DrawnApplication } from './rules.ts'
import { drawLots, hashOfSeed, lotOf, newSeed } from './use-cases/draw-lots.ts'

const hour = 3_600_000
const wish = fc
  .record({ hall: fc.integer({ min: 0, max: 2 }), start: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 1, max: 4 }) })
  .map(({ hall, start, length }) => {
    const span = { from: start * hour, to: (start + length) * hour }
    return { targetId: `hall-${hall}`, span, blocked: { from: span.from - hour / 4, to: span.to + hour / 4 } }
  })
const applications = fc
  .array(fc.array(wish, { minLength: 1, maxLength: 4 }), { maxLength: 30 })
  .map((all): DrawnApplication[] => all.map((wishes, i) => ({ number: i + 1, wishes })))
const nothing = (): boolean => false

describe('the drawing', () => {
  test('is the same from the same seed, in whatever order the applications are read', () => {
    fc.assert(
      fc.property(applications, fc.string(), (all, seed) => {
        const once = drawLots(seed, all, { mostWins: 2, isBlocked: nothing })
        expect(drawLots(seed, all.toReversed(), { mostWins: 2, isBlocked: nothing })).toEqual(once)
        expect(once.order.map((number) => lotOf(seed, number))).toEqual(once.order.map((number) => lotOf(seed, number)).toSorted())
      }),
    )
  })

  test('gives nothing twice, nobody more than allowed, and nobody two places at one time', () => {
    fc.assert(
      fc.property(applications, fc.integer({ min: 1, max: 3 }), (all, mostWins) => {
        const { wins } = drawLots('seed', all, { mostWins, isBlocked: nothing })
        const won = wins.map((win) => ({ ...win, wish: (all[win.number - 1] as DrawnApplication).wishes[win.wish] }))
        for (const [i, one] of won.entries()) {
          for (const other of won.slice(0, i)) {
            if (one.wish?.targetId === other.wish?.targetId)
              expect(overlaps(one.wish?.blocked as never, other.wish?.blocked as never)).toBe(false)
            if (one.number === other.number) expect(overlaps(one.wish?.span as never, other.wish?.span as never)).toBe(false)
          }
        }
        for (const { number } of all) expect(wins.filter((win) => win.number === number).length).toBeLessThanOrEqual(mostWins)
      }),
    )
  })

  test('leaves nobody without anything while one of their wishes is free, and what is blocked to nobody', () => {
    fc.assert(
      fc.property(applications, (all) => {
        const isBlocked = (number: number, index: number): boolean => (number + index) % 5 === 0
        const { wins } = drawLots('seed', all, { mostWins: 1, isBlocked })
        const given = wins.map((win) => (all[win.number - 1] as DrawnApplication).wishes[win.wish])
        for (const { number, wish: index } of wins) expect(isBlocked(number, index)).toBe(false)
        for (const { number, wishes } of all) {
          if (wins.some((win) => win.number === number)) continue
          for (const [index, each] of wishes.entries())
            expect(
              isBlocked(number, index) || given.some((one) => one?.targetId === each.targetId && overlaps(one.blocked, each.blocked)),
            ).toBe(true)
        }
      }),
    )
  })

  test('whoever is drawn first has the first wish', () => {
    fc.assert(
      fc.property(applications, fc.string(), (all, seed) => {
        const { order, wins } = drawLots(seed, all, { mostWins: 1, isBlocked: nothing })
        if (order.length > 0) expect(wins[0]).toEqual({ number: order[0], wish: 0 })
      }),
    )
  })

  test('a seed is long, new each time, and told by its hash before it is told', () => {
    const seeds = Array.from({ length: 50 }, newSeed)
    expect(new Set(seeds).size).toBe(50)
    expect(seeds[0]).toMatch(/^[0-9a-f]{64}$/)
    // SHA-256 of "abc", FIPS 180-2 appendix B.1
    expect(hashOfSeed('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
