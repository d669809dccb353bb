/** Money: never negative, whole, never less for more time, the cheapest way through blocks, hours and days. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cancellationPercent,
  isBeyond,
  leftOf,
  noCancellationFee,
  noPrices,
  priceOf,
  reducedYen,
  shareOf,
  tariffOn,
  usualBlocks,
  type BlockSpan,
  type Prices,
  type Tariff,
} from './rules.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Days of a place without other clocks, from 0 on, with the usual blocks. */
const blocks: BlockSpan[] = Array.from({ length: 14 }, (_, day) => [
  { block: 'morning' as const, from: day * dayMs, to: day * dayMs + 13 * hourMs },
  { block: 'afternoon' as const, from: day * dayMs + 13 * hourMs, to: day * dayMs + 18 * hourMs },
  { block: 'evening' as const, from: day * dayMs + 18 * hourMs, to: (day + 1) * dayMs },
]).flat()

const yen = fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: null })
const prices: fc.Arbitrary<Prices> = fc.record({ hourYen: yen, dayYen: yen, morningYen: yen, afternoonYen: yen, eveningYen: yen })
const quarter = (from: number, to: number) => fc.integer({ min: from, max: to }).map((n) => n * 15 * minuteMs)
const span = fc.record({ from: quarter(0, 300), length: quarter(1, 700) }).map(({ from, length }) => ({ from, to: from + length }))
const at = (day: number, hour: number) => day * dayMs + hour * hourMs

describe('a price', () => {
  test('is whole yen, never below zero, and the same when asked again', () => {
    fc.assert(
      fc.property(prices, span, (given, wish) => {
        const fee = priceOf(given, blocks, wish)
        expect(Number.isSafeInteger(fee) && fee >= 0).toBe(true)
        expect(priceOf(given, blocks, wish)).toBe(fee)
      }),
    )
  })

  test('never falls when the use begins sooner or ends later', () => {
    fc.assert(
      fc.property(prices, span, quarter(0, 120), quarter(0, 120), (given, wish, sooner, later) => {
        const longer = { from: Math.max(0, wish.from - sooner), to: wish.to + later }
        expect(priceOf(given, blocks, longer)).toBeGreaterThanOrEqual(priceOf(given, blocks, wish))
      }),
      { numRuns: 400 },
    )
  })

  test('is never above any single way to pay, nor above the sum of its parts', () => {
    fc.assert(
      fc.property(prices, span, fc.double({ min: 0, max: 1, noNaN: true }), (given, wish, share) => {
        const fee = priceOf(given, blocks, wish)
        const length = wish.to - wish.from
        if (given.hourYen !== null) expect(fee).toBeLessThanOrEqual(Math.ceil((given.hourYen * length) / hourMs))
        if (given.dayYen !== null) expect(fee).toBeLessThanOrEqual(given.dayYen * Math.ceil(length / dayMs))
        const cut = wish.from + Math.floor((length * share) / (15 * minuteMs)) * 15 * minuteMs
        const parts = priceOf(given, blocks, { from: wish.from, to: cut }) + priceOf(given, blocks, { from: cut, to: wish.to })
        expect(fee).toBeLessThanOrEqual(parts)
      }),
    )
  })

  test('is split at the borders of the blocks: a minute of the afternoon costs the afternoon', () => {
    const town = { ...noPrices, morningYen: 1_000, afternoonYen: 1_500, eveningYen: 2_000 }
    expect(priceOf(town, blocks, { from: at(0, 9), to: at(0, 12) })).toBe(1_000)
    expect(priceOf(town, blocks, { from: at(0, 9), to: at(0, 13) })).toBe(1_000)
    expect(priceOf(town, blocks, { from: at(0, 9), to: at(0, 13) + minuteMs })).toBe(2_500)
    expect(priceOf(town, blocks, { from: at(0, 9), to: at(0, 22) })).toBe(4_500)
    expect(priceOf(town, blocks, { from: at(0, 17), to: at(1, 10) })).toBe(4_500)
  })

  test('is the cheapest combination: a day where that is less than its blocks, an hour where that is less than a block', () => {
    const town = { hourYen: 400, dayYen: 3_800, morningYen: 1_000, afternoonYen: 1_500, eveningYen: 2_000 }
    expect(priceOf(town, blocks, { from: at(0, 9), to: at(0, 22) })).toBe(3_800)
    expect(priceOf(town, blocks, { from: at(0, 9), to: at(0, 14) })).toBe(1_400)
    // 26 hours are a day and two hours, not two days
    expect(priceOf(town, blocks, { from: at(0, 9), to: at(1, 11) })).toBe(4_600)
    expect(priceOf({ ...noPrices, hourYen: 200, dayYen: 1_000 }, [], { from: 0, to: 30 * minuteMs })).toBe(100)
    expect(priceOf({ ...noPrices, hourYen: 200, dayYen: 1_000 }, [], { from: 0, to: 9 * hourMs })).toBe(1_000)
    expect(priceOf({ ...noPrices, hourYen: 100 }, [], { from: 0, to: 20 * minuteMs })).toBe(34)
    expect(priceOf({ ...noPrices, dayYen: 3_600 }, [], { from: 0, to: hourMs })).toBe(3_600)
  })

  test('is nothing where there are no prices, and for time of which there is none', () => {
    expect(priceOf(noPrices, blocks, { from: 0, to: 5 * dayMs })).toBe(0)
    expect(priceOf({ ...noPrices, eveningYen: 800 }, blocks, { from: at(0, 9), to: at(0, 17) })).toBe(0)
    expect(priceOf({ ...noPrices, hourYen: 800 }, blocks, { from: at(0, 9), to: at(0, 9) })).toBe(0)
  })
})

