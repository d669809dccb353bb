/** Statements that travel together: the seat stands before the first of them, and the first that fails is the one that is told. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import type { Transaction } from './database.ts'

let app: TestApp
let tenant: { id: string }
beforeAll(async () => {
  app = await createTestApp({ modules: [], poolSize: 2 })
  tenant = await app.createTenant()
})
afterAll(() => app.stop())

const addEvent = `insert into platform.event (consortium_id, type, actor_kind, payload) values ($1, $2, 'system', '{}')`
const events = async () => (await app.sql<{ type: string }>('select type from platform.event order by type')).map((row) => row.type)
const inTenant = <T>(work: (transaction: Transaction) => Promise<T>) =>
  app.program.database.transaction({ consortiumId: tenant.id }, {}, work)

test('statements asked for side by side are answered each its own, all of them seated', async () => {
  const found = await inTenant((transaction) =>
    Promise.all(
      [1, 2, 3].map((n) =>
        transaction.prepared<{ n: number; seat: string }>('side', 'select $1::int as n, platform.tenant() as seat', [n]),
      ),
    ),
  )
  expect(found.flat()).toEqual([1, 2, 3].map((n) => ({ n, seat: tenant.id })))
})

test('a statement nobody waited for is stored with the rest', async () => {
  await inTenant(async (transaction) => transaction.written('add_event', addEvent, [tenant.id, 'test.written']))
  expect(await events()).toEqual(['test.written'])
})

test('one that fails ends the transaction, and its own error is told', async () => {
  const foreign = (await app.createTenant()).id
  const fails = inTenant(async (transaction) => {
    transaction.written('add_event', addEvent, [tenant.id, 'test.before'])
    // row-level security refuses it
    transaction.written('add_event', addEvent, [foreign, 'test.foreign'])
    await transaction.prepared('side', 'select $1::int as n, platform.tenant() as seat', [1])
  })
  await expect(fails).rejects.toMatchObject({ code: '42501' })
  const failsLast = inTenant(async (transaction) => {
    transaction.written('add_event', addEvent, [tenant.id, 'test.before'])
    transaction.written('add_event', addEvent, [foreign, 'test.foreign'])
  })
  await expect(failsLast).rejects.toMatchObject({ code: '42501' })
  expect(await events()).toEqual(['test.written'])
})

test('what is hoped is stored with the rest; where it fails all is done again, and waited for', async () => {
  const tries: boolean[] = []
  const hope = (text: string) =>
    inTenant(async (transaction) => {
      transaction.written('add_event', addEvent, [tenant.id, `test.hoped_${tries.length}`])
      tries.push(transaction.hoped(`hope_${text.length}`, text, []))
      return tries.length
    })
  expect(await hope('select 1')).toBe(1)
  expect(await hope(`insert into platform.event (consortium_id, actor_kind, payload) values ('${tenant.id}', 'system', '{}')`)).toBe(3)
  // any other failure is told as it is
  await expect(hope('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
  expect(tries).toEqual([true, true, false, true])
  expect(await events()).toEqual(['test.hoped_0', 'test.hoped_2', 'test.written'])
})

test('the connections go on after failures, without anything of them', async () => {
  await Promise.all(
    [1, 2, 3, 4].map((n) =>
      expect(
        inTenant((transaction) =>
          Promise.all([transaction.prepared(`bad_${n}`, 'select 1 / 0', []), transaction.prepared(`bad_${n}`, 'select 1 / 0', [])]),
        ),
      ).rejects.toMatchObject({ code: '22012' }),
    ),
  )
  const rows = await inTenant((transaction) => transaction.prepared<{ seat: string }>('seat', 'select platform.tenant() as seat', []))
  expect(rows).toEqual([{ seat: tenant.id }])
  expect(await app.program.database.query('unseated', 'select platform.tenant() as seat')).toEqual([{ seat: null }])
})
