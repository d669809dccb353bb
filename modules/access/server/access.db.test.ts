/** Doors open for the right person: from bookings, leases, roles and cards to what the gateway of the hub is given and decides. */
import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as bookingsApi from '#modules/bookings/contract/endpoints.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import { ingest } from '#modules/devices/server/index.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import * as peopleApi from '#modules/people/contract/endpoints.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { createDevice, createDoors, record, show, snapshotOf, type TestDoors } from './factory.ts'
import { renewRules } from './grant/use-cases/regrant.ts'
import { access } from './module.ts'
import { buildSnapshot, snapshotPublicKey } from './index.ts'

const start = '2026-11-24T00:00:00Z'
let app: TestApp
let hub: TestDoors
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access], hasWorker: true, clock: testClock(start) })
  hub = await createDoors(app)
  await app.settle()
})
afterAll(() => app.stop())

const desk = (of: TestDoors = hub) => app.client({ cookie: of.operator.cookie })
const member = () => app.client({ cookie: hub.member.cookie })
/** On the day of the test, Tokyo. */
const at = (time: string): string => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()
const params = {
  get params(): { hubId: string } {
    return { hubId: hub.id }
  },
}

const bookRoom = async (from: string, to: string) =>
  desk()(bookingsApi.bookForSomebody, {
    params: { hubId: hub.id },
    body: {
      what: { kind: 'space', spaceId: hub.room.id },
      startsAt: at(from),
      endsAt: at(to),
      holder: { name: '仮名 三郎', mail: 'saburo@example.jp' },
    },
  })
/** As the mail says it. */
const pinOfMail = async (bookingId: string): Promise<string> => {
  const [mail] = await app.sql<{ body_text: string }>(
    `select body_text from platform.mail where cause like 'bookings.%:' || $1 || ':%' order by id desc limit 1`,
    [bookingId],
  )
  return /(?:暗証番号|PIN)\D*(\d{6})/.exec(mail?.body_text ?? '')?.[1] ?? ''
}
let numbers = 0
const newCard = (): string => `0116${(++numbers).toString(16).padStart(12, '0')}`
const giveCard = (accountId: string, number = newCard()) =>
  desk()(api.addCard, { ...params, body: { accountId, card: { number }, label: 'カード' } }).then((credential) => ({
    ...credential,
    number,
  }))

