/** What the code believes about the database is what the migrations make. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { modules } from '#apps/server/modules.ts'
import { generateTypes } from '#database/codegen.ts'
import { execute, urlOf } from '#platform/testkit/global-setup.ts'
import { projectRoot } from './tree.ts'

const database = `hiroba_test_${randomUUID().replaceAll('-', '')}`
const serverUrl = inject('databaseServerUrl')
const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-schema-'))
let client: pg.Client

beforeAll(async () => {
  await execute(serverUrl, `create database ${database} template ${inject('templateDatabase')} strategy file_copy`)
  client = new pg.Client({ connectionString: urlOf(serverUrl, database) })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await execute(serverUrl, `drop database if exists ${database} with (force)`)
  rmSync(folder, { recursive: true, force: true })
})

/** What a formatter may change is no difference. */
const shapeless = (text: string): string => text.replaceAll('"', "'").replaceAll(/[\s;,()|]/g, '')

test('database/types.ts is what the migrations make (npm run types)', () => {
  const file = path.join(folder, 'types.ts')
  generateTypes(urlOf(serverUrl, database), file)
  const made = readFileSync(file, 'utf8')
  expect(
    shapeless(readFileSync(path.join(projectRoot, 'database/types.ts'), 'utf8')) === shapeless(made),
    'database/types.ts differs: run npm run types',
  ).toBe(true)
  // the comparison itself can fail: a column more is a difference
  expect(shapeless(made.replace('export interface DB {', 'export interface DB { extra: string'))).not.toBe(shapeless(made))
})

test('every constraint that a module turns into an error is there', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || k.conname as name from pg_constraint k join pg_namespace n on n.oid = k.connamespace
     union select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('i', 'I')`,
  )
  const there = new Set(rows.map((row) => row.name))
  const missing = modules.flatMap((module) =>
    Object.keys(module.constraints ?? {})
      // people also answers for the accounts of sign-in
      .filter((name) => !there.has(`${module.name}.${name}`) && !there.has(`auth.${name}`))
      .map((name) => `${module.name}.${name}`),
  )
  expect(missing).toEqual([])
  expect(there.has('platform.mail_cause_unique')).toBe(true)
})
