import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [], hasWorker: true })
})
afterAll(() => app.stop())

test('an answer kept for a stranger or a guest goes after half an hour, one for a signed-in person after a day', async () => {
  const { id } = await app.createTenant()
  const keep = (actor: string, age: string) =>
    app.sql(
      `insert into platform.idempotency (consortium_id, actor, key, endpoint, request_hash, status, response, at)
       values ($1, $2, $3, 'notes.writeNote', 'h', 201, '{"name":"見本 花子"}', now() - $3::text::interval)`,
      [id, actor, age],
    )
  for (const actor of ['stranger', 'guest:hash-of-a-link', '019a0000-0000-7000-8000-000000000001'])
    for (const age of ['25 minutes', '35 minutes', '23 hours', '25 hours']) await keep(actor, age)
  await app.program.sweeper?.runAll()
  const rows = await app.sql<{ actor: string; keys: string[] }>(
    'select actor, array_agg(key order by at desc) as keys from platform.idempotency where consortium_id = $1 group by actor order by actor',
    [id],
  )
  expect(rows).toEqual([
    { actor: '019a0000-0000-7000-8000-000000000001', keys: ['25 minutes', '35 minutes', '23 hours'] },
    { actor: 'guest:hash-of-a-link', keys: ['25 minutes'] },
    { actor: 'stranger', keys: ['25 minutes'] },
  ])
})
