import type { Device } from '../../contract/schemas.ts'
import { expireAfterSeconds } from '../../contract/rules.ts'
import type { DeviceRow } from './repository.ts'

export function presentDevice(row: DeviceRow): Device {
  return {
    id: row.id,
    hubId: row.hubId,
    spaceId: row.spaceId,
    name: row.name,
    kind: row.kind,
    driver: row.driver as Device['driver'],
    status: row.status,
    manufacturer: row.manufacturer,
    model: row.model,
    firmware: row.firmware,
    topicFilters: row.topicFilters,
    hasCredential: row.secretHash !== null,
    health: row.silentSince !== null ? 'silent' : row.lastSeenAt === null ? 'unknown' : 'fine',
    lastSeenAt: row.lastSeenAt?.toString() ?? null,
    silentSince: row.silentSince?.toString() ?? null,
    expireAfterSeconds: expireAfterSeconds(row.kind, row.expireAfterSeconds),
    batteryPercent: row.batteryPercent,
    isBatteryLow: row.isBatteryLow ?? false,
    clockSkewSeconds: row.clockSkewMs === null ? null : row.clockSkewMs / 1_000,
    claimedAt: row.claimedAt?.toString() ?? null,
    createdAt: row.createdAt.toString(),
    version: row.version,
  }
}
