/**
 * No booking outside hours, none lost, none shifted: random periods around midnights, month ends, New Year and a leap
 * day go through JSON, database, grid and calendar file, in a process at each of three zones.
 */
import fc from 'fast-check'
import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/contract/client.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import type { DayGrid } from '../contract/schemas.ts'
import { createHub, setPolicy, type TestHub } from './factory.ts'
import { bookings } from './module.ts'

const runs = Number(process.env['HIROBA_TIME_RUNS'] ?? 25)
const minuteMs = 60_000
const dayMs = 86_400_000
const tokyoMs = 9 * 60 * minuteMs
const zone = process.env['TZ']

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z') })
})
afterAll(async () => {
  await app.stop()
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

const period = fc
  .record({
    day: fc.constantFrom(
      '2026-11-30',
      '2026-12-28',
      '2026-12-31',
      '2027-01-01',
      '2027-01-03',
      '2027-02-28',
      '2028-02-28',
      '2028-02-29',
      '2028-12-31',
    ),
    start: fc.integer({ min: -8, max: 100 }),
    quarters: fc.integer({ min: 1, max: 110 }),
  })
  .map(({ day, start, quarters }) => {
    const from = Date.parse(`${day}T00:00:00Z`) - tokyoMs + start * 15 * minuteMs
    return { from, to: from + quarters * 15 * minuteMs }
  })

const tokyoDay = (at: number): string => new Date(at + tokyoMs).toISOString().slice(0, 10)
const tokyoMinute = (at: number): number => ((at + tokyoMs) % dayMs) / minuteMs
const isShut = (day: string): boolean => day.slice(5) >= '12-29' || day.slice(5) <= '01-03'
const isoOf = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')

function daysOf(span: { from: number; to: number }): string[] {
  const days: string[] = []
  for (let at = span.from; at < span.to; at += 15 * minuteMs) if (days.at(-1) !== tokyoDay(at)) days.push(tokyoDay(at))
  return days
}

describe.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])('in a process at %s', (processZone) => {
  let day: TestHub
  let night: TestHub
  beforeAll(async () => {
    process.env['TZ'] = processZone
    // the setting works here, or the tests below would prove nothing
    const hour = { UTC: 12, 'Asia/Tokyo': 21, 'America/Los_Angeles': 4 }[processZone]
    if (new Date('2026-11-22T12:00:00Z').getHours() !== hour) throw new Error(`the process is not at ${processZone}`)
    day = await createHub(app, { hours: [360, 1440] })
    night = await createHub(app, { hours: [0, 1440] })
    for (const hub of [day, night]) {
      await app.sql(`insert into hubs.yearly_closure (consortium_id, hub_id, from_day, to_day) values ($1, $2, '12-29', '01-03')`, [
        hub.consortiumId,
        hub.id,
      ])
      await setPolicy(app, hub, hub.id, { shortestMinutes: 15, longestMinutes: 3_000, daysAhead: 1_000 })
    }
  })

  test.each([
    ['6:00 to 24:00', () => day, (span: { from: number; to: number }) => daysOf(span).length === 1 && tokyoMinute(span.from) >= 360],
    ['round the clock', () => night, () => true],
  ])('%s', async (_, hubOf, fits) => {
    const hub = hubOf()
    const me = app.client({ cookie: hub.member.cookie })
    const desk = app.client({ cookie: hub.operator.cookie })
    await fc.assert(
      fc.asyncProperty(period, async (span) => {
        const body = { what: { kind: 'space' as const, spaceId: hub.room.id }, startsAt: isoOf(span.from), endsAt: isoOf(span.to) }
        const isOpen = fits(span) && !daysOf(span).some(isShut)
        const made = await me(api.bookSpace, { body }).catch((error: unknown) => error)
        if (!isOpen) {
          expect(made).toBeInstanceOf(ProblemError)
          expect(made).toMatchObject({ code: 'bookings.outside_hours' })
          return
        }
        expect(made).toMatchObject({ startsAt: body.startsAt, endsAt: body.endsAt })
        const { id } = made as { id: string }
        // as PostgreSQL has it
        const [row] = await app.sql<{ from: string; to: string }>(
          `select extract(epoch from starts_at)::int8 * 1000 as "from", extract(epoch from ends_at)::int8 * 1000 as "to" from bookings.occupancy where source_id = $1`,
          [id],
        )
        expect([Number(row?.from), Number(row?.to)]).toEqual([span.from, span.to])
        // on the grid of each day it touches, and of no other
        const touched = daysOf(span)
        const around = [tokyoDay(span.from - dayMs), ...touched, tokyoDay(span.to - 1 + dayMs)]
        for (const on of around) {
          const grid: DayGrid = await desk(api.getDayGrid, { params: { hubId: hub.id }, query: { day: on } })
          const found = grid.rows.flatMap((each) => each.bookings).find((each) => each.id === id)
          expect(found === undefined).toBe(!touched.includes(on))
          if (found !== undefined) expect([found.startsAt, found.endsAt]).toEqual([body.startsAt, body.endsAt])
        }
        // in a calendar
        const file = await (await app.request(`/api/v1/bookings/${id}/calendar`, { cookie: hub.member.cookie })).text()
        const event = new ICAL.Event(new ICAL.Component(ICAL.parse(file) as never).getFirstSubcomponent('vevent') as ICAL.Component)
        expect([event.startDate.toJSDate().getTime(), event.endDate.toJSDate().getTime()]).toEqual([span.from, span.to])
        await desk(api.cancelBooking, { params: { bookingId: id }, body: {} })
      }),
      { numRuns: runs },
    )
  })
})
