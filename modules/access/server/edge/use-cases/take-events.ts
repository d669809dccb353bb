/**
 * A batch of the machine at a hub. Each item has its own verdict: what cannot be read, or is of a device of another hub, is
 * kept apart and holds up none of the others. Sent again, everything is answered `duplicate`.
 */
import { deviceEvent, type DeviceEvent, type Verdict } from '#modules/devices/contract/schemas.ts'
import { parseAnnouncement } from '#modules/devices/contract/discovery/parse.ts'
import { devicesByIds, ingest, recordAnnouncement, recordReject } from '#modules/devices/server/index.ts'
import type { EdgeScope } from '#platform/server/scope.ts'
import { edgeReject } from '../../../contract/edge/schemas.ts'

interface Batch {
  readonly events: readonly unknown[]
  readonly rejects: readonly unknown[]
}

const mostPayload = 4_000

export async function takeEvents(scope: EdgeScope, batch: Batch): Promise<{ serverTime: string; verdicts: Verdict[] }> {
  const { hubId, deviceId } = scope.edge
  const verdicts: Verdict[] = []
  const events: DeviceEvent[] = []
  for (const item of batch.events) {
    const read = deviceEvent.safeParse(item)
    if (read.success) events.push(read.data)
    else {
      const detail = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
      verdicts.push(
        await putAside(scope, { id: idOf(item), deviceId: null, code: 'unreadable_event', detail, payload: JSON.stringify(item) }),
      )
    }
  }
  const ids = [...new Set(events.map((event) => event.deviceId))]
  const own = new Set((await devicesByIds(scope, ids)).filter((device) => device.hubId === hubId).map((device) => device.id))
  for (const event of events.filter((one) => !own.has(one.deviceId)))
    verdicts.push(
      await putAside(scope, {
        id: event.id,
        deviceId: null,
        code: 'not_this_hub',
        detail: `device ${event.deviceId}`,
        payload: JSON.stringify(event),
      }),
    )
  const taken = await ingest(
    scope,
    events.filter((event) => own.has(event.deviceId)),
    { kind: 'edge', deviceId },
  )
  verdicts.push(...taken)
  for (const item of batch.rejects) {
    const read = edgeReject.safeParse(item)
    const reject = read.success ? read.data : undefined
    if (reject?.code === 'announced') {
      const announcement = parseAnnouncement(reject.topic, Buffer.from(reject.payload, 'base64'))
      if (announcement !== undefined) await recordAnnouncement(scope, hubId, announcement)
      verdicts.push({ id: reject.id, outcome: 'accepted' })
      continue
    }
    verdicts.push(
      await putAside(scope, {
        id: idOf(item),
        deviceId: reject?.deviceId ?? null,
        code: reject?.code ?? 'unreadable_event',
        detail: reject?.detail ?? '',
        payload: reject === undefined ? JSON.stringify(item) : Buffer.from(reject.payload, 'base64').toString('utf8'),
        ...(reject === undefined ? {} : { topic: reject.topic }),
      }),
    )
  }
  return { serverTime: scope.clock.now().toString(), verdicts }
}

async function putAside(
  scope: EdgeScope,
  item: { id: string; deviceId: string | null; code: string; detail: string; payload: string; topic?: string },
): Promise<Verdict> {
  await recordReject(scope, {
    hubId: scope.edge.hubId,
    deviceId: item.deviceId,
    topic: item.topic ?? null,
    code: item.code,
    detail: item.detail.slice(0, 500),
    // a NUL is no text for PostgreSQL
    payload: item.payload.replaceAll('\0', '\u{fffd}').slice(0, mostPayload),
  })
  return { id: item.id, outcome: 'rejected', code: item.code }
}

function idOf(item: unknown): string {
  const id = (item as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id : ''
}
