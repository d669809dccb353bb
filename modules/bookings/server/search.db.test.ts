/** The search box of the desk: people, hubs, spaces and bookings, each as far as the asker may see them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { search } from '#platform/contract/endpoints.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { createHub, type TestHub } from './factory.ts'
import { bookings } from './module.ts'

let app: TestApp
let hub: TestHub
let neighbour: TestHub
let bookingId: string
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z') })
  hub = await createHub(app)
  neighbour = await createHub(app)
  const booked = await app.client(hub.member)(api.bookSpace, {
    body: { what: { kind: 'space', spaceId: hub.room.id }, startsAt: '2026-11-24T00:00:00Z', endsAt: '2026-11-24T01:00:00Z', partySize: 2 },
  })
  bookingId = booked.id
})
afterAll(() => app.stop())

const find = async (who: { cookie: string }, q: string, language: 'ja' | 'en' = 'ja') =>
  (await app.client({ cookie: who.cookie, language })(search, { query: { q } })).hits

test('the desk finds the person and the booking by the holder’s name', async () => {
  const hits = await find(hub.operator, '花子')
  expect(hits.map((hit) => hit.kind).toSorted()).toEqual(['booking', 'member'])
  expect(hits.find((hit) => hit.kind === 'booking')).toEqual({
    kind: 'booking',
    id: bookingId,
    title: '見本 花子',
    detail: '2026年11月24日（火）9:00–10:00　会議室　見本拠点',
    href: `/operate/${hub.key}/bookings/${bookingId}`,
  })
})

test('hubs and spaces are found in any of their languages, full-width or not, and named in the reader’s', async () => {
  expect(await find(hub.operator, 'ＳＡＭＰＬＥ', 'en')).toMatchObject([{ kind: 'hub', title: 'Sample Hub', href: `/operate/${hub.key}` }])
  expect(await find(hub.operator, 'スタジオ')).toMatchObject([{ kind: 'space', title: 'スタジオ', detail: '見本拠点' }])
})

test('signs of a pattern are letters like others', async () => {
  expect(await find(hub.operator, '%')).toEqual([])
  expect(await find(hub.operator, '_')).toEqual([])
})

test('a member without the desk’s roles finds nothing about others, another consortium nothing of this one', async () => {
  expect(await find(hub.member, '花子')).toEqual([])
  expect(await find(hub.member, 'スタジオ')).toEqual([])
  const theirs = await find(neighbour.operator, '花子')
  expect(theirs.map((hit) => hit.kind)).toEqual(['member'])
  expect(theirs.some((hit) => hit.id === bookingId)).toBe(false)
})

test('the desk finds leases by organisation, contact and room; withdrawn ones and those of others not', async () => {
  const own = await createHub(app)
  const [organisation] = await app.sql<{ id: string }>(
    `insert into people.organisation (consortium_id, kind, name, sort_key) values ($1, 'company', '例示デザイン合同会社', 'れいじ') returning id`,
    [own.consortiumId],
  )
  const make = (more: object) =>
    app.client(own.operator)(api.makeLease, {
      params: { hubId: own.id },
      body: {
        kind: 'lease',
        as: 'active',
        spaceId: own.studio.id,
        organisationId: organisation?.id ?? null,
        holderName: '例示デザイン（みなかみ分室）',
        contactName: '仮名 三郎',
        startsOn: '2026-12-01',
        endsOn: '2027-11-30',
        feeKind: 'free',
        feeYen: 0,
        admitsMembers: false,
        ...more,
      },
    })
  const made = await make({})
  const gone = await make({ spaceId: own.room.id })
  await app.client(own.operator)(api.withdrawLease, {
    params: { hubId: own.id, leaseId: gone.lease.id },
    body: { version: gone.lease.version, reason: '辞退' },
  })
  const leases = async (q: string) => (await find(own.operator, q)).filter((hit) => hit.kind === 'lease')
  expect(await leases('例示ﾃﾞｻﾞｲﾝ合同')).toEqual([
    {
      kind: 'lease',
      id: made.lease.id,
      title: '例示デザイン（みなかみ分室）',
      detail: '入居　スタジオ　見本拠点　2026年12月1日（火）から 2027年11月30日（火）まで',
      href: `/operate/${own.key}/leases/${made.lease.id}`,
    },
  ])
  expect((await leases('三郎')).length + (await leases('スタジオ')).length).toBe(2)
  expect(await leases('会議室')).toEqual([])
  expect((await find(own.member, 'デザイン')).filter((hit) => hit.kind === 'lease')).toEqual([])
  expect(await find(neighbour.operator, 'デザイン')).toEqual([])
})
