/** A month by lot: from making it to the bookings and mails, and what stands beside it. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/contract/client.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import type { Lottery, LotteryResult } from '../../contract/lottery/schemas.ts'
import { createHub, createSpace, setPolicy, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { hashOfSeed, lotOf } from './use-cases/draw-lots.ts'

const rounds = Number(process.env['HIROBA_RACE_ROUNDS'] ?? 2)
let app: TestApp
const clock = testClock('2026-11-22T03:00:00Z')

beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock, hasWorker: true, poolSize: 16 })
})
afterAll(() => app.stop())

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const at = (day: string, time: string) => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const inHours = (hours: number) => clock.now().add({ hours }).toString()
const wishAt = (spaceId: string, day: string, from = '10:00', until = '12:00') => ({
  spaceId,
  startsAt: at(day, from),
  endsAt: at(day, until),
})

interface World {
  readonly hub: TestHub
  readonly hall: string
  readonly lottery: Lottery
}

async function open(given: { mostWins?: number; mostWishes?: number } = {}): Promise<World> {
  const hub = await createHub(app)
  const hall = await createSpace(
    { app, consortiumId: hub.consortiumId, hubId: hub.id },
    { name: '大ホール', kind: 'event-space', bookableAs: 'whole', capacity: 200, units: 1 },
  )
  const small = await createSpace(
    { app, consortiumId: hub.consortiumId, hubId: hub.id },
    { name: '小ホール', kind: 'event-space', bookableAs: 'whole', capacity: 60, units: 1 },
  )
  const lottery = await as(hub.operator)(api.makeLottery, {
    params: { hubId: hub.id },
    body: {
      names: { ja: '2月のホール抽選', en: 'Halls in February' },
      spaceIds: [hub.room.id, hall.id, small.id],
      // further ahead than the rules of the spaces reach
      useFrom: '2027-03-01',
      useUntil: '2027-03-31',
      opensAt: inHours(-1),
      closesAt: inHours(1),
      drawsAt: inHours(2),
      ...given,
    },
  })
  return { hub, hall: hall.id, lottery }
}

const apply = (who: TestMember, { lottery }: World, wishes: ReturnType<typeof wishAt>[]) =>
  as(who)(api.applyForLottery, { params: { lotteryId: lottery.id }, body: { wishes } })

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return error.code
  }
}

test('from the announcement to the booking, checked by anybody', async () => {
  const world = await open()
  const { hub, hall, lottery } = world
  expect(lottery).toMatchObject({ state: 'open', seed: null })
  const third = await createMember(app, { consortiumId: hub.consortiumId, familyName: '仮名', givenName: '三郎' })
  await apply(hub.member, world, [wishAt(hall, '2027-03-06'), wishAt(hall, '2027-03-13')])
  await apply(hub.other, world, [wishAt(hall, '2027-03-06', '11:00', '13:00'), wishAt(hall, '2027-03-20')])
  await apply(third, world, [wishAt(hall, '2027-03-06')])
  expect(await codeOf(apply(third, world, [wishAt(hall, '2027-03-07')]))).toBe('bookings.lottery_applied')

  const params = { hubId: hub.id, lotteryId: lottery.id }
  expect(await codeOf(as(hub.operator)(api.drawLottery, { params, body: { version: lottery.version } }))).toBe('bookings.lottery_too_early')
  clock.advance({ hours: 1 })
  expect(await codeOf(apply(hub.member, world, [wishAt(hall, '2027-03-08')]))).toBe('bookings.lottery_not_open')
  const drawn = await as(hub.operator)(api.drawLottery, { params, body: { version: lottery.version } })
  expect(drawn.state).toBe('drawn')
  expect(hashOfSeed(drawn.seed as string)).toBe(lottery.seedHash)

  const result = await app.client()(api.getLotteryResult, { params: { hubKey: hub.key, lotteryId: lottery.id } })
  expect(result.items.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 2, 3])
  for (const { number, lot } of result.items) expect(lot).toBe(lotOf(drawn.seed as string, number))
  expect(result.items.map(({ lot }) => lot)).toEqual(result.items.map(({ lot }) => lot).toSorted())
  expect(JSON.stringify(result)).not.toContain('花子')
  // the first has the first wish; the two who wished only the same day cannot both have it
  expect(result.items[0]?.wins).toEqual([0])
  const rows = await app.sql<{ origin: string; status: string }>(
    `select b.origin, b.status from bookings.booking b where b.hub_id = $1 order by b.starts_at`,
    [hub.id],
  )
  expect(rows).toHaveLength(result.items.flatMap(({ wins }) => wins).length)
  expect(rows.every(({ origin, status }) => origin === 'lottery' && status === 'confirmed')).toBe(true)

  await app.settle()
  const mails = await app.sql<{ subject: string }>(`select subject from platform.mail where consortium_id = $1`, [hub.consortiumId])
  expect(mails.filter(({ subject }) => subject.includes('受け付けました'))).toHaveLength(3)
  expect(mails.filter(({ subject }) => subject.includes('抽選の結果'))).toHaveLength(3)
  // it is drawn once
  expect(await codeOf(as(hub.operator)(api.drawLottery, { params, body: { version: drawn.version } }))).toBe('bookings.lottery_over')
})

test('what is given by lot nobody books directly until it is drawn, except the desk', async () => {
  const { hub, lottery } = await open()
  await setPolicy(app, hub, hub.room.id, { daysAhead: 365 })
  const body = {
    what: { kind: 'space' as const, spaceId: hub.room.id },
    startsAt: at('2027-03-10', '10:00'),
    endsAt: at('2027-03-10', '11:00'),
  }
  expect(await codeOf(as(hub.member)(api.bookSpace, { body }))).toBe('bookings.given_by_lot')
  const before = { ...body, startsAt: at('2027-02-28', '10:00'), endsAt: at('2027-02-28', '11:00') }
  expect(await codeOf(as(hub.member)(api.bookSpace, { body: before }))).toBe('done')
  expect(
    await codeOf(
      as(hub.operator)(api.bookForSomebody, { params: { hubId: hub.id }, body: { ...body, holder: { name: '町', language: 'ja' } } }),
    ),
  ).toBe('done')
  const params = { hubId: hub.id, lotteryId: lottery.id }
  await as(hub.operator)(api.cancelLottery, { params, body: { version: lottery.version, reason: '改修のため' } })
  const later = { ...body, startsAt: at('2027-03-10', '13:00'), endsAt: at('2027-03-10', '14:00') }
  expect(await codeOf(as(hub.member)(api.bookSpace, { body: later }))).toBe('done')
})

test('nobody moves another booking into what is given by lot; one that was there before may be shortened', async () => {
  const { hub, hall } = await open()
  const day = '2027-03-10'
  await setPolicy(app, hub, hub.studio.id, { daysAhead: 365 })
  await setPolicy(app, hub, hall, { daysAhead: 365 })
  const other = await as(hub.member)(api.bookSpace, {
    body: { what: { kind: 'space', spaceId: hub.studio.id }, startsAt: at(day, '10:00'), endsAt: at(day, '11:00') },
  })
  const into = { params: { bookingId: other.id }, body: { version: other.version, what: { kind: 'space' as const, spaceId: hall } } }
  expect(await codeOf(as(hub.member)(api.changeBooking, into))).toBe('bookings.given_by_lot')
  const before = await as(hub.operator)(api.bookForSomebody, {
    params: { hubId: hub.id },
    body: {
      what: { kind: 'space', spaceId: hall },
      startsAt: at(day, '10:00'),
      endsAt: at(day, '12:00'),
      holder: { accountId: hub.member.accountId },
    },
  })
  const change = (endsAt: string, version: number) =>
    as(hub.member)(api.changeBooking, { params: { bookingId: before.id }, body: { version, endsAt } })
  expect(await codeOf(change(at(day, '14:00'), before.version))).toBe('bookings.given_by_lot')
  expect((await change(at(day, '11:00'), before.version)).endsAt).toBe(at(day, '11:00'))
})

test('wishes are held to the lottery and to the rules of the space; the number stays when they change', async () => {
  const world = await open({ mostWishes: 2 })
  const { hub, hall, lottery } = world
  const days = ['2027-03-01', '2027-03-02', '2027-03-03'].map((day) => wishAt(hall, day))
  expect(await codeOf(apply(hub.member, world, days))).toBe('bookings.lottery_too_many_wishes')
  expect(await codeOf(apply(hub.member, world, [wishAt(hall, '2027-04-01')]))).toBe('bookings.lottery_wrong_wish')
  expect(await codeOf(apply(hub.member, world, [wishAt(hub.studio.id, '2027-03-01')]))).toBe('bookings.lottery_wrong_wish')
  expect(await codeOf(apply(hub.member, world, [wishAt(hall, '2027-03-01', '20:00', '22:00')]))).toBe('bookings.outside_hours')
  const mine = await apply(hub.member, world, [wishAt(hall, '2027-03-01')])
  expect(mine.application?.number).toBe(1)
  const params = { lotteryId: lottery.id }
  const changed = await as(hub.member)(api.changeMyApplication, {
    params,
    body: { wishes: [wishAt(hall, '2027-03-02')], version: mine.application?.version ?? 0 },
  })
  expect(changed.application).toMatchObject({ number: 1, wishes: [{ startsAt: at('2027-03-02', '10:00') }] })
  await as(hub.member)(api.withdrawMyApplication, { params })
  expect((await apply(hub.member, world, [wishAt(hall, '2027-03-03')])).application?.number).toBe(2)
  // begun: only words and more time
  const body = {
    names: { ja: '名前だけ' },
    spaceIds: [hall],
    useFrom: '2027-03-01',
    useUntil: '2027-03-31',
    opensAt: lottery.opensAt,
    closesAt: lottery.closesAt,
    drawsAt: lottery.drawsAt,
    mostWishes: 2,
    version: lottery.version,
  }
  const of = { hubId: hub.id, lotteryId: lottery.id }
  expect(await codeOf(as(hub.operator)(api.changeLottery, { params: of, body }))).toBe('bookings.lottery_begun')
  const renamed = await as(hub.operator)(api.changeLottery, {
    params: of,
    body: { ...body, spaceIds: lottery.spaces.map(({ id }) => id) },
  })
  expect(renamed.names.ja).toBe('名前だけ')
})

test('it is drawn by itself at its time, also when the job did not come', async () => {
  const world = await open()
  const { hub, hall } = world
  await apply(hub.member, world, [wishAt(hall, '2027-03-09')])
  await app.sql(`delete from graphile_worker._private_jobs`)
  clock.advance({ hours: 3 })
  // before the test's clock and before the database's
  await app.sql(
    `update bookings.lottery set opens_at = $2, closes_at = $2::timestamptz + interval '1 minute', draws_at = $2::timestamptz + interval '2 minutes' where id = $1`,
    [world.lottery.id, '2026-11-22T03:00:00Z'],
  )
  await app.program.sweeper?.runAll()
  const mine = await as(hub.member)(api.getMyLottery, { params: { lotteryId: world.lottery.id } })
  expect(mine.lottery.state).toBe('drawn')
  expect(mine.application?.wins).toHaveLength(1)
})

/** The rule of the public page, written anew: sort by SHA-256 of `seed:number`, give the first wish that is free. */
function workOut({ lottery, items, blocked }: LotteryResult): { number: number; wins: number[] }[] {
  const lot = (number: number): string => createHash('sha256').update(`${lottery.seed}:${number}`).digest('hex')
  const order = items.toSorted((a, b) => lot(a.number).localeCompare(lot(b.number)))
  const taken: { spaceId: string; from: number; to: number }[] = []
  return order.map(({ number, wishes }) => {
    for (const [i, wish] of wishes.entries()) {
      const [from, to] = [Date.parse(wish.startsAt), Date.parse(wish.endsAt)]
      if (blocked.some((each) => each.number === number && each.wish === i)) continue
      if (taken.some((each) => each.spaceId === wish.spaceId && each.from < to && from < each.to)) continue
      taken.push({ spaceId: wish.spaceId, from, to })
      return { number, wins: [i] }
    }
    return { number, wins: [] }
  })
}

