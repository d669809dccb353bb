/** Who looked at who is in is on record, once an hour, and those who were in see it. */
import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { access } from '#modules/access/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { createTestHub } from '#modules/hubs/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { presence } from '../module.ts'
import { closeNight } from '../use-cases/close-night.ts'
import { recordPassages } from '../use-cases/record-passages.ts'

let app: TestApp
const clock = testClock('2026-11-23T03:00:00Z')
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, devices, access, presence], clock })
})
afterAll(() => app.stop())

test('a look at who is in is told to who was in, once an hour; nobody else, and not whoever looked', async () => {
  const hub = await createTestHub(app, { spaces: [{ kind: 'coworking', seats: 10 }] })
  const hubId = hub.hub.id
  const present = await createMember(app, { consortiumId: hub.consortiumId, familyName: '見本', givenName: '花子' })
  const absent = await createMember(app, { consortiumId: hub.consortiumId, familyName: '例示', givenName: '次郎' })
  await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    recordPassages(scope, { id: hubId, zone: 'Asia/Tokyo' }, [
      {
        id: randomUUIDv7(),
        doorId: null,
        at: Date.parse('2026-11-23T02:30:00Z'),
        timeQuality: 'edge',
        subject: { kind: 'person', id: present.accountId },
        to: { isOut: false, spaceId: null },
      },
    ]),
  )
  const looks = async (who: { cookie: string }) => (await app.client(who)(api.listMyLooks, { query: {} })).items
  const desk = app.client({ cookie: hub.operator.cookie })
  expect(await looks(present)).toEqual([])
  for (let i = 0; i < 3; i++) await desk(api.getPresence, { params: { hubId } })
  expect(await looks(present)).toMatchObject([{ what: 'now', hubId, day: '2026-11-23', at: '2026-11-23T03:00:00Z' }])
  expect((await looks(present))[0]?.by).toBeTruthy()
  clock.set('2026-11-23T04:10:00Z')
  await desk(api.getPresence, { params: { hubId } })
  await desk(api.listStays, { params: { hubId }, query: { day: '2026-11-23' } })
  await desk(api.getTrace, { params: { hubId, subjectId: present.accountId }, query: { day: '2026-11-23' } })
  expect((await looks(present)).map((look) => look.what)).toEqual(['person', 'day', 'now', 'now'])
  expect(await looks(absent)).toEqual([])
  expect(await looks(hub.operator)).toEqual([])
  // a day on which nobody was in concerns nobody
  await desk(api.listStays, { params: { hubId }, query: { day: '2026-11-20' } })
  expect(await looks(present)).toHaveLength(4)
  // and who may not look leaves nothing
  await expect(app.client(absent)(api.getPresence, { params: { hubId } })).rejects.toMatchObject({ status: 403 })
  expect(await looks(present)).toHaveLength(4)

  // in what a person takes out of their own, too
  const records = async (who: { cookie: string }) => (await app.request('/api/v1/me/records', who)).json() as Promise<Records>
  const kept = (await records(present)).consortia[0]?.sections.find((one) => one.section === 'stays')?.data.looks
  expect(kept?.map((look) => look.what)).toEqual(['person', 'day', 'now', 'now'])
  expect(JSON.stringify(await records(absent))).not.toContain(hub.operator.accountId)

  // and let go of by the night closing after 400 days
  const count = async () => (await app.sql<{ n: number }>(`select count(*)::int as n from presence.look where hub_id = $1`, [hubId]))[0]?.n
  expect(await count()).toBe(5)
  for (const [at, left] of [
    ['2027-12-27T00:00:00Z', 5],
    ['2027-12-28T20:00:00Z', 1],
  ] as const) {
    clock.set(at)
    // another who looked since, at a day long ago
    if (left === 1) await desk(api.listStays, { params: { hubId }, query: { day: '2026-11-23' } })
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => closeNight(scope, hubId))
    expect(await count()).toBe(left)
  }
})

interface Records {
  readonly consortia: readonly {
    readonly sections: readonly { readonly section: string; readonly data: { looks?: { what: string }[] } }[]
  }[]
}
