/** Guests are forgotten when their last use is longer ago than the consortium keeps names; what is open keeps them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createLog } from '#platform/server/log.ts'
import { openDatabase, type Database } from '#platform/server/database.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, setPolicy, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { listExpiredGuests, listExpiredNames } from './repository.ts'
import { expireGuest, expireName } from './use-cases/expire-guest.ts'

let app: TestApp
let jobs: Database
let hub: TestHub
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], hasWorker: true, clock: testClock('2026-11-25T01:00:00Z') })
  jobs = openDatabase({ url: app.databaseUrl, role: 'hiroba_jobs', poolSize: 1, log: createLog('silent') })
  hub = await createHub(app)
  await setPolicy(app, hub, hub.room.id, { hourYen: 1_000, daysAhead: 90 })
})
afterAll(async () => {
  await jobs.close()
  await app.stop()
})

const desk = () => app.client({ cookie: hub.operator.cookie })
const bookFor = (name: string, hour: number, more: { mail?: string; phone?: string; isPaid?: boolean } = {}) =>
  desk()(api.bookForSomebody, {
    params: { hubId: hub.id },
    body: {
      what: more.isPaid === undefined ? { kind: 'seat', spaceId: hub.open.id } : { kind: 'space', spaceId: hub.room.id },
      startsAt: `2026-11-26T${String(hour).padStart(2, '0')}:00:00+09:00`,
      endsAt: `2026-11-26T${String(hour + 1).padStart(2, '0')}:00:00+09:00`,
      purpose: '打合せ',
      holder: { name, ...(more.mail === undefined ? {} : { mail: more.mail }), ...(more.phone === undefined ? {} : { phone: more.phone }) },
    },
  })
const guests = () =>
  app.sql<{ id: string; name: string }>('select id, name from bookings.guest where consortium_id = $1 order by name', [hub.consortiumId])
const expireAll = async () => {
  for (const { id } of await guests())
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => expireGuest(scope, id))
}
const setting = () => desk()(api.getRetention, {})

test('three years after the last use the name goes with what it stands in; what was used stays, and the history says so', async () => {
  const booking = await bookFor('架空 実', 9, { mail: 'minoru@visitor.example.com' })
  const caller = await bookFor('仮名 三郎', 10, { phone: '+819012345678' })
  const owing = await bookFor('模擬 五郎', 11, { mail: 'goro@visitor.example.com', isPaid: false })
  await app.settle()
  expect(await setting()).toMatchObject({ guestYears: 3, version: 0, guests: 3 })
  app.clock.set('2029-11-25T01:00:00Z')
  await expireAll()
  expect((await guests()).map((guest) => guest.name)).toEqual(['仮名 三郎', '架空 実', '模擬 五郎'].toSorted())
  await app.sql(`update platform.mail set created_at = '2026-11-25T01:00:00Z' where consortium_id = $1`, [hub.consortiumId])
  app.clock.set('2029-11-27T01:00:00Z')
  expect((await setting()).older.find((each) => each.years === 3)?.guests).toBe(3)
  await expireAll()
  // twice is once
  await expireAll()
  expect((await guests()).map((guest) => guest.name)).toEqual(['模擬 五郎'])
  const rows = await app.sql('select holder_name, holder_mail, holder_phone, purpose from bookings.booking where id = any($1)', [
    [booking.id, caller.id],
  ])
  expect(rows).toHaveLength(2)
  for (const row of rows) expect(row).toEqual({ holder_name: '', holder_mail: null, holder_phone: null, purpose: '' })
  expect(await app.sql(`select 1 from platform.mail where to_address = 'minoru@visitor.example.com'`)).toEqual([])
  expect(
    await app.sql(`select payload ->> 'bookings' as bookings, actor_kind from platform.event where type = 'bookings.guestExpired'`),
  ).toEqual(Array.from({ length: 2 }, () => ({ bookings: '1', actor_kind: 'system' })))

  // who owes is written to about it; once it is settled they go too
  await desk()(api.waiveFee, { params: { bookingId: owing.id }, body: { amountYen: 1_000, reason: '時効' } })
  await expireAll()
  expect(await guests()).toEqual([])
})

test('a guest of long ago who is a member by now, or is written to as somebody else, keeps those mails', async () => {
  app.clock.set('2026-11-25T01:00:00Z')
  const member = await createMember(app, { consortiumId: hub.consortiumId })
  const contact = 'contact@visitor.example.com'
  const stayed = await bookFor('見本 花子', 14, { mail: member.mail })
  const went = await bookFor('例示 次郎', 15, { mail: contact })
  await app.settle()
  const mailsTo = (address: string) =>
    app.sql<{ cause: string; status: string }>('select cause, status from platform.mail where to_address = $1 order by id', [address])
  await app.sql(`update platform.mail set created_at = '2026-11-25T01:00:00Z' where to_address = any($1)`, [[member.mail, contact]])
  const before = await mailsTo(member.mail)
  expect([before.length, (await mailsTo(contact)).length].every((count) => count > 0)).toBe(true)
  // of their lease, three years later
  await app.sql(
    `insert into platform.mail (consortium_id, cause, to_address, language, subject, body_text, status, created_at)
     values ($1, 'test.lease:' || $2, $2, 'ja', '貸室', '本文', 'queued', '2029-11-26T09:00:00Z')`,
    [hub.consortiumId, contact],
  )
  app.clock.set('2029-11-27T01:00:00Z')
  await expireAll()
  expect(await app.sql('select holder_name, holder_mail from bookings.booking where id = any($1)', [[stayed.id, went.id]])).toEqual([
    { holder_name: '', holder_mail: null },
    { holder_name: '', holder_mail: null },
  ])
  expect(await mailsTo(member.mail)).toEqual(before)
  expect(await mailsTo(contact)).toEqual([{ cause: `test.lease:${contact}`, status: 'queued' }])
})

test('who only borrowed something or waited for a place is forgotten after the same time; what is newer or still out keeps all of it', async () => {
  app.clock.set('2026-11-25T01:00:00Z')
  const own = await createHub(app)
  const call = app.client({ cookie: own.operator.cookie })
  const lend = async (unit: number, holder: object, isBack = true) => {
    const params = { hubId: own.id }
    const loan = await call(api.lendUnit, {
      params,
      body: { unitId: own.tablets.unitIds[unit] ?? '', holder: holder as never, dueAt: '2026-11-25T03:00:00Z' },
    })
    if (isBack) await call(api.returnLoan, { params: { ...params, loanId: loan.id }, body: { version: loan.version } })
    return loan.id
  }
  const wait = async (name: string, mail: string | null, day: string, accountId: string | null = null) => {
    const [row] = await app.sql<{ id: string }>(
      `insert into bookings.waiting (consortium_id, hub_id, kind, target_id, count, party_size, from_at, to_at, minutes, account_id, name, mail, phone,
         language, purpose, status, place_in_line, asked_at, changed_at)
       values ($1, $2, 'space', $3, 1, 1, $4, $4::timestamptz + interval '2 hours', 60, $5, $6, $7, '090-0000-0000', 'ja', '面談', 'left', 1, $4, $4)
       returning id`,
      [own.consortiumId, own.id, own.room.id, `${day}T00:00:00Z`, accountId, name, mail],
    )
    return row?.id ?? ''
  }
  const loans = {
    mailed: await lend(0, { name: '架空 実', mail: 'kari@visitor.example.com' }),
    phoned: await lend(0, { name: '仮名 三郎', phone: '090-1234-5678' }),
    mixed: await lend(0, { name: '例示 次郎', mail: 'mixed@visitor.example.com' }),
    out: await lend(1, { name: '模擬 五郎', mail: 'out@visitor.example.com' }, false),
  }
  const waits = {
    mailed: await wait('架空 実', 'kari@visitor.example.com', '2026-11-26'),
    phoned: await wait('見本 花子', null, '2026-11-26'),
    // the same person waited again, a year later
    mixed: await wait('例示 次郎', 'mixed@visitor.example.com', '2027-11-26'),
    member: await wait('見本 花子', own.member.mail, '2026-11-26', own.member.accountId),
  }
  await app.settle()
  const held = async () => (await call(api.getRetention, {})).guests
  expect(await held()).toBe(5)
  const expireNames = () =>
    app.program.runInTenant(own.consortiumId, { name: 'test', requestId: 'test' }, async (scope) => {
      for (const id of Object.values(loans)) await expireName(scope, { of: 'loan', id })
      for (const id of Object.values(waits)) await expireName(scope, { of: 'waiting', id })
    })
  const named = async () => {
    const rows = await app.sql<{ name: string }>(
      `select holder_name as name from bookings.loan where consortium_id = $1 and holder_name <> ''
       union all select name from bookings.waiting where consortium_id = $1 and name <> '' order by name`,
      [own.consortiumId],
    )
    return rows.map((row) => row.name)
  }
  const all = await named()
  await expireNames()
  expect(await named()).toEqual(all)
  app.clock.set('2029-11-27T01:00:00Z')
  await expireNames()
  await expireNames()
  expect(await named()).toEqual(['例示 次郎', '例示 次郎', '模擬 五郎', '見本 花子'].toSorted())
  expect(await held()).toBe(2)
  const gone = await app.sql('select holder_mail, holder_phone from bookings.loan where id = any($1)', [[loans.mailed, loans.phoned]])
  expect(gone).toEqual([1, 2].map(() => ({ holder_mail: null, holder_phone: null })))
  expect(await app.sql('select mail, phone, purpose from bookings.waiting where id = $1', [waits.phoned])).toEqual([
    { mail: null, phone: null, purpose: '' },
  ])
  const noted = await app.sql(`select 1 from platform.event where type = 'bookings.nameExpired' and consortium_id = $1`, [own.consortiumId])
  expect(noted).toHaveLength(3)
  app.clock.set('2030-11-27T01:00:00Z')
  await expireNames()
  expect(await named()).toEqual(['模擬 五郎', '見本 花子'].toSorted())
  // the round sees who is old by the clock of the database, of this tenant as the years are there, and no member
  await app.sql(
    `insert into bookings.loan (consortium_id, hub_id, equipment_id, unit_id, holder_name, holder_language, out_at, due_at, back_at)
     select consortium_id, hub_id, equipment_id, unit_id, '古い人', 'ja', now() - interval '4 years', now() - interval '4 years' + interval '1 hour',
       now() - interval '4 years' + interval '1 hour' from bookings.loan where id = $1`,
    [loans.out],
  )
  const old = await wait('昔の人', null, '2020-11-26')
  await wait('会員', own.member.mail, '2019-11-26', own.member.accountId)
  const found = (await listExpiredNames(jobs)).filter((row) => row.consortiumId === own.consortiumId)
  expect(found.map((row) => row.of).toSorted()).toEqual(['loan', 'waiting'])
  expect(found.some((row) => row.id === old)).toBe(true)
})

test('the years are for the consortium to say; the round finds whom they are over for, of every tenant and nobody else', async () => {
  app.clock.set('2026-11-25T01:00:00Z')
  await bookFor('見本 渉', 13, { mail: 'wataru@visitor.example.com' })
  await app.settle()
  const [guest] = await guests()
  const found = async () => (await listExpiredGuests(jobs)).map((row) => row.id)
  await app.sql(`update bookings.guest set last_at = now() - interval '2 years' where id = $1`, [guest?.id])
  expect(await found()).not.toContain(guest?.id)
  expect(await desk()(api.setRetention, { body: { guestYears: 1, version: 0 } })).toMatchObject({ guestYears: 1, version: 1 })
  expect(await found()).toContain(guest?.id)
  await expect(desk()(api.setRetention, { body: { guestYears: 5, version: 0 } })).rejects.toMatchObject({ status: 412 })
  expect(await desk()(api.setRetention, { body: { guestYears: 5, version: 1 } })).toMatchObject({ guestYears: 5, version: 2 })
  expect(await found()).not.toContain(guest?.id)
  await expect(app.client({ cookie: hub.member.cookie })(api.setRetention, { body: { guestYears: 1, version: 2 } })).rejects.toMatchObject({
    status: 403,
  })
  const other = await createHub(app)
  expect(await app.client({ cookie: other.operator.cookie })(api.getRetention, {})).toMatchObject({ guestYears: 3, version: 0, guests: 0 })
})