describe('a guest’s booking', () => {
  test('opens the doors on the way from ten minutes before to ten after, by the PIN that the mail says; no other door, no other time', async () => {
    const booking = await bookRoom('10:00', '11:00')
    await app.settle()
    const pin = await pinOfMail(booking.id)
    expect(pin).toMatch(/^\d{6}$/)
    app.clock.set(at('09:49'))
    expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({
      isOpen: false,
      reason: 'too_early',
      opensAt: Date.parse(at('09:50')),
    })
    app.clock.set(at('09:50'))
    for (const door of [hub.entrance, hub.roomDoor])
      expect(await show(app, hub, door.id, { pin })).toMatchObject({ isOpen: true, reason: 'granted', subjectId: booking.id })
    app.clock.set(at('11:10'))
    expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: false, reason: 'too_late' })
    // the PIN stands nowhere: not among credentials, and staff who read the mail see … there
    expect(JSON.stringify(await app.sql('select * from access.credential'))).not.toContain(`"${pin}"`)
    app.clock.set(start)
  })

  test('a seat opens the entrance, not the meeting room', async () => {
    const booking = await desk()(bookingsApi.bookForSomebody, {
      params: { hubId: hub.id },
      body: {
        what: { kind: 'seat', spaceId: hub.open.id },
        startsAt: at('10:00'),
        endsAt: at('11:00'),
        holder: { name: '仮名 三郎', mail: 's@example.jp' },
      },
    })
    await app.settle()
    const pin = await pinOfMail(booking.id)
    app.clock.set(at('10:30'))
    expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: true })
    expect(await show(app, hub, hub.roomDoor.id, { pin })).toMatchObject({ isOpen: false, reason: 'other_door' })
    app.clock.set(start)
  })

  test('moved: the old window is closed, the new one open; cancelled: nothing opens', async () => {
    const booking = await bookRoom('13:00', '14:00')
    await app.settle()
    const pin = await pinOfMail(booking.id)
    app.clock.set(at('13:00'))
    expect((await show(app, hub, hub.entrance.id, { pin })).isOpen).toBe(true)
    app.clock.set(start)
    const { version } = await desk()(bookingsApi.getBooking, { params: { bookingId: booking.id } })
    await desk()(bookingsApi.changeBooking, {
      params: { bookingId: booking.id },
      body: { version, startsAt: at('16:00'), endsAt: at('17:00') },
    })
    await app.settle()
    app.clock.set(at('13:00'))
    expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: false, reason: 'too_early' })
    app.clock.set(at('16:00'))
    expect((await show(app, hub, hub.entrance.id, { pin })).isOpen).toBe(true)
    app.clock.set(start)
    await desk()(bookingsApi.cancelBooking, { params: { bookingId: booking.id }, body: {} })
    await app.settle()
    app.clock.set(at('16:00'))
    expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: false, reason: 'no_grant' })
    app.clock.set(start)
    const facts = await app.sql<{ type: string }>(
      `select type from platform.event where type = 'access.grantsChanged' and payload->>'sourceId' = $1`,
      [booking.id],
    )
    expect(facts).toHaveLength(3)
  })

  test('is in rules that are newer than all a gateway has seen, also after the database went back to an older state', async () => {
    const versionNow = async () => (await snapshotOf(app, hub)).version
    const restoreOld = () => app.sql('update access.hub set version = 3 where hub_id = $1', [hub.id])
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => renewRules(scope, [hub.id]))
    const before = await versionNow()
    // somebody restores it by their own means: the next change is newer than what the hub's machine has
    await restoreOld()
    app.clock.advance({ hours: 1 })
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => renewRules(scope, [hub.id]))
    const changed = await versionNow()
    expect(changed).toBeGreaterThan(before)
    // changed twice within a second, it rises all the same
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => renewRules(scope, [hub.id]))
    expect(await versionNow()).toBe(changed + 1)
    // by `hiroba restore`: at once
    await restoreOld()
    await access.setRightAfterRestore?.((text) => app.sql(text))
    expect(await versionNow()).toBeGreaterThanOrEqual(Math.floor(Date.now() / 1_000) - 5)
    await restoreOld()
    app.clock.set(start)
  })

  test('is current within two seconds of a change, and the version of the rules rises', async () => {
    const before = (await snapshotOf(app, hub)).version
    const from = performance.now()
    const booking = await bookRoom('08:00', '08:30').catch(() => bookRoom('17:00', '17:30'))
    for (;;) {
      const { grants } = await snapshotOf(app, hub)
      if (grants.some((grant) => grant.subjectId === booking.id)) break
      expect(performance.now() - from).toBeLessThan(2_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect((await snapshotOf(app, hub)).version).toBeGreaterThan(before)
  })
})

