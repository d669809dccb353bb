/** Codes kept on locks: what a lock should know, what it says it does, and the way between. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as bookingsApi from '#modules/bookings/contract/endpoints.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import { ingest } from '#modules/devices/server/index.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { createDevice, createDoors, show, type TestDoors } from './factory.ts'
import { deleteCodesOver } from './lock-code/repository.ts'
import { followCode } from './lock-code/use-cases/follow-code.ts'
import { planDoor } from './lock-code/use-cases/plan-codes.ts'
import { access } from './module.ts'

const start = '2026-11-24T00:00:00Z'
let app: TestApp
let hub: TestDoors
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access], hasWorker: true, clock: testClock(start) })
})
afterAll(() => app.stop())
beforeEach(async () => {
  app.clock.set(start)
  await app.sql('truncate platform.rate_window')
  hub = await createDoors(app)
  await setSlots(2)
})

const desk = () => app.client({ cookie: hub.operator.cookie })
const params = () => ({ params: { hubId: hub.id } })
const doorNow = async () => {
  const { items } = await desk()(api.listDoors, params())
  const door = items.find((one) => one.id === hub.entrance.id)
  if (door === undefined) throw new Error('no entrance')
  return door
}
const setSlots = async (codeSlots: number) => {
  await desk()(api.changeDoor, {
    params: { hubId: hub.id, doorId: hub.entrance.id },
    body: { version: (await doorNow()).version, codeSlots, reason: '錠の取扱説明書による' },
  })
  await app.settle()
}
/** On the day of the test, Tokyo. */
const at = (time: string): string => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()
const book = async (from: string, to: string) => {
  const booking = await desk()(bookingsApi.bookForSomebody, {
    ...params(),
    body: {
      what: { kind: 'space', spaceId: hub.room.id },
      startsAt: from,
      endsAt: to,
      holder: { name: '仮名 三郎', mail: 'saburo@example.jp' },
    },
  })
  await app.settle()
  return booking
}
const cancel = async (bookingId: string) => {
  await desk()(bookingsApi.cancelBooking, { params: { bookingId }, body: {} })
  await app.settle()
}
const pinOfMail = async (bookingId: string): Promise<string> => {
  const [mail] = await app.sql<{ body_text: string }>(
    `select body_text from platform.mail where cause like 'bookings.%:' || $1 || ':%' order by id desc limit 1`,
    [bookingId],
  )
  return /(?:暗証番号|PIN)\D*(\d{6})/.exec(mail?.body_text ?? '')?.[1] ?? ''
}
const codes = async () => (await desk()(api.listLockCodes, params())).items.toSorted((a, b) => a.id.localeCompare(b.id))
/** What is due of codes by the clock of the test, as the minute's round does it. */
const goRound = async () => {
  const due = await app.sql<{ id: string }>('select id from access.lock_code where consortium_id = $1 and next_at <= $2', [
    hub.consortiumId,
    app.clock.now().toString(),
  ])
  for (const { id } of due)
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => followCode(scope, id))
  await app.settle()
}
interface Asked {
  readonly id: string
  readonly action: string
  readonly params: { readonly slot: number; readonly code?: string; readonly validFrom?: string; readonly validTo?: string }
}
const asked = () => app.sql<Asked>('select id, action, params from devices.command where device_id = $1 order by id', [hub.entrance.lockId])
const answer = async (commandId: string, outcome: 'done' | 'failed' = 'done', detail: string | null = null) => {
  const now = app.clock.now().toString()
  await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
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
          edgeTime: now,
          edgeClock: 'synced',
          data: { commandId, outcome, ...(detail === null ? {} : { detail }) },
        },
      ],
      { kind: 'server' },
    ),
  )
  await app.settle()
}
const lastAsked = async (): Promise<Asked> => {
  const last = (await asked()).at(-1)
  if (last === undefined) throw new Error('nothing was asked')
  return last
}
const onLock = async (from: string, to: string) => {
  const booking = await book(from, to)
  await goRound()
  await answer((await lastAsked()).id)
  return booking
}

