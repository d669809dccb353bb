/** A member of one consortium at the hub of another: by an agreement, as it says, and no further; each side sees its own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as hubsApi from '#modules/hubs/contract/endpoints.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import * as peopleApi from '#modules/people/contract/endpoints.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, setPolicy, type TestHub } from '../factory.ts'
import { bookingsForDoors } from '../booking/use-cases/find-for-doors.ts'
import { bookings } from '../module.ts'
import type { HeardUse } from './repository.ts'
import { forgetVisitor, hearUseAbroad } from './use-cases/keep-use-abroad.ts'
import { stopVisitor } from './use-cases/stop-visitor.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-24T00:00:00Z'), hasWorker: true })
})
afterAll(() => app.stop())

interface Pair {
  /** Whose hub is visited. */
  readonly host: TestHub
  /** Whose members visit. */
  readonly home: TestHub
  readonly hostAdmin: TestMember
  readonly homeAdmin: TestMember
  readonly mutualUseId: string
}

/** Two consortia, and an agreement that the host proposed. */
async function createPair(terms: object = {}, answer: { hubKeys?: string[] | null } = {}): Promise<Pair> {
  const [host, home] = [await createHub(app), await createHub(app)]
  const hostAdmin = await createMember(app, { consortiumId: host.consortiumId, roles: ['admin', 'operator'] })
  const homeAdmin = await createMember(app, { consortiumId: home.consortiumId, roles: ['admin', 'operator'] })
  const { id } = await as(hostAdmin)(hubsApi.proposeMutualUse, {
    body: {
      partnerKey: slugOf(home),
      hubKeys: null,
      fromOn: '2026-11-24',
      untilOn: '2026-12-31',
      who: 'members',
      priceClass: 'member',
      mostPerMonth: null,
      ...terms,
    },
  })
  await as(homeAdmin)(hubsApi.answerMutualUse, {
    params: { mutualUseId: id },
    body: { version: 1, isAccepted: true, hubKeys: answer.hubKeys ?? null },
  })
  return { host, home, hostAdmin, homeAdmin, mutualUseId: id }
}

const slugOf = (hub: TestHub): string => hub.key.split('.')[0] ?? ''
const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const at = (day: string, time: string) => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const wish = (host: TestHub, day = '2026-12-01', change: object = {}) => ({
  params: { hubKey: host.key },
  body: {
    what: { kind: 'seat' as const, spaceId: host.open.id },
    startsAt: at(day, '10:00'),
    endsAt: at(day, '12:00'),
    consent: true as const,
    ...change,
  },
})
const book = (who: { cookie: string }, host: TestHub, day?: string, change?: object) => as(who)(api.bookAsVisitor, wish(host, day, change))

