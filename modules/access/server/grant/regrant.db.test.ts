/** Who can get in who should not, who stands outside who should get in: what a hub's life does to the right to enter. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as bookingsApi from '#modules/bookings/contract/endpoints.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { createSpace, setPolicy } from '#modules/bookings/server/factory.ts'
import * as hubsApi from '#modules/hubs/contract/endpoints.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import * as peopleApi from '#modules/people/contract/endpoints.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createDoors, record, show, snapshotOf, type TestDoors } from '../factory.ts'
import { access } from '../module.ts'
import { regrantHub } from './use-cases/regrant.ts'

const start = '2026-11-24T00:00:00Z'
let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access], hasWorker: true, clock: testClock(start) })
})
afterAll(() => app.stop())

const setUp = async (): Promise<TestDoors> => {
  app.clock.set(start)
  await app.sql('truncate platform.rate_window')
  const hub = await createDoors(app)
  await app.settle()
  return hub
}
const call = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const at = (time: string, day = '2026-11-24'): string => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const seat = (hub: TestDoors, from: string, to: string, who: TestMember = hub.member) =>
  call(who)(bookingsApi.bookSpace, { body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: from, endsAt: to } })
const opens = async (hub: TestDoors, subjectId: string, when: string, door = hub.entrance) => {
  app.clock.set(when)
  const { isOpen } = await show(app, hub, door.id, { kind: 'pass', subjectId })
  app.clock.set(start)
  return isOpen
}
const grantOf = async (hub: TestDoors, subjectId: string) =>
  (await snapshotOf(app, hub)).grants.flatMap((grant) => (grant.subjectId === subjectId ? [{ from: grant.from, until: grant.until }] : []))
const anew = (hub: TestDoors) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => regrantHub(scope, hub.id))
const announce = (hub: TestDoors, from: string, to: string, who: TestMember = hub.member) =>
  call(who)(api.inviteVisitor, { body: { hubId: hub.id, name: '架空 実', mail: 'kaku@example.jp', startsAt: at(from), endsAt: at(to) } })
const reason = '見本の理由'

describe('however many there are', () => {
  test('everybody of the staff comes in, also the last of a thousand', async () => {
    const hub = await setUp()
    await app.sql(
      `insert into people.membership (consortium_id, account_id, roles, status, mail, family_name, given_name, search, sort_key, joined_on)
       select $1, gen_random_uuid(), '{coordinator}', 'active', 'c' || n || '@example.jp', '仮名', n::text, '', 'x', '2026-04-01' from generate_series(1, 1100) as n`,
      [hub.consortiumId],
    )
    await call(hub.operator)(api.setDoorRules, { params: { hubId: hub.id }, body: { staffRoles: ['operator', 'coordinator'], reason } })
    await anew(hub)
    expect((await snapshotOf(app, hub)).staffGroup).toHaveLength(1_101)
  })

  test('every lease of a hub, and one that begins in two years, outlives a change of the doors', async () => {
    const hub = await setUp()
    await app.sql(
      `with made as (
         insert into bookings.lease (consortium_id, hub_id, target_id, kind, status, unit_ids, holder_name, is_company, language,
           starts_on, ends_on, starts_at, ends_at, fee_kind, fee_yen, admits_members, created_at, changed_at)
         select $1, $2, $3, 'lease', 'active', $5, '', true, 'ja', '2026-11-01', '2027-10-31', '2026-11-01', '2027-11-01', 'free', 0, true, now(), now()
         from generate_series(1, 620) returning id)
       insert into bookings.lease_member (consortium_id, lease_id, account_id, added_at) select $1, id, $4, now() from made`,
      [hub.consortiumId, hub.id, hub.room.id, hub.member.accountId, hub.room.unitIds],
    )
    const count = async () =>
      (
        await app.sql<{ n: number }>(`select count(*)::int as n from access.door_grant where hub_id = $1 and source_kind = 'lease'`, [
          hub.id,
        ])
      )[0]?.n
    await anew(hub)
    expect(await count()).toBe(620)
    await app.sql(
      `update bookings.lease set starts_at = '2028-11-01', ends_at = '2029-11-01', starts_on = '2028-11-01', ends_on = '2029-10-31' where hub_id = $1`,
      [hub.id],
    )
    await anew(hub)
    expect(await count()).toBe(620)
  })

  test('every visitor of a hub, and of a host with a thousand rights to enter', async () => {
    const hub = await setUp()
    const { accountId } = hub.member
    await app.sql(
      `insert into access.door_grant (consortium_id, hub_id, source_kind, source_id, subject_kind, subject_id, door_ids, from_at, until_at, changed_at)
       select $1, $2, 'event', gen_random_uuid(), 'person', $3, $4, timestamptz '2026-11-24' + n * interval '1 hour', timestamptz '2026-11-24' + (n + 1) * interval '1 hour', now()
       from generate_series(0, 1299) as n`,
      [hub.consortiumId, hub.id, accountId, [hub.entrance.id]],
    )
    await app.sql(
      `insert into access.visit (consortium_id, hub_id, host_account_id, name, language, starts_at, ends_at, created_at)
       select $1, $2, $3, '架空 実', 'ja', timestamptz '2026-11-24' + n * interval '1 hour', timestamptz '2026-11-24 00:30' + n * interval '1 hour', now()
       from generate_series(1, 1200) as n`,
      [hub.consortiumId, hub.id, accountId],
    )
    await anew(hub)
    const [visitors] = await app.sql(`select count(*)::int as n from access.door_grant where hub_id = $1 and source_kind = 'visit'`, [
      hub.id,
    ])
    expect(visitors).toEqual({ n: 1_200 })
  })
})

describe('a visitor', () => {
  test('may stay over two bookings of the host that follow each other; not over a gap between them', async () => {
    const hub = await setUp()
    const first = await seat(hub, at('10:00'), at('12:00'))
    const second = await seat(hub, at('12:00'), at('14:00'))
    await seat(hub, at('16:00'), at('17:00'))
    await app.settle()
    await expect(announce(hub, '13:00', '16:30')).rejects.toMatchObject({ code: 'access.not_let_in' })
    const visit = await announce(hub, '11:00', '13:00')
    expect(await opens(hub, visit.id, at('12:30'))).toBe(true)
    // one of the two is cancelled: as long as the host is there
    await call(hub.member)(bookingsApi.cancelBooking, { params: { bookingId: second.id }, body: {} })
    await app.settle()
    expect(await grantOf(hub, visit.id)).toEqual([{ from: at('11:00'), until: at('12:10') }])
    expect(await opens(hub, visit.id, at('11:30'))).toBe(true)
    expect(await opens(hub, visit.id, at('12:30'))).toBe(false)
    const shown = async () => (await call(hub.member)(api.listVisits, { query: {} })).items.find((one) => one.id === visit.id)
    expect(await shown()).toMatchObject({ isShutOut: false, entry: { from: at('11:00'), until: at('12:10') } })
    await call(hub.member)(bookingsApi.cancelBooking, { params: { bookingId: first.id }, body: {} })
    await app.settle()
    expect(await shown()).toMatchObject({ isShutOut: true, entry: null })
  })

  test('of somebody of the desk comes in no longer when that person is of the desk no longer, whatever doors their role opened', async () => {
    const hub = await setUp()
    await call(hub.operator)(api.setDoorRules, { params: { hubId: hub.id }, body: { staffRoles: ['admin'], reason } })
    await app.settle()
    const helper = await createMember(app, { consortiumId: hub.consortiumId, roles: ['operator'] })
    const stopped = await createMember(app, { consortiumId: hub.consortiumId, roles: ['operator'] })
    const visits = [await announce(hub, '11:00', '13:00', helper), await announce(hub, '11:00', '13:00', stopped)]
    await app.settle()
    for (const visit of visits) expect(await opens(hub, visit.id, at('12:00'))).toBe(true)
    const admin = await createMember(app, { consortiumId: hub.consortiumId, roles: ['admin'] })
    await call(admin)(peopleApi.changeRoles, { params: { id: helper.membershipId }, body: { roles: ['member'], reason } })
    await call(admin)(peopleApi.changeStatus, { params: { id: stopped.membershipId }, body: { status: 'suspended', reason } })
    await app.settle()
    for (const visit of visits) expect(await opens(hub, visit.id, at('12:00'))).toBe(false)
  })
})

describe('a booking', () => {
  test('over midnight opens on both days and ends in the morning', async () => {
    const hub = await setUp()
    await app.sql('update hubs.opening_rule set opens_minute = 0, closes_minute = 1440 where hub_id = $1', [hub.id])
    const { id } = await call(hub.operator)(bookingsApi.bookForSomebody, {
      params: { hubId: hub.id },
      body: {
        what: { kind: 'space', spaceId: hub.room.id },
        startsAt: at('22:00'),
        endsAt: at('02:00', '2026-11-25'),
        holder: { name: '仮名 三郎', mail: 'saburo@example.jp' },
      },
    })
    await app.settle()
    const seen = []
    for (const when of [
      at('21:49'),
      at('21:50'),
      at('23:59'),
      at('00:00', '2026-11-25'),
      at('02:09', '2026-11-25'),
      at('02:10', '2026-11-25'),
    ])
      seen.push(await opens(hub, id, when, hub.roomDoor))
    expect(seen).toEqual([false, true, true, true, true, false])
  })

  test('one day of a series that is moved or left out moves or ends its door alone', async () => {
    const hub = await setUp()
    const series = await call(hub.operator)(bookingsApi.bookSeriesForSomebody, {
      params: { hubId: hub.id },
      body: {
        what: { kind: 'space', spaceId: hub.room.id },
        start: '10:00',
        end: '11:00',
        rule: { startsOn: '2026-11-25', pattern: { kind: 'daily', every: 1 }, end: { count: 3 } },
        holder: { name: '仮名 三郎', mail: 'saburo@example.jp' },
      },
    })
    await app.settle()
    const days = (series as unknown as { days: { booking: { id: string; version: number } | null }[] }).days.flatMap(
      (day) => day.booking ?? [],
    )
    expect(days.length).toBeGreaterThan(2)
    const [moved, cancelled, stays] = days as [{ id: string; version: number }, { id: string }, { id: string }]
    await call(hub.operator)(bookingsApi.changeBooking, {
      params: { bookingId: moved.id },
      body: { version: moved.version, startsAt: at('14:00', '2026-11-25'), endsAt: at('15:00', '2026-11-25') },
    })
    await call(hub.operator)(bookingsApi.cancelBooking, { params: { bookingId: cancelled.id }, body: {} })
    await app.settle()
    expect([
      await opens(hub, moved.id, at('10:30', '2026-11-25')),
      await opens(hub, moved.id, at('14:30', '2026-11-25')),
      await opens(hub, cancelled.id, at('10:30', '2026-11-26')),
      await opens(hub, stays.id, at('10:30', '2026-11-27')),
    ]).toEqual([false, true, false, true])
  })
})

test('who was a member before and is one again comes in by what names them still', async () => {
  const hub = await setUp()
  const booking = await seat(hub, at('10:00'), at('12:00'))
  await app.settle()
  await call(hub.operator)(peopleApi.changeStatus, { params: { id: hub.member.membershipId }, body: { status: 'ended', reason } })
  await app.settle()
  expect(await opens(hub, booking.id, at('11:00'))).toBe(false)
  const again = await createMember(app, { consortiumId: hub.consortiumId, person: hub.member })
  await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: randomUUID() }, async (scope) => {
    const { memberJoined } = await import('#modules/people/contract/events.ts')
    scope.emit(
      memberJoined,
      { membershipId: again.membershipId, accountId: again.accountId, organisationId: null, roles: ['member'], by: 'invitation' },
      { subjectId: again.membershipId },
    )
  })
  await app.settle()
  expect(await opens(hub, booking.id, at('11:00'))).toBe(true)
  expect(await opens(hub, hub.member.accountId, at('11:00'))).toBe(true)
})

test('who came in by the door is not put out when those are released for whom nobody came', async () => {
  const hub = await setUp()
  const { operator, member } = hub
  await call(operator)(api.addCard, {
    params: { hubId: hub.id },
    body: { accountId: member.accountId, card: { number: '0116000000abcdef' }, label: 'カード' },
  })
  await setPolicy(app, hub, hub.open.id, { releaseMinutes: 15 })
  const [came, stayedAway] = [await seat(hub, at('10:00'), at('12:00')), await seat(hub, at('10:00'), at('12:00'), hub.other)]
  await app.settle()
  app.clock.set(at('09:52'))
  await record(app, hub, hub.entrance, await show(app, hub, hub.entrance.id, { card: '0116000000abcdef' }))
  await app.settle()
  const rows = await app.sql<{ id: string; hasCome: boolean; isToBeReleased: boolean }>(
    `select id, checked_in_at is not null as "hasCome", release_at is not null as "isToBeReleased" from bookings.booking where id = any($1)`,
    [[came.id, stayedAway.id]],
  )
  expect(new Map(rows.map(({ id, ...row }) => [id, row]))).toEqual(
    new Map([
      [came.id, { hasCome: true, isToBeReleased: false }],
      [stayedAway.id, { hasCome: false, isToBeReleased: true }],
    ]),
  )
})

describe('what others decide', () => {
  test('a house that shuts and cancels, or moves, does so at the doors too', async () => {
    const hub = await setUp()
    const room = async (from: string, to: string) =>
      call(hub.operator)(bookingsApi.bookForSomebody, {
        params: { hubId: hub.id },
        body: {
          what: { kind: 'space', spaceId: hub.room.id },
          startsAt: at(from),
          endsAt: at(to),
          holder: { name: '仮名 三郎', mail: 'saburo@example.jp' },
        },
      })
    const [cancelled, moved] = [await room('13:00', '14:00'), await room('15:00', '16:00')]
    const to = {
      kind: 'space' as const,
      targetId: hub.room.id,
      startsAt: at('15:00', '2026-11-26'),
      endsAt: at('16:00', '2026-11-26'),
    }
    await call(hub.operator)(bookingsApi.closePlace, {
      params: { hubId: hub.id },
      body: {
        startsAt: at('00:00'),
        endsAt: at('00:00', '2026-11-25'),
        reason: { ja: '大雪のため' },
        plans: [
          { bookingId: cancelled.id, act: 'cancel', to: null },
          { bookingId: moved.id, act: 'move', to },
        ],
      } as never,
    })
    await app.settle()
    await app.settle()
    expect([
      await opens(hub, cancelled.id, at('13:30')),
      await opens(hub, moved.id, at('15:30')),
      await opens(hub, moved.id, at('15:30', '2026-11-26')),
    ]).toEqual([false, false, true])
  })

  test('changed hours and a holiday leave a booking that stands its way in', async () => {
    const hub = await setUp()
    const booking = await seat(hub, at('17:00'), at('18:00'))
    await app.sql('update hubs.opening_rule set closes_minute = 720 where hub_id = $1', [hub.id])
    await anew(hub)
    expect(await opens(hub, booking.id, at('17:30'))).toBe(true)
  })

  test('a win in a lottery opens the hall that was won, and nobody else’s wish does', async () => {
    const hub = await setUp()
    const hall = await createSpace(
      { app, consortiumId: hub.consortiumId, hubId: hub.id },
      { name: '大ホール', kind: 'event-space', bookableAs: 'whole', capacity: 200, units: 1 },
    )
    const hours = (n: number) => Temporal.Instant.from(start).add({ hours: n }).toString()
    const lottery = await call(hub.operator)(bookingsApi.makeLottery, {
      params: { hubId: hub.id },
      body: {
        names: { ja: '3月のホール抽選' },
        spaceIds: [hall.id],
        useFrom: '2027-03-01',
        useUntil: '2027-03-31',
        opensAt: hours(-1),
        closesAt: hours(1),
        drawsAt: hours(2),
      },
    })
    const wish = { spaceId: hall.id, startsAt: at('10:00', '2027-03-06'), endsAt: at('12:00', '2027-03-06') }
    for (const who of [hub.member, hub.other])
      await call(who)(bookingsApi.applyForLottery, { params: { lotteryId: lottery.id }, body: { wishes: [wish] } })
    app.clock.set(hours(1))
    await call(hub.operator)(bookingsApi.drawLottery, {
      params: { hubId: hub.id, lotteryId: lottery.id },
      body: { version: lottery.version },
    })
    await app.settle()
    const when = at('11:00', '2027-03-06')
    const seen = [await opens(hub, hub.member.accountId, when), await opens(hub, hub.other.accountId, when)]
    expect(seen.filter(Boolean)).toHaveLength(1)
  })

  test('a place on the waiting list opens nothing, an offer neither; what is accepted does', async () => {
    const hub = await setUp()
    const room = (who: TestMember) =>
      call(who)(bookingsApi.bookSpace, {
        body: { what: { kind: 'space', spaceId: hub.room.id }, startsAt: at('15:00'), endsAt: at('16:00') },
      })
    const first = await room(hub.member)
    const waits = await call(hub.other)(bookingsApi.askToWait, {
      body: { hubId: hub.id, what: { kind: 'space', spaceId: hub.room.id }, from: at('15:00'), to: at('16:00') },
    })
    await app.settle()
    const other = () => opens(hub, hub.other.accountId, at('15:30'), hub.roomDoor)
    expect(await other()).toBe(false)
    await call(hub.member)(bookingsApi.cancelBooking, { params: { bookingId: first.id }, body: {} })
    await app.settle()
    await app.settle()
    expect([await other(), await opens(hub, first.id, at('15:30'), hub.roomDoor)]).toEqual([false, false])
    await call(hub.other)(bookingsApi.acceptOffer, { params: { waitingId: waits.id } })
    await app.settle()
    expect(await other()).toBe(true)
  })

  test('a lease lets in whom it names, in its time, at its room; shorter, or ended today, it does so no longer', async () => {
    const hub = await setUp()
    const made = await call(hub.operator)(bookingsApi.makeLease, {
      params: { hubId: hub.id },
      body: {
        kind: 'short',
        as: 'active',
        spaceId: hub.room.id,
        holderName: '見本ソフト株式会社',
        startsOn: '2026-11-25',
        endsOn: '2026-12-24',
        feeKind: 'free',
        feeYen: 0,
        admitsMembers: true,
        contactName: '見本 花子',
        contactMail: 'hanako@mihon.example.com',
      } as never,
    })
    const of = { hubId: hub.id, leaseId: made.lease.id }
    await call(hub.operator)(bookingsApi.setLeaseMembers, { params: of, body: { accountIds: [hub.member.accountId] } })
    await app.settle()
    const seen = async (day: string) => [
      await opens(hub, hub.member.accountId, at('03:00', day), hub.roomDoor),
      await opens(hub, hub.other.accountId, at('03:00', day), hub.roomDoor),
    ]
    expect([await seen('2026-11-24'), await seen('2026-11-25'), await seen('2026-12-05')]).toEqual([
      [false, false],
      [true, false],
      [true, false],
    ])
    const now = await call(hub.operator)(bookingsApi.getLease, { params: of })
    const shorter = await call(hub.operator)(bookingsApi.setLeasePeriod, {
      params: of,
      body: { version: now.lease.version, endsOn: '2026-11-30', reason },
    })
    await app.settle()
    expect([await seen('2026-11-30'), await seen('2026-12-01')]).toEqual([
      [true, false],
      [false, false],
    ])
    await call(hub.operator)(bookingsApi.setLeaseMembers, { params: of, body: { accountIds: [] } })
    await app.settle()
    expect(await seen('2026-11-30')).toEqual([false, false])
    expect(shorter.lease.endsOn).toBe('2026-11-30')
  })

  test('a member of another town enters by the booking made there, until it is cancelled; at no other time, and nobody else of that town', async () => {
    const hub = await setUp()
    const home = await createDoors(app)
    const [hostAdmin, homeAdmin] = await Promise.all(
      [hub, home].map(({ consortiumId }) => createMember(app, { consortiumId, roles: ['admin', 'operator'] })),
    )
    if (hostAdmin === undefined || homeAdmin === undefined) throw new Error('no administrators')
    const { id } = await call(hostAdmin)(hubsApi.proposeMutualUse, {
      body: {
        partnerKey: home.key.split('.')[0] ?? '',
        hubKeys: null,
        fromOn: '2026-11-24',
        untilOn: '2026-12-31',
        who: 'members',
        priceClass: 'member',
        mostPerMonth: null,
      },
    })
    await call(homeAdmin)(hubsApi.answerMutualUse, { params: { mutualUseId: id }, body: { version: 1, isAccepted: true, hubKeys: null } })
    const booking = await call(home.member)(bookingsApi.bookAsVisitor, {
      params: { hubKey: hub.key },
      body: {
        what: { kind: 'seat', spaceId: hub.open.id },
        startsAt: at('10:00', '2026-11-26'),
        endsAt: at('12:00', '2026-11-26'),
        consent: true,
      },
    })
    await app.settle()
    const seen = async () => [
      await opens(hub, home.member.accountId, at('11:00', '2026-11-26')),
      await opens(hub, booking.id, at('11:00', '2026-11-26')),
      await opens(hub, home.member.accountId, at('11:00', '2026-11-25')),
      await opens(hub, home.other.accountId, at('11:00', '2026-11-26')),
      await opens(home, home.member.accountId, at('11:00', '2026-11-26')),
    ]
    expect(await seen()).toEqual([true, true, false, false, false])

    // stopped at home: known at this door, too, and in the history of the booking; back again likewise
    const become = async (status: 'suspended' | 'active') => {
      await call(homeAdmin)(peopleApi.changeStatus, { params: { id: home.member.membershipId }, body: { status, reason } })
      await app.settle()
    }
    await become('suspended')
    expect(await seen()).toEqual([false, false, false, false, false])
    await anew(hub)
    expect(await seen()).toEqual([false, false, false, false, false])
    const history = await call(hub.operator)(bookingsApi.getBookingHistory, { params: { bookingId: booking.id } })
    expect(history.items.map((item) => item.type)).toContain('bookings.visitorStopped')
    await become('active')
    expect(await seen()).toEqual([true, true, false, false, false])
    await call(home.member)(bookingsApi.cancelVisitorBooking, { params: { hubKey: hub.key, bookingId: booking.id }, body: {} })
    await app.settle()
    expect(await seen()).toEqual([false, false, false, false, false])
  })
})
