import { expect, test } from 'vitest'
import type { Database } from './database.ts'
import type { TenantRun } from './outbox.ts'
import type { Scope } from './scope.ts'
import { sweepEach } from './sweeps.ts'

test('a row that fails keeps no other from being done, and is said at the end', async () => {
  const done: string[] = []
  const sweep = sweepEach({
    name: 'example.sweep',
    list: async () => ['a', 'b', 'c'].map((id) => ({ consortiumId: 'one', id })),
    idOf: (row) => row.id,
    run: async (_scope, row) => {
      if (row.id === 'a') throw new Error('a cannot be done')
      done.push(row.id)
    },
  })
  const runInTenant = ((_tenant: string, _as: unknown, work: (scope: Scope) => Promise<unknown>) => work({} as Scope)) as TenantRun
  await expect(sweep.run({} as Database, runInTenant)).rejects.toMatchObject({ errors: [{ message: 'a cannot be done' }] })
  expect(done).toEqual(['b', 'c'])
})
