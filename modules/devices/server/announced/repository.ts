import type { Scope } from '#platform/server/scope.ts'

export interface AnnouncedRow {
  readonly id: string
  readonly hubId: string
  readonly key: string
  readonly name: string
  readonly kind: string | null
  readonly driver: string | null
  readonly config: unknown
  readonly manufacturer: string | null
  readonly model: string | null
  readonly firmware: string | null
  readonly refusalCode: string | null
  readonly refusalDetail: string | null
  readonly status: string
  readonly deviceId: string | null
  readonly firstSeenAt: Temporal.Instant
  readonly lastSeenAt: Temporal.Instant
}

const columns = [
  'id',
  'hubId',
  'key',
  'name',
  'kind',
  'driver',
  'config',
  'manufacturer',
  'model',
  'firmware',
  'refusalCode',
  'refusalDetail',
  'status',
  'deviceId',
  'firstSeenAt',
  'lastSeenAt',
] as const

/** A bridge that announces without end fills no table. */
const mostOfHub = 1_000

export interface NewAnnounced {
  readonly key: string
  readonly announcementId: string
  readonly hardwareId: string | null
  readonly name: string
  readonly kind: string | null
  readonly driver: string | null
  readonly config: string
  readonly manufacturer: string | null
  readonly model: string | null
  readonly firmware: string | null
  readonly refusalCode: string | null
  readonly refusalDetail: string | null
}

/** Answers the ids of what was not known. What was gone is there again; what a person ignored stays so. */
export async function upsertAnnounced(scope: Scope, hubId: string, rows: readonly NewAnnounced[]): Promise<readonly string[]> {
  const stored = await scope.prepared<{ id: string; is_new: boolean }>(
    'devices_announced',
    `insert into devices.announced as a (consortium_id, hub_id, key, announcement_id, hardware_id, name, kind, driver, config, manufacturer, model,
       firmware, refusal_code, refusal_detail, status, first_seen_at, last_seen_at)
     select $1, $2, g.key, g.announcement_id, g.hardware_id, g.name, g.kind, g.driver, g.config::jsonb, g.manufacturer, g.model, g.firmware,
       g.refusal_code, g.refusal_detail, 'new', $3, $3
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
       as g (key, announcement_id, hardware_id, name, kind, driver, config, manufacturer, model, firmware, refusal_code, refusal_detail)
     where (select count(*) from devices.announced where consortium_id = $1 and hub_id = $2) < ${mostOfHub}
        or exists (select from devices.announced x where x.consortium_id = $1 and x.hub_id = $2 and x.key = g.key)
     order by g.key
     on conflict (consortium_id, hub_id, key) do update
     set announcement_id = excluded.announcement_id, hardware_id = excluded.hardware_id, name = excluded.name, kind = excluded.kind, driver = excluded.driver,
       config = excluded.config, manufacturer = excluded.manufacturer, model = excluded.model, firmware = excluded.firmware,
       refusal_code = excluded.refusal_code, refusal_detail = excluded.refusal_detail, last_seen_at = excluded.last_seen_at,
       status = case when a.status = 'gone' then case when a.device_id is null then 'new' else 'adopted' end else a.status end
     returning a.id, old.id is null as is_new`,
    [
      scope.consortiumId,
      hubId,
      scope.clock.now(),
      ...(
        [
          'key',
          'announcementId',
          'hardwareId',
          'name',
          'kind',
          'driver',
          'config',
          'manufacturer',
          'model',
          'firmware',
          'refusalCode',
          'refusalDetail',
        ] as const
      ).map((column) => rows.map((row) => row[column]?.replaceAll('\0', '') ?? null)),
    ],
  )
  return stored.filter((row) => row.is_new).map((row) => row.id)
}

export async function markGone(scope: Scope, hubId: string, announcementId: string): Promise<void> {
  await scope
    .db('devices')
    .updateTable('devices.announced')
    .set({ status: 'gone' })
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('announcementId', '=', announcementId)
    .where('status', '!=', 'ignored')
    .execute()
}

/** What a device is made of has changed under it: its firmware is told, its settings wait for a person. */
export async function followFirmware(scope: Scope, hubId: string): Promise<void> {
  await scope.prepared(
    'devices_firmware',
    `update devices.device d set firmware = a.firmware from devices.announced a
     where a.consortium_id = $1 and a.hub_id = $2 and d.consortium_id = $1 and d.id = a.device_id and a.firmware is not null
       and d.firmware is distinct from a.firmware`,
    [scope.consortiumId, hubId],
  )
}

export async function listOfHub(scope: Scope, hubId: string): Promise<AnnouncedRow[]> {
  return scope
    .db('devices')
    .selectFrom('devices.announced')
    .select(columns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .orderBy('id', 'desc')
    .limit(mostOfHub)
    .execute()
}

export async function lockAnnounced(scope: Scope, id: string): Promise<AnnouncedRow | undefined> {
  return scope
    .db('devices')
    .selectFrom('devices.announced')
    .select(columns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateAnnounced(scope: Scope, id: string, patch: { status: string; deviceId?: string }): Promise<void> {
  await scope
    .db('devices')
    .updateTable('devices.announced')
    .set(patch)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}
