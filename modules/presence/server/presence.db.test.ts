/** From what doors saw to who is in, and who may see and say what. */
import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { access } from '#modules/access/server/module.ts'
import { ingest } from '#modules/devices/server/index.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { createTestHub, type TestHub } from '#modules/hubs/server/factory.ts'
import { createMember, createOrganisation, type TestMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { occupancyChanged, presenceChanged } from '../contract/events.ts'
import { presence } from './module.ts'
import { listVisits } from './repository.ts'
import { closeNight } from './use-cases/close-night.ts'
import { recordPassages, type SeenPassage } from './use-cases/record-passages.ts'
import { listForEdge, listForEvacuation } from './use-cases/take-out-list.ts'
import { judgeOpening, recordContact, recordReason } from './use-cases/watch-doors.ts'

let app: TestApp
const clock = testClock('2026-11-23T01:00:00Z')
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, devices, access, presence], clock })
})
afterAll(() => app.stop())

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const at = (time: string, day = '2026-11-23') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).epochMilliseconds

interface World {
  readonly hub: TestHub
  readonly member: TestMember
  readonly run: <T>(work: (scope: Scope) => Promise<T>) => Promise<T>
  readonly see: (...seen: readonly SeenPassage[]) => Promise<void>
}
async function world(): Promise<World> {
  clock.set('2026-11-23T03:00:00Z')
  const hub = await createTestHub(app, { spaces: [{ kind: 'coworking', seats: 10 }] })
  const organisationId = await createOrganisation(app, hub.consortiumId, '架空商事')
  const member = await createMember(app, { consortiumId: hub.consortiumId, familyName: '見本', givenName: '花子', organisationId })
  const run: World['run'] = (work) => app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, work)
  return { hub, member, run, see: (...seen) => run((scope) => recordPassages(scope, { id: hub.hub.id, zone: 'Asia/Tokyo' }, seen)) }
}
const passage = (
  who: { accountId: string } | null,
  time: string,
  to: string | null = null,
  more: Partial<SeenPassage> = {},
): SeenPassage => ({
  id: randomUUIDv7(),
  doorId: null,
  at: at(time),
  timeQuality: 'edge',
  subject: who === null ? null : { kind: 'person', id: who.accountId },
  to: { isOut: to === 'out', spaceId: to === 'out' ? null : to },
  ...more,
})

test('who comes in is in, by name for the desk and as a number for the street; out again is out', async () => {
  const { hub, member, see } = await world()
  await see(passage(member, '10:00'), passage(null, '10:05'))
  const params = { hubId: hub.hub.id }
  const now = await hub.call(api.getPresence, { params })
  expect(now).toMatchObject({
    occupancy: { people: 1, capacity: 10, word: 'free' },
    unnamed: 1,
    here: [{ name: '見本 花子', organisation: '架空商事', enteredAt: '2026-11-23T01:00:00Z', spaceId: null, leftAt: null }],
  })
  const street = await app.client({})(api.getOccupancy, { params: { hubKey: hub.hubKey } })
  expect(street).toEqual({ people: 1, capacity: 10, word: 'free' })
  expect(JSON.stringify(street)).not.toContain('見本')
  // a colleague does not see who is in, the person sees their own
  await expect(as(member)(api.getPresence, { params })).rejects.toMatchObject({ code: 'platform.not_allowed' })
  expect((await as(member)(api.listMyStays, { query: {} })).items).toMatchObject([{ subjectId: member.accountId, leftAt: null }])
  await see(passage(member, '11:30', 'out'))
  expect((await hub.call(api.getPresence, { params })).here).toEqual([])
  expect((await as(member)(api.listMyStays, { query: {} })).items).toMatchObject([{ closedBy: 'exit', leftAt: '2026-11-23T02:30:00Z' }])
})

test('the hub may keep to itself how full it is', async () => {
  const { hub, member, see } = await world()
  await see(passage(member, '10:00'))
  const params = { hubId: hub.hub.id }
  const { rule } = await hub.call(api.getPresence, { params })
  const saved = await hub.call(api.setPresenceRule, { params, body: { ...rule, isPublic: false, capacity: 2 } })
  expect(saved).toMatchObject({ isPublic: false, capacity: 2 })
  expect(await app.client({})(api.getOccupancy, { params: { hubKey: hub.hubKey } })).toEqual({
    people: null,
    capacity: null,
    word: 'unknown',
  })
  await expect(hub.call(api.setPresenceRule, { params, body: rule })).rejects.toMatchObject({ code: 'platform.changed_meanwhile' })
})