test('a reduction never makes a fee negative or higher, and more of it never costs more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 50_000 }),
      (fee, percent, off) => {
        for (const reduction of [
          { percent, yen: null },
          { percent: null, yen: off },
        ]) {
          const due = reducedYen(fee, reduction)
          expect(Number.isSafeInteger(due) && due >= 0 && due <= fee).toBe(true)
        }
        expect(reducedYen(fee, { percent: 100, yen: null })).toBe(0)
        expect(reducedYen(fee, undefined)).toBe(fee)
      },
    ),
  )
  expect(reducedYen(1_001, { percent: 50, yen: null })).toBe(500)
})

test('cancelling costs by the step that has been reached, never more than the fee, and never less later', () => {
  const cancellation = {
    ...noCancellationFee,
    steps: [
      { fromDaysBefore: 0, percent: 100 },
      { fromDaysBefore: 7, percent: 20 },
      { fromDaysBefore: 3, percent: 50 },
    ],
  }
  expect([30, 8, 7, 4, 3, 1, 0, -1].map((days) => cancellationPercent({ cancellation }, days))).toEqual([0, 0, 20, 20, 50, 50, 100, 100])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 100_000 }), (days, fee) => {
      const now = shareOf(fee, cancellationPercent({ cancellation }, days))
      expect(now <= fee && now <= shareOf(fee, cancellationPercent({ cancellation }, days - 1))).toBe(true)
    }),
  )
})

test('the tariff of a day is the last that has begun; a correction wins over what it corrects', () => {
  const terms = { prices: { general: noPrices }, blocks: usualBlocks, cancellation: noCancellationFee }
  const tariffs: Tariff[] = [
    { id: 'a', validFrom: '2026-04-01', terms },
    { id: 'b', validFrom: '2027-04-01', terms },
    { id: 'c', validFrom: '2027-04-01', terms },
  ]
  expect(tariffOn(tariffs, '2026-03-31')).toBeUndefined()
  expect(tariffOn(tariffs, '2027-03-31')?.id).toBe('a')
  expect(tariffOn(tariffs, '2027-04-01')?.id).toBe('c')
})

test('a quota holds to the booking and to the minute', () => {
  const two = { of: 'person', per: 'week', unit: 'bookings', most: 2 } as const
  expect(isBeyond(two, { bookings: 1, minutes: 600 }, 60)).toBe(false)
  expect(isBeyond(two, { bookings: 2, minutes: 0 }, 15)).toBe(true)
  const hours = { ...two, unit: 'hours', most: 10 } as const
  expect(isBeyond(hours, { bookings: 9, minutes: 540 }, 60)).toBe(false)
  expect(isBeyond(hours, { bookings: 9, minutes: 540 }, 61)).toBe(true)
  expect(leftOf(hours, { bookings: 0, minutes: 570 })).toBe(0.5)
  expect(leftOf(two, { bookings: 5, minutes: 0 })).toBe(0)
})
