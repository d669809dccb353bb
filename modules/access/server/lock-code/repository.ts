/** Codes on locks that keep them: wanted and observed, and when to try again. */
import { sql, type Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'

export type LockCodeRow = Omit<Selectable<DB['access.lockCode']>, 'wanted' | 'observed'> & {
  wanted: 'on-lock' | 'withdrawn'
  observed: 'planned' | 'on-lock' | 'used' | 'withdrawn'
}

const codes = (scope: Scope) =>
  scope
    .db('access')
    .selectFrom('access.lockCode as lockCode')
    .selectAll('lockCode')
    .where('lockCode.consortiumId', '=', scope.consortiumId)
    .$castTo<LockCodeRow>()

export async function listCodesOfHub(scope: Scope, hubId: string): Promise<LockCodeRow[]> {
  return codes(scope).where('hubId', '=', hubId).orderBy('id', 'desc').limit(500).execute()
}

export async function listCodesOfDoors(scope: Scope, doorIds: readonly string[]): Promise<LockCodeRow[]> {
  if (doorIds.length === 0) return []
  return codes(scope)
    .where((eb) => eb('doorId', '=', eb.fn.any(eb.val([...doorIds]))))
    .where('observed', '!=', 'withdrawn')
    .forUpdate()
    .execute()
}

export async function findCode(scope: Scope, id: string): Promise<LockCodeRow | undefined> {
  return codes(scope).where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function findCodeByCommand(scope: Scope, commandId: string): Promise<LockCodeRow | undefined> {
  return codes(scope).where('commandId', '=', commandId).forUpdate().executeTakeFirst()
}

/** On the lock, or on the way there, at places of the hub where no code belongs any more: the door, its lock or the slot is gone. */
export async function listLostCodes(scope: Scope, hubId: string): Promise<LockCodeRow[]> {
  return codes(scope)
    .where('hubId', '=', hubId)
    .where('wanted', '=', 'on-lock')
    .where('observed', '!=', 'withdrawn')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('access.door as door')
            .select('door.id')
            .whereRef('door.consortiumId', '=', 'lockCode.consortiumId')
            .whereRef('door.id', '=', 'lockCode.doorId')
            .where('door.retiredAt', 'is', null)
            .where('door.lockDeviceId', 'is not', null)
            .whereRef('door.codeSlots', '>=', 'lockCode.slot')
            // `mayBeOnLock`
            .where('door.needsPasskey', '=', false)
            .where(
              sql<boolean>`(door.pin_periods = '[]'::jsonb or exists (select from access.credential as c
                where c.consortium_id = lock_code.consortium_id and c.id = lock_code.credential_id and c.of_subject_id is null))`,
            ),
        ),
      ),
    )
    .forUpdate()
    .execute()
}

