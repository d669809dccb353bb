/** What the desk corrects is shown to whom it is about; a strike is put back; a late word changes no old report. */
import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { access } from '#modules/access/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { createTestHub } from '#modules/hubs/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember, createOrganisation } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../contract/endpoints.ts'
import { presence } from './module.ts'
import { closeNight } from './use-cases/close-night.ts'
import { recordPassages } from './use-cases/record-passages.ts'

let app: TestApp
const clock = testClock('2026-11-23T03:00:00Z')
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, devices, access, presence], clock })
})
afterAll(() => app.stop())

const at = (time: string, day = '2026-11-23') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const day = '2026-11-23'

async function world() {
  clock.set('2026-11-23T03:00:00Z')
  const hub = await createTestHub(app, { spaces: [{ kind: 'coworking', seats: 10 }] })
  const { consortiumId } = hub
  const organisationId = await createOrganisation(app, consortiumId, '架空商事')
  const member = await createMember(app, { consortiumId, familyName: '見本', givenName: '花子', organisationId })
  const params = { hubId: hub.hub.id }
  const run = <T>(work: Parameters<typeof app.program.runInTenant<T>>[2]) =>
    app.program.runInTenant(consortiumId, { name: 'test', requestId: 'test' }, work)
  return {
    hub,
    member,
    params,
    run,
    mine: app.client({ cookie: member.cookie }),
    about: { subjectKind: 'person' as const, subjectId: member.accountId, reason: '裏口から出たと電話あり' },
    come: (time: string, isOut = false) =>
      run((scope) =>
        recordPassages(scope, { id: hub.hub.id, zone: 'Asia/Tokyo' }, [
          {
            id: randomUUIDv7(),
            doorId: null,
            at: Date.parse(at(time)),
            timeQuality: 'edge',
            subject: { kind: 'person', id: member.accountId },
            to: { isOut, spaceId: null },
          },
        ]),
      ),
  }
}

test('the person sees who corrected, when, why, and what was there before', async () => {
  const { hub, member, params, mine, about, come } = await world()
  await come('10:00')
  await hub.call(api.correctPresence, { params, body: { ...about, kind: 'left', at: at('11:00') } })
  const { items } = await mine(api.listMyCorrections, { query: {} })
  expect(items).toMatchObject([
    {
      hubId: params.hubId,
      day,
      kind: 'left',
      at: at('11:00'),
      reason: about.reason,
      madeAt: '2026-11-23T03:00:00Z',
      change: {
        before: [{ enteredAt: at('10:00'), leftAt: null }],
        after: [{ enteredAt: at('10:00'), leftAt: at('11:00'), closedBy: 'correction' }],
      },
    },
  ])
  expect(items[0]?.by).not.toBe('')
  const trace = await mine(api.getMyTrace, { params, query: { day } })
  expect(trace.entries).toMatchObject([
    { source: 'door', change: null },
    { source: 'desk', reason: about.reason },
  ])
  expect(trace).toMatchObject({ from: at('04:00'), to: at('04:00', '2026-11-24') })
  // that they looked at their own is no look, and another sees nothing of it
  expect((await mine(api.listMyLooks, { query: {} })).items).toEqual([])
  const other = await createMember(app, { consortiumId: hub.consortiumId })
  const theirs = app.client({ cookie: other.cookie })
  expect((await theirs(api.listMyCorrections, { query: {} })).items).toEqual([])
  expect(await theirs(api.getMyTrace, { params, query: { day } })).toMatchObject({ name: '', stays: [], entries: [] })
  // also when nothing is left of the stay, and in pages
  const [entry] = trace.entries
  await hub.call(api.correctPresence, {
    params,
    body: { ...about, kind: 'void', at: entry?.at as string, targetId: entry?.id as string, reason: '別の方のカード' },
  })
  const first = await mine(api.listMyCorrections, { query: { limit: 1 } })
  expect(first.items).toMatchObject([{ kind: 'void', change: { before: [{ isEntryKnown: true }], after: [{ isEntryKnown: false }] } }])
  expect((await mine(api.listMyCorrections, { query: { limit: 1, cursor: first.nextCursor as string } })).items).toMatchObject([
    { kind: 'left' },
  ])
  // and what the person takes out has them
  const text = await (await app.request('/api/v1/me/records', { cookie: member.cookie })).text()
  expect(text).toContain(about.reason)
})

