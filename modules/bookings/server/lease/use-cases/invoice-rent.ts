/** Months of leases on the invoices of their organisations: what can go on one, its lines, and what paying one means here. */
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import { leaseAccounted } from '../../../contract/lease/events.ts'
import { dayAfter, daysInMonth } from '../../../contract/lease/rules.ts'
import { taxByRate } from '../../../contract/payment/rules.ts'
import { findRule } from '../../money-rule/repository.ts'
import { rateLookup } from '../../money-rule/use-cases/keep-rule.ts'
import type { MoneyPaper, PaperLine } from '../../payment/use-cases/write-receipt-paper.ts'
import { instantOf, startOfDay } from '../../rules.ts'
import { findLease, insertEntries, listEntries, listInvoicedMonths, listLeasesTouching, type LeaseRow } from '../repository.ts'
import { totalsByMonth } from '../rules.ts'
import { keepAccount } from './follow-lease.ts'

export interface RentItem {
  readonly row: LeaseRow
  /** `2026-11` */
  readonly month: string
  readonly amountYen: number
}

export interface RentLine {
  readonly leaseId: string
  /** The first day of the month. */
  readonly leaseMonth: string
  readonly amountYen: number
}

export const rentLineOf = ({ row, month, amountYen }: RentItem): RentLine => ({ leaseId: row.id, leaseMonth: `${month}-01`, amountYen })

/** Open fees of a month that are on no invoice, of one organisation or of all; `keeps`: the leases are kept until the end. */
export async function listRentDue(
  scope: Scope,
  hubId: string,
  of: { month: string; organisationId?: string; keeps?: boolean },
): Promise<RentItem[]> {
  const { zone } = await requireHub(scope, hubId)
  const first = `${of.month}-01`
  const span = { from: startOfDay(first, zone), to: startOfDay(dayAfter(first, daysInMonth(of.month)), zone) }
  const rows = (await listLeasesTouching(scope, hubId, span, { statuses: ['active', 'ended'] })).filter(
    (row) => row.organisationId !== null && (of.organisationId === undefined || row.organisationId === of.organisationId),
  )
  const ids = rows.map((row) => row.id).toSorted()
  const kept: LeaseRow[] = []
  for (const id of ids) {
    const row = await findLease(scope, id, { forChange: of.keeps === true })
    if (row !== undefined) kept.push(row)
  }
  // read once the leases are kept: another clerk may have invoiced the month while this one waited for them
  const invoiced = new Set((await listInvoicedMonths(scope, ids)).map((one) => `${one.lease_id} ${one.month}`))
  const items: RentItem[] = []
  for (const row of kept) {
    if (invoiced.has(`${row.id} ${of.month}`)) continue
    if (of.keeps === true) await keepAccount(scope, row)
    const balanceYen = totalsByMonth(await listEntries(scope, [row.id])).get(of.month)?.balanceYen ?? 0
    if (balanceYen > 0) items.push({ row, month: of.month, amountYen: balanceYen })
  }
  return items
}

/** The paper of bookings with the months of leases after them. */
export async function withRent(scope: Scope, hubId: string, paper: MoneyPaper, items: readonly RentItem[]): Promise<MoneyPaper> {
  if (items.length === 0) return paper
  const hub = await requireHub(scope, hubId)
  const rule = await findRule(scope, hubId)
  const percentOn = await rateLookup(scope)
  const places = await placeNames(
    scope,
    items.map(({ row }) => row.targetId),
  )
  const rent = items.map(({ row, month, amountYen }): PaperLine => {
    const first = row.startsOn > `${month}-01` ? row.startsOn : `${month}-01`
    const lastOfMonth = dayAfter(`${month}-01`, daysInMonth(month) - 1)
    const last = row.endsOn < lastOfMonth ? row.endsOn : lastOfMonth
    return {
      bookingId: row.id,
      what: places.get(row.targetId)?.names ?? { ja: '' },
      hub: hub.names,
      startsAt: instantOf(startOfDay(first, hub.zone)).toString(),
      endsAt: instantOf(startOfDay(dayAfter(last), hub.zone)).toString(),
      zone: hub.zone,
      isCancelled: false,
      amountYen,
      percent: percentOn(rule.taxKind, first),
      isReduced: rule.taxKind === 'reduced',
      leaseMonth: month,
    }
  })
  const lines = [...paper.lines, ...rent]
  return { ...paper, lines, taxes: taxByRate(lines) }
}

export async function payRent(scope: MemberScope, invoiceId: string, lines: readonly RentLine[], receivedOn: string): Promise<void> {
  for (const line of lines.toSorted((a, b) => (a.leaseId < b.leaseId ? -1 : 1))) {
    const row = await findLease(scope, line.leaseId, { forChange: true })
    if (row === undefined) continue
    const amountYen = -line.amountYen
    await insertEntries(scope, row, [{ month: line.leaseMonth.slice(0, 7), kind: 'payment', amountYen, movedOn: receivedOn, invoiceId }])
    scope.emit(leaseAccounted, { hubId: row.hubId, leaseId: row.id, kind: 'payment', amountYen }, { subjectId: row.id })
  }
}

export async function voidRent(scope: MemberScope, invoiceId: string, lines: readonly RentLine[], reason: string): Promise<void> {
  for (const line of lines.toSorted((a, b) => (a.leaseId < b.leaseId ? -1 : 1))) {
    const row = await findLease(scope, line.leaseId, { forChange: true })
    if (row === undefined) continue
    const entries = await listEntries(scope, [row.id])
    const reversed = new Set(entries.map((entry) => entry.reversesId))
    const own = entries.filter((entry) => entry.invoiceId === invoiceId && entry.reversesId === null && !reversed.has(entry.id))
    for (const entry of own) {
      const back = { month: entry.month.slice(0, 7), kind: entry.kind, amountYen: -entry.amountYen, movedOn: entry.movedOn }
      await insertEntries(scope, row, [{ ...back, reason, reversesId: entry.id, invoiceId }])
      scope.emit(
        leaseAccounted,
        { hubId: row.hubId, leaseId: row.id, kind: entry.kind, amountYen: back.amountYen },
        { subjectId: row.id, reason },
      )
    }
  }
}
