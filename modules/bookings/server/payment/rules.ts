/** What a booking owes, what its entries come to, and when it must be paid. Nothing here knows a database or a clock. */
import type { EntryKind, PaymentState } from '../../contract/payment/schemas.ts'
import type { BookingStatus } from '../../contract/schemas.ts'
import { addDays, instantOf, startOfDay } from '../rules.ts'

export interface Owing {
  readonly status: BookingStatus
  readonly feeYen: number
  /** Before the reduction; null: there is none. */
  readonly listFeeYen: number | null
  readonly cancellationFeeYen: number | null
}

export interface Entry {
  readonly id: string
  readonly kind: EntryKind
  readonly amountYen: number
  readonly reversesId: string | null
}

export type Wanted = Readonly<Record<'charge' | 'reduction' | 'cancellation-fee', number>>

/** What the booking as it stands asks for. What is only held or asked for owes nothing yet. */
export function wantedOf(booking: Owing): Wanted {
  if (booking.status === 'confirmed') {
    const list = booking.listFeeYen ?? booking.feeYen
    return { charge: list, reduction: booking.feeYen - list, 'cancellation-fee': 0 }
  }
  const isGone = booking.status === 'cancelled' || booking.status === 'no-show'
  return { charge: 0, reduction: 0, 'cancellation-fee': isGone ? (booking.cancellationFeeYen ?? 0) : 0 }
}

export interface NewEntry {
  readonly kind: EntryKind
  readonly amountYen: number
  readonly reversesId?: string
}

const sumOf = (entries: readonly Pick<Entry, 'amountYen'>[]): number => entries.reduce((sum, entry) => sum + entry.amountYen, 0)
const moneyKinds: readonly EntryKind[] = ['payment', 'refund']

/** Waivers that still hold: not taken back, and not the taking back. */
const standingWaivers = (entries: readonly Entry[]): Entry[] => {
  const reversed = new Set(entries.map((entry) => entry.reversesId))
  return entries.filter((entry) => entry.kind === 'waiver' && entry.reversesId === null && !reversed.has(entry.id))
}

/**
 * The entries that bring the ledger to what the booking asks for: the differences, nothing twice, so it may be asked as
 * often as one likes. A waiver of more than is left to waive is taken back: what was waived is never given out as money.
 */
export function missingEntries(booking: Owing, entries: readonly Entry[]): NewEntry[] {
  const wanted = wantedOf(booking)
  const missing: NewEntry[] = []
  for (const kind of ['charge', 'reduction', 'cancellation-fee'] as const) {
    const have = sumOf(entries.filter((entry) => entry.kind === kind))
    if (wanted[kind] !== have) missing.push({ kind, amountYen: wanted[kind] - have })
  }
  const waivers = standingWaivers(entries)
  const due = wanted.charge + wanted.reduction + wanted['cancellation-fee']
  if (due + sumOf(waivers) < 0)
    missing.push(...waivers.map((entry) => ({ kind: entry.kind, amountYen: -entry.amountYen, reversesId: entry.id })))
  return missing
}

export interface Totals {
  /** What is asked for: charges, reductions, waivers, fees for cancelling. */
  readonly chargedYen: number
  /** What came in and was not given back. */
  readonly paidYen: number
  readonly balanceYen: number
}

export function totalsOf(entries: readonly Pick<Entry, 'kind' | 'amountYen'>[]): Totals {
  const paidYen = 0 - sumOf(entries.filter((entry) => moneyKinds.includes(entry.kind)))
  const chargedYen = sumOf(entries.filter((entry) => !moneyKinds.includes(entry.kind)))
  return { chargedYen, paidYen, balanceYen: chargedYen - paidYen }
}

export function stateOf(totals: Totals, hasEntries: boolean): PaymentState {
  if (!hasEntries) return 'none'
  return totals.balanceYen > 0 ? 'open' : totals.balanceYen < 0 ? 'over' : 'settled'
}

/** What may be waived: no more than was asked for. */
export const waivableYen = (totals: Totals): number => Math.max(0, totals.chargedYen)
/** What may be given back: what was paid beyond what is asked for. */
export const refundableYen = (totals: Totals): number => Math.max(0, -totals.balanceYen)

/** Taken back by a counter-entry only while the money is there: what was given back since would go out twice. */
export const isVoidable = (totals: Totals, entries: readonly Pick<Entry, 'amountYen'>[]): boolean => totals.paidYen + sumOf(entries) >= 0

// ---- when

export interface DueRule {
  readonly due: 'after-confirmation' | 'before-use' | 'day-of-use'
  readonly dueDays: number
  readonly warnDays: number
  readonly cancelsUnpaid: boolean
}

export interface Due {
  readonly dueAt: Temporal.Instant
  readonly warnAt: Temporal.Instant | null
  readonly cancelsUnpaid: boolean
}

const dayMs = 86_400_000

/**
 * The end of the day by which a fee is to be paid. Whoever books late has a day at least; where that leads to the use
 * itself, it is paid on the day and nothing is cancelled. The warning comes so many days before, and never sooner than
 * half-way: a mail beside the confirmation would be no warning.
 */
export function dueOf(
  rule: DueRule,
  booking: { readonly startsAt: number; readonly usedOn: string; readonly confirmedAt: number; readonly confirmedOn: string },
  zone: string,
): Due {
  const endOf = (day: string): number => startOfDay(addDays(day, 1), zone)
  const onTheDay: Due = { dueAt: instantOf(endOf(booking.usedOn)), warnAt: null, cancelsUnpaid: false }
  if (rule.due === 'day-of-use') return onTheDay
  const byRule =
    rule.due === 'after-confirmation' ? endOf(addDays(booking.confirmedOn, rule.dueDays)) : endOf(addDays(booking.usedOn, -rule.dueDays))
  const dueAt = Math.max(byRule, booking.confirmedAt + dayMs)
  if (dueAt >= booking.startsAt) return onTheDay
  const warnAt = Math.max(dueAt - rule.warnDays * dayMs, booking.confirmedAt + Math.floor((dueAt - booking.confirmedAt) / 2))
  return { dueAt: instantOf(dueAt), warnAt: instantOf(warnAt), cancelsUnpaid: rule.cancelsUnpaid }
}

/** The day that money moved now belongs to: today, or the day after the last closed one. */
export const businessDayOf = (today: string, closedUntil: string | null): string =>
  closedUntil === null || today > closedUntil ? today : addDays(closedUntil, 1)
