import type * as z from 'zod'
import type { Scope } from '#platform/server/scope.ts'
import type { eventQuery, storedEvents } from '../../../contract/schemas.ts'
import { requireDevice } from '../../registry/use-cases/list-devices.ts'
import { listEvents, type EventRow } from '../repository.ts'

/** Of the last row: when it was received, and its id. */
const cursorPattern = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f-]{36})$/

function readPlace(cursor: string | undefined): { receivedAt: string; id: string } | undefined {
  const [, receivedAt, id] = cursorPattern.exec(cursor ?? '') ?? []
  return receivedAt === undefined ||
    id === undefined ||
    Number.isNaN(Date.parse(receivedAt)) ||
    !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    ? undefined
    : { receivedAt, id }
}

export async function showEvents(
  scope: Scope,
  deviceId: string,
  query: z.output<typeof eventQuery>,
): Promise<z.output<typeof storedEvents>> {
  await requireDevice(scope, deviceId)
  const rows = await listEvents(scope, deviceId, { type: query.type, before: readPlace(query.cursor), limit: query.limit + 1 })
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items.map(presentEvent),
    nextCursor: rows.length > query.limit && last !== undefined ? `${last.receivedAt.toString()}~${last.id}` : null,
  }
}

function presentEvent(row: EventRow): z.output<typeof storedEvents>['items'][number] {
  return {
    id: row.id,
    type: row.type as 'reading',
    at: row.at.toString(),
    quality: row.quality as 'edge',
    deviceTime: row.deviceTime?.toString() ?? null,
    deviceClock: row.deviceClock as 'synced',
    edgeTime: row.edgeTime.toString(),
    edgeClock: row.edgeClock as 'synced',
    receivedAt: row.receivedAt.toString(),
    data: row.data as Record<string, unknown>,
  }
}
