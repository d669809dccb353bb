/** Bills, the ledger, receipts, the till. Money is inserted and read, never changed; a bill is the sum of its entries. */
import { sql, type Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Database } from '#platform/server/database.ts'
import { accountIdOf, type Scope } from '#platform/server/scope.ts'
import type { EntryKind, PayMethod } from '../../contract/payment/schemas.ts'
import type { NewEntry, Totals } from './rules.ts'

export type BillRow = Selectable<DB['bookings.bill']>
export type EntryRow = Omit<Selectable<DB['bookings.ledgerEntry']>, 'kind' | 'method'> & { kind: EntryKind; method: PayMethod | null }
export type ReceiptRow = Omit<Selectable<DB['bookings.receipt']>, 'method'> & { method: PayMethod }
export type ClosingRow = Selectable<DB['bookings.closing']>

const who = (scope: Scope) => ({ actorKind: scope.actor.kind, accountId: accountIdOf(scope.actor) })

/** What is the tenant's of each table; a question adds which. */
const bills = (scope: Scope) => scope.db('bookings').selectFrom('bookings.bill').selectAll().where('consortiumId', '=', scope.consortiumId)
const entries = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.ledgerEntry').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<EntryRow>()
const receipts = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.receipt').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<ReceiptRow>()
const closings = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.closing').selectAll().where('consortiumId', '=', scope.consortiumId)

// ---- bills and entries

export async function findBill(scope: Scope, bookingId: string): Promise<BillRow | undefined> {
  return bills(scope).where('bookingId', '=', bookingId).executeTakeFirst()
}

/** Those of the bookings that have a bill. */
export async function listBilled(scope: Scope, bookingIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await scope.prepared<{ booking_id: string }>(
    'bookings_billed',
    'select booking_id from bookings.bill where consortium_id = $1 and booking_id = any($2)',
    [scope.consortiumId, bookingIds],
  )
  return new Set(rows.map((row) => row.booking_id))
}

/** Of the bookings, those that are cancelled by themselves unless they are paid, and until when. */
export async function listProvisional(scope: Scope, bookingIds: readonly string[]): Promise<ReadonlyMap<string, Temporal.Instant>> {
  if (bookingIds.length === 0) return new Map()
  const rows = await scope.prepared<{ booking_id: string; due_at: Temporal.Instant }>(
    'bookings_provisional',
    `select booking_id, due_at from bookings.bill where consortium_id = $1 and booking_id = any($2)
     and balance_yen > 0 and paid_yen <= 0 and cancels_unpaid and due_at is not null`,
    [scope.consortiumId, bookingIds],
  )
  return new Map(rows.map((row) => [row.booking_id, row.due_at]))
}

/** The same for a day of a hub: what is unpaid is few, and has an index of its own. */
export async function listProvisionalOn(scope: Scope, hubId: string, days: { from: string; to: string }): Promise<string[]> {
  const rows = await scope.prepared<{ booking_id: string }>(
    'bookings_provisional_on',
    `select booking_id from bookings.bill where consortium_id = $1 and hub_id = $2 and used_on between $3 and $4
     and balance_yen <> 0 and balance_yen > 0 and paid_yen <= 0 and cancels_unpaid and due_at is not null order by booking_id`,
    [scope.consortiumId, hubId, days.from, days.to],
  )
  return rows.map((row) => row.booking_id)
}

/** Bills in the order of their bookings, kept from other changes until the end. */
export async function lockBills(scope: Scope, bookingIds: readonly string[]): Promise<BillRow[]> {
  if (bookingIds.length === 0) return []
  return bills(scope)
    .where('bookingId', 'in', [...bookingIds])
    .orderBy('bookingId')
    .forUpdate()
    .execute()
}

export async function insertBill(scope: Scope, bill: Pick<BillRow, 'bookingId' | 'hubId' | 'organisationId' | 'usedOn'>): Promise<void> {
  await scope
    .db('bookings')
    .insertInto('bookings.bill')
    .values({ ...bill, consortiumId: scope.consortiumId, changedAt: scope.clock.now() })
    .onConflict((conflict) => conflict.columns(['consortiumId', 'bookingId']).doNothing())
    .execute()
}

