/** Reminders: planned with the booking, sent once whoever sends, moved and dropped with it; devices; guests who want none. */
import { createECDH, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, guestOf, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { pushOffer } from './use-cases/push-news.ts'
import { ownNotices } from './use-cases/forget-notices.ts'
import { sendReminder } from './use-cases/send-reminder.ts'

let app: TestApp
let hub: TestHub
let person: TestMember
let service: Server
/** What came to the browser maker's service, and what it answers by the last part of the address. */
const pushed: { path: string; encoding: string | undefined; authorization: string | undefined; bytes: number }[] = []
const answers = new Map<string, number>()

/** The real clock's today, so that rounds by `now()` and the clock of the test agree; bookings are a week away. */
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(), hasWorker: true })
  hub = await createHub(app, { hours: [0, 1440] })
  service = createServer((request, response) => {
    let bytes = 0
    request.on('data', (chunk: Buffer) => (bytes += chunk.length))
    request.on('end', () => {
      pushed.push({
        path: request.url ?? '',
        encoding: request.headers['content-encoding'],
        authorization: request.headers.authorization,
        bytes,
      })
      response.statusCode = answers.get(request.url ?? '') ?? 201
      response.end()
    })
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await app.stop()
  await new Promise((resolve) => service.close(resolve))
})
beforeEach(async () => {
  person = await createMember(app, { consortiumId: hub.consortiumId })
  pushed.length = 0
})

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const at = (days: number, time: string) =>
  app.clock
    .now()
    .toZonedDateTimeISO('Asia/Tokyo')
    .toPlainDate()
    .add({ days })
    .toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: time })
    .toInstant()
    .toString()
const seatOn = (days: number, from: string, to: string) => ({
  what: { kind: 'seat' as const, spaceId: hub.open.id },
  startsAt: at(days, from),
  endsAt: at(days, to),
})
const dueOf = async (bookingId: string) => {
  await app.settle()
  const [row] = await app.sql<{ due_at: Date | null; sent_at: Date | null }>(
    'select due_at, sent_at from bookings.reminder where booking_id = $1',
    [bookingId],
  )
  return row === undefined ? undefined : { dueAt: row.due_at?.toISOString().replace('.000', '') ?? null, isSent: row.sent_at !== null }
}
const makeDue = (bookingId: string) =>
  app.sql(`update bookings.reminder set due_at = now() - interval '1 hour' where booking_id = $1`, [bookingId])
const send = (bookingId: string, then: (scope: Scope) => Promise<void> = async () => {}) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, async (scope) => {
    await sendReminder(scope, bookingId)
    await then(scope)
  })
const mailsAbout = (bookingId: string) =>
  app.sql<{ subject: string; body_text: string; language: string }>(
    `select subject, body_text, language from platform.mail where cause like 'bookings.reminder:' || $1 || '%'`,
    [bookingId],
  )

/** A browser's own address and keys; what a test may call is no push service, so the row is written past the check. */
async function device(accountId: string, name: string): Promise<string> {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const [row] = await app.sql<{ id: string }>(
    `insert into bookings.push_device (consortium_id, account_id, endpoint, p256dh, auth, key_mark, label, language, created_at)
     values ($1, $2, $3, $4, $5, '', $6, 'ja', now()) returning id`,
    [
      hub.consortiumId,
      accountId,
      `http://127.0.0.1:${(service.address() as AddressInfo).port}/${name}`,
      pair.getPublicKey().toString('base64url'),
      randomBytes(16).toString('base64url'),
      name,
    ],
  )
  return row?.id ?? ''
}

