/** The quick way to the hours of what can be booked says the same as the view that the screens read. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { layersOf, openingBetween, openPeriodsBetween, type HolidayOf, type Schedule } from '../../contract/rules.ts'
import { listSchedules } from '../hours/repository.ts'
import { hubs } from '../module.ts'
import { bookableEquipment, bookableItem, bookableOfHub, bookablePlaces, bookableSpace } from './use-cases/find-bookable.ts'

let app: TestApp
let consortiumId: string
let hubId: string
const ids: Record<string, string> = {}

beforeAll(async () => {
  app = await createTestApp({ modules: [hubs], clock: testClock('2026-11-22T03:00:00Z') })
  consortiumId = (await app.createTenant()).id
  await app.sql(`insert into hubs.consortium (consortium_id, names) values ($1, '{"ja":"見本"}')`, [consortiumId])
  const one = async (text: string, values: readonly unknown[]): Promise<string> =>
    (await app.sql<{ id: string }>(`${text} returning id`, values))[0]?.id ?? ''
  hubId = await one(
    `insert into hubs.hub (consortium_id, slug, names, address, published_at) values ($1, 'hub', '{"ja":"拠点"}', '{"ja":"見本町"}', now())`,
    [consortiumId],
  )
  for (const [name, parent, kind] of [
    ['floor', null, 'floor'],
    ['room', 'floor', 'meeting-room'],
    ['booth', null, 'booth'],
    ['plain', null, 'lab'],
  ] as const) {
    ids[name] = await one(
      `insert into hubs.space (consortium_id, hub_id, parent_id, slug, kind, names, bookable_as, capacity_value) values ($1, $2, $3, $4, $5, '{"ja":"区画"}', 'whole', 4)`,
      [consortiumId, hubId, parent === null ? null : ids[parent], name, kind],
    )
  }
  for (const [name, space] of [
    ['screen', 'room'],
    ['tablet', null],
  ] as const) {
    ids[name] = await one(
      `insert into hubs.equipment (consortium_id, hub_id, space_id, names, handling) values ($1, $2, $3, '{"ja":"機器"}', 'lendable')`,
      [consortiumId, hubId, space === null ? null : ids[space]],
    )
  }
  const rule = (space: string | null, weekday: number | null, opens: number | null, closes: number | null, from: string | null = null) =>
    app.sql(
      'insert into hubs.opening_rule (consortium_id, hub_id, space_id, weekday, opens_minute, closes_minute, valid_from) values ($1, $2, $3, $4, $5, $6, $7)',
      [consortiumId, hubId, space === null ? null : ids[space], weekday, opens, closes, from],
    )
  for (const weekday of [1, 2, 3, 4, 5]) await rule(null, weekday, 540, 1080)
  await rule(null, null, null, null)
  for (const weekday of [6, 7]) await rule('floor', weekday, 600, 720)
  for (const weekday of [6, 7]) await rule('floor', weekday, 780, 1440)
  await rule('booth', 1, 0, 1440, '2026-12-01')
  const exception = (space: string | null, day: string, opens: number | null, closes: number | null) =>
    app.sql(
      `insert into hubs.opening_exception (consortium_id, hub_id, space_id, on_day, opens_minute, closes_minute, reason) values ($1, $2, $3, $4, $5, $6, '{"ja":"理由"}')`,
      [consortiumId, hubId, space === null ? null : ids[space], day, opens, closes],
    )
  await exception(null, '2026-12-05', 600, 660)
  await exception(null, '2026-12-05', 720, 780)
  await exception('room', '2026-12-07', null, null)
  await app.sql(
    `insert into hubs.closure (consortium_id, hub_id, space_id, starts_on, ends_on) values ($1, $2, null, '2026-12-09', '2026-12-10')`,
    [consortiumId, hubId],
  )
  await app.sql(
    `insert into hubs.closure (consortium_id, hub_id, space_id, starts_at, ends_at) values ($1, $2, $3, '2026-12-14T01:00Z', '2026-12-14T03:00Z')`,
    [consortiumId, hubId, ids['plain']],
  )
  await app.sql(
    `insert into hubs.yearly_closure (consortium_id, hub_id, space_id, from_day, to_day) values ($1, $2, null, '12-29', '01-03')`,
    [consortiumId, hubId],
  )
})
afterAll(() => app.stop())

const holidayOf: HolidayOf = (day) => (day === '2026-11-23' ? { ja: '勤労感謝の日' } : undefined)
const range = { startsAt: Temporal.Instant.from('2026-11-20T00:00Z'), endsAt: Temporal.Instant.from('2027-01-10T00:00Z') }
/** Hours as anybody would notice them. */
const seen = (layers: readonly Schedule[]) => [
  openingBetween('2026-11-20', '2027-01-10', layers, holidayOf),
  openPeriodsBetween(range, layers, 'Asia/Tokyo', holidayOf).map((period) => `${period.startsAt.toString()} ${period.endsAt.toString()}`),
]