test('late, mixed up and twice: the same stays as in order', async () => {
  const { hub, see } = await world()
  const room = hub.spaces[0]?.id ?? null
  const makeDay = (who: { accountId: string }) => [
    passage(who, '08:00'),
    passage(who, '08:30', room),
    passage(who, '09:00', null),
    passage(who, '09:10', 'out'),
    passage(who, '10:00'),
    passage(who, '11:00', 'out'),
  ]
  const [one, two] = await Promise.all([1, 2].map(() => createMember(app, { consortiumId: hub.consortiumId })))
  if (one === undefined || two === undefined) throw new Error('no members')
  await see(...makeDay(one))
  const day = makeDay(two)
  for (const i of [5, 1, 3, 3, 0, 4, 1, 2]) await see(day[i] as SeenPassage)
  // and both at once, in two transactions
  await Promise.all([see(...day), see(...day.toReversed())])
  const stripped = async (who: { accountId: string }) =>
    await app.sql(
      'select space_id, entered_at, left_at, closed_by, doubts, people from presence.stay where subject_id = $1 order by entered_at',
      [who.accountId],
    )
  expect(await stripped(two)).toEqual(await stripped(one))
  expect(await stripped(one)).toHaveLength(4)
})

test('a missed exit is closed at night, marked; the exit that arrives a day late takes its place', async () => {
  const { hub, member, run, see } = await world()
  await see(passage(member, '10:00'))
  clock.set('2026-11-23T19:00:00Z')
  await run((scope) => closeNight(scope, hub.hub.id))
  const mine = async () => (await as(member)(api.listMyStays, { query: {} })).items
  expect(await mine()).toMatchObject([{ closedBy: 'rule', leftAt: '2026-11-23T19:00:00Z', doubts: ['closed-by-rule'], day: '2026-11-23' }])
  await run((scope) => closeNight(scope, hub.hub.id))
  expect(
    await app.sql(`select 1 from platform.event where type = 'presence.nightClosed' and payload->>'hubId' = $1`, [hub.hub.id]),
  ).toHaveLength(1)
  await see(passage(member, '18:00', 'out'))
  expect(await mine()).toMatchObject([{ closedBy: 'exit', leftAt: '2026-11-23T09:00:00Z', doubts: [] }])
})

test('who was closed by rule at night and not seen since is on the list under a heading of their own', async () => {
  const { hub, member, run, see } = await world()
  await see(passage(member, '22:00'))
  clock.set('2026-11-23T19:05:00Z')
  await run((scope) => closeNight(scope, hub.hub.id))
  const list = () => run((scope) => listForEvacuation(scope, hub.hub.id))
  const before = await list()
  expect(before).toMatchObject({ people: [], mayBeIn: [{ name: '見本 花子', since: '2026-11-23T13:00:00Z', people: 1 }] })
  expect((await run((scope) => listForEdge(scope, hub.hub.id))).mayBeIn).toMatchObject([{ name: '見本 花子', space: '館内（共用部）' }])
  const params = { hubId: hub.hub.id }
  expect(await hub.call(api.getPresence, { params })).toMatchObject({
    occupancy: { people: 0 },
    here: [],
    mayBeHere: [{ closedBy: 'rule' }],
  })
  // whoever looked at the list looked at them
  expect((await as(member)(api.listMyLooks, { query: {} })).items).toMatchObject([{ what: 'now', day: '2026-11-24' }])
  // seen again, be it on the way out: known
  await see({ ...passage(member, '00:00', 'out'), at: at('06:00', '2026-11-24') })
  const after = await list()
  expect(after).toMatchObject({ people: [], mayBeIn: [] })
  expect(after.version).not.toBe(before.version)
  // a night later nobody is told of any more
  clock.set('2026-11-24T19:05:00Z')
  expect((await list()).mayBeIn).toEqual([])
})

