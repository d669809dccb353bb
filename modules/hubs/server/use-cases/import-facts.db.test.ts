import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { addClosure, getHub, listHubs, setException, setYearlyClosures } from '../../contract/endpoints.ts'
import type { HubDetail, ImportProblem } from '../../contract/schemas.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestHub } from '../factory.ts'
import { hubs } from '../module.ts'
import { exportFacts } from './export-facts.ts'
import { importFacts, problemsOf } from './import-facts.ts'

const folder = join(import.meta.dirname, '../../../../database/demo')
const facts = await readFile(join(folder, 'furusato-hubs-fy2016.json'), 'utf8')
const overlay = await readFile(join(folder, 'overlay.json'), 'utf8')

let app: TestApp
const run = () => app.program.runInTenants
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs] })
})
afterAll(() => app.stop())

/** Everything an import may touch, as one text. */
async function stored(): Promise<string> {
  const tables = [
    'consortium',
    'hub',
    'space',
    'equipment',
    'unit',
    'opening_rule',
    'yearly_closure',
    'closure',
    'opening_exception',
    'photo',
  ]
  const all = await Promise.all(tables.map((table) => app.sql(`select * from hubs.${table} order by 1, 2`)))
  const others = await Promise.all(
    [
      'select * from people.organisation order by 1, 2',
      'select * from platform.tenant order by id',
      'select * from platform.event order by id',
      'select * from platform.outbox order by id',
    ].map((text) => app.sql(text)),
  )
  return JSON.stringify([all, others])
}

async function refusal(content: string): Promise<readonly ImportProblem[]> {
  const error = await importFacts(run(), content, { isDryRun: false, overlay }).then(
    () => undefined,
    (cause: unknown) => cause,
  )
  return problemsOf(error) ?? []
}

describe('ten kinds of broken files are refused with place and reason, and nothing is stored', () => {
  const broken: Record<string, { make: (text: string) => string; problem: Partial<ImportProblem> & { code: ImportProblem['code'] } }> = {
    'cut off': { make: (text) => text.slice(0, 20_000), problem: { code: 'not_json', path: '' } },
    'no list of consortia': { make: () => '{\n "hubs": []\n}', problem: { code: 'wrong_shape', path: 'consortia' } },
    'the same hub twice': {
      make: (text) => text.replace('"id": "souko1"', '"id": "denpun"'),
      problem: { code: 'duplicate_id', path: 'consortia[1].hubs[1].id' },
    },
    'a negative capacity': {
      make: (text) => text.replace('"capacity": 80', '"capacity": -80'),
      problem: { code: 'negative_number', path: 'consortia[1].hubs[1].spaces[0].capacity', found: '-80' },
    },
    'an unknown kind of space': {
      make: (text) => text.replace('"kind": "storage"', '"kind": "stockroom"'),
      problem: { code: 'unknown_kind', path: 'consortia[10].hubs[0].spaces[10].kind', found: 'stockroom' },
    },
    'a time that is none': {
      make: (text) => text.replace('"open": "06:00"', '"open": "25:60"'),
      problem: { code: 'bad_time', path: 'consortia[3].hubs[0].hours.default.open', found: '25:60' },
    },
    'closing before opening': {
      make: (text) => text.replace('"close": "18:00"', '"close": "08:00"'),
      problem: { code: 'end_before_start', path: 'consortia[3].hubs[0].hours.center.close' },
    },
    'a hub without a name': {
      make: (text) => text.replace('     "name": "Colabo",\n', ''),
      problem: { code: 'missing', path: 'consortia[7].hubs[1].name' },
    },
    'hours that no space names': {
      make: (text) => text.replace('"hours": "center"', '"capacityIs": "exact"'),
      problem: { code: 'unused_hours', path: 'consortia[3].hubs[0].hours.center' },
    },
    'hours that the hub has not': {
      make: (text) => text.replace('"hours": "center"', '"hours": "centre"'),
      problem: { code: 'unknown_hours', path: 'consortia[3].hubs[0].spaces[8].hours', found: 'centre' },
    },
    'a municipality that cannot be': {
      make: (text) => text.replace('"code": "01395"', '"code": "99395"'),
      problem: { code: 'bad_municipality_code', path: 'consortia[1].municipality.code' },
    },
    'a day that is not in the calendar': {
      make: (text) => text.replace('"opened": "2017-03-29"', '"opened": "2017-02-29"'),
      problem: { code: 'bad_day', path: 'consortia[3].hubs[0].opened' },
    },
    'a number where a text belongs': {
      make: (text) => text.replace('"floor": "2F"', '"floor": 2'),
      problem: { code: 'wrong_type', path: 'consortia[0].hubs[0].spaces[0].floor' },
    },
    'a key written twice': {
      make: (text) => text.replace('"id": "open",', '"id": "open", "id": "open2",'),
      problem: { code: 'duplicate_key', path: 'consortia[1].hubs[0].spaces[1].id' },
    },
  }

  for (const [name, { make, problem }] of Object.entries(broken)) {
    test(name, async () => {
      const before = await stored()
      const file = make(facts)
      expect(file).not.toBe(facts)
      const problems = await refusal(file)
      expect(problems[0]).toMatchObject(problem)
      // the line is where a person finds what is wrong
      const line = file.split('\n')[(problems[0]?.line ?? 0) - 1]
      expect(line).toBeDefined()
      if (problem.found !== undefined) expect(line).toContain(problem.found)
      expect(await stored()).toBe(before)
    })
  }

  test('all problems of a file are told at once', async () => {
    const problems = await refusal(facts.replace('"capacity": 80', '"capacity": -80').replace('"open": "06:00"', '"open": "6"'))
    expect(problems.map((problem) => problem.code).toSorted()).toEqual(['bad_time', 'negative_number'])
  })
})

