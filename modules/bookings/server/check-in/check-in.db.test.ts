/** Coming, not coming, and coming late. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { noCancellationFee, noPrices, usualBlocks } from '../../contract/policy/rules.ts'
import { createHub, setPolicy, type TestHub } from '../factory.ts'
import { mailHolder } from '../mails/tidings.ts'
import { bookings } from '../module.ts'
import { releaseNoShow } from './use-cases/check-in.ts'

let app: TestApp
let hub: TestHub

/** Tuesday 24 November 2026, 9:00 in Japan. */
const nine = '2026-11-24T00:00:00Z'
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(nine) })
})
afterAll(() => app.stop())

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const desk = () => as(hub.operator)
const at = (time: string) => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()
const roomAt = (from: string, to: string) => ({
  what: { kind: 'space' as const, spaceId: hub.room.id },
  startsAt: at(from),
  endsAt: at(to),
})
const release = (bookingId: string) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => releaseNoShow(scope, bookingId))
const occupied = async (bookingId: string) => (await app.sql('select 1 from bookings.occupancy where source_id = $1', [bookingId])).length

async function freshHub(releaseMinutes: number | null): Promise<void> {
  app.clock.set(nine)
  hub = await createHub(app)
  await setPolicy(app, hub, hub.room.id, { releaseMinutes, hourYen: 1_000 })
}