describe('a reminder', () => {
  test('is due the day before at 17:00, moves and is dropped with the booking, and follows the choice', async () => {
    const made = await as(person)(api.bookSpace, { body: seatOn(7, '09:00', '10:00') })
    expect(await dueOf(made.id)).toEqual({ dueAt: at(6, '17:00'), isSent: false })
    const moved = await as(person)(api.changeBooking, {
      params: { bookingId: made.id },
      body: { version: made.version, startsAt: at(8, '09:00'), endsAt: at(8, '10:00') },
    })
    expect((await dueOf(made.id))?.dueAt).toBe(at(7, '17:00'))
    const setting = { lead: 'hour', hasMail: true, hasPush: false, hasNews: false } as const
    const { setting: stored } = await as(person)(api.setReminders, { body: setting })
    expect(stored).toEqual(setting)
    expect((await dueOf(made.id))?.dueAt).toBe(at(8, '08:00'))
    await as(person)(api.setReminders, { body: { ...setting, lead: 'none' } })
    expect((await dueOf(made.id))?.dueAt).toBeNull()
    await as(person)(api.setReminders, { body: { ...setting, lead: 'day' } })
    expect((await dueOf(made.id))?.dueAt).toBe(at(7, '09:00'))
    await as(hub.operator)(api.cancelBooking, { params: { bookingId: moved.id }, body: {} })
    expect((await dueOf(made.id))?.dueAt).toBeNull()
  })

  test('is said once, whoever sends it: 10 rounds of four workers at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const made = await as(person)(api.bookSpace, { body: seatOn(9 + round, '09:00', '10:00') })
      await app.settle()
      await makeDue(made.id)
      await Promise.all([send(made.id), send(made.id), send(made.id), send(made.id)])
      expect(await mailsAbout(made.id)).toHaveLength(1)
      expect(await dueOf(made.id)).toEqual({ dueAt: null, isSent: true })
    }
  })

  test('a worker that dies after writing it has written nothing; the next one says it', async () => {
    const made = await as(person)(api.bookSpace, { body: seatOn(20, '11:00', '12:00') })
    await app.settle()
    await makeDue(made.id)
    const dying = send(made.id, async (scope) => {
      // the connection is cut, as by a kill, before the commit
      await scope.prepared('test_die', 'select pg_terminate_backend(pg_backend_pid())', [])
    })
    await expect(dying).rejects.toThrow(/terminat/i)
    expect(await mailsAbout(made.id)).toHaveLength(0)
    await app.program.sweeper?.runAll()
    expect(await mailsAbout(made.id)).toHaveLength(1)
    await app.program.sweeper?.runAll()
    expect(await mailsAbout(made.id)).toHaveLength(1)
  })

  test('moved after it was said, it is said again; a new purpose alone says nothing', async () => {
    const made = await as(person)(api.bookSpace, { body: seatOn(21, '11:00', '12:00') })
    await app.settle()
    await makeDue(made.id)
    await send(made.id)
    const named = await as(person)(api.changeBooking, {
      params: { bookingId: made.id },
      body: { version: made.version, purpose: '打合せ' },
    })
    expect((await dueOf(made.id))?.dueAt).toBeNull()
    await as(person)(api.changeBooking, {
      params: { bookingId: made.id },
      body: { version: named.version, startsAt: at(22, '11:00'), endsAt: at(22, '12:00') },
    })
    expect((await dueOf(made.id))?.dueAt).toBe(at(21, '17:00'))
  })

  test('cancelled in the very minute, it is not said', async () => {
    const made = await as(person)(api.bookSpace, { body: seatOn(23, '11:00', '12:00') })
    await app.settle()
    await app.sql(`update bookings.booking set status = 'cancelled' where id = $1`, [made.id])
    await makeDue(made.id)
    await send(made.id)
    expect(await mailsAbout(made.id)).toHaveLength(0)
  })
})

