/**
 * Races on the real database: one winner, losers told what is free instead, nothing half-stored, nobody waiting for a
 * deadlock to be noticed. `HIROBA_RACE_ROUNDS=20` runs what the proof records; a few rounds guard the everyday.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/contract/client.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { alternatives, type Booking, type WantedIn } from '../contract/schemas.ts'
import { createHub, guestOf, type TestHub } from './factory.ts'
import { bookings } from './module.ts'

const rounds = Number(process.env['HIROBA_RACE_ROUNDS'] ?? 2)
let app: TestApp
let hub: TestHub

beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z'), poolSize: 16 })
  hub = await createHub(app)
})
afterAll(() => app.stop())

const call = (who: { cookie: string }) => app.client({ cookie: who.cookie })
/** Another day each round, so that rounds do not meet. */
const dayOf = (round: number) => Temporal.PlainDate.from('2026-11-24').add({ days: round })
const at = (round: number, time: string) => dayOf(round).toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: time }).toInstant().toString()

interface Outcome {
  readonly won: readonly Booking[]
  readonly refused: readonly ProblemError[]
  readonly slowestMs: number
}

/** All at once; anything but a booking or a refusal fails the test. */
async function race(tries: readonly (() => Promise<Booking>)[]): Promise<Outcome> {
  const won: Booking[] = []
  const refused: ProblemError[] = []
  let slowestMs = 0
  await Promise.all(
    tries.map(async (attempt) => {
      const started = performance.now()
      try {
        won.push(await attempt())
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        refused.push(error)
      }
      slowestMs = Math.max(slowestMs, performance.now() - started)
    }),
  )
  return { won, refused, slowestMs }
}

const book =
  (round: number, what: WantedIn, from = '10:00', to = '11:00') =>
  () =>
    call(round % 2 === 0 ? hub.member : hub.other)(api.bookSpace, { body: { what, startsAt: at(round, from), endsAt: at(round, to) } })

/** What is stored must be exactly what was answered: no booking without its units, no unit without its booking. */
async function expectWhole(): Promise<void> {
  const [row] = await app.sql<{ overlaps: number; orphans: number; bare: number; events: number }>(
    `select
       (select count(*)::int from bookings.occupancy a join bookings.occupancy b on b.consortium_id = a.consortium_id and b.unit_id = a.unit_id
          and b.source_id > a.source_id and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)) as overlaps,
       (select count(*)::int from bookings.occupancy o where not exists (select from bookings.booking b where b.consortium_id = o.consortium_id and b.id = o.source_id
          and b.status in ('held', 'confirmed') and o.unit_id = any(b.unit_ids))) as orphans,
       (select count(*)::int from bookings.booking b where b.status in ('held', 'confirmed') and cardinality(b.unit_ids) <>
          (select count(*) from bookings.occupancy o where o.consortium_id = b.consortium_id and o.source_id = b.id)) as bare,
       (select count(*)::int from bookings.booking b where not exists (select from platform.event e where e.consortium_id = b.consortium_id and e.subject_id = b.id)) as events`,
  )
  expect(row).toEqual({ overlaps: 0, orphans: 0, bare: 0, events: 0 })
}

function expectAlternatives(refused: readonly ProblemError[]): void {
  for (const problem of refused) {
    expect(problem).toMatchObject({ status: 409, code: 'bookings.space_taken' })
    const offered = alternatives.parse(problem.params['alternatives'])
    expect(offered.times.length + offered.spaces.length).toBeGreaterThan(0)
  }
}

