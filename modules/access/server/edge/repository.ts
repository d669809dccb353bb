/** What a gateway in the server keeps over a restart (at a hub with an edge, that machine keeps it itself). */
import type { Scope } from '#platform/server/scope.ts'

export async function listKept(scope: Scope, hubId: string, prefix: string): Promise<(readonly [string, string])[]> {
  const rows = await scope.prepared<{ key: string; value: string }>(
    'access_gateway_entries',
    'select key, value from access.gateway_state where consortium_id = $1 and hub_id = $2 and starts_with(key, $3) order by key',
    [scope.consortiumId, hubId, prefix],
  )
  return rows.map(({ key, value }) => [key, value] as const)
}

export async function putKept(scope: Scope, hubId: string, key: string, value: string): Promise<void> {
  await scope.prepared(
    'access_gateway_put',
    `insert into access.gateway_state (consortium_id, hub_id, key, value) values ($1, $2, $3, $4)
     on conflict (consortium_id, hub_id, key) do update set value = excluded.value`,
    [scope.consortiumId, hubId, key, value],
  )
}

export async function putNewKept(scope: Scope, hubId: string, key: string, value: string): Promise<boolean> {
  const rows = await scope.prepared(
    'access_gateway_put_new',
    `insert into access.gateway_state (consortium_id, hub_id, key, value) values ($1, $2, $3, $4)
     on conflict do nothing returning key`,
    [scope.consortiumId, hubId, key, value],
  )
  return rows.length === 1
}

export async function removeKept(scope: Scope, hubId: string, key: string): Promise<void> {
  await scope.prepared('access_gateway_remove', 'delete from access.gateway_state where consortium_id = $1 and hub_id = $2 and key = $3', [
    scope.consortiumId,
    hubId,
    key,
  ])
}
