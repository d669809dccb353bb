/** An agreement between two consortia: proposed, answered, ended; what each side may do, and what a third one sees. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people } from '#modules/people/server/module.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createTestHub, type TestConsortium, type TestHub } from '../factory.ts'
import { hubs } from '../module.ts'

let app: TestApp
let a: TestHub
let b: TestHub
let third: TestConsortium
let officer: TestMember
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs], clock: testClock('2026-11-24T01:00:00Z'), hasWorker: true })
  ;[a, b, third] = [await createTestHub(app), await createTestHub(app), await createTestHub(app)]
  officer = await createMember(app, { consortiumId: b.consortiumId, roles: ['officer'] })
})
afterAll(() => app.stop())

const terms = { fromOn: '2026-12-01', untilOn: null, who: 'members', priceClass: 'member', mostPerMonth: 4, hubKeys: null } as const
const propose = (from: TestConsortium, to: TestConsortium, change: object = {}) =>
  from.call(api.proposeMutualUse, { body: { ...terms, partnerKey: to.slug, ...change } })
const at = (mutualUseId: string) => ({ params: { mutualUseId } })
const read = (side: TestConsortium, id: string) => side.call(api.getMutualUse, at(id))
/** Two fresh consortia with a hub each. */
const pair = async () => [await createTestHub(app), await createTestHub(app)] as const

test('is proposed, accepted with the own hubs, and ended with notice; each turn is told to the other side', async () => {
  const made = await propose(a, b, { message: '冬の間もどうぞ', hubKeys: [a.hubKey] })
  expect(made).toMatchObject({
    proposedBy: 'us',
    stage: 'proposed',
    partner: { key: b.slug },
    ownHubs: [{ key: a.hubKey }],
    partnerHubs: null,
    can: { answer: false, withdraw: true, end: false },
  })
  await app.settle()
  const [waiting] = (await b.call(api.listMutualUses, { query: { waiting: 'true' } })).items
  expect(waiting).toMatchObject({
    id: made.id,
    proposedBy: 'them',
    partner: { key: a.slug },
    message: '冬の間もどうぞ',
    can: { answer: true },
  })
  expect(await mailsOf(b)).toEqual([expect.stringContaining('申し入れ')])
  expect((await mailTexts(b))[0]).toContain(`/settings/mutual-use/${made.id}`)

  const accepted = await b.call(api.answerMutualUse, { ...at(made.id), body: { version: 1, isAccepted: true, hubKeys: [b.hubKey] } })
  expect(accepted).toMatchObject({ stage: 'coming', ownHubs: [{ key: b.hubKey }], partnerHubs: [{ key: a.hubKey }] })
  await app.settle()
  expect(await mailsOf(a)).toEqual([expect.stringContaining('承諾されました')])

  const ended = await a.call(api.endMutualUse, { ...at(made.id), body: { version: 2, lastOn: '2027-01-31', reason: '年度の見直し' } })
  expect(ended).toMatchObject({ stage: 'ending', endsOn: '2027-01-31', endedBy: 'us' })
  await app.settle()
  expect(await read(b, made.id)).toMatchObject({ stage: 'ending', endedBy: 'them', endReason: '年度の見直し', can: { end: false } })
  expect((await mailTexts(b)).at(-1)).toMatch(/2027年1月31日[\s\S]*年度の見直し/)

  // the log of each side: its own people by name, the other side's without
  const ours = await a.call(api.getMutualUseHistory, at(made.id))
  const theirs = await b.call(api.getMutualUseHistory, at(made.id))
  const told = (history: typeof ours) => history.items.map((item) => [item.type, item.who.side, item.who.name !== '']).toReversed()
  expect(told(ours)).toEqual([
    ['hubs.mutualUseProposed', 'us', true],
    ['hubs.mutualUseAccepted', 'them', false],
    ['hubs.mutualUseEnded', 'us', true],
  ])
  expect(told(theirs)).toEqual([
    ['hubs.mutualUseProposed', 'them', false],
    ['hubs.mutualUseAccepted', 'us', true],
    ['hubs.mutualUseEnded', 'them', false],
  ])
})

test('what is heard twice is noted and mailed once', async () => {
  const [one, two] = await pair()
  const made = await propose(one, two)
  await app.settle()
  await app.sql(`insert into platform.outbox (consortium_id, kind, name, payload) values ($1, 'job', 'hubs.tellPartner', $2)`, [
    two.consortiumId,
    { mutualUseId: made.id, turn: 'proposed' },
  ])
  await app.settle()
  expect((await two.call(api.getMutualUseHistory, at(made.id))).items).toHaveLength(1)
  expect(await mailsOf(two)).toHaveLength(1)
})

