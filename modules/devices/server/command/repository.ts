import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { CommandAction, CommandState } from '../../contract/schemas.ts'

export interface CommandRow {
  readonly id: string
  readonly hubId: string
  readonly deviceId: string
  readonly action: CommandAction
  readonly params: unknown
  readonly nonce: string
  readonly reason: string
  readonly askedBy: string | null
  readonly askedAt: Temporal.Instant
  readonly expiresAt: Temporal.Instant
  readonly state: CommandState
  readonly sentAt: Temporal.Instant | null
  readonly endedAt: Temporal.Instant | null
  readonly detail: string | null
}

const columns = [
  'id',
  'hubId',
  'deviceId',
  'action',
  'params',
  'nonce',
  'reason',
  'askedBy',
  'askedAt',
  'expiresAt',
  'state',
  'sentAt',
  'endedAt',
  'detail',
] as const

export async function insertCommand(
  scope: Scope,
  command: Pick<CommandRow, 'id' | 'hubId' | 'deviceId' | 'action' | 'nonce' | 'reason' | 'askedBy' | 'expiresAt'> & {
    readonly params: Readonly<Record<string, unknown>> | undefined
  },
): Promise<CommandRow> {
  const row = await scope
    .db('devices')
    .insertInto('devices.command')
    .values({
      consortiumId: scope.consortiumId,
      ...command,
      params: command.params === undefined ? null : JSON.stringify(command.params),
      askedAt: scope.clock.now(),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return row as CommandRow
}

/** What waits is sent from now on; what was sent and has not ended is given again. */
export async function takePending(scope: Scope, hubId: string): Promise<CommandRow[]> {
  const now = scope.clock.now()
  const db = scope.db('devices')
  const open = await db
    .selectFrom('devices.command')
    .select(columns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where((is) => is.or([is('state', '=', 'pending'), is('state', '=', 'sent')]))
    .where('expiresAt', '>', now)
    .orderBy('id')
    .limit(100)
    .execute()
  const waiting = open.filter((row) => row.state === 'pending').map((row) => row.id)
  if (waiting.length > 0)
    await db
      .updateTable('devices.command')
      .set({ state: 'sent', sentAt: now })
      .where('consortiumId', '=', scope.consortiumId)
      .where((is) => is('id', '=', is.fn.any(is.val(waiting))))
      .where('state', '=', 'pending')
      .execute()
  return open as CommandRow[]
}

export async function findCommand(scope: Scope, id: string): Promise<CommandRow | undefined> {
  const row = await scope
    .db('devices')
    .selectFrom('devices.command')
    .select(columns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as CommandRow | undefined
}

/**
 * Ends those whose time is over, in whatever hub of the tenant; somebody else's rows are left to them. A code for a lock is
 * in the row only until its command has ended.
 */
export async function expireCommands(scope: Scope): Promise<readonly { id: string; hub_id: string; device_id: string }[]> {
  return scope.prepared(
    'devices_expire',
    `update devices.command c set state = 'expired', ended_at = $2, params = c.params - 'code'
     from (select id from devices.command where consortium_id = $1 and state in ('pending', 'sent') and expires_at <= $2
           order by id for update skip locked) due
     where c.consortium_id = $1 and c.id = due.id returning c.id, c.hub_id, c.device_id`,
    [scope.consortiumId, scope.clock.now()],
  )
}

export async function listOfDevice(scope: Scope, deviceId: string, before: string | null, limit: number): Promise<CommandRow[]> {
  const rows = await scope
    .db('devices')
    .selectFrom('devices.command')
    .select(columns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('deviceId', '=', deviceId)
    .$if(before !== null, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows as CommandRow[]
}

export async function findWaiting(database: Database): Promise<{ consortiumId: string; hubId: string }[]> {
  const rows = await database.query<{ consortium_id: string; hub_id: string }>(
    'devices_waiting',
    'select consortium_id, hub_id from devices.find_waiting_commands()',
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, hubId: row.hub_id }))
}

/** Tenants with commands whose time is over. */
export async function listDue(jobsDatabase: Database): Promise<{ consortiumId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string }>(
    'sweep_commands',
    `select distinct consortium_id from devices.command where state in ('pending', 'sent') and expires_at <= now()`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id }))
}
