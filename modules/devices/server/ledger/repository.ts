/**
 * The hot statements: a batch is one row of arrays each, whatever its size, so PostgreSQL parses and plans each once a
 * connection.
 */
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { CommandState, DeviceEvent, DeviceKind, TimeQuality } from '../../contract/schemas.ts'
import type { HealthWord, StateWord } from './rules.ts'

export interface SpeakingDevice {
  readonly id: string
  readonly hub_id: string
  readonly kind: DeviceKind
  readonly status: string
  readonly expire_after_seconds: number | null
}

export async function findSpeaking(scope: Scope, deviceIds: readonly string[]): Promise<ReadonlyMap<string, SpeakingDevice>> {
  const rows = await scope.prepared<SpeakingDevice>(
    'devices_speaking',
    'select id, hub_id, kind, status, expire_after_seconds from devices.device where consortium_id = $1 and id = any($2::uuid[])',
    [scope.consortiumId, deviceIds],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export interface LedgerRow {
  readonly event: DeviceEvent
  readonly hubId: string
  readonly at: string
  readonly quality: TimeQuality
  readonly deviceTime: string | null
  readonly edgeTime: string
  readonly data: string
}

/**
 * Ids, instants, figures and words of closed lists as an array of PostgreSQL: nothing in them could need a quote, and to look
 * at each for one costs as much as the rest of the sending.
 */
const plain = (values: readonly (string | number | boolean | null)[]): string => `{${values.map((value) => value ?? 'NULL').join(',')}}`

// no "on conflict" for the ledger itself: the key has been won by then, and it would cost a second look and a third record a row
const storeText = `
with given as (
  select * from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::timestamptz[], $9::text[], $10::timestamptz[], $11::text[], $12::timestamptz[], $13::text[], $14::text[])
    as g (device_id, source_key, id, hub_id, type, at, quality, device_time, device_clock, edge_time, edge_clock, data)
), fresh as (
  insert into devices.event_key (consortium_id, device_id, source_key)
  select $1, device_id, source_key from given order by device_id, source_key
  on conflict do nothing returning device_id, source_key
), stored as (
  insert into devices.event (consortium_id, device_id, received_at, id, hub_id, type, at, quality, device_time, device_clock, edge_time, edge_clock, data)
  select $1, g.device_id, $2, g.id, g.hub_id, g.type, g.at, g.quality, g.device_time, g.device_clock, g.edge_time, g.edge_clock, g.data::jsonb
  from fresh join given g using (device_id, source_key)
  returning device_id, id
)
select case when count(*) < cardinality($5::uuid[]) then coalesce(array_agg(device_id || ' ' || id), '{}') end as fresh from stored`

/** Stores what is not there yet; answers which of them were new. Of two transactions with the same event, one stores it. */
export async function insertEvents(
  scope: Scope,
  rows: readonly LedgerRow[],
  receivedAt: Temporal.Instant,
): Promise<(row: LedgerRow) => boolean> {
  const [stored] = await scope.prepared<{ fresh: readonly string[] | null }>('devices_store', storeText, [
    scope.consortiumId,
    receivedAt,
    plain(rows.map((row) => row.event.deviceId)),
    rows.map((row) => row.event.sourceKey),
    plain(rows.map((row) => row.event.id)),
    plain(rows.map((row) => row.hubId)),
    plain(rows.map((row) => row.event.type)),
    plain(rows.map((row) => row.at)),
    plain(rows.map((row) => row.quality)),
    plain(rows.map((row) => row.deviceTime)),
    plain(rows.map((row) => row.event.deviceClock)),
    plain(rows.map((row) => row.edgeTime)),
    plain(rows.map((row) => row.event.edgeClock)),
    rows.map((row) => row.data),
  ])
  // mostly all of them are, and nothing is listed
  const fresh = stored?.fresh == null ? undefined : new Set(stored.fresh)
  return ({ event }) => fresh === undefined || fresh.has(`${event.deviceId} ${event.id}`)
}

const stateText = `
with kept as (
  insert into devices.device_state as s (consortium_id, device_id, key, at, quality, event_id, data)
  select $1, g.device_id, g.key, g.at, g.quality, g.event_id, g.data::jsonb
  from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::uuid[], $7::text[]) as g (device_id, key, at, quality, event_id, data)
  order by g.device_id, g.key
  on conflict (consortium_id, device_id, key) do update
  set at = excluded.at, quality = excluded.quality, event_id = excluded.event_id, data = excluded.data
  where excluded.at >= s.at
  returning s.device_id, s.key, old.data is distinct from new.data as is_changed
)
select device_id, key from kept where is_changed and key = any($8::text[])`

/** Only what is newer than what is there; answers what is another than before of the keys that are told of. */
export async function foldStates(
  scope: Scope,
  words: readonly StateWord[],
  toldKeys: readonly string[],
): Promise<readonly { deviceId: string; key: string }[]> {
  const rows = await scope.prepared<{ device_id: string; key: string }>('devices_state', stateText, [
    scope.consortiumId,
    plain(words.map((word) => word.deviceId)),
    words.map((word) => word.key),
    plain(words.map((word) => word.at)),
    plain(words.map((word) => word.quality)),
    plain(words.map((word) => word.eventId)),
    words.map((word) => word.data),
    toldKeys,
  ])
  return rows.map((row) => ({ deviceId: row.device_id, key: row.key }))
}

// A device that speaks ten times a second is written down every ten seconds: what is not written costs no dead row.
const healthText = `
update devices.health h
set last_seen_at = greatest(h.last_seen_at, g.seen_at),
    due_at = case when g.is_leaving then $7::timestamptz else greatest(h.last_seen_at, g.seen_at) + g.expire_seconds * interval '1 second' end,
    silent_since = case when g.is_back then null else h.silent_since end,
    is_told = h.is_told and not g.is_back,
    battery_percent = coalesce(g.battery, h.battery_percent),
    is_battery_low = case when g.battery is null then h.is_battery_low when g.battery <= $9::real then true when g.battery >= $10::real then false else h.is_battery_low end,
    clock_skew_ms = coalesce(g.skew, h.clock_skew_ms)
from (
  select u.*, u.seen_at + u.expire_seconds * interval '1 second' > $8::timestamptz and not u.is_leaving as is_back
  from unnest($2::uuid[], $3::timestamptz[], $4::int[], $5::bool[], $6::real[], $11::bigint[]) as u (device_id, seen_at, expire_seconds, is_leaving, battery, skew)
) g
where h.consortium_id = $1 and h.device_id = g.device_id
  and (h.last_seen_at is null or h.last_seen_at < g.seen_at - interval '10 seconds' or g.is_leaving
       or h.silent_since is not null or h.due_at is null or h.due_at < h.last_seen_at + g.expire_seconds * interval '1 second'
       or g.battery is distinct from h.battery_percent and g.battery is not null)
returning h.device_id, h.hub_id, old.silent_since is not null and old.is_told and new.silent_since is null as is_back,
  new.is_battery_low and not old.is_battery_low as is_low, new.battery_percent`

export interface HealthChange {
  readonly device_id: string
  readonly hub_id: string
  readonly is_back: boolean
  readonly is_low: boolean
  readonly battery_percent: number | null
}

export async function foldHealth(
  scope: Scope,
  words: readonly HealthWord[],
  { now, leavingDueAt, lowPercent, wellPercent }: { now: string; leavingDueAt: string; lowPercent: number; wellPercent: number },
): Promise<readonly HealthChange[]> {
  return scope.prepared<HealthChange>('devices_health', healthText, [
    scope.consortiumId,
    plain(words.map((word) => word.deviceId)),
    plain(words.map((word) => word.seenAt)),
    plain(words.map((word) => word.expireSeconds)),
    plain(words.map((word) => word.isLeaving)),
    plain(words.map((word) => word.battery)),
    leavingDueAt,
    now,
    lowPercent,
    wellPercent,
    plain(words.map((word) => word.skewMs)),
  ])
}

export interface Acknowledged {
  readonly commandId: string
  readonly deviceId: string
  readonly state: CommandState
  readonly detail: string | null
}

export async function endCommands(
  scope: Scope,
  acknowledged: readonly Acknowledged[],
): Promise<readonly { id: string; hub_id: string; device_id: string; state: CommandState }[]> {
  return scope.prepared(
    'devices_acknowledge',
    `update devices.command c set state = g.state, ended_at = $2, detail = g.detail, params = c.params - 'code'
     from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) as g (id, device_id, state, detail)
     where c.consortium_id = $1 and c.id = g.id and c.device_id = g.device_id and c.state in ('pending', 'sent')
     returning c.id, c.hub_id, c.device_id, c.state`,
    [
      scope.consortiumId,
      scope.clock.now(),
      acknowledged.map((one) => one.commandId),
      acknowledged.map((one) => one.deviceId),
      acknowledged.map((one) => one.state),
      acknowledged.map((one) => one.detail),
    ],
  )
}

export interface EventRow {
  readonly id: string
  readonly type: string
  readonly at: Temporal.Instant
  readonly quality: string
  readonly deviceTime: Temporal.Instant | null
  readonly deviceClock: string
  readonly edgeTime: Temporal.Instant
  readonly edgeClock: string
  readonly receivedAt: Temporal.Instant
  readonly data: unknown
}

/** Newest receipt first: the order in which the ledger grows, which nothing that comes late can change. */
export async function listEvents(
  scope: Scope,
  deviceId: string,
  {
    type,
    before,
    limit,
  }: { type: string | undefined; before: { readonly receivedAt: string; readonly id: string } | undefined; limit: number },
): Promise<EventRow[]> {
  return scope
    .db('devices')
    .selectFrom('devices.event')
    .select(['id', 'type', 'at', 'quality', 'deviceTime', 'deviceClock', 'edgeTime', 'edgeClock', 'receivedAt', 'data'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('deviceId', '=', deviceId)
    .$if(type !== undefined, (query) => query.where('type', '=', type ?? ''))
    .$if(before !== undefined, (query) =>
      query.where((is) =>
        is.or([
          is('receivedAt', '<', Temporal.Instant.from(before?.receivedAt ?? '')),
          is.and([is('receivedAt', '=', Temporal.Instant.from(before?.receivedAt ?? '')), is('id', '<', before?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function listStates(
  scope: Scope,
  deviceIds: readonly string[],
): Promise<readonly { deviceId: string; key: string; data: unknown; at: Temporal.Instant; quality: string }[]> {
  if (deviceIds.length === 0) return []
  const rows = await scope.prepared<{ device_id: string; key: string; data: unknown; at: Temporal.Instant; quality: string }>(
    'devices_states',
    'select device_id, key, data, at, quality from devices.device_state where consortium_id = $1 and device_id = any($2::uuid[]) order by key',
    [scope.consortiumId, deviceIds],
  )
  return rows.map(({ device_id, ...row }) => ({ deviceId: device_id, ...row }))
}

/** A place in the transaction to which it can be taken back. */
export const markPlace = (scope: Scope) => scope.prepared('devices_place', 'savepoint fold', [])
export const passPlace = (scope: Scope) => scope.prepared('devices_place_pass', 'release savepoint fold', [])
export const returnToPlace = (scope: Scope) => scope.prepared('devices_place_back', 'rollback to savepoint fold', [])

/** The coming months are made; what is older than all kinds may be goes with its month, shorter-lived kinds row by row. */
export async function keepLedger(
  jobsDatabase: Database,
  days: { readonly other: number } & Readonly<Record<'reading' | 'availability' | 'battery', number>>,
): Promise<void> {
  await jobsDatabase.query('sweep_months', 'select devices.keep_months(current_date, $1)', [days.other])
  for (const type of ['reading', 'availability', 'battery'] as const)
    await jobsDatabase.query(
      'sweep_readings',
      `delete from devices.event where type = $1 and received_at < now() - $2 * interval '1 day'`,
      [type, days[type]],
    )
}

/** Found by the time at which they were stored: the ledger is in the order of receipt. */
export async function forgetDecided(
  scope: Scope,
  decisions: readonly { readonly decisionId: string; readonly deviceId: string; readonly storedAt: Temporal.Instant }[],
): Promise<void> {
  await scope.prepared(
    'devices_forget_decided',
    `update devices.event e set data = e.data || '{"subjectId":null,"credentialId":null,"grantId":null}'
     from unnest($2::uuid[], $3::timestamptz[], $4::text[]) as g (device_id, stored_at, decision_id)
     where e.consortium_id = $1 and e.device_id = g.device_id and e.type = 'decision' and e.data->>'decisionId' = g.decision_id
       and e.received_at between g.stored_at - interval '10 minutes' and g.stored_at + interval '10 minutes'`,
    [
      scope.consortiumId,
      decisions.map((one) => one.deviceId),
      decisions.map((one) => one.storedAt),
      decisions.map((one) => one.decisionId),
    ],
  )
}

/** That a lock was asked to open stays; by whom, and with what proof, does not. */
export async function forgetAsker(scope: Scope, accountId: string): Promise<void> {
  await scope.prepared(
    'devices_forget_asker',
    `update devices.command set asked_by = null, params = params - 'factors' where consortium_id = $1 and asked_by = $2 and state not in ('pending', 'sent')`,
    [scope.consortiumId, accountId],
  )
}
