/** Leases as the contract says them. */
import type { Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub, type HubRef, type PlaceName } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import { chargesOf } from '../../contract/lease/rules.ts'
import type { DeskLease, Lease, LeaseEntry, LeaseMonth, OurLease } from '../../contract/lease/schemas.ts'
import { addDays, dayAt } from '../rules.ts'
import type { InvoicedMonth, LeaseEntryRow, LeaseRow } from './repository.ts'
import { listEntries, listMembers } from './repository.ts'
import { canVoid, endingDays, isOpenLease, isRunningOn, monthOf, totalsByMonth, totalsOf } from './rules.ts'

export interface PlacedLease {
  readonly row: LeaseRow
  readonly hub: HubRef
  readonly place: PlaceName | undefined
  readonly members: readonly string[]
}

/** With the names of hub and space: one look-up for all. */
export async function withLeasePlaces(scope: Scope, rows: readonly LeaseRow[]): Promise<PlacedLease[]> {
  const places = await placeNames(
    scope,
    rows.map((row) => row.targetId),
  )
  const members = await listMembers(
    scope,
    rows.map((row) => row.id),
  )
  const hubs = new Map<string, HubRef>()
  for (const { hubId } of rows) if (!hubs.has(hubId)) hubs.set(hubId, await requireHub(scope, hubId))
  return rows.map((row) => ({
    row,
    hub: hubs.get(row.hubId) as HubRef,
    place: places.get(row.targetId),
    members: members.get(row.id) ?? [],
  }))
}

export function presentLease(scope: Scope, { row, hub, place, members }: PlacedLease): Lease {
  const today = dayAt(scope.clock.now().epochMilliseconds, hub.zone)
  return {
    id: row.id,
    hubId: row.hubId,
    hubKey: hub.key,
    hubNames: hub.names,
    timeZone: hub.zone,
    kind: row.kind,
    status: row.status,
    spaceId: row.targetId,
    spaceNames: place?.names ?? { ja: '' },
    organisationId: row.organisationId,
    holderName: row.holderName,
    isCompany: row.isCompany,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    isRunning: isRunningOn(row, today),
    isEnding: row.status === 'active' && row.endsOn <= addDays(today, endingDays),
    feeKind: row.feeKind,
    feeYen: row.feeYen,
    admitsMembers: row.admitsMembers,
    purpose: row.purpose,
    members: members.length,
    version: row.version,
  }
}

export async function presentDeskLeases(scope: Scope, rows: readonly LeaseRow[]): Promise<DeskLease[]> {
  const entries = Map.groupBy(
    await listEntries(
      scope,
      rows.map((row) => row.id),
    ),
    (entry) => entry.leaseId,
  )
  return (await withLeasePlaces(scope, rows)).map((placed) => presentDeskLease(scope, placed, entries.get(placed.row.id) ?? []))
}

export function presentDeskLease(scope: Scope, placed: PlacedLease, entries: readonly LeaseEntryRow[]): DeskLease {
  const { row } = placed
  return {
    ...presentLease(scope, placed),
    contactName: row.contactName,
    contactMail: row.contactMail,
    contactPhone: row.contactPhone,
    language: row.language,
    result: row.result,
    note: row.note,
    offerUntil: row.offerUntil,
    renewsId: row.renewsId,
    endReason: row.endReason,
    balanceYen: totalsOf(entries).balanceYen,
  }
}

/** Months that are charged, and those to come with what they will cost. */
export function presentMonths(row: LeaseRow, entries: readonly LeaseEntryRow[], invoiced: readonly InvoicedMonth[]): LeaseMonth[] {
  const totals = totalsByMonth(entries)
  const onInvoice = new Map(invoiced.map((one) => [one.month, one]))
  const invoiceOf = (month: string) => ({
    invoiceId: onInvoice.get(month)?.invoice_id ?? null,
    invoiceNumber: onInvoice.get(month)?.number ?? null,
  })
  const charged = [...totals].map(([month, sums]): LeaseMonth => ({ month, ...sums, isToCome: false, ...invoiceOf(month) }))
  const isAgreed = isOpenLease(row.status)
  const toCome = !isAgreed
    ? []
    : chargesOf(row)
        .filter((charge) => !totals.has(charge.month))
        .map((charge): LeaseMonth => ({
          month: charge.month,
          chargedYen: charge.yen,
          paidYen: 0,
          balanceYen: charge.yen,
          isToCome: true,
          ...invoiceOf(charge.month),
        }))
  return [...charged, ...toCome].toSorted((a, b) => (a.month < b.month ? -1 : 1))
}

export function presentEntries(entries: readonly LeaseEntryRow[], names: ReadonlyMap<string, { readonly name: string }>): LeaseEntry[] {
  return entries.map((entry) => ({
    id: entry.id,
    month: monthOf(entry),
    kind: entry.kind,
    amountYen: entry.amountYen,
    movedOn: entry.movedOn,
    reason: entry.reason,
    isReversal: entry.reversesId !== null,
    canVoid: entry.invoiceId === null && canVoid(entry, entries),
    who: entry.accountId === null ? '' : (names.get(entry.accountId)?.name ?? ''),
    at: entry.at.toString(),
  }))
}

export async function presentPeople(scope: Scope, accountIds: readonly string[]): Promise<OurLease['people']> {
  const names = await namesOf(scope, accountIds)
  return accountIds.flatMap((accountId) => {
    const person = names.get(accountId)
    return person === undefined ? [] : [{ accountId, name: person.name, mail: person.mail }]
  })
}