describe('a code', () => {
  test('goes to the lock as the mail says it, and counts as there by the lock’s own word', async () => {
    const booking = await book(at('14:00'), at('15:00'))
    expect(await codes()).toMatchObject([{ wanted: 'on-lock', observed: 'planned', slot: 1, tries: 0 }])
    await goRound()
    expect(await asked()).toMatchObject([
      {
        action: 'set-code',
        params: { slot: 1, code: await pinOfMail(booking.id), validFrom: at('13:50'), validTo: at('15:10') },
      },
    ])
    expect(await codes()).toMatchObject([{ wanted: 'on-lock', observed: 'planned', tries: 1 }])
    expect((await doorNow()).codesWaiting).toBe(1)
    await answer((await lastAsked()).id)
    expect(await codes()).toMatchObject([{ wanted: 'on-lock', observed: 'on-lock', tries: 0, lastError: null }])
    expect((await doorNow()).codesWaiting).toBe(0)
    await goRound()
    expect(await asked()).toHaveLength(1)
    // when its time is over the lock is asked to forget it
    app.clock.set(at('15:10'))
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'clear-code', params: { slot: 1 } })
    await answer((await lastAsked()).id)
    expect(await codes()).toMatchObject([{ wanted: 'withdrawn', observed: 'withdrawn' }])
    const forget = (hours: number) =>
      app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
        deleteCodesOver(scope, app.clock.now().add({ hours })),
      )
    await forget(-1)
    expect(await codes()).toHaveLength(1)
    await forget(1)
    expect(await codes()).toEqual([])
  })

  test('of a day far off waits, and is not said to be missing', async () => {
    await book('2026-11-30T01:00:00Z', '2026-11-30T02:00:00Z')
    await goRound()
    expect(await asked()).toEqual([])
    expect((await doorNow()).codesWaiting).toBe(0)
    app.clock.set('2026-11-28T00:50:00Z')
    await goRound()
    expect(await asked()).toHaveLength(1)
  })

  test('that is not confirmed is asked again, each time later; after four tries the desk is told once, and every six hours it is tried on', async () => {
    await book('2026-11-26T01:00:00Z', '2026-11-26T09:00:00Z')
    const triedAfter: number[] = []
    let before = 0
    for (let minute = 0; minute <= 48 * 60; minute++) {
      const [row] = await app.sql<{ next_at: Date }>('select next_at from access.lock_code where consortium_id = $1', [hub.consortiumId])
      const next = Temporal.Instant.fromEpochMilliseconds(row?.next_at.getTime() ?? 0)
      const minutes = Math.round(Temporal.Instant.from(start).until(next).total('minutes'))
      if (minutes > 24 * 60) break
      app.clock.set(next.toString())
      await goRound()
      triedAfter.push(minutes - before)
      before = minutes
      // some locks say no, some nothing
      if (triedAfter.length === 2) await answer((await lastAsked()).id, 'failed', 'memory_busy')
      if (triedAfter.length === 2) expect(await codes()).toMatchObject([{ observed: 'planned', lastError: 'memory_busy' }])
    }
    expect(triedAfter.slice(1)).toEqual([11, 80, 80, 320, 360, 360])
    const told = await app.sql(`select 1 from platform.event where type = 'access.lockCodeStuck' and subject_id = $1`, [hub.entrance.id])
    expect(told).toHaveLength(1)
    expect((await doorNow()).codesWaiting).toBe(1)
  })

  test('of a booking that moved goes to the lock again with the new time; an answer to the old one says nothing', async () => {
    const booking = await book(at('14:00'), at('15:00'))
    await goRound()
    const old = await lastAsked()
    const move = async (from: string, to: string) => {
      const { version } = await desk()(bookingsApi.getBooking, { params: { bookingId: booking.id } })
      await desk()(bookingsApi.changeBooking, { params: { bookingId: booking.id }, body: { version, startsAt: at(from), endsAt: at(to) } })
      await app.settle()
    }
    await move('16:00', '17:00')
    await answer(old.id)
    expect(await codes()).toMatchObject([{ observed: 'planned' }])
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'set-code', params: { slot: 1, validFrom: at('15:50'), validTo: at('17:10') } })
    await answer((await lastAsked()).id)
    expect(await codes()).toMatchObject([{ observed: 'on-lock', slot: 1 }])
    // also of one that was on the lock already
    await move('16:30', '17:30')
    expect(await codes()).toMatchObject([{ observed: 'planned' }])
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'set-code', params: { slot: 1, validFrom: at('16:20') } })
  })
})

