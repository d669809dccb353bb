/** Money that server and browser reckon alike: tax of a sum that holds it, coins and notes of a drawer, the fiscal year. */

export const denominations = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1] as const
export type Denomination = (typeof denominations)[number]

/** Pieces by denomination; what is left out is none. */
export type Counts = Readonly<Partial<Record<`${Denomination}`, number>>>

export const countedYen = (counts: Counts): number => denominations.reduce((sum, value) => sum + value * (counts[`${value}`] ?? 0), 0)

/** `T` and thirteen digits out of what was typed: full-width, with blanks or hyphens. Empty stays empty; undefined where it is neither. */
export function foldInvoiceNumber(text: string): string | undefined {
  const folded = text
    .normalize('NFKC')
    .replaceAll(/[\s‐‑–—―−ー-]/g, '')
    .toUpperCase()
  return folded === '' || /^T\d{13}$/.test(folded) ? folded : undefined
}

/** April to March, called by the year in which it begins. */
export function fiscalYearOf(day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return month >= 4 ? year : year - 1
}

export interface TaxedAmount {
  /** Tax included. */
  readonly amountYen: number
  readonly percent: number
}

export interface RateTotal {
  readonly percent: number
  /** Tax included. */
  readonly totalYen: number
  readonly taxYen: number
}

/** The tax that a sum of money holds, fractions of a yen left out; of a sum that is given back it is negative too. */
export function taxWithin(totalYen: number, percent: number): number {
  const tax = Math.floor((Math.abs(totalYen) * percent) / (100 + percent))
  return totalYen < 0 ? 0 - tax : tax
}

/**
 * Tax of a paper, by rate from the highest: sums first, then one rounding a rate. The law allows one rounding an invoice
 * and rate (消費税法施行令第70条の10); rounding line by line would be another sum: 3 × ¥105 at 10 % is ¥28, not 3 × ¥9.
 */
export function taxByRate(lines: readonly TaxedAmount[]): RateTotal[] {
  const totals = new Map<number, number>()
  for (const { amountYen, percent } of lines) totals.set(percent, (totals.get(percent) ?? 0) + amountYen)
  return [...totals]
    .toSorted(([a], [b]) => b - a)
    .map(([percent, totalYen]) => ({ percent, totalYen, taxYen: taxWithin(totalYen, percent) }))
}
