/** The registry: what there is, with its health. */
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { DeviceKind, DeviceStatus } from '../../contract/schemas.ts'

export interface DeviceRow {
  readonly id: string
  readonly hubId: string
  readonly spaceId: string | null
  readonly name: string
  readonly kind: DeviceKind
  readonly driver: string | null
  readonly config: Readonly<Record<string, unknown>>
  readonly status: DeviceStatus
  readonly manufacturer: string | null
  readonly model: string | null
  readonly firmware: string | null
  readonly topicFilters: string[]
  readonly secretHash: string | null
  readonly expireAfterSeconds: number | null
  readonly claimedAt: Temporal.Instant | null
  readonly createdAt: Temporal.Instant
  readonly version: number
  readonly lastSeenAt: Temporal.Instant | null
  readonly silentSince: Temporal.Instant | null
  readonly batteryPercent: number | null
  readonly isBatteryLow: boolean | null
  readonly clockSkewMs: number | null
}

const select = (scope: Scope) =>
  scope
    .db('devices')
    .selectFrom('devices.device as device')
    .leftJoin('devices.health as health', (join) =>
      join.onRef('health.consortiumId', '=', 'device.consortiumId').onRef('health.deviceId', '=', 'device.id'),
    )
    .where('device.consortiumId', '=', scope.consortiumId)
    .select([
      'device.id',
      'device.hubId',
      'device.spaceId',
      'device.name',
      'device.kind',
      'device.driver',
      'device.config',
      'device.status',
      'device.manufacturer',
      'device.model',
      'device.firmware',
      'device.topicFilters',
      'device.secretHash',
      'device.expireAfterSeconds',
      'device.claimedAt',
      'device.createdAt',
      'device.version',
      'health.lastSeenAt',
      'health.silentSince',
      'health.batteryPercent',
      'health.isBatteryLow',
      'health.clockSkewMs',
    ])

/** All of a hub but those that are gone; a hub has some dozens. */
export async function listOfHub(scope: Scope, hubId: string): Promise<DeviceRow[]> {
  const rows = await select(scope).where('device.hubId', '=', hubId).where('device.status', '!=', 'retired').orderBy('device.id').execute()
  return rows as DeviceRow[]
}

export async function findByIds(scope: Scope, ids: readonly string[]): Promise<DeviceRow[]> {
  if (ids.length === 0) return []
  const rows = await select(scope)
    .where((is) => is('device.id', '=', is.fn.any(is.val([...ids]))))
    .orderBy('device.id')
    .execute()
  return rows as DeviceRow[]
}

/** Holds it against a second change; the health beside it is not held. */
export async function lockDevice(scope: Scope, id: string): Promise<DeviceRow | undefined> {
  await scope
    .db('devices')
    .selectFrom('devices.device')
    .select('id')
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  const [row] = await findByIds(scope, [id])
  return row
}

export interface NewDevice {
  readonly id: string
  readonly hubId: string
  readonly spaceId: string | null
  readonly name: string
  readonly kind: DeviceKind
  readonly driver: string | null
  readonly config: Readonly<Record<string, unknown>>
  readonly status: DeviceStatus
  readonly manufacturer?: string | null
  readonly model?: string | null
  readonly firmware?: string | null
  readonly topicFilters?: readonly string[]
  readonly createdBy: string | null
}

export async function insertDevice(scope: Scope, device: NewDevice): Promise<void> {
  const now = scope.clock.now()
  await scope
    .db('devices')
    .insertInto('devices.device')
    .values({
      consortiumId: scope.consortiumId,
      ...device,
      config: JSON.stringify(device.config),
      topicFilters: [...(device.topicFilters ?? [])],
      createdAt: now,
      changedAt: now,
    })
    .execute()
  await scope
    .db('devices')
    .insertInto('devices.health')
    .values({ consortiumId: scope.consortiumId, deviceId: device.id, hubId: device.hubId })
    .execute()
}

export interface DevicePatch {
  readonly name?: string
  readonly hubId?: string
  readonly spaceId?: string | null
  readonly topicFilters?: string[]
  readonly expireAfterSeconds?: number | null
  readonly status?: DeviceStatus
  readonly secretHash?: string | null
  readonly config?: string
}