describe('a card', () => {
  test('opens by its holder’s booking; lost it is refused at once, replaced in one call the new one opens', async () => {
    const card = await giveCard(hub.member.accountId)
    expect(JSON.stringify(await app.sql('select * from access.credential'))).not.toContain(card.number)
    await member()(bookingsApi.bookSpace, {
      body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('10:00'), endsAt: at('12:00') },
    })
    await app.settle()
    app.clock.set(at('10:30'))
    expect(await show(app, hub, hub.entrance.id, { card: card.number })).toMatchObject({ isOpen: true, subjectId: hub.member.accountId })
    expect(await show(app, hub, hub.entrance.id, { card: card.number.toUpperCase().replaceAll(/(..)/g, '$1:') })).toMatchObject({
      isOpen: true,
    })
    const second = newCard()
    const { old, new: made } = await desk()(api.replaceCredential, {
      params: { hubId: hub.id, credentialId: card.id },
      body: { card: { number: second }, reason: '紛失の届け' },
    })
    expect(old).toMatchObject({ status: 'lost', replacedById: made.id })
    expect(await show(app, hub, hub.entrance.id, { card: card.number })).toMatchObject({ isOpen: false, reason: 'credential_lost' })
    expect(await show(app, hub, hub.entrance.id, { card: second })).toMatchObject({ isOpen: true })
    const [fact] = await app.sql<{ reason: string; actor_account_id: string }>(
      `select reason, actor_account_id from platform.event where type = 'access.credentialMarked' and subject_id = $1`,
      [card.id],
    )
    expect(fact).toEqual({ reason: '紛失の届け', actor_account_id: hub.operator.accountId })
    // found again
    await desk()(api.markCredential, { params: { hubId: hub.id, credentialId: made.id }, body: { status: 'blocked', reason: '返却' } })
    expect(await show(app, hub, hub.entrance.id, { card: second })).toMatchObject({ reason: 'credential_blocked' })
    app.clock.set(start)
  })

  test('is one person’s: a second is refused, also of two at once; another town’s is unknown', async () => {
    const number = newCard()
    const given = await Promise.allSettled([giveCard(hub.member.accountId, number), giveCard(hub.other.accountId, number)])
    expect(given.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(given.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'access.card_taken' } })
    const town = await createDoors(app)
    const theirs = newCard()
    await desk(town)(api.addCard, {
      params: { hubId: town.id },
      body: { accountId: town.member.accountId, card: { number: theirs }, label: 'カード' },
    })
    expect(await show(app, hub, hub.entrance.id, { card: theirs })).toMatchObject({ isOpen: false, reason: 'unknown_credential' })
    // and nobody gives cards of another consortium
    await expect(
      desk(town)(api.addCard, { ...params, body: { accountId: hub.member.accountId, card: { number: newCard() }, label: 'x' } }),
    ).rejects.toMatchObject({ status: 404 })
    await expect(giveCard(town.member.accountId)).rejects.toMatchObject({ code: 'access.not_a_member' })
    await expect(giveCard(hub.member.accountId, '12')).rejects.toMatchObject({ code: 'access.card_unreadable' })
  })

  test('a PIN of a person: told once more to them, a new one ends the old', async () => {
    const first = await desk()(api.issuePin, { ...params, body: { accountId: hub.other.accountId } })
    const mine = app.client({ cookie: hub.other.cookie })
    const own = (await mine(api.listMyDoors, {})).pins
    expect(own).toEqual([{ hubId: hub.id, pin: first.pin }])
    const { pin } = await mine(api.renewMyPin, { body: { hubId: hub.id } })
    expect(pin).not.toBe(first.pin)
    expect(await show(app, hub, hub.entrance.id, { pin: first.pin })).toMatchObject({ reason: 'credential_blocked' })
    expect(await show(app, hub, hub.entrance.id, { pin: pin ?? '' })).toMatchObject({ reason: 'no_grant' })
  })
})

test('roles let in the staff always, and no longer once the role is gone', async () => {
  const clerk = await createMember(app, { consortiumId: hub.consortiumId, roles: ['operator'], familyName: '模擬', givenName: '五郎' })
  const admin = await createMember(app, { consortiumId: hub.consortiumId, roles: ['admin'], familyName: '例示', givenName: '一郎' })
  const card = await giveCard(clerk.accountId)
  // as by an invitation: the roles change by the endpoint, and the doors hear of it
  const change = (roles: ('operator' | 'member')[]) =>
    app.client({ cookie: admin.cookie })(peopleApi.changeRoles, {
      params: { id: clerk.membershipId },
      body: { roles, reason: '担当の変更' },
    })
  await change(['member'])
  await app.settle()
  expect(await show(app, hub, hub.roomDoor.id, { card: card.number })).toMatchObject({ isOpen: false, reason: 'no_grant' })
  await change(['operator'])
  await app.settle()
  expect(await show(app, hub, hub.roomDoor.id, { card: card.number })).toMatchObject({ isOpen: true, subjectId: clerk.accountId })
  expect((await snapshotOf(app, hub)).staffGroup).toContain(clerk.accountId)
})

test('the rules of the hub move the window of bookings that are there', async () => {
  const booking = await bookRoom('11:30', '12:00')
  await app.settle()
  const pin = await pinOfMail(booking.id)
  await desk()(api.setDoorRules, { ...params, body: { minutesBefore: 30, reason: '早めに来られる方のため' } })
  await app.settle()
  app.clock.set(at('11:05'))
  expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: true })
  app.clock.set(start)
  await desk()(api.setDoorRules, { ...params, body: { minutesBefore: 10, reason: '元に戻す' } })
  await app.settle()
})

