/** A tablet goes out and comes back, late or not; lost things are kept, given back, handed on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { photoOfTelephone, tracesOfTelephone } from '#platform/testkit/pictures.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { remindLate } from './use-cases/remind-loan.ts'

let app: TestApp
let hub: TestHub
const clock = testClock('2026-11-24T01:00:00Z')
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock })
  hub = await createHub(app)
})
afterAll(() => app.stop())
const desk = () => app.client({ cookie: hub.operator.cookie })
const at = (time: string, day = '2026-11-24') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const params = () => ({ hubId: hub.id })
const [tablet, other] = [() => hub.tablets.unitIds[0] as string, () => hub.tablets.unitIds[1] as string]

describe('a tablet', () => {
  test('goes out without a booking over a night; nobody else books it meanwhile; a piece is out once; it comes back with a note', async () => {
    const loan = await desk()(api.lendUnit, {
      params: params(),
      body: {
        unitId: tablet(),
        holder: { name: '仮名 三郎', mail: 'saburo@visitor.example.com' },
        dueAt: at('10:00', '2026-11-25'),
        condition: '傷なし',
      },
    })
    expect(loan).toMatchObject({ state: 'out', holder: { name: '仮名 三郎' }, unitLabel: '1' })
    await expect(
      desk()(api.lendUnit, { params: params(), body: { unitId: tablet(), holder: { name: '別人' }, dueAt: at('12:00') } }),
    ).rejects.toMatchObject({ code: 'bookings.already_lent' })
    await expect(
      desk()(api.bookForSomebody, {
        params: params(),
        body: {
          what: { kind: 'equipment', equipmentId: hub.tablets.id, unitIds: [tablet()] },
          startsAt: at('14:00'),
          endsAt: at('15:00'),
          holder: { name: '別人' },
        },
      }),
    ).rejects.toMatchObject({ code: 'bookings.space_taken' })
    const back = await desk()(api.returnLoan, {
      params: { hubId: hub.id, loanId: loan.id },
      body: { version: loan.version, condition: 'ペンがない', isDamaged: true },
    })
    expect(back).toMatchObject({ state: 'back', conditionBack: 'ペンがない', isDamaged: true })
    expect(await app.sql('select 1 from bookings.occupancy where source_id = $1', [loan.id])).toEqual([])
    await expect(
      desk()(api.returnLoan, { params: { hubId: hub.id, loanId: loan.id }, body: { version: back.version } }),
    ).rejects.toMatchObject({ code: 'bookings.already_back' })
  })

  test('goes out on a booking, is late, and its borrower is written to once a day; the desk sees it first', async () => {
    const booking = await desk()(api.bookForSomebody, {
      params: params(),
      body: {
        what: { kind: 'equipment', equipmentId: hub.tablets.id, unitIds: [other()] },
        startsAt: at('10:00'),
        endsAt: at('11:00'),
        holder: { name: '模擬 五郎', mail: 'goro@visitor.example.com', language: 'en' },
      },
    })
    await expect(desk()(api.lendUnit, { params: params(), body: { unitId: tablet(), bookingId: booking.id } })).rejects.toMatchObject({
      code: 'bookings.not_bookable',
    })
    const loan = await desk()(api.lendUnit, { params: params(), body: { unitId: other(), bookingId: booking.id } })
    expect(loan).toMatchObject({ bookingId: booking.id, dueAt: booking.endsAt })
    const remind = () =>
      app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => remindLate(scope, loan.id))
    await remind()
    expect(await mails()).toEqual([])
    clock.set('2026-11-24T02:20:00Z')
    await remind()
    await remind()
    expect(await mails()).toMatchObject([{ to_address: 'goro@visitor.example.com', language: 'en' }])
    const shown = await desk()(api.getLendingDesk, { params: params() })
    expect(shown.out).toMatchObject([{ id: loan.id, state: 'late' }])
    clock.set('2026-11-25T02:30:00Z')
    await remind()
    expect(await mails()).toHaveLength(2)
    clock.set('2026-11-24T02:30:00Z')
  })
})
const mails = () => app.sql(`select to_address, language from platform.mail where cause like 'bookings.loanLate%'`)

describe('lost and found', () => {
  test('numbers for the tags count up; what was given back is settled once and its finder forgotten after half a year', async () => {
    const register = (what: string) =>
      desk()(api.registerLostItem, {
        params: params(),
        body: { what, place: '2階', foundAt: at('09:30'), foundBy: '見本 花子', marks: '裏に星' },
      })
    const [umbrella, card] = [await register('黒い傘'), await register('定期券')]
    expect([umbrella.number, card.number]).toEqual([1, 2])
    expect(umbrella.policeBy).toBe('2026-12-01')
    const found = await desk()(api.listLostItems, { params: params(), query: { q: '傘' } })
    expect(found.items.map((item) => item.id)).toEqual([umbrella.id])
    const settle = {
      params: { hubId: hub.id, lostItemId: umbrella.id },
      body: { version: 1, state: 'returned' as const, to: '免許証で確認' },
    }
    expect(await desk()(api.settleLostItem, settle)).toMatchObject({ state: 'returned', settledTo: '免許証で確認' })
    await expect(desk()(api.settleLostItem, settle)).rejects.toMatchObject({ code: 'bookings.lost_settled' })
    expect((await desk()(api.listLostItems, { params: params(), query: {} })).items.map((item) => item.id)).toEqual([card.id])
    clock.set('2027-06-30T02:30:00Z')
    await register('帽子')
    const [kept] = (await desk()(api.listLostItems, { params: params(), query: { show: 'all' } })).items.filter(
      (item) => item.id === umbrella.id,
    )
    expect(kept).toMatchObject({ settledTo: '', foundBy: '', marks: '' })
  })
  test('a photo taken with a telephone keeps neither place nor device', async () => {
    const item = await desk()(api.registerLostItem, { params: params(), body: { what: '手帳', foundAt: at('09:30') } })
    const path = `/api/v1/hubs/${hub.id}/lost-items/${item.id}/photo`
    const put = (content: Uint8Array) =>
      app.request(path, {
        method: 'PUT',
        cookie: hub.operator.cookie,
        headers: { 'content-type': 'image/jpeg', 'hiroba-file-name': 'photo.jpg' },
        body: content as never,
      })
    expect((await put(await photoOfTelephone(60, 40))).status).toBe(200)
    const shown = Buffer.from(await (await app.request(path, { cookie: hub.operator.cookie })).arrayBuffer())
    for (const trace of tracesOfTelephone) expect(shown.includes(trace)).toBe(false)
    expect((await put(new Uint8Array([0xff, 0xd8, 0xff, 1, 2]))).status).toBe(422)
  })
})