describe('the eleven consortia', () => {
  test('a dry run reports everything and stores nothing', async () => {
    const before = await stored()
    const report = await importFacts(run(), facts, { isDryRun: true, overlay })
    expect(report).toMatchObject({ isDryRun: true, read: 11 + 14 + 46 + 63, created: 11 + 14 + 46 + 63, changed: 0, unchanged: 0 })
    expect(await stored()).toBe(before)
  })

  test('what cannot be stored half-way is not stored at all', async () => {
    const before = await stored()
    await app.sql(
      `create function hubs.refuse_gujo() returns trigger language plpgsql as $$ begin if new.slug = 'gctc' then raise exception 'no room left'; end if; return new; end $$`,
    )
    await app.sql('create trigger refuse_gujo before insert on hubs.hub for each row execute function hubs.refuse_gujo()')
    await expect(importFacts(run(), facts, { isDryRun: false, overlay })).rejects.toThrow('no room left')
    await app.sql('drop trigger refuse_gujo on hubs.hub')
    expect(await stored()).toBe(before)
  })

  test('are listed with 14 hubs and 46 spaces, and a second import changes nothing', async () => {
    const first = await importFacts(run(), facts, { isDryRun: false, overlay })
    expect(first).toMatchObject({ created: 134, changed: 0, unchanged: 0 })
    const call = app.client()
    const { items } = await call(listHubs, { query: {} })
    expect(items).toHaveLength(14)
    expect(new Set(items.map((hub) => hub.consortium.key)).size).toBe(11)
    const details: HubDetail[] = []
    for (const hub of items) details.push(await call(getHub, { params: { hubId: hub.id }, query: {} }))
    expect(details.flatMap((hub) => hub.spaces)).toHaveLength(46)
    expect(details.flatMap((hub) => hub.equipment)).toHaveLength(63)

    // members of the consortia are organisations of theirs; a city that sits in its own consortium is the municipality
    const organisations = await app.sql<{ kind: string; name: string }>(
      `select o.kind, o.name from people.organisation o join platform.tenant t on t.id = o.consortium_id where t.slug = 'niseko' order by o.name`,
    )
    expect(organisations.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
      'company 有限会社エスピーボックス',
      'company 株式会社メディアマジック',
      'municipality ニセコ町',
      'npo 特定非営利活動法人ニセコ倉庫邑',
    ])

    const before = await stored()
    const second = await importFacts(run(), facts, { isDryRun: false, overlay })
    expect(second).toMatchObject({ read: 134, created: 0, changed: 0, unchanged: 134 })
    expect(second.rows.flatMap((row) => row.kept)).toEqual([])
    expect(await stored()).toBe(before)
  })

  test('give back the file that came in, byte for byte, without what is assumed', async () => {
    expect(await exportFacts(run())).toBe(facts)
    const one = JSON.parse(await exportFacts(run(), { consortium: 'niseko' })) as { consortia: { id: string }[] }
    expect(one.consortia.map((consortium) => consortium.id)).toEqual(['niseko'])
  })

  test('tell what is assumed', async () => {
    const denpun = await app.client()(getHub, { params: { hubId: 'niseko.denpun' }, query: {} })
    expect(denpun.names).toMatchObject({ ja: 'ニセコ中央倉庫群 旧でんぷん工場', en: 'Niseko Central Warehouses - Old Starch Factory' })
    expect(denpun.assumed).toEqual(expect.arrayContaining(['opening', 'yearlyClosures', 'names.ko', 'address.en', 'gettingIn.ja']))
    expect(denpun.assumed).not.toContain('names.en')
    expect(
      denpun.spaces.map((space) => [space.key, space.bookableAs, space.unitCount, space.capacity, space.assumed.includes('capacity')]),
    ).toEqual([
      ['office', 'whole', 1, { value: 4, is: 'at-most', min: null }, false],
      ['open', 'both', 20, { value: 20, is: 'about', min: null }, false],
    ])
    const manyo = await app.client()(getHub, { params: { hubId: 'takaoka.manyo' }, query: {} })
    expect(manyo.spaces.map((space) => [space.key, space.bookableAs, space.unitCount, space.assumed.includes('capacity')])).toEqual([
      ['center', 'seats', 12, true],
      ['dedicated', 'whole', 1, true],
      ['resident', 'whole', 1, true],
    ])
    const minakami = await app.client()(getHub, { params: { hubId: 'minakami.tsukiyono' }, query: {} })
    expect(minakami.assumed).not.toContain('opening')
    const borrowed = denpun.equipment.filter((one) => one.handling === 'lendable')
    expect(borrowed.map((one) => [one.names.en, one.count, one.assumed.includes('count')])).toEqual([
      ['Monitors to borrow', 6, true],
      ['Tablets to borrow', 4, true],
    ])
  })

  test('hours of Telework Center Minakami on a Sunday, a holiday, at New Year and Obon', async () => {
    const call = app.client()
    const hoursOf = async (from: string) => {
      const hub = await call(getHub, { params: { hubId: 'minakami.tsukiyono' }, query: { from, days: 1 } })
      return Object.fromEntries(
        ['so1-1', 'center'].map((key) => {
          const day = hub.spaces.find((space) => space.key === key)?.opening[0]
          return [key, [day?.reason, ...(day?.periods ?? []).map((period) => `${period.opensMinute / 60}-${period.closesMinute / 60}`)]]
        }),
      )
    }
    expect(await hoursOf('2026-11-20')).toEqual({ 'so1-1': ['rule', '6-24'], center: ['rule', '9-18'] })
    expect(await hoursOf('2026-11-22')).toEqual({ 'so1-1': ['rule', '6-24'], center: ['weekday'] })
    expect(await hoursOf('2026-11-23')).toEqual({ 'so1-1': ['rule', '6-24'], center: ['holiday'] })
    expect(await hoursOf('2026-12-31')).toEqual({ 'so1-1': ['yearly-closure'], center: ['yearly-closure'] })
    expect(await hoursOf('2026-08-14')).toEqual({ 'so1-1': ['yearly-closure'], center: ['yearly-closure'] })
  })
})

