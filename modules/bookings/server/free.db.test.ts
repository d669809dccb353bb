/** Dates first, then what is free. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import type { WantedIn } from '../contract/schemas.ts'
import { createHub, setPolicy, type TestHub } from './factory.ts'
import { bookings } from './module.ts'

let app: TestApp
let hub: TestHub

/** Sunday 22 November 2026, 12:00 in Japan. */
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z') })
  hub = await createHub(app)
  await setPolicy(app, hub, hub.id, { hourYen: 200, dayYen: 1000 })
  await app.sql(
    `insert into hubs.closure (consortium_id, hub_id, starts_on, ends_on, reason) values ($1, $2, '2026-11-26', '2026-11-26', '{"ja":"設備点検"}')`,
    [hub.consortiumId, hub.id],
  )
  const whole = (spaceId: string): WantedIn => ({ kind: 'space', spaceId })
  // Wednesday: everything is taken; Thursday is closed; Friday: all but two seats
  for (const what of [
    whole(hub.room.id),
    whole(hub.studio.id),
    { kind: 'seat', spaceId: hub.open.id, count: 20 } satisfies WantedIn,
    { kind: 'equipment', equipmentId: hub.tablets.id, count: 2 } satisfies WantedIn,
  ]) {
    await book(what, '2026-11-25', '09:00', '18:00', what.kind === 'seat' ? 20 : 1)
  }
  for (const what of [
    whole(hub.room.id),
    whole(hub.studio.id),
    { kind: 'seat', spaceId: hub.open.id, count: 18 } satisfies WantedIn,
    { kind: 'equipment', equipmentId: hub.tablets.id, count: 2 } satisfies WantedIn,
  ]) {
    await book(what, '2026-11-27', '09:00', '18:00', what.kind === 'seat' ? 18 : 1)
  }
  // Tuesday: the room from 10 to 12
  await book(whole(hub.room.id), '2026-11-24', '10:00', '12:00', 1)
})
afterAll(() => app.stop())

const at = (day: string, time: string) => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const book = (what: WantedIn, day: string, from: string, to: string, partySize: number) =>
  app.client({ cookie: hub.member.cookie })(api.bookSpace, { body: { what, startsAt: at(day, from), endsAt: at(day, to), partySize } })
const ask = (query: { from: string; days?: number; day?: string; start?: string; end?: string; people?: number }) =>
  app.client()(api.getAvailability, { params: { hubKey: hub.key }, query })

describe('the days of a month', () => {
  test('are marked by what is left of them', async () => {
    const { days, today, lastDay } = await ask({ from: '2026-11-21', days: 8 })
    expect(today).toBe('2026-11-22')
    expect(lastDay).toBe('2027-02-20')
    expect(days.map((each) => [each.day, each.mark])).toEqual([
      ['2026-11-21', 'closed'],
      ['2026-11-22', 'free'],
      ['2026-11-23', 'free'],
      ['2026-11-24', 'free'],
      ['2026-11-25', 'full'],
      ['2026-11-26', 'closed'],
      ['2026-11-27', 'few'],
      ['2026-11-28', 'free'],
    ])
    expect(days[5]).toMatchObject({ closedReason: 'closure', note: { ja: '設備点検' }, open: [] })
    expect(days[3]).toMatchObject({ open: [{ startsAt: at('2026-11-24', '09:00'), endsAt: at('2026-11-24', '18:00') }] })
  })

  test('answer for a wished time and a number of people', async () => {
    const marks = async (query: { start: string; end: string; people: number }) =>
      (await ask({ from: '2026-11-24', days: 4, ...query })).days.map((each) => each.mark)
    expect(await marks({ start: '09:00', end: '18:00', people: 2 })).toEqual(['free', 'full', 'closed', 'few'])
    expect(await marks({ start: '09:00', end: '18:00', people: 3 })).toEqual(['free', 'full', 'closed', 'full'])
    expect(await marks({ start: '19:00', end: '20:00', people: 1 })).toEqual(['closed', 'closed', 'closed', 'closed'])
  })

  test('too far ahead are closed', async () => {
    expect((await ask({ from: '2027-02-20', days: 2 })).days.map((each) => each.mark)).toEqual(['free', 'closed'])
  })
})

