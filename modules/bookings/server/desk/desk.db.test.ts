/** The full desk: people by a few letters, who stands at the door, parties that come in parts, many bookings at once, stretches of days. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { askToBeForgotten } from '#modules/people/contract/endpoints.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, setPolicy, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { keepBillOf } from '../payment/use-cases/keep-bill.ts'

let app: TestApp
let hub: TestHub
/** Tuesday 24 November 2026, 10:42 in Japan. */
const now = '2026-11-24T01:42:00Z'
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(now) })
  hub = await createHub(app)
})
afterAll(() => app.stop())

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const desk = () => as(hub.operator)
const at = (time: string, day = '2026-11-25') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const inRoom = (spaceId: string) => ({ kind: 'space' as const, spaceId })
const book = (
  name: string,
  from: string,
  to: string,
  over: { spaceId?: string; mail?: string; phone?: string; day?: string; party?: number } = {},
) =>
  desk()(api.bookForSomebody, {
    params: { hubId: hub.id },
    body: {
      what: inRoom(over.spaceId ?? hub.room.id),
      startsAt: at(from, over.day),
      endsAt: at(to, over.day),
      partySize: over.party ?? 1,
      holder: { name, ...(over.mail === undefined ? {} : { mail: over.mail }), ...(over.phone === undefined ? {} : { phone: over.phone }) },
    },
  })
const find = async (q: string) => (await desk()(api.findPeople, { params: { hubId: hub.id }, query: { q } })).items

test('a booking that is cancelled unless it is paid is provisional wherever it is shown, until it is paid', async () => {
  const town = await createHub(app)
  await setPolicy(app, town, town.room.id, { hourYen: 1_000, daysAhead: 90 })
  const office = as(town.operator)
  const params = { hubId: town.id }
  const { version, hubId: _, isNumberDoubtful: __, ...rule } = await office(api.getMoneyRule, { params })
  await office(api.setMoneyRule, {
    params,
    body: { ...rule, due: 'after-confirmation', dueDays: 7, cancelsUnpaid: true, invoiceNumber: rule.invoiceNumber ?? '', version },
  })
  const day = '2026-12-16'
  const made = await as(town.member)(api.bookSpace, {
    body: { what: inRoom(town.room.id), startsAt: at('10:00', day), endsAt: at('12:00', day) },
  })
  // as the job after the booking does
  await app.program.runInTenant(town.consortiumId, { name: 'test', requestId: 'test' }, (scope) => keepBillOf(scope, made.id))
  const shown = async () => ({
    own: (await as(town.member)(api.getBooking, { params: { bookingId: made.id } })).provisionalUntil,
    listed: (await office(api.listHubBookings, { params, query: { day } })).items.map((one) => one.provisionalUntil !== null),
    grid: (await office(api.getDayGrid, { params, query: { day } })).provisional,
  })
  expect(await shown()).toMatchObject({ own: expect.stringMatching(/^2026-12-01/), listed: [true], grid: [made.id] })
  await office(api.takePayment, { params, body: { items: [{ bookingId: made.id, amountYen: 2_000 }], method: 'cash' } })
  expect(await shown()).toEqual({ own: null, listed: [false], grid: [] })
})

describe('a person is found', () => {
  test('a guest by name, given name, either kana, mail and telephone however typed; a member by people’s own search', async () => {
    await book('カクウ ミノル', '9:00'.padStart(5, '0'), '10:00', { mail: 'kakuu@visitor.example.com', phone: '090-1234-5678' })
    for (const typed of ['カクウ', 'かくう', 'ｶｸｳ', 'みのる', 'KAKUU@', '０９０', '+81 90-1234'])
      expect([typed, ...(await find(typed)).map((one) => one.name)]).toEqual([typed, 'カクウ ミノル'])
    expect(await find('くう')).toEqual([])
    expect(await find('見本')).toMatchObject([{ kind: 'member', name: '見本 花子' }])
  })

  test('their bookings stand behind them, and a person without any is not there', async () => {
    const [guest] = await find('かくう')
    const { items } = await desk()(api.listPersonBookings, {
      params: { hubId: hub.id, personId: guest?.id ?? '' },
      query: { kind: 'guest' },
    })
    expect(items.map((one) => one.holder.name)).toEqual(['カクウ ミノル'])
    await expect(
      desk()(api.listPersonBookings, { params: { hubId: hub.id, personId: hub.operator.accountId }, query: { kind: 'member' } }),
    ).rejects.toMatchObject({ status: 404 })
  })

  test('the look-up uses the index of keys, whoever asks', async () => {
    const plan = await app.sql<{ 'QUERY PLAN': string }>(
      `explain (costs off) select guest_id from bookings.guest_key where consortium_id = '${hub.consortiumId}' and key >= 'カ' and key < 'キ' order by key limit 200`,
    )
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('guest_key_pkey')
  })

  test('forgetting removes the keys', async () => {
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, async (scope) => {
      const { forgetHolder } = await import('../booking/use-cases/forget-holder.ts')
      await forgetHolder(scope, { guestMail: 'kakuu@visitor.example.com' })
    })
    expect(await find('かくう')).toEqual([])
    expect(await app.sql(`select key from bookings.guest_key where consortium_id = $1`, [hub.consortiumId])).toEqual([])
    expect(askToBeForgotten.name).toBe('people.askToBeForgotten')
  })

  test('a member may not look for people', async () => {
    await expect(as(hub.member)(api.findPeople, { params: { hubId: hub.id }, query: { q: '見本' } })).rejects.toMatchObject({ status: 403 })
  })
})