describe('a lock that keeps no times', () => {
  const makeSimple = () =>
    app.sql(`update devices.device set driver = 'z2m-lock', config = '{"baseTopic":"zigbee2mqtt/front"}' where id = $1`, [
      hub.entrance.lockId,
    ])
  const actions = async () => (await asked()).map((one) => one.action)

  test('has a code when its time begins and not before: on its keypad it would open from then on', async () => {
    await makeSimple()
    await book(at('14:00'), at('15:00'))
    await goRound()
    expect([await actions(), (await doorNow()).codesWaiting]).toEqual([[], 0])
    app.clock.set(at('13:49'))
    await goRound()
    expect(await actions()).toEqual([])
    app.clock.set(at('13:50'))
    await goRound()
    expect(await actions()).toEqual(['set-code'])
  })

  test('forgets the code of a booking that is moved to later, and has it again then', async () => {
    await makeSimple()
    app.clock.set(at('13:55'))
    const booking = await onLock(at('14:00'), at('15:00'))
    const { version } = await desk()(bookingsApi.getBooking, { params: { bookingId: booking.id } })
    await desk()(bookingsApi.changeBooking, {
      params: { bookingId: booking.id },
      body: { version, startsAt: at('16:00'), endsAt: at('17:00') },
    })
    await app.settle()
    await goRound()
    expect(await actions()).toEqual(['set-code', 'clear-code'])
    await answer((await lastAsked()).id)
    await goRound()
    expect(await codes()).toMatchObject([{ wanted: 'on-lock', observed: 'planned', slot: 1, tries: 0 }])
    expect(await actions()).toHaveLength(2)
    app.clock.set(at('15:50'))
    await goRound()
    expect(await actions()).toEqual(['set-code', 'clear-code', 'set-code'])
  })

  test('and does not answer is asked to forget the code as soon as its time is over, and then each hour', async () => {
    await makeSimple()
    await book(at('14:00'), at('17:00'))
    for (const [time, count] of [
      ['13:50', 1],
      ['14:01', 2],
      ['14:21', 3],
      ['15:41', 4],
    ] as const) {
      app.clock.set(at(time))
      await goRound()
      expect([time, (await actions()).length]).toEqual([time, count])
    }
    // the next try would be at nine in the evening
    app.clock.set(at('17:10'))
    await goRound()
    expect((await actions()).at(-1)).toBe('clear-code')
    app.clock.set(at('18:10'))
    await goRound()
    expect((await actions()).filter((action) => action === 'clear-code')).toHaveLength(2)
  })
})

test('a code that somebody came in by is used, and an entry of theirs in the log and among who is in, once', async () => {
  await onLock(at('14:00'), at('15:00'))
  const now = app.clock.now().toString()
  const opened = (codeSlot: number, by: string) => ({
    v: 1,
    id: randomUUID(),
    deviceId: hub.entrance.lockId,
    sourceKey: randomUUID(),
    type: 'lock',
    deviceTime: null,
    deviceClock: 'unknown',
    edgeTime: now,
    edgeClock: 'synced',
    data: { state: 'unlocked', by, codeSlot },
  })
  const hear = (...events: object[]) =>
    app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => ingest(scope, events, { kind: 'server' }))
  await hear(opened(2, 'code'), opened(1, 'manual'))
  expect(await codes()).toMatchObject([{ observed: 'on-lock' }])
  const log = async () => (await desk()(api.listPassages, { ...params(), query: {} })).items
  const before = opened(1, 'code')
  // nobody's: the time of the code has not come
  await hear(before)
  expect(await log()).toEqual([])
  app.clock.set(at('14:05'))
  const entry = { ...opened(1, 'code'), edgeTime: at('14:05') }
  await hear(entry)
  await hear(entry)
  expect(await codes()).toMatchObject([{ wanted: 'on-lock', observed: 'used' }])
  const [line, ...others] = await log()
  expect(others).toEqual([])
  expect(line).toMatchObject({
    id: entry.id,
    doorId: hub.entrance.id,
    direction: 'in',
    isOpen: true,
    reason: 'granted',
    subject: { kind: 'booking', name: '仮名 三郎' },
    source: { kind: 'booking' },
    factors: ['pin'],
  })
  app.clock.set(at('15:10'))
  await goRound()
  expect(await lastAsked()).toMatchObject({ action: 'clear-code', params: { slot: 1 } })
})

