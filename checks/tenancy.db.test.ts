/** The wall between consortia, read from the catalogue of a migrated database; and what each breach of it looks like. */
import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { execute, urlOf } from '#platform/testkit/global-setup.ts'
import { checkTenancy, type TenancyFinding } from './tenancy.ts'

const folder = path.join(import.meta.dirname, 'fixtures/tenancy')
const database = `hiroba_test_${randomUUID().replaceAll('-', '')}`
const serverUrl = inject('databaseServerUrl')
let client: pg.Client

beforeAll(async () => {
  await execute(serverUrl, `create database ${database} template ${inject('templateDatabase')} strategy file_copy`)
  client = new pg.Client({ connectionString: urlOf(serverUrl, database) })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await execute(serverUrl, `drop database if exists ${database} with (force)`)
})

const describeFinding = ({ rule, about, says }: TenancyFinding): string => `${about} [${rule}] ${says}`

test('every table of a tenant is behind the wall', async () => {
  expect((await checkTenancy(client)).map(describeFinding)).toEqual([])
})

/** Each file is a migration somebody might write; its `-- refused: <rule> <about>` lines are what must be said of it. */
describe.each(readdirSync(folder).filter((name) => name.endsWith('.sql')))('%s', (name) => {
  test('is refused, for what is marked there', async () => {
    const sql = readFileSync(path.join(folder, name), 'utf8')
    const before = new Set((await checkTenancy(client)).map(describeFinding))
    await client.query('begin')
    try {
      await client.query(sql)
      const found = (await checkTenancy(client))
        .filter((finding) => !before.has(describeFinding(finding)))
        .map(({ rule, about }) => `${rule} ${about}`)
      const expected = [...sql.matchAll(/-- refused: (.+)/g)].map((match) => match[1] ?? '')
      expect(expected).not.toEqual([])
      expect(found.toSorted()).toEqual(expected.toSorted())
    } finally {
      await client.query('rollback')
    }
  })
})