describe('the wall', () => {
  test('a third consortium sees nothing of it, by any call; ids of the other side are in no answer', async () => {
    const [one, two] = await pair()
    const made = await propose(one, two)
    await app.settle()
    for (const call of [
      () => third.call(api.getMutualUse, at(made.id)),
      () => third.call(api.getMutualUseHistory, at(made.id)),
      () => third.call(api.answerMutualUse, { ...at(made.id), body: { version: 1, isAccepted: true, hubKeys: null } }),
      () => third.call(api.withdrawMutualUse, { ...at(made.id), body: { version: 1 } }),
      () => third.call(api.endMutualUse, { ...at(made.id), body: { version: 1, lastOn: '2026-12-31', reason: 'なし' } }),
    ])
      await expect(call()).rejects.toMatchObject({ status: 404 })
    expect((await third.call(api.listMutualUses, { query: {} })).items).toEqual([])
    const seen = JSON.stringify([await read(two, made.id), await two.call(api.listPossiblePartners, { query: { limit: 200 } })])
    expect(seen).not.toContain(one.consortiumId)
    expect(seen).not.toContain(one.hub.id)
  })

  test('the database itself: no third tenant reads, nobody answers for the other, no side changes the terms', async () => {
    const [one, two] = await pair()
    const made = await propose(one, two)
    const as = (tenant: TestConsortium, sql: string) =>
      app.sql(`do $$ begin
        set local role hiroba_app; perform set_config('app.tenant', '${tenant.consortiumId}', true);
        ${sql}
      end $$`)
    const count = (wanted: number) =>
      `if (select count(*) from hubs.mutual_use where id = '${made.id}') <> ${wanted} then raise 'seen'; end if;`
    await as(one, count(1))
    await as(two, count(1))
    await as(third, count(0))
    const set = (what: string) => `update hubs.mutual_use set ${what} where id = '${made.id}';`
    // its own proposal: only withdrawn
    await expect(as(one, set(`state = 'active', answered_at = now()`))).rejects.toThrow(/row-level security/)
    // the partner: yes, no; never withdrawn
    await expect(as(two, set(`state = 'withdrawn'`))).rejects.toThrow(/row-level security/)
    // terms and sides have no right of update for anybody
    for (const column of ['from_on = from_on', 'hub_ids = null', `who = 'staff'`, 'partner_id = partner_id', `message = 'x'`]) {
      await expect(as(one, set(column))).rejects.toThrow(/permission denied/)
      await expect(as(two, set(column))).rejects.toThrow(/permission denied/)
    }
    await expect(as(two, `delete from hubs.mutual_use where id = '${made.id}';`)).rejects.toThrow(/permission denied/)
    // nor is one written in another's name, or begun as agreed
    const insert = (owner: TestConsortium, partner: TestConsortium, state: string) =>
      `insert into hubs.mutual_use (consortium_id, partner_id, from_on, who, price_class, proposed_at, state, answered_at)
       values ('${owner.consortiumId}', '${partner.consortiumId}', '2030-01-01', 'members', 'member', now(), '${state}', ${state === 'active' ? 'now()' : 'null'});`
    await expect(as(two, insert(third, two, 'proposed'))).rejects.toThrow(/row-level security/)
    await expect(as(two, insert(two, third, 'active'))).rejects.toThrow(/row-level security/)
    await as(two, set(`state = 'active', answered_at = now()`))
    // what is settled is out of the partner's reach
    await as(two, set(`state = 'ended', ended_at = now(), ended_by = 'partner', ends_on = '2026-12-31'`))
    await as(two, set(`end_reason = 'x'`))
    expect(await app.sql('select end_reason from hubs.mutual_use where id = $1', [made.id])).toEqual([{ end_reason: '' }])
  })

  test('who runs a hub reads it, only an administrator agrees', async () => {
    const [one] = await pair()
    const made = await propose(one, b, { fromOn: '2029-01-01' })
    const call = app.client({ cookie: officer.cookie })
    expect(await call(api.getMutualUse, at(made.id))).toMatchObject({ id: made.id })
    await expect(
      call(api.answerMutualUse, { ...at(made.id), body: { version: 1, isAccepted: true, hubKeys: null } }),
    ).rejects.toMatchObject({
      code: 'platform.not_allowed',
    })
  })
})

describe('refused', () => {
  test('to oneself, to nobody, with hubs of others, with days the wrong way', async () => {
    const [one, two] = await pair()
    for (const body of [
      { partnerKey: one.slug },
      { partnerKey: 'nobody-here' },
      { hubKeys: [two.hubKey] },
      { fromOn: '2026-12-10', untilOn: '2026-12-09' },
      { untilOn: '2026-11-01', fromOn: '2026-10-01' },
    ])
      await expect(propose(one, two, body)).rejects.toMatchObject({ status: 422 })
  })

  test('a second one for some of the same days, from either side; the next period is another matter', async () => {
    const [one, two] = await pair()
    await propose(one, two, { untilOn: '2027-03-31' })
    await expect(propose(one, two, { fromOn: '2027-03-31' })).rejects.toMatchObject({ code: 'hubs.mutual_use_overlaps' })
    await expect(propose(two, one, { fromOn: '2027-03-31' })).rejects.toMatchObject({ code: 'hubs.mutual_use_overlaps' })
    expect(await propose(two, one, { fromOn: '2027-04-01' })).toMatchObject({ stage: 'proposed' })
  })

  test('the proposer does not answer, the partner does not withdraw, nothing is answered twice', async () => {
    const [one, two] = await pair()
    const made = await propose(one, two)
    const yes = { ...at(made.id), body: { version: 1, isAccepted: true, hubKeys: null } }
    await expect(one.call(api.answerMutualUse, yes)).rejects.toMatchObject({ code: 'platform.not_allowed' })
    await expect(two.call(api.withdrawMutualUse, { ...at(made.id), body: { version: 1 } })).rejects.toMatchObject({
      code: 'platform.not_allowed',
    })
    await two.call(api.answerMutualUse, { ...at(made.id), body: { version: 1, isAccepted: false, hubKeys: null, message: '今は難しい' } })
    expect(await read(one, made.id)).toMatchObject({ stage: 'declined', answer: '今は難しい' })
    await expect(two.call(api.answerMutualUse, yes)).rejects.toMatchObject({
      code: 'hubs.mutual_use_settled',
      params: { stage: 'declined' },
    })
    await expect(
      one.call(api.endMutualUse, { ...at(made.id), body: { version: 2, lastOn: '2026-12-31', reason: 'x' } }),
    ).rejects.toMatchObject({
      code: 'hubs.mutual_use_settled',
    })
  })
})

