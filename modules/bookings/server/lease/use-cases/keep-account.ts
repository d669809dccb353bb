/** Money of a lease at the desk: what came in by transfer, what is waived or given back, and what is taken back. Who, when, why. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { leaseAccounted } from '../../../contract/lease/events.ts'
import type { LeaseEntryBody } from '../../../contract/lease/schemas.ts'
import { dayAt } from '../../rules.ts'
import { insertEntries, listEntries, listInvoicedMonths, type LeaseRow } from '../repository.ts'
import { canVoid, monthOf, totalsByMonth, wantedByMonth } from '../rules.ts'
import { keepAccount } from './follow-lease.ts'
import { requireLease } from './require-lease.ts'

const fail = failOf(bookingsErrors)
const nothing = { chargedYen: 0, paidYen: 0, balanceYen: 0 }

export async function addLeaseEntry(scope: MemberScope, of: { hubId: string; leaseId: string }, body: LeaseEntryBody): Promise<LeaseRow> {
  const row = await requireLease(scope, of, { forChange: true })
  const { zone } = await requireHub(scope, row.hubId)
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  const reason = body.reason ?? ''
  if (body.kind !== 'payment' && reason === '') fail('platform.invalid_input', { fields: [{ path: 'body.reason', expected: 'a reason' }] })
  const movedOn = body.kind === 'waiver' ? null : (body.movedOn ?? today)
  if (movedOn !== null && movedOn > today) fail('bookings.day_not_come')
  await refuseInvoiced(scope, row, body.month)
  await keepAccount(scope, row)
  const known = await listEntries(scope, [row.id])
  const own = totalsByMonth(known).get(body.month) ?? nothing
  // a month to come that is paid ahead is charged with it
  const ahead = known.some((entry) => monthOf(entry) === body.month) ? 0 : (wantedByMonth(row).get(body.month) ?? 0)
  const most = body.kind === 'refund' ? Math.max(0, 0 - own.balanceYen) : Math.max(0, own.balanceYen + ahead)
  if (body.amountYen > most) fail('bookings.lease_too_much', { params: { most: most.toLocaleString('en') } })
  const amountYen = body.kind === 'refund' ? body.amountYen : -body.amountYen
  await insertEntries(scope, row, [
    ...(ahead > 0 ? [{ month: body.month, kind: 'charge' as const, amountYen: ahead }] : []),
    { month: body.month, kind: body.kind, amountYen, movedOn, reason },
  ])
  scope.emit(
    leaseAccounted,
    { hubId: row.hubId, leaseId: row.id, kind: body.kind, amountYen },
    { subjectId: row.id, ...(reason === '' ? {} : { reason }) },
  )
  return row
}

export async function voidLeaseEntry(
  scope: MemberScope,
  of: { hubId: string; leaseId: string; leaseEntryId: string },
  reason: string,
): Promise<LeaseRow> {
  const row = await requireLease(scope, of, { forChange: true })
  const known = await listEntries(scope, [row.id])
  const entry = known.find((one) => one.id === of.leaseEntryId)
  if (entry === undefined) return fail('platform.not_found')
  // paid by an invoice: taken back there, with all that it paid
  if (entry.invoiceId !== null) fail('bookings.lease_month_invoiced')
  if (!canVoid(entry, known)) fail('bookings.already_voided')
  await refuseInvoiced(scope, row, monthOf(entry))
  await insertEntries(scope, row, [
    { month: monthOf(entry), kind: entry.kind, amountYen: -entry.amountYen, movedOn: entry.movedOn, reason, reversesId: entry.id },
  ])
  scope.emit(
    leaseAccounted,
    { hubId: row.hubId, leaseId: row.id, kind: entry.kind, amountYen: -entry.amountYen },
    { subjectId: row.id, reason },
  )
  return row
}

/** A sum that an invoice waits for stays as it is; a paid one is settled. */
async function refuseInvoiced(scope: MemberScope, row: LeaseRow, month: string): Promise<void> {
  const invoiced = (await listInvoicedMonths(scope, [row.id])).find((one) => one.month === month)
  if (invoiced === undefined) return
  const paid = (await listEntries(scope, [row.id])).filter((entry) => entry.invoiceId === invoiced.invoice_id)
  if (paid.reduce((sum, entry) => sum + entry.amountYen, 0) === 0) fail('bookings.lease_month_invoiced')
}