test('own stays come newest first, also those told late, in pages', async () => {
  const { hub, member } = await world()
  // told in this order, as an edge does that was without a line
  for (const day of ['2026-11-20', '2026-11-18', '2026-11-22', '2026-11-19', '2026-11-21'])
    await app.sql(
      `insert into presence.stay (consortium_id, id, hub_id, day, subject_kind, subject_id, entered_at, is_entry_known, left_at, closed_by, people, is_count_sure, doubts)
       values ($1, $2, $3, $4::date, 'person', $5, $4::date, true, $4::date + interval '1 hour', 'exit', 1, true, '{}')`,
      [hub.consortiumId, randomUUIDv7(), hub.hub.id, day, member.accountId],
    )
  const days: string[] = []
  let cursor: string | undefined
  do {
    const page = await as(member)(api.listMyStays, { query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) } })
    days.push(...page.items.map((stay) => stay.day))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(days).toEqual(['2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19', '2026-11-18'])
})

test('who comes before the sweep has closed the night begins a new stay', async () => {
  const { member, see } = await world()
  await see(passage(member, '10:00'))
  clock.set('2026-11-24T00:00:00Z')
  await see(passage(member, '09:00', null, { at: at('09:00', '2026-11-24') }))
  expect((await as(member)(api.listMyStays, { query: {} })).items).toMatchObject([
    { day: '2026-11-24', leftAt: null },
    { day: '2026-11-23', closedBy: 'rule' },
  ])
})

test('a correction says who, when and why, erases nothing, and can be struck out itself', async () => {
  const { hub, member, see } = await world()
  await see(passage(member, '10:00'))
  const params = { hubId: hub.hub.id }
  const about = { subjectKind: 'person' as const, subjectId: member.accountId, reason: '裏口から出たと電話あり' }
  const left = new Date(at('11:00')).toISOString()
  await expect(as(member)(api.correctPresence, { params, body: { ...about, kind: 'left', at: left } })).rejects.toMatchObject({
    status: 403,
  })
  await expect(
    hub.call(api.correctPresence, { params, body: { ...about, kind: 'left', at: new Date(at('20:00')).toISOString() } }),
  ).rejects.toMatchObject({
    code: 'presence.in_the_future',
  })
  await expect(
    hub.call(api.correctPresence, { params, body: { ...about, kind: 'left', at: new Date(at('09:00')).toISOString() } }),
  ).rejects.toMatchObject({
    code: 'presence.nobody_there',
  })
  await hub.call(api.correctPresence, { params, body: { ...about, kind: 'people', at: new Date(at('10:30')).toISOString(), people: 3 } })
  expect((await hub.call(api.getPresence, { params })).occupancy.people).toBe(3)
  await hub.call(api.correctPresence, { params, body: { ...about, kind: 'left', at: left } })
  expect((await hub.call(api.getPresence, { params })).here).toEqual([])
  const trace = () => hub.call(api.getTrace, { params: { ...params, subjectId: member.accountId }, query: { day: '2026-11-23' } })
  const { entries } = await trace()
  expect(entries).toMatchObject([{ source: 'door' }, { kind: 'people', people: 3 }, { source: 'desk', kind: 'left', reason: about.reason }])
  expect(entries[2]?.by).not.toBe('')
  await hub.call(api.correctPresence, { params, body: { ...about, kind: 'void', at: left, targetId: entries[2]?.id as string } })
  expect((await hub.call(api.getPresence, { params })).here).toHaveLength(1)
  expect((await trace()).entries).toHaveLength(4)
  // the database itself refuses to change what was said
  await expect(
    app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
      scope.prepared('t_erase', 'delete from presence.correction', []),
    ),
  ).rejects.toThrow(/permission denied/)
  // another town's desk neither sees nor corrects
  const other = await createTestHub(app)
  await expect(other.call(api.correctPresence, { params, body: { ...about, kind: 'left', at: left } })).rejects.toMatchObject({
    status: 404,
  })
  await expect(other.call(api.getPresence, { params })).rejects.toMatchObject({ status: 404 })
})

