/** The rules of a place from the screen to the booking: prices with their days, reductions, quotas, who may book; tried before saved. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { noCancellationFee, noPrices, usualBlocks, type Terms } from '../../contract/policy/rules.ts'
import type { HubRules, RulesOfPlace } from '../../contract/policy/schemas.ts'
import { createHub, guestOf, setPolicy, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'

let app: TestApp
let hub: TestHub

/** Sunday 22 November 2026, 12:00 in Japan. */
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z') })
  hub = await createHub(app)
})
afterAll(() => app.stop())

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const desk = () => as(hub.operator)
const at = (time: string, day = '2026-11-24') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const roomAt = (from: string, to: string, day?: string) => ({
  what: { kind: 'space' as const, spaceId: hub.room.id },
  startsAt: at(from, day),
  endsAt: at(to, day),
})
const wishRoom = (from: string, to: string, day?: string) => ({
  kind: 'space' as const,
  targetId: hub.room.id,
  startsAt: at(from, day),
  endsAt: at(to, day),
})
const rulesOf = async (): Promise<HubRules> => desk()(api.getHubRules, { params: { hubId: hub.id } })
const placeOf = (rules: HubRules, targetId: string): RulesOfPlace =>
  rules.places.find((place) => place.targetId === targetId) as RulesOfPlace
const draftOf = (place: RulesOfPlace) => ({ version: place.version, inherits: place.inherits, rules: place.rules })
const town = (changes: Partial<Terms> = {}): Terms => ({
  prices: {
    general: { ...noPrices, morningYen: 1_000, afternoonYen: 1_500, eveningYen: 2_000 },
    member: { ...noPrices, morningYen: 500, afternoonYen: 700, eveningYen: 1_000 },
  },
  blocks: usualBlocks,
  cancellation: noCancellationFee,
  ...changes,
})
const save = async (
  targetId: string,
  changes: {
    inherits?: RulesOfPlace['inherits']
    rules?: Partial<RulesOfPlace['rules']>
    tariff?: { validFrom: string; terms: Terms }
    reprice?: string[]
  },
) => {
  const place = placeOf(await rulesOf(), targetId)
  return desk()(api.saveRules, {
    params: { hubId: hub.id, targetId },
    body: {
      version: place.version,
      inherits: changes.inherits ?? place.inherits,
      rules: { ...place.rules, ...changes.rules },
      ...(changes.tariff === undefined ? {} : { tariff: changes.tariff as never }),
      reprice: changes.reprice ?? [],
      reason: '料金の改定',
    },
  })
}