describe('a lock that is taken from its door', () => {
  test('is asked to forget; the one that hangs there then gets the code', async () => {
    await onLock(at('14:00'), at('15:00'))
    const next = await createDevice(app, hub, 'lock', { isClaimed: true })
    await desk()(api.changeDoor, {
      params: { hubId: hub.id, doorId: hub.entrance.id },
      body: { version: (await doorNow()).version, lockDeviceId: next, reason: '錠の取替え' },
    })
    await app.settle()
    await goRound()
    expect((await asked()).map((one) => one.action)).toEqual(['set-code', 'clear-code'])
    expect(await app.sql('select action from devices.command where device_id = $1', [next])).toEqual([{ action: 'set-code' }])
    expect(await codes()).toMatchObject([{ deviceId: next, observed: 'planned', tries: 1 }])
  })

  test.each([
    ['has fewer places', { codeSlots: 0 }],
    ['hangs nowhere', { lockDeviceId: null }],
  ])('or %s is asked to forget', async (_why, change) => {
    await onLock(at('14:00'), at('15:00'))
    await desk()(api.changeDoor, {
      params: { hubId: hub.id, doorId: hub.entrance.id },
      body: { version: (await doorNow()).version, ...change, reason: '見本の理由' },
    })
    await app.settle()
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'clear-code', params: { slot: 1 } })
    await answer((await lastAsked()).id)
    expect(await codes()).toMatchObject([{ wanted: 'withdrawn', observed: 'withdrawn' }])
  })

  test('and a door that is retired leaves none behind', async () => {
    await onLock(at('14:00'), at('15:00'))
    await desk()(api.retireDoor, { params: { hubId: hub.id, doorId: hub.entrance.id }, body: { reason: '改修' } })
    await app.settle()
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'clear-code' })
  })
})

describe('after cancelling', () => {
  test('the lock is asked to forget the code until it says so; what never went there is let go at once', async () => {
    const booking = await onLock(at('14:00'), at('15:00'))
    await cancel(booking.id)
    expect(await codes()).toMatchObject([{ wanted: 'withdrawn', observed: 'on-lock' }])
    expect((await doorNow()).codesWaiting).toBe(1)
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'clear-code', params: { slot: 1 } })
    await answer((await lastAsked()).id, 'failed', 'asleep')
    expect(await codes()).toMatchObject([{ wanted: 'withdrawn', observed: 'on-lock', lastError: 'asleep' }])
    app.clock.advance({ hours: 7 })
    await goRound()
    await answer((await lastAsked()).id)
    expect(await codes()).toMatchObject([{ wanted: 'withdrawn', observed: 'withdrawn' }])
    expect((await asked()).filter((one) => one.action === 'clear-code')).toHaveLength(2)

    const far = await book('2026-11-30T01:00:00Z', '2026-11-30T02:00:00Z')
    await cancel(far.id)
    expect((await codes()).at(-1)).toMatchObject({ wanted: 'withdrawn', observed: 'withdrawn' })
  })

  test('a lock that takes the code only then has it cleared all the same', async () => {
    const booking = await book(at('14:00'), at('15:00'))
    await goRound()
    const set = await lastAsked()
    await cancel(booking.id)
    await answer(set.id)
    expect(await codes()).toMatchObject([{ wanted: 'withdrawn', observed: 'planned' }])
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'clear-code', params: { slot: 1 } })
  })

  test('so it is where the hub gives bookings no PINs any more; with a lock that was taken out of service its codes are gone', async () => {
    await onLock(at('14:00'), at('15:00'))
    await desk()(api.setDoorRules, { ...params(), body: { hasBookingPins: false, reason: '見本の理由' } })
    await app.settle()
    expect(await codes()).toMatchObject([{ wanted: 'withdrawn', observed: 'on-lock' }])
    await app.sql(`update devices.device set status = 'retired' where id = $1`, [hub.entrance.lockId])
    const before = (await asked()).length
    await goRound()
    expect(await codes()).toMatchObject([{ wanted: 'withdrawn', observed: 'withdrawn' }])
    expect(await asked()).toHaveLength(before)
  })
})