describe('a file that comes again', () => {
  test('changes what it changed, keeps what was edited here, and says both', async () => {
    await app.sql(`update hubs.hub set names = '{"ja":"旧でんぷん工場（改称）"}', version = version + 1 where slug = 'denpun'`)
    const again = facts
      .replace('"capacity": 80', '"capacity": 90')
      .replace('"audience": "雇用者', '"floorPlan": "plan.pdf",\n     "audience": "雇用者')
    const report = await importFacts(run(), again, { isDryRun: false })
    const told = (key: string) => report.rows.find((row) => row.key === key)
    expect(told('niseko.souko1.hall')).toMatchObject({ outcome: 'changed', fields: ['capacity'] })
    expect(told('bibai.bisate')).toMatchObject({ outcome: 'changed', fields: ['floorPlan'], notUnderstood: ['floorPlan'] })
    expect(told('niseko.denpun')).toMatchObject({ outcome: 'unchanged', kept: ['names.ja', 'names.en'] })
    expect(report).toMatchObject({ created: 0, changed: 2 })
    // 80 units became 90
    const [row] = await app.sql<{ count: number }>(
      `select count(*)::int as count from hubs.unit u join hubs.space s on s.id = u.space_id where s.slug = 'hall' and u.retired_at is null`,
    )
    expect(row?.count).toBe(90)
    // what stands here is what goes out
    const exported = await exportFacts(run())
    expect(exported).toContain('"name": "旧でんぷん工場（改称）"')
    expect(exported).toContain('"floorPlan": "plan.pdf"')
    // and coming back in, it is nothing new
    expect(await importFacts(run(), exported, { isDryRun: true })).toMatchObject({ created: 0, changed: 0 })
  })

  test('one consortium written out and read again changes nothing, wherever it stood in the file', async () => {
    const alone = await exportFacts(run(), { consortium: 'niseko' })
    expect(await importFacts(run(), alone, { isDryRun: false })).toMatchObject({ created: 0, changed: 0 })
    const before = await stored()
    const report = await importFacts(run(), alone, { isDryRun: false })
    expect(report.rows.filter((row) => row.outcome !== 'unchanged' || row.fields.length > 0)).toEqual([])
    expect(await stored()).toBe(before)
    // and the others stand around it as before
    expect(Object.keys(JSON.parse(await exportFacts(run())) as object)).toEqual(Object.keys(JSON.parse(facts) as object))
    const order = (text: string) => (JSON.parse(text) as { consortia: { id: string }[] }).consortia.map(({ id }) => id)
    expect(order(await exportFacts(run()))).toEqual(order(facts))
  })

  test('closed days of a hub and of a space go out with it and come back, in every language they were given', async () => {
    const { call, hub, spaces, slug } = await createTestHub(app, { spaces: [{ kind: 'meeting-room', name: '会議室' }] })
    const spaceId = spaces[0]?.id ?? ''
    const params = { hubId: hub.id }
    const newYear = { fromDay: '12-29', toDay: '01-03', reason: { ja: '年末年始', en: 'New Year' } }
    const obon = { fromDay: '08-13', toDay: '08-16', reason: { ja: 'お盆' } }
    const { version } = await call(setYearlyClosures, { params, body: { yearlyClosures: [newYear, obon], version: hub.version } })
    const summer = { fromDay: '07-21', toDay: '08-31', reason: null }
    await call(setYearlyClosures, { params, body: { spaceId, yearlyClosures: [summer], version } })
    await call(addClosure, {
      params,
      body: { closure: { startsOn: '2026-12-05', endsOn: '2026-12-06', reason: { ja: '電気設備の点検', en: 'Electrical inspection' } } },
    })
    await call(addClosure, {
      params,
      body: { spaceId, closure: { startsAt: '2026-12-10T04:00:00Z', endsAt: '2026-12-10T08:00:00Z', reason: { ja: '町の会議' } } },
    })
    const periods = [{ opensMinute: 600, closesMinute: 1500 }]
    await call(setException, { params: { ...params, on: '2026-12-24' }, body: { periods, reason: { ja: '冬まつり' } } })
    await call(setException, { params: { ...params, on: '2026-12-25' }, body: { spaceId, periods: [] } })

    const alone = await exportFacts(run(), { consortium: slug })
    const [written] = (JSON.parse(alone) as { consortia: { hubs: Record<string, unknown>[] }[] }).consortia[0]?.hubs ?? []
    expect(written).toMatchObject({
      yearlyClosures: [
        { from: '08-13', to: '08-16', reason: 'お盆' },
        { from: '12-29', to: '01-03', reason: { ja: '年末年始', en: 'New Year' } },
      ],
      closures: [{ from: '2026-12-05', to: '2026-12-06' }],
      exceptions: [{ on: '2026-12-24', periods: [{ open: '10:00', close: '25:00' }], reason: '冬まつり' }],
      spaces: [
        {
          yearlyClosures: [{ from: '07-21', to: '08-31' }],
          closures: [{ startsAt: '2026-12-10T04:00:00Z', endsAt: '2026-12-10T08:00:00Z', reason: '町の会議' }],
          exceptions: [{ on: '2026-12-25', periods: [] }],
        },
      ],
    })

    const ids = () => app.sql('select * from hubs.closure where hub_id = $1 order by id', [hub.id])
    const closures = await ids()
    const again = await importFacts(run(), alone, { isDryRun: false })
    expect(again).toMatchObject({ created: 0, changed: 0 })
    expect(await ids()).toEqual(closures)

    // in another installation they hold as they held here
    const copy = await importFacts(run(), alone.replace(`"id": "${slug}"`, `"id": "${slug}-copy"`), { isDryRun: false })
    expect(copy).toMatchObject({ created: 3, changed: 0 })
    const plan = (key: string) =>
      app.client()(getHub, { params: { hubId: `${key}.${written?.['id'] as string}` }, query: { from: '2026-12-01', days: 40 } })
    const days = async (key: string) => {
      const shown = await plan(key)
      return [shown.opening, ...shown.spaces.map((space) => space.opening)].map((all) => all.filter((day) => day.reason !== 'rule'))
    }
    expect(await days(`${slug}-copy`)).toEqual(await days(slug))
    // one closure less in the file: that one goes, the other keeps its row
    const fewer = structuredClone(JSON.parse(alone) as { consortia: { hubs: { closures?: unknown }[] }[] })
    delete fewer.consortia[0]?.hubs[0]?.closures
    expect(await importFacts(run(), JSON.stringify(fewer), { isDryRun: false })).toMatchObject({ created: 0, changed: 1 })
    expect(await ids()).toEqual(closures.filter((row) => row['space_id'] !== null))
  })

  test('a closure that ends before it begins, or has no end, is refused with its place', async () => {
    const closures = (given: unknown) =>
      facts.replace('"audience": "雇用者', `"closures": ${JSON.stringify(given)},\n     "audience": "雇用者`)
    const place = 'consortia[0].hubs[0].closures[0]'
    expect(await refusal(closures([{ from: '2026-12-06', to: '2026-12-05' }]))).toMatchObject([
      { code: 'end_before_start', path: `${place}.to` },
    ])
    expect(await refusal(closures([{ from: '2026-12-06' }]))).toMatchObject([{ code: 'missing', path: `${place}.to` }])
    expect(await refusal(closures([{ startsAt: '2026-12-06T09:00', endsAt: '2026-12-06T12:00:00Z' }]))).toMatchObject([
      { code: 'bad_time', path: `${place}.startsAt` },
    ])
  })

  test('two at once do not make anything twice', async () => {
    const other = facts.replaceAll('"id": "komagane"', '"id": "komagane-2"')
    await Promise.all([importFacts(run(), other, { isDryRun: false }), importFacts(run(), other, { isDryRun: false })])
    const [row] = await app.sql<{ count: number }>(
      `select count(*)::int as count from hubs.hub h join platform.tenant t on t.id = h.consortium_id where t.slug = 'komagane-2'`,
    )
    expect(row?.count).toBe(1)
  })
})