describe('rules of a hub and its places', () => {
  test('a place has its hub’s rules until it decides by group; both are seen for what they are', async () => {
    hub = await createHub(app)
    const before = await rulesOf()
    expect(placeOf(before, hub.room.id)).toMatchObject({
      version: 0,
      inherits: expect.arrayContaining(['who', 'fee']),
      rules: { daysAhead: 90 },
    })
    await save(hub.id, { inherits: [], rules: { daysAhead: 30, shortestMinutes: 60 } })
    await save(hub.room.id, {
      inherits: ['who', 'buffer', 'quota', 'approval', 'release', 'fee'],
      rules: { daysAhead: 10, who: 'members' },
    })
    const after = await rulesOf()
    expect(placeOf(after, hub.open.id).rules).toMatchObject({ daysAhead: 30, shortestMinutes: 60 })
    // `who` is the hub's, whatever was sent with it
    expect(placeOf(after, hub.room.id).rules).toMatchObject({ daysAhead: 10, who: 'public' })
    await expect(as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00', '2026-12-03') })).rejects.toMatchObject({
      code: 'bookings.too_far_ahead',
    })
    await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00', '2026-12-02') })
  })

  test('of two who save what they both had open the second is told', async () => {
    hub = await createHub(app)
    const draft = { ...draftOf(placeOf(await rulesOf(), hub.room.id)), reason: '見直し', reprice: [] }
    const params = { hubId: hub.id, targetId: hub.room.id }
    await desk()(api.saveRules, { params, body: draft })
    await expect(desk()(api.saveRules, { params, body: draft })).rejects.toMatchObject({ status: 412 })
  })

  test('a member reads no rules of the desk and sets none', async () => {
    hub = await createHub(app)
    const draft = draftOf(placeOf(await rulesOf(), hub.room.id))
    const params = { hubId: hub.id, targetId: hub.room.id }
    await expect(as(hub.member)(api.getHubRules, { params: { hubId: hub.id } })).rejects.toMatchObject({ status: 403 })
    await expect(as(hub.member)(api.saveRules, { params, body: { ...draft, reason: 'x', reprice: [] } })).rejects.toMatchObject({
      status: 403,
    })
    const other = await createHub(app)
    await expect(desk()(api.tryRules, { params: { hubId: hub.id, targetId: other.room.id }, body: draft })).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('money', () => {
  test('a price from 1 April changes no booking that exists, and what is booked for April pays it', async () => {
    hub = await createHub(app)
    await setPolicy(app, hub, hub.id, { daysAhead: 365 })
    await save(hub.room.id, {
      inherits: ['who', 'time', 'buffer', 'quota', 'approval', 'release'],
      tariff: { validFrom: '2026-11-22', terms: town() },
    })
    const april = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '12:00', '2027-04-05') })
    expect(april).toMatchObject({ feeYen: 500, listFeeYen: 500, userClass: 'member', reduction: null })
    const dearer = town({ prices: { general: { ...noPrices, morningYen: 1_200 }, member: { ...noPrices, morningYen: 600 } } })
    await save(hub.room.id, { tariff: { validFrom: '2027-04-01', terms: dearer } })
    expect(await as(hub.member)(api.getBooking, { params: { bookingId: april.id } })).toMatchObject({ feeYen: 500 })
    expect(await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '12:00', '2027-03-31') })).toMatchObject({ feeYen: 500 })
    expect(await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '12:00', '2027-04-01') })).toMatchObject({ feeYen: 600 })
  })

  test('blocks, classes and seats: strangers pay the general price, two seats twice', async () => {
    hub = await createHub(app)
    await save(hub.open.id, {
      inherits: ['who', 'time', 'buffer', 'quota', 'approval', 'release'],
      tariff: { validFrom: '2026-11-22', terms: town() },
    })
    const guest = await app.client()(api.bookAsGuest, {
      params: { hubKey: hub.key },
      body: {
        what: { kind: 'seat', spaceId: hub.open.id, count: 2 },
        startsAt: at('12:00'),
        endsAt: at('14:00'),
        partySize: 2,
        guest: guestOf('blocks@example.jp'),
        consent: true,
      },
    })
    expect(guest).toMatchObject({ feeYen: 5_000, userClass: 'general' })
    const seen = await app.client()(api.getAvailability, {
      params: { hubKey: hub.key },
      query: { from: '2026-11-24', day: '2026-11-24', start: '09:00', end: '12:00' },
    })
    expect(seen.choice?.spaces.find((space) => space.targetId === hub.open.id)).toMatchObject({
      feeYen: 1_000,
      fee: { morningYen: 1_000, afternoonYen: 1_500, hourYen: null, blocks: usualBlocks },
    })
    // the desk says which class somebody is
    const resident = await desk()(api.bookForSomebody, {
      params: { hubId: hub.id },
      body: {
        what: { kind: 'seat', spaceId: hub.open.id },
        startsAt: at('09:00'),
        endsAt: at('12:00'),
        holder: { name: '仮名 三郎' },
        userClass: 'member',
      },
    })
    expect(resident.feeYen).toBe(500)
  })

  test('a reduction: chosen, proved at the desk, or taken off with a reason; what was, who and why stay on record', async () => {
    hub = await createHub(app)
    await setPolicy(app, hub, hub.room.id, { hourYen: 1_001 })
    const rules = await desk()(api.addReduction, {
      params: { hubId: hub.id },
      body: {
        names: { ja: '障害者手帳をお持ちの方', en: 'Disability certificate' },
        percent: 50,
        yen: null,
        needsProof: true,
        isDeskOnly: false,
        validFrom: '2026-11-22',
        reason: '条例第8条',
      },
    })
    const [reduction] = rules.reductions
    const quote = await app.client()(api.quoteAsGuest, {
      params: { hubKey: hub.key },
      query: { ...wishRoom('09:00', '10:00'), reductionId: reduction?.id },
    })
    expect(quote).toMatchObject({ listFeeYen: 1_001, feeYen: 500, reductions: [{ percent: 50, needsProof: true }] })
    const booking = await as(hub.member)(api.bookSpace, { body: { ...roomAt('09:00', '10:00'), reductionId: reduction?.id } })
    expect(booking).toMatchObject({ feeYen: 500, listFeeYen: 1_001, reduction: { needsProof: true, isProofSeen: false } })
    const params = { bookingId: booking.id }
    expect(await desk()(api.noteProof, { params })).toMatchObject({ reduction: { isProofSeen: true } })
    expect(await desk()(api.setReduction, { params, body: { reductionId: null, reason: '手帳の期限切れ' } })).toMatchObject({
      feeYen: 1_001,
      reduction: null,
    })
    const history = await as(hub.member)(api.getBookingHistory, { params })
    expect(history.items.map((item) => [item.type, item.reason])).toEqual([
      ['bookings.feeChanged', '手帳の期限切れ'],
      ['bookings.proofSeen', null],
      ['bookings.booked', null],
    ])
    // of another hub, for the desk alone, or over: not given
    const other = await createHub(app)
    await expect(
      as(other.member)(api.bookSpace, {
        body: { what: { kind: 'space', spaceId: other.room.id }, startsAt: at('09:00'), endsAt: at('10:00'), reductionId: reduction?.id },
      }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/no_such_reduction/) })
    await desk()(api.endReduction, {
      params: { hubId: hub.id, reductionId: reduction?.id as string },
      body: { validUntil: '2026-11-23', reason: '廃止' },
    })
    await expect(
      as(hub.member)(api.bookSpace, { body: { ...roomAt('11:00', '12:00'), reductionId: reduction?.id } }),
    ).rejects.toMatchObject({ code: 'bookings.no_such_reduction' })
  })

  test('prices cannot be changed or erased in the database', async () => {
    hub = await createHub(app)
    await save(hub.room.id, { inherits: ['who'], tariff: { validFrom: '2026-11-22', terms: town() } })
    for (const statement of [
      `update bookings.tariff set terms = '{}'`,
      'delete from bookings.tariff',
      'update bookings.reduction set percent = 1',
      'delete from bookings.reduction',
    ]) {
      await expect(
        app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
          scope.prepared(statement.slice(0, 40), statement, []),
        ),
      ).rejects.toThrow(/permission denied/)
    }
  })
})

