import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestApp } from '#platform/testkit/app.ts'
import { createLog } from './log.ts'
import { holdAlone, type SoleHolder } from './sole-holder.ts'

test('one holds, the next takes over when it ends or loses its line, and a begin that fails at the start is told', async () => {
  const { databaseUrl, stop } = await createTestApp({ modules: [] })
  const log = createLog('silent')
  const seen: string[] = []
  const open = (who: string) =>
    holdAlone({
      databaseUrl,
      name: 'test',
      log,
      begin: () => {
        seen.push(`${who} begins`)
        return Promise.resolve({ stop: () => (seen.push(`${who} ends`), Promise.resolve()) })
      },
    })
  const holders: SoleHolder[] = []
  try {
    await expect(holdAlone({ databaseUrl, name: 'test', log, begin: () => Promise.reject(new Error('port in use')) })).rejects.toThrow(
      'port in use',
    )
    const anna = await open('anna')
    const bert = await open('bert')
    holders.push(anna, bert)
    expect([anna.isHolder, bert.isHolder]).toEqual([true, false])
    expect(seen).toEqual(['anna begins'])
    await anna.stop()
    await expect.poll(() => seen).toEqual(['anna begins', 'anna ends', 'bert begins'])

    // the line of the holder is cut: it lets go before anybody may begin again
    const cutter = new pg.Client({ connectionString: databaseUrl })
    await cutter.connect()
    await cutter.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hiroba test' and datname = current_database()",
    )
    await cutter.end()
    await expect.poll(() => seen).toEqual(['anna begins', 'anna ends', 'bert begins', 'bert ends', 'bert begins'])
    await bert.stop()
    expect(seen.at(-1)).toBe('bert ends')
  } finally {
    for (const one of holders) await one.stop()
    await stop()
  }
})