describe.each(Array.from({ length: rounds }, (_, i) => i))('round %i', (round) => {
  test('LibreBooking 147, Cal.com 13397, MRBS 544: 200 want the same seat at once, one has it', async () => {
    const what = { kind: 'seat' as const, spaceId: hub.open.id, unitIds: [hub.open.unitIds[0] as string] }
    const { won, refused, slowestMs } = await race(Array.from({ length: 200 }, () => book(round, what)))
    expect(won).toHaveLength(1)
    expect(refused).toHaveLength(199)
    expectAlternatives(refused)
    // a deadlock would cost a second each
    expect(slowestMs).toBeLessThan(15_000)
    await expectWhole()
  })

  test('100 want any of 20 seats: 20 have one each', async () => {
    const { won, refused } = await race(
      Array.from({ length: 100 }, () => book(round, { kind: 'seat', spaceId: hub.open.id }, '13:00', '14:00')),
    )
    expect(won).toHaveLength(20)
    expect(new Set(won.map((one) => one.units[0]?.id)).size).toBe(20)
    expectAlternatives(refused)
    await expectWhole()
  })

  test('groups of three on 20 seats: six of them, and no seat twice', async () => {
    const { won } = await race(
      Array.from({ length: 24 }, () => book(round, { kind: 'seat', spaceId: hub.open.id, count: 3 }, '15:00', '16:00')),
    )
    expect(won).toHaveLength(6)
    expect(new Set(won.flatMap((one) => one.units.map((unit) => unit.id))).size).toBe(18)
    await expectWhole()
  })

  test('a room against its own seats: the room, or seats, never both', async () => {
    const room = book(round, { kind: 'space', spaceId: hub.studio.id })
    const seats = hub.studio.unitIds.map((id) => book(round, { kind: 'seat', spaceId: hub.studio.id, unitIds: [id] }))
    const { won } = await race(Array.from({ length: 10 }, () => [...seats, room]).flat())
    const rooms = won.filter((one) => one.kind === 'space')
    expect(won).toHaveLength(rooms.length > 0 ? 1 : hub.studio.unitIds.length)
    await expectWhole()
  })

  test('Helsinki tilavarauspalvelu 1696: moves against creates into one gap: one has it, the others stand where they stood', async () => {
    const what = { kind: 'space' as const, spaceId: hub.room.id }
    const movers = await Promise.all(
      ['09:00', '12:00', '13:00', '14:00'].map((time, i) => book(round, what, time, ['10:00', '13:00', '14:00', '15:00'][i] as string)()),
    )
    const who = round % 2 === 0 ? hub.member : hub.other
    const moves = movers.map(
      (one) => () =>
        call(who)(api.changeBooking, {
          params: { bookingId: one.id },
          body: { version: 1, startsAt: at(round, '10:30'), endsAt: at(round, '11:30') },
        }),
    )
    const creates = Array.from({ length: 20 }, () => book(round, what, '10:30', '11:30'))
    const { won, refused, slowestMs } = await race([...creates.slice(0, 10), ...moves, ...creates.slice(10)])
    expect(won).toHaveLength(1)
    expectAlternatives(refused)
    expect(slowestMs).toBeLessThan(5_000)
    for (const one of movers.filter((mover) => mover.id !== won[0]?.id)) {
      expect(await call(who)(api.getBooking, { params: { bookingId: one.id } })).toEqual(one)
    }
    await expectWhole()
  })

  test('two that swap places are both refused, without waiting for each other', async () => {
    const what = { kind: 'space' as const, spaceId: hub.room.id }
    const first = await book(round, what, '15:00', '16:00')()
    const second = await book(round, what, '16:00', '17:00')()
    const who = round % 2 === 0 ? hub.member : hub.other
    const move = (one: Booking, to: Booking) => () =>
      call(who)(api.changeBooking, { params: { bookingId: one.id }, body: { version: 1, startsAt: to.startsAt, endsAt: to.endsAt } })
    const { refused, slowestMs } = await race([move(first, second), move(second, first)])
    expect(refused).toHaveLength(2)
    expect(slowestMs).toBeLessThan(900)
    await expectWhole()
  })

  test('rental 625: 50 want the last tablet of a stock: one has it', async () => {
    const what = { kind: 'equipment' as const, equipmentId: hub.tablets.id }
    await book(round, what)()
    const { won, refused } = await race(Array.from({ length: 50 }, () => book(round, what)))
    expect(won).toHaveLength(1)
    expect(refused).toHaveLength(49)
    expectAlternatives(refused)
    await expectWhole()
  })
})

test('a stranger who asks ten times at once holds as many places as one who asks ten times in turn', async () => {
  const hold = () =>
    app.client()(api.bookAsGuest, {
      params: { hubKey: hub.key },
      body: {
        what: { kind: 'seat', spaceId: hub.open.id },
        startsAt: at(20, '10:00'),
        endsAt: at(20, '11:00'),
        guest: guestOf('at-once@example.jp'),
        consent: true,
      },
    })
  const { won, refused } = await race(Array.from({ length: 10 }, () => hold))
  expect(won).toHaveLength(3)
  expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 7 }, () => 'bookings.too_many_holds'))
})