/** Somebody came in by a code of the lock's own. */
export async function markUsed(scope: Scope, { deviceId, slot }: { deviceId: string; slot: number }): Promise<void> {
  await scope
    .db('access')
    .updateTable('access.lockCode')
    .set({ observed: 'used', changedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('deviceId', '=', deviceId)
    .where('slot', '=', slot)
    .where('observed', '=', 'on-lock')
    .execute()
}

/** The code that was at a place of a lock at a moment, also one that has been taken away since: locks tell late. */
export async function findUsedCode(
  scope: Scope,
  { deviceId, slot, at }: { deviceId: string; slot: number; at: Temporal.Instant },
): Promise<LockCodeRow | undefined> {
  return codes(scope)
    .where('deviceId', '=', deviceId)
    .where('slot', '=', slot)
    .where('observed', '!=', 'planned')
    .where('validFrom', '<=', at)
    .where('validTo', '>', at)
    .orderBy('changedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Whose these credentials are, and whether they hold; one that is no longer there is not among them. */
export async function listHolders(
  scope: Scope,
  credentialIds: readonly string[],
): Promise<ReadonlyMap<string, { subjectId: string; isActive: boolean }>> {
  const rows = await scope.prepared<{ id: string; subject_id: string; is_active: boolean }>(
    'access_code_holders',
    `select id, subject_id, status = 'active' as is_active from access.credential where consortium_id = $1 and id = any($2::uuid[])`,
    [scope.consortiumId, credentialIds],
  )
  return new Map(rows.map((row) => [row.id, { subjectId: row.subject_id, isActive: row.is_active }]))
}

/** Bookings and visitors who may enter by the door and whose PIN is not on its lock and may be; the soonest first. */
export async function listWithoutCode(
  scope: Scope,
  { id, hubId, pinPeriods }: { id: string; hubId: string; pinPeriods: readonly unknown[] },
  limit: number,
): Promise<string[]> {
  const rows = await scope.prepared<{ subject_id: string }>(
    'access_without_code',
    `select g.subject_id from access.door_grant g
     join access.credential c on c.consortium_id = g.consortium_id and c.subject_id = g.subject_id and c.kind = 'pin' and c.status = 'active'
     where g.consortium_id = $1 and g.hub_id = $2 and $3::uuid = any(g.door_ids) and g.until_at > $4 and g.subject_kind <> 'person'
       and ($6 or c.of_subject_id is null)
       and not exists (select from access.lock_code k where k.consortium_id = g.consortium_id and k.door_id = $3 and k.credential_id = c.id
         and k.observed <> 'withdrawn')
     order by g.from_at, g.id limit $5`,
    [scope.consortiumId, hubId, id, scope.clock.now(), limit, pinPeriods.length === 0],
  )
  return rows.map((row) => row.subject_id)
}

/** A code more, or one that is wanted again or at another time. */
export async function upsertCode(
  scope: Scope,
  code: Pick<LockCodeRow, 'hubId' | 'doorId' | 'deviceId' | 'slot' | 'credentialId' | 'validFrom' | 'validTo' | 'nextAt'>,
): Promise<void> {
  const now = scope.clock.now()
  await scope.prepared(
    'access_lock_code_want',
    `insert into access.lock_code as c (consortium_id, hub_id, door_id, device_id, slot, credential_id, wanted, observed, valid_from, valid_to, next_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, 'on-lock', 'planned', $7, $8, $9, $10)
     on conflict on constraint lock_code_credential do update
       set wanted = 'on-lock', device_id = excluded.device_id, slot = excluded.slot, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
           observed = 'planned', tries = 0, last_error = null, next_at = excluded.next_at, changed_at = excluded.changed_at,
           -- an answer to what was asked before is no answer to this; on another lock nothing was asked
           command_id = case when c.observed = 'withdrawn' or c.device_id <> excluded.device_id or c.command_id is null then null else uuidv7() end
       where (c.valid_from, c.valid_to, c.wanted, c.device_id) is distinct from (excluded.valid_from, excluded.valid_to, 'on-lock', excluded.device_id)`,
    [
      scope.consortiumId,
      code.hubId,
      code.doorId,
      code.deviceId,
      code.slot,
      code.credentialId,
      code.validFrom,
      code.validTo,
      code.nextAt,
      now,
    ],
  )
}

export async function updateCode(
  scope: Scope,
  id: string,
  change: Partial<Pick<LockCodeRow, 'wanted' | 'observed' | 'commandId' | 'tries' | 'lastError' | 'nextAt' | 'validTo'>>,
): Promise<void> {
  await scope
    .db('access')
    .updateTable('access.lockCode')
    .set({ ...change, changedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

/** Nobody asks any more what was on a lock a month ago: the history says when it was. */
export async function deleteCodesOver(scope: Scope, before: Temporal.Instant): Promise<void> {
  await scope
    .db('access')
    .deleteFrom('access.lockCode')
    .where('consortiumId', '=', scope.consortiumId)
    .where('observed', '=', 'withdrawn')
    .where('nextAt', 'is', null)
    .where('changedAt', '<', before)
    .execute()
}

/** Codes of all tenants about which something is to be done: by the role of jobs. */
export async function listDueCodes(jobsDatabase: Database): Promise<{ consortiumId: string; id: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; id: string }>(
    'access_due_codes',
    'select consortium_id, id from access.lock_code where next_at <= now() order by next_at limit 200',
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, id: row.id }))
}
