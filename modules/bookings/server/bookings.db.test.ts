/** Members, guests and the desk book, change and cancel: the endpoint, then the rows. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { askToBeForgotten, confirmForgetting } from '#modules/people/contract/endpoints.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { alternatives, type Booking } from '../contract/schemas.ts'
import { createHub, guestOf, setPolicy, type TestHub } from './factory.ts'
import { bookings } from './module.ts'

let app: TestApp
let hub: TestHub

/** Sunday 22 November 2026, 12:00 in Japan; the 24th is a Tuesday. */
const noon = '2026-11-22T03:00:00Z'
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(noon) })
  hub = await createHub(app)
})
afterAll(() => app.stop())

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const at = (time: string, day = '2026-11-24') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const roomAt = (from: string, to: string, day?: string) => ({
  what: { kind: 'space' as const, spaceId: hub.room.id },
  startsAt: at(from, day),
  endsAt: at(to, day),
  partySize: 2,
})
const seatAt = (from: string, to: string, day?: string) => ({
  what: { kind: 'seat' as const, spaceId: hub.open.id },
  startsAt: at(from, day),
  endsAt: at(to, day),
})

async function linkOf(booking: Pick<Booking, 'id'>, at = hub): Promise<string> {
  return app.program.runInTenant(at.consortiumId, { name: 'test', requestId: 'test' }, async (scope) =>
    scope.sign('bookings.link', `${at.consortiumId}/${booking.id}/1`),
  )
}

const occupanciesOf = (bookingId: string) =>
  app.sql<{ unit_id: string; starts_at: Date; ends_at: Date; source_kind: string }>(
    'select unit_id, starts_at, ends_at, source_kind from bookings.occupancy where source_id = $1 order by unit_id',
    [bookingId],
  )
const eventsOf = async (bookingId: string) =>
  (await app.sql<{ type: string }>('select type from platform.event where subject_id = $1 order by id', [bookingId])).map((row) => row.type)
const jobsOf = async (bookingId: string) =>
  (
    await app.sql<{ name: string }>(`select name from platform.outbox where kind = 'job' and payload->>'bookingId' = $1 order by id`, [
      bookingId,
    ])
  ).map((row) => row.name)

