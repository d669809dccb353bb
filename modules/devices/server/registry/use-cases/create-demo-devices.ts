/** Devices of the demonstration's entrance, with what they said last. May run again. */
import { randomUUIDv7 } from 'node:crypto'
import type { Scope } from '#platform/server/scope.ts'
import { requireHubByKey } from '#modules/hubs/server/index.ts'
import { ingest } from '../../ledger/use-cases/ingest.ts'
import { insertDevice, listOfHub, updateDevice } from '../repository.ts'

const words = {
  lock: { type: 'lock', data: { state: 'locked', by: 'auto' }, battery: 78 },
  reader: { type: 'availability', data: { isOnline: true }, battery: null },
  contact: { type: 'contact', data: { isOpen: false }, battery: 17 },
} as const

export interface DemoDevice {
  readonly kind: keyof typeof words
  readonly name: string
  readonly manufacturer: string
  readonly model: string
}

/** Nobody speaks for them, so they may be silent for a week before somebody is told. */
const expireAfterSeconds = 7 * 24 * 60 * 60

export async function createDemoDevices(scope: Scope, hubKey: string, shown: readonly DemoDevice[]): Promise<void> {
  const hub = await requireHubByKey(scope, hubKey)
  if ((await listOfHub(scope, hub.id)).length > 0) return
  const now = scope.clock.now().toString()
  for (const { kind, name, manufacturer, model } of shown) {
    const { type, data, battery } = words[kind]
    const id = randomUUIDv7()
    await insertDevice(scope, {
      id,
      hubId: hub.id,
      spaceId: null,
      name,
      kind,
      driver: 'hiroba',
      config: { hubId: hub.id, deviceId: id },
      status: 'active',
      manufacturer,
      model,
      firmware: '1.0.0',
      createdBy: null,
    })
    await updateDevice(scope, id, { expireAfterSeconds })
    const head = { v: 1, deviceId: id, deviceTime: null, deviceClock: 'unknown', edgeTime: now, edgeClock: 'synced' }
    await ingest(
      scope,
      [
        { ...head, id: randomUUIDv7(), sourceKey: 'demo:1', type, data },
        ...(battery === null ? [] : [{ ...head, id: randomUUIDv7(), sourceKey: 'demo:2', type: 'battery', data: { percent: battery } }]),
      ],
      { kind: 'server' },
    )
  }
}