describe('by an agreement', () => {
  test('members-only places are open, at members’ prices; hub and home both have the record, each its own', async () => {
    const { host, home } = await createPair()
    await setPrices(host, 'members')
    const visit = await as(home.member)(api.getVisit, { params: { hubKey: host.key }, query: { day: '2026-12-01' } })
    expect(visit).toMatchObject({ priceClass: 'member', mostPerMonth: null, usedInMonth: 0, untilOn: '2026-12-31' })
    const made = await book(home.member, host)
    expect(made).toMatchObject({ status: 'confirmed', userClass: 'member', feeYen: 200, holder: { kind: 'account' } })
    await app.settle()

    // the hub's record names the home consortium
    const atDesk = await as(host.operator)(api.getDeskBooking, { params: { hubId: host.id, bookingId: made.id } })
    expect(atDesk.visitFrom).not.toBeNull()
    const theirs = await as(host.operator)(api.listMutualUseRecords, { query: { side: 'theirs', from: '2026-12-01', to: '2026-12-31' } })
    expect(theirs.items).toMatchObject([{ bookingId: made.id, partner: { key: slugOf(home) }, name: made.holder.name }])
    expect(theirs.totals).toMatchObject([{ bookings: 1, people: 1, minutes: 120, feeYen: 200, hub: { key: host.key } }])
    // home's own row, with no holder and nothing of others
    const ours = await as(home.operator)(api.listMutualUseRecords, { query: { side: 'ours', from: '2026-12-01', to: '2026-12-31' } })
    expect(ours.items).toMatchObject([{ bookingId: made.id, partner: { key: slugOf(host) }, hub: { key: host.key }, feeYen: 200 }])
    expect(ours.items[0]?.name).not.toBe('')
    expect((await app.sql('select * from bookings.use_abroad where booking_id = $1', [made.id]))[0]).not.toHaveProperty('holder_name')
    // the member's own list, and the mail with the way back
    const mine = await as(home.member)(api.listMyVisits, { query: {} })
    expect(mine.items).toMatchObject([{ bookingId: made.id, hubKey: host.key, status: 'confirmed' }])
    const [mail] = await app.sql<{ body_text: string }>(
      `select body_text from platform.mail where consortium_id = $1 and to_address = $2`,
      [host.consortiumId, made.holder.mail],
    )
    expect(mail?.body_text).toContain(`/me/visits/${host.key}/${made.id}`)
  })

  test('at general prices, where that was agreed; the offers say the same price', async () => {
    const { host, home } = await createPair({ priceClass: 'general' })
    await setPrices(host)
    expect(await book(home.member, host)).toMatchObject({ userClass: 'general', feeYen: 600 })
    const members = await createPair()
    await setPrices(members.host)
    const priceFor = async (who: { cookie: string } | undefined) => {
      const offers = await app.client(who === undefined ? {} : { cookie: who.cookie })(api.getAvailability, {
        params: { hubKey: members.host.key },
        query: { from: '2026-12-01', day: '2026-12-01', start: '10:00', end: '12:00' },
      })
      return offers.choice?.spaces.find((space) => space.targetId === members.host.open.id)?.feeYen
    }
    expect([await priceFor(members.home.member), await priceFor(home.member), await priceFor(undefined)]).toEqual([200, 600, 600])
  })

  test('is moved and cancelled by the visitor; home hears of each turn, and nothing old after something new', async () => {
    const { host, home } = await createPair()
    const made = await book(home.member, host)
    const params = { hubKey: host.key, bookingId: made.id }
    const moved = await as(home.member)(api.changeVisitorBooking, {
      params,
      body: { version: made.version, startsAt: at('2026-12-02', '13:00'), endsAt: at('2026-12-02', '14:00') },
    })
    expect(moved.startsAt).toBe(at('2026-12-02', '13:00'))
    await app.settle()
    const mine = async () => (await as(home.member)(api.listMyVisits, { query: {} })).items
    expect(await mine()).toMatchObject([{ startsAt: at('2026-12-02', '13:00') }])
    const file = await app.request(`/api/v1/hubs/${host.key}/visitor-bookings/${made.id}/calendar`, { cookie: home.member.cookie })
    expect(await file.text()).toContain('BEGIN:VEVENT')
    await as(home.member)(api.cancelVisitorBooking, { params, body: {} })
    await app.settle()
    expect(await mine()).toEqual([])
    expect((await as(home.member)(api.listMyVisits, { query: { when: 'past' } })).items).toMatchObject([{ status: 'cancelled', feeYen: 0 }])
    // a late letter about the first version
    const [kept] = await app.sql<Record<string, unknown>>('select * from bookings.use_abroad where booking_id = $1', [made.id])
    await app.sql(`insert into platform.outbox (consortium_id, kind, name, payload) values ($1, 'job', 'bookings.hearUseAbroad', $2)`, [
      home.consortiumId,
      {
        bookingId: made.id,
        ownerId: host.consortiumId,
        mutualUseId: kept?.['mutual_use_id'],
        accountId: home.member.accountId,
        hubKey: host.key,
        hubNames: { ja: '' },
        placeNames: { ja: '' },
        zone: 'Asia/Tokyo',
        startsAt: made.startsAt,
        endsAt: made.endsAt,
        status: 'confirmed',
        partySize: 1,
        feeYen: 0,
        version: 1,
      },
    ])
    await app.settle()
    expect(await mine()).toEqual([])
  })

  test('holds in the other direction too', async () => {
    const { host, home } = await createPair()
    expect(await book(host.member, home)).toMatchObject({ status: 'confirmed' })
  })
})

