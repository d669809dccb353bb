/** Whose machine holds this secret (docs/adr/0018): `<device>.<password>`, of a device of kind `edge` that is at work. */
import { findDeviceBySecret } from '#modules/devices/server/index.ts'
import type { Database } from '#platform/server/database.ts'
import type { EdgeIdentity } from '#platform/server/scope.ts'

const bearerPattern = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{20,200})$/

export async function findEdge(appDatabase: Database, bearer: string): Promise<EdgeIdentity | undefined> {
  const [, deviceId, password] = bearerPattern.exec(bearer) ?? []
  if (deviceId === undefined || password === undefined) return undefined
  const found = await findDeviceBySecret(appDatabase, { deviceId, password })
  return found?.kind === 'edge' ? { consortiumId: found.consortiumId, deviceId, hubId: found.hubId } : undefined
}
