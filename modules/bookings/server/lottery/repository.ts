/** Lotteries and applications. */
import { sql, type Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { BlockedWish, LotteryWin, LotteryWish } from '../../contract/lottery/schemas.ts'

type Row = Selectable<DB['bookings.lottery']>
export type LotteryRow = Omit<Row, 'names' | 'useFrom' | 'useUntil' | 'blocked'> & {
  names: LocalText
  useFrom: string
  useUntil: string
  blocked: readonly BlockedWish[]
}
type StoredApplication = Selectable<DB['bookings.lotteryApplication']>
export type ApplicationRow = Omit<StoredApplication, 'language' | 'wishes' | 'wins'> & {
  language: Language
  wishes: readonly LotteryWish[]
  wins: readonly LotteryWin[]
}

/** What is the tenant's of each table; a question adds which. */
const lotteries = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.lottery').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<LotteryRow>()
const applications = (scope: Scope) =>
  scope
    .db('bookings')
    .selectFrom('bookings.lotteryApplication')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .$castTo<ApplicationRow>()

export type LotteryFields = Pick<
  LotteryRow,
  'names' | 'targetIds' | 'useFrom' | 'useUntil' | 'opensAt' | 'closesAt' | 'drawsAt' | 'mostWishes' | 'mostWins' | 'note'
>

const written = ({ names, useFrom, useUntil, ...fields }: LotteryFields) => ({
  ...fields,
  names: JSON.stringify(names),
  useFrom: useFrom as never,
  useUntil: useUntil as never,
})

export async function insertLottery(
  scope: Scope,
  lottery: LotteryFields & { hubId: string; seed: string; seedHash: string },
): Promise<LotteryRow> {
  const { hubId, seed, seedHash, ...fields } = lottery
  const now = scope.clock.now()
  return scope
    .db('bookings')
    .insertInto('bookings.lottery')
    .values({ consortiumId: scope.consortiumId, hubId, seed, seedHash, ...written(fields), createdAt: now, changedAt: now })
    .returningAll()
    .$castTo<LotteryRow>()
    .executeTakeFirstOrThrow()
}

export async function findLottery(scope: Scope, id: string, { forChange = false } = {}): Promise<LotteryRow | undefined> {
  return lotteries(scope)
    .where('id', '=', id)
    .$if(forChange, (query) => query.forUpdate())
    .executeTakeFirst()
}

export async function updateLottery(
  scope: Scope,
  row: LotteryRow,
  change: Partial<LotteryFields> & {
    drawnAt?: Temporal.Instant
    cancelledAt?: Temporal.Instant
    blocked?: readonly BlockedWish[]
    lastNumber?: number
  },
): Promise<LotteryRow> {
  const { names, useFrom, useUntil, blocked, ...rest } = change
  return scope
    .db('bookings')
    .updateTable('bookings.lottery')
    .set({
      ...rest,
      ...(names === undefined ? {} : { names: JSON.stringify(names) }),
      ...(useFrom === undefined ? {} : { useFrom: useFrom as never }),
      ...(useUntil === undefined ? {} : { useUntil: useUntil as never }),
      ...(blocked === undefined ? {} : { blocked: JSON.stringify(blocked) }),
      // a number that is given is no change that somebody else at the desk has to see first
      ...(change.lastNumber === undefined ? { version: row.version + 1 } : {}),
      changedAt: scope.clock.now(),
    })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .$castTo<LotteryRow>()
    .executeTakeFirstOrThrow()
}

interface Page {
  readonly when: 'now' | 'past'
  readonly limit: number
  readonly after: { readonly useUntil: string; readonly id: string } | undefined
  readonly today: string
}

/** Those whose days are to come by their last day, or those that are over, latest first; of one hub or of all. */
export async function listLotteries(scope: Scope, hubId: string | undefined, page: Page): Promise<LotteryRow[]> {
  const isNow = page.when === 'now'
  return lotteries(scope)
    .$if(hubId !== undefined, (query) => query.where('hubId', '=', hubId as string))
    .where('useUntil', isNow ? '>=' : '<', page.today as never)
    .$if(page.after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('useUntil', 'id'), isNow ? '>' : '<', eb.tuple(page.after?.useUntil as never, page.after?.id as string)),
      ),
    )
    .orderBy('useUntil', isNow ? 'asc' : 'desc')
    .orderBy('id', isNow ? 'asc' : 'desc')
    .limit(page.limit + 1)
    .execute()
}

/** Lotteries of a hub are made one after another: of two at once neither would see the other. */
export async function lockMaking(scope: Scope, hubId: string): Promise<void> {
  await scope.prepared('bookings_lottery_lock', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `bookings.lotteries/${scope.consortiumId}/${hubId}`,
  ])
}

