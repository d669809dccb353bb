/** The sheet beside a door: whoever sets doors up takes it out, and that is on record. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bookings } from '#modules/bookings/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createDoors, type TestDoors } from '../factory.ts'
import { access } from '../module.ts'

let app: TestApp
let hub: TestDoors
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access] })
  hub = await createDoors(app)
})
afterAll(() => app.stop())

const path = (of: TestDoors, door = of.entrance) => `/api/v1/hubs/${of.id}/doors/${door.id}/sheet`
const get = (of: TestDoors, cookie?: string) => app.request(path(of), { headers: cookie === undefined ? {} : { cookie } })
const taken = async () =>
  (await app.sql<{ n: number }>(`select count(*)::int as n from platform.event where type = 'access.doorSheetTaken'`))[0]?.n

test('a PDF for whoever sets doors up, on record; not for a member, a stranger or another town; not of a door that is over', async () => {
  for (const [cookie, status] of [
    [undefined, 401],
    [hub.member.cookie, 403],
    [(await createDoors(app)).operator.cookie, 404],
  ] as const)
    expect((await get(hub, cookie)).status).toBe(status)
  expect(await taken()).toBe(0)
  const answer = await get(hub, hub.operator.cookie)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-')
  expect(await taken()).toBe(1)
  await app.client({ cookie: hub.operator.cookie })(api.retireDoor, {
    params: { hubId: hub.id, doorId: hub.entrance.id },
    body: { reason: '改修' },
  })
  expect((await get(hub, hub.operator.cookie)).status).toBe(409)
  expect(await taken()).toBe(1)
})
