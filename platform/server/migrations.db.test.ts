/** An upgrade beside a server that was forgotten: it waits, keeps nobody standing behind it, and in the end says who is in the way. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { migrate, readMigrations, type MigrationFile } from './migrations.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [] })
  await app.sql('create table public.upgraded (id int primary key)')
})
afterAll(() => app.stop())

const next = async (number: number, sql: string): Promise<MigrationFile[]> => [
  ...(await readMigrations()),
  { number: 9_000, name: '9000_before.sql', compat: 'safe', sha256: '9000', sql: 'alter table public.upgraded add column a int' },
  ...(number === 9_000 ? [] : [{ number, name: `${number}_after.sql`, compat: 'safe' as const, sha256: String(number), sql }]),
]
const reader = async () => {
  const client = new pg.Client({ connectionString: app.databaseUrl })
  await client.connect()
  await client.query('begin')
  await client.query('select from public.upgraded')
  return client
}

test('a table that another server is reading is waited for, a little at a time, and whoever comes after is not kept waiting', async () => {
  const busy = await reader()
  const migrating = migrate(app.databaseUrl, await next(9_000, ''), { lockMs: 200, pauseMs: 100, tries: 100 })
  await sleep(1_000)
  // behind a lock that waits without an end this would wait with it
  expect(await app.sql('select from public.upgraded')).toEqual([])
  await busy.query('commit')
  await busy.end()
  expect(await migrating).toBe(1)
  expect(await app.sql('select number from public.hiroba_migration where number = 9000')).toHaveLength(1)
}, 60_000)

test('where it never lets go, the upgrade stops with nothing done and says what to do', async () => {
  const busy = await reader()
  const files = await next(9_001, 'alter table public.upgraded add column b int')
  await expect(migrate(app.databaseUrl, files, { lockMs: 100, pauseMs: 20, tries: 3 })).rejects.toThrow(
    /9001_after\.sql failed: .*stop it, then start again/,
  )
  await busy.end()
  expect(await app.sql('select number from public.hiroba_migration where number = 9001')).toEqual([])
  expect(await migrate(app.databaseUrl, files)).toBe(1)
}, 60_000)
