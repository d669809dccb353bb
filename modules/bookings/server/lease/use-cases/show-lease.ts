/** The desk looks: the list, one lease with all that belongs to it, what a month brings, the list as a file. */
import { historyOf } from '#platform/server/history.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { writeCsv, writeXlsx, xlsxType } from '#platform/server/sheets.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { DeskLease, LeaseDetail, LeaseDues, ListLeasesQuery } from '../../../contract/lease/schemas.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { addDays, dayAt, instantOf, startOfDay } from '../../rules.ts'
import { presentDeskLease, presentDeskLeases, presentEntries, presentMonths, presentPeople, withLeasePlaces } from '../presenter.ts'
import { listEntries, listInvoicedMonths, listLeases, listLeasesTouching, listMembers, type LeaseRow } from '../repository.ts'
import { endingDays, isOpenLease, monthOf, totalsOf } from '../rules.ts'
import { requireLease } from './require-lease.ts'

/** More than a town lets in a generation. */
const mostExported = 5_000
const mostSteps = 200

type Filter = Pick<ListLeasesQuery, 'state' | 'kind' | 'text'>

async function pageOf(scope: MemberScope, hubId: string, filter: Filter, page: { limit: number; cursor?: string | undefined }) {
  const { zone } = await requireHub(scope, hubId)
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  const match = /^(\S+)_([0-9a-f-]{36})$/.exec(page.cursor ?? '')
  const rows = await listLeases(scope, hubId, {
    state: filter.state,
    kind: filter.kind,
    text: filter.text,
    limit: page.limit,
    after: match === null ? undefined : { endsAt: Temporal.Instant.from(match[1] as string), id: match[2] as string },
    endingBefore: instantOf(startOfDay(addDays(today, endingDays + 2), zone)),
  })
  const shown = rows.slice(0, page.limit)
  const last = rows.length > page.limit ? shown.at(-1) : undefined
  return { rows: shown, nextCursor: last === undefined ? null : `${last.endsAt.toString()}_${last.id}` }
}

export async function listHubLeases(
  scope: MemberScope,
  hubId: string,
  query: ListLeasesQuery,
): Promise<{ items: DeskLease[]; nextCursor: string | null }> {
  const { rows, nextCursor } = await pageOf(scope, hubId, query, query)
  return { items: await presentDeskLeases(scope, rows), nextCursor }
}

export async function exportLeases(scope: MemberScope, hubId: string, query: Filter & { format: 'xlsx' | 'csv' }): Promise<FileAnswer> {
  const hub = await requireHub(scope, hubId)
  const say = sayIn(scope.language)
  const { rows } = await pageOf(scope, hubId, query, { limit: mostExported })
  const items = await presentDeskLeases(scope, rows)
  const head = (
    [
      'kind',
      'status',
      'space',
      'holder',
      'contact',
      'mail',
      'phone',
      'startsOn',
      'endsOn',
      'feeKind',
      'fee',
      'members',
      'balance',
      'purpose',
      'result',
      'note',
    ] as const
  ).map((key) => say(`lease.file.${key}`))
  const table = {
    name: say('lease.title'),
    head,
    rows: items.map((one) => [
      say(`lease.kind.${one.kind}`),
      say(`lease.status.${one.status}`),
      localName(one.spaceNames, scope.language),
      one.holderName,
      one.contactName,
      one.contactMail ?? '',
      one.contactPhone ?? '',
      one.startsOn,
      one.endsOn,
      say(`lease.feeKind.${one.feeKind}`),
      one.feeYen,
      one.members,
      one.balanceYen,
      one.purpose,
      one.result,
      one.note,
    ]),
  }
  const name = [say('lease.title'), localName(hub.names, scope.language), dayAt(scope.clock.now().epochMilliseconds, hub.zone)].join('_')
  return query.format === 'csv'
    ? { name: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', content: writeCsv(table) }
    : { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx([table]) }
}

export async function showLease(scope: MemberScope, of: { hubId: string; leaseId: string }): Promise<LeaseDetail> {
  return detailOf(scope, await requireLease(scope, of))
}

export async function detailOf(scope: MemberScope, row: LeaseRow): Promise<LeaseDetail> {
  const entries = await listEntries(scope, [row.id])
  const accountIds = (await listMembers(scope, [row.id])).get(row.id) ?? []
  const { items } = await historyOf(scope, { subjectIds: [row.id] }, { limit: mostSteps })
  const names = await namesOf(scope, [
    ...entries.flatMap((entry) => entry.accountId ?? []),
    ...items.flatMap((item) => item.actorAccountId ?? []),
  ])
  const [placed] = await withLeasePlaces(scope, [row])
  if (placed === undefined) throw new Error('the lease just read has no place')
  const now = scope.clock.now()
  const hasBegun = Temporal.Instant.compare(row.startsAt, now) <= 0
  return {
    lease: presentDeskLease(scope, placed, entries),
    people: await presentPeople(scope, accountIds),
    months: presentMonths(row, entries, await listInvoicedMonths(scope, [row.id])),
    entries: presentEntries(entries, names),
    history: items
      .filter((item) => item.type.startsWith('bookings.'))
      .map((item) => ({
        at: item.at.toString(),
        type: item.type,
        who: item.actorAccountId === null ? '' : (names.get(item.actorAccountId)?.name ?? ''),
        reason: item.reason,
      })),
    can: {
      change: row.status !== 'withdrawn',
      offer: row.status === 'draft',
      activate: row.status === 'draft' || row.status === 'offered',
      withdraw: isOpenLease(row.status) && !(row.status === 'active' && hasBegun),
      period: row.status === 'active',
      renew: row.status === 'active' || row.status === 'ended',
    },
  }
}

/** Every lease that something is charged or paid for in the month, and what earlier months have left. */
export async function listLeaseDues(scope: MemberScope, hubId: string, month: string): Promise<LeaseDues> {
  const { zone } = await requireHub(scope, hubId)
  const first = Temporal.PlainDate.from(`${month}-01`)
  const span = { from: 0, to: startOfDay(first.add({ months: 1 }).toString(), zone) }
  const rows = await listLeasesTouching(scope, hubId, span, { statuses: ['active', 'ended', 'withdrawn'] })
  const ids = rows.map((row) => row.id)
  const entries = Map.groupBy(await listEntries(scope, ids), (entry) => entry.leaseId)
  const invoiced = new Map(
    (await listInvoicedMonths(scope, ids)).filter((one) => one.month === month).map((one) => [one.lease_id, one.invoice_id]),
  )
  const items = (await withLeasePlaces(scope, rows)).flatMap((placed) => {
    const own = entries.get(placed.row.id) ?? []
    const now = totalsOf(own.filter((entry) => monthOf(entry) === month))
    const before = totalsOf(own.filter((entry) => monthOf(entry) < month))
    if (now.chargedYen === 0 && now.paidYen === 0 && before.balanceYen === 0) return []
    return [
      {
        lease: presentDeskLease(scope, placed, own),
        ...now,
        beforeYen: before.balanceYen,
        invoiceId: invoiced.get(placed.row.id) ?? null,
      },
    ]
  })
  return { items: items.toSorted((a, b) => a.lease.holderName.localeCompare(b.lease.holderName, 'ja')) }
}
