/** What doors hold about a person: told to them whole and to nobody else, and forgotten with them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as bookingsApi from '#modules/bookings/contract/endpoints.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import * as peopleApi from '#modules/people/contract/endpoints.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { openDatabase } from '#platform/server/database.ts'
import { createLog } from '#platform/server/log.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { createDoors, record, show, snapshotOf, type TestDoors } from './factory.ts'
import { access } from './module.ts'
import { listTenantsWithOldVisits } from './visit/repository.ts'
import { expireVisitors } from './visit/use-cases/forget-visits.ts'

const start = '2026-11-24T00:00:00Z'
let app: TestApp
let hub: TestDoors
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access], hasWorker: true, clock: testClock(start) })
  hub = await createDoors(app)
  await desk()(api.setDoorRules, { ...params(), body: { mayInvite: true, reason: '見本の理由' } })
  await app.settle()
})
afterAll(() => app.stop())

const desk = () => app.client({ cookie: hub.operator.cookie })
const params = () => ({ params: { hubId: hub.id } })
const at = (time: string): string => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()
let numbers = 0
/** With a booking, a card, a phone, a PIN, and somebody announced. */
const createGuestOfDoors = async (visitorMail: string) => {
  const person = await createMember(app, { consortiumId: hub.consortiumId, familyName: '例示', givenName: `次郎${++numbers}` })
  const own = app.client({ cookie: person.cookie })
  const number = `0116${numbers.toString(16).padStart(12, '0')}`
  const card = await desk()(api.addCard, {
    ...params(),
    body: { accountId: person.accountId, card: { number }, label: '会員カード' },
  })
  const phone = await own(api.addMyPhone, { body: { label: '電話', publicKey: Buffer.alloc(32, numbers).toString('base64url') } })
  const { pin } = await desk()(api.issuePin, { ...params(), body: { accountId: person.accountId } })
  const booking = await own(bookingsApi.bookSpace, {
    body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('10:00'), endsAt: at('12:00') },
  })
  await app.settle()
  const visit = await own(api.inviteVisitor, {
    body: { hubId: hub.id, name: `架空 実${numbers}`, mail: visitorMail, startsAt: at('10:00'), endsAt: at('11:00') },
  })
  await app.settle()
  return { ...person, own, number, card, phone, pin: pin ?? '', booking, visit }
}
type Guest = Awaited<ReturnType<typeof createGuestOfDoors>>
const mailTo = async (address: string): Promise<string> => {
  const [mail] = await app.sql<{ body_text: string }>('select body_text from platform.mail where to_address = $1', [address])
  return mail?.body_text ?? ''
}
const pinIn = (text: string): string => /(?:暗証番号|PIN)\D*(\d{6})/.exec(text)?.[1] ?? ''
const goIn = async (guest: Guest) => record(app, hub, hub.entrance, await show(app, hub, hub.entrance.id, { card: guest.number }))

test('a person takes out their cards, grants, entries and visitors; nothing of others, and nothing that opens a door', async () => {
  const guest = await createGuestOfDoors('visitor-a@example.jp')
  const other = await createGuestOfDoors('visitor-b@example.jp')
  app.clock.set(at('10:05'))
  const decisionId = await goIn(guest)
  const ofOther = await goIn(other)
  await app.settle()
  const answer = await app.request('/api/v1/me/records', { cookie: guest.cookie })
  expect(answer.status).toBe(200)
  const text = await answer.text()
  const { consortia } = JSON.parse(text) as { consortia: { sections: { section: string; data: unknown }[] }[] }
  const sectionOf = (name: string): unknown => consortia[0]?.sections.find((one) => one.section === name)?.data
  const doors = sectionOf('doors') as Record<string, unknown[]> | undefined
  expect(doors?.['credentials']).toHaveLength(3)
  expect(doors?.['credentials']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: guest.card.id, kind: 'card', label: '会員カード' }),
      expect.objectContaining({ id: guest.phone.id, kind: 'phone' }),
      expect.objectContaining({ kind: 'pin' }),
    ]),
  )
  expect(doors?.['grants']).toMatchObject([{ source: 'booking', from: at('09:50'), until: at('12:10') }])
  expect(doors?.['passages']).toMatchObject([{ id: decisionId, isOpen: true, doorNames: { ja: '正面玄関' } }])
  expect(doors?.['visitors']).toEqual([{ name: guest.visit.name, startsAt: at('10:00'), endsAt: at('11:00') }])

  const secrets = await app.sql<{ hash: string | null; public_key: string | null }>(
    'select hash, public_key from access.credential where consortium_id = $1',
    [hub.consortiumId],
  )
  for (const secret of secrets.flatMap((row) => [row.hash ?? [], row.public_key ?? []].flat())) expect(text).not.toContain(secret)
  for (const foreign of [
    guest.pin,
    other.pin,
    guest.number,
    other.number,
    other.accountId,
    other.card.id,
    other.visit.name,
    ofOther,
    pinIn(await mailTo('visitor-b@example.jp')),
  ])
    expect(text).not.toContain(foreign)
  app.clock.set(start)
})