describe('the snapshot', () => {
  test('is signed by the installation’s key, and holds no name', async () => {
    const [signed, key] = await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 't' }, async (scope) => [
      await buildSnapshot(scope, hub.id),
      snapshotPublicKey(scope),
    ])
    const bytes = Buffer.from(signed.payload, 'base64url')
    const isSigned = (of: Buffer) => verify(null, of, createPublicKey(key), Buffer.from(signed.signature, 'base64url'))
    expect(isSigned(bytes)).toBe(true)
    expect(isSigned(Buffer.from(bytes.toString().replace('"version":', '"version":1')))).toBe(false)
    const text = bytes.toString()
    for (const name of ['仮名', '見本 花子', 'example.jp']) expect(text).not.toContain(name)
  })
})

describe('the entry log', () => {
  test('holds each decision once, with its reason; a member sees their own, the desk all, another town nothing', async () => {
    const card = await giveCard(hub.member.accountId)
    const key = `boot:${card.number}`
    const decision = await show(app, hub, hub.roomDoor.id, { card: card.number })
    const decisionId = await record(app, hub, hub.roomDoor, decision, { key })
    await record(app, hub, hub.roomDoor, decision, { key, decisionId })
    const { items } = await desk()(api.listPassages, { ...params, query: { accountId: hub.member.accountId } })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ id: decisionId, isOpen: decision.isOpen, reason: decision.reason, subject: { name: '見本 花子' } })
    expect((await member()(api.listMyPassages, { query: {} })).items.map((one) => one.id)).toEqual([decisionId])
    expect((await app.client({ cookie: hub.other.cookie })(api.listMyPassages, { query: {} })).items).toEqual([])
    await expect(member()(api.listPassages, { ...params, query: {} })).rejects.toMatchObject({ status: 403 })
    const town = await createDoors(app)
    await expect(desk(town)(api.listPassages, { ...params, query: {} })).rejects.toMatchObject({ status: 404 })
    const refused = await desk()(api.listPassages, { ...params, query: { result: 'refused', doorId: hub.roomDoor.id } })
    expect(refused.items.length).toBe(decision.isOpen ? 0 : 1)
    await expect(app.sql(`update access.passage set reason = 'x'`)).resolves.toBeDefined()
    await expect(
      app.program.runInTenant(hub.consortiumId, { name: 't', requestId: 't' }, (scope) =>
        scope.prepared('access_test_forge', `update access.passage set reason = 'granted' where consortium_id = $1`, [hub.consortiumId]),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test('is walked in pages, and taken out as a table with who took it on record', async () => {
    for (let n = 0; n < 5; n++) {
      app.clock.advance({ seconds: 1 })
      await record(app, hub, hub.entrance, await show(app, hub, hub.entrance.id, { card: 'ffffffffffffffff' }))
    }
    const first = await desk()(api.listPassages, { ...params, query: { limit: 3, reason: 'unknown_credential' } })
    const rest = await desk()(api.listPassages, {
      ...params,
      query: { limit: 3, reason: 'unknown_credential', cursor: first.nextCursor ?? '' },
    })
    expect(new Set([...first.items, ...rest.items].map((one) => one.id)).size).toBe(5)
    const file = await app.request(`/api/v1/hubs/${hub.id}/passages/export?format=csv`, { cookie: hub.operator.cookie })
    expect(file.status).toBe(200)
    expect(await file.text()).toContain('登録のないカード・番号')
    expect(await app.sql(`select 1 from platform.event where type = 'access.passagesExported'`)).toHaveLength(1)
    app.clock.set(start)
  })
})

describe('open all and lock down', () => {
  test('are confirmed, have a reason, are on record and end', async () => {
    await expect(desk()(api.setDoorMode, { ...params, body: { mode: 'open-all', reason: '避難訓練' } as never })).rejects.toMatchObject({
      status: 422,
    })
    await expect(
      member()(api.setDoorMode, { ...params, body: { mode: 'open-all', reason: '避難訓練', isConfirmed: true } }),
    ).rejects.toMatchObject({ status: 403 })
    await desk()(api.setDoorMode, { ...params, body: { mode: 'open-all', reason: '避難訓練', isConfirmed: true } })
    expect(await show(app, hub, hub.entrance.id, { card: 'ffffffffffffffff' })).toMatchObject({ isOpen: true, reason: 'open_all' })
    await desk()(api.setDoorMode, {
      ...params,
      body: { doorIds: [hub.entrance.id], mode: 'lock-down', reason: '不審者', isConfirmed: true },
    })
    expect(await show(app, hub, hub.entrance.id, { card: 'ffffffffffffffff' })).toMatchObject({ isOpen: false, reason: 'locked_down' })
    await desk()(api.setDoorMode, { ...params, body: { mode: 'normal', reason: '終了', isConfirmed: true } })
    const facts = await app.sql<{ reason: string }>(`select reason from platform.event where type = 'access.doorModeSet' order by id`)
    expect(facts.map((one) => one.reason)).toEqual(['避難訓練', '不審者', '終了'])
  })

  test('from afar the desk opens with a reason; the command is for this door, is short-lived, and decided at the hub', async () => {
    const { commandId } = await desk()(api.openDoor, {
      params: { hubId: hub.id, doorId: hub.entrance.id },
      body: { reason: 'カードを忘れた方' },
    })
    const [command] = await app.sql<{ params: { doorId: string; factors: { kind: string; by: string }[] }; action: string }>(
      'select params, action from devices.command where id = $1',
      [commandId],
    )
    expect(command).toMatchObject({
      action: 'open',
      params: { doorId: hub.entrance.id, factors: [{ kind: 'remote', by: hub.operator.accountId }] },
    })
    await expect(desk()(api.openDoor, { params: { hubId: hub.id, doorId: hub.entrance.id }, body: { reason: ' ' } })).rejects.toMatchObject(
      { status: 422 },
    )
    await expect(
      member()(api.openDoor, { params: { hubId: hub.id, doorId: hub.entrance.id }, body: { reason: 'x' } }),
    ).rejects.toMatchObject({ status: 403 })
  })
})

describe('one’s own phone', () => {
  const secretOf = async (doorId: string): Promise<string> => {
    const { items } = await desk()(api.listDoors, params)
    return items.find((door) => door.id === doorId)?.qrUrl?.split('#')[1] ?? ''
  }

  test('that calls coming in leaving opens nothing', async () => {
    const secret = await secretOf(hub.entrance.id)
    const count = async () => (await app.sql<{ n: number }>('select count(*)::int as n from devices.command'))[0]?.n
    const before = await count()
    const answer = await app.request(`/api/v1/me/doors/${hub.entrance.id}/open`, {
      method: 'POST',
      cookie: hub.other.cookie,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        secret,
        direction: 'out',
        factors: [{ kind: 'remote', by: 'me', reason: 'me' }],
        subjectId: hub.member.accountId,
      }),
    })
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'access.not_let_in' }])
    expect(await count()).toBe(before)
  })

  test('opens a door whose code was scanned, within the booking; not from a screen at home, not at another time', async () => {
    const booking = await member()(bookingsApi.bookSpace, {
      body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('14:00'), endsAt: at('15:00') },
    })
    await app.settle()
    const secret = await secretOf(hub.entrance.id)
    const open = (given = secret, doorId = hub.entrance.id) => member()(api.openMyDoor, { params: { doorId }, body: { secret: given } })
    await expect(open()).rejects.toMatchObject({
      code: 'access.not_let_in',
      problem: { params: { reason: 'too_early', opensAt: expect.any(String) } },
    })
    app.clock.set(at('14:05'))
    await expect(open('x'.repeat(43))).rejects.toMatchObject({ code: 'access.wrong_door_code' })
    await expect(open(secret, hub.roomDoor.id)).rejects.toMatchObject({ code: 'access.wrong_door_code' })
    const opening = await open()
    expect(opening.status).toBe('pending')
    expect((await member()(api.getMyOpening, { params: { commandId: opening.commandId } })).status).toBe('pending')
    await expect(
      app.client({ cookie: hub.other.cookie })(api.getMyOpening, { params: { commandId: opening.commandId } }),
    ).rejects.toMatchObject({ status: 404 })
    const { items } = await member()(api.listMyDoors, {})
    expect(items.find((door) => door.doorId === hub.entrance.id)?.now).toMatchObject({
      isOpen: true,
      source: { kind: 'booking', id: booking.id },
    })
    app.clock.set(start)
  })

  test('a guest sees PIN and doors by the link of the booking, and nobody else does', async () => {
    const booking = await bookRoom('18:00', '18:30').catch(() => bookRoom('15:00', '15:30'))
    await app.settle()
    const [mail] = await app.sql<{ body_text: string }>(`select body_text from platform.mail where cause like '%' || $1 || '%'`, [
      booking.id,
    ])
    const link = /#k=([\w-]+)/.exec(mail?.body_text ?? '')?.[1] ?? ''
    const seen = await app.client({ link })(api.getPass, { params: { hubKey: hub.key, passId: booking.id } })
    expect(seen).toMatchObject({ kind: 'booking', pin: await pinOfMail(booking.id) })
    expect(seen.doors.map((door) => door.now.reason)).toEqual(['too_early', 'too_early'])
    for (const other of [app.client({ link: `${link}x` }), app.client()])
      await expect(other(api.getPass, { params: { hubKey: hub.key, passId: booking.id } })).rejects.toMatchObject({ status: 404 })
  })

  test('a door marked for a passkey opens after one was used, for its person, and not without', async () => {
    const door = (await desk()(api.listDoors, params)).items.find((one) => one.id === hub.entrance.id)
    const mark = (version: number, needsPasskey: boolean) =>
      desk()(api.changeDoor, {
        params: { hubId: hub.id, doorId: hub.entrance.id },
        body: { version, needsPasskey, reason: '金庫のある部屋' },
      })
    const { version } = await mark(door?.version ?? 0, true)
    const body = { secret: await secretOf(hub.entrance.id) }
    const open = () => app.client({ cookie: hub.operator.cookie })(api.openMyDoor, { params: { doorId: hub.entrance.id }, body })
    await expect(open()).rejects.toMatchObject({ code: 'access.passkey_wanted' })
    const proven = (accountId: string, until: string) =>
      app.sql(
        `insert into auth.verification (identifier, value, "expiresAt", "createdAt", "updatedAt") values ('passkey-used:' || $1::text, '', now() + $2::interval, now(), now())`,
        [accountId, until],
      )
    await proven(hub.other.accountId, '5 minutes')
    await proven(hub.operator.accountId, '-1 minute')
    await expect(open()).rejects.toMatchObject({ code: 'access.passkey_wanted' })
    await proven(hub.operator.accountId, '5 minutes')
    expect((await open()).status).toBe('pending')
    await mark(version, false)
  })

  test('of a person is a key of its own; lost it is refused', async () => {
    const phone = await member()(api.addMyPhone, { body: { label: '電話', publicKey: 'A'.repeat(43) } })
    const factor = { kind: 'phone' as const, credentialId: phone.id, isProven: true }
    expect(await show(app, hub, hub.entrance.id, factor)).toMatchObject({ subjectId: hub.member.accountId })
    expect(await show(app, hub, hub.entrance.id, { ...factor, isProven: false })).toMatchObject({ reason: 'unknown_credential' })
    await expect(
      app.client({ cookie: hub.other.cookie })(api.loseMyCredential, { params: { credentialId: phone.id }, body: {} }),
    ).rejects.toMatchObject({ status: 404 })
    await member()(api.loseMyCredential, { params: { credentialId: phone.id }, body: {} })
    expect(await show(app, hub, hub.entrance.id, factor)).toMatchObject({ reason: 'credential_lost' })
  })
})

