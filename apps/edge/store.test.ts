import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mostSeen, openStore, type EdgeStore, type NewRow } from './store.ts'

let folder: string
let store: EdgeStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hiroba-edge-store-'))
  store = openStore(join(folder, 'edge.sqlite'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const row = (id: string, sourceKey: string | null = id): NewRow => ({
  id,
  kind: 'event',
  key: sourceKey === null ? null : { deviceId: 'reader', sourceKey },
  body: JSON.stringify({ id }),
  mono: 1,
  boot: 'boot',
  isSynced: true,
})

test('a group is stored once: what is sent again brings nothing along', async () => {
  expect(await store.append([row('card', 'b1:7'), row('decision', 'decision:b1:7')])).toEqual([true, true])
  expect(await store.append([row('card2', 'b1:7'), row('decision2', 'decision:other')])).toEqual([false, false])
  expect(store.page(0, 10).map((one) => one.id)).toEqual(['card', 'decision'])
  // also after the server has taken it and it is gone from the outbox
  await store.settle(store.page(0, 10).map((one) => one.seq))
  expect(store.waiting()).toMatchObject({ count: 0, last: 2 })
  expect(await store.append([row('card3', 'b1:7')])).toEqual([false])
})

test('of each device the newest records are known, and no more: the disk does not fill with the years', async () => {
  const rare = (name: string): NewRow => ({ ...row(name), key: { deviceId: 'button', sourceKey: name } })
  await store.append([rare('pressed once')])
  const some = 1_000
  for (let at = 0; at < mostSeen + 2 * some; at += some) {
    const names = Array.from({ length: some }, (_, n) => `b1:${at + n}`)
    for (const name of names) void store.append([row(name)])
    await store.settle(store.page(0, 2 * some).map((one) => one.seq))
  }
  const db = new DatabaseSync(join(folder, 'edge.sqlite'), { readOnly: true })
  const count = () => Number(db.prepare("select count(*) as n from seen where device_id = 'reader'").get()?.['n'])
  expect(count()).toBeGreaterThanOrEqual(mostSeen)
  expect(count()).toBeLessThan(mostSeen + some)
  // the newest are known, also after a restart, and what seldom speaks is not pushed out by what speaks all day
  await store.close()
  store = openStore(join(folder, 'edge.sqlite'))
  expect(await store.append([row(`b1:${mostSeen + 2 * some - 1}`)])).toEqual([false])
  expect(await store.append([row(`b1:${2 * some}`)])).toEqual([false])
  expect(await store.append([rare('pressed once')])).toEqual([false])
  expect(await store.append([row('b1:0')])).toEqual([true])
  db.close()
})

test('what was promised is there after a restart, and numbers go on', async () => {
  await Promise.all([store.append([row('a')]), store.put('key', 'value'), store.append([row('b')])])
  await store.settle([1, 2])
  await store.close()
  store = openStore(join(folder, 'edge.sqlite'))
  expect(store.get('key')).toBe('value')
  await store.append([row('c')])
  // a number that was used is not used again: the cursor of the live lane stands on it
  expect(store.page(0, 10).map((one) => one.seq)).toEqual([3])
})

test('of two that put the same at once, one was first', async () => {
  const answers = await Promise.all([store.putNew('command:1', 'a'), store.putNew('command:1', 'b')])
  expect(answers).toEqual([true, false])
  expect(store.get('command:1')).toBe('a')
  expect(store.entries('command:')).toEqual([['command:1', 'a']])
})

test('a failure in one moment fails all that shared its commit, and the next goes on', async () => {
  const bad = store.append([{ ...row('x'), mono: Number.NaN }])
  await expect(bad).rejects.toThrow('NULL')
  expect(await store.append([row('y')])).toEqual([true])
})
