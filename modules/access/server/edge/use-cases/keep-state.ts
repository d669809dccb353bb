/** Where the gateway of a hub without a machine of its own keeps what must outlive a restart: in the database, each word a transaction. */
import type { TenantRun } from '#platform/server/outbox.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { GatewayStore } from '../../../gateway/index.ts'
import { listKept, putKept, putNewKept, removeKept } from '../repository.ts'

export function gatewayStoreOf({
  runInTenant,
  consortiumId,
  hubId,
}: {
  runInTenant: TenantRun
  consortiumId: string
  hubId: string
}): GatewayStore {
  const inTenant = <T>(work: (scope: Scope) => Promise<T>): Promise<T> =>
    runInTenant(consortiumId, { name: 'access.gateway', requestId: `gateway-${hubId}` }, work)
  return {
    entries: (prefix) => inTenant((scope) => listKept(scope, hubId, prefix)),
    put: (key, value) => inTenant((scope) => putKept(scope, hubId, key, value)),
    putNew: (key, value) => inTenant((scope) => putNewKept(scope, hubId, key, value)),
    remove: (key) => inTenant((scope) => removeKept(scope, hubId, key)),
  }
}
