/** Doors, what hangs at them, and the rules of their hub. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { SetRight } from '#platform/server/backup-restore.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { Direction, DoorMode, PinPeriod } from '../../contract/schemas.ts'

export type HubRow = Selectable<DB['access.hub']>
export type DoorRow = Omit<Selectable<DB['access.door']>, 'names' | 'pinPeriods' | 'mode'> & {
  names: LocalText
  pinPeriods: readonly PinPeriod[]
  mode: DoorMode
}
export interface ReaderRow {
  readonly deviceId: string
  readonly doorId: string
  readonly direction: Direction
}

const doors = (scope: Scope) =>
  scope.db('access').selectFrom('access.door').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<DoorRow>()

/** The rules of a hub; those that hold where nobody has set any. */
export async function findHubRules(scope: Scope, hubId: string): Promise<HubRow> {
  const row = await scope
    .db('access')
    .selectFrom('access.hub')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .executeTakeFirst()
  return row ?? { ...usualRules, consortiumId: scope.consortiumId, hubId, changedAt: scope.clock.now() }
}

export const usualRules = {
  minutesBefore: 10,
  minutesAfter: 10,
  staffRoles: ['operator', 'admin'],
  hasBookingPins: true,
  mayInvite: true,
  tellsHosts: true,
  version: 0,
}

/** Hubs of the tenant that have doors or rules. */
export async function listHubRules(scope: Scope): Promise<HubRow[]> {
  return scope.db('access').selectFrom('access.hub').selectAll().where('consortiumId', '=', scope.consortiumId).orderBy('hubId').execute()
}

export type RulesChange = Partial<
  Pick<HubRow, 'minutesBefore' | 'minutesAfter' | 'staffRoles' | 'hasBookingPins' | 'mayInvite' | 'tellsHosts'>
>

export async function upsertHubRules(scope: Scope, hubId: string, change: RulesChange): Promise<HubRow> {
  const now = scope.clock.now()
  return scope
    .db('access')
    .insertInto('access.hub')
    .values({ consortiumId: scope.consortiumId, hubId, changedAt: now, ...change })
    .onConflict((conflict) => conflict.columns(['consortiumId', 'hubId']).doUpdateSet({ ...change, changedAt: now }))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * The next version of what a hub's gateway decides by; a row for a hub that had none. In the order of ids: two never wait for
 * each other. It is the second of the change at least: where a database goes back to an older state, what is changed there
 * next is still newer than what a gateway has.
 */
export async function raiseVersions(scope: Scope, hubIds: readonly string[]): Promise<readonly { hubId: string; version: number }[]> {
  if (hubIds.length === 0) return []
  const rows = await scope.prepared<{ hub_id: string; version: number }>(
    'access_raise_versions',
    `with raised as (
       insert into access.hub as h (consortium_id, hub_id, changed_at, version)
         select $1, u.id, $3, extract(epoch from $3::timestamptz)::bigint from unnest($2::uuid[]) as u (id) order by u.id
       on conflict (consortium_id, hub_id) do update set version = greatest(h.version + 1, excluded.version)
       returning h.hub_id, new.version as version, old.version as previous
     ), noted as (
       insert into access.version (consortium_id, hub_id, version, previous, raised_at)
         select $1, hub_id, version, coalesce(previous, 0), $3 from raised
       -- a number a second time: of a database that went back
       on conflict (consortium_id, hub_id, version) do update
         set previous = excluded.previous, transaction = excluded.transaction, raised_at = excluded.raised_at
     )
     select hub_id, version from raised`,
    [scope.consortiumId, [...new Set(hubIds)].toSorted(), scope.clock.now()],
  )
  return rows.map((row) => ({ hubId: row.hub_id, version: row.version }))
}

/** Of all tenants, in a database that was just brought back: gateways have seen newer ones, and refuse what is older than theirs. */
export const raiseAllVersions: SetRight = async (query) => {
  const [found] = await query("select to_regclass('access.hub') is not null as is_there")
  if (found?.['is_there'] === true) await query('update access.hub set version = greatest(version + 1, extract(epoch from now())::bigint)')
}

export async function listDoorsOfHubs(scope: Scope, hubIds: readonly string[]): Promise<DoorRow[]> {
  if (hubIds.length === 0) return []
  return doors(scope)
    .where((eb) => eb('hubId', '=', eb.fn.any(eb.val([...hubIds]))))
    .where('retiredAt', 'is', null)
    .orderBy('id')
    .execute()
}

/** Also retired ones: records name them. */
export async function listDoorsById(scope: Scope, ids: readonly string[]): Promise<DoorRow[]> {
  if (ids.length === 0) return []
  return doors(scope)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val([...new Set(ids)]))))
    .execute()
}

export async function findDoor(scope: Scope, id: string, { forChange = false } = {}): Promise<DoorRow | undefined> {
  const query = doors(scope).where('id', '=', id)
  return (forChange ? query.forUpdate() : query).executeTakeFirst()
}

/** In use, whose lock it is. */
export async function findDoorOfLock(scope: Scope, lockDeviceId: string): Promise<DoorRow | undefined> {
  return doors(scope).where('lockDeviceId', '=', lockDeviceId).where('retiredAt', 'is', null).executeTakeFirst()
}

