/** Builders for tests and simulators: a hub's device with its password, and events as a gateway makes them. */
import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { createTestHub } from '#modules/hubs/server/factory.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import type { Call } from '#platform/contract/client.ts'
import type { TestApp } from '#platform/testkit/app.ts'
import { addDevice, claimDevice } from '../contract/endpoints.ts'
import type { DeviceEvent, DeviceKind } from '../contract/schemas.ts'

export interface TestHub {
  readonly consortiumId: string
  readonly id: string
  readonly room: { readonly id: string }
  readonly operator: TestMember
  readonly member: TestMember
}

export async function createHub(app: TestApp): Promise<TestHub> {
  const made = await createTestHub(app, { spaces: [{ kind: 'meeting-room', name: '会議室', capacity: 8 }] })
  const { consortiumId, operator } = made
  const [room] = made.spaces
  if (room === undefined) throw new Error('no space')
  return { consortiumId, id: made.hub.id, room, operator, member: await createMember(app, { consortiumId }) }
}

export interface TestDevice {
  readonly id: string
  readonly password: string
}

/** Added by a person and claimed by the device, as both do it. */
export async function createDevice(
  { operator, stranger }: { operator: Call; stranger: Call },
  place: { hubId: string; kind: DeviceKind; name?: string; topicFilters?: string[] },
): Promise<TestDevice> {
  const { hubId, kind, name = '見本の機器', topicFilters } = place
  const made = await operator(addDevice, {
    params: { hubId },
    body: { kind, name, ...(topicFilters === undefined ? {} : { topicFilters }) },
  })
  const claimed = await stranger(claimDevice, { body: { code: made.code ?? '' } })
  return { id: claimed.deviceId, password: claimed.password }
}

/** An event that happened just now, by a gateway that knows the time. */
export function deviceEventOf<T extends DeviceEvent['type']>(
  deviceId: string,
  type: T,
  data: Extract<DeviceEvent, { type: T }>['data'],
  about: { at?: Temporal.Instant; sourceKey?: string } = {},
): DeviceEvent {
  const at = (about.at ?? Temporal.Now.instant()).toString()
  return {
    v: 1,
    id: randomUUIDv7(),
    deviceId,
    sourceKey: about.sourceKey ?? randomUUID(),
    type,
    deviceTime: null,
    deviceClock: 'unknown',
    edgeTime: at,
    edgeClock: 'synced',
    data,
  } as unknown as DeviceEvent
}