describe('a member books', () => {
  test('a room: booking, occupancy, event and mail job are there together', async () => {
    const booking = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00') })
    expect(booking).toMatchObject({
      status: 'confirmed',
      kind: 'space',
      targetId: hub.room.id,
      hubKey: hub.key,
      partySize: 2,
      holder: { kind: 'account', name: '見本 花子' },
      version: 1,
    })
    expect(booking.startsAt).toBe('2026-11-24T00:00:00Z')
    const occupancies = await occupanciesOf(booking.id)
    expect(occupancies).toMatchObject([{ unit_id: hub.room.unitIds[0], source_kind: 'booking' }])
    expect(await eventsOf(booking.id)).toEqual(['bookings.booked'])
    expect(await jobsOf(booking.id)).toEqual(['bookings.mailHolder'])
    expect(await as(hub.member)(api.getBooking, { params: { bookingId: booking.id } })).toEqual(booking)
  })

  test('a taken room is refused with the nearest times and other spaces', async () => {
    await as(hub.member)(api.bookSpace, { body: roomAt('11:00', '12:00') })
    const refusal = await as(hub.other)(api.bookSpace, { body: roomAt('11:30', '12:30') }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ status: 409, code: 'bookings.space_taken' })
    const offered = alternatives.parse((refusal as { params: { alternatives: unknown } }).params.alternatives)
    expect(offered.times.map((time) => time.startsAt)).toContain('2026-11-24T03:00:00Z')
    expect(offered.times.map((time) => time.startsAt)).toContain('2026-11-24T01:00:00Z')
    expect(offered.spaces.map((space) => space.targetId).toSorted()).toEqual([hub.open.id, hub.studio.id].toSorted())
    for (const { startsAt, endsAt } of offered.times) {
      const booked = await as(hub.other)(api.bookSpace, { body: { ...roomAt('11:30', '12:30'), startsAt, endsAt } })
      await as(hub.other)(api.cancelBooking, { params: { bookingId: booked.id }, body: {} })
    }
  })

  test('seats: any free one, a chosen one, several at once; the last is the last', async () => {
    const any = await as(hub.member)(api.bookSpace, { body: seatAt('09:00', '10:00') })
    expect(hub.open.unitIds).toContain(any.units[0]?.id)
    const chosen = hub.open.unitIds.find((id) => id !== any.units[0]?.id) as string
    const what = { kind: 'seat' as const, spaceId: hub.open.id, unitIds: [chosen] }
    expect((await as(hub.member)(api.bookSpace, { body: { ...seatAt('09:00', '10:00'), what } })).units.map((unit) => unit.id)).toEqual([
      chosen,
    ])
    await expect(as(hub.other)(api.bookSpace, { body: { ...seatAt('09:00', '10:00'), what } })).rejects.toMatchObject({
      code: 'bookings.space_taken',
    })
    const eighteen = await as(hub.member)(api.bookSpace, {
      body: { ...seatAt('09:00', '10:00'), what: { kind: 'seat', spaceId: hub.open.id, count: 18 }, partySize: 18 },
    })
    expect(new Set(eighteen.units.map((unit) => unit.id)).size).toBe(18)
    const full = await as(hub.other)(api.bookSpace, { body: seatAt('09:30', '10:30') }).catch((error: unknown) => error)
    expect(full).toMatchObject({
      code: 'bookings.space_taken',
      params: {
        alternatives: { times: expect.arrayContaining([expect.objectContaining({ startsAt: '2026-11-24T01:00:00Z', freeUnits: 20 })]) },
      },
    })
  })

  test('a room takes its seats with it, and a seat keeps the room', async () => {
    const whole = { what: { kind: 'space' as const, spaceId: hub.studio.id }, startsAt: at('09:00'), endsAt: at('10:00') }
    const seat = { what: { kind: 'seat' as const, spaceId: hub.studio.id }, startsAt: at('09:30'), endsAt: at('11:00') }
    const first = await as(hub.member)(api.bookSpace, { body: whole })
    expect(first.units).toHaveLength(4)
    await expect(as(hub.other)(api.bookSpace, { body: seat })).rejects.toMatchObject({ code: 'bookings.space_taken' })
    await as(hub.member)(api.cancelBooking, { params: { bookingId: first.id }, body: {} })
    await as(hub.other)(api.bookSpace, { body: seat })
    await expect(as(hub.member)(api.bookSpace, { body: whole })).rejects.toMatchObject({ code: 'bookings.space_taken' })
  })

  test('equipment by the piece', async () => {
    const tablet = { what: { kind: 'equipment' as const, equipmentId: hub.tablets.id }, startsAt: at('09:00'), endsAt: at('12:00') }
    const one = await as(hub.member)(api.bookSpace, { body: tablet })
    const two = await as(hub.member)(api.bookSpace, { body: tablet })
    expect(new Set([one.units[0]?.id, two.units[0]?.id])).toEqual(new Set(hub.tablets.unitIds))
    await expect(as(hub.other)(api.bookSpace, { body: tablet })).rejects.toMatchObject({ code: 'bookings.space_taken' })
    await expect(as(hub.other)(api.bookSpace, { body: { ...tablet, what: { ...tablet.what, count: 3 } } })).rejects.toMatchObject({
      code: 'bookings.too_many_units',
    })
  })

  test.each([
    ['in the past', () => roomAt('09:00', '10:00', '2026-11-20'), 'bookings.in_the_past'],
    ['outside the hours', () => roomAt('17:00', '19:00'), 'bookings.outside_hours'],
    ['at night', () => roomAt('02:00', '03:00'), 'bookings.outside_hours'],
    ['too far ahead', () => roomAt('09:00', '10:00', '2027-11-24'), 'bookings.too_far_ahead'],
    ['too short', () => roomAt('09:00', '09:15'), 'bookings.too_short'],
    ['backwards', () => roomAt('10:00', '09:00'), 'bookings.too_short'],
    ['off the clock', () => roomAt('09:05', '10:05'), 'bookings.off_the_clock'],
    ['with too many people', () => ({ ...roomAt('14:00', '15:00'), partySize: 9 }), 'bookings.party_too_large'],
    [
      'a seat of a whole room',
      () => ({ ...roomAt('14:00', '15:00'), what: { kind: 'seat' as const, spaceId: hub.room.id } }),
      'bookings.not_bookable',
    ],
    [
      'a seat of elsewhere',
      () => ({
        ...seatAt('14:00', '15:00'),
        what: { kind: 'seat' as const, spaceId: hub.open.id, unitIds: [hub.room.unitIds[0] as string] },
      }),
      'bookings.not_bookable',
    ],
    [
      'a space that is not there',
      () => ({ ...roomAt('14:00', '15:00'), what: { kind: 'space' as const, spaceId: randomUUID() } }),
      'platform.not_found',
    ],
  ])('is refused %s', async (_, body, code) => {
    await expect(as(hub.member)(api.bookSpace, { body: body() })).rejects.toMatchObject({ code })
  })

  test('the hours are told with the refusal, in words', async () => {
    const refusal = await app
      .client({ cookie: hub.member.cookie, language: 'en' })(api.bookSpace, { body: roomAt('17:00', '19:00') })
      .catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      params: { day: '2026-11-24', hours: '9:00–18:00', closedReason: 'hours' },
      problem: { detail: 'Outside opening hours. Tue 24 Nov 2026: 9:00–18:00' },
    })
  })

  test('MRBS 1721, 2754, 3032: the buffers of a space keep its neighbours away and are not shown', async () => {
    const own = await createHub(app)
    await setPolicy(app, own, own.room.id, { bufferAfterMinutes: 15, hourYen: 600, dayYen: 3000 })
    const room = (from: string, to: string) => ({
      what: { kind: 'space' as const, spaceId: own.room.id },
      startsAt: at(from),
      endsAt: at(to),
    })
    const first = await as(own.member)(api.bookSpace, { body: room('10:00', '11:30') })
    expect(first).toMatchObject({ endsAt: at('11:30'), feeYen: 900 })
    const refusal = await as(own.other)(api.bookSpace, { body: room('11:30', '12:30') }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'bookings.space_taken' })
    const times = alternatives
      .parse((refusal as { params: { alternatives: unknown } }).params.alternatives)
      .times.map((time) => time.startsAt)
    expect(times).toContain(at('11:45'))
    await as(own.other)(api.bookSpace, { body: room('11:45', '12:45') })
    await expect(as(own.other)(api.bookSpace, { body: room('09:00', '10:00') })).rejects.toMatchObject({ code: 'bookings.space_taken' })
    await as(own.other)(api.bookSpace, { body: room('09:00', '09:45') })
  })

  test('a space for members is for members', async () => {
    const own = await createHub(app)
    await setPolicy(app, own, own.room.id, { who: 'members' })
    const body = { what: { kind: 'space' as const, spaceId: own.room.id }, startsAt: at('10:00'), endsAt: at('11:00') }
    await expect(
      app.client()(api.bookAsGuest, { params: { hubKey: own.key }, body: { ...body, guest: guestOf('m@example.jp'), consent: true } }),
    ).rejects.toMatchObject({ code: 'bookings.members_only' })
    const seen = await app.client()(api.getAvailability, { params: { hubKey: own.key }, query: { from: '2026-11-24', day: '2026-11-24' } })
    expect(seen.choice?.spaces.map((space) => space.targetId)).not.toContain(own.room.id)
    await as(own.member)(api.bookSpace, { body })
  })

  test('the same key books once, however often it is sent', async () => {
    const idempotencyKey = randomUUID()
    const body = roomAt('16:00', '17:00')
    const first = await as(hub.member)(api.bookSpace, { body, idempotencyKey })
    expect(await as(hub.member)(api.bookSpace, { body, idempotencyKey })).toEqual(first)
    await expect(as(hub.member)(api.bookSpace, { body: roomAt('15:00', '16:00'), idempotencyKey })).rejects.toMatchObject({
      code: 'platform.idempotency_key_reused',
    })
    expect(await eventsOf(first.id)).toEqual(['bookings.booked'])
  })

  test('own bookings are listed by time and paged through without loss', async () => {
    const own = await createHub(app)
    for (const hour of [9, 10, 11, 12]) {
      await as(own.member)(api.bookSpace, {
        body: {
          what: { kind: 'space', spaceId: own.room.id },
          startsAt: at(`${String(hour).padStart(2, '0')}:00`),
          endsAt: at(`${hour + 1}:00`),
        },
      })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await as(own.member)(api.listMyBookings, { query: { limit: 3, ...(cursor === undefined ? {} : { cursor }) } })
      seen.push(...page.items.map((item) => item.startsAt))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual([at('09:00'), at('10:00'), at('11:00'), at('12:00')])
    expect((await as(own.other)(api.listMyBookings, { query: {} })).items).toEqual([])
  })
})

