/** A visitor comes: the host hears of it once, and calendars follow what the host changes. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as bookingsApi from '#modules/bookings/contract/endpoints.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import { ingest } from '#modules/devices/server/index.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createDoors, show, type TestDoors } from '../factory.ts'
import { mailEntry } from '../mails/entry.ts'
import { access } from '../module.ts'
import { firstArrivals } from '../rules.ts'

let app: TestApp
let hub: TestDoors
beforeAll(async () => {
  app = await createTestApp({
    modules: [people, hubs, bookings, devices, access],
    hasWorker: true,
    clock: testClock('2026-11-24T00:00:00Z'),
  })
  hub = await createDoors(app)
  await member()(bookingsApi.bookSpace, {
    body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('10:00'), endsAt: at('18:00') },
  })
  await app.settle()
})
afterAll(() => app.stop())

const member = () => app.client({ cookie: hub.member.cookie })
const at = (time: string): string => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()
const invite = async (from: string, to: string) => {
  const visit = await member()(api.inviteVisitor, {
    body: { hubId: hub.id, name: '架空 実', mail: `${randomUUID()}@example.jp`, startsAt: at(from), endsAt: at(to) },
  })
  await app.settle()
  return visit
}
const mailsOf = (visitId: string) =>
  app.sql<{
    cause: string
    to_address: string
    subject: string
    body_text: string
    attachments: { invitation?: { method: string; content: string } }
  }>(`select cause, to_address, subject, body_text, attachments from platform.mail where cause like 'access.%:' || $1 || '%' order by id`, [
    visitId,
  ])
const toldOf = async (visitId: string) => (await mailsOf(visitId)).filter((mail) => mail.cause.startsWith('access.arrived'))
const arrivalOf = async (visitId: string) =>
  (await member()(api.listVisits, { query: {} })).items.find((visit) => visit.id === visitId)?.arrivedAt

/** What the gateway decided at a time of its own, handed in now. */
const pass = (visitId: string, when: string, { isOpen = true, direction = 'in', door = hub.entrance } = {}) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    ingest(
      scope,
      [
        {
          v: 1,
          id: randomUUID(),
          deviceId: door.readerId,
          sourceKey: randomUUID(),
          type: 'decision',
          deviceTime: null,
          deviceClock: 'unknown',
          edgeTime: when,
          edgeClock: 'synced',
          data: {
            decisionId: randomUUID(),
            doorId: door.id,
            isOpen,
            reason: isOpen ? 'granted' : 'too_early',
            direction: direction as 'in' | 'out',
            subjectId: visitId,
            grantId: null,
            until: null,
            factors: ['pin'],
            credentialId: null,
            snapshotVersion: 1,
            isOffline: false,
          },
        },
      ],
      { kind: 'server' },
    ),
  )

test('the host is told that the visitor has come: once, at the first door that opened', async () => {
  const visit = await invite('11:00', '12:00')
  app.clock.set(at('10:55'))
  await pass(visit.id, at('10:55'), { isOpen: false })
  await app.settle()
  expect(await toldOf(visit.id)).toEqual([])
  app.clock.set(at('11:02'))
  await pass(visit.id, at('11:02'))
  app.clock.set(at('11:03'))
  await pass(visit.id, at('11:03'), { door: hub.roomDoor })
  await pass(visit.id, at('11:03'), { direction: 'out' })
  await app.settle()
  const told = await toldOf(visit.id)
  expect(told).toMatchObject([{ to_address: hub.member.mail, subject: expect.stringContaining('架空 実さんが到着しました') }])
  expect(told[0]?.body_text).toMatch(/11:02/)
  expect(await arrivalOf(visit.id)).toBe(at('11:02'))
  expect(await app.sql(`select payload from platform.event where type = 'access.visitorArrived' and subject_id = $1`, [visit.id])).toEqual([
    { payload: { hubId: hub.id, visitId: visit.id, at: at('11:02') } },
  ])
})

test('what a hub tells after its line was cut is on record and no news; the door before it counts as the arrival', async () => {
  const visit = await invite('11:00', '17:00')
  app.clock.set(at('15:00'))
  await pass(visit.id, at('11:30'))
  await pass(visit.id, at('11:10'))
  await pass(visit.id, at('15:00'))
  await app.settle()
  expect(await toldOf(visit.id)).toEqual([])
  expect(await arrivalOf(visit.id)).toBe(at('11:10'))
})

test('a hub that tells no hosts tells none', async () => {
  const rules = (tellsHosts: boolean) =>
    app.client({ cookie: hub.operator.cookie })(api.setDoorRules, { params: { hubId: hub.id }, body: { tellsHosts, reason: '見本の理由' } })
  expect(await rules(false)).toMatchObject({ tellsHosts: false })
  const visit = await invite('15:00', '17:00')
  await pass(visit.id, at('15:00'))
  await app.settle()
  expect(await toldOf(visit.id)).toEqual([])
  expect(await arrivalOf(visit.id)).toBe(at('15:00'))
  await rules(true)
})

