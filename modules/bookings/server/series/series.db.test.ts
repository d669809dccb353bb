/** Series on the real database: tried, stored whole or not at all, changed by day, range and rest, told once. */
import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/contract/client.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { addClosure } from '#modules/hubs/contract/endpoints.ts'
import { createMember } from '#modules/people/server/factory.ts'
import * as api from '../../contract/endpoints.ts'
import { noCancellationFee, noPrices, usualBlocks } from '../../contract/policy/rules.ts'
import { seriesConflicts, type SeriesWish } from '../../contract/series/schemas.ts'
import { createHub, setPolicy, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'

let app: TestApp
let hub: TestHub

beforeAll(async () => {
  // Sunday 22 November 2026, noon; Monday is a holiday
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z'), poolSize: 8, hasWorker: true })
})
afterAll(() => app.stop())

const at = (day: string, time: string) => Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime('Asia/Tokyo').toInstant().toString()
const call = (who: { cookie: string }) => app.client({ cookie: who.cookie, language: 'en' })
const fresh = async (options: Parameters<typeof createHub>[1] = {}): Promise<TestHub> => (hub = await createHub(app, options))

type Wish = Partial<SeriesWish> & Pick<SeriesWish, 'rule'>
const tuesdays = (count: number): SeriesWish['rule'] => ({
  startsOn: '2026-11-24',
  pattern: { kind: 'weekly', every: 1, weekdays: [2] },
  end: { count },
})
const wishOf = (wish: Wish) => ({ what: { kind: 'space' as const, spaceId: hub.room.id }, start: '10:00', end: '12:00', ...wish })
const preview = (wish: Wish, who = hub.member) => call(who)(api.previewSeries, { body: wishOf(wish) })
const book = (wish: Wish, who = hub.member) => call(who)(api.bookSeries, { body: wishOf(wish) })
const single = (day: string, who = hub.other, from = '10:00', to = '12:00') =>
  call(who)(api.bookSpace, { body: { what: { kind: 'space', spaceId: hub.room.id }, startsAt: at(day, from), endsAt: at(day, to) } })

async function refusalOf(work: Promise<unknown>): Promise<ProblemError> {
  try {
    await work
  } catch (error) {
    if (error instanceof ProblemError) return error
    throw error
  }
  throw new Error('was not refused')
}
const countOf = async (table: string): Promise<number> => {
  const [row] = await app.sql<{ n: number }>(`select count(*)::int as n from bookings.${table} where consortium_id = $1`, [
    hub.consortiumId,
  ])
  return row?.n ?? -1
}
const mails = () =>
  app.sql<{ subject: string; body_text: string; attachments: { invitation?: { method: string; content: string } } }>(
    `select subject, body_text, attachments from platform.mail where consortium_id = $1 order by id`,
    [hub.consortiumId],
  )

describe('before anything is stored', () => {
  test('each day says free, by what it is taken, or why it is closed, with what could be had instead', async () => {
    await fresh()
    await single('2026-12-01')
    const admin = await createMember(app, { consortiumId: hub.consortiumId, roles: ['admin'], familyName: '仮名', givenName: '三郎' })
    await call(admin)(addClosure, {
      params: { hubId: hub.id },
      body: { closure: { startsOn: '2026-12-08', endsOn: '2026-12-08', reason: { ja: '点検' } } },
    })
    const tried = await preview({ rule: tuesdays(4) })
    expect(tried.days.map(({ day, state, takenBy }) => [day, state, takenBy])).toEqual([
      ['2026-11-24', 'free', null],
      ['2026-12-01', 'taken', 'booking'],
      ['2026-12-08', 'closed', null],
      ['2026-12-15', 'free', null],
    ])
    expect(tried).toMatchObject({ freeCount: 2, refusedCount: 2 })
    expect(tried.days[1]?.alternatives?.times.every(({ startsAt }) => startsAt.startsWith('2026-12-01'))).toBe(true)
    expect(tried.days[1]?.alternatives?.spaces.length).toBeGreaterThan(0)
    expect(tried.days[2]?.why).toContain('点検')
    expect(await countOf('series')).toBe(0)
    expect(await countOf('booking')).toBe(1)
  })

  test('days further ahead than the rule of the place are said one by one; the desk is not held to them', async () => {
    await fresh()
    await setPolicy(app, hub, hub.room.id, { daysAhead: 20 })
    const tried = await preview({ rule: tuesdays(4) })
    expect(tried.days.map(({ code }) => code)).toEqual([null, null, null, 'bookings.too_far_ahead'])
    const desk = await call(hub.operator)(api.previewSeriesForSomebody, { params: { hubId: hub.id }, body: wishOf({ rule: tuesdays(4) }) })
    expect(desk.freeCount).toBe(4)
  })

  test('平日 passes over the holiday and says so; too many and none are refused', async () => {
    await fresh()
    const rule = { startsOn: '2026-11-23', pattern: { kind: 'weekdays' as const }, end: { count: 3 } }
    const tried = await preview({ rule })
    expect(tried.days.map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-25', '2026-11-26'])
    expect(tried.passed).toEqual([{ day: '2026-11-23', why: 'holiday', holiday: expect.objectContaining({ ja: '勤労感謝の日' }) }])
    const endless = { startsOn: '2026-11-24', pattern: { kind: 'daily' as const, every: 1 }, end: { until: '2028-11-24' } }
    expect((await refusalOf(preview({ rule: endless }))).code).toBe('bookings.series_too_long')
    const never = { startsOn: '2026-11-25', pattern: { kind: 'weekly' as const, every: 1, weekdays: [1] }, end: { until: '2026-11-26' } }
    expect((await refusalOf(preview({ rule: never }))).code).toBe('bookings.series_empty')
  })

  test('MRBS 3774: the last day does not hang on the hour at which the series is booked, nor on the hour of the use', async () => {
    await fresh({ hours: [0, 1440] })
    const rule = { startsOn: '2026-11-24', pattern: { kind: 'daily' as const, every: 1 }, end: { until: '2026-11-27' } }
    for (const now of ['2026-11-22T03:00:00Z', '2026-11-23T14:59:00Z', '2026-11-22T15:01:00Z']) {
      app.clock.set(now)
      for (const [start, end] of [
        ['00:00', '01:00'],
        ['08:30', '09:30'],
        ['23:00', '24:00'],
        ['23:30', '00:30'],
      ] as const) {
        const { days } = await preview({ rule, start, end })
        expect(days.map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'])
        expect(days.at(-1)?.startsAt).toBe(at('2026-11-27', start))
      }
    }
    app.clock.set('2026-11-22T03:00:00Z')
  })
})

describe('storing', () => {
  test('whole or not at all: a day taken in between is said, and nothing is stored', async () => {
    await fresh()
    expect((await preview({ rule: tuesdays(4) })).refusedCount).toBe(0)
    await single('2026-12-08')
    const refused = await refusalOf(book({ rule: tuesdays(4) }))
    expect(refused).toMatchObject({ status: 409, code: 'bookings.series_conflicts' })
    const { days } = seriesConflicts.parse(refused.params)
    expect(days.map(({ day, state, takenBy }) => [day, state, takenBy])).toEqual([['2026-12-08', 'taken', 'booking']])
    expect(days[0]?.alternatives?.times.length).toBeGreaterThan(0)
    expect([await countOf('series'), await countOf('series_date'), await countOf('booking')]).toEqual([0, 0, 1])
  })

  test('exactly what was agreed: a day left out, one at another time, one in another space', async () => {
    await fresh()
    const series = await book({
      rule: tuesdays(4),
      choices: [
        { day: '2026-12-01', isLeftOut: true },
        { day: '2026-12-08', startsAt: at('2026-12-08', '14:00'), endsAt: at('2026-12-08', '16:00') },
        { day: '2026-12-15', what: { kind: 'space', spaceId: hub.studio.id } },
      ],
    })
    expect(series.counts).toEqual({ total: 3, coming: 3, moved: 2, gone: 0 })
    expect(series.days.map(({ day, passed, booking }) => [day, passed, booking?.startsAt ?? null, booking?.isMoved ?? null])).toEqual([
      ['2026-11-24', null, at('2026-11-24', '10:00'), false],
      ['2026-12-01', 'left_out', null, null],
      ['2026-12-08', null, at('2026-12-08', '14:00'), true],
      ['2026-12-15', null, at('2026-12-15', '10:00'), true],
    ])
    // link from a booking to its series, and who may see it
    expect(await call(hub.member)(api.getSeries, { params: { seriesId: series.id } })).toEqual(series)
    expect((await refusalOf(call(hub.other)(api.getSeries, { params: { seriesId: series.id } }))).status).toBe(404)
    expect((await call(hub.operator)(api.listHubSeries, { params: { hubId: hub.id }, query: {} })).items.map(({ id }) => id)).toEqual([
      series.id,
    ])
  })

  test('fees are summed; the API does what the screen does (Indico 5787): the desk books for somebody by name', async () => {
    await fresh()
    await setPolicy(app, hub, hub.room.id, { hourYen: 500 })
    const made = await call(hub.operator)(api.bookSeriesForSomebody, {
      params: { hubId: hub.id },
      body: { ...wishOf({ rule: tuesdays(3) }), holder: { name: '模擬 五郎', mail: 'goro@example.jp' } },
    })
    expect(made).toMatchObject({ feeYen: 3_000, holderName: '模擬 五郎', isGuest: true, counts: { total: 3 } })
    expect(
      (
        await refusalOf(
          call(hub.member)(api.bookSeriesForSomebody, {
            params: { hubId: hub.id },
            body: { ...wishOf({ rule: tuesdays(1) }), holder: { name: 'x' } },
          }),
        )
      ).status,
    ).toBe(403)
  })

  test('a year of every day', async () => {
    await fresh()
    const started = performance.now()
    const made = await call(hub.operator)(api.bookSeriesForSomebody, {
      params: { hubId: hub.id },
      body: {
        ...wishOf({ rule: { startsOn: '2026-11-23', pattern: { kind: 'daily', every: 1 }, end: { count: 366 } } }),
        holder: { name: '模擬 五郎' },
      },
    })
    expect(made.counts.total).toBe(366)
    expect(made.lastDay).toBe('2027-11-23')
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

describe('afterwards', () => {
  test('seatsurfing 1516: a range is cancelled, and the days before and after it stay', async () => {
    await fresh()
    const series = await book({ rule: tuesdays(6) })
    const after = await call(hub.member)(api.cancelSeries, {
      params: { seriesId: series.id },
      body: { version: series.version, from: '2026-12-01', to: '2026-12-15' },
    })
    expect(after.days.map(({ booking }) => booking?.status)).toEqual([
      'confirmed',
      'cancelled',
      'cancelled',
      'cancelled',
      'confirmed',
      'confirmed',
    ])
    expect(after.counts).toMatchObject({ coming: 3, gone: 3 })
    // the freed day can be had by anybody
    await single('2026-12-08')
    // one day, and the rest
    const one = await call(hub.member)(api.cancelSeries, {
      params: { seriesId: series.id },
      body: { version: after.version, from: '2026-11-24', to: '2026-11-24' },
    })
    expect(one.counts.coming).toBe(2)
    const rest = await call(hub.member)(api.cancelSeries, {
      params: { seriesId: series.id },
      body: { version: one.version, from: '2026-12-20' },
    })
    expect(rest.counts.coming).toBe(0)
    expect(
      (await refusalOf(call(hub.member)(api.cancelSeries, { params: { seriesId: series.id }, body: { version: rest.version } }))).code,
    ).toBe('bookings.series_over')
    expect((await refusalOf(call(hub.member)(api.cancelSeries, { params: { seriesId: series.id }, body: { version: 1 } }))).status).toBe(
      412,
    )
  })

  test('the rest moves together or not at all; what cannot move may stay by agreement, and stays part of the series', async () => {
    await fresh()
    const series = await book({ rule: tuesdays(4) })
    await single('2026-12-08', hub.other, '14:00', '15:00')
    const move = { version: series.version, from: '2026-12-01', start: '14:00', end: '16:00' }
    const refused = await refusalOf(call(hub.member)(api.changeSeries, { params: { seriesId: series.id }, body: move }))
    expect(refused.code).toBe('bookings.series_conflicts')
    expect(seriesConflicts.parse(refused.params).days.map(({ day, takenBy }) => [day, takenBy])).toEqual([['2026-12-08', 'booking']])
    expect(await call(hub.member)(api.getSeries, { params: { seriesId: series.id } })).toEqual(series)
    const after = await call(hub.member)(api.changeSeries, {
      params: { seriesId: series.id },
      body: { ...move, choices: [{ day: '2026-12-08', isLeftOut: true }] },
    })
    expect(after.days.map(({ booking }) => [booking?.startsAt.slice(11, 16), booking?.isMoved])).toEqual([
      ['01:00', false],
      ['05:00', true],
      ['01:00', false],
      ['05:00', true],
    ])
  })

  test('another space for the rest: each day is tried before it is stored, with reasons and what could be had instead', async () => {
    await fresh()
    await setPolicy(app, hub, hub.studio.id, { hourYen: 300 })
    const series = await book({ rule: tuesdays(4) })
    await call(hub.other)(api.bookSpace, {
      body: {
        what: { kind: 'space', spaceId: hub.studio.id },
        startsAt: at('2026-12-08', '10:00'),
        endsAt: at('2026-12-08', '12:00'),
      },
    })
    const params = { seriesId: series.id }
    const studio = { kind: 'space' as const, spaceId: hub.studio.id }
    const move = { version: series.version, from: '2026-12-01', what: studio }
    const before = await countOf('booking')
    const tried = await call(hub.member)(api.previewSeriesChange, { params, body: move })
    expect(tried.days.map(({ day, state, takenBy }) => [day, state, takenBy])).toEqual([
      ['2026-12-01', 'free', null],
      ['2026-12-08', 'taken', 'booking'],
      ['2026-12-15', 'free', null],
    ])
    expect(tried).toMatchObject({ freeCount: 2, refusedCount: 1, wasFeeYen: 0, feeYen: 1_200 })
    const offered = tried.days[1]?.alternatives?.times[0]
    expect(offered?.startsAt).toMatch(/^2026-12-08/)
    // tried only
    expect([await countOf('booking'), await call(hub.member)(api.getSeries, { params })]).toEqual([before, series])
    expect((await refusalOf(call(hub.member)(api.changeSeries, { params, body: move }))).code).toBe('bookings.series_conflicts')
    const choices = [
      { day: '2026-12-08', startsAt: offered?.startsAt, endsAt: offered?.endsAt },
      { day: '2026-12-15', isLeftOut: true as const },
    ]
    const agreed = await call(hub.member)(api.previewSeriesChange, { params, body: { ...move, choices } })
    expect(agreed.days.map(({ state, isOther }) => [state, isOther])).toEqual([
      ['free', false],
      ['free', true],
      ['left_out', false],
    ])
    const after = await call(hub.member)(api.changeSeries, { params, body: { ...move, choices } })
    expect(after.days.map(({ booking }) => [booking?.targetId, booking?.startsAt])).toEqual([
      [hub.room.id, at('2026-11-24', '10:00')],
      [hub.studio.id, at('2026-12-01', '10:00')],
      [hub.studio.id, offered?.startsAt],
      [hub.room.id, at('2026-12-15', '10:00')],
    ])
    expect(after.feeYen).toBe(1_200)
    // somebody else's series is not there to be tried either
    expect((await refusalOf(call(hub.other)(api.previewSeriesChange, { params, body: move }))).status).toBe(404)
  })

  test('party and purpose of the rest, seats as many as the party; the note is the desk’s alone', async () => {
    await fresh()
    const series = await book({ rule: tuesdays(3), what: { kind: 'seat', spaceId: hub.open.id, count: 1 } })
    const params = { seriesId: series.id }
    const change = { version: series.version, from: '2026-12-01', partySize: 3, purpose: '研修' }
    expect((await call(hub.member)(api.previewSeriesChange, { params, body: change })).freeCount).toBe(2)
    const after = await call(hub.member)(api.changeSeries, { params, body: change })
    expect(after.days.map(({ booking }) => booking?.units.length)).toEqual([1, 3, 3])
    const rows = await app.sql<{ party_size: number; purpose: string }>(
      'select party_size, purpose from bookings.booking where consortium_id = $1 order by starts_at',
      [hub.consortiumId],
    )
    expect(rows).toEqual([
      { party_size: 1, purpose: '' },
      { party_size: 3, purpose: '研修' },
      { party_size: 3, purpose: '研修' },
    ])
    const note = { version: after.version, note: '鍵は事務室' }
    expect((await refusalOf(call(hub.member)(api.changeSeries, { params, body: note }))).status).toBe(403)
    const noted = await call(hub.operator)(api.changeSeries, { params, body: note })
    expect(noted.note).toBe('鍵は事務室')
    expect((await call(hub.member)(api.getSeries, { params })).note).toBeNull()
    // too many for the place: said before it is stored
    const many = { version: noted.version, partySize: 30 }
    expect((await call(hub.member)(api.previewSeriesChange, { params, body: many })).days.map(({ code }) => code)).toEqual(
      Array.from({ length: 3 }, () => 'bookings.too_many_units'),
    )
  })

  test('the price has become another: who moves pays the price of the day, and the desk may leave it as it was agreed', async () => {
    await fresh()
    await setPolicy(app, hub, hub.room.id, { hourYen: 500 })
    const series = await book({ rule: tuesdays(3) })
    await app.sql(`update bookings.policy set hour_yen = 800 where consortium_id = $1 and target_id = $2`, [hub.consortiumId, hub.room.id])
    const params = { seriesId: series.id }
    const move = (version: number, from: string, start: string) => ({ version, from, to: from, start, end: '16:00' })
    const tried = await call(hub.operator)(api.previewSeriesChange, { params, body: move(series.version, '2026-12-01', '14:00') })
    expect(tried).toMatchObject({ wasFeeYen: 1_000, feeYen: 1_600 })
    const kept = await call(hub.operator)(api.changeSeries, {
      params,
      body: { ...move(series.version, '2026-12-01', '14:00'), keepsFee: true },
    })
    // of somebody who is not the desk it is no word
    const paid = await call(hub.member)(api.changeSeries, {
      params,
      body: { ...move(kept.version, '2026-12-08', '14:00'), keepsFee: true },
    })
    expect(paid.days.map(({ booking }) => booking?.feeYen)).toEqual([1_000, 1_000, 1_600])
    const log = await app.sql(`select from platform.event where consortium_id = $1 and type = 'bookings.feeChanged'`, [hub.consortiumId])
    expect(log).toHaveLength(1)
  })

  test('what cancelling costs is said for the days that are meant, and the desk decides whether it is asked for', async () => {
    await fresh()
    const place = (await call(hub.operator)(api.getHubRules, { params: { hubId: hub.id } })).places.find(
      ({ targetId }) => targetId === hub.room.id,
    )
    await call(hub.operator)(api.saveRules, {
      params: { hubId: hub.id, targetId: hub.room.id },
      body: {
        version: place?.version ?? 0,
        inherits: (place?.inherits ?? []).filter((group) => group !== 'fee'),
        rules: (place as NonNullable<typeof place>).rules,
        tariff: {
          validFrom: '2026-11-22',
          terms: {
            prices: { general: { ...noPrices, hourYen: 1_000 } },
            blocks: usualBlocks,
            cancellation: { ...noCancellationFee, steps: [{ fromDaysBefore: 7, percent: 50 }] },
          },
        },
        reprice: [],
        reason: '料金の改定',
      },
    })
    const series = await book({ rule: tuesdays(3) })
    const params = { seriesId: series.id }
    const costOf = (query: { from?: string; to?: string }) => call(hub.member)(api.getSeriesCancellation, { params, query })
    // of three days only the first is within a week
    expect(await costOf({})).toEqual({ count: 3, feeYen: 1_000 })
    expect(await costOf({ from: '2026-12-01' })).toEqual({ count: 2, feeYen: 0 })
    const free = await call(hub.operator)(api.cancelSeries, {
      params,
      body: { version: series.version, from: '2026-12-01', chargesFee: false },
    })
    await call(hub.operator)(api.cancelSeries, { params, body: { version: free.version, chargesFee: true } })
    const rows = await app.sql<{ fee: number | null }>(
      'select cancellation_fee_yen as fee from bookings.booking where consortium_id = $1 order by starts_at',
      [hub.consortiumId],
    )
    expect(rows.map(({ fee }) => fee)).toEqual([1_000, null, null])
  })

  test('a day changed by itself is marked as moved; what has begun is left alone', async () => {
    await fresh()
    const series = await book({ rule: tuesdays(2) })
    const day = series.days[1]?.booking
    await call(hub.operator)(api.changeBooking, {
      params: { bookingId: day?.id as string },
      body: { version: 1, startsAt: at('2026-12-02', '10:00'), endsAt: at('2026-12-02', '12:00'), reason: '点検のため' },
    })
    app.clock.set(at('2026-11-24', '11:00'))
    const now = await call(hub.member)(api.getSeries, { params: { seriesId: series.id } })
    expect(now.days[1]?.booking).toMatchObject({ startsAt: at('2026-12-02', '10:00'), isMoved: true })
    const after = await call(hub.member)(api.cancelSeries, { params: { seriesId: series.id }, body: { version: now.version } })
    expect(after.days.map(({ booking }) => booking?.status)).toEqual(['confirmed', 'cancelled'])
    app.clock.set('2026-11-22T03:00:00Z')
  })
})

describe('told', () => {
  /** What a reader of iCalendar shows of the series: the starts, in order. */
  function startsIn(content: string): string[] {
    const calendar = new ICAL.Component(ICAL.parse(content))
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
    const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
    const main = events.find((event) => !event.isRecurrenceException()) as ICAL.Event
    for (const event of events) if (event.isRecurrenceException()) main.relateException(event)
    const starts: string[] = []
    const next = main.iterator()
    for (let time = next.next(); time !== null && time !== undefined; time = next.next())
      starts.push(Temporal.Instant.fromEpochMilliseconds(main.getOccurrenceDetails(time).startDate.toUnixTime() * 1000).toString())
    return starts.toSorted()
  }
  const inGrid = (series: { days: readonly { booking: { status: string; startsAt: string } | null }[] }): string[] =>
    series.days.flatMap(({ booking }) => (booking?.status === 'confirmed' ? [booking.startsAt] : [])).toSorted()

  test('one mail for a series and one for each thing that happens to it, whose calendar agrees with the grid', async () => {
    await fresh({ hours: [0, 1440] })
    const rules: SeriesWish['rule'][] = [
      { startsOn: '2026-11-23', pattern: { kind: 'weekdays' }, end: { count: 12 } },
      { startsOn: '2026-11-24', pattern: { kind: 'weekly', every: 2, weekdays: [2, 5] }, end: { count: 8 } },
      { startsOn: '2026-11-30', pattern: { kind: 'monthly-date', every: 1, date: 30, whenShort: 'last-day' }, end: { count: 4 } },
      { startsOn: '2026-11-30', pattern: { kind: 'monthly-weekday', every: 1, nth: -1, weekday: 5 }, end: { count: 3 } },
    ]
    await setPolicy(app, hub, hub.room.id, { daysAhead: 300 })
    for (const [i, rule] of rules.entries()) {
      // in Japan it is Monday, in UTC still Sunday
      const start = `0${i}:00`
      const series = await book({ rule, start, end: `0${i}:45` })
      await app.settle()
      const [said] = (await mails()).slice(-1)
      expect(said?.attachments.invitation?.method).toBe('REQUEST')
      expect(startsIn(said?.attachments.invitation?.content ?? '')).toEqual(inGrid(series))
      const days = series.days.filter(({ booking }) => booking !== null)
      const gone = await call(hub.member)(api.cancelSeries, {
        params: { seriesId: series.id },
        body: { version: series.version, from: days[1]?.day, to: days[1]?.day },
      })
      const moved = await call(hub.member)(api.changeSeries, {
        params: { seriesId: series.id },
        body: { version: gone.version, from: days[2]?.day, to: days[2]?.day, start: '20:00', end: '21:00' },
      })
      await app.settle()
      const [news] = (await mails()).slice(-1)
      const content = news?.attachments.invitation?.content ?? ''
      expect(startsIn(content)).toEqual(inGrid(moved))
      expect(content).toContain('RECURRENCE-ID')
      const file = await app.request(`/api/v1/series/${series.id}/calendar`, { cookie: hub.member.cookie })
      expect(startsIn(await file.text())).toEqual(inGrid(moved))
    }
    const all = await mails()
    // a cancelled and a moved day at once are one mail, or two when the first was on its way already
    expect(all.length).toBeGreaterThanOrEqual(rules.length * 2)
    expect(all.length).toBeLessThanOrEqual(rules.length * 3)
    expect(all.filter(({ subject }) => subject.includes('is booked'))).toHaveLength(rules.length)
  })

  test('all of it cancelled: the calendar takes it out', async () => {
    await fresh()
    const series = await book({ rule: tuesdays(3) })
    await app.settle()
    await call(hub.member)(api.cancelSeries, { params: { seriesId: series.id }, body: { version: series.version } })
    await app.settle()
    const [news] = (await mails()).slice(-1)
    expect(news?.attachments.invitation).toMatchObject({ method: 'CANCEL', content: expect.stringContaining('STATUS:CANCELLED') })
    expect(await mails()).toHaveLength(2)
  })
})

describe('where the office has a say', () => {
  test('one question, one answer for all days, one mail each; a colleague who asked cannot answer', async () => {
    await fresh()
    await setPolicy(app, hub, hub.room.id, { needsApproval: true })
    const asked = await book({ rule: tuesdays(3) })
    expect(asked.requestedCount).toBe(3)
    await app.settle()
    const params = { seriesId: asked.id }
    const yes = { version: asked.version, isApproved: true }
    expect((await refusalOf(call(hub.member)(api.decideSeries, { params, body: yes }))).status).toBe(403)
    expect(
      (await refusalOf(call(hub.operator)(api.decideSeries, { params, body: { version: asked.version, isApproved: false } }))).status,
    ).toBe(422)
    const approved = await call(hub.operator)(api.decideSeries, { params, body: yes })
    expect(approved.days.map(({ booking }) => booking?.status)).toEqual(['confirmed', 'confirmed', 'confirmed'])
    expect((await refusalOf(call(hub.operator)(api.decideSeries, { params, body: { ...yes, version: approved.version } }))).code).toBe(
      'bookings.series_over',
    )
    await app.settle()
    const toMember = await app.sql<{ subject: string }>(
      `select subject from platform.mail where consortium_id = $1 and to_address = $2 order by id`,
      [hub.consortiumId, hub.member.mail],
    )
    expect(toMember.map(({ subject }) => subject)).toEqual([
      '[Sample Hub] We have received your request for a series',
      '[Sample Hub] Your series is confirmed',
    ])
    const declined = await book({ rule: tuesdays(2), start: '14:00', end: '15:00' })
    const no = { version: declined.version, isApproved: false, reason: '行事のため' }
    const after = await call(hub.operator)(api.decideSeries, { params: { seriesId: declined.id }, body: no })
    expect(after.counts).toMatchObject({ coming: 0, gone: 2 })
    await single('2026-11-24', hub.operator, '14:00', '15:00')
  })
})
