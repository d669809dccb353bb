/** Who a connection is: by what it shows, never by what it asks for. */
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findConnected, findServed, listOfHub, type ConnectedDevice } from '../repository.ts'
import { hashOfSecret } from './make-secrets.ts'

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The device that shows this secret; undefined: no such device, another secret, blocked or gone. */
export async function findDeviceBySecret(
  database: Database,
  shown: { readonly deviceId: string; readonly password: string },
): Promise<ConnectedDevice | undefined> {
  if (!idPattern.test(shown.deviceId) || shown.password.length > 200) return undefined
  return findConnected(database, shown.deviceId, hashOfSecret(shown.password))
}

/** Hubs with a device at work, of all tenants: what a server serves by itself where there is no edge. */
export async function listServedHubs(database: Database) {
  return findServed(database)
}

export interface BusCredential {
  readonly deviceId: string
  readonly kind: string
  readonly secretHash: string
  readonly topicFilters: readonly string[]
}

/** Who may connect to the broker at the hub: base64url of the SHA-256 of each password. */
export async function listBusCredentials(scope: Scope, hubId: string): Promise<BusCredential[]> {
  return (await listOfHub(scope, hubId)).flatMap((row) =>
    row.status === 'active' && row.secretHash !== null && row.kind !== 'edge'
      ? { deviceId: row.id, kind: row.kind, secretHash: row.secretHash, topicFilters: row.topicFilters }
      : [],
  )
}
