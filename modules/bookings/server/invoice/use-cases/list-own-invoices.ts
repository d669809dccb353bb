import type { MemberScope } from '#platform/server/scope.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import { requireHub, type HubRef } from '#modules/hubs/server/index.ts'
import type { OwnInvoice } from '../../../contract/payment/schemas.ts'
import { dayAt } from '../../rules.ts'
import { presentInvoices } from '../presenter.ts'
import { listInvoices } from '../repository.ts'

/** To the organisation of the caller, who manages it. Without one there are none. */
export async function listOwnInvoices(
  scope: MemberScope,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: OwnInvoice[]; nextCursor: string | null }> {
  const { organisationId } = scope.actor
  if (organisationId === null) return { items: [], nextCursor: null }
  const rows = await listInvoices(scope, { organisationId }, { limit: query.limit, before: readCursor(query.cursor) })
  const hubs = new Map<string, HubRef>()
  for (const { hubId } of rows) if (!hubs.has(hubId)) hubs.set(hubId, await requireHub(scope, hubId))
  const items: OwnInvoice[] = []
  for (const row of rows.slice(0, query.limit)) {
    const hub = hubs.get(row.hubId)
    if (hub === undefined) continue
    const [invoice] = await presentInvoices(scope, [row], dayAt(scope.clock.now().epochMilliseconds, hub.zone))
    if (invoice !== undefined) items.push({ ...invoice, hubName: hub.names })
  }
  return { items, nextCursor: cursorOf(rows, query.limit) }
}
