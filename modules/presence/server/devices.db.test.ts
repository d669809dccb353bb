/** From the ledger of devices to who is in: by a booking's PIN, by a guest of another town, through a door that is gone. */
import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { access } from '#modules/access/server/module.ts'
import { ingest } from '#modules/devices/server/index.ts'
import { devices } from '#modules/devices/server/module.ts'
import { createTestHub, type TestHub } from '#modules/hubs/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { presence } from './module.ts'

let app: TestApp
const clock = testClock('2026-11-23T03:00:00Z')
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, devices, access, presence], clock })
})
afterAll(() => app.stop())

const at = (time: string) => Temporal.ZonedDateTime.from(`2026-11-23T${time}[Asia/Tokyo]`).epochMilliseconds

async function createDoor(hub: TestHub): Promise<{ id: string; deviceId: string }> {
  const [device] = await app.sql<{ id: string }>(
    `insert into devices.device (consortium_id, hub_id, name, kind, driver, status, created_at, changed_at)
     values ($1, $2, '入口の読取機', 'reader', 'hiroba', 'active', now(), now()) returning id`,
    [hub.consortiumId, hub.hub.id],
  )
  const [door] = await app.sql<{ id: string }>(
    `insert into access.door (consortium_id, hub_id, names, unlock_seconds, held_open_seconds, needs_passkey, near_counts, created_at)
     values ($1, $2, '{"ja":"正面玄関"}', 5, 30, false, false, now()) returning id`,
    [hub.consortiumId, hub.hub.id],
  )
  return { id: door?.id as string, deviceId: device?.id as string }
}

/** Each as a gateway tells it: who, when, in or out. */
async function tell(hub: TestHub, door: { id: string; deviceId: string }, ...all: readonly [string, string, ('in' | 'out')?][]) {
  await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    ingest(
      scope,
      all.map(([subjectId, time, direction = 'in']) => ({
        v: 1 as const,
        id: randomUUIDv7(),
        deviceId: door.deviceId,
        sourceKey: `${direction}${time}`,
        type: 'decision' as const,
        deviceTime: null,
        deviceClock: 'unknown' as const,
        edgeTime: new Date(at(time)).toISOString(),
        edgeClock: 'synced' as const,
        data: {
          decisionId: randomUUIDv7(),
          doorId: door.id,
          isOpen: true,
          reason: 'granted',
          direction,
          subjectId,
          grantId: null,
          until: null,
          factors: ['pin'],
          credentialId: null,
          snapshotVersion: 1,
          isOffline: false,
        },
      })),
      { kind: 'server' },
    ),
  )
}

async function createBooking(hub: TestHub, holder: { accountId: string | null; name: string }): Promise<string> {
  const id = randomUUIDv7()
  await app.sql(
    `insert into bookings.booking (consortium_id, id, hub_id, kind, target_id, unit_ids, starts_at, ends_at, status, party_size, account_id,
       holder_name, holder_language, fee_yen, created_at, changed_at)
     values ($1, $2, $3, 'space', $4, array[$4::uuid], '2026-11-23T00:00:00Z', '2026-11-23T09:00:00Z', 'confirmed', 6, $5, $6, 'ja', 0, now(), now())`,
    [hub.consortiumId, id, hub.hub.id, hub.spaces[0]?.id, holder.accountId, holder.name],
  )
  return id
}
const here = async (hub: TestHub) => (await hub.call(api.getPresence, { params: { hubId: hub.hub.id } })).here

test('a group types the PIN of a member’s booking: not the member alone, and a guest who goes leaves the member in', async () => {
  const hub = await createTestHub(app, { spaces: [{ kind: 'meeting-room', seats: 6 }] })
  const door = await createDoor(hub)
  const member = await createMember(app, { consortiumId: hub.consortiumId, familyName: '見本', givenName: '花子' })
  const booking = await createBooking(hub, { accountId: member.accountId, name: '見本 花子' })
  await tell(hub, door, [member.accountId, '10:00'], [booking, '10:01'], [booking, '10:01:30'])
  expect(await here(hub)).toMatchObject([{ subjectKind: 'person', name: '見本 花子', isCountSure: false }])
  await tell(hub, door, [booking, '10:30', 'out'], [booking, '10:40', 'out'], [booking, '10:50', 'out'])
  expect(await here(hub)).toMatchObject([{ name: '見本 花子', isCountSure: false }])
  await tell(hub, door, [member.accountId, '11:00', 'out'])
  expect(await here(hub)).toEqual([])
})