describe('refused', () => {
  const refused = (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code: `bookings.${code}` })

  test('without an agreement, before it begins, after its last day, at a hub it does not name, to whom it is not for', async () => {
    const { host, home } = await createPair({ who: 'staff' })
    const stranger = await createHub(app)
    await refused(book(stranger.member, host), 'no_mutual_use')
    await refused(book(await app.createAccount(), host), 'no_mutual_use')
    await refused(book(home.member, host), 'mutual_use_staff_only')
    expect(await book(home.operator, host)).toMatchObject({ status: 'confirmed' })
    await expect(book(home.operator, host, '2027-01-05')).rejects.toMatchObject({
      code: 'bookings.mutual_use_other_days',
      params: { days: expect.stringContaining('12月31日') },
    })
    // the home side opened nothing: its only hub is not of the agreement
    const partial = await createPair()
    const [second] = await app.sql<{ id: string }>(
      `insert into hubs.hub (consortium_id, slug, names, address, zone, published_at) values ($1, 'second', '{"ja":"第二"}', '{"ja":"町2"}', 'Asia/Tokyo', now()) returning id`,
      [partial.host.consortiumId],
    )
    await app.sql('update hubs.mutual_use set hub_ids = $2 where id = $1', [partial.mutualUseId, [second?.id]])
    await refused(book(partial.home.member, partial.host), 'mutual_use_other_hub')
  })

  test('after its end; what was booked stays and can be made shorter, not longer or moved', async () => {
    const { host, home, hostAdmin, mutualUseId } = await createPair()
    const made = await book(home.member, host, '2026-12-10')
    await as(hostAdmin)(hubsApi.endMutualUse, { params: { mutualUseId }, body: { version: 2, lastOn: '2026-11-30', reason: '改修のため' } })
    await refused(book(home.member, host, '2026-12-11'), 'mutual_use_other_days')
    expect(await book(home.member, host, '2026-11-30')).toMatchObject({ status: 'confirmed' })
    const change = (body: object) =>
      as(home.member)(api.changeVisitorBooking, {
        params: { hubKey: host.key, bookingId: made.id },
        body: { version: made.version, ...body },
      })
    expect(await as(home.member)(api.getVisitorBooking, { params: { hubKey: host.key, bookingId: made.id } })).toMatchObject({
      status: 'confirmed',
    })
    await refused(change({ endsAt: at('2026-12-10', '15:00') }), 'mutual_use_other_days')
    await refused(change({ startsAt: at('2026-12-11', '10:00'), endsAt: at('2026-12-11', '12:00') }), 'mutual_use_other_days')
    await refused(change({ what: { kind: 'seat', spaceId: host.open.id, count: 3 } }), 'no_mutual_use')
    expect(await change({ endsAt: at('2026-12-10', '11:00') })).toMatchObject({ endsAt: at('2026-12-10', '11:00') })
  })

  test('beyond the month’s limit, also when five ask at once; another month is another count', async () => {
    const { host, home } = await createPair({ mostPerMonth: 2, untilOn: null })
    const results = await Promise.allSettled(
      ['09:00', '11:00', '13:00', '15:00', '16:00'].map((time) =>
        book(home.member, host, '2026-12-03', {
          startsAt: at('2026-12-03', time),
          endsAt: at('2026-12-03', time).replace(':00:00Z', ':30:00Z'),
        }),
      ),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(2)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'bookings.mutual_use_month_full', params: { most: 2 } })
    const january = await book(home.member, host, '2027-01-12')
    // moving it into the full month counts there
    await expect(
      as(home.member)(api.changeVisitorBooking, {
        params: { hubKey: host.key, bookingId: january.id },
        body: { version: january.version, startsAt: at('2026-12-20', '10:00'), endsAt: at('2026-12-20', '12:00') },
      }),
    ).rejects.toMatchObject({ code: 'bookings.mutual_use_month_full' })
    expect(await book(home.other, host, '2026-12-03')).toMatchObject({ status: 'confirmed' })
  })

  test('leaseholders’ places; and whoever belongs to the hub’s own consortium books as its member', async () => {
    const { host, home } = await createPair()
    await setPolicy(app, host, host.room.id, { who: 'leaseholders' })
    await refused(book(home.member, host, '2026-12-01', { what: { kind: 'space', spaceId: host.room.id } }), 'leaseholders_only')
    await refused(book(host.member, host), 'no_mutual_use')
  })
})

