/** Lists come page by page: each row once, in order, and the count of all. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import * as e from '../contract/endpoints.ts'
import { createMember, type TestMember } from './factory.ts'
import { people } from './module.ts'

let app: TestApp
let operator: TestMember
let consortiumId: string
beforeAll(async () => {
  app = await createTestApp({ modules: [people] })
  consortiumId = (await app.createTenant()).id
  operator = await createMember(app, { consortiumId, roles: ['operator'] })
})
afterAll(() => app.stop())

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
  readonly total?: number
}
async function all<T>(
  ask: (cursor: { cursor?: string }) => Promise<Page<T>>,
): Promise<{ rows: T[]; pages: number; total: number | undefined }> {
  const rows: T[] = []
  let cursor: string | null = ''
  let pages = 0
  let total: number | undefined
  while (cursor !== null) {
    const page: Page<T> = await ask(cursor === '' ? {} : { cursor })
    rows.push(...page.items)
    total = page.total
    cursor = page.nextCursor
    pages++
  }
  return { rows, pages, total }
}
const staff = () => app.client({ cookie: operator.cookie })

test('organisations in the order of the syllabary, by a word, and those that are archived only when asked for', async () => {
  await app.sql(
    `insert into people.organisation (consortium_id, kind, name, name_en, corporate_number, sort_key, archived_at)
     select $1, 'company', '見本商店 ' || n, 'Shop ' || n, (1000000000000 + n)::text, lpad(n::text, 4, '0'), case when n % 10 = 0 then now() end
     from generate_series(1, 120) as n`,
    [consortiumId],
  )
  const names = async (query: { q?: string; withArchived?: string }) => {
    const { rows, pages, total } = await all((cursor) => staff()(e.listOrganisations, { query: { limit: 25, ...query, ...cursor } }))
    return { names: rows.map((row) => row.name), pages, total }
  }
  const open = await names({})
  expect([open.names.length, new Set(open.names).size, open.pages, open.total]).toEqual([108, 108, 5, 108])
  expect(open.names.slice(0, 2)).toEqual(['見本商店 1', '見本商店 2'])
  expect((await names({ withArchived: 'true' })).total).toBe(120)
  expect((await names({ q: 'shop 11' })).names).toEqual(['見本商店 11', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `見本商店 11${n}`)])
  expect((await names({ q: '1000000000007' })).names).toEqual(['見本商店 7'])
  expect((await names({ q: '%' })).total).toBe(0)
  await expect(staff()(e.listOrganisations, { query: { limit: 500 } })).rejects.toMatchObject({ status: 422 })
})

test('requests to join: who waits by age, who was answered by newness', async () => {
  await app.sql(
    `insert into people.join_request (consortium_id, id, account_id, mail, family_name, given_name, language, status)
     select $1, uuidv7(), gen_random_uuid(), n || '@example.jp', '例示', n::text, 'ja', case when n % 3 = 0 then 'declined' else 'pending' end
     from generate_series(1, 60) as n`,
    [consortiumId],
  )
  const waiting = await all((cursor) => staff()(e.listJoinRequests, { query: { limit: 15, ...cursor } }))
  expect([waiting.rows.length, waiting.pages, waiting.total]).toEqual([40, 3, 40])
  expect(waiting.rows.map((row) => row.status).every((status) => status === 'pending')).toBe(true)
  expect(waiting.rows.map((row) => row.id)).toEqual(waiting.rows.map((row) => row.id).toSorted())
  const decided = await all((cursor) => staff()(e.listJoinRequests, { query: { isDecided: 'true', limit: 15, ...cursor } }))
  expect([decided.rows.length, decided.pages, decided.total]).toEqual([20, 2, 20])
  expect(decided.rows.map((row) => row.id)).toEqual(
    decided.rows
      .map((row) => row.id)
      .toSorted()
      .toReversed(),
  )
})

test('the own records: the first rows of each list with its length, the rest page by page, and nobody else’s', async () => {
  const person = await createMember(app, { consortiumId })
  await app.sql(
    `insert into platform.event (consortium_id, id, type, subject_id, actor_kind, payload)
     select $1, uuidv7(), 'people.memberChanged', $2, 'system', jsonb_build_object('number', n) from generate_series(1, 75) as n`,
    [consortiumId, person.membershipId],
  )
  const own = app.client({ cookie: person.cookie })
  const records = await own(e.readMyRecords, { query: {} })
  const section = records.consortia[0]?.sections.find((one) => one.section === 'people')
  expect((section?.data as { history: unknown[] } | undefined)?.history).toHaveLength(20)
  expect(section?.cut).toEqual([{ field: 'history', total: 75 }])
  const of = { consortiumId, section: 'people', field: 'history' }
  const rows = await all((cursor) => own(e.listMyRecords, { query: { ...of, limit: 30, ...cursor } }))
  expect([rows.rows.length, rows.pages, rows.total]).toEqual([75, 3, 75])

  for (const query of [
    { ...of, section: 'nothing' },
    { ...of, field: 'roles' },
    { ...of, consortiumId: randomUUID() },
  ])
    await expect(own(e.listMyRecords, { query })).rejects.toMatchObject({ status: 404 })
  const other = await createMember(app, { consortiumId: (await app.createTenant()).id })
  await expect(app.client({ cookie: other.cookie })(e.listMyRecords, { query: of })).rejects.toMatchObject({ status: 404 })
})