describe('places on the lock', () => {
  test('hold one code each: that of a cancelled booking is given on when the lock has forgotten it', async () => {
    await setSlots(1)
    const first = await onLock(at('14:00'), at('15:00'))
    await cancel(first.id)
    const second = await book(at('14:00'), at('15:00'))
    expect(await codes()).toHaveLength(1)
    // the reader opens meanwhile
    app.clock.set(at('14:10'))
    expect(await show(app, hub, hub.entrance.id, { pin: await pinOfMail(second.id) })).toMatchObject({ isOpen: true })
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'clear-code' })
    await answer((await lastAsked()).id)
    expect(await codes()).toMatchObject([
      { slot: 1, observed: 'withdrawn' },
      { slot: 1, wanted: 'on-lock', observed: 'planned' },
    ])
    await goRound()
    expect(await lastAsked()).toMatchObject({ action: 'set-code', params: { slot: 1, code: await pinOfMail(second.id) } })
  })

  test('are for those who come soonest; nobody loses one that is on the lock', async () => {
    await book('2026-11-30T01:00:00Z', '2026-11-30T02:00:00Z')
    await book('2026-11-29T01:00:00Z', '2026-11-29T02:00:00Z')
    const soon = await onLock(at('14:00'), at('15:00'))
    const places = async () => (await codes()).filter((code) => code.observed !== 'withdrawn').map((code) => code.validFrom)
    expect((await places()).toSorted()).toEqual([at('13:50'), '2026-11-29T00:50:00Z'])
    await onLock(at('16:00'), at('17:00'))
    await book(at('12:00'), at('13:00'))
    expect((await places()).toSorted()).toEqual([at('13:50'), at('15:50')])
    await cancel(soon.id)
    await goRound()
    await answer((await lastAsked()).id)
    expect((await places()).toSorted()).toEqual([at('11:50'), at('15:50')])
    expect(
      await app.sql(
        `select device_id, slot from access.lock_code where consortium_id = $1 and observed <> 'withdrawn' group by 1, 2 having count(*) > 1`,
        [hub.consortiumId],
      ),
    ).toEqual([])
  })

  test('are given to no PIN that would open by itself where more is asked: members’ with a card, anybody’s with a passkey', async () => {
    const own = await app.client({ cookie: hub.member.cookie })(bookingsApi.bookSpace, {
      body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at('11:00'), endsAt: at('12:00') },
    })
    await app.settle()
    const guests = await book(at('14:00'), at('15:00'))
    const wanted = async () =>
      (
        await app.sql<{ subject_id: string }>(
          `select c.subject_id from access.lock_code k join access.credential c on c.id = k.credential_id
           where k.consortium_id = $1 and k.wanted = 'on-lock' order by k.valid_from`,
          [hub.consortiumId],
        )
      ).map((row) => row.subject_id)
    const change = async (body: object) => {
      await desk()(api.changeDoor, {
        params: { hubId: hub.id, doorId: hub.entrance.id },
        body: { version: (await doorNow()).version, reason: '見本の理由', ...body },
      })
      await app.settle()
      return wanted()
    }
    expect(await wanted()).toEqual([own.id, guests.id])
    expect(await change({ pinPeriods: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1_080, toMinute: 480 }] })).toEqual([guests.id])
    // and none comes by the way of places that became free
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => planDoor(scope, hub.entrance.id))
    expect(await wanted()).toEqual([guests.id])
    expect(await change({ needsPasskey: true })).toEqual([])
    expect(await change({ needsPasskey: false, pinPeriods: [] })).toEqual([own.id, guests.id])
  })

  test('where there are none, nothing goes to the lock, and the desk sees what to do by hand', async () => {
    await setSlots(0)
    await desk()(api.changeDoor, {
      params: { hubId: hub.id, doorId: hub.entrance.id },
      body: { version: (await doorNow()).version, fallback: '鍵は事務室の金庫', reason: '見本の理由' },
    })
    const booking = await book(at('14:00'), at('15:00'))
    await goRound()
    expect([await codes(), await asked()]).toEqual([[], []])
    expect(await doorNow()).toMatchObject({ codesWaiting: 0, codeSlots: 0, fallback: '鍵は事務室の金庫' })
    app.clock.set(at('14:10'))
    expect(await show(app, hub, hub.entrance.id, { pin: await pinOfMail(booking.id) })).toMatchObject({ isOpen: true })
  })
})