describe('a visitor', () => {
  test('is announced by whoever may be there then, gets PIN and link by mail, and enters within the time', async () => {
    await member()(bookingsApi.bookSpace, {
      body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('16:00'), endsAt: at('17:30') },
    })
    await app.settle()
    const invite = (from: string, to: string) =>
      member()(api.inviteVisitor, {
        body: { hubId: hub.id, name: '架空 実', mail: 'kaku@example.jp', startsAt: at(from), endsAt: at(to) },
      })
    await expect(invite('12:00', '13:00')).rejects.toMatchObject({ code: 'access.not_let_in' })
    await expect(invite('17:00', '16:00')).rejects.toMatchObject({ code: 'access.visit_times' })
    const visit = await invite('16:10', '17:00')
    await app.settle()
    const [mail] = await app.sql<{ body_text: string }>(`select body_text from platform.mail where cause = $1`, [
      `access.announced:${visit.id}`,
    ])
    const pin = /暗証番号：(\d{6})/.exec(mail?.body_text ?? '')?.[1] ?? ''
    const link = /#k=([\w-]+)/.exec(mail?.body_text ?? '')?.[1] ?? ''
    app.clock.set(at('16:30'))
    expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: true, subjectId: visit.id })
    expect(await show(app, hub, hub.roomDoor.id, { pin })).toMatchObject({ isOpen: false, reason: 'other_door' })
    expect(await app.client({ link })(api.getPass, { params: { hubKey: hub.key, passId: visit.id } })).toMatchObject({ kind: 'visit', pin })
    await expect(
      app.client({ cookie: hub.other.cookie })(api.withdrawVisit, { params: { visitId: visit.id }, body: {} }),
    ).rejects.toMatchObject({ status: 404 })
    await member()(api.withdrawVisit, { params: { visitId: visit.id }, body: {} })
    expect(await show(app, hub, hub.entrance.id, { pin })).toMatchObject({ isOpen: false, reason: 'no_grant' })
    await expect(app.client({ link })(api.getPass, { params: { hubKey: hub.key, passId: visit.id } })).rejects.toMatchObject({
      status: 404,
    })
    app.clock.set(start)
  })
})

