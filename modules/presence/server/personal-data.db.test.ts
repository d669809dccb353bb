/** A person takes out their own stays, and nobody else's; forgotten, they are somebody whom nobody can find. */
import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { access } from '#modules/access/server/module.ts'
import { devices } from '#modules/devices/server/module.ts'
import { createTestHub } from '#modules/hubs/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import * as peopleApi from '#modules/people/contract/endpoints.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock } from '#platform/testkit/app.ts'
import { correctPresence } from '../contract/endpoints.ts'
import { presence } from './module.ts'
import { recordPassages } from './use-cases/record-passages.ts'

test('a person takes out their own stays, and nobody else’s', async () => {
  const app = await createTestApp({ modules: [people, hubs, devices, access, presence], clock: testClock('2026-11-23T03:00:00Z') })
  const { hub, consortiumId } = await createTestHub(app, { spaces: [{ kind: 'coworking', seats: 10 }] })
  const member = await createMember(app, { consortiumId })
  const other = await createMember(app, { consortiumId })
  const seen = [member, other].map(({ accountId }) => ({
    id: randomUUIDv7(),
    doorId: null,
    at: Date.parse('2026-11-23T01:05:00Z'),
    timeQuality: 'edge',
    subject: { kind: 'person' as const, id: accountId },
    to: { isOut: false, spaceId: null },
  }))
  await app.program.runInTenant(consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    recordPassages(scope, { id: hub.id, zone: 'Asia/Tokyo' }, seen),
  )
  const text = await (await app.request('/api/v1/me/records', { cookie: member.cookie })).text()
  const { consortia } = JSON.parse(text) as { consortia: { sections: { section: string; data: unknown }[] }[] }
  expect(consortia[0]?.sections.find((one) => one.section === 'stays')?.data).toMatchObject({
    stays: [{ enteredAt: '2026-11-23T01:05:00Z' }],
    corrections: [],
  })
  expect(text).not.toContain(other.accountId)
  await app.stop()
})

test('forgotten: stays count as before, by an id that stands nowhere else; the words of corrections go, also from the history', async () => {
  const app = await createTestApp({ modules: [people, hubs, devices, access, presence], clock: testClock('2026-11-23T06:00:00Z') })
  const { hub, consortiumId } = await createTestHub(app, { spaces: [{ kind: 'coworking', seats: 10 }] })
  const operator = await createMember(app, { consortiumId, roles: ['operator'] })
  const member = await createMember(app, { consortiumId })
  const other = await createMember(app, { consortiumId })
  const enter = (accountId: string, at: string) =>
    app.program.runInTenant(consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
      recordPassages(scope, { id: hub.id, zone: 'Asia/Tokyo' }, [
        {
          id: randomUUIDv7(),
          doorId: null,
          at: Date.parse(at),
          timeQuality: 'edge',
          subject: { kind: 'person', id: accountId },
          to: { isOut: false, spaceId: null },
        },
      ]),
    )
  for (const { accountId } of [member, other]) for (const at of ['2026-11-22T01:05:00Z', '2026-11-23T01:05:00Z']) await enter(accountId, at)
  for (const { accountId } of [member, other])
    await app.client({ cookie: operator.cookie })(correctPresence, {
      params: { hubId: hub.id },
      body: { kind: 'left', subjectKind: 'person', subjectId: accountId, at: '2026-11-23T03:00:00Z', reason: '体調が悪く早く帰った' },
    })
  const visits = () =>
    app.sql(
      `select day::text, count(distinct person_key)::int as people, sum(minutes)::int as minutes
       from presence.pub_presence_visit where consortium_id = $1 group by day order by day`,
      [consortiumId],
    )
  const counted = await visits()
  expect(counted).toMatchObject([{ people: 2 }, { people: 2, minutes: 230 }])
  const own = app.client({ cookie: member.cookie })
  const { id } = await own(peopleApi.askToBeForgotten, {})
  await own(peopleApi.confirmForgetting, { params: { id }, body: { mail: member.mail } })

  expect(await visits()).toEqual(counted)
  const naming = (accountId: string) =>
    app.sql(
      `select 'passage' as what from presence.passage t where t::text like $1 union all select 'stay' from presence.stay t where t::text like $1
       union all select 'correction' from presence.correction t where t::text like $1 union all select 'look' from presence.look t where t::text like $1
       union all select 'history' from platform.event t where t::text like $1 and t.type like 'presence.%'`,
      [`%${accountId}%`],
    )
  expect(await naming(member.accountId)).toEqual([])
  expect((await naming(other.accountId)).length).toBeGreaterThan(4)
  const reasons = await app.sql<{ reason: string | null }>(
    `select e.reason from platform.event e where e.consortium_id = $1 and e.type = 'presence.corrected'
     union all select c.reason from presence.correction c where c.consortium_id = $1`,
    [consortiumId],
  )
  expect(reasons.map((row) => row.reason ?? '').toSorted()).toEqual(['', '–', '体調が悪く早く帰った', '体調が悪く早く帰った'])
  // of the history nothing else can be changed
  await expect(
    app.program.runInTenant(consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
      scope.prepared('test_history', `update platform.event set reason = 'x' where consortium_id = $1 and type = 'presence.corrected'`, [
        consortiumId,
      ]),
    ),
  ).rejects.toThrow(/row-level security/)
  const others = await app.program.runInTenant(consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    scope.prepared(
      'test_history_others',
      `update platform.event set reason = null where consortium_id = $1 and type <> 'presence.corrected' returning id`,
      [consortiumId],
    ),
  )
  expect(others).toEqual([])
  // one person still, on both days
  const [persons] = await app.sql('select count(distinct person_key)::int as n from presence.pub_presence_visit where consortium_id = $1', [
    consortiumId,
  ])
  expect(persons).toEqual({ n: 2 })
  await app.stop()
})
