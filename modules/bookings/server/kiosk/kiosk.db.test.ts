/** The tablet at the entrance: a code of its own that can do little, and nothing once it is taken back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'

let app: TestApp
let hub: TestHub
let code: string
let kioskId: string
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-24T01:00:00Z') })
  hub = await createHub(app)
  const made = await app.client({ cookie: hub.operator.cookie })(api.addKiosk, {
    params: { hubId: hub.id },
    body: { name: '正面玄関', callMail: 'desk@example.jp' },
  })
  code = made.code
  kioskId = made.id
})
afterAll(() => app.stop())
const desk = () => app.client({ cookie: hub.operator.cookie })
const tablet = (link = code) => app.client({ link })
const params = () => ({ hubKey: hub.key })
const at = (time: string) => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()

test('shows what is free and what comes, without a name', async () => {
  await desk()(api.bookForSomebody, {
    params: { hubId: hub.id },
    body: { what: { kind: 'space', spaceId: hub.room.id }, startsAt: at('13:00'), endsAt: at('14:00'), holder: { name: '架空 実' } },
  })
  const board = await tablet()(api.getKioskBoard, { params: params() })
  expect(board).toMatchObject({ isOpen: true, mayWalkIn: true, next: [{ startsAt: at('13:00') }], call: null })
  expect(JSON.stringify(board)).not.toContain('架空')
  // the code is kept as a hash only, and typed any way
  expect(JSON.stringify(await app.sql('select * from bookings.kiosk'))).not.toContain(code.replaceAll('-', ''))
  await tablet(code.toLowerCase())(api.getKioskBoard, { params: params() })
})

describe('a code', () => {
  test('opens no other hub and nothing of the desk; without one, with a wrong one nothing is there', async () => {
    const other = await createHub(app)
    for (const given of [
      tablet()(api.getKioskBoard, { params: { hubKey: other.key } }),
      tablet('AAAA-BBBB-CCCC-DDDD-EEEE')(api.getKioskBoard, { params: params() }),
    ])
      await expect(given).rejects.toMatchObject({ status: 404 })
    await expect(tablet()(api.getDeskToday, { params: { hubId: hub.id } })).rejects.toMatchObject({ status: 401 })
  })
})

describe('check-in', () => {
  test('by the short code or the whole name, in parts; a part of a name finds nobody, another’s booking cannot be checked in', async () => {
    const booking = await desk()(api.bookForSomebody, {
      params: { hubId: hub.id },
      body: {
        what: { kind: 'space', spaceId: hub.studio.id },
        startsAt: at('10:15'),
        endsAt: at('12:00'),
        partySize: 3,
        holder: { name: '仮名 三郎' },
      },
    })
    expect(booking.shortCode).toMatch(/^[A-Z2-9]{6}$/)
    const find = async (text: string) => (await tablet()(api.findAtKiosk, { params: params(), body: { text } })).items
    expect(await find('仮名')).toEqual([])
    const [found] = await find('仮名三郎')
    expect(found).toMatchObject({ id: booking.id, initial: '仮', partySize: 3, arrived: 0 })
    expect(JSON.stringify(found)).not.toContain('三郎')
    expect((await find(booking.checkInCode ?? '')).map((one) => one.id)).toEqual([booking.id])
    const checkIn = (text: string, people: number) =>
      tablet()(api.checkInAtKiosk, { params: params(), body: { text, bookingId: booking.id, people } })
    await expect(checkIn('例示 次郎', 1)).rejects.toMatchObject({ status: 404 })
    expect(await checkIn(booking.shortCode ?? '', 2)).toMatchObject({ arrived: 2 })
    expect(await checkIn('仮名 三郎', 1)).toMatchObject({ arrived: 3 })
    expect((await desk()(api.getBooking, { params: { bookingId: booking.id } })).checkedInAt).not.toBeNull()
  })
})

test('a walk-in takes a seat where the tablet may, in the language of whoever stands there', async () => {
  const seat = await tablet()(api.walkInAtKiosk, { params: params(), body: { partySize: 2, minutes: 60, language: 'ko' } })
  expect(seat).toMatchObject({ partySize: 2, arrived: 2 })
  const strict = await desk()(api.addKiosk, { params: { hubId: hub.id }, body: { name: '裏口', mayWalkIn: false } })
  await expect(tablet(strict.code)(api.walkInAtKiosk, { params: params(), body: {} })).rejects.toMatchObject({
    code: 'bookings.no_walk_ins',
  })
})

test('a call stands at the desk until somebody answers, and is mailed once', async () => {
  await tablet()(api.callDesk, { params: params() })
  await tablet()(api.callDesk, { params: params() })
  const { items } = await desk()(api.listKioskCalls, { params: { hubId: hub.id } })
  expect(items).toMatchObject([{ kioskName: '正面玄関' }])
  expect(await app.sql(`select 1 from platform.mail where to_address = 'desk@example.jp'`)).toHaveLength(1)
  await desk()(api.answerKioskCall, { params: { hubId: hub.id, kioskCallId: items[0]?.id ?? '' } })
  expect((await tablet()(api.getKioskBoard, { params: params() })).call?.answeredAt).not.toBeNull()
  expect((await desk()(api.listKioskCalls, { params: { hubId: hub.id } })).items).toEqual([])
})

test('taken back, the tablet shows nothing', async () => {
  await desk()(api.revokeKiosk, { params: { hubId: hub.id, kioskId } })
  await expect(tablet()(api.getKioskBoard, { params: params() })).rejects.toMatchObject({ status: 404 })
})