describe('cancelling', () => {
  const strict = town({
    prices: { general: { ...noPrices, hourYen: 1_000 } },
    cancellation: {
      deadlineHours: 24,
      steps: [
        { fromDaysBefore: 3, percent: 50 },
        { fromDaysBefore: 7, percent: 20 },
      ],
      noShowPercent: 100,
    },
  })

  test('costs what was promised when it was booked, is told before, and the desk may let it be', async () => {
    hub = await createHub(app)
    await save(hub.room.id, {
      inherits: ['who', 'time', 'buffer', 'quota', 'approval', 'release'],
      tariff: { validFrom: '2026-11-22', terms: strict },
    })
    const early = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '11:00', '2026-12-10') })
    const soon = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '11:00', '2026-11-25') })
    const quote = await as(hub.member)(api.quoteForMe, { query: wishRoom('13:00', '15:00', '2026-12-10') })
    expect(quote.cancellation).toEqual({
      until: at('13:00', '2026-12-09'),
      steps: [
        { from: at('00:00', '2026-12-03'), percent: 20, yen: 400 },
        { from: at('00:00', '2026-12-07'), percent: 50, yen: 1_000 },
      ],
      noShowYen: 2_000,
    })
    // dearer to withdraw from now on: not for these two
    await save(hub.room.id, {
      tariff: {
        validFrom: '2026-11-22',
        terms: town({ cancellation: { ...strict.cancellation, steps: [{ fromDaysBefore: 60, percent: 100 }] } }),
      },
    })
    expect(await as(hub.member)(api.getCancellationCost, { params: { bookingId: early.id } })).toEqual({
      feeYen: 0,
      percent: 0,
      isLate: false,
    })
    expect(await as(hub.member)(api.getCancellationCost, { params: { bookingId: soon.id } })).toEqual({
      feeYen: 1_000,
      percent: 50,
      isLate: true,
    })
    expect(await as(hub.member)(api.cancelBooking, { params: { bookingId: early.id }, body: {} })).toMatchObject({
      cancellationFeeYen: null,
    })
    expect(await as(hub.member)(api.cancelBooking, { params: { bookingId: soon.id }, body: { reason: '体調不良' } })).toMatchObject({
      status: 'cancelled',
      cancellationFeeYen: 1_000,
    })
    const waived = await desk()(api.waiveCancellationFee, { params: { bookingId: soon.id }, body: { reason: '大雪のため' } })
    expect(waived.cancellationFeeYen).toBeNull()
    const { items } = await desk()(api.getBookingHistory, { params: { bookingId: soon.id } })
    expect(items.filter((item) => item.type === 'bookings.feeChanged').map((item) => item.reason)).toEqual(['大雪のため', '体調不良'])
  })

  test('after the deadline only the desk can, and charges the fee only when it says so', async () => {
    hub = await createHub(app)
    await save(hub.room.id, {
      inherits: ['who', 'time', 'buffer', 'quota', 'approval', 'release'],
      tariff: { validFrom: '2026-11-22', terms: strict },
    })
    const first = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '11:00', '2026-11-23') })
    const second = await as(hub.member)(api.bookSpace, { body: roomAt('13:00', '15:00', '2026-11-23') })
    expect(second.can.cancel).toBe(true)
    expect(first).toMatchObject({ can: { cancel: false }, cancelUntil: at('09:00', '2026-11-22') })
    await expect(as(hub.member)(api.cancelBooking, { params: { bookingId: first.id }, body: {} })).rejects.toMatchObject({
      code: 'bookings.too_late_to_cancel',
    })
    expect(await desk()(api.cancelBooking, { params: { bookingId: first.id }, body: { chargesFee: true } })).toMatchObject({
      cancellationFeeYen: 1_000,
    })
    expect(await desk()(api.cancelBooking, { params: { bookingId: second.id }, body: {} })).toMatchObject({ cancellationFeeYen: null })
  })

  test('what costs to cancel is not moved or shortened out of it by the holder; longer it may be, and the desk moves it', async () => {
    hub = await createHub(app)
    await save(hub.room.id, {
      inherits: ['who', 'time', 'buffer', 'quota', 'approval', 'release'],
      tariff: { validFrom: '2026-11-22', terms: strict },
    })
    const { id: bookingId, version } = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '12:00', '2026-11-25') })
    const change = (who: { cookie: string }, body: object) =>
      as(who)(api.changeBooking, { params: { bookingId }, body: { version, ...body } })
    await expect(change(hub.member, { startsAt: at('09:00', '2026-12-20'), endsAt: at('12:00', '2026-12-20') })).rejects.toMatchObject({
      code: 'bookings.too_late_to_change',
    })
    await expect(change(hub.member, { endsAt: at('10:00', '2026-11-25') })).rejects.toMatchObject({ code: 'bookings.too_late_to_change' })
    const longer = await change(hub.member, { endsAt: at('13:00', '2026-11-25') })
    expect(longer.feeYen).toBe(4_000)
    const moved = await as(hub.operator)(api.changeBooking, {
      params: { bookingId },
      body: { version: longer.version, startsAt: at('09:00', '2026-12-20'), endsAt: at('13:00', '2026-12-20') },
    })
    expect(moved.startsAt).toBe(at('09:00', '2026-12-20'))
  })
})

