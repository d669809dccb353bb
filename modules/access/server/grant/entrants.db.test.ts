/** Who may enter now and next: read from bookings, roles and visits, found by name, in pages, taken out on record. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as bookingsApi from '#modules/bookings/contract/endpoints.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createDoors, type TestDoors } from '../factory.ts'
import { access } from '../module.ts'

const at = (time: string): string => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()
let app: TestApp
let hub: TestDoors
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access], hasWorker: true, clock: testClock(at('09:00')) })
  hub = await createDoors(app)
  for (const [from, to, name] of [
    ['10:00', '11:00', '仮名 三郎'],
    ['13:00', '14:00', '模擬 五郎'],
  ] as const)
    await desk()(bookingsApi.bookForSomebody, {
      params: { hubId: hub.id },
      body: {
        what: { kind: 'space', spaceId: hub.room.id },
        startsAt: at(from),
        endsAt: at(to),
        holder: { name, mail: 'saburo@example.jp' },
      },
    })
  await desk()(api.inviteVisitor, {
    body: { hubId: hub.id, name: '例示 次郎', mail: 'jiro@example.jp', startsAt: at('15:00'), endsAt: at('16:00') },
  })
  await app.settle()
})
afterAll(() => app.stop())

const desk = () => app.client({ cookie: hub.operator.cookie })
const list = (query: Parameters<typeof names>[0] = {}) => desk()(api.listEntrants, { params: { hubId: hub.id }, query })
const names = async (query: {
  q?: string
  doorId?: string
  from?: string
  source?: 'booking' | 'visit' | 'role'
  limit?: number
  cursor?: string
}): Promise<(string | null)[]> => (await list(query)).items.map((item) => item.subject.name)

describe('who may enter', () => {
  test('stands with reason and times: a role always, bookings and visits from before they begin; each once', async () => {
    const { items } = await list()
    const ofBooking = items.filter((item) => item.source.kind === 'booking')
    expect(ofBooking.map((item) => [item.subject.name, item.isNow, item.doors.length])).toEqual([
      ['仮名 三郎', false, 2],
      ['模擬 五郎', false, 2],
    ])
    expect(Temporal.Instant.from(ofBooking[0]?.from ?? '').toString()).toBe(at('09:50'))
    expect(items.find((item) => item.source.kind === 'role')).toMatchObject({ from: null, until: null, isNow: true })
    expect(items.find((item) => item.source.kind === 'visit')?.subject).toMatchObject({ kind: 'visitor', name: '例示 次郎' })
  })

  test('at a chosen moment: who is late is gone, who comes then is in', async () => {
    const { items } = await list({ from: at('13:30'), source: 'booking' })
    expect(items.map((item) => [item.subject.name, item.isNow])).toEqual([['模擬 五郎', true]])
  })

  test('of one door, by name, in pages', async () => {
    expect(await names({ q: '例示' })).toEqual(['例示 次郎'])
    expect(await names({ q: '五 郎' })).toEqual(['模擬 五郎'])
    expect(await names({ q: '居ない' })).toEqual([])
    expect(await names({ doorId: hub.roomDoor.id, source: 'visit' })).not.toContain('仮名 三郎')
    const all = await names({})
    const paged: (string | null)[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: 1, ...(cursor === '' ? {} : { cursor }) })
      paged.push(...page.items.map((item) => item.subject.name))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(all)
  })

  test('is for the desk of this town; taking it out is on record, with the same people', async () => {
    const url = (of: TestDoors, end = '') => `/api/v1/hubs/${of.id}/entrants${end}`
    const stranger = await createDoors(app)
    for (const end of ['', '/export'])
      for (const [cookie, status] of [
        [undefined, 401],
        [hub.member.cookie, 403],
        [stranger.operator.cookie, 404],
      ] as const)
        expect((await app.request(url(hub, end), { headers: cookie === undefined ? {} : { cookie } })).status).toBe(status)
    const taken = await app.request(url(hub, '/export?format=csv&source=booking'), { headers: { cookie: hub.operator.cookie } })
    expect(taken.status).toBe(200)
    const text = await taken.text()
    expect(text).toContain('仮名 三郎')
    expect(text).not.toContain('例示 次郎')
    expect(await app.sql(`select payload from platform.event where type = 'access.entrantsExported'`)).toEqual([
      { payload: { hubId: hub.id, format: 'csv', rows: 2 } },
    ])
  })
})