describe('somebody stands at the desk', () => {
  test('a walk-in has a seat from now to the step of the clock, and is here already', async () => {
    const one = await desk()(api.walkIn, { params: { hubId: hub.id }, body: { partySize: 1, minutes: 90 } })
    expect(one).toMatchObject({
      kind: 'seat',
      origin: 'walk-in',
      status: 'confirmed',
      startsAt: '2026-11-24T01:40:00Z',
      endsAt: '2026-11-24T03:00:00Z',
    })
    expect(one.checkedInAt).not.toBeNull()
    expect(await desk()(api.listArrivals, { params: { hubId: hub.id } })).toMatchObject({
      items: [{ bookingId: one.id, arrived: 1, partySize: 1 }],
    })
  })

  test('the stay ends where somebody else comes or the house shuts; a room of hours takes whole hours', async () => {
    const other = await createHub(app, { seats: 1 })
    const own = as(other.operator)
    const seat = { kind: 'seat' as const, spaceId: other.open.id }
    await setPolicy(app, other, other.open.id, { granularityMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 })
    await own(api.bookForSomebody, {
      params: { hubId: other.id },
      body: { what: seat, startsAt: at('13:00', '2026-11-24'), endsAt: at('14:00', '2026-11-24'), holder: { name: '例示' } },
    })
    const one = await own(api.walkIn, { params: { hubId: other.id }, body: { what: seat, minutes: 300 } })
    expect(one.endsAt).toBe(at('13:00', '2026-11-24'))
    await expect(own(api.walkIn, { params: { hubId: other.id }, body: { what: seat } })).rejects.toMatchObject({
      code: 'bookings.nothing_free_now',
    })
  })

  test('a walk-in pays as who they are, not as who stands behind the desk', async () => {
    const other = await createHub(app)
    await setPolicy(app, other, other.open.id, { hourYen: 600 })
    const one = await as(other.operator)(api.walkIn, { params: { hubId: other.id }, body: { partySize: 1, minutes: 60 } })
    expect(one).toMatchObject({ userClass: 'general' })
  })

  test('a group comes in parts: the first checks in, the count goes up and down, never below nobody', async () => {
    const group = await book('例示団体', '11:00', '12:00', { day: '2026-11-24', party: 6 })
    const arrive = (people: number) => desk()(api.recordArrival, { params: { bookingId: group.id }, body: { people } })
    expect(await arrive(2)).toMatchObject({ arrived: 2, partySize: 6 })
    expect((await desk()(api.getBooking, { params: { bookingId: group.id } })).checkedInAt).not.toBeNull()
    expect(await arrive(4)).toMatchObject({ arrived: 6 })
    expect(await arrive(-6)).toMatchObject({ arrived: 0 })
    expect((await desk()(api.getBooking, { params: { bookingId: group.id } })).checkedInAt).toBeNull()
    await expect(arrive(-1)).rejects.toMatchObject({ code: 'bookings.not_so_many_came' })
    const rows = await app.sql<{ people: number }>('select people from bookings.arrival where booking_id = $1 order by id', [group.id])
    expect(rows.map((row) => row.people)).toEqual([2, 4, -6])
  })
})

