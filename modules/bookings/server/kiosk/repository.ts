/** Tablets and their calls. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Scope } from '#platform/server/scope.ts'

export type KioskRow = Selectable<DB['bookings.kiosk']>
export type CallRow = Selectable<DB['bookings.kioskCall']>

/** What is the tenant's of each table; a question adds which. */
const kiosks = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.kiosk').selectAll().where('consortiumId', '=', scope.consortiumId)
const calls = (scope: Scope) =>
  scope.db('bookings').selectFrom('bookings.kioskCall').selectAll().where('consortiumId', '=', scope.consortiumId)

export async function insertKiosk(
  scope: Scope,
  one: Pick<KioskRow, 'hubId' | 'name' | 'secretHash' | 'mayWalkIn' | 'callMail' | 'createdBy'>,
): Promise<KioskRow> {
  return scope
    .db('bookings')
    .insertInto('bookings.kiosk')
    .values({ consortiumId: scope.consortiumId, ...one, createdAt: scope.clock.now() })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function listOfHub(scope: Scope, hubId: string): Promise<KioskRow[]> {
  return kiosks(scope).where('hubId', '=', hubId).orderBy('id', 'desc').limit(100).execute()
}

export async function findById(scope: Scope, id: string): Promise<KioskRow | undefined> {
  return kiosks(scope).where('id', '=', id).executeTakeFirst()
}

export async function findBySecret(scope: Scope, hash: Buffer): Promise<KioskRow | undefined> {
  return kiosks(scope).where('secretHash', '=', hash).where('revokedAt', 'is', null).executeTakeFirst()
}

export async function updateKiosk(scope: Scope, id: string, change: Partial<Pick<KioskRow, 'revokedAt' | 'seenAt'>>): Promise<KioskRow> {
  return scope
    .db('bookings')
    .updateTable('bookings.kiosk')
    .set(change)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** False: it calls already. */
export async function insertCall(scope: Scope, kiosk: Pick<KioskRow, 'id' | 'hubId'>): Promise<boolean> {
  const rows = await scope.prepared(
    'bookings_kiosk_call',
    `insert into bookings.kiosk_call (consortium_id, kiosk_id, hub_id, called_at) values ($1, $2, $3, $4)
     on conflict (consortium_id, kiosk_id) where answered_at is null do nothing returning id`,
    [scope.consortiumId, kiosk.id, kiosk.hubId, scope.clock.now()],
  )
  return rows.length === 1
}

export async function listWaitingCalls(scope: Scope, hubId: string): Promise<CallRow[]> {
  return calls(scope).where('hubId', '=', hubId).where('answeredAt', 'is', null).orderBy('calledAt').limit(20).execute()
}

export async function findCall(scope: Scope, id: string): Promise<CallRow | undefined> {
  return calls(scope).where('id', '=', id).executeTakeFirst()
}

export async function findLastCall(scope: Scope, kioskId: string): Promise<CallRow | undefined> {
  return calls(scope).where('kioskId', '=', kioskId).orderBy('id', 'desc').limit(1).executeTakeFirst()
}

export async function markAnswered(scope: Scope, id: string, by: string): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.kioskCall')
    .set({ answeredAt: scope.clock.now(), answeredBy: by })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .where('answeredAt', 'is', null)
    .execute()
}