describe('a quota', () => {
  test('two a week for a person; the next week is another; cancelled ones do not count; the desk goes beyond with a reason', async () => {
    hub = await createHub(app)
    await setPolicy(app, hub, hub.room.id, { quotas: [{ of: 'person', per: 'week', unit: 'bookings', most: 2 }] })
    const first = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00', '2026-11-24') })
    await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00', '2026-11-29') })
    const refusal = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00', '2026-11-26') }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      code: 'bookings.quota_used',
      params: { most: 2, left: 0, per: 'week', limit: expect.stringContaining('2') },
    })
    await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00', '2026-11-30') })
    await as(hub.other)(api.bookSpace, { body: roomAt('09:00', '10:00', '2026-11-26') })
    expect((await as(hub.member)(api.quoteForMe, { query: wishRoom('12:00', '13:00', '2026-11-27') })).quotas).toMatchObject([{ left: 0 }])
    await as(hub.member)(api.cancelBooking, { params: { bookingId: first.id }, body: {} })
    await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00', '2026-11-27') })
    const body = { ...roomAt('12:00', '13:00', '2026-11-27'), holder: { accountId: hub.member.accountId } }
    await expect(desk()(api.bookForSomebody, { params: { hubId: hub.id }, body })).rejects.toMatchObject({ code: 'bookings.quota_used' })
    const beyond = await desk()(api.bookForSomebody, { params: { hubId: hub.id }, body: { ...body, overrideReason: '町の行事のため' } })
    const { items } = await desk()(api.getBookingHistory, { params: { bookingId: beyond.id } })
    expect(items[0]).toMatchObject({ type: 'bookings.booked', reason: '町の行事のため' })
  })

  test('the hub’s counts all its places together, a place’s own only itself', async () => {
    hub = await createHub(app)
    await setPolicy(app, hub, hub.id, { quotas: [{ of: 'person', per: 'day', unit: 'hours', most: 4 }] })
    await setPolicy(app, hub, hub.room.id, { quotas: [{ of: 'person', per: 'day', unit: 'hours', most: 2 }] })
    const seat = (from: string, to: string) => ({
      what: { kind: 'seat' as const, spaceId: hub.open.id },
      startsAt: at(from),
      endsAt: at(to),
    })
    const studio = (from: string, to: string) => ({
      what: { kind: 'seat' as const, spaceId: hub.studio.id },
      startsAt: at(from),
      endsAt: at(to),
    })
    await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '11:00') })
    await as(hub.member)(api.bookSpace, { body: seat('09:00', '12:00') })
    await as(hub.member)(api.bookSpace, { body: studio('13:00', '14:00') })
    await expect(as(hub.member)(api.bookSpace, { body: studio('15:00', '15:30') })).rejects.toMatchObject({ code: 'bookings.quota_used' })
    await expect(as(hub.member)(api.bookSpace, { body: roomAt('13:00', '13:30') })).rejects.toMatchObject({ code: 'bookings.quota_used' })
  })

  test('an organisation’s: its people share it when they book in its name, and not when they book for themselves', async () => {
    hub = await createHub(app)
    const [organisation] = await app.sql<{ id: string }>(
      `insert into people.organisation (consortium_id, name, kind, sort_key) values ($1, '見本株式会社', 'company', 'みほん') returning id`,
      [hub.consortiumId],
    )
    const one = await createMember(app, {
      consortiumId: hub.consortiumId,
      organisationId: organisation?.id,
      familyName: '例示',
      givenName: '一',
    })
    const two = await createMember(app, {
      consortiumId: hub.consortiumId,
      organisationId: organisation?.id,
      familyName: '例示',
      givenName: '二',
    })
    await setPolicy(app, hub, hub.room.id, { quotas: [{ of: 'organisation', per: 'month', unit: 'bookings', most: 1 }] })
    const booked = await as(one)(api.bookSpace, { body: { ...roomAt('09:00', '10:00'), forOrganisation: true } })
    expect(booked).toMatchObject({ organisationId: organisation?.id, userClass: 'company' })
    await expect(as(two)(api.bookSpace, { body: { ...roomAt('11:00', '12:00'), forOrganisation: true } })).rejects.toMatchObject({
      code: 'bookings.quota_used',
    })
    await as(two)(api.bookSpace, { body: roomAt('11:00', '12:00') })
  })

  test('of 20 bookings at once as many stand as the quota says', async () => {
    hub = await createHub(app)
    await setPolicy(app, hub, hub.open.id, { quotas: [{ of: 'person', per: 'day', unit: 'bookings', most: 3 }] })
    for (let round = 0; round < 5; round++) {
      const day = `2026-12-0${round + 1}`
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) =>
          as(hub.member)(api.bookSpace, {
            body: {
              what: { kind: 'seat', spaceId: hub.open.id, unitIds: [hub.open.unitIds[i] as string] },
              startsAt: at('09:00', day),
              endsAt: at('10:00', day),
            },
          }),
        ),
      )
      expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(3)
      for (const one of results) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'bookings.quota_used' })
    }
  })
})

