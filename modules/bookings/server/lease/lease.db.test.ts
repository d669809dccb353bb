/** Rooms that are let, lent and tried: taken for the whole period, freed at once, named members, money that says who, when and why. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { changeSpace } from '#modules/hubs/contract/endpoints.ts'
import * as peopleApi from '#modules/people/contract/endpoints.ts'
import * as api from '../../contract/endpoints.ts'
import type { LeaseDetail } from '../../contract/lease/schemas.ts'
import { leaseForDoors } from '../booking/use-cases/find-for-doors.ts'
import { createHub, setPolicy, type TestHub } from '../factory.ts'
import { mailClosureLeases } from '../mails/closure-lease.ts'
import { bookings } from '../module.ts'
import { followLease } from './use-cases/follow-lease.ts'

let app: TestApp
// the clock of each test is its own
const clock = testClock('2026-11-22T03:00:00Z')
const morning = '2026-11-22T03:00:00Z'
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock, hasWorker: true })
})
afterAll(() => app.stop())

const call = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const at = (time: string, day = '2026-12-01') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()

async function createOrganisation(hub: TestHub, name = '見本ソフト株式会社'): Promise<string> {
  const [row] = await app.sql<{ id: string }>(
    `insert into people.organisation (consortium_id, kind, name, sort_key) values ($1, 'company', $2, $2) returning id`,
    [hub.consortiumId, name],
  )
  return (row as { id: string }).id
}

interface Setting {
  readonly hub: TestHub
  readonly organisationId: string
  readonly manager: TestMember
  readonly worker: TestMember
}
async function createSetting(): Promise<Setting> {
  clock.set(morning)
  const hub = await createHub(app)
  const organisationId = await createOrganisation(hub)
  const of = { consortiumId: hub.consortiumId, organisationId }
  return {
    hub,
    organisationId,
    manager: await createMember(app, { ...of, roles: ['manager'], familyName: '仮名', givenName: '三郎' }),
    worker: await createMember(app, { ...of, familyName: '模擬', givenName: '五郎' }),
  }
}

const leaseBody = ({ hub, organisationId }: Setting, more: object = {}) => ({
  kind: 'lease' as const,
  as: 'active' as const,
  spaceId: hub.room.id,
  organisationId,
  startsOn: '2026-12-01',
  endsOn: '2027-11-30',
  feeKind: 'monthly' as const,
  feeYen: 50_000,
  admitsMembers: true,
  contactName: '見本 花子',
  contactMail: 'hanako@mihon.example.com',
  ...more,
})
const desk = ({ hub }: Setting) => call(hub.operator)
const make = (setting: Setting, more: object = {}): Promise<LeaseDetail> =>
  desk(setting)(api.makeLease, { params: { hubId: setting.hub.id }, body: leaseBody(setting, more) })
const of = ({ hub }: Setting, detail: LeaseDetail) => ({ hubId: hub.id, leaseId: detail.lease.id })
const occupied = (leaseId: string) =>
  app.sql<{ from: string; to: string; kind: string }>(
    `select to_char(starts_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD HH24:MI') as from, to_char(ends_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD HH24:MI') as to,
       source_kind as kind from bookings.occupancy where source_id = $1`,
    [leaseId],
  )
const inTenant = (hub: TestHub, work: (scope: Scope) => Promise<void>) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, work)
const mailsTo = async (hub: TestHub, address: string) => {
  await app.settle()
  const rows = await app.sql<{ subject: string }>(
    'select subject from platform.mail where consortium_id = $1 and to_address = $2 order by id',
    [hub.consortiumId, address],
  )
  return rows.map((row) => row.subject)
}
const bookRoom = (hub: TestHub, who: { cookie: string }, from = '10:00', to = '11:00', day = '2026-12-01') =>
  call(who)(api.bookSpace, { body: { what: { kind: 'space', spaceId: hub.room.id }, startsAt: at(from, day), endsAt: at(to, day) } })

describe('a lease takes the room for its whole period', () => {
  test('a draft takes nothing, an offer takes it, and everybody sees it as taken: what is free, alternatives, the grid, the month', async () => {
    const setting = await createSetting()
    const { hub } = setting
    const draft = await make(setting, { as: 'draft' })
    expect(await occupied(draft.lease.id)).toEqual([])
    await bookRoom(hub, hub.member, '10:00', '11:00', '2026-11-30')
    const offered = await desk(setting)(api.advanceLease, {
      params: of(setting, draft),
      body: { version: draft.lease.version, to: 'offered' },
    })
    expect(offered.lease).toMatchObject({ status: 'offered', offerUntil: '2026-12-06' })
    expect(await occupied(draft.lease.id)).toEqual([{ from: '2026-12-01 00:00', to: '2027-12-01 00:00', kind: 'lease' }])
    const refused = await bookRoom(hub, hub.member).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'bookings.space_taken', status: 409 })
    const seen = await app.client()(api.getAvailability, {
      params: { hubKey: hub.key },
      query: { from: '2026-12-01', day: '2027-02-10', start: '10:00', end: '11:00' },
    })
    expect(seen.choice?.spaces.find((space) => space.targetId === hub.room.id)?.state).toBe('full')
    const grid = await desk(setting)(api.getDayGrid, { params: { hubId: hub.id }, query: { day: '2027-02-10' } })
    expect(grid.leases).toMatchObject([{ id: draft.lease.id, targetId: hub.room.id, holderName: '見本ソフト株式会社', kind: 'lease' }])
    const month = await desk(setting)(api.getDeskPeriod, {
      params: { hubId: hub.id },
      query: { from: '2026-11-30', days: 2, targetId: hub.room.id },
    })
    expect(month.rows[0]?.days.map((day) => day.takenMinutes)).toEqual([60, 540])
    expect(month.leases).toMatchObject([{ id: draft.lease.id }])
  })

  test('bookings in the period are shown with what they could have instead, and refuse the lease until they are moved or cancelled', async () => {
    const setting = await createSetting()
    const { hub } = setting
    const [first, second] = [await bookRoom(hub, hub.member), await bookRoom(hub, hub.other, '13:00', '14:00', '2026-12-02')]
    const query = { spaceId: hub.room.id, startsOn: '2026-12-01', endsOn: '2027-11-30' }
    const preview = await desk(setting)(api.previewLease, { params: { hubId: hub.id }, query })
    expect(preview.hits.map((hit) => hit.booking.id)).toEqual([first.id, second.id])
    expect(preview.hits[0]?.proposal).toMatchObject({ act: 'move', to: { startsAt: first.startsAt } })
    expect(preview.hits[0]?.spaces.map((space) => space.targetId).toSorted()).toEqual([hub.open.id, hub.studio.id].toSorted())
    // other times of the same room only before the lease begins: it has the room afterwards
    expect(preview.hits.flatMap((hit) => hit.times).filter((time) => time.endsAt > at('00:00'))).toEqual([])
    await expect(make(setting)).rejects.toMatchObject({ code: 'bookings.lease_conflicts', params: { bookings: 2, leases: 0 } })
    expect(await app.sql('select from bookings.lease where consortium_id = $1', [hub.consortiumId])).toEqual([])
    await call(hub.operator)(api.cancelBooking, { params: { bookingId: first.id }, body: { reason: '貸付のため' } })
    await call(hub.operator)(api.changeBooking, {
      params: { bookingId: second.id },
      body: { version: second.version, what: { kind: 'space', spaceId: hub.studio.id } },
    })
    expect(await desk(setting)(api.previewLease, { params: { hubId: hub.id }, query })).toMatchObject({ hits: [], totalHits: 0 })
    expect((await make(setting)).lease).toMatchObject({ status: 'active', isRunning: false })
  })

  test('two leases meet: the second is refused and told; a closure of a day is in nobody’s way and stands again afterwards', async () => {
    const setting = await createSetting()
    const { hub } = setting
    await desk(setting)(api.closePlace, {
      params: { hubId: hub.id },
      body: {
        spaceId: hub.room.id,
        startsAt: at('00:00', '2026-12-10'),
        endsAt: at('00:00', '2026-12-11'),
        reason: { ja: '点検' },
        plans: [],
      },
    })
    const lease = await make(setting)
    const other = {
      kind: 'short',
      organisationId: null,
      holderName: '例示商店',
      startsOn: '2027-03-01',
      endsOn: '2027-03-14',
      feeKind: 'flat',
    }
    await expect(make(setting, other)).rejects.toMatchObject({ code: 'bookings.lease_conflicts', params: { bookings: 0, leases: 1 } })
    const closed = () =>
      app.sql(`select from bookings.occupancy where consortium_id = $1 and source_kind = 'closure' and unit_id = any($2)`, [
        hub.consortiumId,
        [...hub.room.unitIds],
      ])
    expect(await closed()).toHaveLength(0)
    await desk(setting)(api.withdrawLease, { params: of(setting, lease), body: { version: lease.lease.version, reason: '辞退' } })
    expect(await closed()).toHaveLength(1)
    expect(await occupied(lease.lease.id)).toEqual([])
    expect((await make(setting, other)).lease.status).toBe('active')
  })

  test('a closure of a month gives way to a lease of three days for these days only, and has them again when the lease goes', async () => {
    const setting = await createSetting()
    const { hub } = setting
    const closure = await desk(setting)(api.closePlace, {
      params: { hubId: hub.id },
      body: {
        spaceId: hub.studio.id,
        startsAt: at('00:00', '2026-12-01'),
        endsAt: at('00:00', '2027-01-01'),
        reason: { ja: '改修のため' },
        plans: [],
      },
    })
    const shut = async () => {
      const rows = await app.sql<{ part: string; units: number }>(
        `select to_char(starts_at at time zone 'Asia/Tokyo', 'MM-DD') || ' ' || to_char(ends_at at time zone 'Asia/Tokyo', 'MM-DD') as part,
           count(*)::int as units from bookings.occupancy where source_id = $1 group by 1 order by 1`,
        [closure.id],
      )
      return rows.map(({ part, units }) => `${part} ${units}`)
    }
    expect(await shut()).toEqual(['12-01 01-01 4'])
    const short = {
      kind: 'short',
      spaceId: hub.studio.id,
      organisationId: null,
      holderName: '例示商店',
      startsOn: '2026-12-10',
      endsOn: '2026-12-12',
      feeKind: 'flat',
    }
    const made = await make(setting, short)
    expect(await shut()).toEqual(['12-01 12-10 4', '12-13 01-01 4'])
    // two days shorter: freed days are shut again
    const shorter = await desk(setting)(api.setLeasePeriod, {
      params: of(setting, made),
      body: { version: made.lease.version, endsOn: '2026-12-10', reason: '協議による' },
    })
    expect(await shut()).toEqual(['12-01 12-10 4', '12-11 12-13 4', '12-13 01-01 4'])
    await desk(setting)(api.withdrawLease, { params: of(setting, shorter), body: { version: shorter.lease.version, reason: '辞退' } })
    const covered = await app.sql<{ days: number }>(
      `select extract(epoch from sum(ends_at - starts_at))::int / 86400 as days from bookings.occupancy where source_id = $1 group by unit_id`,
      [closure.id],
    )
    expect(covered.map((row) => row.days)).toEqual([31, 31, 31, 31])
    // a closure within another holds nothing of its own until the other is lifted
    const inner = await desk(setting)(api.closePlace, {
      params: { hubId: hub.id },
      body: { spaceId: hub.studio.id, startsAt: at('00:00', '2026-12-20'), endsAt: at('00:00', '2026-12-21'), reason: { ja: '点検' } },
    })
    expect(await occupied(inner.id)).toEqual([])
    await desk(setting)(api.liftClosure, { params: { hubId: hub.id, deskClosureId: closure.id } })
    expect(await shut()).toEqual([])
    expect(await occupied(inner.id)).toHaveLength(4)
  })

  test('a closure while a room is let: its contact and named members are told once, and told again when it opens after all', async () => {
    const setting = await createSetting()
    const { hub, worker, manager } = setting
    const made = await make(setting, { spaceId: hub.studio.id, startsOn: '2026-11-22' })
    await desk(setting)(api.setLeaseMembers, { params: of(setting, made), body: { accountIds: [worker.accountId] } })
    // nobody to write to, a draft, one that is over before, another room
    const phoned = await make(setting, { startsOn: '2026-12-05', contactMail: null, contactPhone: '0278-00-0001' })
    await make(setting, { spaceId: hub.open.id, as: 'draft' })
    const shut = { startsAt: at('00:00', '2026-12-10'), endsAt: at('00:00', '2026-12-12') }
    const preview = await desk(setting)(api.previewClosure, { params: { hubId: hub.id }, query: shut })
    expect(preview.leases).toMatchObject([
      { id: made.lease.id, holderName: '見本ソフト株式会社', spaceNames: { ja: 'スタジオ' }, mails: 2, isTold: false },
      { id: phoned.lease.id, mails: 0, contactPhone: '0278-00-0001' },
    ])
    const [before, workerBefore] = [await mailsTo(hub, 'hanako@mihon.example.com'), await mailsTo(hub, worker.mail)]
    const closure = await desk(setting)(api.closePlace, {
      params: { hubId: hub.id },
      body: { ...shut, reason: { ja: '停電のため', en: 'Power cut' }, message: { ja: 'ご不便をおかけします。' } },
    })
    const ref = { hubId: hub.id, deskClosureId: closure.id }
    await app.settle()
    expect((await desk(setting)(api.getDeskClosure, { params: ref })).leases).toMatchObject([
      { id: made.lease.id, mails: 2, isTold: true },
      { id: phoned.lease.id, mails: 0, isTold: true },
    ])
    const told = '【見本拠点】スタジオ を一時お使いいただけません'
    expect((await mailsTo(hub, 'hanako@mihon.example.com')).slice(before.length)).toEqual([told])
    expect((await mailsTo(hub, worker.mail)).slice(workerBefore.length)).toEqual([told])
    expect((await mailsTo(hub, manager.mail)).includes(told)).toBe(false)
    const [mail] = await app.sql<{ body_text: string }>('select body_text from platform.mail where to_address = $1 and subject = $2', [
      worker.mail,
      told,
    ])
    for (const words of ['停電のため', 'ご不便をおかけします。', '2026年12月10日', '/me/rooms']) expect(mail?.body_text).toContain(words)
    // the lease stays as it is, and has the room
    expect(await occupied(made.lease.id)).toHaveLength(4)
    // the job comes again: nobody is told twice
    await inTenant(hub, (scope) => mailClosureLeases(scope, { closureId: closure.id, tiding: 'closed' }))
    expect((await mailsTo(hub, worker.mail)).slice(workerBefore.length)).toEqual([told])
    await desk(setting)(api.liftClosure, { params: ref })
    expect((await mailsTo(hub, worker.mail)).slice(workerBefore.length)).toEqual([told, '【見本拠点】スタジオ の休止を取りやめました'])
    // a room that nobody has is closed in silence
    const quiet = await desk(setting)(api.closePlace, {
      params: { hubId: hub.id },
      body: { ...shut, spaceId: hub.open.id, reason: { ja: '清掃' } },
    })
    expect((await desk(setting)(api.getDeskClosure, { params: { ...ref, deskClosureId: quiet.id } })).leases).toEqual([])
  })

  test('a seat that is added to a room is taken by whoever has the room whole: leases, bookings of all of it, closures', async () => {
    const setting = await createSetting()
    const { hub } = setting
    const setSeats = async (seats: number): Promise<string[]> => {
      const [space] = await app.sql<{ version: number }>('select version from hubs.space where id = $1', [hub.studio.id])
      const after = await desk(setting)(changeSpace, { params: { spaceId: hub.studio.id }, body: { version: space?.version ?? 0, seats } })
      return after.units.map((unit) => unit.id)
    }
    const uses = (unitIds: readonly string[]) =>
      app.sql<{ kind: string; from: string; to: string }>(
        `select source_kind as kind, to_char(starts_at at time zone 'Asia/Tokyo', 'MM-DD HH24') as from,
           to_char(ends_at at time zone 'Asia/Tokyo', 'MM-DD HH24') as to
         from bookings.occupancy where unit_id = any($1) order by starts_at, unit_id`,
        [unitIds],
      )
    // nothing is let, nothing is booked: the seats are free
    const free = (await setSeats(6)).slice(4)
    expect(free).toHaveLength(2)
    expect(await uses(free)).toEqual([])
    // a morning of all of it, days of it, two leases, and one that is over before
    const whole = await call(hub.member)(api.bookSpace, {
      body: { what: { kind: 'space', spaceId: hub.studio.id }, startsAt: at('09:00', '2026-11-24'), endsAt: at('12:00', '2026-11-24') },
    })
    const seat = await call(hub.other)(api.bookSpace, {
      body: { what: { kind: 'seat', spaceId: hub.studio.id }, startsAt: at('13:00', '2026-11-24'), endsAt: at('14:00', '2026-11-24') },
    })
    const own = { spaceId: hub.studio.id }
    const first = await make(setting, { ...own, startsOn: '2026-12-01', endsOn: '2026-12-31' })
    const second = await make(setting, { ...own, as: 'offered', startsOn: '2027-02-01', endsOn: '2027-02-28' })
    await make(setting, { ...own, as: 'draft', startsOn: '2027-03-01', endsOn: '2027-03-31' })
    await desk(setting)(api.closePlace, {
      params: { hubId: hub.id },
      body: { spaceId: null, startsAt: at('00:00', '2027-01-10'), endsAt: at('00:00', '2027-01-12'), reason: { ja: '停電のため' } },
    })
    clock.set(at('12:30', '2026-12-02'))
    const added = (await setSeats(7)).at(-1) ?? ''
    expect(await uses([added])).toEqual([
      { kind: 'lease', from: '12-02 12', to: '01-01 00' },
      { kind: 'closure', from: '01-10 00', to: '01-12 00' },
      { kind: 'lease', from: '02-01 00', to: '03-01 00' },
    ])
    clock.set(morning)
    const again = (await setSeats(8)).at(-1) ?? ''
    expect((await uses([again])).map((use) => `${use.kind} ${use.from}`)).toEqual([
      'booking 11-24 09',
      'lease 12-01 00',
      'closure 01-10 00',
      'lease 02-01 00',
    ])
    const [booked] = await app.sql<{ unit_ids: string[] }>('select unit_ids from bookings.booking where id = $1', [whole.id])
    expect(booked?.unit_ids).toContain(again)
    expect(await app.sql('select from bookings.booking where id = $1 and cardinality(unit_ids) = 1', [seat.id])).toHaveLength(1)
    // one seat too many, seen when the lease runs: it goes, what has been stays, and the others are let as before
    clock.set(at('15:30', '2026-12-02'))
    await setSeats(7)
    expect(await uses([again])).toEqual([
      { kind: 'booking', from: '11-24 09', to: '11-24 12' },
      { kind: 'lease', from: '12-01 00', to: '12-02 15' },
    ])
    expect((await uses([added])).map((use) => `${use.kind} ${use.from}`)).toEqual(['lease 12-02 12', 'closure 01-10 00', 'lease 02-01 00'])
    const [letNow] = await app.sql<{ unit_ids: string[] }>('select unit_ids from bookings.lease where id = $1', [first.lease.id])
    expect(letNow?.unit_ids).toHaveLength(7)
    expect(letNow?.unit_ids).not.toContain(again)
    await expect(
      call(hub.other)(api.bookSpace, {
        body: { what: { kind: 'seat', spaceId: hub.studio.id }, startsAt: at('16:00', '2026-12-02'), endsAt: at('17:00', '2026-12-02') },
      }),
    ).rejects.toMatchObject({ code: 'bookings.space_taken' })
    // nor does one go that somebody has booked by itself
    clock.set(morning)
    const single = (await setSeats(8)).at(-1) ?? ''
    const alone = await call(hub.other)(api.bookSpace, {
      body: {
        what: { kind: 'seat', spaceId: hub.studio.id, unitIds: [single] },
        startsAt: at('15:00', '2026-11-24'),
        endsAt: at('16:00', '2026-11-24'),
      },
    })
    await expect(setSeats(7)).rejects.toMatchObject({ code: 'hubs.space_in_use', params: { count: 1 } })
    await call(hub.other)(api.cancelBooking, { params: { bookingId: alone.id }, body: {} })
    await setSeats(7)
    expect(await uses([single])).toEqual([])
    // all of it goes when the lease goes
    for (const one of [first, second]) {
      const now = await desk(setting)(api.getLease, { params: of(setting, one) })
      await desk(setting)(api.withdrawLease, { params: of(setting, one), body: { version: now.lease.version, reason: '辞退' } })
    }
    expect((await uses([added])).map((use) => use.kind)).toEqual(['closure'])
  })

  test('a lease that has begun before it is written down takes the room from now on; bookings that are over are in nobody’s way', async () => {
    const setting = await createSetting()
    clock.set('2026-11-24T03:00:00Z')
    await bookRoom(setting.hub, setting.hub.member, '13:00', '14:00', '2026-11-24')
    clock.set('2026-11-25T03:00:30Z')
    const made = await make(setting, { startsOn: '2026-04-01', endsOn: '2027-03-31' })
    expect(made.lease.isRunning).toBe(true)
    expect(await occupied(made.lease.id)).toEqual([{ from: '2026-11-25 12:00', to: '2027-04-01 00:00', kind: 'lease' }])
    // every month that has begun is charged, this one too
    expect(made.lease.balanceYen).toBe(8 * 50_000)
  })

  test('longer, shorter, over now: what is freed is free at once, and a longer one meets what is booked meanwhile', async () => {
    const setting = await createSetting()
    const { hub } = setting
    const made = await make(setting, { startsOn: '2026-11-22', endsOn: '2026-11-30' })
    const later = await bookRoom(hub, hub.member, '10:00', '11:00', '2026-12-03')
    const period = (detail: LeaseDetail, endsOn: string | null) =>
      desk(setting)(api.setLeasePeriod, {
        params: of(setting, detail),
        body: { version: detail.lease.version, endsOn, reason: '協議による' },
      })
    await expect(period(made, '2026-12-31')).rejects.toMatchObject({ code: 'bookings.lease_conflicts' })
    expect(await occupied(made.lease.id)).toHaveLength(1)
    const longer = await period(made, '2026-12-02')
    expect(longer.lease).toMatchObject({ endsOn: '2026-12-02', version: made.lease.version + 1 })
    await expect(bookRoom(hub, hub.other, '10:00', '11:00', '2026-12-02')).rejects.toMatchObject({ code: 'bookings.space_taken' })
    const shorter = await period(longer, '2026-11-25')
    expect((await bookRoom(hub, hub.other, '10:00', '11:00', '2026-12-02')).status).toBe('confirmed')
    const over = await period(shorter, null)
    expect(over.lease).toMatchObject({ status: 'ended', endReason: '協議による', endsOn: '2026-11-22' })
    expect((await bookRoom(hub, hub.other, '14:00', '15:00', '2026-11-22')).status).toBe('confirmed')
    await expect(period(over, '2026-12-02')).rejects.toMatchObject({ code: 'bookings.lease_not_open' })
    expect(later.status).toBe('confirmed')
  })

  test('what was on the screen and has changed since is refused; a kind that is too long, a day that has gone, a space of another hub', async () => {
    const setting = await createSetting()
    const made = await make(setting, { as: 'offered' })
    const body = { version: made.lease.version, to: 'active' as const }
    await desk(setting)(api.advanceLease, { params: of(setting, made), body })
    await expect(desk(setting)(api.advanceLease, { params: of(setting, made), body })).rejects.toMatchObject({
      code: 'platform.changed_meanwhile',
    })
    const trial = { kind: 'trial', spaceId: setting.hub.studio.id, feeKind: 'free', feeYen: 0 }
    await expect(make(setting, trial)).rejects.toMatchObject({ code: 'bookings.lease_too_long', params: { days: 31 } })
    await expect(make(setting, { startsOn: '2026-01-01', endsOn: '2026-02-01' })).rejects.toMatchObject({
      code: 'bookings.lease_over_already',
    })
    const other = await createSetting()
    await expect(make(setting, { spaceId: other.hub.room.id })).rejects.toMatchObject({ code: 'platform.not_found' })
    await expect(call(setting.hub.member)(api.getLease, { params: of(setting, made) })).rejects.toMatchObject({ status: 403 })
  })
})

describe('who is named', () => {
  test('a member named in a running lease is a leaseholder on its days; others of the organisation and days after it are not', async () => {
    const setting = await createSetting()
    const { hub, worker, manager } = setting
    await setPolicy(app, hub, hub.studio.id, { who: 'leaseholders' })
    const made = await make(setting, { startsOn: '2026-11-22', endsOn: '2026-12-10' })
    const studio = (who: { cookie: string }, day: string) =>
      call(who)(api.bookSpace, {
        body: { what: { kind: 'space', spaceId: hub.studio.id }, startsAt: at('09:00', day), endsAt: at('10:00', day) },
      })
    await expect(studio(worker, '2026-12-01')).rejects.toMatchObject({ code: 'bookings.leaseholders_only' })
    // the manager names, and nobody else of the organisation may
    const set = (who: { cookie: string }, accountIds: string[]) =>
      call(who)(api.setOurLeaseMembers, { params: { leaseId: made.lease.id }, body: { accountIds } })
    await expect(set(worker, [worker.accountId])).rejects.toMatchObject({ status: 403 })
    await expect(set(manager, [hub.member.accountId])).rejects.toMatchObject({ code: 'bookings.lease_not_member' })
    const [ours] = (await call(manager)(api.listOurLeases, {})).items
    expect(ours).toMatchObject({
      canName: true,
      candidates: expect.arrayContaining([expect.objectContaining({ accountId: worker.accountId })]),
    })
    expect((await set(manager, [worker.accountId])).people).toMatchObject([{ accountId: worker.accountId }])
    expect((await studio(worker, '2026-12-01')).status).toBe('confirmed')
    await expect(studio(manager, '2026-12-02')).rejects.toMatchObject({ code: 'bookings.leaseholders_only' })
    await expect(studio(worker, '2026-12-11')).rejects.toMatchObject({ code: 'bookings.leaseholders_only' })
    // the person sees the room in which they are named; somebody else's manager sees nothing
    expect((await call(worker)(api.listOurLeases, {})).items).toMatchObject([{ lease: { id: made.lease.id }, canName: false }])
    const elsewhere = await createOrganisation(hub, '例示設計')
    const rival = await createMember(app, {
      consortiumId: hub.consortiumId,
      organisationId: elsewhere,
      roles: ['manager'],
      familyName: '例示',
      givenName: '桜',
    })
    expect((await call(rival)(api.listOurLeases, {})).items).toEqual([])
    await expect(set(rival, [])).rejects.toMatchObject({ code: 'platform.not_found' })
    // over: a leaseholder no longer
    const now = await desk(setting)(api.getLease, { params: of(setting, made) })
    await desk(setting)(api.setLeasePeriod, {
      params: of(setting, made),
      body: { version: now.lease.version, endsOn: null, reason: '退去' },
    })
    await expect(studio(worker, '2026-12-03')).rejects.toMatchObject({ code: 'bookings.leaseholders_only' })
  })

  test('a short letting names nobody a leaseholder unless the office says so; a renewed lease keeps its members', async () => {
    const setting = await createSetting()
    const { hub, worker } = setting
    await setPolicy(app, hub, hub.studio.id, { who: 'leaseholders' })
    const made = await make(setting, { kind: 'short', endsOn: '2026-12-14', feeKind: 'flat', feeYen: 8_000, admitsMembers: false })
    await desk(setting)(api.setLeaseMembers, { params: of(setting, made), body: { accountIds: [worker.accountId] } })
    const studio = () =>
      call(worker)(api.bookSpace, {
        body: { what: { kind: 'space', spaceId: hub.studio.id }, startsAt: at('09:00'), endsAt: at('10:00') },
      })
    await expect(studio()).rejects.toMatchObject({ code: 'bookings.leaseholders_only' })
    const next = await make(setting, { startsOn: '2026-12-15', endsOn: '2027-12-14', renewsId: made.lease.id })
    expect(next).toMatchObject({ lease: { renewsId: made.lease.id }, people: [{ accountId: worker.accountId }] })
  })
})

describe('who is named and goes', () => {
  test('whoever has gone to another organisation is a leaseholder no longer', async () => {
    const setting = await createSetting()
    const { hub, worker } = setting
    await setPolicy(app, hub, hub.studio.id, { who: 'leaseholders' })
    const made = await make(setting)
    await desk(setting)(api.setLeaseMembers, { params: of(setting, made), body: { accountIds: [worker.accountId] } })
    const studio = (day: string) =>
      call(worker)(api.bookSpace, {
        body: { what: { kind: 'space', spaceId: hub.studio.id }, startsAt: at('09:00', day), endsAt: at('10:00', day) },
      })
    const entering = async () => {
      let found: unknown
      await inTenant(hub, async (scope) => void (found = await leaseForDoors(scope, made.lease.id)))
      return found
    }
    const names = (accountIds: string[]) => expect.objectContaining({ id: made.lease.id, accountIds })
    const become = (column: 'organisation_id' | 'status', value: string) =>
      app.sql(`update people.membership set ${column} = $2 where account_id = $1`, [worker.accountId, value])
    expect(await entering()).toEqual(names([worker.accountId]))
    const home = setting.organisationId
    const elsewhere = await createOrganisation(hub, '例示設計')
    await become('organisation_id', elsewhere)
    await expect(studio('2026-12-02')).rejects.toMatchObject({ code: 'bookings.leaseholders_only' })
    expect(await entering(), 'nor does its door open').toEqual(names([]))
    await become('organisation_id', home)
    expect(await entering()).toEqual(names([worker.accountId]))
    await become('status', 'suspended')
    expect(await entering(), 'nor for whoever is stopped').toEqual(names([]))
  })

  test('a forgotten person is out of drafts too, and their own ended trial has no name', async () => {
    const setting = await createSetting()
    const { worker } = setting
    const trial = {
      kind: 'trial',
      isCompany: false,
      organisationId: null,
      holderName: '模擬 五郎',
      contactName: '模擬 五郎',
      contactMail: worker.mail,
    }
    const made = await make(setting, {
      ...trial,
      startsOn: '2026-11-22',
      endsOn: '2026-11-25',
      feeKind: 'free',
      feeYen: 0,
      purpose: '移住の下見',
    })
    await desk(setting)(api.setLeaseMembers, { params: of(setting, made), body: { accountIds: [worker.accountId] } })
    const draft = await make(setting, { ...trial, as: 'draft', startsOn: '2026-12-01', endsOn: '2026-12-05', feeKind: 'free', feeYen: 0 })
    await desk(setting)(api.setLeaseMembers, { params: of(setting, draft), body: { accountIds: [worker.accountId] } })
    clock.set('2026-11-27T00:00:00Z')
    await inTenant(setting.hub, (scope) => followLease(scope, made.lease.id))
    const asked = await call(worker)(peopleApi.askToBeForgotten, {})
    await call(worker)(peopleApi.confirmForgetting, { params: { id: asked.id }, body: { mail: worker.mail } })
    const rows = await app.sql(
      'select holder_name, contact_name, contact_mail, purpose from bookings.lease where consortium_id = $1 and id = $2',
      [setting.hub.consortiumId, made.lease.id],
    )
    expect(rows).toEqual([{ holder_name: '', contact_name: '', contact_mail: null, purpose: '' }])
    expect(await app.sql('select from bookings.lease_member where account_id = $1', [worker.accountId])).toEqual([])
  })
})

describe('money', () => {
  const pay = (setting: Setting, detail: LeaseDetail, body: object) =>
    desk(setting)(api.addLeaseEntry, { params: of(setting, detail), body: body as never })

  test('each month is charged as it begins, once however often it is looked at; paid, waived, taken back; nothing is ever changed', async () => {
    const setting = await createSetting()
    const made = await make(setting)
    expect(made.months[0]).toMatchObject({ month: '2026-12', chargedYen: 50_000, isToCome: true })
    expect(made.entries).toEqual([])
    clock.set('2026-12-01T00:10:00Z')
    for (let i = 0; i < 3; i++) await inTenant(setting.hub, (scope) => followLease(scope, made.lease.id))
    clock.set('2027-01-05T00:10:00Z')
    for (let i = 0; i < 3; i++) await inTenant(setting.hub, (scope) => followLease(scope, made.lease.id))
    const charged = await desk(setting)(api.getLease, { params: of(setting, made) })
    expect(charged.entries.map((entry) => [entry.month, entry.kind, entry.amountYen])).toEqual([
      ['2026-12', 'charge', 50_000],
      ['2027-01', 'charge', 50_000],
    ])
    await expect(pay(setting, made, { month: '2026-12', kind: 'payment', amountYen: 50_001 })).rejects.toMatchObject({
      code: 'bookings.lease_too_much',
    })
    await expect(pay(setting, made, { month: '2026-12', kind: 'payment', amountYen: 1, movedOn: '2027-01-06' })).rejects.toMatchObject({
      code: 'bookings.day_not_come',
    })
    await expect(pay(setting, made, { month: '2026-12', kind: 'waiver', amountYen: 10_000 })).rejects.toMatchObject({ status: 422 })
    await pay(setting, made, { month: '2026-12', kind: 'waiver', amountYen: 10_000, reason: '工事のため' })
    const paid = await pay(setting, made, { month: '2026-12', kind: 'payment', amountYen: 40_000, movedOn: '2026-12-28' })
    expect(paid.months[0]).toMatchObject({ chargedYen: 40_000, paidYen: 40_000, balanceYen: 0 })
    const entry = paid.entries.find((one) => one.kind === 'payment')
    const back = { params: { ...of(setting, made), leaseEntryId: entry?.id ?? '' }, body: { reason: '別の団体の入金でした' } }
    const voided = await desk(setting)(api.voidLeaseEntry, back)
    expect(voided.months[0]).toMatchObject({ paidYen: 0, balanceYen: 40_000 })
    expect(voided.entries.at(-2)).toMatchObject({
      kind: 'payment',
      isReversal: true,
      amountYen: 40_000,
      reason: '別の団体の入金でした',
      who: '架空 実',
    })
    await expect(desk(setting)(api.voidLeaseEntry, back)).rejects.toMatchObject({ code: 'bookings.already_voided' })
    const dues = await desk(setting)(api.listLeaseDues, { params: { hubId: setting.hub.id }, query: { month: '2027-01' } })
    expect(dues.items).toMatchObject([{ chargedYen: 50_000, paidYen: 0, beforeYen: 40_000 }])
    for (const [name, act] of [
      ['change', 'update bookings.lease_entry set amount_yen = 1'],
      ['delete', 'delete from bookings.lease_entry'],
    ] as const)
      await expect(inTenant(setting.hub, (scope: Scope) => scope.prepared(`lease_test_${name}`, act, []) as never)).rejects.toThrow(
        /permission denied/,
      )
  })

  test('a month that is paid ahead and then not used is given back; a waiver is never given out as money', async () => {
    const setting = await createSetting()
    const made = await make(setting, { startsOn: '2026-11-01', endsOn: '2027-10-31', feeYen: 30_000 })
    await pay(setting, made, { month: '2026-11', kind: 'waiver', amountYen: 30_000, reason: '初月無料' })
    await pay(setting, made, { month: '2026-12', kind: 'payment', amountYen: 30_000 })
    const over = await desk(setting)(api.setLeasePeriod, {
      params: of(setting, made),
      body: { version: made.lease.version, endsOn: null, reason: '撤退' },
    })
    expect(over.months).toMatchObject([
      { month: '2026-11', chargedYen: 22_000, balanceYen: 22_000 },
      { month: '2026-12', chargedYen: 0, paidYen: 30_000, balanceYen: -30_000 },
    ])
    const back = await pay(setting, made, { month: '2026-12', kind: 'refund', amountYen: 30_000, reason: '前払い分' })
    expect(back.months[1]).toMatchObject({ paidYen: 0, balanceYen: 0 })
  })

  test('the month goes on the invoice of the organisation with its bookings: paid there, corrected there, and kept from being paid twice', async () => {
    const setting = await createSetting()
    const { hub } = setting
    await app.sql(`insert into bookings.money_rule (consortium_id, hub_id, issuer_name, changed_at) values ($1, $2, '見本町', now())`, [
      hub.consortiumId,
      hub.id,
    ])
    const made = await make(setting, { startsOn: '2026-11-16', endsOn: '2027-11-15', feeYen: 30_000 })
    clock.set('2026-12-02T03:00:00Z')
    const params = { hubId: hub.id }
    expect((await desk(setting)(api.listInvoiceCandidates, { params, query: { month: '2026-11' } })).items).toMatchObject([
      { organisationId: setting.organisationId, totalYen: 15_000 },
    ])
    const body = { organisationId: setting.organisationId, month: '2026-11' }
    const invoice = await desk(setting)(api.issueInvoice, { params, body })
    expect(invoice).toMatchObject({ totalYen: 15_000, lineCount: 1 })
    await expect(pay(setting, made, { month: '2026-11', kind: 'payment', amountYen: 15_000 })).rejects.toMatchObject({
      code: 'bookings.lease_month_invoiced',
    })
    await expect(desk(setting)(api.issueInvoice, { params, body })).rejects.toMatchObject({ code: 'bookings.nothing_to_invoice' })
    await desk(setting)(api.correctInvoice, { params: { invoiceId: invoice.id }, body: { reason: '宛名の誤り' } })
    const again = await desk(setting)(api.issueInvoice, { params, body })
    await desk(setting)(api.payInvoice, { params: { invoiceId: again.id }, body: { receivedOn: '2026-12-02' } })
    const paid = await desk(setting)(api.getLease, { params: of(setting, made) })
    expect(paid.months[0]).toMatchObject({ month: '2026-11', paidYen: 15_000, balanceYen: 0, invoiceId: again.id })
    await desk(setting)(api.voidInvoicePayment, { params: { invoiceId: again.id }, body: { reason: '振込の誤り' } })
    const open = await desk(setting)(api.getLease, { params: of(setting, made) })
    expect(open.months[0]).toMatchObject({ paidYen: 0, balanceYen: 15_000 })
  })

  test('two clerks who invoice the same month at once: one invoice', async () => {
    const setting = await createSetting()
    const { hub } = setting
    await app.sql(`insert into bookings.money_rule (consortium_id, hub_id, issuer_name, changed_at) values ($1, $2, '見本町', now())`, [
      hub.consortiumId,
      hub.id,
    ])
    await make(setting, { startsOn: '2026-11-16', endsOn: '2027-11-15', feeYen: 30_000 })
    clock.set('2026-12-02T03:00:00Z')
    const body = { organisationId: setting.organisationId, month: '2026-11' }
    const issue = async (idempotencyKey: string) => desk(setting)(api.issueInvoice, { params: { hubId: hub.id }, body, idempotencyKey })
    const outcomes = await Promise.allSettled([issue(crypto.randomUUID()), issue(crypto.randomUUID())])
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(outcomes.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'bookings.nothing_to_invoice' })
  })
})

describe('what happens by itself, and who is told', () => {
  test('offered, agreed on, thirty days before the end and over: contact, manager and office are told once each', async () => {
    const setting = await createSetting()
    const { hub, manager } = setting
    const made = await make(setting, { as: 'offered', startsOn: '2026-12-01', endsOn: '2027-02-28' })
    await app.settle()
    await desk(setting)(api.advanceLease, { params: of(setting, made), body: { version: made.lease.version, to: 'active' } })
    await app.settle()
    clock.set('2027-01-29T03:00:00Z')
    for (let i = 0; i < 2; i++) await inTenant(hub, (scope) => followLease(scope, made.lease.id))
    await app.settle()
    clock.set('2027-02-28T15:00:10Z')
    for (let i = 0; i < 2; i++) await inTenant(hub, (scope) => followLease(scope, made.lease.id))
    const told = [
      '【見本拠点】会議室 のご利用についてのご案内',
      '【見本拠点】会議室 の使用が決まりました',
      '【見本拠点】会議室 の使用期間がまもなく終わります',
      '【見本拠点】会議室 の使用が終わりました',
    ]
    expect(await mailsTo(hub, 'hanako@mihon.example.com')).toEqual(told)
    expect(await mailsTo(hub, manager.mail)).toEqual(told)
    expect(await mailsTo(hub, hub.operator.mail)).toEqual(told.slice(2))
    const over = await desk(setting)(api.getLease, { params: of(setting, made) })
    expect(over.lease.status).toBe('ended')
    expect(over.history.map((step) => step.type)).toEqual(
      expect.arrayContaining(['bookings.leaseEnded', 'bookings.leaseActivated', 'bookings.leaseOffered']),
    )
    expect(over.lease.balanceYen).toBe(150_000)
  })

  test('an offer that nobody accepts frees the room and says so', async () => {
    const setting = await createSetting()
    const made = await make(setting, { as: 'offered', offerUntil: '2026-11-28' })
    clock.set('2026-11-28T14:59:00Z')
    await inTenant(setting.hub, (scope) => followLease(scope, made.lease.id))
    expect(await occupied(made.lease.id)).toHaveLength(1)
    clock.set('2026-11-28T15:00:10Z')
    await inTenant(setting.hub, (scope) => followLease(scope, made.lease.id))
    expect(await occupied(made.lease.id)).toHaveLength(0)
    expect((await desk(setting)(api.getLease, { params: of(setting, made) })).lease.status).toBe('withdrawn')
    expect(await mailsTo(setting.hub, setting.hub.operator.mail)).toEqual(['【見本拠点】会議室 のご案内の期限が過ぎました'])
  })

  test('a trial stay notes what came of it; the list is filtered, searched and taken as a file', async () => {
    const setting = await createSetting()
    const trial = await make(setting, {
      kind: 'trial',
      organisationId: null,
      holderName: '見本 花子',
      isCompany: false,
      endsOn: '2026-12-07',
      feeKind: 'free',
      feeYen: 0,
      admitsMembers: false,
      purpose: '移住の前に試す',
    })
    await make(setting, { spaceId: setting.hub.studio.id, startsOn: '2026-04-01' })
    const { lease } = trial
    const noted = await desk(setting)(api.changeLease, {
      params: of(setting, trial),
      body: {
        kind: lease.kind,
        spaceId: lease.spaceId,
        startsOn: lease.startsOn,
        endsOn: lease.endsOn,
        holderName: lease.holderName,
        feeKind: lease.feeKind,
        feeYen: lease.feeYen,
        admitsMembers: false,
        purpose: lease.purpose,
        result: '来春に移住することになった',
        version: lease.version,
      },
    })
    expect(noted.lease).toMatchObject({ result: '来春に移住することになった', purpose: '移住の前に試す' })
    const list = (query: object) => desk(setting)(api.listLeases, { params: { hubId: setting.hub.id }, query })
    expect((await list({ kind: 'trial' })).items.map((one) => one.id)).toEqual([lease.id])
    expect((await list({ text: '花子' })).items).toHaveLength(2)
    expect((await list({ text: '移住' })).items.map((one) => one.id)).toEqual([lease.id])
    expect((await list({ state: 'ending' })).items.map((one) => one.id)).toEqual([lease.id])
    expect((await list({ state: 'owing' })).items.map((one) => one.kind)).toEqual(['lease'])
    const first = await list({ limit: 1 })
    expect((await list({ limit: 1, cursor: first.nextCursor })).items[0]?.id).not.toBe(first.items[0]?.id)
    const file = await app.request(`/api/v1/hubs/${setting.hub.id}/desk/lease-sheet?format=csv`, { cookie: setting.hub.operator.cookie })
    expect(await file.text()).toContain('来春に移住することになった')
    const paper = await app.request(`/api/v1/hubs/${setting.hub.id}/desk/leases/${lease.id}/paper`, { cookie: setting.hub.operator.cookie })
    expect(paper.headers.get('content-type')).toBe('application/pdf')
  })

  test('use statistics count a leased room as used in its hours, and nobody as a visitor', async () => {
    const setting = await createSetting()
    await make(setting, { startsOn: '2026-11-22', endsOn: '2026-12-31' })
    clock.set('2026-11-24T03:00:00Z')
    const { countUse } = await import('../use/use-cases/count-use.ts')
    await inTenant(setting.hub, (scope) => countUse(scope, setting.hub.id, '2026-11-23'))
    const [row] = await app.sql<{ inside: number; visits: number }>(
      `select (select sum(m) from unnest(inside_minutes) as m)::int as inside,
         (select count(*) from bookings.use_visit v where v.consortium_id = d.consortium_id)::int as visits
       from bookings.use_day d where consortium_id = $1 and day = '2026-11-23' and target_id = $2`,
      [setting.hub.consortiumId, setting.hub.room.id],
    )
    expect(row).toEqual({ inside: 540, visits: 0 })
  })
})
