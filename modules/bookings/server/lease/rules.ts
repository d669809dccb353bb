/** What a lease owes, when something is to be done about it, and what it looks like today. Nothing here knows a database or a clock. */
import { chargesOf, monthOfDay, nextMonth, type FeeKind } from '../../contract/lease/rules.ts'
import type { LeaseStatus } from '../../contract/lease/schemas.ts'
import { addDays, instantOf, startOfDay } from '../rules.ts'

interface LeaseTimes {
  readonly status: LeaseStatus
  readonly feeKind: FeeKind
  readonly startsOn: string
  readonly endsOn: string
  readonly endsAt: Temporal.Instant
  readonly offerUntil: string | null
  readonly endingToldAt: Temporal.Instant | null
}
type Days = Pick<LeaseTimes, 'startsOn' | 'endsOn'>
interface Terms extends Days {
  readonly status: LeaseStatus
  readonly feeKind: FeeKind
  readonly feeYen: number
}
interface Entry {
  readonly id: string
  /** The first day of the month. */
  readonly month: string
  readonly kind: 'charge' | 'waiver' | 'payment' | 'refund'
  readonly amountYen: number
  readonly reversesId: string | null
}

/** Told so long before it is over. */
export const endingDays = 30
/** An offer waits so long where nobody says otherwise. */
export const usualOfferDays = 14

export const takesRoom = (status: LeaseStatus): boolean => status === 'offered' || status === 'active'
export const isOpenLease = (status: LeaseStatus): boolean => status === 'draft' || takesRoom(status)

export const isRunningOn = (row: Days & { readonly status: LeaseStatus }, day: string): boolean =>
  row.status === 'active' && row.startsOn <= day && day <= row.endsOn

/** `2026-11-01` of the table to `2026-11`. */
export const monthOf = (entry: Pick<Entry, 'month'>): string => entry.month.slice(0, 7)

/** What each month is to cost: nothing of what was never agreed on. */
export function wantedByMonth(lease: Terms): ReadonlyMap<string, number> {
  if (lease.status !== 'active' && lease.status !== 'ended') return new Map()
  return new Map(chargesOf(lease).map((charge) => [charge.month, charge.yen]))
}

export interface NewCharge {
  readonly month: string
  readonly kind: 'charge' | 'waiver'
  readonly amountYen: number
  readonly reversesId?: string
}

/**
 * The entries that bring the ledger to what the lease asks for: of months that have begun, and of those that already have
 * entries. The differences, nothing twice, so it may be asked as often as one likes; what a shorter period no longer
 * costs is taken back. A waiver of more than is left is taken back too: what was waived is never given out as money.
 */
export function missingCharges(lease: Terms, today: string, entries: readonly Entry[]): NewCharge[] {
  const wanted = wantedByMonth(lease)
  const byMonth = Map.groupBy(entries, monthOf)
  const now = monthOfDay(today)
  const months = new Set([...[...wanted.keys()].filter((month) => month <= now), ...byMonth.keys()])
  return [...months].toSorted().flatMap((month): NewCharge[] => {
    const own = byMonth.get(month) ?? []
    const due = wanted.get(month) ?? 0
    const charge = due - sumOf(own.filter((entry) => entry.kind === 'charge'))
    const reversed = new Set(own.map((entry) => entry.reversesId))
    const waivers = own.filter((entry) => entry.kind === 'waiver' && entry.reversesId === null && !reversed.has(entry.id))
    return [
      ...(charge === 0 ? [] : [{ month, kind: 'charge' as const, amountYen: charge }]),
      ...(due + sumOf(waivers) >= 0
        ? []
        : waivers.map((entry) => ({ month, kind: 'waiver' as const, amountYen: -entry.amountYen, reversesId: entry.id }))),
    ]
  })
}

const sumOf = (entries: readonly Pick<Entry, 'amountYen'>[]): number => entries.reduce((sum, entry) => sum + entry.amountYen, 0)

export interface MonthTotals {
  readonly chargedYen: number
  readonly paidYen: number
  readonly balanceYen: number
}

export function totalsOf(entries: readonly Pick<Entry, 'kind' | 'amountYen'>[]): MonthTotals {
  let chargedYen = 0
  let movedYen = 0
  for (const entry of entries) {
    if (entry.kind === 'charge' || entry.kind === 'waiver') chargedYen += entry.amountYen
    else movedYen += entry.amountYen
  }
  return { chargedYen, paidYen: 0 - movedYen, balanceYen: chargedYen + movedYen }
}

export const totalsByMonth = (entries: readonly Entry[]): ReadonlyMap<string, MonthTotals> =>
  new Map([...Map.groupBy(entries, monthOf)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([month, own]) => [month, totalsOf(own)]))

/** Charges follow the lease and are set right by it; what was taken back once, and what takes back, stays. */
export const canVoid = (entry: Entry, entries: readonly Entry[]): boolean =>
  entry.kind !== 'charge' && entry.reversesId === null && !entries.some((other) => other.reversesId === entry.id)

/** When the sweep looks at it next; null: never. */
export function nextActAt(lease: LeaseTimes, today: string, zone: string): Temporal.Instant | null {
  const begin = (day: string): number => startOfDay(day, zone)
  if (lease.status === 'offered' && lease.offerUntil !== null) return instantOf(begin(addDays(lease.offerUntil, 1)))
  if (lease.status !== 'active') return null
  const month = `${nextMonth(monthOfDay(today))}-01`
  const first = lease.startsOn > today ? `${monthOfDay(lease.startsOn)}-01` : month
  const hasMonth = lease.feeKind !== 'free' && first <= lease.endsOn
  return instantOf(
    Math.min(
      lease.endsAt.epochMilliseconds,
      ...(hasMonth ? [begin(first > today ? first : month)] : []),
      ...(lease.endingToldAt === null ? [begin(tellOn(lease))] : []),
    ),
  )
}

/** A lease of a week is not announced to end before it has begun. */
export const tellOn = (lease: Days): string => {
  const day = addDays(lease.endsOn, -endingDays)
  return day < lease.startsOn ? lease.endsOn : day
}