test('one place, the list of places and the view agree, above and below a floor', async () => {
  await app.program.runInTenant(consortiumId, { name: 'test', requestId: 'test' }, async (scope) => {
    const schedules = await listSchedules(scope, hubId)
    const ofHub = schedules.find((row) => row.spaceId === null)?.schedule as Schedule
    const places = await bookablePlaces(scope, { hubId })
    const spaces = places.map((place) => ({
      id: place.spaceId,
      parentId: place.parentId,
      schedule: schedules.find((row) => row.spaceId === place.spaceId)?.schedule as Schedule,
    }))
    const expected = (spaceId: string | null) => seen(layersOf(spaceId, spaces, ofHub))
    expect(places).toHaveLength(4)
    for (const place of places) {
      expect(seen(place.layers)).toEqual(expected(place.spaceId))
      expect(seen((await bookableSpace(scope, place.spaceId)).layers)).toEqual(expected(place.spaceId))
    }
    for (const item of await bookableEquipment(scope, { hubId })) {
      expect(seen(item.layers)).toEqual(expected(item.spaceId))
      expect(seen((await bookableItem(scope, item.equipmentId)).layers)).toEqual(expected(item.spaceId))
    }
    // a room below a floor has other hours than the hub, or the test compares nothing
    expect(expected(ids['room'] ?? '')).not.toEqual(expected(null))
  })
})

test('places that were read before are read anew after any change, whoever made it, and as they were where it was taken back', async () => {
  const look = () =>
    app.program.runInTenant(consortiumId, { name: 'test', requestId: 'test' }, async (scope) => {
      const { spaces, equipment } = await bookableOfHub(scope, hubId)
      return { spaces, equipment, again: await bookableOfHub(scope, hubId) }
    })
  const before = await look()
  expect(before.again.spaces[0]).toBe(before.spaces[0])
  const changes: readonly (readonly [string, string])[] = [
    ['hubs.space', `names = '{"ja":"新しい名前"}' where slug = 'plain'`],
    ['hubs.unit', `retired_at = now() where kind = 'room'`],
    ['hubs.opening_rule', 'closes_minute = 1020 where closes_minute = 1080'],
    ['hubs.closure', `ends_on = '2026-12-11' where ends_on = '2026-12-10'`],
    ['hubs.yearly_closure', `to_day = '01-04'`],
    ['hubs.opening_exception', `closes_minute = 661 where closes_minute = 660`],
    ['hubs.equipment', `handling = 'bookable'`],
    ['hubs.hub', `names = '{"ja":"新しい拠点"}'`],
  ]
  let last: unknown[] = [before.spaces, before.equipment]
  for (const [table, change] of changes) {
    const changed = await app.sql(`update ${table} set ${change} returning 1 as one`)
    const now = await look()
    if (changed.length > 0) expect([table, now.spaces, now.equipment]).not.toEqual([table, ...last])
    last = [now.spaces, now.equipment]
  }
  await app.sql(`insert into hubs.unit (consortium_id, hub_id, space_id, kind, label, position) values ($1, $2, $3, 'room', '9', 9)`, [
    consortiumId,
    hubId,
    ids['booth'],
  ])
  const withUnit = await look()
  expect([withUnit.spaces, withUnit.equipment]).not.toEqual(last)
  // what a transaction has changed it sees itself, and nobody sees it once it was taken back
  await app.program
    .runInTenant(consortiumId, { name: 'test', requestId: 'test' }, async (scope) => {
      await scope.prepared('test_move', 'update hubs.unit set label = label || $1 where consortium_id = $2', ['a', consortiumId])
      expect((await bookableOfHub(scope, hubId)).spaces.flatMap((space) => space.units).map((unit) => unit.label)).toContain('9a')
      await scope.prepared('test_move', 'update hubs.unit set label = label || $1 where consortium_id = $2', ['b', consortiumId])
      expect((await bookableOfHub(scope, hubId)).spaces.flatMap((space) => space.units).map((unit) => unit.label)).toContain('9ab')
      throw new Error('taken back')
    })
    .catch((error: Error) => expect(error.message).toBe('taken back'))
  expect((await look()).spaces).toEqual(withUnit.spaces)
})