export async function updateBill(
  scope: Scope,
  bookingId: string,
  change: Partial<Omit<BillRow, 'consortiumId' | 'bookingId' | 'hubId'>>,
): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.bill')
    .set({ ...change, changedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('bookingId', '=', bookingId)
    .execute()
}

export const totalsColumns = (totals: Totals): Totals => ({
  chargedYen: totals.chargedYen,
  paidYen: totals.paidYen,
  balanceYen: totals.balanceYen,
})

export interface EntryFacts {
  readonly hubId: string
  readonly bookingId: string
  readonly businessDay: string
  readonly method?: PayMethod
  readonly reason?: string
  readonly receiptId?: string | null
  readonly invoiceId?: string | null
}

export async function insertEntries(scope: Scope, facts: EntryFacts, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return
  await scope
    .db('bookings')
    .insertInto('bookings.ledgerEntry')
    .values(
      entries.map((entry) => ({
        consortiumId: scope.consortiumId,
        hubId: facts.hubId,
        bookingId: facts.bookingId,
        kind: entry.kind,
        amountYen: entry.amountYen,
        method: entry.kind === 'payment' || entry.kind === 'refund' ? (facts.method ?? null) : null,
        reason: facts.reason ?? '',
        businessDay: facts.businessDay,
        receiptId: facts.receiptId ?? null,
        invoiceId: facts.invoiceId ?? null,
        reversesId: entry.reversesId ?? null,
        ...who(scope),
        at: scope.clock.now(),
      })),
    )
    .execute()
}

export async function listEntries(scope: Scope, bookingIds: readonly string[]): Promise<EntryRow[]> {
  if (bookingIds.length === 0) return []
  return entries(scope)
    .where('bookingId', 'in', [...bookingIds])
    .orderBy('id')
    .execute()
}

export async function findEntry(scope: Scope, id: string): Promise<EntryRow | undefined> {
  return entries(scope).where('id', '=', id).executeTakeFirst()
}

export async function listEntriesOfReceipts(scope: Scope, receiptIds: readonly string[]): Promise<EntryRow[]> {
  if (receiptIds.length === 0) return []
  return entries(scope)
    .where('receiptId', 'in', [...receiptIds])
    .orderBy('id')
    .execute()
}

export const mostMovements = 20_000

/** Money moved on business days of a hub, both included; cash alone where wanted. One more than the most: there are too many. */
export async function listMovements(
  scope: Scope,
  hubId: string,
  days: { from: string; until: string; isCashOnly: boolean },
): Promise<EntryRow[]> {
  return entries(scope)
    .where('hubId', '=', hubId)
    .where('method', 'is not', null)
    .$if(days.isCashOnly, (query) => query.where('method', '=', 'cash'))
    .where('businessDay', '>=', days.from)
    .where('businessDay', '<=', days.until)
    .orderBy('businessDay')
    .orderBy('id')
    .limit(mostMovements + 1)
    .execute()
}

/** So many are looked at on the screen of the till; its sums are of all. */
const mostOnScreen = 1_000

/** Cash since the last closing, the latest where there is very much of it, in the order of time. */
export async function listLatestCash(scope: Scope, hubId: string, after: string | null): Promise<EntryRow[]> {
  const latest = await entries(scope)
    .where('hubId', '=', hubId)
    .where('method', '=', 'cash')
    .$if(after !== null, (query) => query.where('businessDay', '>', after as string))
    .orderBy('businessDay', 'desc')
    .orderBy('id', 'desc')
    .limit(mostOnScreen)
    .execute()
  return latest.toReversed()
}

/** How cash moved, however much of it: what came in and what went out, counter-entries on the side that they undo. */
export async function sumCash(
  scope: Scope,
  hubId: string,
  days: { after: string | null; until?: string },
): Promise<{ inYen: number; outYen: number; firstDay: string | null }> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.ledgerEntry')
    .select((eb) => [
      eb.fn.coalesce(eb.fn.sum<number>('amountYen').filterWhere('amountYen', '<', 0), eb.val(0)).as('in'),
      eb.fn.coalesce(eb.fn.sum<number>('amountYen').filterWhere('amountYen', '>', 0), eb.val(0)).as('out'),
      eb.fn.min('businessDay').as('firstDay'),
    ])
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('method', '=', 'cash')
    .$if(days.after !== null, (query) => query.where('businessDay', '>', days.after as string))
    .$if(days.until !== undefined, (query) => query.where('businessDay', '<=', days.until as string))
    .executeTakeFirstOrThrow()
  return { inYen: 0 - row.in, outYen: row.out, firstDay: row.firstDay }
}

/** Unsettled bookings of a hub by day of use: `due` or money to give back. */
export async function listOpenBills(
  scope: Scope,
  hubId: string,
  page: { show: 'due' | 'back'; limit: number; after: { usedOn: string; bookingId: string } | undefined },
): Promise<BillRow[]> {
  return bills(scope)
    .where('hubId', '=', hubId)
    .where('balanceYen', '<>', 0)
    .where('balanceYen', page.show === 'due' ? '>' : '<', 0)
    .$if(page.after !== undefined, (query) =>
      query.where((eb) => eb(eb.refTuple('usedOn', 'bookingId'), '>', eb.tuple(page.after?.usedOn ?? '', page.after?.bookingId ?? ''))),
    )
    .orderBy('usedOn')
    .orderBy('bookingId')
    .limit(page.limit + 1)
    .execute()
}

