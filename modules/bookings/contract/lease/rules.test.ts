import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chargesOf, dayAfter, daysOf, lastDayOf, nextMonth, totalOf } from './rules.ts'

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => dayAfter('2000-01-01', days))
const anyLength = fc.integer({ min: 1, max: 1_500 })
const anyFee = fc.integer({ min: 1, max: 2_000_000 })
const monthly = (startsOn: string, endsOn: string, feeYen: number) => chargesOf({ feeKind: 'monthly', feeYen, startsOn, endsOn })

describe('the fee of a lease, month by month', () => {
  test('a fiscal year is twelve whole months', () => {
    const charges = monthly('2026-04-01', '2027-03-31', 50_000)
    expect(charges).toHaveLength(12)
    expect(charges.every((charge) => charge.yen === 50_000 && charge.days === charge.ofDays)).toBe(true)
    expect(totalOf(charges)).toBe(600_000)
  })

  test('parts of months go by their days, fractions of a yen are left out', () => {
    expect(monthly('2027-02-15', '2027-03-10', 50_000)).toEqual([
      { month: '2027-02', days: 14, ofDays: 28, yen: 25_000 },
      { month: '2027-03', days: 10, ofDays: 31, yen: 16_129 },
    ])
    expect(monthly('2028-02-29', '2028-02-29', 29_000)).toEqual([{ month: '2028-02', days: 1, ofDays: 29, yen: 1_000 }])
  })

  test('a flat fee is due once, in the first month; what is free costs nothing', () => {
    expect(chargesOf({ feeKind: 'flat', feeYen: 8_000, startsOn: '2026-11-28', endsOn: '2026-12-05' })).toEqual([
      { month: '2026-11', days: 8, ofDays: 8, yen: 8_000 },
    ])
    expect(chargesOf({ feeKind: 'free', feeYen: 0, startsOn: '2026-11-28', endsOn: '2026-12-05' })).toEqual([])
  })

  test('any period: its days are all there once, in the order of months, each between nothing and the fee', () => {
    fc.assert(
      fc.property(anyDay, anyLength, anyFee, (startsOn, length, fee) => {
        const endsOn = dayAfter(startsOn, length - 1)
        const charges = monthly(startsOn, endsOn, fee)
        expect(charges.reduce((sum, charge) => sum + charge.days, 0)).toBe(daysOf(startsOn, endsOn))
        for (const [i, charge] of charges.entries()) {
          expect(charge.yen).toBeGreaterThanOrEqual(0)
          expect(charge.yen).toBeLessThanOrEqual(fee)
          expect(Number.isInteger(charge.yen)).toBe(true)
          const before = charges[i - 1]
          if (before !== undefined) expect(nextMonth(before.month)).toBe(charge.month)
        }
      }),
    )
  })

  test('longer is never cheaper, and cutting a lease in two never makes it dearer, nor cheaper by more than a yen or two', () => {
    fc.assert(
      fc.property(anyDay, anyLength, anyLength, anyFee, (startsOn, one, two, fee) => {
        const middle = dayAfter(startsOn, one - 1)
        const endsOn = dayAfter(middle, two)
        const whole = totalOf(monthly(startsOn, endsOn, fee))
        const first = totalOf(monthly(startsOn, middle, fee))
        const second = totalOf(monthly(dayAfter(middle), endsOn, fee))
        expect(whole).toBeGreaterThanOrEqual(first)
        expect(first + second).toBeLessThanOrEqual(whole)
        expect(whole - first - second).toBeLessThanOrEqual(2)
      }),
    )
  })
})

describe('the last day', () => {
  test('a year from the first of April, a month from the last of January, a week', () => {
    expect(lastDayOf('2026-04-01', { months: 12 })).toBe('2027-03-31')
    expect(lastDayOf('2026-11-15', { months: 1 })).toBe('2026-12-14')
    expect(lastDayOf('2027-01-31', { months: 1 })).toBe('2027-02-28')
    expect(lastDayOf('2026-11-22', { days: 7 })).toBe('2026-11-28')
  })
})
