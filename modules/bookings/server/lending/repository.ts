/** Loans and lost things. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { Language } from '#platform/contract/texts.ts'
import { likeAnywhere } from '#platform/server/paging.ts'
import type { LostState } from '../../contract/lending/schemas.ts'

export type LoanRow = Omit<Selectable<DB['bookings.loan']>, 'holderLanguage'> & { holderLanguage: Language }
export type LostRow = Omit<Selectable<DB['bookings.lostItem']>, 'state'> & { state: LostState }

/** What is the tenant's of each table; a question adds which. */
const loans = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.loan').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<LoanRow>()
const lostItems = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.lostItem').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<LostRow>()

export type NewLoan = Pick<
  LoanRow,
  | 'hubId'
  | 'equipmentId'
  | 'unitId'
  | 'bookingId'
  | 'accountId'
  | 'holderName'
  | 'holderMail'
  | 'holderPhone'
  | 'holderLanguage'
  | 'outAt'
  | 'outBy'
  | 'dueAt'
  | 'conditionOut'
>

/** Refused by loan_unit_out where the piece is out. */
export async function insertLoan(scope: Scope, loan: NewLoan): Promise<LoanRow> {
  return scope
    .db('bookings')
    .insertInto('bookings.loan')
    .values({ consortiumId: scope.consortiumId, ...loan })
    .returningAll()
    .$castTo<LoanRow>()
    .executeTakeFirstOrThrow()
}

export type LoanChange = Partial<
  Pick<
    LoanRow,
    | 'dueAt'
    | 'backAt'
    | 'backBy'
    | 'conditionBack'
    | 'isDamaged'
    | 'remindedAt'
    | 'reminders'
    | 'holderName'
    | 'holderMail'
    | 'holderPhone'
    | 'accountId'
    | 'forgottenAt'
  >
>

export async function updateLoan(scope: Scope, row: Pick<LoanRow, 'id' | 'version'>, change: LoanChange): Promise<LoanRow> {
  return scope
    .db('bookings')
    .updateTable('bookings.loan')
    .set({ ...change, version: row.version + 1 })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .$castTo<LoanRow>()
    .executeTakeFirstOrThrow()
}

export async function lockLoan(scope: Scope, id: string): Promise<LoanRow | undefined> {
  return loans(scope).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** What is out of a hub, due first at the top. */
export async function listOut(scope: Scope, hubId: string, limit: number): Promise<LoanRow[]> {
  return loans(scope).where('hubId', '=', hubId).where('backAt', 'is', null).orderBy('dueAt').limit(limit).execute()
}

export async function listLoanPage(
  scope: Scope,
  hubId: string,
  page: { limit: number; before: string | null; equipmentId: string | undefined },
): Promise<LoanRow[]> {
  return loans(scope)
    .where('hubId', '=', hubId)
    .$if(page.before !== null, (query) => query.where('id', '<', page.before as string))
    .$if(page.equipmentId !== undefined, (query) => query.where('equipmentId', '=', page.equipmentId as string))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

/** Of an account, or of whoever left this address without one. */
export async function listLoansHeldBy(scope: Scope, holder: { accountId: string } | { guestMail: string }): Promise<LoanRow[]> {
  return loans(scope)
    .$if('accountId' in holder, (query) => query.where('accountId', '=', (holder as { accountId: string }).accountId))
    .$if('guestMail' in holder, (query) =>
      query.where('accountId', 'is', null).where('holderMail', '=', (holder as { guestMail: string }).guestMail),
    )
    .execute()
}

/** The next thing on each unit after an instant, whatever has it. */
export async function listNextUses(
  scope: Scope,
  unitIds: readonly string[],
  after: Temporal.Instant,
): Promise<ReadonlyMap<string, Temporal.Instant>> {
  if (unitIds.length === 0) return new Map()
  const rows = await scope.prepared<{ unit_id: string; starts_at: Temporal.Instant }>(
    'bookings_next_uses',
    `select unit_id, min(starts_at) as starts_at from bookings.occupancy
     where consortium_id = $1 and unit_id = any($2::uuid[]) and starts_at >= $3 and starts_at < $3::timestamptz + interval '14 days'
       and source_kind in ('booking', 'hold') group by unit_id`,
    [scope.consortiumId, unitIds, after],
  )
  return new Map(rows.map((row) => [row.unit_id, row.starts_at]))
}

/** Keeps a unit for a loan without a booking; false: somebody has it in that time. */
export async function occupyForLoan(
  scope: Scope,
  loan: { id: string; unitId: string },
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_occupy_loan',
    `insert into bookings.occupancy (consortium_id, unit_id, source_id, source_kind, starts_at, ends_at)
     values ($1, $2, $3, 'loan', $4, $5) on conflict do nothing returning unit_id`,
    [scope.consortiumId, loan.unitId, loan.id, from, to],
  )
  return rows.length === 1
}

/** Late and not written to for a day, of all tenants: by the role of jobs. */
export async function listLate(jobsDatabase: Database): Promise<{ consortiumId: string; id: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; id: string }>(
    'bookings_late_loans',
    `select consortium_id, id from bookings.loan where back_at is null and due_at < now() - interval '20 minutes'
       and (reminded_at is null or reminded_at < now() - interval '25 hours') order by due_at limit 200`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, id: row.id }))
}