describe('several bookings at once', () => {
  test('neighbours move together by half an hour; tried first, nothing is stored; one that cannot keeps all back', async () => {
    const day = '2026-12-01'
    const own = await createHub(app)
    const by = as(own.operator)
    const inRoomAt = (name: string, from: string, to: string) =>
      by(api.bookForSomebody, {
        params: { hubId: own.id },
        body: {
          what: inRoom(own.room.id),
          startsAt: at(from, day),
          endsAt: at(to, day),
          holder: { name, mail: `${from.slice(0, 2)}@example.com` },
        },
      })
    const [first, second, last] = [
      await inRoomAt('一', '09:00', '10:00'),
      await inRoomAt('二', '10:00', '11:00'),
      await inRoomAt('三', '17:30', '18:00'),
    ]
    const refs = (...list: { id: string; version: number }[]) => list.map(({ id, version }) => ({ id, version }))
    const change = (how: 'try' | 'all' | 'possible', bookings: { id: string; version: number }[]) =>
      by(api.changeMany, { params: { hubId: own.id }, body: { bookings, act: { kind: 'move', minutes: 30 }, how, reason: '清掃' } })
    const startOf = async (id: string) => (await by(api.getBooking, { params: { bookingId: id } })).startsAt

    expect(await change('try', refs(first, second))).toMatchObject({ isDone: false, items: [{ isRefused: false }, { isRefused: false }] })
    expect(await startOf(first.id)).toBe(at('09:00', day))
    const all = await change('all', refs(first, second, last))
    expect(all).toMatchObject({ isDone: false, changed: 0 })
    expect(all.items.map((item) => item.code)).toEqual([null, null, 'bookings.outside_hours'])
    expect(await startOf(first.id)).toBe(at('09:00', day))
    expect(await change('possible', refs(first, second, last))).toMatchObject({ isDone: true, changed: 2 })
    expect([await startOf(first.id), await startOf(second.id), await startOf(last.id)]).toEqual([
      at('09:30', day),
      at('10:30', day),
      at('17:30', day),
    ])
    // one mail for each that moved, none for the tries
    const jobs = await app.sql(
      `select 1 from platform.outbox where kind = 'job' and name = 'bookings.mailHolder' and payload->>'tiding' = 'changed' and payload->>'bookingId' = any($1)`,
      [[first.id, second.id, last.id]],
    )
    expect(jobs).toHaveLength(2)
  })

  test('to another space, and cancelled with the reason in the history', async () => {
    const one = await book('移る人', '15:00', '16:00')
    const placed = await desk()(api.changeMany, {
      params: { hubId: hub.id },
      body: {
        bookings: [{ id: one.id, version: one.version }],
        act: { kind: 'place', targetKind: 'space', targetId: hub.studio.id },
        how: 'all',
      },
    })
    expect(placed).toMatchObject({ isDone: true, changed: 1 })
    const moved = await desk()(api.getBooking, { params: { bookingId: one.id } })
    expect(moved.targetId).toBe(hub.studio.id)
    await desk()(api.changeMany, {
      params: { hubId: hub.id },
      body: { bookings: [{ id: one.id, version: moved.version }], act: { kind: 'cancel' }, how: 'all', reason: '停電のため' },
    })
    const { items } = await desk()(api.getBookingHistory, { params: { bookingId: one.id } })
    expect(items.map((entry) => entry.reason)).toContain('停電のため')
  })
})

test('a week is one call: how full each space is on each day, over midnight and day by day', async () => {
  const own = await createHub(app, { hours: [0, 1440] })
  const by = as(own.operator)
  await by(api.bookForSomebody, {
    params: { hubId: own.id },
    body: { what: inRoom(own.room.id), startsAt: at('22:00', '2026-11-30'), endsAt: at('02:00', '2026-12-01'), holder: { name: '夜' } },
  })
  await by(api.bookForSomebody, {
    params: { hubId: own.id },
    body: {
      what: { kind: 'seat', spaceId: own.open.id, count: 2 },
      startsAt: at('09:00', '2026-12-02'),
      endsAt: at('10:00', '2026-12-02'),
      partySize: 2,
      holder: { name: '朝' },
    },
  })
  const week = await by(api.getDeskPeriod, { params: { hubId: own.id }, query: { from: '2026-11-30', days: 7 } })
  const rowOf = (id: string) =>
    week.rows.find((row) => row.targetId === id)?.days.map((day) => `${day.takenMinutes}/${day.openMinutes} ${day.bookings}`)
  expect(rowOf(own.room.id)?.slice(0, 3)).toEqual(['120/1440 1', '120/1440 1', '0/1440 0'])
  expect(rowOf(own.open.id)?.slice(1, 4)).toEqual(['0/28800 0', '120/28800 1', '0/28800 0'])
  expect(week.bookings).toEqual([])
  const room = await by(api.getDeskPeriod, { params: { hubId: own.id }, query: { from: '2026-11-30', days: 7, targetId: own.room.id } })
  expect(room.bookings).toMatchObject([{ holderName: '夜' }])
})