export async function listReaders(scope: Scope, doorIds: readonly string[]): Promise<ReaderRow[]> {
  if (doorIds.length === 0) return []
  return scope
    .db('access')
    .selectFrom('access.doorReader')
    .select(['deviceId', 'doorId', 'direction'])
    .where('consortiumId', '=', scope.consortiumId)
    .where((eb) => eb('doorId', '=', eb.fn.any(eb.val([...doorIds]))))
    .orderBy('deviceId')
    .$castTo<ReaderRow>()
    .execute()
}

export type DoorChange = Partial<
  Pick<
    DoorRow,
    | 'names'
    | 'insideSpaceId'
    | 'outsideSpaceId'
    | 'outsideIsHub'
    | 'lockDeviceId'
    | 'contactDeviceId'
    | 'unlockSeconds'
    | 'heldOpenSeconds'
    | 'pinPeriods'
    | 'needsPasskey'
    | 'nearCounts'
    | 'fallback'
    | 'codeSlots'
    | 'mode'
    | 'retiredAt'
  >
>

/** JSON columns are written as text. */
const asColumns = ({ names, pinPeriods, ...plain }: DoorChange) => ({
  ...plain,
  ...(names === undefined ? {} : { names: JSON.stringify(names) }),
  ...(pinPeriods === undefined ? {} : { pinPeriods: JSON.stringify(pinPeriods) }),
})

export async function insertDoor(scope: Scope, hubId: string, door: Required<Omit<DoorChange, 'mode' | 'retiredAt'>>): Promise<DoorRow> {
  return scope
    .db('access')
    .insertInto('access.door')
    .values({ ...asColumns(door), consortiumId: scope.consortiumId, hubId, createdAt: scope.clock.now() } as never)
    .returningAll()
    .$castTo<DoorRow>()
    .executeTakeFirstOrThrow()
}

export async function updateDoor(scope: Scope, row: Pick<DoorRow, 'id' | 'version'>, change: DoorChange): Promise<DoorRow> {
  return scope
    .db('access')
    .updateTable('access.door')
    .set({ ...asColumns(change), version: row.version + 1 } as never)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .$castTo<DoorRow>()
    .executeTakeFirstOrThrow()
}

export async function replaceReaders(
  scope: Scope,
  doorId: string,
  readers: readonly { deviceId: string; direction: Direction }[],
): Promise<void> {
  await scope
    .db('access')
    .deleteFrom('access.doorReader')
    .where('consortiumId', '=', scope.consortiumId)
    .where('doorId', '=', doorId)
    .execute()
  if (readers.length === 0) return
  await scope
    .db('access')
    .insertInto('access.doorReader')
    .values(readers.map((reader) => ({ consortiumId: scope.consortiumId, doorId, ...reader })))
    .execute()
}

/** A lock that does not obey; the first time counts. The gateway decides nothing by it, so no version rises. */
export async function setStuck(scope: Scope, doorId: string, wanted: 'locked' | 'unlocked' | null): Promise<void> {
  await scope.prepared(
    'access_door_stuck',
    `update access.door set stuck_since = case when $3::text is null then null when stuck_wanted = $3 then stuck_since else $4::timestamptz end,
       stuck_wanted = $3 where consortium_id = $1 and id = $2`,
    [scope.consortiumId, doorId, wanted, scope.clock.now()],
  )
}

/** The lock says what it was asked for, whoever moved it. */
export async function clearStuck(scope: Scope, said: readonly { deviceId: string; state: string }[]): Promise<void> {
  if (said.length === 0) return
  await scope.prepared(
    'access_door_unstuck',
    `update access.door d set stuck_since = null, stuck_wanted = null
     from unnest($2::uuid[], $3::text[]) as s (device_id, state)
     where d.consortium_id = $1 and d.lock_device_id = s.device_id and d.stuck_wanted = s.state`,
    [scope.consortiumId, said.map((one) => one.deviceId), said.map((one) => one.state)],
  )
}

/** What each door decided last. */
export async function lastPassages(
  scope: Scope,
  doorIds: readonly string[],
): Promise<ReadonlyMap<string, { at: Temporal.Instant; is_open: boolean; reason: string }>> {
  const rows = await scope.prepared<{ door_id: string; at: Temporal.Instant; is_open: boolean; reason: string }>(
    'access_last_passages',
    `select d.id as door_id, p.at, p.is_open, p.reason from unnest($2::uuid[]) as d (id), lateral (
       select at, is_open, reason from access.passage where consortium_id = $1 and door_id = d.id order by at desc, id desc limit 1) as p`,
    [scope.consortiumId, doorIds],
  )
  return new Map(rows.map((row) => [row.door_id, row]))
}

/** Codes that should be on their lock by now, or off it, and are not; by door. */
export async function countWaitingCodes(scope: Scope, hubId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await scope.prepared<{ door_id: string; n: number }>(
    'access_codes_waiting',
    `select door_id, count(*)::int as n from access.lock_code where consortium_id = $1 and hub_id = $2 and next_at is not null
       and (wanted = 'withdrawn' or observed = 'planned') and (command_id is not null or next_at <= $3) group by door_id`,
    [scope.consortiumId, hubId, scope.clock.now()],
  )
  return new Map(rows.map((row) => [row.door_id, row.n]))
}
