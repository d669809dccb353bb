/** One line with many mail addresses: how much of a hub it may keep from others without answering, and who is not shut out by it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { createHub, guestOf, type TestHub } from './factory.ts'
import { bookings } from './module.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z'), trustProxy: true })
})
afterAll(() => app.stop())

const at = (time: string) => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()
const office = '203.0.113.7'

/** Somebody else's address each time. */
const book = (hub: TestHub, address: string, count = 4, hour = '10') =>
  app.client({ headers: address === '' ? {} : { 'x-forwarded-for': address } })(api.bookAsGuest, {
    params: { hubKey: hub.key },
    body: {
      what: { kind: 'seat', spaceId: hub.open.id, count },
      startsAt: at(`${hour}:00`),
      endsAt: at(`${hour}:30`),
      partySize: count,
      guest: guestOf(`${randomUUID()}@example.jp`),
      consent: true,
    },
  })
const linkOf = (hub: TestHub, bookingId: string) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, async (scope) =>
    scope.sign('bookings.link', `${hub.consortiumId}/${bookingId}/1`),
  )
const refused = { status: 429, code: 'bookings.too_many_holds_here' }

test('a line keeps a dozen seats of a hub unanswered, and another line or another hub is not touched by it', async () => {
  const [hub, other] = [await createHub(app), await createHub(app)]
  for (const hour of ['10', '11', '12']) await book(hub, office, 4, hour)
  await expect(book(hub, office, 1, '13')).rejects.toMatchObject({ ...refused, params: { minutes: 30 } })
  await book(hub, '203.0.113.8', 1, '13')
  await book(other, office, 1, '13')
  // the network of one customer is one line, however many addresses of it call
  for (const n of [1, 2, 3]) await book(other, `2001:db8:0:7a0${n}::${n}`, 4, '14')
  await expect(book(other, '2001:db8:0:7aff::9', 1, '15')).rejects.toMatchObject(refused)
  await book(other, '2001:db8:0:7b00::1', 1, '15')
  // nothing says who called
  const rows = await app.sql<{ caller: string }>('select distinct caller from platform.share')
  expect(JSON.stringify(rows)).not.toMatch(/203\.0|2001/)
})

test('an office that opens its mails books on; so does one whose holds are cancelled or have lapsed', async () => {
  const hub = await createHub(app)
  const made = []
  for (const hour of ['10', '11', '12']) made.push(await book(hub, office, 4, hour))
  await expect(book(hub, office, 4, '13')).rejects.toMatchObject(refused)
  const [confirmed, cancelled] = made
  const guest = async (id: string) => app.client({ link: await linkOf(hub, id) })
  const paramsOf = (id: string) => ({ hubKey: hub.key, bookingId: id })
  await (
    await guest(confirmed?.id ?? '')
  )(api.confirmGuestBooking, { params: paramsOf(confirmed?.id ?? '') })
  await book(hub, office, 4, '13')
  await (
    await guest(cancelled?.id ?? '')
  )(api.cancelGuestBooking, { params: paramsOf(cancelled?.id ?? ''), body: {} })
  await book(hub, office, 4, '14')
  await expect(book(hub, office, 1, '15')).rejects.toMatchObject(refused)
  app.clock.advance({ minutes: 31 })
  await book(hub, office, 4, '15')
})

test('a hold that its guest changes is counted as it becomes: by the line that took it and by the mail address', async () => {
  const hub = await createHub(app)
  const seats = (count: number) => ({ what: { kind: 'seat' as const, spaceId: hub.open.id, count }, partySize: count })
  const change = async (bookingId: string, version: number, count: number, from = office) =>
    app.client({ link: await linkOf(hub, bookingId), headers: { 'x-forwarded-for': from } })(api.changeGuestBooking, {
      params: { hubKey: hub.key, bookingId },
      body: { version, ...seats(count) },
    })
  const held = async () =>
    (
      await app.sql<{ amount: number }>('select amount from platform.share where consortium_id = $1 order by amount', [hub.consortiumId])
    ).map(({ amount }) => amount)
  const first = await book(hub, office, 1, '10')
  const second = await book(hub, office, 4, '11')
  await book(hub, office, 4, '12')
  // ten of twelve are held: one more seat, and two more, but not three
  const grown = await change(first.id, first.version, 4)
  expect(await held()).toEqual([4, 4, 4])
  await expect(book(hub, office, 1, '13')).rejects.toMatchObject(refused)
  const smaller = await change(second.id, second.version, 2)
  expect(await held()).toEqual([2, 4, 4])
  const third = await book(hub, office, 1, '13')
  // thirteen would be held, from wherever the change is asked for
  for (const from of [office, '203.0.113.8']) await expect(change(third.id, third.version, 3, from)).rejects.toMatchObject(refused)
  expect(await held()).toEqual([1, 2, 4, 4])
  await change(third.id, third.version, 2)
  // less is never refused, and frees what it frees for others of the line
  await change(grown.id, grown.version, 1)
  await book(hub, office, 3, '15')
  await expect(change(smaller.id, smaller.version, 3)).rejects.toMatchObject(refused)
})

test('one mail address holds eight seats in all, also by changing what it holds', async () => {
  const hub = await createHub(app)
  const mail = `${randomUUID()}@example.jp`
  const hold = (hour: string, count: number) =>
    app.client()(api.bookAsGuest, {
      params: { hubKey: hub.key },
      body: {
        what: { kind: 'seat', spaceId: hub.open.id, count },
        startsAt: at(`${hour}:00`),
        endsAt: at(`${hour}:30`),
        partySize: count,
        guest: guestOf(mail),
        consent: true,
      },
    })
  await hold('10', 4)
  await hold('11', 3)
  const last = await hold('12', 1)
  const change = async (count: number) =>
    app.client({ link: await linkOf(hub, last.id) })(api.changeGuestBooking, {
      params: { hubKey: hub.key, bookingId: last.id },
      body: { version: last.version, what: { kind: 'seat', spaceId: hub.open.id, count }, partySize: count },
    })
  await expect(change(2)).rejects.toMatchObject({ status: 429, code: 'bookings.too_many_holds', params: { count: 3 } })
  // a whole room is one, as it was
  const room = { kind: 'space' as const, spaceId: hub.room.id }
  const client = app.client({ link: await linkOf(hub, last.id) })
  const params = { hubKey: hub.key, bookingId: last.id }
  await client(api.changeGuestBooking, { params, body: { version: last.version, what: room } })
})

test('fifty at once by one line get a dozen seats, not more', async () => {
  const hub = await createHub(app, { seats: 60 })
  const all = await Promise.allSettled(Array.from({ length: 50 }, () => book(hub, office, 1, '10')))
  expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(12)
})

test('whoever sits at the machine, or comes by a proxy that does not say for whom, is not counted together', async () => {
  const hub = await createHub(app)
  for (const hour of ['10', '11', '12', '13']) await book(hub, '', 4, hour)
  for (const hour of ['10', '11', '12', '13']) await book(hub, '127.0.0.1', 1, hour)
  expect(await app.sql('select from platform.share where consortium_id = $1', [hub.consortiumId])).toEqual([])
})
