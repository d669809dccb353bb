/** Figures of a period against the bookings they are made of; corrections; who sees what. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { readTable } from '#platform/server/sheets.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { advanceCounting, countDueDay } from './use-cases/count-use.ts'

let app: TestApp
let hub: TestHub
let there: TestHub
let officer: TestMember

/** Sunday 22 November 2026, 12:00 in Japan. */
const noon = '2026-11-22T03:00:00Z'
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(noon), hasWorker: true })
  hub = await createHub(app)
  there = await createHub(app)
  officer = await createMember(app, { consortiumId: hub.consortiumId, roles: ['officer'] })
  for (const who of [hub.member, hub.other])
    await app.sql(
      `insert into people.engagement (consortium_id, membership_id, type, origin, valid_from)
       select consortium_id, id, $2, 'relocated', '2026-04-01' from people.membership where account_id = $1`,
      [who.accountId, who === hub.member ? 'B' : 'A'],
    )
})
afterAll(() => app.stop())

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const at = (time: string, day: string) => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const inTenant = <T>(work: (scope: never) => Promise<T>): Promise<T> =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => work(scope as never))

async function book(who: TestMember, space: 'room' | 'open', day: string, from: string, to: string, partySize = 1) {
  const what =
    space === 'room' ? { kind: 'space' as const, spaceId: hub.room.id } : { kind: 'seat' as const, spaceId: hub.open.id, count: partySize }
  return as(who)(api.bookSpace, { body: { what, startsAt: at(from, day), endsAt: at(to, day), partySize } })
}

/** The minute's rounds, by the clock of the test. */
async function count(): Promise<void> {
  await app.settle()
  app.clock.advance({ seconds: 30 })
  const hubsDue = await app.sql<{ hub_id: string }>('select hub_id from bookings.use_hub where consortium_id = $1', [hub.consortiumId])
  for (const { hub_id } of hubsDue) await inTenant((scope) => advanceCounting(scope, hub_id))
  const days = await app.sql<{ hub_id: string; day: string }>(
    'select hub_id, day::text as day from bookings.use_due where consortium_id = $1',
    [hub.consortiumId],
  )
  for (const { hub_id, day } of days) await inTenant((scope) => countDueDay(scope, hub_id, day))
}
const figures = (from: string, to: string, hubId: string | undefined = hub.id) =>
  as(officer)(api.getUse, { query: { from, to, ...(hubId === undefined ? {} : { hubId }) } })

test('visits and persons, hours booked of hours open, no-shows and cancellations; a correction counts the day anew', async () => {
  const day = '2026-11-24'
  await book(hub.member, 'room', day, '09:00', '12:00', 4)
  await book(hub.member, 'open', day, '13:00', '14:00')
  await book(hub.other, 'open', day, '09:00', '18:00')
  const gone = await book(hub.other, 'room', day, '13:00', '14:00')
  await as(hub.other)(api.cancelBooking, { params: { bookingId: gone.id }, body: {} })
  const missed = await book(hub.other, 'room', day, '15:00', '16:00')
  await book(hub.member, 'open', '2026-11-25', '09:00', '10:00')
  await app.settle()
  expect((await figures(day, day)).countedTo).toBeNull()

  app.clock.set('2026-11-25T15:20:00Z')
  await app.sql(`update bookings.booking set status = 'no-show' where id = $1`, [missed.id])
  await count()
  const report = await figures(day, '2026-11-25')
  expect(report.countedTo).toBe('2026-11-25')
  // the member with three others in the room and alone at a seat is one visit of four; and one on the next day
  expect(report.total).toMatchObject({ visits: 6, persons: 2, bookings: 4, noShows: 1, cancellations: 1 })
  expect(report.total.bookedMinutes).toBe(3 * 60 + 60 + 9 * 60 + 60)
  expect(report.total.openMinutes).toBe(2 * (1 + 20 + 4) * 9 * 60)
  expect(report.engagements.map((one) => [one.engagement, one.visits, one.persons])).toEqual([
    ['A', 1, 1],
    ['B', 5, 1],
    ['C', 0, 0],
    ['D', 0, 0],
    [null, 0, 0],
  ])
  expect(report.spaces.find((one) => one.targetId === hub.room.id)).toMatchObject({ visits: 4, bookedMinutes: 180, openMinutes: 2 * 540 })
  expect(report.hours[9]).toMatchObject({ hour: 9, bookedMinutes: 60 + 60 + 60, people: 4 + 1 + 1 })
  expect(report.months).toHaveLength(1)
  expect(report.months[0]).toMatchObject({ month: '2026-11', visits: 6, bookings: 4 })

  // parts agree with the whole
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
  expect(sum(report.hours.map((one) => one.bookedMinutes))).toBe(report.total.bookedMinutes)
  expect(sum(report.weekdays.map((one) => one.visits))).toBe(report.total.visits)
  expect(sum(report.engagements.map((one) => one.visits))).toBe(report.total.visits)
  expect(sum(report.organisations.map((one) => one.visits))).toBe(report.total.visits)
  expect(sum(report.spaces.filter((one) => !one.isEquipment).map((one) => one.bookedMinutes))).toBe(report.total.bookedMinutes)
  expect(report.total.visits).toBeGreaterThanOrEqual(report.total.persons)

  // the desk says a day later that they had come after all
  await app.sql(`update bookings.booking set status = 'confirmed' where id = $1`, [missed.id])
  await as(hub.operator)(api.noteBooking, {
    params: { bookingId: missed.id },
    body: { version: missed.version, note: '来館していた' },
  })
  await count()
  expect((await figures(day, day)).total).toMatchObject({ noShows: 0, bookings: 4 })

  // every figure opens
  const records = await as(officer)(api.listUseRecords, { query: { from: day, to: day, hubId: hub.id, outcome: 'used', limit: 2 } })
  expect(records.items).toHaveLength(2)
  expect(records.items.every((one) => one.holderName === null)).toBe(true)
  const rest = await as(hub.operator)(api.listUseRecords, {
    query: { from: day, to: day, hubId: hub.id, outcome: 'used', limit: 50, cursor: records.nextCursor as string },
  })
  expect(rest.items).toHaveLength(2)
  expect(rest.items.every((one) => one.holderName !== null)).toBe(true)
  const atNine = await as(officer)(api.listUseRecords, { query: { from: day, to: day, hubId: hub.id, hour: 9 } })
  expect(atNine.items.map((one) => one.people).toSorted((a, b) => a - b)).toEqual([1, 4])
  const ofA = await as(officer)(api.listUseRecords, { query: { from: day, to: day, engagement: 'A', weekday: 2, organisationId: 'none' } })
  expect(ofA.items.map((one) => one.outcome).toSorted()).toEqual(['cancelled', 'used', 'used'])
})