describe('a guest', () => {
  test('is reminded in their language, and a press in the mail stops it for all their bookings', async () => {
    const mail = 'reminded@example.jp'
    const book = (days: number) =>
      app.client({ language: 'ko' })(api.bookAsGuest, {
        params: { hubKey: hub.key },
        body: { ...seatOn(days, '13:00', '14:00'), guest: guestOf(mail, 'ko'), consent: true },
      })
    const first = await book(10)
    const second = await book(11)
    const link = await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, async (scope) =>
      scope.sign('bookings.link', `${hub.consortiumId}/${first.id}/1`),
    )
    const guest = app.client({ link })
    const params = { hubKey: hub.key, bookingId: first.id }
    await guest(api.confirmGuestBooking, { params })
    // a hold is not yet a booking
    expect((await dueOf(second.id))?.dueAt ?? null).toBeNull()
    expect((await dueOf(first.id))?.dueAt).toBe(at(9, '17:00'))
    await makeDue(first.id)
    await send(first.id)
    const [told] = await mailsAbout(first.id)
    expect(told?.subject).toContain('예약 안내')
    expect(told?.body_text).toContain(`/hubs/${hub.key}/bookings/${first.id}/reminders#k=${link}`)

    await app.sql(`update bookings.booking set status = 'confirmed', hold_expires_at = null where id = $1`, [second.id])
    expect(await guest(api.setGuestReminders, { params, body: { isRefused: true } })).toEqual({ isRefused: true })
    expect(await guest(api.getGuestReminders, { params })).toEqual({ isRefused: true })
    expect((await dueOf(second.id))?.dueAt ?? null).toBeNull()
    expect(JSON.stringify(await app.sql('select * from bookings.reminder_refusal'))).not.toContain(mail)
    await guest(api.setGuestReminders, { params, body: { isRefused: false } })
    expect((await dueOf(second.id))?.dueAt).toBe(at(10, '17:00'))
    await expect(app.client({ link: 'x'.repeat(43) })(api.setGuestReminders, { params, body: { isRefused: true } })).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('devices', () => {
  const keys = () => {
    const pair = createECDH('prime256v1')
    pair.generateKeys()
    return { p256dh: pair.getPublicKey().toString('base64url'), auth: randomBytes(16).toString('base64url') }
  }

  test('only addresses of browser makers are taken; a browser belongs to whoever used it last', async () => {
    const body = { endpoint: 'https://fcm.googleapis.com/fcm/send/abc', keys: keys(), label: 'Chrome' }
    const mine = await as(person)(api.addDevice, { body })
    expect((await as(person)(api.getReminders, {})).devices).toEqual([mine])
    expect((await as(person)(api.getReminders, {})).publicKey).toMatch(/^B[\w-]{86}$/)
    for (const endpoint of ['https://10.0.0.1/x', 'http://fcm.googleapis.com/x', 'https://fcm.googleapis.com.example.jp/x'])
      await expect(as(person)(api.addDevice, { body: { ...body, endpoint } })).rejects.toMatchObject({ status: 422 })
    await as(hub.other)(api.addDevice, { body })
    expect((await as(person)(api.getReminders, {})).devices).toEqual([])
    const [theirs] = (await as(hub.other)(api.getReminders, {})).devices
    await expect(as(person)(api.removeDevice, { params: { deviceId: theirs?.id ?? '' } })).rejects.toMatchObject({ status: 404 })
    await as(hub.other)(api.removeDevice, { params: { deviceId: theirs?.id ?? '' } })
    expect((await as(hub.other)(api.getReminders, {})).devices).toEqual([])
  })

  test('a reminder reaches each device sealed; one that is gone is dropped, one that fails is tried again', async () => {
    await device(person.accountId, 'phone')
    await device(person.accountId, 'gone')
    answers.set('/gone', 410)
    const made = await as(person)(api.bookSpace, { body: seatOn(24, '11:00', '12:00') })
    await app.settle()
    await makeDue(made.id)
    await send(made.id)
    await app.settle()
    expect(pushed.map((one) => one.path).toSorted()).toEqual(['/gone', '/phone'])
    expect(pushed[0]).toMatchObject({ encoding: 'aes128gcm', authorization: expect.stringMatching(/^vapid t=.+, k=B/) })
    expect((await as(person)(api.getReminders, {})).devices.map((one) => [one.label, one.deliveredAt !== null])).toEqual([['phone', true]])
    expect(await mailsAbout(made.id)).toHaveLength(1)
  })

  test('what the desk did is told at once, what one did oneself is not', async () => {
    await device(person.accountId, 'desk')
    const made = await as(person)(api.bookSpace, { body: seatOn(25, '11:00', '12:00') })
    const own = await as(person)(api.changeBooking, {
      params: { bookingId: made.id },
      body: { version: made.version, startsAt: at(25, '12:00'), endsAt: at(25, '13:00') },
    })
    await app.settle()
    expect(pushed).toEqual([])
    await as(hub.operator)(api.changeBooking, {
      params: { bookingId: made.id },
      body: { version: own.version, startsAt: at(25, '14:00'), endsAt: at(25, '15:00') },
    })
    await app.settle()
    expect(pushed.map((one) => one.path)).toEqual(['/desk'])
    await as(person)(api.setReminders, { body: { lead: 'usual', hasMail: true, hasPush: true, hasNews: false } })
    await as(hub.operator)(api.cancelBooking, { params: { bookingId: made.id }, body: {} })
    await app.settle()
    expect(pushed).toHaveLength(1)
  })

  test('a freed place that is offered is told at once', async () => {
    await device(person.accountId, 'offer')
    const made = await as(person)(api.bookSpace, { body: seatOn(27, '11:00', '12:00') })
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => pushOffer(scope, made.id))
    await app.settle()
    expect(pushed.map((one) => one.path)).toEqual(['/offer'])
  })

  test('without mail and without a device left, it comes by mail after all', async () => {
    await as(person)(api.setReminders, { body: { lead: 'usual', hasMail: false, hasPush: true, hasNews: true } })
    const made = await as(person)(api.bookSpace, { body: seatOn(26, '11:00', '12:00') })
    await app.settle()
    await makeDue(made.id)
    await send(made.id)
    expect(await mailsAbout(made.id)).toHaveLength(1)
  })
})

test('what is kept about these things is shown to the person and goes with them', async () => {
  const [collect, forget] = [ownNotices.collect, ownNotices.forget]
  const inTenant = <T>(work: (scope: Scope) => Promise<T>): Promise<T> =>
    app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, work)
  expect(await inTenant((scope) => collect(scope, person.accountId))).toEqual([])
  await as(person)(api.makeOwnFeed, { body: {} })
  await device(person.accountId, 'own')
  expect(await inTenant((scope) => collect(scope, person.accountId))).toMatchObject({
    calendars: [{ kind: 'person' }],
    devices: [{ label: 'own' }],
  })
  await inTenant((scope) => forget(scope, person.accountId))
  expect(await inTenant((scope) => collect(scope, person.accountId))).toEqual([])
})
