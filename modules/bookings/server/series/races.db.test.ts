/** Series in races: whole or not at all, whoever is faster, and nobody waiting for a deadlock to be noticed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/contract/client.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import type { Series } from '../../contract/series/schemas.ts'
import { createHub, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'

const rounds = Number(process.env['HIROBA_RACE_ROUNDS'] ?? 2)
let app: TestApp
let hub: TestHub

beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z'), poolSize: 16 })
})
beforeEach(async () => {
  hub = await createHub(app)
})
afterAll(() => app.stop())

const at = (day: string, time: string) => Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime('Asia/Tokyo').toInstant().toString()
const call = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const room = () => ({ kind: 'space' as const, spaceId: hub.room.id })
const tuesdays = { startsOn: '2026-11-24', pattern: { kind: 'weekly' as const, every: 1, weekdays: [2] }, end: { count: 8 } }
const days = ['2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29', '2027-01-05', '2027-01-12']

const series =
  (who: { cookie: string }, more: { start?: string; end?: string; rule?: object; what?: object } = {}) =>
  () =>
    call(who)(api.bookSeries, { body: { what: room(), rule: tuesdays, start: '10:00', end: '12:00', ...more } as never })
const single =
  (who: { cookie: string }, day: string, from = '10:00', to = '12:00') =>
  () =>
    call(who)(api.bookSpace, { body: { what: room(), startsAt: at(day, from), endsAt: at(day, to) } })

async function race<T>(tries: readonly (() => Promise<T>)[]): Promise<{ won: T[]; refused: ProblemError[] }> {
  const won: T[] = []
  const refused: ProblemError[] = []
  await Promise.all(
    tries.map(async (attempt) => {
      try {
        won.push(await attempt())
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        refused.push(error)
      }
    }),
  )
  return { won, refused }
}

/** No unit twice, no day of a series without its booking, no series with a part of its days. */
async function expectWhole(): Promise<void> {
  const [row] = await app.sql(
    `select
       (select count(*)::int from bookings.occupancy a join bookings.occupancy b on b.consortium_id = a.consortium_id and b.unit_id = a.unit_id
          and b.source_id > a.source_id and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)) as overlaps,
       (select count(*)::int from bookings.booking b where b.status in ('requested', 'held', 'confirmed') and cardinality(b.unit_ids) <>
          (select count(*) from bookings.occupancy o where o.source_id = b.id)) as bare,
       (select count(*)::int from bookings.occupancy o where not exists (select from bookings.booking b where b.id = o.source_id
          and b.status in ('requested', 'held', 'confirmed'))) as orphans,
       (select count(*)::int from bookings.booking b where b.series_id is not null and not exists
          (select from bookings.series_date d where d.series_id = b.series_id and d.booking_id = b.id)) as loose`,
  )
  expect(row).toEqual({ overlaps: 0, bare: 0, orphans: 0, loose: 0 })
}

describe.each(Array.from({ length: rounds }, (_, i) => i))('round %i', (round) => {
  test('a series against single bookings of its days: the series whole, or the singles, and each loser knows why', async () => {
    const singles = days.map((day) => single(hub.other, day))
    const all: (() => Promise<unknown>)[] = [...singles]
    all.splice(round % (singles.length + 1), 0, series(hub.member))
    const { won, refused } = await race(all)
    const [row] = await app.sql<{ days: number; singles: number }>(
      `select count(*) filter (where series_id is not null)::int as days, count(*) filter (where series_id is null)::int as singles
       from bookings.booking where consortium_id = $1`,
      [hub.consortiumId],
    )
    expect([
      { days: 8, singles: 0 },
      { days: 0, singles: 8 },
    ]).toContainEqual(row)
    expect(won.length + refused.length).toBe(9)
    for (const problem of refused) {
      expect(['bookings.space_taken', 'bookings.series_conflicts']).toContain(problem.code)
      if (problem.code === 'bookings.series_conflicts') expect((problem.params['days'] as unknown[]).length).toBeGreaterThan(0)
    }
    await expectWhole()
  })

  test('two series that meet on some days: one whole, the other told which', async () => {
    const fridays = { ...tuesdays, pattern: { kind: 'weekly', every: 1, weekdays: [2, 5] }, end: { count: 12 } }
    const backwards = { startsOn: '2026-11-24', pattern: { kind: 'daily', every: 7 }, end: { count: 8 } }
    const { won, refused } = await race<Series>([
      series(hub.member),
      series(hub.other, { rule: fridays, start: '11:00', end: '13:00' }),
      series(hub.operator, { rule: backwards, start: '09:30', end: '11:30' }),
    ])
    expect([won.length, refused.length]).toEqual([1, 2])
    expect(refused.map(({ code }) => code)).toEqual(['bookings.series_conflicts', 'bookings.series_conflicts'])
    await expectWhole()
  })

  test('series of seats, more than there are: as many as fit, none with a part of its days', async () => {
    const what = { kind: 'seat', spaceId: hub.studio.id, count: 2 }
    const people = [hub.member, hub.other, hub.operator, hub.member, hub.other]
    const { won, refused } = await race<Series>(people.map((who) => series(who, { what })))
    // 4 seats: two series of two
    expect([won.length, refused.length]).toEqual([2, 3])
    expect(won.every(({ counts }) => counts.total === 8)).toBe(true)
    await expectWhole()
  })

  test('cancelling a range against moving one of its days: the day is gone, or it moved first and then went', async () => {
    const made = await series(hub.member)()
    const day = made.days[2]?.booking
    const cancel = () =>
      call(hub.member)(api.cancelSeries, {
        params: { seriesId: made.id },
        body: { version: made.version, from: '2026-12-01', to: '2026-12-15' },
      })
    const move = () =>
      call(hub.operator)(api.changeBooking, {
        params: { bookingId: day?.id as string },
        body: { version: 1, startsAt: at('2026-12-09', '10:00'), endsAt: at('2026-12-09', '12:00') },
      })
    const { refused } = await race<unknown>(round % 2 === 0 ? [cancel, move] : [move, cancel])
    for (const problem of refused) expect(['bookings.not_active', 'platform.changed_meanwhile']).toContain(problem.code)
    const now = await call(hub.member)(api.getSeries, { params: { seriesId: made.id } })
    expect(now.days.map(({ booking }) => booking?.status)).toEqual([
      'confirmed',
      'cancelled',
      'cancelled',
      'cancelled',
      'confirmed',
      'confirmed',
      'confirmed',
      'confirmed',
    ])
    await expectWhole()
  })

  test('moving the rest against a new series on the new time: one of them, whole', async () => {
    const made = await series(hub.member)()
    const move = () =>
      call(hub.member)(api.changeSeries, { params: { seriesId: made.id }, body: { version: 1, start: '13:00', end: '15:00' } })
    const { won, refused } = await race<Series>([series(hub.other, { start: '14:00', end: '16:00' }), move])
    expect([won.length, refused.length]).toEqual([1, 1])
    expect(refused[0]?.code).toBe('bookings.series_conflicts')
    await expectWhole()
  })
})

test('nobody was ever refused by a deadlock', async () => {
  // each connection hands its figures over when it next works, a second later at the earliest
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  await Promise.all(Array.from({ length: 32 }, () => call(hub.member)(api.listMySeries, { query: {} })))
  const [row] = await app.sql<{ deadlocks: number }>('select deadlocks::int from pg_stat_database where datname = current_database()')
  expect(row?.deadlocks).toBe(0)
})