test('whoever is stopped enters by no booking, nor whom they announced; who is back does again', async () => {
  await desk()(api.setDoorRules, { ...params, body: { mayInvite: true, reason: '見本の理由' } })
  const other = await createMember(app, { consortiumId: hub.consortiumId, roles: ['member'] })
  const booking = await app.client({ cookie: other.cookie })(bookingsApi.bookSpace, {
    body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('16:00'), endsAt: at('17:30') },
  })
  await app.settle()
  const visit = await app.client({ cookie: other.cookie })(api.inviteVisitor, {
    body: { hubId: hub.id, name: '架空 実', mail: 'kaku@example.jp', startsAt: at('16:00'), endsAt: at('17:00') },
  })
  await app.settle()
  const subjects = async () =>
    (await snapshotOf(app, hub)).grants
      .map((grant) => grant.subjectId)
      .filter((id) => [booking.id, other.accountId, visit.id].includes(id))
      .toSorted()
  expect(await subjects()).toEqual([booking.id, other.accountId, visit.id].toSorted())
  const status = (to: 'suspended' | 'active') =>
    desk()(peopleApi.changeStatus, {
      params: { id: other.membershipId },
      body: { status: to, reason: '見本の理由' },
    })
  await status('suspended')
  await app.settle()
  expect(await subjects()).toEqual([])
  await status('active')
  await app.settle()
  expect(await subjects()).toEqual([booking.id, other.accountId, visit.id].toSorted())
  await app.client({ cookie: other.cookie })(bookingsApi.cancelBooking, { params: { bookingId: booking.id }, body: {} })
  await app.settle()
  expect(await subjects()).toEqual([])
})