describe('the wall', () => {
  test('another visitor, the hub’s own people and a third consortium do not get at it by the visitor’s way', async () => {
    const { host, home } = await createPair()
    const made = await book(home.member, host)
    const params = { hubKey: host.key, bookingId: made.id }
    const third = await createHub(app)
    for (const who of [home.other, home.operator, host.operator, third.member])
      for (const call of [
        () => as(who)(api.getVisitorBooking, { params }),
        () => as(who)(api.changeVisitorBooking, { params, body: { version: 1, purpose: 'x' } }),
        () => as(who)(api.cancelVisitorBooking, { params, body: {} }),
      ])
        await expect(call()).rejects.toMatchObject({ status: 404 })
    await expect(as(home.member)(api.getVisitorBooking, { params: { ...params, hubKey: home.key } })).rejects.toMatchObject({ status: 404 })
    await app.settle()
    for (const side of ['ours', 'theirs'] as const) {
      const seen = await as(third.operator)(api.listMutualUseRecords, { query: { side, from: '2026-11-01', to: '2027-03-31' } })
      expect(seen).toMatchObject({ items: [], totals: [] })
    }
    // the member's own booking at a hub of the host, as a member there, is not home's to know
    const [count] = await app.sql<{ count: number }>('select count(*)::int as count from bookings.use_abroad where consortium_id = $1', [
      host.consortiumId,
    ])
    expect(count?.count).toBe(0)
  })

  test('officers see the figures without names', async () => {
    const { host, home } = await createPair()
    await book(home.member, host)
    const officer = await createMember(app, { consortiumId: host.consortiumId, roles: ['officer'] })
    const seen = await as(officer)(api.listMutualUseRecords, { query: { side: 'theirs', from: '2026-12-01', to: '2026-12-31' } })
    expect(seen.items.map((item) => item.name)).toEqual([''])
    expect(seen.totals).toMatchObject([{ bookings: 1 }])
  })
})

test('the file has the same rows, for Excel and as CSV', async () => {
  const { host, home } = await createPair()
  await book(home.member, host)
  const csv = await app.request('/api/v1/mutual-use-records/file?side=theirs&from=2026-12-01&to=2026-12-31&format=csv', {
    cookie: host.operator.cookie,
  })
  expect(await csv.text()).toMatch(/相手[\s\S]*2026-12-01 10:00/)
  const excel = await app.request('/api/v1/mutual-use-records/file?side=theirs&from=2026-12-01&to=2026-12-31', {
    cookie: host.operator.cookie,
  })
  expect([excel.status, (await excel.arrayBuffer()).byteLength > 1_000]).toEqual([200, true])
})

test('a person sees what home holds of it, and is forgotten at home and at the hub; a late word brings nothing back', async () => {
  const { host, home } = await createPair()
  const made = await book(home.member, host)
  await app.settle()
  const own = as(home.member)
  const told = await own(peopleApi.listMyRecords, { query: { consortiumId: home.consortiumId, section: 'bookings.visits' } })
  expect(JSON.stringify(told.items)).toContain(made.id)
  // word of a second booking is still on its way when the person goes
  const late = await book(home.member, host, '2026-12-02')
  const asked = await own(peopleApi.askToBeForgotten, {})
  await own(peopleApi.confirmForgetting, { params: { id: asked.id }, body: { mail: home.member.mail } })
  await app.settle()
  const atHost = await app.sql('select status, holder_name, holder_mail from bookings.booking where id = any($1) order by starts_at', [
    [made.id, late.id],
  ])
  expect(atHost).toEqual([
    { status: 'cancelled', holder_name: '', holder_mail: null },
    { status: 'cancelled', holder_name: '', holder_mail: null },
  ])
  // what the hub wrote to them: that it was sent stays
  const mails = await app.sql<{ all: string; to_address: string }>(
    `select mail::text as all, to_address from platform.mail where consortium_id = $1`,
    [host.consortiumId],
  )
  expect(mails.filter((mail) => mail.all.includes(home.member.mail))).toEqual([])
  expect(mails.some((mail) => mail.to_address === '')).toBe(true)
  const atHome = await app.sql('select account_id from bookings.use_abroad where consortium_id = $1 and account_id is not null', [
    home.consortiumId,
  ])
  expect(atHome).toEqual([])
})