/** `HIROBA_LOTTERY_APPLICANTS=200` is the month of the proof. */
const applicants = Number(process.env['HIROBA_LOTTERY_APPLICANTS'] ?? 24)

test(`3 halls, ${applicants} applications: anybody works the result out again from the published list`, { timeout: 120_000 }, async () => {
  const world = await open({ mostWishes: 3 })
  const { hub, lottery } = world
  const spaces = lottery.spaces.map(({ id }) => id)
  // booked by the desk before: it can be given to nobody
  await as(hub.operator)(api.bookForSomebody, {
    params: { hubId: hub.id },
    body: {
      what: { kind: 'space', spaceId: spaces[0] as string },
      startsAt: at('2027-03-06', '09:00'),
      endsAt: at('2027-03-06', '18:00'),
      holder: { name: '町', language: 'ja' },
    },
  })
  for (let i = 0; i < applicants; i++) {
    const member = await createMember(app, { consortiumId: hub.consortiumId, familyName: '見本', givenName: String(i + 1) })
    const wishes = [0, 1, 2].map((n) => {
      const day = (i * 7 + n * 11) % 3 === 0 ? 6 + n : 1 + ((i * 5 + n * 13) % 31)
      const [from, until] = [
        ['09:00', '12:00'],
        ['13:00', '15:00'],
        ['15:00', '18:00'],
      ][(i + n) % 3] as [string, string]
      return wishAt(spaces[(i + n) % spaces.length] as string, `2027-03-${String(day).padStart(2, '0')}`, from, until)
    })
    await apply(member, world, wishes)
  }
  clock.advance({ hours: 1 })
  const started = performance.now()
  await as(hub.operator)(api.drawLottery, { params: { hubId: hub.id, lotteryId: lottery.id }, body: { version: lottery.version } })
  const took = Math.round(performance.now() - started)
  const result = await app.client()(api.getLotteryResult, { params: { hubKey: hub.key, lotteryId: lottery.id } })
  expect(workOut(result)).toEqual(result.items.map(({ number, wins }) => ({ number, wins })))
  expect(result.blocked.length).toBeGreaterThan(0)
  await app.settle()
  const [stored] = await app.sql<{ bookings: number; overlaps: number; mails: number }>(
    `select (select count(*)::int from bookings.booking where consortium_id = $1 and origin = 'lottery' and status = 'confirmed') as bookings,
       (select count(*)::int from bookings.occupancy a join bookings.occupancy b on a.unit_id = b.unit_id and a.source_id < b.source_id
          and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at) where a.consortium_id = $1) as overlaps,
       (select count(*)::int from platform.mail where consortium_id = $1 and cause ~ '^bookings[.]lottery[.](won|lost)') as mails`,
    [hub.consortiumId],
  )
  const wins = result.items.filter((item) => item.wins.length > 0).length
  expect(stored).toEqual({ bookings: wins, overlaps: 0, mails: applicants })
  if (applicants >= 200)
    // oxlint-disable-next-line no-console -- the figures of the proof
    console.info(`${applicants} applications, ${wins} given, ${result.blocked.length} wishes blocked before, drawn in ${took} ms`)
})