test('PINs of bookings end where the hub gives none any more', async () => {
  const booking = await bookRoom('17:30', '18:00')
  await app.settle()
  const pins = async () =>
    (await snapshotOf(app, hub)).credentials.filter((one) => one.kind === 'pin' && one.subjectId === booking.id && one.status === 'active')
  expect(await pins()).toHaveLength(1)
  await desk()(api.setDoorRules, { ...params, body: { hasBookingPins: false, reason: '見本の理由' } })
  await app.settle()
  expect(await pins()).toHaveLength(0)
  await desk()(api.setDoorRules, { ...params, body: { hasBookingPins: true, reason: '見本の理由' } })
  await app.settle()
  expect(await pins()).toHaveLength(1)
})

describe('a door', () => {
  test('takes devices of its own hub that fit, each once', async () => {
    const add = (body: object) => desk()(api.addDoor, { ...params, body: { names: { ja: '裏口' }, ...body } })
    await expect(add({ lockDeviceId: hub.entrance.lockId })).rejects.toMatchObject({ code: 'access.device_taken' })
    await expect(add({ lockDeviceId: hub.entrance.readerId })).rejects.toMatchObject({ code: 'access.device_unfit' })
    const town = await createDoors(app)
    await expect(add({ lockDeviceId: town.entrance.lockId })).rejects.toMatchObject({ code: 'access.device_unfit' })
    await expect(add({ insideSpaceId: town.room.id })).rejects.toMatchObject({ code: 'access.space_elsewhere' })
    const door = await add({ lockDeviceId: await createDevice(app, hub, 'lock') })
    await expect(
      desk()(api.changeDoor, { params: { hubId: hub.id, doorId: door.id }, body: { version: 9, unlockSeconds: 7, reason: 'x' } }),
    ).rejects.toMatchObject({ status: 412 })
    const changed = await desk()(api.changeDoor, {
      params: { hubId: hub.id, doorId: door.id },
      body: { version: 1, unlockSeconds: 7, pinPeriods: [{ weekdays: [1, 2], fromMinute: 1_080, toMinute: 480 }], reason: '夜は両方' },
    })
    expect(changed).toMatchObject({ unlockSeconds: 7, version: 2, pinPeriods: [{ fromMinute: 1_080 }] })
    await desk()(api.retireDoor, { params: { hubId: hub.id, doorId: door.id }, body: { reason: '塞いだ' } })
    await app.settle()
    expect((await snapshotOf(app, hub)).doors.map((one) => one.id)).not.toContain(door.id)
  })

  test('has a space, the hub itself or the street before it: what is said last holds', async () => {
    const both = { outsideSpaceId: hub.room.id, outsideIsHub: true }
    await expect(desk()(api.addDoor, { ...params, body: { names: { ja: '会議室' }, ...both } })).rejects.toMatchObject({ status: 422 })
    const door = await desk()(api.addDoor, { ...params, body: { names: { ja: '会議室' }, outsideIsHub: true } })
    expect(door).toMatchObject({ outsideSpaceId: null, outsideIsHub: true })
    const change = (version: number, body: object) =>
      desk()(api.changeDoor, { params: { hubId: hub.id, doorId: door.id }, body: { version, reason: '見本の理由', ...body } })
    await expect(change(1, both)).rejects.toMatchObject({ status: 422 })
    expect(await change(1, { outsideSpaceId: hub.room.id })).toMatchObject({ outsideSpaceId: hub.room.id, outsideIsHub: false })
    expect(await change(2, { outsideIsHub: true })).toMatchObject({ outsideSpaceId: null, outsideIsHub: true })
    expect(await change(3, { outsideSpaceId: null, outsideIsHub: false })).toMatchObject({ outsideSpaceId: null, outsideIsHub: false })
    await desk()(api.retireDoor, { params: { hubId: hub.id, doorId: door.id }, body: { reason: '塞いだ' } })
  })
})

