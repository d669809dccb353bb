/** A machine that woke without time and without a line, on the rules it keeps: who may come in cannot be said, who leaves leaves. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cardMessage, connectDevice, identityOf, makeDoorHub, startServerDouble, topicOf, type HubDevice } from '#bench/door-hub.ts'
import type { TimeSource } from './clock.ts'
import { openEdge, type Edge } from './edge.ts'

test('an edge whose clock is worth nothing refuses entrances for that, and lets out; when it learns the time it lets in', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hiroba-edge-clock-'))
  const hub = makeDoorHub({ doors: 2, people: 1 })
  const server = await startServerDouble(hub)
  const rules = hub.snapshot((snapshot) => {
    snapshot.devices = snapshot.devices.map((device) => (device.id === hub.readers[1]?.id ? { ...device, direction: 'out' } : device))
  })
  server.signed = hub.signed(rules)
  server.version = rules.version
  let edge: Edge | undefined
  const start = async (time: TimeSource): Promise<Edge> =>
    (edge = await openEdge({
      identity: identityOf(hub, server.url),
      storeFile: join(folder, 'edge.sqlite'),
      mqtt: { host: '127.0.0.1', port: 0 },
      statusPort: 0,
      log: () => {},
      version: 'test',
      time,
      random: () => 0.1,
    }))
  const time = (boot: string, wall: () => number): TimeSource => ({ boot, wall, mono: () => performance.now(), isKept: () => 'no' })
  try {
    const first = await start(time('on', Date.now))
    await expect.poll(() => first.status().gateway.snapshot?.version, { timeout: 15_000 }).toBe(rules.version)
    await first.close()

    server.isUp = false
    const second = await start(time('on again', () => 1_000_000))
    expect(second.status()).toMatchObject({
      clock: { isSynced: false, isTrusted: false },
      gateway: { snapshot: { version: rules.version } },
    })
    const show = async (reader: HubDevice | undefined, seq: number): Promise<unknown> => {
      if (reader === undefined) throw new Error('no reader')
      const client = await connectDevice(second.mqttUrl, reader)
      try {
        // beyond the seconds in which a card may have waited for the connection: nobody can judge the reader's time either
        await new Promise((resolve) => setTimeout(resolve, 3_300))
        await client.publishAsync(topicOf(hub, reader, 'event'), cardMessage('dark', seq, hub.cards[0] ?? ''), { qos: 1 })
      } finally {
        await client.endAsync(true)
      }
      const told = [
        ...second.store.page(0, 100).map((row) => JSON.parse(row.body) as ToldRow),
        ...server.told.values().map((one) => one.event),
      ]
      return told.find((event) => event.sourceKey === `decision:dark:${seq}`)?.data
    }
    expect(await show(hub.readers[0], 1)).toMatchObject({ isOpen: false, reason: 'clock_unknown', direction: 'in', isOffline: true })
    expect(await show(hub.readers[1], 2)).toMatchObject({ isOpen: true, reason: 'exit', direction: 'out' })

    server.isUp = true
    await expect.poll(() => second.status().clock.isTrusted, { timeout: 20_000 }).toBe(true)
    expect(await show(hub.readers[0], 3)).toMatchObject({ isOpen: true, reason: 'granted' })
  } finally {
    await edge?.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}, 90_000)

interface ToldRow {
  readonly sourceKey: string
  readonly data: Readonly<Record<string, unknown>>
}
