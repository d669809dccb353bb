import { expect, test } from 'vitest'
import { eraOf, fiscalYearOf, monthRange, rangeOf } from './period-model.tsx'

test('the fiscal year begins in April and is named by that year', () => {
  expect(fiscalYearOf('2026-03-31')).toBe(2025)
  expect(fiscalYearOf('2026-04-01')).toBe(2026)
  expect(fiscalYearOf('2027-01-10')).toBe(2026)
  expect(eraOf(2026, 'ja')).toBe('令和8')
  expect(eraOf(2019, 'ja')).toBe('令和元')
  expect(eraOf(2018, 'en')).toBe('Heisei 30')
})

test('months end where they end, and January follows December', () => {
  const none = { from: '', to: '' }
  expect(monthRange('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(rangeOf('lastMonth', '2027-01-05', none)).toEqual({ from: '2026-12-01', to: '2026-12-31' })
  expect(rangeOf('thisMonth', '2026-11-22', none)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
  expect(rangeOf('fy2026', '2026-11-22', none)).toEqual({ from: '2026-04-01', to: '2027-03-31' })
})