describe('a change', () => {
  test('moves, extends, shortens, changes the space; each is in the history', async () => {
    const own = await createHub(app)
    const room = { kind: 'space' as const, spaceId: own.room.id }
    const made = await as(own.member)(api.bookSpace, { body: { what: room, startsAt: at('09:00'), endsAt: at('10:00') } })
    const params = { bookingId: made.id }
    const extended = await as(own.member)(api.changeBooking, { params, body: { version: 1, endsAt: at('11:00') } })
    expect(extended).toMatchObject({ version: 2, startsAt: at('09:00'), endsAt: at('11:00') })
    const moved = await as(own.member)(api.changeBooking, { params, body: { version: 2, startsAt: at('10:00'), endsAt: at('11:30') } })
    expect(moved).toMatchObject({ version: 3 })
    const elsewhere = await as(own.operator)(api.changeBooking, {
      params,
      body: { version: 3, what: { kind: 'seat', spaceId: own.open.id }, reason: '会議室の空調を点検するため' },
    })
    expect(elsewhere).toMatchObject({ version: 4, kind: 'seat', targetId: own.open.id })
    const occupancies = await occupanciesOf(made.id)
    expect(occupancies.map((row) => row.unit_id)).toEqual(elsewhere.units.map((unit) => unit.id))
    const { items } = await as(own.member)(api.getBookingHistory, { params })
    expect(items.map((item) => [item.type, item.who.name, item.reason])).toEqual([
      ['bookings.changed', '架空 実', '会議室の空調を点検するため'],
      ['bookings.changed', '見本 花子', null],
      ['bookings.changed', '見本 花子', null],
      ['bookings.booked', '見本 花子', null],
    ])
    expect(items[2]).toMatchObject({ was: { endsAt: at('10:00') }, became: { endsAt: at('11:00') } })
  })

  test('Cal.com 29958: a move into a taken time is refused and leaves everything as it was', async () => {
    const own = await createHub(app)
    const room = (from: string, to: string) => ({
      what: { kind: 'space' as const, spaceId: own.room.id },
      startsAt: at(from),
      endsAt: at(to),
    })
    const first = await as(own.member)(api.bookSpace, { body: room('09:00', '10:00') })
    await as(own.other)(api.bookSpace, { body: room('10:00', '11:00') })
    await expect(
      as(own.member)(api.changeBooking, { params: { bookingId: first.id }, body: { version: 1, endsAt: at('10:30') } }),
    ).rejects.toMatchObject({
      code: 'bookings.space_taken',
      params: { alternatives: { times: expect.anything() } },
    })
    expect(await as(own.member)(api.getBooking, { params: { bookingId: first.id } })).toEqual(first)
    expect(await occupanciesOf(first.id)).toHaveLength(1)
  })

  test('of what somebody else changed meanwhile is refused', async () => {
    const own = await createHub(app)
    const made = await as(own.member)(api.bookSpace, {
      body: { what: { kind: 'space', spaceId: own.room.id }, startsAt: at('09:00'), endsAt: at('10:00') },
    })
    await as(own.operator)(api.noteBooking, { params: { bookingId: made.id }, body: { version: 1, note: '鍵は窓口で' } })
    await expect(
      as(own.member)(api.changeBooking, { params: { bookingId: made.id }, body: { version: 1, endsAt: at('11:00') } }),
    ).rejects.toMatchObject({ status: 412 })
    expect(await as(own.member)(api.getBooking, { params: { bookingId: made.id } })).not.toHaveProperty('note')
    expect(await as(own.operator)(api.getDeskBooking, { params: { hubId: own.id, bookingId: made.id } })).toMatchObject({
      note: '鍵は窓口で',
      accountId: own.member.accountId,
    })
  })

  test('a running booking can end later or sooner, but not begin at another time; an old one is left alone', async () => {
    const clock = testClock(noon)
    const later = await createTestApp({ modules: [people, hubs, bookings], clock })
    try {
      const own = await createHub(later)
      const me = later.client({ cookie: own.member.cookie })
      const made = await me(api.bookSpace, {
        body: { what: { kind: 'space', spaceId: own.room.id }, startsAt: at('09:00'), endsAt: at('10:00') },
      })
      const params = { bookingId: made.id }
      clock.set(at('09:20'))
      await expect(me(api.changeBooking, { params, body: { version: 1, startsAt: at('09:30') } })).rejects.toMatchObject({
        code: 'bookings.already_started',
      })
      await expect(me(api.cancelBooking, { params, body: {} })).rejects.toMatchObject({ code: 'bookings.already_started' })
      expect(await me(api.changeBooking, { params, body: { version: 1, endsAt: at('11:00') } })).toMatchObject({ endsAt: at('11:00') })
      clock.set(at('12:00'))
      await expect(me(api.changeBooking, { params, body: { version: 2, endsAt: at('13:00') } })).rejects.toMatchObject({
        code: 'bookings.already_over',
      })
      expect((await me(api.listMyBookings, { query: { when: 'past' } })).items.map((item) => item.id)).toEqual([made.id])
    } finally {
      await later.stop()
    }
  })
})