test('rows of doors are there for their own tenant alone', async () => {
  const town = await createDoors(app)
  for (const table of [
    'hub',
    'door',
    'door_reader',
    'credential',
    'door_grant',
    'visit',
    'passage',
    'shown_card',
    'lock_code',
    'opening',
  ]) {
    const rows = await app.program.runInTenant(town.consortiumId, { name: 't', requestId: 't' }, (scope) =>
      scope.prepared<{ n: number }>(`access_wall_${table}`, `select count(*)::int as n from access.${table} where consortium_id = $1`, [
        hub.consortiumId,
      ]),
    )
    expect(rows[0]?.n).toBe(0)
  }
})

test('a lock that does not do what its gateway asks is told to whoever runs the hub, and so is its end', async () => {
  const said = (detail: string, outcome: string) =>
    app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
      ingest(
        scope,
        [
          {
            v: 1,
            id: randomUUID(),
            deviceId: hub.entrance.lockId,
            sourceKey: randomUUID(),
            type: 'command-ack',
            deviceTime: null,
            deviceClock: 'unknown',
            edgeTime: app.clock.now().toString(),
            edgeClock: 'synced',
            data: { commandId: randomUUID(), outcome, detail },
          },
        ],
        { kind: 'server' },
      ),
    )
  const stuck = async () => (await desk()(api.listDoors, params)).items.find((door) => door.id === hub.entrance.id)?.stuck
  await said('no_feedback', 'failed')
  expect(await stuck()).toBeNull()
  await said('still_unlocked', 'failed')
  expect(await stuck()).toEqual({ since: app.clock.now().toString(), wanted: 'locked' })
  await said('moved_at_last', 'done')
  expect(await stuck()).toBeNull()
  await said('contact_silent', 'failed')
  const facts = await app.sql<{ type: string; payload: object }>(
    `select type, payload from platform.event where type in ('access.lockStuck', 'access.lockMoved', 'access.contactSilent') and subject_id = $1 order by id`,
    [hub.entrance.id],
  )
  expect(facts).toEqual([
    { type: 'access.lockStuck', payload: { hubId: hub.id, doorId: hub.entrance.id, wanted: 'locked' } },
    { type: 'access.lockMoved', payload: { hubId: hub.id, doorId: hub.entrance.id } },
    { type: 'access.contactSilent', payload: { hubId: hub.id, doorId: hub.entrance.id } },
  ])
})