describe('who may book', () => {
  test('registered: strangers see it and are told; members may', async () => {
    hub = await createHub(app)
    await setPolicy(app, hub, hub.room.id, { who: 'registered' })
    await setPolicy(app, hub, hub.studio.id, { who: 'leaseholders' })
    const seen = await app.client()(api.getAvailability, { params: { hubKey: hub.key }, query: { from: '2026-11-24', day: '2026-11-24' } })
    expect(seen.choice?.spaces.map((space) => space.targetId)).toEqual(expect.arrayContaining([hub.room.id]))
    expect(seen.choice?.spaces.map((space) => space.targetId)).not.toContain(hub.studio.id)
    await expect(
      app.client()(api.bookAsGuest, {
        params: { hubKey: hub.key },
        body: { ...roomAt('09:00', '10:00'), guest: guestOf('who@example.jp'), consent: true },
      }),
    ).rejects.toMatchObject({ code: 'bookings.registered_only' })
    await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '10:00') })
    const studio = { what: { kind: 'space' as const, spaceId: hub.studio.id }, startsAt: at('09:00'), endsAt: at('10:00') }
    await expect(as(hub.member)(api.bookSpace, { body: studio })).rejects.toMatchObject({ code: 'bookings.leaseholders_only' })
    await desk()(api.bookForSomebody, { params: { hubId: hub.id }, body: { ...studio, holder: { name: '模擬 五郎' } } })
  })
})