describe('races, 20 rounds', () => {
  const outcome = (results: PromiseSettledResult<{ stage: string }>[]) =>
    results.filter((result) => result.status === 'fulfilled').map((result) => result.value.stage)

  test('a yes against a withdrawal: one holds, the other hears which', async () => {
    for (let round = 0; round < 20; round++) {
      const [one, two] = [a, b]
      const made = await propose(one, two, { fromOn: `20${30 + round}-01-01`, untilOn: `20${30 + round}-12-31` })
      const results = await Promise.allSettled([
        two.call(api.answerMutualUse, { ...at(made.id), body: { version: 1, isAccepted: true, hubKeys: null } }),
        one.call(api.withdrawMutualUse, { ...at(made.id), body: { version: 1 } }),
      ])
      const done = outcome(results)
      expect(done).toHaveLength(1)
      const lost = results.find((result) => result.status === 'rejected')
      expect(lost?.reason).toMatchObject({ code: 'hubs.mutual_use_settled', params: { stage: done[0] } })
      expect((await read(one, made.id)).stage).toBe(done[0])
    }
  })

  test('both end it at once: one end, one reason', async () => {
    for (let round = 0; round < 20; round++) {
      const made = await propose(a, b, { fromOn: `20${60 + round}-01-01`, untilOn: `20${60 + round}-12-31` })
      await b.call(api.answerMutualUse, { ...at(made.id), body: { version: 1, isAccepted: true, hubKeys: null } })
      const end = (side: TestConsortium, reason: string) =>
        side.call(api.endMutualUse, { ...at(made.id), body: { version: 2, lastOn: '2099-12-31', reason } })
      const done = outcome(await Promise.allSettled([end(a, 'こちら'), end(b, 'あちら')]))
      expect(done).toHaveLength(1)
    }
  })

  test('both propose at once: one proposal', async () => {
    for (let round = 0; round < 20; round++) {
      const [one, two] = [a, b]
      const body = { fromOn: `21${10 + round}-01-01`, untilOn: `21${10 + round}-12-31` }
      expect(outcome(await Promise.allSettled([propose(one, two, body), propose(two, one, body)]))).toEqual(['proposed'])
    }
  })
})

describe('hubs of partners', () => {
  test('are told while the agreement holds, to whom it is for', async () => {
    const [one, two] = await pair()
    const made = await propose(one, two, { fromOn: '2026-11-24', who: 'staff' })
    const hubsFor = async (cookie: string) => (await app.client({ cookie })(api.listPartnerHubs, { query: {} })).items.map((hub) => hub.key)
    const member = await createMember(app, { consortiumId: one.consortiumId })
    const staff = one.operator
    expect(await hubsFor(staff.cookie)).toEqual([])
    await two.call(api.answerMutualUse, { ...at(made.id), body: { version: 1, isAccepted: true, hubKeys: [two.hubKey] } })
    expect(await hubsFor(staff.cookie)).toEqual([two.hubKey])
    expect(await hubsFor(member.cookie)).toEqual([])
    expect(await hubsFor(two.operator.cookie)).toEqual([one.hubKey])
    expect(await hubsFor(third.operator.cookie)).toEqual([])
    await one.call(api.endMutualUse, { ...at(made.id), body: { version: 2, lastOn: '2026-11-24', reason: '終了' } })
    app.clock.advance({ hours: 24 })
    expect(await hubsFor(staff.cookie)).toEqual([])
  })
})

const mailsOf = async (side: TestConsortium): Promise<string[]> =>
  (await app.sql<{ subject: string }>('select subject from platform.mail where consortium_id = $1 order by id', [side.consortiumId])).map(
    (row) => row.subject,
  )
const mailTexts = async (side: TestConsortium): Promise<string[]> =>
  (
    await app.sql<{ body_text: string }>('select body_text from platform.mail where consortium_id = $1 order by id', [side.consortiumId])
  ).map((row) => row.body_text)