describe('checking in', () => {
  test('by the code of the holder, from an hour before; twice is once; no name is shown', async () => {
    await freshHub(null)
    const booking = await as(hub.member)(api.bookSpace, { body: roomAt('11:00', '12:00') })
    const code = booking.checkInCode as string
    expect(code).toMatch(new RegExp(`^${booking.id}\\.`))
    const show = (given: string, at = hub) => app.client()(api.checkInByCode, { params: { hubKey: at.key }, body: { code: given } })
    await expect(show(code)).rejects.toMatchObject({ code: 'bookings.too_early_to_check_in' })
    app.clock.set(at('10:05'))
    await expect(show(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`)).rejects.toMatchObject({
      code: 'bookings.wrong_check_in_code',
    })
    const elsewhere = await createHub(app)
    await expect(show(code, elsewhere)).rejects.toMatchObject({ code: 'bookings.wrong_check_in_code' })
    const card = await show(code)
    expect(card).toMatchObject({ bookingId: booking.id, checkedInAt: at('10:05') })
    expect(JSON.stringify(card)).not.toContain('見本 花子')
    app.clock.set(at('10:20'))
    expect(await show(`https://hub.example.jp/x#${code}`)).toMatchObject({ checkedInAt: at('10:05') })
  })

  test('by the desk, and taken back; a member cannot', async () => {
    await freshHub(20)
    const booking = await as(hub.member)(api.bookSpace, { body: roomAt('10:00', '12:00') })
    expect(booking.releaseAt).toBe(at('10:20'))
    const params = { bookingId: booking.id }
    await expect(as(hub.member)(api.checkInAtDesk, { params })).rejects.toMatchObject({ status: 403 })
    const tomorrow = await as(hub.member)(api.bookSpace, {
      body: {
        ...roomAt('10:00', '12:00'),
        startsAt: Temporal.Instant.from(at('10:00')).add({ hours: 24 }).toString(),
        endsAt: Temporal.Instant.from(at('12:00')).add({ hours: 24 }).toString(),
      },
    })
    await expect(desk()(api.checkInAtDesk, { params: { bookingId: tomorrow.id } })).rejects.toMatchObject({
      code: 'bookings.too_early_to_check_in',
    })
    expect(await desk()(api.checkInAtDesk, { params })).toMatchObject({ checkedInAt: nine, releaseAt: null, can: { checkIn: false } })
    expect(await desk()(api.undoCheckIn, { params })).toMatchObject({ checkedInAt: null, releaseAt: at('10:20'), can: { checkIn: true } })
    const { items } = await desk()(api.getBookingHistory, { params })
    expect(items.map((item) => item.type)).toEqual(['bookings.checkInUndone', 'bookings.checkedIn', 'bookings.booked'])
    // the log tells the time of the program's clock, as all else on the screen
    expect(items.map((item) => item.at)).toEqual([nine, nine, nine])
  })
})

describe('nobody came', () => {
  test('after the minutes of the rule the rest of the place is free from now on, and not before', async () => {
    await freshHub(20)
    const booking = await as(hub.member)(api.bookSpace, { body: roomAt('10:00', '12:00') })
    app.clock.set(at('10:19'))
    await release(booking.id)
    expect(await occupied(booking.id)).toBe(1)
    app.clock.set(at('10:20'))
    await release(booking.id)
    await release(booking.id)
    expect(await desk()(api.getDeskBooking, { params: { hubId: hub.id, bookingId: booking.id } })).toMatchObject({
      status: 'no-show',
      releaseAt: null,
    })
    const free = await app.client()(api.getFreeNow, { params: { hubKey: hub.key } })
    expect(free.spaces.find((space) => space.targetId === hub.room.id)).toMatchObject({ freeUnits: 1 })
    await as(hub.other)(api.bookSpace, { body: roomAt('10:30', '11:00') })
    const events = await app.sql(`select 1 from platform.event where subject_id = $1 and type = 'bookings.released'`, [booking.id])
    expect(events).toHaveLength(1)
  })

  test('who has come stays; the warning half-way goes only to those who have not', async () => {
    await freshHub(20)
    const come = await as(hub.member)(api.bookSpace, { body: roomAt('10:00', '11:00') })
    const late = await as(hub.member)(api.bookSpace, { body: roomAt('13:00', '14:00') })
    await desk()(api.checkInAtDesk, { params: { bookingId: come.id } })
    const warn = (bookingId: string) =>
      app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
        mailHolder(scope, { bookingId, tiding: 'release_warning', sequence: 0 }),
      )
    await warn(come.id)
    await warn(late.id)
    const mails = await app.sql<{ subject: string }>(
      `select subject from platform.mail where cause like 'bookings.release_warning%' and consortium_id = $1`,
      [hub.consortiumId],
    )
    expect(mails).toHaveLength(1)
    app.clock.set(at('13:30'))
    await release(come.id)
    expect(await desk()(api.getDeskBooking, { params: { hubId: hub.id, bookingId: come.id } })).toMatchObject({ status: 'confirmed' })
    const jobs = await app.sql<{ run_at: Date }>(
      `select (payload->>'tiding') as tiding, run_at from platform.outbox where kind = 'job' and payload->>'bookingId' = $1 and payload->>'tiding' = 'release_warning'`,
      [late.id],
    )
    expect(jobs.map((one) => one.run_at.toISOString())).toEqual(['2026-11-24T04:10:00.000Z'])
  })

  test('they come late: the desk gives the place back while nobody else has it', async () => {
    await freshHub(20)
    const [first, second] = [
      await as(hub.member)(api.bookSpace, { body: roomAt('10:00', '12:00') }),
      await as(hub.other)(api.bookSpace, { body: roomAt('13:00', '15:00') }),
    ]
    app.clock.set(at('10:30'))
    await release(first.id)
    expect(await desk()(api.checkInAtDesk, { params: { bookingId: first.id } })).toMatchObject({
      status: 'confirmed',
      checkedInAt: at('10:30'),
    })
    expect(await occupied(first.id)).toBe(1)
    app.clock.set(at('13:30'))
    await release(second.id)
    await as(hub.member)(api.bookSpace, { body: roomAt('13:30', '15:00') })
    await expect(desk()(api.checkInAtDesk, { params: { bookingId: second.id } })).rejects.toMatchObject({
      code: 'bookings.released_and_taken',
    })
  })

  test('who books after the beginning has five minutes to say so; found long after, nothing is charged', async () => {
    await freshHub(10)
    app.clock.set(at('09:12'))
    const late = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '11:00') })
    await release(late.id)
    expect((await desk()(api.getBooking, { params: { bookingId: late.id } })).status).toBe('confirmed')
    app.clock.set(at('09:18'))
    await release(late.id)
    expect((await desk()(api.getBooking, { params: { bookingId: late.id } })).status).toBe('no-show')
  })

  test('costs what was promised, and the desk may waive it', async () => {
    await freshHub(20)
    const terms = {
      prices: { general: { ...noPrices, hourYen: 1_000 } },
      blocks: usualBlocks,
      cancellation: { ...noCancellationFee, noShowPercent: 50 },
    }
    await app.sql(
      `insert into bookings.tariff (consortium_id, hub_id, target_id, valid_from, terms, made_at, reason) values ($1, $2, $3, '2026-04-01', $4, now(), 'x')`,
      [hub.consortiumId, hub.id, hub.room.id, terms],
    )
    const booking = await as(hub.member)(api.bookSpace, { body: roomAt('10:00', '12:00') })
    app.clock.set(at('10:30'))
    await release(booking.id)
    const params = { bookingId: booking.id }
    expect(await as(hub.member)(api.getBooking, { params })).toMatchObject({ status: 'no-show', feeYen: 2_000, cancellationFeeYen: 1_000 })
    expect(await desk()(api.waiveCancellationFee, { params, body: { reason: '大雪で電車が止まったため' } })).toMatchObject({
      cancellationFeeYen: null,
    })
  })

  test('coming against the release, 20 rounds: either come or released, and the place is as it says', async () => {
    await freshHub(20)
    const starts = [
      '10:00',
      '10:30',
      '11:00',
      '11:30',
      '12:00',
      '12:30',
      '13:00',
      '13:30',
      '14:00',
      '14:30',
      '15:00',
      '15:30',
      '16:00',
      '16:30',
      '17:00',
    ]
    for (let round = 0; round < 20; round++) {
      app.clock.set(nine)
      const from = starts[round % starts.length] as string
      const seat = hub.open.unitIds[round] as string
      const booking = await as(hub.member)(api.bookSpace, {
        body: {
          what: { kind: 'seat', spaceId: hub.open.id, unitIds: [seat] },
          startsAt: at(from),
          endsAt: Temporal.Instant.from(at(from)).add({ minutes: 60 }).toString(),
        },
      })
      await app.sql(`update bookings.booking set release_at = starts_at + interval '20 minutes' where id = $1`, [booking.id])
      app.clock.set(Temporal.Instant.from(at(from)).add({ minutes: 20 }).toString())
      await Promise.allSettled([release(booking.id), desk()(api.checkInAtDesk, { params: { bookingId: booking.id } }), release(booking.id)])
      const after = await desk()(api.getDeskBooking, { params: { hubId: hub.id, bookingId: booking.id } })
      expect([after.status, after.checkedInAt !== null, await occupied(booking.id)]).toEqual(
        after.status === 'confirmed' ? ['confirmed', true, 1] : ['no-show', false, 0],
      )
    }
  })
})