describe('whose it is', () => {
  test('another member, another consortium and a stranger find nothing; the desk finds it', async () => {
    const own = await createHub(app)
    const made = await as(own.member)(api.bookSpace, {
      body: { what: { kind: 'space', spaceId: own.room.id }, startsAt: at('09:00'), endsAt: at('10:00') },
    })
    const params = { bookingId: made.id }
    for (const who of [own.other, hub.member, hub.operator]) {
      await expect(as(who)(api.getBooking, { params })).rejects.toMatchObject({ status: 404 })
      await expect(as(who)(api.changeBooking, { params, body: { version: 1, endsAt: at('11:00') } })).rejects.toMatchObject({ status: 404 })
      await expect(as(who)(api.cancelBooking, { params, body: {} })).rejects.toMatchObject({ status: 404 })
      await expect(as(who)(api.getBookingHistory, { params })).rejects.toMatchObject({ status: 404 })
      await expect(as(who)(api.getBookingCalendar, { params })).rejects.toMatchObject({ status: 404 })
    }
    await expect(app.client()(api.getBooking, { params })).rejects.toMatchObject({ status: 401 })
    expect(await as(own.operator)(api.getBooking, { params })).toMatchObject({ id: made.id })
    await expect(as(own.member)(api.getDayGrid, { params: { hubId: own.id }, query: { day: '2026-11-24' } })).rejects.toMatchObject({
      status: 403,
    })
    await expect(as(hub.operator)(api.getDayGrid, { params: { hubId: own.id }, query: { day: '2026-11-24' } })).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('a stranger', () => {
  const hold = (mail: string, from: string, to: string) =>
    app.client({ language: 'en' })(api.bookAsGuest, {
      params: { hubKey: hub.key },
      body: { ...seatAt(from, to), guest: guestOf(mail), consent: true },
    })

  test('holds a seat, confirms it by the link, moves it and cancels it', async () => {
    const held = await hold('taro@example.jp', '13:00', '14:00')
    expect(held).toMatchObject({
      status: 'held',
      holdExpiresAt: '2026-11-22T03:30:00Z',
      can: { confirm: true, change: true, cancel: true },
      holder: { kind: 'guest', language: 'en' },
    })
    expect(await occupanciesOf(held.id)).toMatchObject([{ source_kind: 'hold' }])
    expect(await jobsOf(held.id)).toEqual(['bookings.mailHolder', 'bookings.lapseHold'])
    const params = { hubKey: hub.key, bookingId: held.id }
    const guest = app.client({ language: 'en', link: await linkOf(held) })
    const confirmed = await guest(api.confirmGuestBooking, { params })
    expect(confirmed).toMatchObject({ status: 'confirmed', holdExpiresAt: null, can: { confirm: false } })
    expect(await guest(api.confirmGuestBooking, { params })).toEqual(confirmed)
    expect(await occupanciesOf(held.id)).toMatchObject([{ source_kind: 'booking' }])
    const moved = await guest(api.changeGuestBooking, {
      params,
      body: { version: confirmed.version, startsAt: at('14:00'), endsAt: at('15:00') },
    })
    expect(moved).toMatchObject({ startsAt: at('14:00'), units: held.units })
    const cancelled = await guest(api.cancelGuestBooking, { params, body: { reason: 'The train does not run' } })
    expect(cancelled).toMatchObject({ status: 'cancelled', can: { change: false, cancel: false } })
    expect(await guest(api.cancelGuestBooking, { params, body: {} })).toEqual(cancelled)
    expect(await occupanciesOf(held.id)).toEqual([])
    expect(await eventsOf(held.id)).toEqual(['bookings.held', 'bookings.confirmed', 'bookings.changed', 'bookings.cancelled'])
  })

  test('with a wrong link, another link or none finds nothing', async () => {
    const mine = await hold('jiro@example.jp', '13:00', '14:00')
    const theirs = await hold('saburo@example.jp', '13:00', '14:00')
    const params = { hubKey: hub.key, bookingId: mine.id }
    for (const link of [await linkOf(theirs), 'x'.repeat(43), `${(await linkOf(mine)).slice(0, -1)}!`]) {
      const guest = app.client({ link })
      await expect(guest(api.getGuestBooking, { params })).rejects.toMatchObject({ status: 404 })
      await expect(guest(api.confirmGuestBooking, { params })).rejects.toMatchObject({ status: 404 })
      await expect(guest(api.cancelGuestBooking, { params, body: {} })).rejects.toMatchObject({ status: 404 })
    }
    await expect(app.client()(api.getGuestBooking, { params })).rejects.toMatchObject({ status: 404 })
    const elsewhere = await createHub(app)
    await expect(
      app.client({ link: await linkOf(mine) })(api.getGuestBooking, { params: { hubKey: elsewhere.key, bookingId: mine.id } }),
    ).rejects.toMatchObject({ status: 404 })
    expect(await app.client({ link: await linkOf(mine) })(api.getGuestBooking, { params })).toMatchObject({ id: mine.id, status: 'held' })
  })

  test('reaches the own booking also at a hub that is not in the directory; others find nothing there', async () => {
    const own = await createHub(app, { isPublished: false })
    const wish = { what: { kind: 'seat' as const, spaceId: own.open.id }, startsAt: at('13:00'), endsAt: at('14:00') }
    const holder = { name: '仮名 三郎', mail: 'keeps@example.jp' }
    const given = await as(own.operator)(api.bookForSomebody, { params: { hubId: own.id }, body: { ...wish, holder } })
    const params = { hubKey: own.key, bookingId: given.id }
    const guest = app.client({ link: await linkOf(given, own) })
    expect(await guest(api.getGuestBooking, { params })).toMatchObject({ id: given.id })
    expect(await guest(api.cancelGuestBooking, { params, body: {} })).toMatchObject({ status: 'cancelled' })
    await expect(app.client({ link: 'x'.repeat(43) })(api.getGuestBooking, { params })).rejects.toMatchObject({ status: 404 })
    await expect(app.client()(api.getFreeNow, { params })).rejects.toMatchObject({ status: 404 })
    const asGuest = { ...wish, guest: guestOf('new@example.jp'), consent: true as const }
    await expect(guest(api.bookAsGuest, { params, body: asGuest })).rejects.toMatchObject({ status: 404 })
  })

  test("a guest's link opens no member's booking", async () => {
    const made = await as(hub.member)(api.bookSpace, { body: seatAt('15:00', '16:00') })
    await expect(
      app.client({ link: await linkOf(made) })(api.getGuestBooking, { params: { hubKey: hub.key, bookingId: made.id } }),
    ).rejects.toMatchObject({ status: 404 })
  })

  test('may keep three places without answering, not more', async () => {
    for (const hour of ['10', '11', '12']) await hold('flood@example.jp', `${hour}:00`, `${hour}:30`)
    await expect(hold('flood@example.jp', '15:00', '15:30')).rejects.toMatchObject({ status: 429, code: 'bookings.too_many_holds' })
  })

  test('may take four seats at a time and eight in all without answering; the desk may take more', async () => {
    const own = await createHub(app)
    const seats = (count: number, hour: string) => ({
      what: { kind: 'seat' as const, spaceId: own.open.id, count },
      startsAt: at(`${hour}:00`),
      endsAt: at(`${hour}:30`),
      partySize: count,
    })
    const book = (count: number, hour: string) =>
      app.client()(api.bookAsGuest, {
        params: { hubKey: own.key },
        body: { ...seats(count, hour), guest: guestOf('many@example.jp'), consent: true },
      })
    await expect(book(5, '10')).rejects.toMatchObject({ status: 422, code: 'bookings.too_many_for_guest', params: { most: 4 } })
    const held = await book(4, '10')
    const guest = app.client({ link: await linkOf(held, own) })
    const params = { hubKey: own.key, bookingId: held.id }
    await expect(
      guest(api.changeGuestBooking, { params, body: { version: 1, what: seats(5, '10').what, partySize: 5 } }),
    ).rejects.toMatchObject({ code: 'bookings.too_many_for_guest' })
    await book(3, '11')
    await expect(book(2, '12')).rejects.toMatchObject({ status: 429, code: 'bookings.too_many_holds', params: { count: 2 } })
    await book(1, '12')
    const given = await as(own.operator)(api.bookForSomebody, {
      params: { hubId: own.id },
      body: { ...seats(10, '14'), holder: { name: '仮名 三郎' } },
    })
    const moved = app.client({ link: await linkOf(given, own) })(api.changeGuestBooking, {
      params: { hubKey: own.key, bookingId: given.id },
      body: { version: 1, startsAt: at('15:00'), endsAt: at('15:30') },
    })
    expect((await moved).units).toHaveLength(10)
  })

  test('gives a name, not an advertisement', async () => {
    const body = {
      ...seatAt('13:00', '14:00'),
      guest: { ...guestOf('ad@example.jp'), name: '当選 https://shop.example' },
      consent: true as const,
    }
    await expect(app.client()(api.bookAsGuest, { params: { hubKey: hub.key }, body })).rejects.toMatchObject({
      code: 'platform.invalid_input',
      problem: { fields: [{ path: 'body.guest.name' }] },
    })
    expect(await app.sql(`select from bookings.booking where holder_mail = 'ad@example.jp'`)).toEqual([])
  })

  test('must agree, and gives a mail address that is one', async () => {
    const body = { ...seatAt('13:00', '14:00'), guest: guestOf('a@example.jp'), consent: true as const }
    await expect(
      app.client()(api.bookAsGuest, { params: { hubKey: hub.key }, body: { ...body, consent: false as never } }),
    ).rejects.toMatchObject({ status: 422 })
    await expect(
      app.client()(api.bookAsGuest, { params: { hubKey: hub.key }, body: { ...body, guest: guestOf('not an address') } }),
    ).rejects.toMatchObject({ status: 422 })
  })

  test('who does not answer loses the place, once, and the later click is told', async () => {
    const held = await hold('shiro@example.jp', '16:00', '17:00')
    const lapse = () =>
      app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, async (scope) =>
        (await import('./booking/use-cases/lapse-hold.ts')).lapseHold(scope, held.id),
      )
    await lapse()
    expect(await eventsOf(held.id)).toEqual(['bookings.held'])
    await app.sql(`update bookings.booking set hold_expires_at = $2 where id = $1`, [held.id, '2026-11-22T02:59:00Z'])
    // over by the clock, but still there: what nobody has lapsed is still the guest's
    expect(await occupanciesOf(held.id)).toHaveLength(1)
    await Promise.all([lapse(), lapse()])
    await lapse()
    expect(await eventsOf(held.id)).toEqual(['bookings.held', 'bookings.lapsed'])
    expect(await occupanciesOf(held.id)).toEqual([])
    const params = { hubKey: hub.key, bookingId: held.id }
    await expect(app.client({ link: await linkOf(held) })(api.confirmGuestBooking, { params })).rejects.toMatchObject({
      status: 410,
      code: 'bookings.hold_lapsed',
    })
  })
})

describe('the desk', () => {
  test('books for a member and for somebody by name, beyond the usual length', async () => {
    const own = await createHub(app)
    await setPolicy(app, own, own.room.id, { longestMinutes: 60, daysAhead: 3 })
    const wish = {
      what: { kind: 'space' as const, spaceId: own.room.id },
      startsAt: at('09:00', '2026-12-10'),
      endsAt: at('12:00', '2026-12-10'),
    }
    await expect(as(own.member)(api.bookSpace, { body: wish })).rejects.toMatchObject({ code: 'bookings.too_long' })
    const forMember = await as(own.operator)(api.bookForSomebody, {
      params: { hubId: own.id },
      body: { ...wish, holder: { accountId: own.member.accountId }, note: '電話で' },
    })
    expect(forMember).toMatchObject({ accountId: own.member.accountId, note: '電話で', holder: { name: '見本 花子' } })
    expect((await as(own.member)(api.listMyBookings, { query: {} })).items.map((item) => item.id)).toEqual([forMember.id])
    const byName = await as(own.operator)(api.bookForSomebody, {
      params: { hubId: own.id },
      body: { ...wish, startsAt: at('13:00', '2026-12-10'), endsAt: at('14:00', '2026-12-10'), holder: { name: '仮名 三郎' } },
    })
    expect(byName).toMatchObject({ accountId: null, holder: { kind: 'guest', name: '仮名 三郎', mail: null } })
    expect(await jobsOf(byName.id)).toEqual([])
    await expect(
      as(own.member)(api.bookForSomebody, { params: { hubId: own.id }, body: { ...wish, holder: { name: '仮名 三郎' } } }),
    ).rejects.toMatchObject({ status: 403 })
    await expect(
      as(own.operator)(api.bookForSomebody, { params: { hubId: hub.id }, body: { ...wish, holder: { name: '仮名 三郎' } } }),
    ).rejects.toMatchObject({ status: 404 })
    const day = await as(own.operator)(api.listHubBookings, { params: { hubId: own.id }, query: { day: '2026-12-10' } })
    expect(day.items.map((item) => item.id)).toEqual([forMember.id, byName.id])
  })

  test('sees the day as a grid, and today as lists', async () => {
    const own = await createHub(app)
    const today = '2026-11-22'
    const room = await as(own.member)(api.bookSpace, {
      body: { what: { kind: 'space', spaceId: own.room.id }, startsAt: at('14:00', today), endsAt: at('15:00', today) },
    })
    const seats = await as(own.other)(api.bookSpace, {
      body: {
        what: { kind: 'seat', spaceId: own.open.id, count: 2 },
        startsAt: at('12:00', today),
        endsAt: at('13:00', today),
        partySize: 2,
      },
    })
    const held = await app.client()(api.bookAsGuest, {
      params: { hubKey: own.key },
      body: {
        what: { kind: 'seat', spaceId: own.open.id },
        startsAt: at('12:30', today),
        endsAt: at('13:30', today),
        guest: guestOf('go@example.jp'),
        consent: true,
      },
    })
    const grid = await as(own.operator)(api.getDayGrid, { params: { hubId: own.id }, query: { day: today } })
    expect(grid).toMatchObject({ startsAt: '2026-11-21T15:00:00Z', endsAt: '2026-11-22T15:00:00Z' })
    const row = (id: string) => grid.rows.find((each) => each.targetId === id)
    expect(row(own.room.id)).toMatchObject({
      open: [{ startsAt: at('09:00', today), endsAt: at('18:00', today) }],
      bookings: [{ id: room.id, status: 'confirmed', holderName: '見本 花子', isGuest: false }],
      steps: [],
    })
    expect(row(own.open.id)?.bookings.map((each) => each.id)).toEqual([seats.id, held.id])
    expect(row(own.open.id)?.steps).toEqual([
      { at: '2026-11-21T15:00:00Z', taken: 0 },
      { at: at('12:00', today), taken: 2 },
      { at: at('12:30', today), taken: 3 },
      { at: at('13:00', today), taken: 1 },
      { at: at('13:30', today), taken: 0 },
    ])
    // drawn again after each change: what another screen drew before is never shown for it
    const drawn = async () =>
      (await as(own.operator)(api.getDayGrid, { params: { hubId: own.id }, query: { day: today } })).rows
        .flatMap((each) => each.bookings)
        .map((each) => `${each.id} ${each.startsAt} ${each.version}`)
    const lineOf = (booking: { id: string; startsAt: string; version: number }) => `${booking.id} ${booking.startsAt} ${booking.version}`
    expect(await drawn()).toEqual([room, seats, held].map(lineOf))
    const moved = await as(own.member)(api.changeBooking, {
      params: { bookingId: room.id },
      body: { version: 1, startsAt: at('15:00', today), endsAt: at('16:00', today) },
    })
    expect(await drawn()).toEqual([moved, seats, held].map(lineOf))
    const noted = await as(own.operator)(api.noteBooking, { params: { bookingId: room.id }, body: { version: 2, note: '控え' } })
    expect(await drawn()).toEqual([noted, seats, held].map(lineOf))
    const extra = await as(own.member)(api.bookSpace, {
      body: { what: { kind: 'space', spaceId: own.room.id }, startsAt: at('16:00', today), endsAt: at('17:00', today) },
    })
    expect(await drawn()).toEqual([noted, extra, seats, held].map(lineOf))
    await as(own.member)(api.cancelBooking, { params: { bookingId: extra.id }, body: {} })
    expect(await drawn()).toEqual([noted, seats, held].map(lineOf))
    const desk = await as(own.operator)(api.getDeskToday, { params: { hubId: own.id } })
    expect(desk.arrivals.map((each) => each.id)).toEqual([room.id])
    expect(desk.running.map((each) => each.id)).toEqual([seats.id])
    expect(desk.needsMe).toMatchObject([{ kind: 'hold_lapsing', booking: { id: held.id } }])
    expect(desk.free).toEqual({ spaces: 1, seats: 22 })
  })
})

describe('a closure added later', () => {
  test('shows the desk whom it leaves outside, and nobody else', async () => {
    const own = await createHub(app)
    const room = (day: string) =>
      as(own.member)(api.bookSpace, {
        body: { what: { kind: 'space', spaceId: own.room.id }, startsAt: at('10:00', day), endsAt: at('11:00', day) },
      })
    await room('2026-11-24')
    const met = await room('2026-11-25')
    expect((await as(own.operator)(api.listAffectedBookings, { params: { hubId: own.id } })).items).toEqual([])
    await app.sql(`insert into hubs.closure (consortium_id, hub_id, space_id, starts_at, ends_at) values ($1, $2, $3, $4, $5)`, [
      own.consortiumId,
      own.id,
      own.room.id,
      at('10:30', '2026-11-25'),
      at('12:00', '2026-11-25'),
    ])
    expect((await as(own.operator)(api.listAffectedBookings, { params: { hubId: own.id } })).items.map((one) => one.id)).toEqual([met.id])
    await expect(as(own.member)(api.listAffectedBookings, { params: { hubId: own.id } })).rejects.toMatchObject({ status: 403 })
    await as(own.operator)(api.changeBooking, {
      params: { bookingId: met.id },
      body: { version: 1, startsAt: at('13:00', '2026-11-25'), endsAt: at('14:00', '2026-11-25') },
    })
    expect((await as(own.operator)(api.listAffectedBookings, { params: { hubId: own.id } })).items).toEqual([])
  })
})

describe('what is held about a person', () => {
  test('answers kept for a second sending go with the person: their own, and those of the desk about them', async () => {
    const own = await createHub(app)
    const wish = (hour: string) => ({
      what: { kind: 'space' as const, spaceId: own.room.id },
      startsAt: at(`${hour}:00`),
      endsAt: at(`${hour}:30`),
    })
    await as(own.member)(api.bookSpace, { body: wish('09'), idempotencyKey: randomUUID() })
    await as(own.other)(api.bookSpace, { body: wish('10'), idempotencyKey: randomUUID() })
    const body = { ...wish('11'), holder: { accountId: own.member.accountId } }
    await as(own.operator)(api.bookForSomebody, { params: { hubId: own.id }, body, idempotencyKey: randomUUID() })
    const kept = () => app.sql('select actor from platform.idempotency where consortium_id = $1', [own.consortiumId])
    expect(await kept()).toHaveLength(3)
    const me = as(own.member)
    const { id } = await me(askToBeForgotten, {})
    await me(confirmForgetting, { params: { id }, body: { mail: own.member.mail } })
    expect(await kept()).toEqual([{ actor: own.other.accountId }])
  })

  test('is told, and forgotten: names go, the record stays, coming bookings are cancelled', async () => {
    const own = await createHub(app)
    const made = await as(own.member)(api.bookSpace, {
      body: { what: { kind: 'space', spaceId: own.room.id }, startsAt: at('09:00'), endsAt: at('10:00'), purpose: '面談' },
    })
    const { collect, forget } = (bookings.personalData ?? [])[0] as NonNullable<typeof bookings.personalData>[number]
    const inTenant = <T>(work: Parameters<typeof app.program.runInTenant<T>>[2]) =>
      app.program.runInTenant(own.consortiumId, { name: 'test', requestId: 'test' }, work)
    expect(await inTenant((scope) => collect(scope, own.member.accountId))).toMatchObject([{ id: made.id, purpose: '面談' }])
    await inTenant((scope) => forget(scope, own.member.accountId))
    const [row] = await app.sql('select status, holder_name, holder_mail, purpose, account_id from bookings.booking where id = $1', [
      made.id,
    ])
    expect(row).toEqual({ status: 'cancelled', holder_name: '', holder_mail: null, purpose: '', account_id: own.member.accountId })
    expect(await occupanciesOf(made.id)).toEqual([])
  })
})
