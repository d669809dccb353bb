/** What a gateway in the server keeps: of its hub and tenant, and of two at once one is first. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bookings } from '#modules/bookings/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { access } from '../module.ts'
import { gatewayStoreOf } from './use-cases/keep-state.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access] })
})
afterAll(() => app.stop())

test('a gateway finds after a restart what it kept, and nothing of another hub or town', async () => {
  const [town, otherTown] = [await app.createTenant(), await app.createTenant()]
  const [hubId, otherHubId] = [randomUUID(), randomUUID()]
  const { runInTenant } = app.program
  const store = gatewayStoreOf({ runInTenant, consortiumId: town.id, hubId })
  await store.put('relock:a', '1')
  await store.put('relock:a', '2')
  await store.put('tries:door', '5')
  const answers = await Promise.all([store.putNew('command:1', 'a'), store.putNew('command:1', 'b')])
  expect(answers.toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true])
  const again = gatewayStoreOf({ runInTenant, consortiumId: town.id, hubId })
  expect(await again.entries('relock:')).toEqual([['relock:a', '2']])
  await again.remove('relock:a')
  expect(await store.entries('')).toHaveLength(2)
  for (const [consortiumId, hub] of [
    [town.id, otherHubId],
    [otherTown.id, hubId],
  ] as const)
    expect(await gatewayStoreOf({ runInTenant, consortiumId, hubId: hub }).entries('')).toEqual([])
})