test('a member who is alone comes in with the booking’s PIN and leaves with a card', async () => {
  const hub = await createTestHub(app, { spaces: [{ kind: 'meeting-room', seats: 6 }] })
  const door = await createDoor(hub)
  const member = await createMember(app, { consortiumId: hub.consortiumId })
  const booking = await createBooking(hub, { accountId: member.accountId, name: '見本 花子' })
  await tell(hub, door, [booking, '10:00'])
  expect(await here(hub)).toMatchObject([{ subjectKind: 'person', subjectId: member.accountId, isCountSure: true }])
  await tell(hub, door, [member.accountId, '11:00', 'out'])
  expect(await here(hub)).toEqual([])
})

test('a guest of another consortium stands on the list by the name of the booking', async () => {
  const hub = await createTestHub(app, { spaces: [{ kind: 'meeting-room', seats: 6 }] })
  const door = await createDoor(hub)
  const elsewhere = await createTestHub(app)
  const guest = await createMember(app, { consortiumId: elsewhere.consortiumId })
  const booking = await createBooking(hub, { accountId: guest.accountId, name: '例示 次郎' })
  await tell(hub, door, [booking, '10:00'])
  expect(await here(hub)).toMatchObject([{ subjectKind: 'booking', subjectId: booking, name: '例示 次郎' }])
})

test('what a gateway kept from before a door was retired still counts; another hub’s door does not', async () => {
  const hub = await createTestHub(app, { spaces: [{ kind: 'meeting-room', seats: 6 }] })
  const door = await createDoor(hub)
  const member = await createMember(app, { consortiumId: hub.consortiumId })
  await app.sql('update access.door set retired_at = now() where id = $1', [door.id])
  await tell(hub, door, [member.accountId, '10:00'], [member.accountId, '11:00', 'out'], [member.accountId, '11:30'])
  expect(await here(hub)).toMatchObject([{ subjectId: member.accountId, enteredAt: '2026-11-23T02:30:00Z' }])
  const other = await createTestHub(app)
  const far = await createDoor(other)
  await tell(hub, { id: far.id, deviceId: door.deviceId }, [member.accountId, '11:45', 'out'])
  expect(await here(hub)).toHaveLength(1)
})

test('who types a code at the lock’s own keypad is in, though no gateway decided', async () => {
  const hub = await createTestHub(app, { spaces: [{ kind: 'meeting-room', seats: 6 }] })
  const door = await createDoor(hub)
  const member = await createMember(app, { consortiumId: hub.consortiumId, familyName: '例示', givenName: '次郎' })
  const [credential] = await app.sql<{ id: string }>(
    `insert into access.credential (consortium_id, hub_id, kind, subject_kind, subject_id, hash, pin_number, created_at, changed_at)
     values ($1, $2, 'pin', 'person', $3, 'x', 0, now(), now()) returning id`,
    [hub.consortiumId, hub.hub.id, member.accountId],
  )
  await app.sql(
    `insert into access.lock_code (consortium_id, hub_id, door_id, device_id, slot, credential_id, wanted, observed, valid_from, valid_to, changed_at)
     values ($1, $2, $3, $4, 3, $5, 'on-lock', 'on-lock', '2026-11-23T00:00:00Z', '2026-11-23T09:00:00Z', now())`,
    [hub.consortiumId, hub.hub.id, door.id, door.deviceId, credential?.id],
  )
  const opened = (codeSlot: number, time: string) => ({
    v: 1 as const,
    id: randomUUIDv7(),
    deviceId: door.deviceId,
    sourceKey: `lock ${time}`,
    type: 'lock' as const,
    deviceTime: null,
    deviceClock: 'unknown' as const,
    edgeTime: new Date(at(time)).toISOString(),
    edgeClock: 'synced' as const,
    data: { state: 'unlocked' as const, by: 'code' as const, codeSlot },
  })
  // a code that somebody set at the lock itself is nobody's
  await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    ingest(scope, [opened(9, '10:00'), opened(3, '10:05')], { kind: 'server' }),
  )
  expect(await here(hub)).toMatchObject([{ subjectKind: 'person', name: '例示 次郎', isCountSure: true }])
})
