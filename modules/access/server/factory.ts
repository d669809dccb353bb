/** Builders for tests: a hub with an entrance and a room behind a door of its own, their locks and readers, and what a gateway there would decide. */
import { randomUUID } from 'node:crypto'
import { createHub, type TestHub } from '#modules/bookings/server/factory.ts'
import { hashCard, hashPin } from '#modules/access/gateway/hash.ts'
import { addDevice } from '#modules/devices/contract/endpoints.ts'
import { createDevice as createClaimed } from '#modules/devices/server/factory.ts'
import { ingest } from '#modules/devices/server/index.ts'
import type { TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { decide, indexSnapshot } from '../contract/rules.ts'
import type { Decision, Factor, Snapshot } from '../contract/schemas.ts'
import { readSnapshot } from './snapshot/use-cases/build-snapshot.ts'

export interface TestDoor {
  readonly id: string
  readonly lockId: string
  readonly readerId: string
}

export interface TestDoors extends TestHub {
  readonly entrance: TestDoor
  /** Of the meeting room. */
  readonly roomDoor: TestDoor
}

/** Claimed devices are at work; one that nobody claimed waits, and may hang at a door already. */
export async function createDevice(
  app: TestApp,
  hub: Pick<TestHub, 'id' | 'operator'>,
  kind: 'lock' | 'reader',
  { isClaimed = false } = {},
): Promise<string> {
  const operator = app.client({ cookie: hub.operator.cookie })
  if (isClaimed) return (await createClaimed({ operator, stranger: app.client() }, { hubId: hub.id, kind })).id
  return (await operator(addDevice, { params: { hubId: hub.id }, body: { kind, name: kind } })).device.id
}

export async function createDoors(app: TestApp): Promise<TestDoors> {
  const hub = await createHub(app)
  const make = async (ja: string, insideSpaceId: string | null): Promise<TestDoor> => {
    const lockId = await createDevice(app, hub, 'lock', { isClaimed: insideSpaceId === null })
    const readerId = await createDevice(app, hub, 'reader')
    const door = await app.client({ cookie: hub.operator.cookie })(api.addDoor, {
      params: { hubId: hub.id },
      body: { names: { ja }, insideSpaceId, lockDeviceId: lockId, readers: [{ deviceId: readerId, direction: 'in' }] },
    })
    return { id: door.id, lockId, readerId }
  }
  const entrance = await make('正面玄関', null)
  return { ...hub, entrance, roomDoor: await make('会議室の扉', hub.room.id) }
}

export const snapshotOf = (app: TestApp, hub: Pick<TestHub, 'consortiumId' | 'id'>): Promise<Snapshot> =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => readSnapshot(scope, hub.id))

export type Shown = { readonly card: string } | { readonly pin: string } | Factor

/** What the gateway of the hub would say now, from what it was given last. */
export async function show(
  app: TestApp,
  hub: Pick<TestHub, 'consortiumId' | 'id'>,
  doorId: string,
  ...shown: readonly Shown[]
): Promise<Decision> {
  const snapshot = await snapshotOf(app, hub)
  const factors = shown.map((one): Factor => {
    if ('card' in one) return { kind: 'card', hash: hashCard(snapshot.cardKey, one.card) }
    return 'pin' in one ? { kind: 'pin', hash: hashPin(snapshot.cardKey, one.pin) } : one
  })
  const at = app.clock.now().epochMilliseconds
  return decide(indexSnapshot(snapshot), { doorId, at, direction: 'in', factors, isClockTrusted: true, triesLeft: 5 })
}

/** The decision as the gateway hands it in; the same key again is the same decision. */
export async function record(
  app: TestApp,
  hub: TestDoors,
  door: TestDoor,
  decision: Decision,
  { key, direction = 'in', decisionId = randomUUID() }: { key?: string; direction?: 'in' | 'out'; decisionId?: string } = {},
): Promise<string> {
  const now = app.clock.now().toString()
  await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    ingest(
      scope,
      [
        {
          v: 1,
          id: randomUUID(),
          deviceId: door.readerId,
          sourceKey: key ?? randomUUID(),
          type: 'decision',
          deviceTime: null,
          deviceClock: 'unknown',
          edgeTime: now,
          edgeClock: 'synced',
          data: {
            decisionId,
            doorId: door.id,
            isOpen: decision.isOpen,
            reason: decision.reason,
            direction,
            subjectId: decision.subjectId,
            grantId: decision.grantId,
            until: decision.until === null ? null : new Date(decision.until).toISOString(),
            factors: ['card'],
            credentialId: decision.credentialId,
            snapshotVersion: 1,
            isOffline: false,
          },
        },
      ],
      { kind: 'server' },
    ),
  )
  return decisionId
}