test('a door: explained, forced, explained late, held open, shut', async () => {
  const { hub, member, run, see } = await world()
  const hubId = hub.hub.id
  const doorId = randomUUIDv7()
  const contact = (id: string, time: string, isOpen: boolean) =>
    run((scope) => recordContact(scope, hubId, { id, doorId, at: at(time), isOpen, heldOpenSeconds: 30 }))
  const troubles = async () => (await hub.call(api.getPresence, { params: { hubId } })).openings
  const judge = async (id: string) => {
    clock.advance({ minutes: 2 })
    await run((scope) => judgeOpening(scope, id))
  }
  await see(passage(member, '10:00', null, { doorId }))
  const ids = [1, 2, 3].map(() => randomUUIDv7()) as [string, string, string]
  await contact(ids[0], '10:00:02', true)
  await contact(randomUUIDv7(), '10:00:08', false)
  await judge(ids[0])
  expect(await troubles()).toEqual([])
  await contact(ids[1], '10:30:00', true)
  await contact(randomUUIDv7(), '10:30:05', false)
  await judge(ids[1])
  expect(await troubles()).toMatchObject([{ id: ids[1], isForced: true, isHeld: false }])
  await run((scope) => recordReason(scope, hubId, { id: randomUUIDv7(), doorId, at: at('10:29:59'), kind: 'button' }))
  expect(await troubles()).toEqual([])
  await run((scope) => recordReason(scope, hubId, { id: randomUUIDv7(), doorId, at: at('11:00:00'), kind: 'button' }))
  await contact(ids[2], '11:00:01', true)
  await judge(ids[2])
  expect(await troubles()).toMatchObject([{ id: ids[2], isForced: false, isHeld: true, closedAt: null }])
  const settle = () => hub.call(api.settleOpening, { params: { hubId, openingId: ids[2] }, body: { note: '現地で閉めた' } })
  await settle()
  await expect(settle()).rejects.toMatchObject({ code: 'presence.already_settled' })
  expect(await troubles()).toEqual([])
})

test('a door that is open is opened once, however often and late it is said; it is shut also after hundreds of openings', async () => {
  const { hub, run } = await world()
  const hubId = hub.hub.id
  const say = (doorId: string, time: string, isOpen: boolean, id = randomUUIDv7()) =>
    run((scope) => recordContact(scope, hubId, { id, doorId, at: at(time), isOpen, heldOpenSeconds: 30 }))
  const books = (doorId: string) =>
    app.sql<{ opened: string; closed: string | null }>(
      `select to_char(opened_at at time zone 'Asia/Tokyo', 'HH24:MI') as opened, to_char(closed_at at time zone 'Asia/Tokyo', 'HH24:MI') as closed
       from presence.opening where door_id = $1 order by opened_at`,
      [doorId],
    )
  const words: readonly [string, boolean][] = [
    ['10:00', true],
    ['10:01', true],
    ['10:05', false],
    ['10:10', true],
    ['10:20', true],
  ]
  const truth = [
    { opened: '10:00', closed: '10:05' },
    { opened: '10:10', closed: null },
  ]
  for (const order of [
    [0, 1, 2, 3, 4],
    [4, 3, 2, 1, 0],
    [0, 3, 4, 2, 1],
    [4, 0, 2, 3, 1, 4],
  ]) {
    const doorId = randomUUIDv7()
    const ids = words.map(() => randomUUIDv7())
    for (const i of order) await say(doorId, words[i]?.[0] as string, words[i]?.[1] as boolean, ids[i])
    expect([order, ...(await books(doorId))]).toEqual([order, ...truth])
  }
  const busy = randomUUIDv7()
  await app.sql(
    `insert into presence.opening (consortium_id, id, hub_id, door_id, opened_at, closed_at)
     select $1, gen_random_uuid(), $2, $3, $4::timestamptz + n * interval '1 minute', $4::timestamptz + n * interval '1 minute' + interval '5 s'
     from generate_series(1, 300) n`,
    [hub.consortiumId, hubId, busy, '2026-11-21T00:00:00Z'],
  )
  await say(busy, '11:00', true)
  await say(busy, '11:01', false)
  expect((await books(busy)).at(-1)).toEqual({ opened: '11:00', closed: '11:01' })
})