describe(`races, ${rounds} rounds`, () => {
  test('the drawing against a closure: one of the two has the hall, and the other is told', async () => {
    for (let round = 0; round < rounds; round++) {
      const world = await open()
      const { hub, hall, lottery } = world
      await apply(hub.member, world, [wishAt(hall, '2027-03-06'), wishAt(hall, '2027-03-07')])
      clock.advance({ hours: 1 })
      const [drawing, closure] = await Promise.allSettled([
        as(hub.operator)(api.drawLottery, { params: { hubId: hub.id, lotteryId: lottery.id }, body: { version: lottery.version } }),
        as(hub.operator)(api.closePlace, {
          params: { hubId: hub.id },
          body: {
            spaceId: hall,
            startsAt: at('2027-03-06', '09:00'),
            endsAt: at('2027-03-06', '18:00'),
            reason: { ja: '大雪のため' },
          },
        }),
      ])
      expect(drawing.status).toBe('fulfilled')
      expect(closure.status === 'fulfilled' || closure.reason instanceof ProblemError).toBe(true)
      const overlapping = await app.sql(
        `select from bookings.occupancy a join bookings.occupancy b on a.unit_id = b.unit_id and a.source_id < b.source_id
           and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at) where a.consortium_id = $1`,
        [hub.consortiumId],
      )
      expect(overlapping).toHaveLength(0)
      const mine = await as(hub.member)(api.getMyLottery, { params: { lotteryId: lottery.id } })
      expect(mine.application?.wins).toHaveLength(1)
    }
  })

  test('two drawings and late applications: one drawing, and who was told a number is in it', async () => {
    for (let round = 0; round < rounds; round++) {
      const world = await open()
      const { hub, hall, lottery } = world
      await apply(hub.member, world, [wishAt(hall, '2027-03-06')])
      clock.advance({ hours: 1 })
      const draw = () =>
        codeOf(as(hub.operator)(api.drawLottery, { params: { hubId: hub.id, lotteryId: lottery.id }, body: { version: lottery.version } }))
      const codes = await Promise.all([draw(), draw(), codeOf(apply(hub.other, world, [wishAt(hall, '2027-03-07')]))])
      expect(codes.filter((code) => code === 'done')).toHaveLength(1)
      expect(codes[2]).toBe('bookings.lottery_not_open')
    }
  })
})