// ---- lost and found

export type NewLost = Pick<LostRow, 'hubId' | 'what' | 'place' | 'marks' | 'foundAt' | 'foundBy' | 'keptAt' | 'policeBy' | 'createdBy'>

/** The next number of the hub; two at once: the second is told by lost_item_number, and runs again. */
export async function insertLost(scope: Scope, item: NewLost): Promise<LostRow> {
  await scope.prepared('bookings_lock_lost', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`bookings.lost/${item.hubId}`])
  return scope
    .db('bookings')
    .insertInto('bookings.lostItem')
    .values((eb) => ({
      consortiumId: scope.consortiumId,
      ...item,
      state: 'kept',
      number: eb
        .selectFrom('bookings.lostItem as other')
        .select((all) => all.fn.coalesce(all(all.fn.max('other.number'), '+', 1), all.val(1)).as('number'))
        .where('other.consortiumId', '=', scope.consortiumId)
        .where('other.hubId', '=', item.hubId),
    }))
    .returningAll()
    .$castTo<LostRow>()
    .executeTakeFirstOrThrow()
}

export async function lockLost(scope: Scope, id: string): Promise<LostRow | undefined> {
  return lostItems(scope).where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function findLost(scope: Scope, id: string): Promise<LostRow | undefined> {
  return lostItems(scope).where('id', '=', id).executeTakeFirst()
}

export async function updateLost(
  scope: Scope,
  row: Pick<LostRow, 'id' | 'version'>,
  change: Partial<Pick<LostRow, 'state' | 'settledAt' | 'settledBy' | 'settledTo' | 'settledNote' | 'fileId'>>,
): Promise<LostRow> {
  return scope
    .db('bookings')
    .updateTable('bookings.lostItem')
    .set({ ...change, version: row.version + 1 })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .$castTo<LostRow>()
    .executeTakeFirstOrThrow()
}

/** The latest first. A text is looked for among a hub's few hundred; no index is asked for it. */
export async function listLostPage(
  scope: Scope,
  hubId: string,
  page: { limit: number; before: string | null; isKeptOnly: boolean; text: string },
): Promise<LostRow[]> {
  const like = likeAnywhere(page.text)
  return lostItems(scope)
    .where('hubId', '=', hubId)
    .$if(page.isKeptOnly, (query) => query.where('state', '=', 'kept'))
    .$if(page.before !== null, (query) => query.where('id', '<', page.before as string))
    .$if(page.text !== '', (query) =>
      query.where((eb) =>
        eb.or([eb('what', 'ilike', like), eb('place', 'ilike', like), eb('marks', 'ilike', like), eb('keptAt', 'ilike', like)]),
      ),
    )
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

/** To whom things were given is kept for half a year, in case somebody else asks for them. */
export async function forgetSettled(scope: Scope, hubId: string): Promise<void> {
  await scope.prepared(
    'bookings_forget_settled',
    `update bookings.lost_item set settled_to = '', found_by = '', marks = '', version = version + 1
     where consortium_id = $1 and hub_id = $2 and settled_at < $3::timestamptz - interval '180 days' and (settled_to <> '' or found_by <> '' or marks <> '')`,
    [scope.consortiumId, hubId, scope.clock.now()],
  )
}