test('who is seen after the door opened does not excuse it; an exit button of the hub does, also late', async () => {
  const { hub, run } = await world()
  const hubId = hub.hub.id
  const doorId = randomUUIDv7()
  const open = async (time: string) => {
    const id = randomUUIDv7()
    await run((scope) => recordContact(scope, hubId, { id, doorId, at: at(time), isOpen: true, heldOpenSeconds: 3_600 }))
    await run((scope) =>
      recordContact(scope, hubId, { id: randomUUIDv7(), doorId, at: at(time) + 4_000, isOpen: false, heldOpenSeconds: 30 }),
    )
    clock.advance({ minutes: 2 })
    await run((scope) => judgeOpening(scope, id))
    return id
  }
  const forced = async () =>
    (await hub.call(api.getPresence, { params: { hubId } })).openings.filter(({ isForced }) => isForced).map(({ id }) => id)
  const reason = (time: string, kind: 'button' | 'motion', of: string | null) =>
    run((scope) =>
      recordReason(scope, hubId, {
        id: randomUUIDv7(),
        at: at(time),
        ...(kind === 'motion' ? { kind, doorId: of as string } : { kind, doorId: of }),
      }),
    )
  await reason('10:00:01', 'motion', doorId)
  await reason('09:59:59', 'motion', randomUUIDv7())
  const one = await open('10:00:00')
  expect(await forced()).toEqual([one])
  await reason('10:00:02', 'motion', doorId)
  expect(await forced()).toEqual([one])
  await reason('10:00:02', 'button', null)
  expect(await forced()).toEqual([])
  const two = await open('11:00:00')
  expect(await forced()).toEqual([two])
  await reason('10:59:50', 'motion', doorId)
  expect(await forced()).toEqual([])
})

test('a stranger hears that the number is another only where the hub shows it', async () => {
  const { hub, member, see } = await world()
  const told = async () =>
    (
      await app.sql<{ type: string }>(
        `select type from platform.event where type like 'presence.%hanged' and payload->>'hubId' = $1 order by type`,
        [hub.hub.id],
      )
    ).map(({ type }) => type)
  await see(passage(member, '10:00'))
  expect(await told()).toEqual(['presence.changed', 'presence.occupancyChanged'])
  const params = { hubId: hub.hub.id }
  const { rule } = await hub.call(api.getPresence, { params })
  await hub.call(api.setPresenceRule, { params, body: { ...rule, isPublic: false } })
  await see(passage(member, '11:00', 'out'))
  expect(await told()).toEqual(['presence.changed', 'presence.changed', 'presence.occupancyChanged'])
  expect([api.getPresence.way, presenceChanged.live, occupancyChanged.live]).toEqual(['member', 'tenant', 'public'])
})

test('out of a room without a name is no entry without a name', async () => {
  const { hub, see } = await world()
  await see(passage(null, '10:00'), passage(null, '10:05', null, { isExit: true }), passage(null, '10:06', 'out', { isExit: true }))
  expect((await hub.call(api.getPresence, { params: { hubId: hub.hub.id } })).unnamed).toBe(1)
})

test('a person at two hubs is one person, by a key that nobody makes from an id; a period has its bounds', async () => {
  const { hub, member, run, see } = await world()
  await see(passage(member, '10:00'), passage(member, '11:00', 'out'))
  const second = randomUUIDv7()
  await app.sql(
    `insert into presence.stay (consortium_id, id, hub_id, day, subject_kind, subject_id, entered_at, is_entry_known, left_at, closed_by, people, is_count_sure, doubts)
     select consortium_id, gen_random_uuid(), $2, day, subject_kind, subject_id, entered_at, true, left_at, 'exit', 1, true, '{}' from presence.stay where subject_id = $1`,
    [member.accountId, second],
  )
  const rows = await run((scope) => listVisits(scope, { from: '2026-11-23', to: '2026-11-23', hubId: null }))
  expect(rows).toHaveLength(2)
  expect(new Set(rows.map((row) => row.person_key)).size).toBe(1)
  const [plain] = await app.sql<{ keys: string[] }>(
    `select array[md5($1::text)::uuid::text, md5($1::text || $2::text)::uuid::text, left(encode(sha256(($1::text)::bytea), 'hex'), 32)::uuid::text] as keys`,
    [member.accountId, hub.hub.id],
  )
  expect(plain?.keys).not.toContain(rows[0]?.person_key)
  for (const query of [
    { from: '2026-11-23', to: '2026-11-22' },
    { from: '2025-10-19', to: '2026-11-23' },
  ])
    await expect(hub.call(api.getVisits, { query: { ...query, hubId: hub.hub.id } })).rejects.toMatchObject({
      code: 'presence.period_too_long',
    })
  expect((await hub.call(api.getVisits, { query: { from: '2025-10-20', to: '2026-11-23', hubId: hub.hub.id } })).persons).toBe(1)
})

