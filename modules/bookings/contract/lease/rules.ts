/** What a lease costs month by month, and what each kind usually is: server and browser reckon alike. Days are `YYYY-MM-DD`. */

export const leaseKinds = ['lease', 'short', 'trial'] as const
export type LeaseKind = (typeof leaseKinds)[number]
export const feeKinds = ['monthly', 'flat', 'free'] as const
export type FeeKind = (typeof feeKinds)[number]

export interface LeaseUsual {
  readonly feeKind: FeeKind
  readonly isCompany: boolean
  readonly admitsMembers: boolean
  /** How long one usually is: whole months, or days. */
  readonly length: { readonly months: number } | { readonly days: number }
  /** Longer ones are another kind. */
  readonly mostDays: number
}

/** What stands in a new form. Only the longest length of a kind is a rule. */
export const usualLease: Record<LeaseKind, LeaseUsual> = {
  lease: { feeKind: 'monthly', isCompany: true, admitsMembers: true, length: { months: 12 }, mostDays: 366 * 20 },
  short: { feeKind: 'flat', isCompany: true, admitsMembers: false, length: { days: 14 }, mostDays: 92 },
  trial: { feeKind: 'free', isCompany: false, admitsMembers: false, length: { days: 7 }, mostDays: 31 },
}

const partsOf = (day: string): [year: number, month: number, date: number] => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return [year, month, date]
}
const utcOf = (day: string): number => {
  const [year, month, date] = partsOf(day)
  return Date.UTC(year, month - 1, date)
}
const dayOfUtc = (at: number): string => new Date(at).toISOString().slice(0, 10)
const dayMs = 86_400_000

export const daysInMonth = (month: string): number => {
  const [year, number] = partsOf(month)
  return new Date(Date.UTC(year, number, 0)).getUTCDate()
}
export const monthOfDay = (day: string): string => day.slice(0, 7)
export const nextMonth = (month: string): string => dayOfUtc(utcOf(`${month}-01`) + 40 * dayMs).slice(0, 7)
/** How many days, the first and the last included. */
export const daysOf = (startsOn: string, endsOn: string): number => Math.round((utcOf(endsOn) - utcOf(startsOn)) / dayMs) + 1
export const dayAfter = (day: string, days = 1): string => dayOfUtc(utcOf(day) + days * dayMs)

/** The last day of so many months or days that begin on a day: a year from 1 April ends on 31 March. */
export function lastDayOf(startsOn: string, length: LeaseUsual['length']): string {
  if ('days' in length) return dayAfter(startsOn, length.days - 1)
  const [year, month, date] = partsOf(startsOn)
  const first = new Date(Date.UTC(year, month - 1 + length.months, 1)).toISOString().slice(0, 7)
  // a month without that day: until its end
  if (date > daysInMonth(first)) return `${first}-${String(daysInMonth(first)).padStart(2, '0')}`
  return dayAfter(`${first}-${String(date).padStart(2, '0')}`, -1)
}

export interface MonthCharge {
  /** `2026-11` */
  readonly month: string
  readonly days: number
  readonly ofDays: number
  readonly yen: number
}

/**
 * The fee of each calendar month: a whole month the whole fee, a part of one by its days, fractions of a yen left out
 * (日割り、1円未満切り捨て). A flat fee is due in the first month.
 */
export function chargesOf(lease: {
  readonly feeKind: FeeKind
  readonly feeYen: number
  readonly startsOn: string
  readonly endsOn: string
}): MonthCharge[] {
  const { feeKind, feeYen, startsOn, endsOn } = lease
  if (feeKind === 'free' || feeYen === 0 || endsOn < startsOn) return []
  const first = monthOfDay(startsOn)
  if (feeKind === 'flat') {
    const days = daysOf(startsOn, endsOn)
    return [{ month: first, days, ofDays: days, yen: feeYen }]
  }
  const charges: MonthCharge[] = []
  for (let month = first; month <= monthOfDay(endsOn); month = nextMonth(month)) {
    const ofDays = daysInMonth(month)
    const from = month === first ? partsOf(startsOn)[2] : 1
    const until = month === monthOfDay(endsOn) ? partsOf(endsOn)[2] : ofDays
    const days = until - from + 1
    charges.push({ month, days, ofDays, yen: days === ofDays ? feeYen : Math.floor((feeYen * days) / ofDays) })
  }
  return charges
}

export const totalOf = (charges: readonly MonthCharge[]): number => charges.reduce((sum, charge) => sum + charge.yen, 0)