/** Those of a hub that are neither drawn nor called off: few, and asked for with a booking of a whole space. */
export async function listUndrawn(scope: Scope, hubId: string): Promise<LotteryRow[]> {
  return lotteries(scope).where('hubId', '=', hubId).where('drawnAt', 'is', null).where('cancelledAt', 'is', null).limit(200).execute()
}

// ---- applications

export type ApplicationFields = Pick<ApplicationRow, 'wishes' | 'partySize' | 'purpose'>

export async function insertApplication(
  scope: Scope,
  application: ApplicationFields & Pick<ApplicationRow, 'lotteryId' | 'number' | 'accountId' | 'name' | 'mail' | 'language'>,
): Promise<ApplicationRow> {
  const now = scope.clock.now()
  return scope
    .db('bookings')
    .insertInto('bookings.lotteryApplication')
    .values({
      consortiumId: scope.consortiumId,
      ...application,
      wishes: JSON.stringify(application.wishes),
      createdAt: now,
      changedAt: now,
    })
    .returningAll()
    .$castTo<ApplicationRow>()
    .executeTakeFirstOrThrow()
}

export async function updateApplication(
  scope: Scope,
  row: ApplicationRow,
  change: Partial<ApplicationFields> & {
    withdrawnAt?: Temporal.Instant
    forgottenAt?: Temporal.Instant
    name?: string
    mail?: null
    drawnPlace?: number
    wins?: readonly LotteryWin[]
  },
): Promise<ApplicationRow> {
  const { wishes, wins, ...rest } = change
  return scope
    .db('bookings')
    .updateTable('bookings.lotteryApplication')
    .set({
      ...rest,
      ...(wishes === undefined ? {} : { wishes: JSON.stringify(wishes) }),
      ...(wins === undefined ? {} : { wins: JSON.stringify(wins) }),
      version: row.version + 1,
      changedAt: scope.clock.now(),
    })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .$castTo<ApplicationRow>()
    .executeTakeFirstOrThrow()
}

/** The application of a person that stands, for each of some lotteries. */
export async function listOwnApplications(
  scope: Scope,
  accountId: string,
  lotteryIds: readonly string[],
): Promise<ReadonlyMap<string, ApplicationRow>> {
  if (lotteryIds.length === 0) return new Map()
  const rows = await applications(scope)
    .where('accountId', '=', accountId)
    .where('lotteryId', '=', sql<string>`any(${lotteryIds}::uuid[])`)
    .where('withdrawnAt', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.lotteryId, row]))
}

export async function listApplicationsOfAccount(scope: Scope, accountId: string): Promise<ApplicationRow[]> {
  return applications(scope).where('accountId', '=', accountId).orderBy('id').execute()
}

export async function findApplication(scope: Scope, id: string): Promise<ApplicationRow | undefined> {
  return applications(scope).where('id', '=', id).executeTakeFirst()
}

/** All that take part, by number: for the drawing and its published list. */
export async function listStanding(scope: Scope, lotteryId: string): Promise<ApplicationRow[]> {
  return applications(scope).where('lotteryId', '=', lotteryId).where('withdrawnAt', 'is', null).orderBy('number').execute()
}

export async function countStanding(scope: Scope, lotteryId: string): Promise<number> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.lotteryApplication')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('consortiumId', '=', scope.consortiumId)
    .where('lotteryId', '=', lotteryId)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Places that were drawn and what was given, for all at once. */
export async function writeDrawing(
  scope: Scope,
  lotteryId: string,
  results: readonly { readonly number: number; readonly place: number; readonly wins: readonly LotteryWin[] }[],
): Promise<void> {
  await scope.prepared(
    'bookings_lottery_results',
    `update bookings.lottery_application a set drawn_place = r.place, wins = r.wins, version = a.version + 1, changed_at = $6
     from unnest($3::int[], $4::int[], $5::jsonb[]) as r (number, place, wins)
     where a.consortium_id = $1 and a.lottery_id = $2 and a.number = r.number`,
    [
      scope.consortiumId,
      lotteryId,
      results.map(({ number }) => number),
      results.map(({ place }) => place),
      results.map(({ wins }) => JSON.stringify(wins)),
      scope.clock.now().toString(),
    ],
  )
}

/** What is drawn by itself now, of all tenants, by the role of jobs. */
export async function listDueDrawings(jobsDatabase: Database): Promise<{ consortiumId: string; id: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; id: string }>(
    'bookings_due_drawings',
    `select consortium_id, id from bookings.lottery where drawn_at is null and cancelled_at is null and draws_at <= now() order by draws_at limit 100`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, id: row.id }))
}
