/** A person takes out their own stays, and nobody else's. */
import { expect, test } from 'vitest'
import * as bookingsApi from '#modules/bookings/contract/endpoints.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import * as accessApi from '#modules/access/contract/endpoints.ts'
import { createDoors, record, show } from '#modules/access/server/factory.ts'
import { access } from '#modules/access/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock } from '#platform/testkit/app.ts'
import { presence } from './module.ts'

test('a person takes out their own stays, and nobody else’s', async () => {
  const app = await createTestApp({
    modules: [people, hubs, bookings, devices, access, presence],
    hasWorker: true,
    clock: testClock('2026-11-24T00:00:00Z'),
  })
  const hub = await createDoors(app)
  const cards = ['0116000000000001', '0116000000000002']
  for (const [index, person] of [hub.member, hub.other].entries()) {
    await app.client({ cookie: hub.operator.cookie })(accessApi.addCard, {
      params: { hubId: hub.id },
      body: { accountId: person.accountId, card: { number: cards[index] ?? '' }, label: 'カード' },
    })
    await app.client({ cookie: person.cookie })(bookingsApi.bookSpace, {
      body: {
        what: { kind: 'seat', spaceId: hub.open.id },
        startsAt: '2026-11-24T01:00:00Z',
        endsAt: '2026-11-24T03:00:00Z',
      },
    })
  }
  await app.settle()
  app.clock.set('2026-11-24T01:05:00Z')
  for (const card of cards) await record(app, hub, hub.entrance, await show(app, hub, hub.entrance.id, { card }))
  await app.settle()
  const text = await (await app.request('/api/v1/me/records', { cookie: hub.member.cookie })).text()
  const { consortia } = JSON.parse(text) as { consortia: { sections: { section: string; data: unknown }[] }[] }
  expect(consortia[0]?.sections.find((one) => one.section === 'stays')?.data).toMatchObject([{ enteredAt: '2026-11-24T01:05:00Z' }])
  expect(text).not.toContain(hub.other.accountId)
  await app.stop()
})