describe('the chosen day', () => {
  test('LibreBooking 1614: dates first, then each space: free, in part, with the price and the nearest other times', async () => {
    const { choice } = await ask({ from: '2026-11-24', day: '2026-11-24', start: '11:00', end: '13:00' })
    const space = (id: string) => choice?.spaces.find((each) => each.targetId === id)
    expect(space(hub.open.id)).toMatchObject({ kind: 'seat', state: 'free', totalUnits: 20, freeUnits: 20, feeYen: 400, nearest: [] })
    expect(space(hub.room.id)).toMatchObject({
      kind: 'space',
      state: 'partly',
      freeUnits: 0,
      units: [],
      free: [
        { startsAt: at('2026-11-24', '09:00'), endsAt: at('2026-11-24', '10:00'), freeUnits: 1 },
        { startsAt: at('2026-11-24', '12:00'), endsAt: at('2026-11-24', '18:00'), freeUnits: 1 },
      ],
    })
    expect(space(hub.room.id)?.nearest).toContainEqual({ startsAt: at('2026-11-24', '12:00'), endsAt: at('2026-11-24', '14:00') })
  })

  test('what it offers can be booked, to the last one', async () => {
    const { choice } = await ask({ from: '2026-11-24', day: '2026-11-24', start: '11:00', end: '13:00' })
    const offered = choice?.spaces.find((each) => each.targetId === hub.room.id)?.nearest ?? []
    const me = app.client({ cookie: hub.member.cookie })
    for (const period of offered) {
      const made = await me(api.bookSpace, { body: { what: { kind: 'space', spaceId: hub.room.id }, ...period } })
      expect(made).toMatchObject(period)
      await me(api.cancelBooking, { params: { bookingId: made.id }, body: {} })
    }
    expect(offered.length).toBeGreaterThan(1)
  })

  test('of today begins now; a party too large, a full and a closed space say so', async () => {
    const today = await ask({ from: '2026-11-22', day: '2026-11-22', people: 9 })
    expect(today.choice?.spaces.find((each) => each.targetId === hub.open.id)?.wish).toEqual({
      startsAt: at('2026-11-22', '12:00'),
      endsAt: at('2026-11-22', '18:00'),
    })
    expect(today.choice?.spaces.find((each) => each.targetId === hub.room.id)).toMatchObject({ state: 'too_small' })
    const full = await ask({ from: '2026-11-25', day: '2026-11-25' })
    expect(full.choice?.spaces.map((each) => each.state)).toEqual(['full', 'full', 'full', 'full'])
    const shut = await ask({ from: '2026-11-26', day: '2026-11-26' })
    expect(shut.choice?.spaces[0]).toMatchObject({ state: 'closed', closedReason: 'closure', wish: null, open: [] })
  })

  test('a time over midnight, and 24:00', async () => {
    const night = await createHub(app, { hours: [0, 1440] })
    const query = { from: '2026-11-30', day: '2026-11-30' }
    const seen = async (start: string, end: string) =>
      (await app.client()(api.getAvailability, { params: { hubKey: night.key }, query: { ...query, start, end } })).choice
    expect(await seen('22:00', '24:00')).toMatchObject({ startsAt: at('2026-11-30', '22:00'), endsAt: at('2026-12-01', '00:00') })
    const over = await seen('22:00', '02:00')
    expect(over).toMatchObject({ endsAt: at('2026-12-01', '02:00') })
    expect(over?.spaces.map((each) => each.state)).toEqual(['free', 'free', 'free', 'free'])
  })
})

describe('now', () => {
  test('counts what can be taken at this moment, and says when that ends', async () => {
    await book({ kind: 'space', spaceId: hub.room.id }, '2026-11-22', '12:00', '13:00', 1)
    const seen = await app.client()(api.getFreeNow, { params: { hubKey: hub.key } })
    expect(seen).toMatchObject({ isOpen: true, changesAt: at('2026-11-22', '18:00') })
    expect(seen.spaces.find((each) => each.targetId === hub.room.id)).toMatchObject({ freeUnits: 0, freeUntil: null })
    expect(seen.spaces.find((each) => each.targetId === hub.open.id)).toMatchObject({
      totalUnits: 20,
      freeUnits: 20,
      freeUntil: at('2026-11-22', '18:00'),
    })
  })

  test('a hub that is not published is not there', async () => {
    const hidden = await createHub(app, { isPublished: false })
    await expect(app.client()(api.getFreeNow, { params: { hubKey: hidden.key } })).rejects.toMatchObject({ status: 404 })
    await expect(app.client()(api.getAvailability, { params: { hubKey: hidden.id }, query: { from: '2026-11-22' } })).rejects.toMatchObject(
      { status: 404 },
    )
  })
})