test('a strike is put back by striking it out; twice is refused', async () => {
  const { hub, params, about, come } = await world()
  await come('10:00')
  const trace = () => hub.call(api.getTrace, { params: { ...params, subjectId: about.subjectId }, query: { day } })
  const count = async () => (await hub.call(api.getPresence, { params })).occupancy.people
  const strike = (targetId: string) =>
    hub.call(api.correctPresence, { params, body: { ...about, kind: 'void', at: at('10:00'), targetId } })
  const [passage] = (await trace()).entries
  await strike(passage?.id as string)
  expect(await count()).toBe(0)
  await expect(strike(passage?.id as string)).rejects.toMatchObject({ code: 'presence.struck_already' })
  const struck = (await trace()).entries.find(({ kind }) => kind === 'void')
  await strike(struck?.id as string)
  expect(await count()).toBe(1)
  const after = (await trace()).entries
  expect(after.filter(({ isVoided }) => isVoided)).toMatchObject([{ id: struck?.id, isRestore: false }])
  expect(after.filter(({ isRestore }) => isRestore)).toMatchObject([
    { targetId: struck?.id, change: { before: [], after: [{ leftAt: null }] } },
  ])
  await strike(passage?.id as string)
  expect(await count()).toBe(0)
})

test('what somebody is, is what the records say and not what a caller says', async () => {
  const { hub, member, params, about, come } = await world()
  const absent = await createMember(app, { consortiumId: hub.consortiumId })
  const entered = { kind: 'entered' as const, at: at('10:30') }
  for (const subjectKind of ['visitor', 'booking'] as const)
    await expect(
      hub.call(api.correctPresence, { params, body: { ...about, ...entered, subjectKind, subjectId: absent.accountId } }),
    ).rejects.toMatchObject({ status: 404 })
  await come('10:00')
  await hub.call(api.correctPresence, { params, body: { ...about, ...entered, subjectKind: 'visitor' } })
  expect((await hub.call(api.getPresence, { params })).here).toMatchObject([
    { subjectKind: 'person', subjectId: member.accountId, name: '見本 花子' },
  ])
})

test('a word that comes late counts for the organisation of then', async () => {
  const { hub, member, params, about, come } = await world()
  await come('10:00')
  const now = await createOrganisation(app, hub.consortiumId, '例示工業')
  await app.sql('update people.membership set organisation_id = $2 where account_id = $1', [member.accountId, now])
  clock.set('2026-12-23T03:00:00Z')
  await hub.call(api.correctPresence, { params, body: { ...about, kind: 'left', at: at('17:00') } })
  const query = { from: day, to: day, hubId: params.hubId }
  expect(await hub.call(api.getVisits, { query })).toMatchObject({ organisations: [{ name: '架空商事', visits: 1 }] })
})

test('a closing that is moved to a time that is over tonight leaves who is in, and closes them when tonight would have ended', async () => {
  const { hub, member, params, run, mine } = await world()
  clock.set(at('02:00', '2026-11-24'))
  await run((scope) =>
    recordPassages(scope, { id: params.hubId, zone: 'Asia/Tokyo' }, [
      {
        id: randomUUIDv7(),
        doorId: null,
        at: Date.parse(at('01:00', '2026-11-24')),
        timeQuality: 'edge',
        subject: { kind: 'person', id: member.accountId },
        to: { isOut: false, spaceId: null },
      },
    ]),
  )
  const { rule } = await hub.call(api.getPresence, { params })
  await hub.call(api.setPresenceRule, { params, body: { ...rule, closesMinute: 90 } })
  expect((await hub.call(api.getPresence, { params })).here).toHaveLength(1)
  clock.set(at('04:00', '2026-11-24'))
  await run((scope) => closeNight(scope, params.hubId))
  expect((await mine(api.listMyStays, { query: {} })).items).toMatchObject([
    { day, enteredAt: at('01:00', '2026-11-24'), leftAt: at('04:00', '2026-11-24'), closedBy: 'rule' },
  ])
})
