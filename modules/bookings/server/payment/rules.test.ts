/** Money adds up whatever is done in whatever order, and tax is rounded once a paper and rate. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countedYen, denominations, fiscalYearOf, taxByRate, taxWithin } from '../../contract/payment/rules.ts'
import { percentOn } from '../money-rule/rules.ts'
import { startOfDay } from '../rules.ts'
import {
  businessDayOf,
  dueOf,
  missingEntries,
  refundableYen,
  totalsOf,
  waivableYen,
  wantedOf,
  type Entry,
  type NewEntry,
  type Owing,
} from './rules.ts'

const booking = fc.record({
  status: fc.constantFrom('requested', 'held', 'confirmed', 'declined', 'cancelled', 'lapsed', 'no-show'),
  feeYen: fc.integer({ min: 0, max: 9_999_999 }),
  list: fc.option(fc.integer({ min: 0, max: 500_000 })),
  cancellationFeeYen: fc.option(fc.integer({ min: 0, max: 9_999_999 })),
})
const owing = booking.map(({ list, ...rest }): Owing => ({ ...rest, listFeeYen: list === null ? null : rest.feeYen + list }))

let made = 0
const store = (entries: readonly Entry[], more: readonly NewEntry[]): Entry[] => [
  ...entries,
  ...more.map((entry) => ({ id: `e${made++}`, kind: entry.kind, amountYen: entry.amountYen, reversesId: entry.reversesId ?? null })),
]

describe('the ledger', () => {
  test('comes to what the booking asks for after any life of it, with payments, waivers and refunds in between', () => {
    const act = fc.oneof(
      owing.map((to) => ({ do: 'turn' as const, to })),
      fc.record({ do: fc.constant('pay' as const), share: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
      fc.record({ do: fc.constant('waive' as const), share: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
      fc.record({ do: fc.constant('refund' as const), share: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
    )
    fc.assert(
      fc.property(owing, fc.array(act, { maxLength: 25 }), (first, acts) => {
        let now = first
        let entries = store([], missingEntries(now, []))
        for (const one of acts) {
          if (one.do === 'turn') now = one.to
          entries = store(entries, missingEntries(now, entries))
          const totals = totalsOf(entries)
          const part = (most: number): number => Math.min(most, Math.ceil(most * ('share' in one ? one.share : 0)))
          if (one.do === 'pay' && totals.balanceYen > 0)
            entries = store(entries, [{ kind: 'payment', amountYen: -part(totals.balanceYen) }])
          if (one.do === 'waive' && waivableYen(totals) > 0)
            entries = store(entries, [{ kind: 'waiver', amountYen: -part(waivableYen(totals)) }])
          if (one.do === 'refund' && refundableYen(totals) > 0)
            entries = store(entries, [{ kind: 'refund', amountYen: part(refundableYen(totals)) }])
        }
        entries = store(entries, missingEntries(now, entries))
        const totals = totalsOf(entries)
        // asked again it has nothing to add
        expect(missingEntries(now, entries)).toEqual([])
        // the sum of all entries is the balance
        expect(entries.reduce((sum, entry) => sum + entry.amountYen, 0)).toBe(totals.balanceYen)
        const wanted = wantedOf(now)
        const due = wanted.charge + wanted.reduction + wanted['cancellation-fee']
        // nobody is asked for more than the booking costs, and no waiver becomes money
        expect(totals.chargedYen).toBeLessThanOrEqual(due)
        expect(totals.chargedYen).toBeGreaterThanOrEqual(0)
        // and no more is given back than was paid
        expect(totals.paidYen).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 1_000 },
    )
  })

  test('a held or asked-for booking owes nothing; a cancelled one its cancellation fee, if there is one', () => {
    const of = (status: Owing['status']) => wantedOf({ status, feeYen: 800, listFeeYen: 1_000, cancellationFeeYen: 300 })
    expect(of('held')).toEqual({ charge: 0, reduction: 0, 'cancellation-fee': 0 })
    expect(of('confirmed')).toEqual({ charge: 1_000, reduction: -200, 'cancellation-fee': 0 })
    expect(of('cancelled')).toEqual({ charge: 0, reduction: 0, 'cancellation-fee': 300 })
    expect(of('lapsed')['cancellation-fee']).toBe(0)
  })
})

describe('tax', () => {
  test('is rounded once a paper and rate, not line by line', () => {
    const lines = [105, 105, 105].map((amountYen) => ({ amountYen, percent: 10 }))
    expect(taxByRate(lines)).toEqual([{ percent: 10, totalYen: 315, taxYen: 28 }])
    expect(lines.reduce((sum, line) => sum + taxWithin(line.amountYen, line.percent), 0)).toBe(27)
  })

  test('of any lines: rates apart, sums whole, off by less than a yen; a credit turns every sign', () => {
    const line = fc.record({ amountYen: fc.integer({ min: 1, max: 10_000_000 }), percent: fc.constantFrom(0, 8, 10) })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
        const taxes = taxByRate(lines)
        expect(taxes.reduce((sum, rate) => sum + rate.totalYen, 0)).toBe(lines.reduce((sum, one) => sum + one.amountYen, 0))
        expect(new Set(taxes.map((rate) => rate.percent)).size).toBe(taxes.length)
        for (const { percent, totalYen, taxYen } of taxes) {
          const exact = (totalYen * percent) / (100 + percent)
          expect(exact - taxYen).toBeGreaterThanOrEqual(-1e-6)
          expect(exact - taxYen).toBeLessThan(1)
        }
        const turned = taxByRate(lines.map((one) => ({ ...one, amountYen: -one.amountYen })))
        expect(turned.map((rate) => [rate.percent, rate.totalYen, rate.taxYen])).toEqual(
          taxes.map((rate) => [rate.percent, 0 - rate.totalYen, 0 - rate.taxYen]),
        )
      }),
    )
  })

  test('the rate is that of the day; a row of the office on the same day holds', () => {
    const rates = [
      { kind: 'standard' as const, validFrom: '2014-04-01', percent: 8 },
      { kind: 'standard' as const, validFrom: '2019-10-01', percent: 10 },
      { kind: 'reduced' as const, validFrom: '2019-10-01', percent: 8 },
      { kind: 'standard' as const, validFrom: '2028-04-01', percent: 12 },
      { kind: 'standard' as const, validFrom: '2028-04-01', percent: 11 },
    ]
    expect(percentOn(rates, 'standard', '2019-09-30')).toBe(8)
    expect(percentOn(rates, 'standard', '2019-10-01')).toBe(10)
    expect(percentOn(rates, 'reduced', '2026-11-22')).toBe(8)
    expect(percentOn(rates, 'standard', '2028-04-01')).toBe(11)
    expect(percentOn(rates, 'exempt', '2026-11-22')).toBe(0)
  })
})

describe('days', () => {
  const zone = 'Asia/Tokyo'
  const at = (day: string, hour = 9): number => startOfDay(day, zone) + hour * 3_600_000
  const rule = { due: 'after-confirmation' as const, dueDays: 7, warnDays: 3, cancelsUnpaid: true }

  test('a fee is due at the end of the day so many days after, warned before, and never later than the use', () => {
    const due = dueOf(
      rule,
      { startsAt: at('2026-12-20'), usedOn: '2026-12-20', confirmedAt: at('2026-11-22'), confirmedOn: '2026-11-22' },
      zone,
    )
    expect(due.dueAt.epochMilliseconds).toBe(startOfDay('2026-11-30', zone))
    expect(due.warnAt?.epochMilliseconds).toBe(startOfDay('2026-11-27', zone))
    const late = dueOf(
      rule,
      { startsAt: at('2026-11-24'), usedOn: '2026-11-24', confirmedAt: at('2026-11-22'), confirmedOn: '2026-11-22' },
      zone,
    )
    expect(late).toMatchObject({ warnAt: null, cancelsUnpaid: false })
    expect(late.dueAt.epochMilliseconds).toBe(startOfDay('2026-11-25', zone))
  })

  test('nobody is ever cancelled without a warning before and a day to pay in', () => {
    const days = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(
        days,
        days,
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom('after-confirmation', 'before-use', 'day-of-use'),
        (dueDays, warnDays, ahead, kind) => {
          const confirmedAt = at('2026-11-22', 15)
          const usedOn = Temporal.PlainDate.from('2026-11-22').add({ days: ahead }).toString()
          const booked = { startsAt: at(usedOn, 18), usedOn, confirmedAt, confirmedOn: '2026-11-22' }
          const due = dueOf({ due: kind, dueDays, warnDays, cancelsUnpaid: kind !== 'day-of-use' }, booked, zone)
          if (!due.cancelsUnpaid) return
          expect(due.dueAt.epochMilliseconds).toBeGreaterThanOrEqual(confirmedAt + 86_400_000)
          expect(due.dueAt.epochMilliseconds).toBeLessThan(booked.startsAt)
          expect(due.warnAt?.epochMilliseconds).toBeGreaterThan(confirmedAt)
          expect(due.warnAt?.epochMilliseconds).toBeLessThanOrEqual(due.dueAt.epochMilliseconds)
        },
      ),
    )
  })

  test('after the closing money belongs to the next day', () => {
    expect(businessDayOf('2026-11-25', null)).toBe('2026-11-25')
    expect(businessDayOf('2026-11-25', '2026-11-24')).toBe('2026-11-25')
    expect(businessDayOf('2026-11-25', '2026-11-25')).toBe('2026-11-26')
  })

  test('the fiscal year begins in April; coins and notes add up', () => {
    expect([fiscalYearOf('2027-03-31'), fiscalYearOf('2027-04-01')]).toEqual([2026, 2027])
    expect(countedYen({ '10000': 2, '500': 3, '1': 4 })).toBe(21_504)
    expect(countedYen(Object.fromEntries(denominations.map((value) => [`${value}`, 1])))).toBe(18_666)
  })
})