/** Open fees of a month that are on no invoice, of one organisation or all. */
export async function listInvoiceable(
  scope: Scope,
  hubId: string,
  of: { from: string; until: string; organisationId?: string },
): Promise<BillRow[]> {
  return bills(scope)
    .where('hubId', '=', hubId)
    .where('organisationId', 'is not', null)
    .$if(of.organisationId !== undefined, (query) => query.where('organisationId', '=', of.organisationId as string))
    .where('usedOn', '>=', of.from)
    .where('usedOn', '<=', of.until)
    .where('balanceYen', '>', 0)
    .where('invoiceId', 'is', null)
    .orderBy('usedOn')
    .orderBy('bookingId')
    .limit(2_000)
    .execute()
}

/** Bills of all tenants whose warning or deadline has come, by the role of jobs: it sees that, and nothing else. */
export async function listDueBills(jobsDatabase: Database): Promise<{ consortiumId: string; bookingId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; booking_id: string }>(
    'bookings_due_bills',
    `(select consortium_id, booking_id from bookings.bill where balance_yen > 0 and warned_at is null and warn_at < now() order by warn_at limit 500)
     union
     (select consortium_id, booking_id from bookings.bill where balance_yen > 0 and cancels_unpaid and due_at < now() order by due_at limit 500)`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, bookingId: row.booking_id }))
}

// ---- receipts

export async function insertReceipt(
  scope: Scope,
  receipt: Pick<
    ReceiptRow,
    | 'hubId'
    | 'fiscalYear'
    | 'number'
    | 'businessDay'
    | 'method'
    | 'totalYen'
    | 'givenYen'
    | 'changeYen'
    | 'addressee'
    | 'isOrganisation'
    | 'language'
  > & { paper: object },
): Promise<ReceiptRow> {
  return scope
    .db('bookings')
    .insertInto('bookings.receipt')
    .values({
      ...receipt,
      paper: JSON.stringify(receipt.paper),
      consortiumId: scope.consortiumId,
      issuedAt: scope.clock.now(),
      accountId: who(scope).accountId,
    })
    .returningAll()
    .$castTo<ReceiptRow>()
    .executeTakeFirstOrThrow()
}

export async function listReceiptsById(scope: Scope, ids: readonly string[]): Promise<ReceiptRow[]> {
  if (ids.length === 0) return []
  return receipts(scope)
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .execute()
}