export async function updateDevice(scope: Scope, id: string, patch: DevicePatch): Promise<void> {
  await scope
    .db('devices')
    .updateTable('devices.device')
    .set((is) => ({ ...patch, changedAt: scope.clock.now(), version: is('version', '+', 1) }))
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

/** Not at work: nobody waits for its word. */
export async function restHealth(scope: Scope, deviceId: string, hubId: string): Promise<void> {
  await scope
    .db('devices')
    .updateTable('devices.health')
    .set({ hubId, dueAt: null, silentSince: null, isTold: false })
    .where('consortiumId', '=', scope.consortiumId)
    .where('deviceId', '=', deviceId)
    .execute()
}

export async function keepClaim(scope: Scope, claim: { deviceId: string; codeHash: string; expiresAt: Temporal.Instant; madeBy: string }) {
  await scope
    .db('devices')
    .insertInto('devices.claim')
    .values({ consortiumId: scope.consortiumId, ...claim })
    .onConflict((conflict) =>
      conflict.columns(['consortiumId', 'deviceId']).doUpdateSet({
        codeHash: claim.codeHash,
        expiresAt: claim.expiresAt,
        madeBy: claim.madeBy,
        usedAt: null,
      }),
    )
    .execute()
}

export async function voidClaim(scope: Scope, deviceId: string): Promise<void> {
  await scope
    .db('devices')
    .updateTable('devices.claim')
    .set({ usedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('deviceId', '=', deviceId)
    .where('usedAt', 'is', null)
    .execute()
}

export interface ClaimedRow {
  readonly consortium_id: string
  readonly device_id: string
  readonly hub_id: string
  readonly kind: DeviceKind
}

/** Before a tenant is known: the code says whose it is. */
export async function claimByCode(
  scope: Scope,
  claim: { codeHash: string; secretHash: string; manufacturer: string | null; model: string | null; firmware: string | null },
): Promise<ClaimedRow | undefined> {
  const [row] = await scope.prepared<ClaimedRow>('devices_claim', 'select * from devices.claim_device($1, $2, $3, $4, $5, $6)', [
    claim.codeHash,
    claim.secretHash,
    claim.manufacturer,
    claim.model,
    claim.firmware,
    scope.clock.now(),
  ])
  return row
}

/** Which topics bridges of other hubs may use, of all tenants; until the end of the transaction nobody else asks. */
export async function findBridgeTopics(
  scope: Scope,
  exceptHubId: string,
): Promise<{ consortiumId: string; hubId: string; topicFilter: string }[]> {
  const rows = await scope.prepared<{ consortium_id: string; hub_id: string; topic_filter: string }>(
    'devices_bridge_topics',
    'select consortium_id, hub_id, topic_filter from devices.find_bridge_topics($1)',
    [exceptHubId],
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, hubId: row.hub_id, topicFilter: row.topic_filter }))
}

export interface ConnectedDevice {
  readonly consortiumId: string
  readonly hubId: string
  readonly deviceId: string
  readonly kind: DeviceKind
  readonly topicFilters: readonly string[]
}

export async function findConnected(database: Database, deviceId: string, secretHash: string): Promise<ConnectedDevice | undefined> {
  const [row] = await database.query<{ consortium_id: string; hub_id: string; kind: DeviceKind; topic_filters: string[] }>(
    'devices_find',
    'select consortium_id, hub_id, kind, topic_filters from devices.find_device($1, $2)',
    [deviceId, secretHash],
  )
  return row === undefined
    ? undefined
    : { consortiumId: row.consortium_id, hubId: row.hub_id, deviceId, kind: row.kind, topicFilters: row.topic_filters }
}

export async function findServed(database: Database): Promise<{ consortiumId: string; hubId: string; hasEdge: boolean }[]> {
  const rows = await database.query<{ consortium_id: string; hub_id: string; has_edge: boolean }>(
    'devices_places',
    'select consortium_id, hub_id, has_edge from devices.find_places()',
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, hubId: row.hub_id, hasEdge: row.has_edge }))
}