test('how visits are counted is said by the consortium, and figures of before follow it', async () => {
  const ask = () => figures('2026-11-24', '2026-11-25')
  const before = await as(officer)(api.getUseRule, {})
  expect(before).toEqual({ counts: 'booked', per: 'day', hasCompanions: true, version: 0 })
  const change = (rule: Partial<typeof before>, version: number) =>
    as(officer)(api.setUseRule, { body: { counts: 'booked', per: 'day', hasCompanions: true, ...rule, version } })
  await change({ hasCompanions: false }, 0)
  expect((await ask()).total).toMatchObject({ visits: 3, persons: 2 })
  await expect(change({}, 0)).rejects.toMatchObject({ code: 'platform.changed_meanwhile' })
  await change({ per: 'booking' }, 1)
  expect((await ask()).total).toMatchObject({ visits: 4 + 1 + 1 + 1 + 1, persons: 2 })
  await change({ counts: 'came' }, 2)
  expect((await ask()).total).toMatchObject({ visits: 0, persons: 0, bookings: 5 })
  await change({}, 3)
  await expect(as(hub.operator)(api.setUseRule, { body: { ...before, version: 4 } })).rejects.toMatchObject({ status: 403 })
})

test('the file says what the screen says, with figures as figures', async () => {
  const query = 'from=2026-11-24&to=2026-11-25'
  const get = (format: string) => app.request(`/api/v1/use/file?${query}&hubId=${hub.id}&format=${format}`, { cookie: officer.cookie })
  const excel = await get('xlsx')
  expect(decodeURIComponent(excel.headers.get('content-disposition') ?? '')).toContain('利用実績_見本拠点_2026-11-24_2026-11-25.xlsx')
  const [head, total] = await readTable(new Uint8Array(await excel.arrayBuffer()))
  expect(head?.slice(1, 4)).toEqual(['延べ利用者数（人）', '実利用者数（人）', '予約件数'])
  const { total: figuresNow } = await figures('2026-11-24', '2026-11-25')
  expect(total?.slice(1, 4)).toEqual([String(figuresNow.visits), String(figuresNow.persons), String(figuresNow.bookings)])
  const csv = await readTable(new Uint8Array(await (await get('csv')).arrayBuffer()))
  expect(csv[0]?.slice(0, 3)).toEqual(['日', '拠点', '区画'])
  expect(csv.length).toBe(1 + 2 * 4)
})

test('nobody else looks in: members, other consortia, wrong periods', async () => {
  const query = { from: '2026-11-24', to: '2026-11-25' }
  await expect(as(hub.member)(api.getUse, { query })).rejects.toMatchObject({ status: 403 })
  expect((await as(there.operator)(api.getUse, { query })).total).toMatchObject({ visits: 0, bookings: 0, openMinutes: 0 })
  await expect(as(there.operator)(api.getUse, { query: { ...query, hubId: hub.id } })).rejects.toMatchObject({ status: 404 })
  await expect(as(officer)(api.getUse, { query: { from: '2026-11-25', to: '2026-11-24' } })).rejects.toMatchObject({ status: 422 })
  await expect(as(officer)(api.getUse, { query: { from: '2016-11-25', to: '2026-11-24' } })).rejects.toMatchObject({ status: 422 })
})

test('reports of other modules read the published views, of their own tenant only', async () => {
  const read = (consortiumId: string) =>
    app.program.database.transaction({ consortiumId }, { readOnly: true }, (transaction) =>
      transaction.prepared<{ booked: number; visits: number }>(
        'test_views',
        `select (select sum(booked_minutes)::int from bookings.pub_bookings_use where not is_equipment) as booked,
           (select count(*)::int from bookings.pub_bookings_visit where outcome = 'used' and is_first) as visits`,
        [],
      ),
    )
  const { total } = await figures('2026-11-01', '2026-11-30')
  expect(await read(hub.consortiumId)).toEqual([{ booked: total.bookedMinutes, visits: total.bookings }])
  expect(await read(there.consortiumId)).toEqual([{ booked: null, visits: 0 }])
})