test('the list to take outside: everybody with a name, how many, and what is not known', async () => {
  const { hub, member, run, see } = await world()
  const booking = randomUUIDv7()
  await see(
    passage(member, '10:00', hub.spaces[0]?.id),
    passage(null, '10:05'),
    passage(null, '10:10', null, { subject: { kind: 'booking', id: booking } }),
    passage(null, '10:20', null, { subject: { kind: 'booking', id: booking } }),
  )
  const list = await run((scope) => listForEvacuation(scope, hub.hub.id))
  expect(list).toMatchObject({
    unknown: 1,
    people: [
      { name: '見本 花子', isCountSure: true },
      { name: '', isCountSure: false },
    ],
  })
  expect((await run((scope) => listForEvacuation(scope, hub.hub.id))).version).toBe(list.version)
  const response = await app.request(`/api/v1/hubs/${hub.hub.id}/presence/evacuation`, { headers: { cookie: hub.operator.cookie } })
  expect(response.status).toBe(200)
  expect(
    Buffer.from(await response.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  expect(
    await app.sql(`select 1 from platform.event where type = 'presence.evacuationPrinted' and subject_id = $1`, [hub.hub.id]),
  ).toHaveLength(1)
})

test('visits: once a day however often, by organisation, in a view without names', async () => {
  const { hub, member, see } = await world()
  await see(passage(member, '09:00'), passage(member, '10:00', 'out'), passage(member, '11:00'))
  const query = { from: '2026-11-01', to: '2026-11-30', hubId: hub.hub.id }
  expect(await hub.call(api.getVisits, { query })).toMatchObject({
    total: 1,
    persons: 1,
    days: [{ day: '2026-11-23', visits: 1, people: 1, isSure: true }],
    organisations: [{ name: '架空商事', visits: 1 }],
  })
  const file = await app.request(`/api/v1/presence/visits/file?from=2026-11-01&to=2026-11-30&format=csv`, {
    headers: { cookie: hub.operator.cookie },
  })
  expect(await file.text()).toContain('2026-11-23')
  await expect(as(member)(api.getVisits, { query })).rejects.toMatchObject({ code: 'platform.not_allowed' })
  const columns = await app.sql<{ column_name: string }>(
    `select column_name from information_schema.columns where table_name = 'pub_presence_visit'`,
  )
  expect(columns.map((one) => one.column_name)).not.toContain('subject_id')
})

test('from a batch of an edge to who is in: once, however often it is sent', async () => {
  const { hub, member, run } = await world()
  const { consortiumId } = hub
  const [device] = await app.sql<{ id: string }>(
    `insert into devices.device (consortium_id, hub_id, name, kind, driver, status, created_at, changed_at) values ($1, $2, '入口の読取機', 'reader', 'hiroba', 'active', now(), now()) returning id`,
    [consortiumId, hub.hub.id],
  )
  const [door] = await app.sql<{ id: string }>(
    `insert into access.door (consortium_id, hub_id, names, unlock_seconds, held_open_seconds, needs_passkey, near_counts, created_at) values ($1, $2, '{"ja":"正面玄関"}', 5, 30, false, false, now()) returning id`,
    [consortiumId, hub.hub.id],
  )
  const decided = (direction: 'in' | 'out', time: string, isOpen = true) => ({
    v: 1 as const,
    id: randomUUIDv7(),
    deviceId: device?.id as string,
    sourceKey: `1:${direction}${time}`,
    type: 'decision' as const,
    deviceTime: null,
    deviceClock: 'unknown' as const,
    edgeTime: new Date(at(time)).toISOString(),
    edgeClock: 'synced' as const,
    data: {
      decisionId: randomUUIDv7(),
      doorId: door?.id as string,
      isOpen,
      reason: isOpen ? 'granted' : 'no_grant',
      direction,
      subjectId: member.accountId,
      grantId: null,
      until: null,
      factors: ['card'],
      credentialId: null,
      snapshotVersion: 1,
      isOffline: false,
    },
  })
  const refused = decided('in', '09:59', false)
  const entered = decided('in', '10:00')
  const left = decided('out', '11:00')
  const send = (...batch: Parameters<typeof ingest>[1][number][]) => run((scope) => ingest(scope, batch, { kind: 'server' }))
  await send(left, refused)
  const mine = async () => (await as(member)(api.listMyStays, { query: {} })).items
  expect(await mine()).toMatchObject([{ isEntryKnown: false }])
  await send(entered, left)
  await send(entered, left)
  expect(await mine()).toMatchObject([{ enteredAt: '2026-11-23T01:00:00Z', leftAt: '2026-11-23T02:00:00Z', closedBy: 'exit', doubts: [] }])
})