test('forgotten: card, phone, PIN, and whom they announced open nothing within two seconds; the log keeps an entry that names nobody', async () => {
  const guest = await createGuestOfDoors('visitor-c@example.jp')
  const toVisitor = pinIn(await mailTo('visitor-c@example.jp'))
  const ofBooking = pinIn(await mailTo(guest.mail))
  const factors = [
    { card: guest.number },
    { pin: guest.pin },
    { kind: 'phone' as const, credentialId: guest.phone.id, isProven: true },
    { kind: 'pass' as const, subjectId: guest.accountId },
    { pin: ofBooking },
    { pin: toVisitor },
  ]
  const opened = async (): Promise<boolean[]> => {
    const each: boolean[] = []
    for (const factor of factors) each.push((await show(app, hub, hub.entrance.id, factor)).isOpen)
    return each
  }
  app.clock.set(at('10:05'))
  expect(await opened()).toEqual([true, true, true, true, true, true])
  const went = await goIn(guest)
  await app.settle()
  const { version } = await snapshotOf(app, hub)
  const { id } = await guest.own(peopleApi.askToBeForgotten, {})
  await guest.own(peopleApi.confirmForgetting, { params: { id }, body: { mail: guest.mail } })
  const from = performance.now()
  while ((await opened()).includes(true)) {
    expect(performance.now() - from).toBeLessThan(2_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const snapshot = await snapshotOf(app, hub)
  expect(snapshot.version).toBeGreaterThan(version)
  expect(JSON.stringify(snapshot)).not.toContain(guest.accountId)
  await app.settle()
  expect(await app.sql('select 1 from access.credential where subject_id = $1', [guest.accountId])).toEqual([])
  expect(await app.sql('select name, mail from access.visit where id = $1', [guest.visit.id])).toEqual([{ name: '', mail: null }])
  expect(await mailTo('visitor-c@example.jp')).toBe('')
  const history = await app.sql(`select 1 from platform.event where type = 'people.memberForgotten' and subject_id = $1`, [
    guest.membershipId,
  ])
  expect(history).toHaveLength(1)
  const ofAccount = await desk()(api.listPassages, { ...params(), query: { accountId: guest.accountId } })
  expect(ofAccount.items).toEqual([])
  const log = await desk()(api.listPassages, { ...params(), query: {} })
  const kept = log.items.find((item) => item.id === went)
  expect(kept).toMatchObject({ isOpen: true, subject: { kind: 'person', name: null }, source: null, credentialId: null })
  expect(kept?.subject?.id).not.toBe(guest.accountId)
  const left = await app.sql<{ id: string }>(
    `select id::text from access.passage p where p::text like $1 union all select id::text from devices.event e where e::text like $1
     union all select id::text from devices.command c where c::text like $1`,
    [`%${guest.accountId}%`],
  )
  expect(left).toEqual([])
  // what an edge tells only now
  const late = await record(app, hub, hub.entrance, {
    isOpen: true,
    reason: 'granted',
    subjectId: guest.accountId,
    credentialId: guest.card.id,
    grantId: null,
    until: null,
  })
  const { items } = await desk()(api.listPassages, { ...params(), query: {} })
  expect(items.find((item) => item.id === late)).toMatchObject({ isOpen: true, subject: null })
  const entrants = JSON.stringify([
    log,
    await desk()(api.listVisits, { query: {} }),
    await desk()(api.listCredentials, { ...params(), query: {} }),
  ])
  for (const word of ['次郎3', '架空 実3', 'visitor-c@example.jp', guest.mail]) expect(entrants).not.toContain(word)
  app.clock.set(start)
})

test('a visitor’s name and mail go when the consortium keeps names of guests no longer; the visit stays, and the history says so', async () => {
  const guest = await createGuestOfDoors('visitor-d@example.jp')
  const member = await createMember(app, { consortiumId: hub.consortiumId })
  const known = await guest.own(api.inviteVisitor, {
    body: { hubId: hub.id, name: '仮名 三郎', mail: member.mail, startsAt: at('10:00'), endsAt: at('11:00') },
  })
  await app.settle()
  await app.sql(`update platform.mail set created_at = $2 where consortium_id = $1`, [hub.consortiumId, start])
  const expire = () => app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => expireVisitors(scope))
  const rows = () => app.sql('select name, mail, status from access.visit where id = any($1) order by id', [[guest.visit.id, known.id]])
  app.clock.set('2029-11-23T00:00:00Z')
  await expire()
  expect(await rows()).toMatchObject([{ mail: 'visitor-d@example.jp' }, { mail: member.mail }])
  app.clock.set('2029-11-25T00:00:00Z')
  await expire()
  await expire()
  expect(await rows()).toEqual([
    { name: '', mail: null, status: 'announced' },
    { name: '', mail: null, status: 'announced' },
  ])
  expect(await mailTo('visitor-d@example.jp')).toBe('')
  // whoever is a member keeps their mails
  expect(await mailTo(member.mail)).not.toBe('')
  expect(
    await app.sql(`select actor_kind from platform.event where type = 'access.visitorsExpired' and subject_id = $1`, [hub.id]),
  ).toEqual([{ actor_kind: 'system' }])
})

test('the round finds tenants with names of visitors of years ago, and reads no name', async () => {
  app.clock.set(start)
  const jobs = openDatabase({ url: app.databaseUrl, role: 'hiroba_jobs', poolSize: 1, log: createLog('silent') })
  const guest = await createGuestOfDoors('visitor-e@example.jp')
  await app.sql(`update access.visit set starts_at = now() - interval '2 years', ends_at = now() - interval '700 days' where id = $1`, [
    guest.visit.id,
  ])
  expect(await listTenantsWithOldVisits(jobs)).toContainEqual({ consortiumId: hub.consortiumId })
  await expect(jobs.query('test_names', 'select name from access.visit')).rejects.toThrow(/permission denied/)
  await jobs.close()
})