describe('a trial', () => {
  test('says who, for how much, and which bookings would differ, and stores nothing; saving reprices only those named', async () => {
    hub = await createHub(app)
    await setPolicy(app, hub, hub.room.id, { hourYen: 500 })
    const short = await as(hub.member)(api.bookSpace, { body: roomAt('09:00', '09:30') })
    const long = await as(hub.member)(api.bookSpace, { body: roomAt('10:00', '12:00') })
    await as(hub.other)(api.bookSpace, {
      body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('09:00'), endsAt: at('10:00') },
    })
    const before = await rulesOf()
    const place = placeOf(before, hub.room.id)
    const draft = {
      ...draftOf(place),
      inherits: ['buffer', 'quota', 'release'] as RulesOfPlace['inherits'],
      rules: { ...place.rules, who: 'members' as const, shortestMinutes: 60, needsApproval: true },
      tariff: { validFrom: '2026-11-22', terms: town({ prices: { general: { ...noPrices, hourYen: 800 } } }) as never },
    }
    const params = { hubId: hub.id, targetId: hub.room.id }
    const trial = await desk()(api.tryRules, { params, body: draft })
    expect(trial.who.find((one) => one.booker === 'public')).toMatchObject({ mayBook: false })
    expect(trial.who.find((one) => one.booker === 'member')).toMatchObject({ mayBook: true, isConfirmedAtOnce: false, shortestMinutes: 60 })
    expect(trial.fees).toMatchObject([{ userClass: 'general', samples: expect.arrayContaining([{ sample: 'hour', yen: 800 }]) }])
    expect(trial.affected).toMatchObject({
      total: 2,
      items: [
        { bookingId: short.id, refusals: ['too_short', 'needs_approval'], feeYen: 250, newFeeYen: 400 },
        { bookingId: long.id, refusals: ['needs_approval'], feeYen: 1_000, newFeeYen: 1_600 },
      ],
    })
    expect(await rulesOf()).toEqual(before)
    await desk()(api.saveRules, { params, body: { ...draft, reprice: [long.id], reason: '改定' } })
    expect(await as(hub.member)(api.getBooking, { params: { bookingId: short.id } })).toMatchObject({ status: 'confirmed', feeYen: 250 })
    expect(await as(hub.member)(api.getBooking, { params: { bookingId: long.id } })).toMatchObject({ status: 'confirmed', feeYen: 1_600 })
  })
})

test('a hub’s bookings over a period, by status, place and text, a page at a time', async () => {
  hub = await createHub(app)
  const made = []
  for (const [day, from] of [
    ['2026-11-24', '09:00'],
    ['2026-11-25', '09:00'],
    ['2026-11-26', '09:00'],
  ] as const)
    made.push(await as(hub.member)(api.bookSpace, { body: roomAt(from, '10:00', day) }))
  await as(hub.other)(api.bookSpace, { body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('09:00'), endsAt: at('10:00') } })
  await as(hub.member)(api.cancelBooking, { params: { bookingId: made[1]?.id as string }, body: {} })
  const list = async (query: Record<string, unknown>) =>
    desk()(api.listHubBookings, { params: { hubId: hub.id }, query: { from: '2026-11-24', to: '2026-11-30', ...query } })
  expect((await list({})).items).toHaveLength(4)
  expect((await list({ status: 'cancelled,lapsed' })).items.map((one) => one.id)).toEqual([made[1]?.id])
  expect((await list({ targetId: hub.room.id, status: 'confirmed' })).items.map((one) => one.id)).toEqual([made[0]?.id, made[2]?.id])
  expect((await list({ text: '例示' })).items).toHaveLength(1)
  const page = await list({ limit: 3 })
  expect(page.items).toHaveLength(3)
  expect((await list({ limit: 3, cursor: page.nextCursor })).items.map((one) => one.id)).toEqual([made[2]?.id])
  await expect(
    desk()(api.listHubBookings, { params: { hubId: hub.id }, query: { from: '2026-01-01', to: '2026-12-31' } }),
  ).rejects.toMatchObject({ code: 'platform.invalid_input' })
})
