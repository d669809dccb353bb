/** Snow: everybody who is hit is moved, cancelled or asked, told once, and nobody books into it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { endOffers, settleClosure } from './use-cases/settle-closure.ts'

let app: TestApp
const clock = testClock('2026-11-23T03:00:00Z')
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock })
})
afterAll(() => app.stop())
const at = (time: string, day = '2026-11-24') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const day = { startsAt: at('00:00'), endsAt: at('00:00', '2026-11-25') }
const mailOf = (n: number) => `guest${n}@visitor.example.com`

async function fullDay(hub: TestHub) {
  const desk = app.client({ cookie: hub.operator.cookie })
  const book = (spaceId: string, from: string, to: string, n: number) =>
    desk(api.bookForSomebody, {
      params: { hubId: hub.id },
      body: {
        what: { kind: 'space', spaceId },
        startsAt: at(from),
        endsAt: at(to),
        holder: { name: `客 ${n}`, mail: mailOf(n), language: n % 2 === 0 ? 'en' : 'ja' },
      },
    })
  return {
    desk,
    made: [
      await book(hub.room.id, '09:00', '10:00', 1),
      await book(hub.room.id, '10:00', '12:00', 2),
      await book(hub.room.id, '13:00', '18:00', 3),
      await book(hub.studio.id, '09:00', '18:00', 4),
    ],
  }
}
const inTenant = (hub: TestHub, work: (scope: never) => Promise<void>) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, work as never)

describe('closure for snow on a full day', () => {
  test('each is proposed the same hour of the next day, no two the same seat; one act moves, cancels and asks; each is told once', async () => {
    const hub = await createHub(app)
    const { desk, made } = await fullDay(hub)
    const { hits } = await desk(api.previewClosure, { params: { hubId: hub.id }, query: day })
    expect(hits.map((hit) => hit.booking.id)).toEqual(
      made.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.id < b.id ? -1 : 1)).map((one) => one.id),
    )
    expect(new Set(hits.map((hit) => hit.proposal.to?.startsAt.slice(0, 10)))).toEqual(new Set(['2026-11-25']))
    const planOf = (n: number) => hits.find((hit) => hit.booking.holder.mail === mailOf(n))
    const move = (n: number) => ({ bookingId: planOf(n)?.booking.id ?? '', act: 'move' as const, to: planOf(n)?.proposal.to ?? null })
    const closure = await desk(api.closePlace, {
      params: { hubId: hub.id },
      body: {
        ...day,
        reason: { ja: '大雪のため', en: 'Heavy snow' },
        message: { ja: '足元にお気をつけください。', en: 'Please stay safe.' },
        plans: [
          move(1),
          move(2),
          { bookingId: made[2]?.id ?? '', act: 'cancel', to: null },
          { bookingId: made[3]?.id ?? '', act: 'offer', to: null },
        ],
      },
    })
    expect(closure).toMatchObject({ planned: 4, done: 0 })
    await inTenant(hub, (scope) => settleClosure(scope, closure.id))
    // the hand comes twice: nothing changes, nobody is told twice
    await inTenant(hub, (scope) => settleClosure(scope, closure.id))
    const shown = await desk(api.getDeskClosure, { params: { hubId: hub.id, deskClosureId: closure.id } })
    expect(shown).toMatchObject({ planned: 0, done: 4, refused: 0, left: [] })
    const rows = await app.sql<{ holder_mail: string; status: string; day: string }>(
      `select holder_mail, status, to_char(starts_at at time zone 'Asia/Tokyo', 'DD HH24') as day from bookings.booking where hub_id = $1 order by holder_mail`,
      [hub.id],
    )
    expect(rows.map((row) => `${row.status} ${row.day}`)).toEqual([
      'confirmed 25 09',
      'confirmed 25 10',
      'cancelled 24 13',
      'confirmed 24 09',
    ])
    const jobs = await app.sql<{ name: string; payload: { tiding?: string; closureId?: string } }>(
      `select name, payload from platform.outbox where consortium_id = $1 and kind = 'job' and payload ? 'closureId' and name <> 'bookings.settleClosure'`,
      [hub.consortiumId],
    )
    expect(jobs.map((job) => job.payload.tiding ?? job.name).toSorted()).toEqual([
      'bookings.endClosureOffers',
      'bookings.mailClosureOffer',
      'cancelled',
      'changed',
      'changed',
    ])
    // whoever did not choose is cancelled when it begins
    clock.set(at('00:05'))
    await inTenant(hub, (scope) => endOffers(scope, closure.id))
    expect(await app.sql(`select 1 from bookings.booking where id = $1 and status = 'cancelled'`, [made[3]?.id])).toHaveLength(1)
    clock.set('2026-11-23T03:00:00Z')
  })

  test('nobody books into it, by the hours or by the units; opened again, all of it can be booked', async () => {
    const hub = await createHub(app)
    const { desk, made } = await fullDay(hub)
    const closure = await desk(api.closePlace, { params: { hubId: hub.id }, body: { ...day, reason: { ja: '大雪のため' } } })
    const wish = { what: { kind: 'seat' as const, spaceId: hub.open.id }, startsAt: at('10:00'), endsAt: at('11:00') }
    const book = () => app.client({ cookie: hub.member.cookie })(api.bookSpace, { body: wish })
    await expect(book()).rejects.toMatchObject({ code: 'bookings.outside_hours' })
    const taken = await app.sql(`select 1 from bookings.occupancy where source_id = $1 and source_kind = 'closure'`, [closure.id])
    expect(taken).toHaveLength(22)
    // nothing was decided for them: they are left, with offers, and said so
    const shown = await desk(api.getDeskClosure, { params: { hubId: hub.id, deskClosureId: closure.id } })
    expect(shown.left.map((hit) => hit.booking.id).toSorted()).toEqual(made.map((one) => one.id).toSorted())
    await desk(api.addClosurePlans, {
      params: { hubId: hub.id, deskClosureId: closure.id },
      body: { plans: shown.left.map((hit) => ({ bookingId: hit.booking.id, act: 'cancel' as const })) },
    })
    await inTenant(hub, (scope) => settleClosure(scope, closure.id))
    expect((await desk(api.getDeskClosure, { params: { hubId: hub.id, deskClosureId: closure.id } })).left).toEqual([])
    expect(await app.sql(`select 1 from bookings.occupancy where source_id = $1`, [closure.id])).toHaveLength(27)
    const offers = () =>
      app.sql(`select 1 from platform.outbox where name = 'bookings.offerWaiting' and consortium_id = $1`, [hub.consortiumId])
    expect(await offers()).toEqual([])
    await desk(api.liftClosure, { params: { hubId: hub.id, deskClosureId: closure.id } })
    // who waits for the place is asked
    expect(await offers()).toHaveLength(1)
    expect((await book()).status).toBe('confirmed')
    await expect(desk(api.liftClosure, { params: { hubId: hub.id, deskClosureId: closure.id } })).rejects.toMatchObject({
      code: 'bookings.closure_lifted',
    })
  })

  test('a move that cannot be made any more is said, and decided again', async () => {
    const hub = await createHub(app)
    const { desk, made } = await fullDay(hub)
    const [first] = made
    const to = { kind: 'space' as const, targetId: hub.room.id, startsAt: at('09:00', '2026-11-26'), endsAt: at('10:00', '2026-11-26') }
    const closure = await desk(api.closePlace, {
      params: { hubId: hub.id },
      body: { ...day, spaceId: hub.room.id, reason: { ja: '断水のため' }, plans: [{ bookingId: first?.id ?? '', act: 'move', to }] },
    })
    await desk(api.bookForSomebody, {
      params: { hubId: hub.id },
      body: { what: { kind: 'space', spaceId: hub.room.id }, startsAt: to.startsAt, endsAt: to.endsAt, holder: { name: '先の人' } },
    })
    await inTenant(hub, (scope) => settleClosure(scope, closure.id))
    const shown = await desk(api.getDeskClosure, { params: { hubId: hub.id, deskClosureId: closure.id } })
    expect(shown.cases).toMatchObject([{ state: 'refused', refusal: 'bookings.space_taken' }])
    // the studio was not shut
    expect(shown.left).toHaveLength(3)
    await expect(
      desk(api.closePlace, { params: { hubId: hub.id }, body: { startsAt: day.endsAt, endsAt: day.startsAt, reason: { ja: '逆' } } }),
    ).rejects.toMatchObject({
      code: 'bookings.too_short',
    })
  })
})
