/** Who waits, in which order. */
import { sql, type Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { BookedKind } from '../../contract/schemas.ts'
import { defaultWaitingRule, type InLine, type WaitingRule } from '../../contract/waiting/rules.ts'
import type { WaitingStatus } from '../../contract/waiting/schemas.ts'

type Row = Selectable<DB['bookings.waiting']>
export type WaitingRow = Omit<Row, 'kind' | 'status' | 'language'> & {
  kind: BookedKind
  status: WaitingStatus
  language: Language
}

/** Everybody's places in line; a question adds which. */
const entries = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.waiting').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<WaitingRow>()

export type NewWaiting = Pick<
  WaitingRow,
  | 'hubId'
  | 'kind'
  | 'targetId'
  | 'targetType'
  | 'count'
  | 'partySize'
  | 'fromAt'
  | 'toAt'
  | 'minutes'
  | 'accountId'
  | 'name'
  | 'mail'
  | 'phone'
  | 'language'
  | 'consentedAt'
  | 'purpose'
>

export async function insertWaiting(scope: Scope, waiting: NewWaiting): Promise<WaitingRow> {
  const now = scope.clock.now()
  return scope
    .db('bookings')
    .insertInto('bookings.waiting')
    .values({
      consortiumId: scope.consortiumId,
      ...waiting,
      name: waiting.name.replaceAll(/\p{Cc}+/gu, ' '),
      status: 'waiting',
      // the clock of the program has milliseconds: two of the same one stand as their ids do
      placeInLine: now.epochMilliseconds,
      askedAt: now,
      changedAt: now,
    })
    .returningAll()
    .$castTo<WaitingRow>()
    .executeTakeFirstOrThrow()
}

export async function findWaiting(scope: Scope, id: string, { forChange = false } = {}): Promise<WaitingRow | undefined> {
  return entries(scope)
    .where('id', '=', id)
    .$if(forChange, (query) => query.forUpdate())
    .executeTakeFirst()
}

/** Whose offer a booking is. */
export async function findWaitingOfOffer(scope: Scope, bookingId: string): Promise<WaitingRow | undefined> {
  return entries(scope).where('bookingId', '=', bookingId).forUpdate().executeTakeFirst()
}

export type WaitingChange = Partial<
  Pick<WaitingRow, 'status' | 'bookingId' | 'placeInLine' | 'name' | 'mail' | 'phone' | 'purpose' | 'forgottenAt'>
>

/** Writes a locked row. */
export async function updateWaiting(scope: Scope, row: WaitingRow, change: WaitingChange): Promise<WaitingRow> {
  return scope
    .db('bookings')
    .updateTable('bookings.waiting')
    .set({ ...change, version: row.version + 1, changedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .$castTo<WaitingRow>()
    .executeTakeFirstOrThrow()
}

/** More than ever wait at one hub; whoever comes after them is looked at when some have gone. */
const mostInLine = 500

/** Those who wait at a hub for a time that is not over, and those with an offer, in order. */
export async function listLine(scope: Scope, hubId: string): Promise<WaitingRow[]> {
  return entries(scope)
    .where('hubId', '=', hubId)
    .where('status', 'in', ['waiting', 'offered'])
    .where('toAt', '>', scope.clock.now())
    .orderBy('placeInLine')
    .orderBy('id')
    .limit(mostInLine)
    .execute()
}

/** Of several hubs, for the places of one's own entries. */
export async function listLines(scope: Scope, hubIds: readonly string[]): Promise<WaitingRow[]> {
  if (hubIds.length === 0) return []
  return entries(scope)
    .where('hubId', '=', sql<string>`any(${hubIds}::uuid[])`)
    .where('status', 'in', ['waiting', 'offered'])
    .where('toAt', '>', scope.clock.now())
    .orderBy('placeInLine')
    .orderBy('id')
    .limit(mostInLine * hubIds.length)
    .execute()
}

/** One's own: what waits or is offered, and what became of it in the last week. */
export async function listWaitingOfAccount(scope: Scope, accountId: string): Promise<WaitingRow[]> {
  return entries(scope)
    .where('accountId', '=', accountId)
    .where((eb) =>
      eb.or([
        eb.and([eb('status', 'in', ['waiting', 'offered']), eb('toAt', '>', scope.clock.now())]),
        eb.and([eb('status', '=', 'missed'), eb('changedAt', '>', scope.clock.now().subtract({ hours: 24 * 7 }))]),
      ]),
    )
    .orderBy('fromAt')
    .orderBy('id')
    .limit(100)
    .execute()
}

type Holder = { readonly accountId: string } | { readonly guestMail: string }

/** Everything of an account, or of a guest by mail. */
export async function listWaitingHeldBy(scope: Scope, holder: Holder): Promise<WaitingRow[]> {
  return entries(scope)
    .$if('accountId' in holder, (query) => query.where('accountId', '=', (holder as { accountId: string }).accountId))
    .$if('guestMail' in holder, (query) =>
      query.where('accountId', 'is', null).where('mail', '=', (holder as { guestMail: string }).guestMail),
    )
    .orderBy('fromAt')
    .execute()
}

/** Entries of one person are made one after another: of several at once each would count without the others. */
export async function lockAsking(scope: Scope, who: string): Promise<void> {
  await scope.prepared('bookings_waiting_lock', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `bookings.waiting/${scope.consortiumId}/${who}`,
  ])
}

/** Offers of a hub are made one after another: of two at once the second would pass over whom the first is asking. */
export async function lockLine(scope: Scope, hubId: string): Promise<void> {
  await lockAsking(scope, `hub/${hubId}`)
}

/** A part of the transaction that may be let go of alone. */
export async function inPart<T>(scope: Scope, work: () => Promise<T>, isLetGo: (error: unknown) => boolean): Promise<T | undefined> {
  await scope.prepared('bookings_waiting_part', 'savepoint bookings_waiting', [])
  try {
    return await work()
  } catch (error) {
    if (!isLetGo(error)) throw error
    await scope.prepared('bookings_waiting_part_back', 'rollback to savepoint bookings_waiting', [])
    return undefined
  }
}

export type WaitingRuleRow = WaitingRule & { readonly version: number }

/** Version 0: nobody has decided yet. */
export async function findWaitingRule(scope: Scope, hubId: string): Promise<WaitingRuleRow> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.waitingRule')
    .select(['isOpen', 'offerMinutes', 'quietFromMinute', 'quietToMinute', 'version'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .executeTakeFirst()
  return row ?? { ...defaultWaitingRule, version: 0 }
}

/** False: somebody was faster. */
export async function saveWaitingRule(scope: Scope, hubId: string, { version, ...rule }: WaitingRuleRow): Promise<boolean> {
  const row = await scope
    .db('bookings')
    .insertInto('bookings.waitingRule')
    .values({ consortiumId: scope.consortiumId, hubId, ...rule })
    .onConflict((conflict) =>
      conflict
        .columns(['consortiumId', 'hubId'])
        .doUpdateSet({ ...rule, version: version + 1 })
        .where('bookings.waitingRule.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst()
  return row !== undefined && row.version === version + 1
}

export const inLine = (row: WaitingRow): InLine => ({
  id: row.id,
  window: { from: row.fromAt.epochMilliseconds, to: row.toAt.epochMilliseconds },
  targetId: row.targetId,
  targetType: row.targetType,
})
