/**
 * Whether the drawing is even: 1,000 months in which 200 people want 3 halls. That one such month goes through the whole
 * product, and can be worked out again from what is published, is a test of its own:
 * modules/bookings/server/lottery/lottery.db.test.ts.
 */
import { cumulativeStdNormalProbability } from 'simple-statistics'
import type { DrawnApplication } from '#modules/bookings/server/lottery/rules.ts'
import { drawLots, newSeed } from '#modules/bookings/server/lottery/use-cases/draw-lots.ts'
import type { Proof } from './proof-type.ts'

const halls = 3
const applicants = 200
const months = 1_000
/** Three thirds of a day, as towns let their halls. */
const blocks = [
  ['09:00', '12:00'],
  ['13:00', '15:00'],
  ['15:00', '18:00'],
] as const

export const proof: Proof = {
  name: 'lottery',
  title: 'Lotteries: 1,000 months of 200 applications for 3 halls',
  async run() {
    return fairness()
  },
}

function fairness(): string[] {
  const random = pseudoRandom(26)
  const slots = Array.from({ length: halls * 31 * blocks.length }, (_, i) => {
    const span = { from: Math.floor(i / halls) * 10, to: Math.floor(i / halls) * 10 + 10 }
    return { targetId: `hall-${i % halls}`, span, blocked: span }
  })
  const groups = 10
  const size = applicants / groups
  const places = Array.from({ length: groups }, () => Array.from({ length: groups }, () => 0))
  const firsts = Array.from({ length: groups }, () => 0)
  const wins = Array.from({ length: applicants }, () => 0)
  let given = 0
  for (let month = 0; month < months; month++) {
    const applications = Array.from({ length: applicants }, (_, i): DrawnApplication => ({
      number: i + 1,
      // eight slots in ten are wanted by nobody: what people want lies close together
      wishes: distinct(3, () => slots[random(60)] as (typeof slots)[number]),
    }))
    const seed = newSeed()
    const drawing = drawLots(seed, applications, { mostWins: 1, isBlocked: () => false })
    const again = drawLots(seed, applications.toReversed(), { mostWins: 1, isBlocked: () => false })
    mustBe(JSON.stringify(drawing) === JSON.stringify(again), 'the same from the same seed')
    for (const [place, number] of drawing.order.entries()) {
      const row = places[Math.floor((number - 1) / size)] as number[]
      const column = Math.floor(place / size)
      row[column] = (row[column] as number) + 1
    }
    const group = Math.floor(((drawing.order[0] as number) - 1) / size)
    firsts[group] = (firsts[group] as number) + 1
    for (const { number } of drawing.wins) wins[number - 1] = (wins[number - 1] as number) + 1
    given += drawing.wins.length
  }
  // cells of one permutation are not independent: the factor makes the sum a chi-square (Fisher and Yates, permutation tables)
  const factor = (applicants - 1) / applicants
  const ofPlaces = {
    statistic: factor * places.reduce((sum, row) => sum + distance(row, (months * size) / groups), 0),
    freedom: (groups - 1) ** 2,
  }
  const ofFirsts = { statistic: distance(firsts, months / groups), freedom: groups - 1 }
  const mean = given / applicants
  const ofWins = { statistic: (factor * distance(wins, mean)) / (1 - mean / months), freedom: applicants - 1 }
  const table = (
    [
      ['place in the order by number, 10 groups each', ofPlaces],
      ['who is first, by number, 10 groups', ofFirsts],
      ['times given anything, by number', ofWins],
    ] as const
  ).map(([what, { statistic, freedom }]) => {
    const p = chanceOf(statistic, freedom)
    mustBe(p > 0.001, `${what}: p = ${p}`)
    return `| ${what} | ${statistic.toFixed(1)} | ${freedom} | ${p.toFixed(3)} |`
  })
  return [
    `${months} months with a new seed and new wishes each; ${Math.round(given / months)} of ${applicants} are given something, each number ${Math.min(...wins)} to ${Math.max(...wins)} times (mean ${mean.toFixed(1)}); each month drawn twice, the second time read backwards, with the same result`,
    '',
    '| against even chances | chi-square | degrees of freedom | p |',
    '|---|---|---|---|',
    ...table,
    '',
    'p is how often an even lottery would be at least as uneven; below 0.001 this proof fails. New seeds give new values',
  ]
}

const distance = (counts: readonly number[], expected: number): number =>
  counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)

/** Wilson and Hilferty 1931: the cube root of a chi-square over its freedom is nearly normal. */
function chanceOf(statistic: number, freedom: number): number {
  const z = ((statistic / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom))
  return 1 - cumulativeStdNormalProbability(z)
}

/** Wishes need not be secret, only the same each time. mulberry32. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

function distinct<T>(count: number, make: () => T): T[] {
  const made = new Map<string, T>()
  while (made.size < count) {
    const one = make()
    made.set(JSON.stringify(one), one)
  }
  return [...made.values()]
}

function mustBe(holds: boolean | undefined, what: string): void {
  if (holds !== true) throw new Error(`not so: ${what}`)
}