export async function listReceipts(
  scope: Scope,
  hubId: string,
  page: { day?: string | undefined; limit: number; before: string | null },
): Promise<ReceiptRow[]> {
  return receipts(scope)
    .where('hubId', '=', hubId)
    .$if(page.day !== undefined, (query) => query.where('businessDay', '=', page.day as string))
    .$if(page.before !== null, (query) => query.where('id', '<', page.before as string))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

export async function countPrints(scope: Scope, receiptIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (receiptIds.length === 0) return new Map()
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.receiptPrint')
    .select((eb) => ['receiptId', eb.fn.countAll<number>().as('prints')])
    .where('consortiumId', '=', scope.consortiumId)
    .where('receiptId', 'in', [...receiptIds])
    .groupBy('receiptId')
    .execute()
  return new Map(rows.map((row) => [row.receiptId, row.prints]))
}

/** One print at a time: the first is the one without a mark. */
export async function lockReceipt(scope: Scope, receiptId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bookings.receipt/${receiptId}`}, 0))`.execute(scope.db('bookings'))
}

export async function insertPrint(scope: Scope, receiptId: string): Promise<void> {
  await scope
    .db('bookings')
    .insertInto('bookings.receiptPrint')
    .values({ consortiumId: scope.consortiumId, receiptId, accountId: who(scope).accountId, at: scope.clock.now() })
    .execute()
}

/** The name on receipts of a person who is forgotten; number, day and sum stay. */
export async function blankAddressees(scope: Scope, bookingIds: readonly string[]): Promise<void> {
  if (bookingIds.length === 0) return
  const ids = [...new Set((await listEntries(scope, bookingIds)).flatMap((entry) => entry.receiptId ?? []))]
  if (ids.length === 0) return
  await scope
    .db('bookings')
    .updateTable('bookings.receipt')
    .set({ addressee: '' })
    .where('consortiumId', '=', scope.consortiumId)
    .where('isOrganisation', '=', false)
    .where('id', 'in', ids)
    .execute()
}

// ---- permits

export async function findPermit(scope: Scope, bookingId: string) {
  return scope
    .db('bookings')
    .selectFrom('bookings.permit')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('bookingId', '=', bookingId)
    .executeTakeFirst()
}

export async function insertPermit(scope: Scope, permit: { hubId: string; bookingId: string; fiscalYear: number; number: number }) {
  return scope
    .db('bookings')
    .insertInto('bookings.permit')
    .values({ ...permit, consortiumId: scope.consortiumId, issuedAt: scope.clock.now(), accountId: who(scope).accountId })
    .returningAll()
    .executeTakeFirstOrThrow()
}

// ---- the till

/** The till of a hub, kept from other movements of money until the end of the transaction; made when first needed. */
export async function lockTill(scope: Scope, hubId: string): Promise<{ closedUntil: string | null; floatYen: number }> {
  const [row] = await scope.prepared<{ closed_until: string | null; float_yen: number }>(
    'bookings_till_lock',
    `insert into bookings.till (consortium_id, hub_id) values ($1, $2)
     on conflict (consortium_id, hub_id) do update set hub_id = excluded.hub_id returning closed_until, float_yen`,
    [scope.consortiumId, hubId],
  )
  if (row === undefined) throw new Error('the till did not answer')
  return { closedUntil: row.closed_until, floatYen: row.float_yen }
}

export async function findTill(scope: Scope, hubId: string): Promise<{ closedUntil: string | null; floatYen: number }> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.till')
    .select(['closedUntil', 'floatYen'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .executeTakeFirst()
  return row ?? { closedUntil: null, floatYen: 0 }
}

export async function updateTill(scope: Scope, hubId: string, till: { closedUntil: string; floatYen: number }): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.till')
    .set(till)
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .execute()
}

export async function insertClosing(
  scope: Scope,
  closing: Omit<ClosingRow, 'consortiumId' | 'id' | 'counts' | 'accountId' | 'closedAt'> & { counts: object },
): Promise<ClosingRow> {
  return scope
    .db('bookings')
    .insertInto('bookings.closing')
    .values({
      ...closing,
      counts: JSON.stringify(closing.counts),
      consortiumId: scope.consortiumId,
      accountId: who(scope).accountId,
      closedAt: scope.clock.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function findClosing(scope: Scope, id: string): Promise<ClosingRow | undefined> {
  return closings(scope).where('id', '=', id).executeTakeFirst()
}

export async function listClosings(
  scope: Scope,
  hubId: string,
  page: { limit: number; before?: string | null; from?: string; until?: string },
): Promise<ClosingRow[]> {
  return closings(scope)
    .where('hubId', '=', hubId)
    .$if(page.before != null, (query) => query.where('id', '<', page.before as string))
    .$if(page.from !== undefined, (query) => query.where('businessDay', '>=', page.from as string))
    .$if(page.until !== undefined, (query) => query.where('businessDay', '<=', page.until as string))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
}

/** Bills of all bookings of a hub that have none, as one statement: those of past days paid by transfer, the others open. */
export async function insertDemoBills(scope: Scope, hub: { id: string; zone: string }): Promise<void> {
  await scope.prepared(
    'bookings_demo_bills',
    `with charged as materialized (
       select b.id, b.organisation_id, coalesce(b.list_fee_yen, b.fee_yen) as list, b.fee_yen as fee, b.created_at,
              (b.starts_at at time zone $3)::date as used_on, b.ends_at < $4 as is_over
       from bookings.booking b
       where b.consortium_id = $1 and b.hub_id = $2 and b.status = 'confirmed' and b.fee_yen > 0
         and not exists (select from bookings.bill x where x.consortium_id = b.consortium_id and x.booking_id = b.id)
     ), bills as (
       insert into bookings.bill (consortium_id, booking_id, hub_id, organisation_id, used_on, charged_yen, paid_yen, balance_yen, due_at, changed_at)
       select $1, id, $2, organisation_id, used_on, fee, case when is_over then fee else 0 end, case when is_over then 0 else fee end,
              (used_on + 1)::timestamp at time zone $3, $4 from charged
       returning booking_id
     )
     insert into bookings.ledger_entry (consortium_id, hub_id, booking_id, kind, amount_yen, method, business_day, actor_kind, at)
     select $1, $2, c.id, e.kind, e.amount, e.method, least(c.used_on, ($4 at time zone $3)::date), 'system', $4
     from charged c join bills on bills.booking_id = c.id
     cross join lateral (values ('charge', c.list, null), ('reduction', c.fee - c.list, null), ('payment', case when c.is_over then -c.fee else 0 end, 'transfer'))
       as e (kind, amount, method)
     where e.amount <> 0`,
    [scope.consortiumId, hub.id, hub.zone, scope.clock.now()],
  )
}