test('who left home is known there still: a late word is kept, and the visit stands', async () => {
  const { host, home, mutualUseId } = await createPair()
  const made = await book(home.member, host)
  await app.settle()
  await app.sql('delete from bookings.use_abroad where booking_id = $1', [made.id])
  await app.sql(`update people.membership set status = 'ended', ended_on = '2026-11-24' where id = $1`, [home.member.membershipId])
  const late: HeardUse = {
    bookingId: made.id,
    ownerId: host.consortiumId,
    mutualUseId,
    accountId: home.member.accountId,
    hubKey: host.key,
    hubNames: { ja: '見本の拠点' },
    placeNames: { ja: '席' },
    zone: 'Asia/Tokyo',
    startsAt: made.startsAt,
    endsAt: made.endsAt,
    status: 'confirmed',
    partySize: 1,
    feeYen: 0,
    version: made.version,
  }
  await app.program.runInTenant(home.consortiumId, { name: 'test', requestId: 'test' }, (scope) => hearUseAbroad(scope, late))
  await app.settle()
  expect(await app.sql('select holder_mail, status from bookings.booking where id = $1', [made.id])).toEqual([
    { holder_mail: home.member.mail, status: 'confirmed' },
  ])
  expect(await app.sql('select account_id from bookings.use_abroad where booking_id = $1', [made.id])).toEqual([
    { account_id: home.member.accountId },
  ])
})

async function setPrices(hub: TestHub, who: 'public' | 'members' = 'public'): Promise<void> {
  await setPolicy(app, hub, hub.open.id, { who, hourYen: 300 })
  await app.sql(
    `insert into bookings.tariff (consortium_id, hub_id, target_id, valid_from, terms, made_at, reason) values ($1, $2, $3, '2026-01-01', $4, now(), '条例')`,
    [hub.consortiumId, hub.id, hub.open.id, tariff],
  )
}

const tariff = {
  prices: {
    general: { hourYen: 300, dayYen: null, morningYen: null, afternoonYen: null, eveningYen: null },
    member: { hourYen: 100, dayYen: null, morningYen: null, afternoonYen: null, eveningYen: null },
  },
  blocks: { morning: 540, afternoon: 780, evening: 1080 },
  cancellation: { deadlineHours: null, steps: [], noShowPercent: 0 },
}

test('who is stopped at home is so at the hub: of two words the later holds, and another home has no say; also for what is booked then', async () => {
  const { host, home } = await createPair()
  const made = await book(home.member, host)
  await app.settle()
  const inHost = <T>(work: Parameters<typeof app.program.runInTenant<T>>[2]) =>
    app.program.runInTenant(host.consortiumId, { name: 'test', requestId: 'test' }, work)
  const opens = async () => (await inHost((scope) => bookingsForDoors(scope, [made.id])))[0]?.isConfirmed
  const word = async (isStopped: boolean, when: string, homeConsortiumId = home.consortiumId) => {
    await inHost((scope) => stopVisitor(scope, { accountId: home.member.accountId, homeConsortiumId, isStopped, at: when }))
    return opens()
  }
  expect(await opens()).toBe(true)
  expect(await word(true, '2026-11-24T00:00:05Z', host.consortiumId)).toBe(true)
  expect(await word(true, '2026-11-24T00:00:03Z')).toBe(false)
  expect(await word(false, '2026-11-24T00:00:02Z')).toBe(false)
  expect(await word(false, '2026-11-24T00:00:04Z')).toBe(true)
  // home hears of a booking that was made while it stopped the member
  await app.sql(`update people.membership set status = 'suspended' where id = $1`, [home.member.membershipId])
  app.clock.set('2026-11-24T00:01:00Z')
  await as(host.operator)(api.cancelBooking, { params: { bookingId: made.id }, body: { reason: '見本の理由' } })
  await app.settle()
  const [row] = await app.sql('select is_stopped from bookings.stopped_visitor where consortium_id = $1 and home_consortium_id = $2', [
    host.consortiumId,
    home.consortiumId,
  ])
  expect(row).toEqual({ is_stopped: true })
  // forgotten with everything else
  await inHost((scope) => forgetVisitor(scope, { accountId: home.member.accountId, homeConsortiumId: home.consortiumId }))
  const left = await app.sql('select home_consortium_id from bookings.stopped_visitor where consortium_id = $1', [host.consortiumId])
  expect(left).toEqual([{ home_consortium_id: host.consortiumId }])
})