test('the mail to the visitor is an entry in their calendar, moved and taken out with the visit; the PIN is not in it', async () => {
  const visit = await invite('16:00', '17:00')
  const pinIn = (text: string): string => /暗証番号：(\d{6})/.exec(text)?.[1] ?? 'none'
  const [first] = await mailsOf(visit.id)
  const pin = pinIn(first?.body_text ?? '')
  const entry = first?.attachments.invitation
  expect(entry).toMatchObject({ method: 'REQUEST' })
  const lines = (entry?.content ?? '').replaceAll('\r\n ', '').split('\r\n')
  expect(lines).toEqual(
    expect.arrayContaining(['METHOD:REQUEST', 'SEQUENCE:0', 'DTSTART:20261124T070000Z', 'DTEND:20261124T080000Z', 'STATUS:CONFIRMED']),
  )
  const uid = lines.find((line) => line.startsWith('UID:'))
  expect(uid).toContain(visit.id)
  expect(entry?.content).not.toContain(pin)
  expect(entry?.content).not.toContain('#k=')

  const move = (from: string, to: string, cookie = hub.member.cookie) =>
    app.client({ cookie })(api.moveVisit, { params: { visitId: visit.id }, body: { startsAt: at(from), endsAt: at(to) } })
  await expect(move('17:00', '19:00')).rejects.toMatchObject({ code: 'access.not_let_in' })
  await expect(move('17:30', '17:00')).rejects.toMatchObject({ code: 'access.visit_times' })
  await expect(move('16:30', '17:30', hub.other.cookie)).rejects.toMatchObject({ status: 404 })
  // the desk moves it no further than its host may be there either
  await expect(move('17:00', '19:00', hub.operator.cookie)).rejects.toMatchObject({ code: 'access.not_let_in' })
  expect(await move('16:30', '17:30')).toMatchObject({ startsAt: at('16:30'), endsAt: at('17:30') })
  await app.settle()
  const [, second] = await mailsOf(visit.id)
  expect(pinIn(second?.body_text ?? '')).toBe(pin)
  expect(second?.subject).toContain('日時の変更')
  expect(second?.attachments.invitation).toMatchObject({ method: 'REQUEST', content: expect.stringContaining(uid ?? 'none') })
  expect(second?.attachments.invitation?.content).toMatch(/SEQUENCE:1\r\n[\s\S]*DTSTART:20261124T073000Z/)
  app.clock.set(at('16:10'))
  expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: false, reason: 'too_early' })
  app.clock.set(at('17:10'))
  expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: true, subjectId: visit.id })

  await member()(api.withdrawVisit, { params: { visitId: visit.id }, body: {} })
  await app.settle()
  const last = (await mailsOf(visit.id)).at(-1)?.attachments.invitation
  expect(last).toMatchObject({ method: 'CANCEL', content: expect.stringContaining(uid ?? 'none') })
  expect(last?.content).toMatch(/SEQUENCE:2\r\n[\s\S]*STATUS:CANCELLED/)
  await expect(move('16:30', '17:30')).rejects.toMatchObject({ code: 'access.not_active' })
})

test('of what was decided the first that let a visitor in counts, in whatever order it came', () => {
  const one = (at: number, more: object = {}) => ({
    subjectKind: 'visitor',
    subjectId: 'a',
    direction: 'in',
    isOpen: true,
    at: Temporal.Instant.fromEpochMilliseconds(at),
    ...more,
  })
  const said = firstArrivals([one(5), one(3), one(1, { isOpen: false }), one(2, { direction: 'out' }), one(0, { subjectKind: 'person' })])
  expect(said.map(({ visitId, at }) => [visitId, at.epochMilliseconds])).toEqual([['a', 3]])
})

test('a visitor whose host may be there for a shorter time hears when they can come in, once and a little later; and again when it is as before', async () => {
  const day = (time: string) => Temporal.ZonedDateTime.from(`2026-11-26T${time}[Asia/Tokyo]`).toInstant().toString()
  app.clock.set(day('08:00'))
  const booking = await member()(bookingsApi.bookSpace, {
    body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: day('10:00'), endsAt: day('18:00') },
  })
  await app.settle()
  const visit = await member()(api.inviteVisitor, {
    body: { hubId: hub.id, name: '架空 実', mail: `${randomUUID()}@example.jp`, startsAt: day('13:00'), endsAt: day('17:00') },
  })
  await app.settle()
  const told = async () => (await mailsOf(visit.id)).filter((mail) => mail.cause.startsWith('access.entry'))
  const tell = (at: string) =>
    app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => mailEntry(scope, { visitId: visit.id, at }))
  let version = booking.version
  const until = async (time: string) => {
    const changed = await member()(bookingsApi.changeBooking, { params: { bookingId: booking.id }, body: { version, endsAt: day(time) } })
    version = changed.version
    await app.settle()
    return changed
  }
  const mailed = async () => {
    app.clock.set(app.clock.now().add({ minutes: 11 }).toString())
    await tell(app.clock.now().toString())
    await tell(app.clock.now().toString())
    await app.settle()
    return (await told()).map((mail) => mail.body_text)
  }
  // as announced: nothing to say
  expect(await mailed()).toEqual([])
  await until('15:00')
  // not at once
  await tell(app.clock.now().add({ minutes: 10 }).toString())
  expect(await told()).toEqual([])
  expect(await mailed()).toEqual([expect.stringMatching(/入室できる時間が変わりました[^]*13:00[^]*15:10/)])
  await member()(bookingsApi.cancelBooking, { params: { bookingId: booking.id }, body: {} })
  await app.settle()
  expect((await mailed()).at(-1)).toContain('いまのところ')
  await member()(bookingsApi.bookSpace, {
    body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: day('10:00'), endsAt: day('18:00') },
  })
  await app.settle()
  const all = await mailed()
  expect(all).toHaveLength(3)
  expect(all.at(-1)).toMatch(/13:00[^]*17:00/)
  // whoever need not come hears that, and nothing of times
  await member()(api.withdrawVisit, { params: { visitId: visit.id }, body: {} })
  await app.settle()
  expect(await mailed()).toHaveLength(3)
  expect((await mailsOf(visit.id)).map((mail) => mail.cause.split(':')[0])).toEqual([
    'access.announced',
    'access.entry',
    'access.entry',
    'access.entry',
    'access.withdrawn',
  ])
})
