/** What a gateway is sent of a change makes of its rules exactly what the whole would be. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as bookingsApi from '#modules/bookings/contract/endpoints.ts'
import { bookings } from '#modules/bookings/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { changed } from '../../gateway/snapshot.ts'
import type { Scope } from '#platform/server/scope.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import type { Snapshot } from '../../contract/schemas.ts'
import { createDevice, createDoors, type TestDoors } from '../factory.ts'
import { renewRules } from '../grant/use-cases/regrant.ts'
import { access } from '../module.ts'
import { deleteChanges } from './repository.ts'
import { readChanges, readSnapshot } from './use-cases/build-snapshot.ts'

const start = '2026-11-24T00:00:00Z'
let app: TestApp
let hub: TestDoors
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings, devices, access], hasWorker: true, clock: testClock(start) })
  hub = await createDoors(app)
  await app.settle()
})
afterAll(() => app.stop())

const inTenant = <T>(work: (scope: Scope) => Promise<T>): Promise<T> =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 't' }, work)
const desk = () => app.client({ cookie: hub.operator.cookie })
const at = (time: string): string => Temporal.ZonedDateTime.from(`2026-11-24T${time}[Asia/Tokyo]`).toInstant().toString()

/** The version, and the whole as data without the moment it was made in. */
const whole = () => inTenant((scope) => readSnapshot(scope, hub.id))
const withoutTime = ({ issuedAt: _issuedAt, notAfter: _notAfter, ...rest }: Snapshot) => rest

async function follow(before: Snapshot): Promise<{ after: Snapshot; rows: number }> {
  const changes = await inTenant((scope) => readChanges(scope, hub.id, before.version))
  if (changes === undefined) throw new Error('the changes are not known')
  const after = changed(before, changes)
  if (after === undefined) throw new Error('the changes do not fit')
  const { credentials, grants, gone } = changes
  return { after, rows: credentials.length + grants.length + gone.credentials.length + gone.grants.length }
}

describe('what changed since a version', () => {
  test('is the difference to the whole, step by step and over several at once', async () => {
    const params = { hubId: hub.id }
    const first = await whole()
    let last = first
    let bookingId = ''
    let credentialId = ''
    const steps: readonly (() => Promise<unknown>)[] = [
      async () => {
        const made = await desk()(bookingsApi.bookForSomebody, {
          params,
          body: {
            what: { kind: 'space', spaceId: hub.room.id },
            startsAt: at('10:00'),
            endsAt: at('11:00'),
            holder: { name: '仮名 三郎', mail: 'saburo@example.jp' },
          },
        })
        bookingId = made.id
      },
      async () => {
        const card = { number: '0116000000000042' }
        credentialId = (await desk()(api.addCard, { params, body: { accountId: hub.member.accountId, card, label: 'カード' } })).id
      },
      async () => {
        const { version } = await desk()(bookingsApi.getBooking, { params: { bookingId } })
        const body = { version, startsAt: at('16:00'), endsAt: at('17:00') }
        await desk()(bookingsApi.changeBooking, { params: { bookingId }, body })
      },
      () => desk()(api.markCredential, { params: { ...params, credentialId }, body: { status: 'lost', reason: '紛失' } }),
      () => desk()(api.setDoorRules, { params, body: { minutesBefore: 25, reason: '早めに' } }),
      () => createDevice(app, hub, 'reader'),
      () => desk()(bookingsApi.cancelBooking, { params: { bookingId }, body: {} }),
      () => desk()(api.setDoorRules, { params, body: { minutesBefore: 10, hasBookingPins: false, reason: '暗証番号をやめる' } }),
    ]
    for (const step of steps) {
      await step()
      await app.settle()
      const now = await whole()
      const { after } = await follow(last)
      expect(withoutTime(after)).toEqual(withoutTime(now))
      last = now
    }
    expect(last.version).toBeGreaterThan(first.version)
    expect(withoutTime((await follow(first)).after)).toEqual(withoutTime(last))
  })

  test('is a few rows, however many there are', async () => {
    const before = await whole()
    await desk()(bookingsApi.bookForSomebody, {
      params: { hubId: hub.id },
      body: {
        what: { kind: 'seat', spaceId: hub.open.id },
        startsAt: at('13:00'),
        endsAt: at('14:00'),
        holder: { name: '仮名 三郎', mail: 'saburo@example.jp' },
      },
    })
    await app.settle()
    expect((await follow(before)).rows).toBeLessThanOrEqual(2)
  })

  test('of another hub or another town is not in it', async () => {
    const other = await createDoors(app)
    const before = await whole()
    await app.client({ cookie: other.operator.cookie })(api.addCard, {
      params: { hubId: other.id },
      body: { accountId: other.member.accountId, card: { number: '0116000000000043' }, label: 'カード' },
    })
    await app.settle()
    await inTenant((scope) => renewRules(scope, [hub.id]))
    expect((await follow(before)).rows).toBe(0)
  })

  test('is not said where a piece is missing: let go of, of a time to come, or of a database that was brought back', async () => {
    const { version } = await whole()
    const ask = (since: number) => inTenant((scope) => readChanges(scope, hub.id, since))
    expect(await ask(version + 1)).toBeUndefined()
    expect(await ask(1)).toBeUndefined()
    await inTenant((scope) => renewRules(scope, [hub.id]))
    expect(await ask(version)).toMatchObject({ since: version })
    await app.sql('update access.hub set version = version + 1000 where hub_id = $1', [hub.id])
    expect(await ask(version)).toBeUndefined()
    await inTenant((scope) => renewRules(scope, [hub.id]))
    expect(await ask(version)).toBeUndefined()
    const now = (await whole()).version
    await inTenant((scope) => renewRules(scope, [hub.id]))
    expect(await ask(now)).toMatchObject({ since: now })
    app.clock.advance({ hours: 3 })
    expect(await ask(now)).toBeUndefined()
    await inTenant((scope) => deleteChanges(scope, scope.clock.now().subtract({ hours: 2 })))
    expect(await app.sql('select from access.version where hub_id = $1', [hub.id])).toEqual([])
  })
})
